use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Id, Role};

crate::kind! {
    /// A look at a record that must be explained: of a relative, of a prominent case without a task in it, or through broken
    /// glass (domain model, section 5). It never blocked the look.
    pub struct AccessReview {
        slug: "access-review", code: "access_review", table: "k_access_review", prefix: "TA", role: Role::Root; clock: 72;
        states "access-review-state" { raised: Open, explained: Open, upheld: Closed, no_finding: Closed }
        steps {
            uphold: [raised, explained] => upheld, needs [finding];
            clear: [raised, explained] => no_finding, needs [finding];
        }
        fields {
            ground: Option<String> = Field::code("access-ground").filtered().computed();
            seen: Option<Id> = Field::link("case").computed();
            looker: Option<String> = Field::line(200).computed();
            explanation: Option<String> = Field::narrative().computed();
            finding: Option<String> = Field::narrative();
        }
    }
}
