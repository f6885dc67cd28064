use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Id, Role};

crate::kind! {
    /// Another organisation asks about a child who may be one of ours. The machine found the likeness; whoever has the child's case decides
    /// whether the asker may turn to us. Saying nothing sends nothing.
    pub struct MatchHit {
        slug: "match-hit", code: "match_hit", table: "k_match_hit", prefix: "CT", role: Role::Root;
        due: "answer_by";
        states "match-hit-state" { waiting: Open, contact: Closed, set_aside: Closed, lapsed: Closed }
        steps {
            contact: [waiting] => contact, offers [answer_note];
            set_aside: [waiting] => set_aside, needs [refusal], offers [answer_note];
        }
        fields {
            concerns: Option<Id> = Field::link("case").computed();
            person: Option<Id> = Field::link("person").group(DataGroup::Identity).computed();
            from_member: Option<String> = Field::line(200).listed().computed();
            reference: Option<String> = Field::line(60).computed();
            answer_by: Option<Date> = Field::due().listed().computed();
            purpose: Option<String> = Field::code("match-purpose").filtered().computed();
            legal_basis: Option<String> = Field::code("outgoing-basis").computed();
            strength: Option<String> = Field::code("match-strength").filtered().computed();
            answer_note: Option<String> = Field::narrative();
            refusal: Option<String> = Field::code("refusal-reason").filtered();
        }
    }
}
