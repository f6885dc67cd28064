use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// A brief for those who decide: paragraphs whose numbers are bound to observations, and what is asked of whom (domain model, section
    /// 10.11). Once its numbers are locked it says the same for ever; a mistake is corrected in sight of everybody.
    pub struct Brief {
        slug: "brief", code: "brief", table: "k_brief", prefix: "RZ", role: Role::Root; clock: 336;
        states "brief-state" { draft: Open, data_locked: Open, approved: Waiting, published: Waiting, corrected: Closed, withdrawn: Closed }
        steps {
            lock: [draft] => data_locked;
            unlock: [data_locked] => draft;
            approve: [data_locked] => approved, offers [review_note];
            publish: [approved] => published, offers [embargo_until];
            correct: [published] => corrected, needs [correction, correction_en];
            withdraw: [draft, data_locked, approved, published] => withdrawn, needs [correction, correction_en];
        }
        fields {
            title: Option<String> = Field::line(200).required();
            title_en: Option<String> = Field::line(200).required();
            audience: Option<String> = Field::line(160).required();
            region: Option<String> = Field::region().filtered();
            period: Option<String> = Field::line(20);
            citation: Option<String> = Field::narrative();
            embargo_until: Option<Date> = Field::due().listed();
            review_note: Option<String> = Field::narrative();
            correction: Option<String> = Field::narrative();
            correction_en: Option<String> = Field::narrative();
        }
    }
}
