use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// We said that a hash stands wrongly on a list of somebody else, or proposed hashes for it. It waits for the owner's answer and does not go
    /// quiet until it has come.
    pub struct RaisedChallenge {
        slug: "raised-challenge", code: "raised_challenge", table: "k_raised_challenge", prefix: "KA", role: Role::Root; clock: 96;
        states "raised-challenge-state" {
            waiting: Open, upheld: Closed, rejected: Closed, taken: Closed, declined: Closed, given_up: Closed
        }
        steps {
            give_up: [waiting] => given_up, needs [give_up_note];
        }
        fields {
            list: Option<String> = Field::line(80).listed().computed();
            owner: Option<String> = Field::line(200).listed().computed();
            word: Option<String> = Field::code("list-word").listed().filtered().computed();
            hash_kind: Option<String> = Field::code("hash-kind").filtered().computed();
            hash: Option<String> = Field::line(80).computed();
            hashes: Option<String> = Field::narrative().computed();
            grounds: Option<String> = Field::narrative().computed();
            answer: Option<String> = Field::narrative().computed();
            standing: Option<String> = Field::narrative().computed();
            answered_on: Option<Date> = Field::date().listed().computed();
            give_up_note: Option<String> = Field::narrative();
        }
    }
}
