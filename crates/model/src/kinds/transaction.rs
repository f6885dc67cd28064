use crate::field::Field;
use crate::lifecycle::Phase::Closed;
use crate::{Date, Role};

crate::kind! {
    /// Money that came in, was bound, handed on or spent, or goods of that value (domain model, section 10.7). Never changed: a mistake is
    /// taken back by an entry below zero that names it.
    pub struct Transaction {
        slug: "transaction", code: "transaction", table: "k_transaction", prefix: "TX", role: Role::Part("programme");
        states "entry-state" { given: Closed }
        steps {}
        fields {
            transaction_type: Option<String> = Field::code("iati-transaction-type").required().filtered();
            happened_on: Option<Date> = Field::date().required().listed();
            amount: Option<String> = Field::line(30).required();
            currency: Option<String> = Field::code("currency").required().filtered();
            value_on: Option<Date> = Field::date().required();
            provider: Option<String> = Field::line(200);
            provider_ref: Option<String> = Field::line(120);
            provider_activity: Option<String> = Field::line(160);
            receiver: Option<String> = Field::line(200);
            receiver_ref: Option<String> = Field::line(120);
            receiver_activity: Option<String> = Field::line(160);
            region: Option<String> = Field::region().filtered();
            purpose: Option<String> = Field::line(300);
            in_kind: Option<String> = Field::narrative();
            evidence: Option<String> = Field::line(300);
            corrects: Option<String> = Field::line(60);
        }
    }
}
