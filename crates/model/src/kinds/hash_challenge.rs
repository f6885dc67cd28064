use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};

crate::kind! {
    /// Somebody says that a hash stands on a list wrongly. Whoever has the list answers, and takes it back where that is so.
    pub struct HashChallenge {
        slug: "hash-challenge", code: "hash_challenge", table: "k_hash_challenge", prefix: "KH", role: Role::Root; clock: 72;
        states "hash-challenge-state" { received: Open, upheld: Closed, rejected: Closed }
        steps {
            uphold: [received] => upheld, needs [decision];
            reject: [received] => rejected, needs [decision];
        }
        fields {
            list: Option<String> = Field::line(80).required().listed();
            hash_kind: Option<String> = Field::code("hash-kind").required().filtered();
            hash: Option<String> = Field::line(2_000).required();
            raised_by: Option<String> = Field::line(160).required();
            grounds: Option<String> = Field::narrative().required();
            decision: Option<String> = Field::narrative();
        }
    }
}
