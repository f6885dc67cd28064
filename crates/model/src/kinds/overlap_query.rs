use crate::Role;
use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};

crate::kind! {
    /// A question whether somebody else works on the same thing. Every one is reviewed, by a post other than the asker's.
    pub struct OverlapQuery {
        slug: "overlap-query", code: "overlap_query", table: "k_overlap_query", prefix: "TD", role: Role::Root; clock: 72;
        states "overlap-query-state" { asked: Open, reviewed: Closed, objected: Closed }
        steps {
            review: [asked] => reviewed, offers [review_note];
            object: [asked] => objected, needs [review_note];
        }
        fields {
            kind: Option<String> = Field::code("identifier-kind").filtered().computed();
            value: Option<String> = Field::line(200).group(DataGroup::Suspect).computed();
            holder: Option<String> = Field::line(120).group(DataGroup::Suspect).computed();
            purpose: Option<String> = Field::narrative().computed();
            asked_by: Option<String> = Field::line(200).listed().computed();
            review_note: Option<String> = Field::narrative();
        }
    }
}
