use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// One thing that was measured of a campaign. Reach, exposure, recall, knowledge, attitude and behaviour are different things, and so is
    /// each channel: nothing here is ever added up.
    pub struct CampaignMeasure {
        slug: "campaign-measure", code: "campaign_measure", table: "k_campaign_measure", prefix: "UM", role: Role::Part("campaign");
        states "course-part-state" { in_use: Waiting, withdrawn: Closed }
        steps { withdraw: [in_use] => withdrawn; }
        fields {
            measured: Option<String> = Field::code("campaign-measured").required().filtered();
            channel: Option<String> = Field::code("campaign-channel").filtered();
            counted: Option<String> = Field::code("campaign-unit").required().listed();
            value: Option<i64> = Field::number(0, 1_000_000_000, "unit-none").required().listed();
            baseline: Option<i64> = Field::number(0, 1_000_000_000, "unit-none").listed();
            sample: Option<i64> = Field::number(1, 1_000_000, "unit-people");
            from_on: Option<Date> = Field::date().required();
            to_on: Option<Date> = Field::date().required().listed();
            method: Option<String> = Field::narrative().required();
            source: Option<String> = Field::line(200).required();
        }
    }
}
