use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// What an institution promised to do, by when (domain model, section 10.5). Custody lies with a post and survives whoever holds it.
    /// What the institution says of itself and what others find are kept apart, each as reports of their own.
    pub struct Commitment {
        slug: "commitment", code: "commitment", table: "k_commitment", prefix: "KM", role: Role::Root; due: "target_on";
        states "commitment-state" {
            unreviewed: Open, proposed: Open, adopted: Open, in_preparation: Open, in_progress: Open, stalled: Open, completed: Waiting, verified: Closed, withdrawn: Closed, lapsed: Closed
        }
        steps {
            review: [unreviewed] => proposed;
            adopt: [proposed] => adopted;
            prepare: [adopted] => in_preparation;
            begin: [adopted, in_preparation] => in_progress;
            stall: [in_progress] => stalled, needs [stalled_reason];
            resume: [stalled] => in_progress;
            amend: [adopted, in_preparation, in_progress, stalled] => in_progress, needs [target_on, amend_reason], offers [output];
            complete: [in_progress, stalled] => completed, needs [completion_note];
            verify: [completed] => verified;
            send_back: [completed] => in_progress, needs [stalled_reason];
            withdraw: [unreviewed, proposed, adopted, in_preparation, in_progress, stalled] => withdrawn, needs [withdraw_reason];
            lapse: [adopted, in_preparation, in_progress, stalled] => lapsed, needs [withdraw_reason];
        }
        fields {
            reference: Option<String> = Field::line(60);
            title: Option<String> = Field::line(300).required();
            strategy: Option<String> = Field::line(400);
            intervention: Option<String> = Field::narrative();
            output: Option<String> = Field::narrative();
            starts_on: Option<Date> = Field::due();
            target_on: Option<Date> = Field::due().required().listed();
            lead: Option<String> = Field::line(200).required();
            supporting: Option<String> = Field::narrative();
            region: Option<String> = Field::region().filtered();
            forms: Codes = Field::codes("exploitation-form").filtered();
            capabilities: Codes = Field::codes("mnr-capability");
            smart: Codes = Field::codes("smart-mark");
            attention: Option<String> = Field::code("media-prominence").filtered();
            self_status: Option<String> = Field::code("completion-status").filtered().computed();
            independent_status: Option<String> = Field::code("completion-status").filtered().computed();
            moved_on: Option<Date> = Field::date().listed().computed();
            first_target: Option<Date> = Field::due().computed();
            stalled_reason: Option<String> = Field::narrative();
            amend_reason: Option<String> = Field::narrative();
            completion_note: Option<String> = Field::narrative();
            withdraw_reason: Option<String> = Field::narrative();
            source_uri: Option<String> = Field::line(300);
            source_on: Option<Date> = Field::date();
            confidence: Option<String> = Field::code("confidence");
        }
    }
}
