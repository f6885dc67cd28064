use crate::field::{DataGroup, Field};
use crate::{Date, Role};

crate::kind! {
    /// The family that brothers and sisters share (domain model, section 6.9). Who belongs to it follows from who takes part in
    /// their cases; each child keeps a case of their own.
    pub struct Family {
        slug: "family", code: "family", table: "k_family", prefix: "KL", role: Role::Subject;
        states "record" {}
        steps {}
        fields {
            address: Option<String> = Field::line(240).group(DataGroup::Family);
            /// Who lives there, who earns, who is away.
            household: Option<String> = Field::narrative().group(DataGroup::Family);
            needs: Option<String> = Field::narrative().group(DataGroup::Family);
            /// When nothing was left to do for the family as a whole; a new case or a reopened one opens it again.
            closed_on: Option<Date> = Field::date().group(DataGroup::Family).computed();
            closure_reason: Option<String> = Field::code("closure-reason").group(DataGroup::Family).computed();
            closure_note: Option<String> = Field::narrative().group(DataGroup::Family).computed();
        }
    }
}
