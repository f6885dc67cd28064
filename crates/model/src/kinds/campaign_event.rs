use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// A talk at a school or with parents, with how many came. Nobody is named.
    pub struct CampaignEvent {
        slug: "campaign-event", code: "campaign_event", table: "k_campaign_event", prefix: "TE", role: Role::Part("campaign"); due: "planned_on";
        states "training-session-state" { planned: Open, held: Closed, cancelled: Closed }
        steps {
            hold: [planned] => held, needs [held_on, children, adults], offers [learnt];
            cancel: [planned] => cancelled, needs [reason];
        }
        fields {
            planned_on: Option<Date> = Field::due().required().listed();
            place: Option<String> = Field::line(200).required();
            region: Option<String> = Field::region().filtered();
            audiences: Codes = Field::codes("campaign-audience").required();
            held_on: Option<Date> = Field::date();
            children: Option<i64> = Field::number(0, 100_000, "unit-people").listed();
            adults: Option<i64> = Field::number(0, 100_000, "unit-people").listed();
            learnt: Option<String> = Field::narrative();
            reason: Option<String> = Field::narrative();
        }
    }
}
