use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// Something about a case that must be looked at by a date (domain model, section 9.2).
    pub struct Flag {
        slug: "flag", code: "flag", table: "k_flag", prefix: "TN", role: Role::Part("case"); due: "date";
        states "flag-state" { raised: Open, resolved: Closed }
        steps {
            resolve: [raised] => resolved, needs [resolve_reason];
        }
        fields {
            message: Option<String> = Field::narrative().group(DataGroup::Services).required();
            date: Option<Date> = Field::due().required().listed();
            resolve_reason: Option<String> = Field::narrative().group(DataGroup::Services);
        }
    }
}
