use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Waiting};

crate::kind! {
    /// A service that a campaign tells people to turn to. It must have room before the campaign starts.
    pub struct CampaignService {
        slug: "campaign-service", code: "campaign_service", table: "k_campaign_service", prefix: "LD", role: Role::Part("campaign");
        states "course-part-state" { in_use: Waiting, withdrawn: Closed }
        steps { withdraw: [in_use] => withdrawn; }
        fields {
            listing: Option<String> = Field::link("service-listing").required();
            told: Option<String> = Field::line(200);
        }
    }
}
