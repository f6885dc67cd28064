use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Id, Role};

crate::kind! {
    /// Somebody has to look again: at a consent before it ends, or at a sharing that went past one (domain model, section 8).
    pub struct ConsentReview {
        slug: "consent-review", code: "consent_review", table: "k_consent_review", prefix: "TP", role: Role::Part("case");
        due: "due";
        states "consent-review-state" { open: Open, concluded: Closed }
        steps { conclude: [open] => concluded, needs [result], offers [review_note]; }
        fields {
            why: Option<String> = Field::code("consent-review-reason").required().filtered();
            due: Option<Date> = Field::due().required().listed();
            result: Option<String> = Field::code("consent-review-result").listed();
            review_note: Option<String> = Field::narrative().group(DataGroup::Services);
            consent: Option<Id> = Field::link("consent").computed();
            referral: Option<Id> = Field::link("referral").computed();
            transfer: Option<Id> = Field::link("transfer").computed();
        }
    }
}
