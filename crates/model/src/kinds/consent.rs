use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Waiting};
use crate::value::Codes;
use crate::{Date, Id, Role};

crate::kind! {
    /// What a child, a guardian, a court or the law said about sharing and services (domain model, section 8). It is enforced:
    /// a sharing asks it each time. Organisations named in it, or from which something is withheld, stand beside it.
    pub struct Consent {
        slug: "consent", code: "consent", table: "k_consent", prefix: "SJ", role: Role::Part("case");
        states "consent-state" {
            given: Waiting, refused: Closed, unable_to_ask: Closed, withdrawn: Closed, expired: Closed
        }
        steps { withdraw: [given] => withdrawn, needs [withdrawn_reason]; }
        fields {
            consent_kind: Option<String> = Field::code("consent-kind").required().filtered();
            given_by: Option<String> = Field::code("consent-giver").required().listed();
            /// Who of those who take part in the case said it.
            giver: Option<Id> = Field::link("person").group(DataGroup::Family);
            decision: Option<String> = Field::code("consent-decision").required().listed();
            giver_name: Option<String> = Field::line(160).group(DataGroup::Family);
            /// What a guardian is to the child.
            giver_relation: Option<String> = Field::code("family-relationship").group(DataGroup::Family);
            interview_subject: Option<String> = Field::code("interview-subject");
            purposes: Codes = Field::codes("consent-purpose").required().listed();
            data_groups: Codes = Field::codes("data-group").listed();
            recipients: Codes = Field::codes("consent-recipient").listed();
            withhold_from: Codes = Field::codes("consent-withheld");
            withholding_reason: Option<String> = Field::code("withholding-reason");
            valid_from: Option<Date> = Field::date();
            valid_until: Option<Date> = Field::due().listed();
            safe_channels: Codes = Field::codes("safe-channel");
            explained_in: Option<String> = Field::code("language");
            explained_by: Option<String> = Field::line(160).group(DataGroup::Services);
            method: Option<String> = Field::code("consent-method");
            held_at: Option<String> = Field::line(160).group(DataGroup::Services);
            legitimate_basis: Option<String> = Field::line(240).group(DataGroup::Services);
            said: Option<String> = Field::narrative().group(DataGroup::Services);
            withdrawn_reason: Option<String> = Field::narrative().group(DataGroup::Services);
            version: Option<i64> = Field::number(1, 10_000, "unit-version").computed();
        }
    }
}
