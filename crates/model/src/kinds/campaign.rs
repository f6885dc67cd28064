use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// Telling people something so that children are safer (domain model, section 10.8). It starts when somebody else found its words safe
    /// and every service that it promotes has room.
    pub struct Campaign {
        slug: "campaign", code: "campaign", table: "k_campaign", prefix: "KP", role: Role::Root; due: "ends_on";
        states "campaign-state" { planned: Open, safety_reviewed: Open, running: Open, finished: Open, evaluated: Closed, dropped: Closed }
        steps {
            review: [planned] => safety_reviewed, needs [review_note];
            send_back: [safety_reviewed] => planned, needs [review_note];
            start: [safety_reviewed] => running;
            finish: [running] => finished;
            evaluate: [finished] => evaluated, needs [lessons];
            drop: [planned, safety_reviewed] => dropped, needs [review_note];
        }
        fields {
            title: Option<String> = Field::line(200).required();
            purpose: Option<String> = Field::narrative().required();
            audiences: Codes = Field::codes("campaign-audience").required().filtered();
            channels: Codes = Field::codes("campaign-channel").required();
            languages: Option<String> = Field::line(120);
            region: Option<String> = Field::region().filtered();
            forms: Codes = Field::codes("exploitation-form");
            starts_on: Option<Date> = Field::due().required().listed();
            ends_on: Option<Date> = Field::due().required().listed();
            partners: Option<String> = Field::narrative();
            /// How children took part in making it, and who looked after them.
            participation: Option<String> = Field::narrative();
            review_note: Option<String> = Field::narrative();
            lessons: Option<String> = Field::narrative();
        }
    }
}

impl Campaign {
    /// Audiences that are children: material for them needs their participation.
    pub const CHILDREN: [&str; 2] = ["children", "children_at_risk"];
}
