use crate::field::Field;
use crate::lifecycle::Phase::Closed;
use crate::{Date, Role};

crate::kind! {
    /// A line of a budget, for a year at most. What is committed is an allocation; what is indicative is none. Said once: a revised line
    /// stands beside the original one.
    pub struct BudgetLine {
        slug: "budget-line", code: "budget_line", table: "k_budget_line", prefix: "AG", role: Role::Part("programme");
        states "entry-state" { given: Closed }
        steps {}
        fields {
            budget_type: Option<String> = Field::code("iati-budget-type").required().filtered();
            budget_status: Option<String> = Field::code("iati-budget-status").required().filtered();
            starts_on: Option<Date> = Field::due().required().listed();
            ends_on: Option<Date> = Field::due().required().listed();
            amount: Option<String> = Field::line(30).required();
            currency: Option<String> = Field::code("currency").required().filtered();
            value_on: Option<Date> = Field::due().required();
            fund: Option<String> = Field::code("budget-source").required().filtered();
            line_code: Option<String> = Field::line(60);
            region: Option<String> = Field::region().filtered();
        }
    }
}
