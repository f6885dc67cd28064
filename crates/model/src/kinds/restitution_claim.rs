use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// A claim for restitution by the convicted, or for compensation by the state (domain model, section 6.11). Claimed, ordered
    /// and paid are three numbers. Its Indonesian terms need a lawyer's confirmation.
    pub struct RestitutionClaim {
        slug: "restitution-claim", code: "restitution_claim", table: "k_restitution_claim", prefix: "RS",
        role: Role::Part("case"); due: "deadline";
        states "restitution-state" {
            assessing: Open, filed: Waiting, granted: Waiting, partly_granted: Waiting, refused: Closed, payment_due: Waiting,
            paid_in_part: Waiting, paid: Closed, unpaid: Open, covered_by_victim_fund: Closed
        }
        steps {
            file: [assessing] => filed, needs [filed_on, filed_with, amount_claimed], offers [deadline];
            grant: [filed] => granted, needs [decided_on, amount_ordered], offers [deadline];
            grant_partly: [filed] => partly_granted, needs [decided_on, amount_ordered], offers [deadline, note];
            refuse: [filed] => refused, needs [decided_on], offers [note];
            await_payment: [granted, partly_granted] => payment_due, needs [deadline];
            pay_in_part: [payment_due, paid_in_part, unpaid] => paid_in_part, needs [amount_paid], offers [deadline];
            pay: [payment_due, paid_in_part, unpaid] => paid, needs [amount_paid];
            default: [payment_due, paid_in_part] => unpaid, offers [note];
            cover: [unpaid] => covered_by_victim_fund, needs [amount_paid], offers [note];
        }
        fields {
            claim_kind: Option<String> = Field::code("claim-kind").required().filtered();
            heads_of_loss: Codes = Field::codes("loss-head").required();
            deadline: Option<Date> = Field::due().listed();
            amount_claimed: Option<i64> = Field::number(0, 1_000_000_000_000, "unit-rupiah").listed();
            amount_ordered: Option<i64> = Field::number(0, 1_000_000_000_000, "unit-rupiah").listed();
            amount_paid: Option<i64> = Field::number(0, 1_000_000_000_000, "unit-rupiah").listed();
            filed_on: Option<Date> = Field::date();
            decided_on: Option<Date> = Field::date();
            filed_with: Option<String> = Field::code("claim-authority");
            assessed_by: Option<String> = Field::line(160).group(DataGroup::Legal);
            note: Option<String> = Field::narrative().group(DataGroup::Legal);
        }
    }
}
