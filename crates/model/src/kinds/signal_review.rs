use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Id, Role};

crate::kind! {
    /// A look-up met something on a list. That is no proof: somebody looks into it with their own means and says what they found.
    pub struct SignalReview {
        slug: "signal-review", code: "signal_review", table: "k_signal_review", prefix: "TT", role: Role::Root; clock: 24;
        states "signal-review-state" { raised: Open, confirmed: Closed, rejected: Closed, undecided: Closed, recalled: Closed }
        steps {
            confirm: [raised] => confirmed, needs [grounds];
            reject: [raised] => rejected, needs [grounds];
            leave_open: [raised] => undecided, offers [grounds];
        }
        fields {
            hash_kind: Option<String> = Field::code("hash-kind").filtered().computed();
            hash: Option<String> = Field::line(64).computed();
            asked_hash: Option<String> = Field::line(64).computed();
            distance: Option<i64> = Field::number(0, 256, "unit-bits").listed().computed();
            lists: Option<String> = Field::narrative().computed();
            standing: Option<String> = Field::code("alert-standing").filtered().computed();
            warned: Option<bool> = Field::yes_no().filtered().computed();
            content_report: Option<Id> = Field::link("content-report").computed();
            grounds: Option<String> = Field::narrative();
        }
    }
}
