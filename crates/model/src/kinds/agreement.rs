use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// An agreement between institutions (domain model, section 3.1): membership, sharing of data, a referral pathway. A month before it ends it
    /// comes back to whoever keeps it.
    pub struct Agreement {
        slug: "agreement", code: "agreement", table: "k_agreement", prefix: "NK", role: Role::Root; due: "valid_until";
        states "agreement-state" { draft: Open, signed: Open, in_force: Waiting, expiring: Open, expired: Closed, terminated: Closed }
        steps {
            sign: [draft] => signed, needs [signed_on];
            begin: [signed] => in_force, needs [valid_from, valid_until];
            extend: [in_force, expiring] => in_force, needs [valid_until, reason];
            terminate: [draft, signed, in_force, expiring] => terminated, needs [reason];
        }
        fields {
            title: Option<String> = Field::line(200).required();
            agreement_kind: Option<String> = Field::code("agreement-kind").required().filtered();
            parties: Option<String> = Field::narrative().required();
            scope: Option<String> = Field::narrative().required();
            legal_basis: Option<String> = Field::line(300).required();
            data_groups: Codes = Field::codes("data-group");
            counterpart: Option<String> = Field::line(160);
            signed_on: Option<Date> = Field::date().listed();
            valid_from: Option<Date> = Field::due().listed();
            valid_until: Option<Date> = Field::due().listed();
            held_at: Option<String> = Field::line(200);
            reason: Option<String> = Field::narrative();
        }
    }
}
