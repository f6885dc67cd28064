use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// Whether a member of staff may work with children: police certificate (SKCK), references, code of conduct, training in keeping
    /// children safe. It lies with the post above, and ends on a day, so that somebody looks again.
    pub struct Vetting {
        slug: "vetting", code: "vetting", table: "k_vetting", prefix: "VT", role: Role::Root; due: "valid_until"; clock: 168;
        states "vetting-state" { asked: Open, valid: Waiting, expired: Open, not_suitable: Closed, ended: Closed }
        steps {
            clear: [asked, valid, expired] => valid,
                needs [certificate_on, references_on, code_signed_on, training_on, result, valid_until],
                offers [certificate_number, certificate_held_at, references_note, conditions];
            bar: [asked, valid, expired] => not_suitable, needs [finding];
            end: [asked, valid, expired] => ended, needs [finding];
        }
        fields {
            member: Option<String> = Field::line(200).computed();
            certificate_number: Option<String> = Field::line(80).group(DataGroup::Identity);
            certificate_on: Option<Date> = Field::date();
            certificate_held_at: Option<String> = Field::line(160).group(DataGroup::Identity);
            references_on: Option<Date> = Field::date();
            references_note: Option<String> = Field::narrative().group(DataGroup::Identity);
            code_signed_on: Option<Date> = Field::date();
            training_on: Option<Date> = Field::date();
            result: Option<String> = Field::code("vetting-result").listed();
            conditions: Option<String> = Field::narrative();
            valid_until: Option<Date> = Field::due().listed();
            finding: Option<String> = Field::narrative().group(DataGroup::Identity);
        }
    }
}
