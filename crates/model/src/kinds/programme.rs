use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// A programme: an activity of the IATI Standard (domain model, section 10.6), with its money as parts. Its states are those of the
    /// standard (ActivityStatus). What came with a file and is not understood here stays with it.
    pub struct Programme {
        slug: "programme", code: "programme", table: "k_programme", prefix: "PR", role: Role::Root; due: "planned_end";
        states "programme-state" { pipeline: Open, implementation: Open, suspended: Waiting, finalisation: Open, closed: Closed, cancelled: Closed }
        steps {
            begin: [pipeline] => implementation, needs [actual_start];
            suspend: [pipeline, implementation] => suspended, needs [reason];
            resume: [suspended] => implementation;
            finalise: [implementation] => finalisation, needs [actual_end];
            close: [finalisation] => closed, needs [outcome];
            cancel: [pipeline, implementation, suspended] => cancelled, needs [reason];
        }
        fields {
            iati_identifier: Option<String> = Field::line(160);
            title: Option<String> = Field::line(300).required();
            title_en: Option<String> = Field::line(300);
            description: Option<String> = Field::narrative().required();
            reporting_org: Option<String> = Field::line(200).required();
            reporting_ref: Option<String> = Field::line(120);
            reporting_type: Option<String> = Field::code("iati-organisation-type");
            funder: Option<String> = Field::line(200);
            funder_ref: Option<String> = Field::line(120);
            implementer: Option<String> = Field::line(200);
            implementer_ref: Option<String> = Field::line(120);
            planned_start: Option<Date> = Field::due().required().listed();
            actual_start: Option<Date> = Field::date();
            planned_end: Option<Date> = Field::due().required().listed();
            actual_end: Option<Date> = Field::date();
            region: Option<String> = Field::region().filtered();
            forms: Codes = Field::codes("exploitation-form").filtered();
            capabilities: Codes = Field::codes("mnr-capability").filtered();
            sector: Option<String> = Field::code("iati-sector").required().filtered();
            currency: Option<String> = Field::code("currency").required();
            outcome: Option<String> = Field::narrative();
            reason: Option<String> = Field::narrative();
            source_uri: Option<String> = Field::line(300);
        }
    }
}
