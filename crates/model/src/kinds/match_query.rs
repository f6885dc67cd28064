use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Id, Role};

crate::kind! {
    /// "Do you know this child?", asked of other organisations without telling whom we ask about. Another post reviews it before anything
    /// leaves; that nobody knows the child and that nobody will tell look the same here.
    pub struct MatchQuery {
        slug: "match-query", code: "match_query", table: "k_match_query", prefix: "CA", role: Role::Root;
        due: "needed_by";
        states "match-query-state" {
            proposed: Open, approved: Open, asked: Open, contacted: Open, declined: Closed, ended: Closed, closed: Closed
        }
        steps {
            approve: [proposed] => approved, offers [review_note];
            decline: [proposed] => declined, needs [review_note];
            close: [proposed, approved, asked, contacted] => closed, needs [close_note];
        }
        fields {
            concerns: Option<Id> = Field::link("case").computed();
            needed_by: Option<Date> = Field::due().required().listed();
            purpose: Option<String> = Field::code("match-purpose").required().filtered();
            legal_basis: Option<String> = Field::code("outgoing-basis").required();
            reason: Option<String> = Field::narrative().required();
            asked_of: Option<String> = Field::narrative().computed();
            contacts: Option<String> = Field::narrative().computed();
            review_note: Option<String> = Field::narrative();
            close_note: Option<String> = Field::narrative();
        }
    }
}
