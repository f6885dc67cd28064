use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Waiting};
use crate::{Date, Id, Role};

crate::kind! {
    /// The legal track of a case (domain model, section 6.11). Stages are states; the time in each is measured, and one
    /// that stands still is shown. Indonesian stage terms need a lawyer's confirmation before they are relied on.
    pub struct LegalProcess {
        slug: "legal-process", code: "legal_process", table: "k_legal_process", prefix: "PH", role: Role::Part("case");
        due: "next_date";
        states "legal-stage" {
            reported_to_police: Waiting, inquiry: Waiting, investigation: Waiting, file_at_prosecutor: Waiting,
            handed_over: Waiting, prosecution: Waiting, trial: Waiting, verdict: Waiting, appeal: Waiting,
            cassation: Waiting, review: Waiting, final: Waiting, execution: Waiting, ended: Closed
        }
        steps {
            inquire: [reported_to_police] => inquiry, needs [stage_on], offers [next_date, stage_note];
            investigate: [reported_to_police, inquiry] => investigation, needs [stage_on], offers [next_date, stage_note];
            send_file: [investigation] => file_at_prosecutor, needs [stage_on], offers [next_date, stage_note];
            return_file: [file_at_prosecutor] => investigation, needs [stage_on], offers [next_date, stage_note];
            complete_file: [file_at_prosecutor] => file_at_prosecutor, needs [stage_on, file_complete_on],
                offers [next_date, stage_note];
            hand_over: [file_at_prosecutor] => handed_over, needs [stage_on],
                offers [file_complete_on, counterpart_post, next_date, stage_note];
            prosecute: [handed_over] => prosecution, needs [stage_on],
                offers [counterpart_post, restitution_claimed, next_date, stage_note];
            bring_to_trial: [prosecution] => trial, needs [stage_on],
                offers [court, case_number, counterpart_post, next_date, stage_note];
            decide: [trial] => verdict, needs [stage_on, verdict_result],
                offers [sentence, restitution_ordered, next_date, stage_note];
            appeal: [verdict] => appeal, needs [stage_on], offers [court, case_number, next_date, stage_note];
            cassate: [verdict, appeal] => cassation, needs [stage_on], offers [court, case_number, next_date, stage_note];
            review: [final, execution] => review, needs [stage_on], offers [court, case_number, next_date, stage_note];
            finalise: [verdict, appeal, cassation, review] => final, needs [stage_on],
                offers [verdict_result, sentence, restitution_ordered, next_date, stage_note];
            execute: [final] => execution, needs [stage_on], offers [restitution_paid, next_date, stage_note];
            end: [reported_to_police, inquiry, investigation, file_at_prosecutor, handed_over, prosecution, trial, verdict,
                appeal, cassation, review, final, execution] => ended, needs [stage_on, end_reason],
                offers [restitution_paid, stage_note];
        }
        fields {
            report_number: Option<String> = Field::line(80).group(DataGroup::Legal);
            police_unit: Option<String> = Field::line(160).group(DataGroup::Legal);
            reported_on: Option<Date> = Field::date().required().listed();
            /// What the matter is about: an incident of the same case. One track for each incident and group of suspects.
            incident: Option<Id> = Field::link("incident");
            /// The suspects whom this track is against.
            suspects: Option<String> = Field::line(240).group(DataGroup::Suspect);
            /// Who at the police, the prosecutor or the court deals with it now: a post, not a person.
            counterpart_post: Option<String> = Field::line(160).group(DataGroup::Legal);
            stage_on: Option<Date> = Field::date().listed();
            next_date: Option<Date> = Field::due().listed();
            /// Whoever complained took it back; the authority may go on all the same.
            complaint_withdrawn_on: Option<Date> = Field::date().listed();
            articles: Option<String> = Field::line(200).group(DataGroup::Legal);
            /// The prosecutor found the file complete (P-21).
            file_complete_on: Option<Date> = Field::date();
            court: Option<String> = Field::line(160).group(DataGroup::Legal);
            case_number: Option<String> = Field::line(80).group(DataGroup::Legal);
            /// What the court decided, in the last instance so far.
            verdict_result: Option<String> = Field::code("verdict-result").filtered();
            sentence: Option<String> = Field::line(240).group(DataGroup::Legal);
            accompanied: Option<bool> = Field::yes_no();
            restitution_claimed: Option<i64> = Field::number(0, 1_000_000_000_000, "unit-rupiah");
            restitution_ordered: Option<i64> = Field::number(0, 1_000_000_000_000, "unit-rupiah");
            restitution_paid: Option<i64> = Field::number(0, 1_000_000_000_000, "unit-rupiah");
            end_reason: Option<String> = Field::code("legal-end");
            stage_note: Option<String> = Field::narrative().group(DataGroup::Legal);
        }
    }
}

impl LegalProcess {
    /// Results that are a conviction: a punishment, or for a child in conflict with the law a measure.
    pub const CONVICTIONS: [&'static str; 2] = ["convicted", "measure"];
}
