use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// A self-assessment of one capability of the Model National Response (domain model, section 10.4). It is the institution's own, is
    /// never ranked, and leaves only with a consent.
    pub struct CapabilityAssessment {
        slug: "capability-assessment", code: "capability_assessment", table: "k_capability_assessment", prefix: "PK", role: Role::Root; clock: 720;
        states "capability-state" { self_assessed: Open, validated: Waiting, shared: Closed }
        steps {
            validate: [self_assessed] => validated;
            share: [validated] => shared, needs [consent_note];
        }
        fields {
            framework: Option<String> = Field::code("mnr-framework").required().filtered();
            capability: Option<String> = Field::code("mnr-capability").required().filtered();
            phase: Option<i64> = Field::number(1, 4, "unit-phase").required().listed();
            region: Option<String> = Field::region();
            assessed_on: Option<Date> = Field::date().required().listed();
            evidence: Option<String> = Field::narrative().required();
            blockers: Option<String> = Field::narrative();
            consent_note: Option<String> = Field::narrative();
        }
    }
}
