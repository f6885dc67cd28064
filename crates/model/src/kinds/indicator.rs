use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Id, Role};

crate::kind! {
    /// An indicator with what must be known to read its numbers, after the metadata of the Sustainable Development Goals (domain model,
    /// section 10.9). Its numbers are no fields: they are observations, counted by the node or taken in from files.
    pub struct Indicator {
        slug: "indicator", code: "indicator", table: "k_indicator", prefix: "ID", role: Role::Root; due: "next_release";
        states "indicator-state" { draft: Open, active: Waiting, published: Waiting, retired: Closed }
        steps {
            activate: [draft] => active;
            publish: [active] => published;
            take_back: [published] => active, needs [reason];
            retire: [draft, active, published] => retired, needs [reason];
        }
        fields {
            reference: Option<String> = Field::line(40).required();
            name: Option<String> = Field::line(200).required();
            name_en: Option<String> = Field::line(200).required();
            class: Option<String> = Field::code("indicator-class").required().filtered();
            goal: Option<String> = Field::code("sdg-indicator").filtered();
            definition: Option<String> = Field::narrative().required();
            numerator: Option<String> = Field::narrative();
            denominator: Option<String> = Field::narrative();
            unit: Option<String> = Field::code("indicator-unit").required().filtered();
            counted_entity: Option<String> = Field::code("counted-entity").required();
            source: Option<String> = Field::line(300).required();
            frequency: Option<String> = Field::code("indicator-frequency").required().filtered();
            strata: Option<String> = Field::code("indicator-strata").required();
            direction: Option<String> = Field::code("indicator-direction").required();
            feed: Option<String> = Field::code("indicator-feed").required().filtered();
            same_as: Option<Id> = Field::link("indicator");
            within: Option<Id> = Field::link("indicator");
            minimum: Option<i64> = Field::number(5, 1_000, "unit-children").required();
            custodian: Option<String> = Field::line(200).required();
            caveat: Option<String> = Field::narrative().required();
            caveat_en: Option<String> = Field::narrative().required();
            next_release: Option<Date> = Field::due().listed();
            reason: Option<String> = Field::narrative();
        }
    }
}
