use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Waiting};
use crate::value::Codes;

crate::kind! {
    /// Words of a campaign: a message, a sheet, a link. Pictures are chosen from the small set that the house draws itself.
    pub struct CampaignMaterial {
        slug: "campaign-material", code: "campaign_material", table: "k_campaign_material", prefix: "MK", role: Role::Part("campaign");
        states "course-part-state" { in_use: Waiting, withdrawn: Closed }
        steps { withdraw: [in_use] => withdrawn; }
        fields {
            material_kind: Option<String> = Field::code("material-kind").required().filtered();
            title: Option<String> = Field::line(200).required();
            text: Option<String> = Field::narrative().required();
            language: Option<String> = Field::code("language").required().filtered();
            audiences: Codes = Field::codes("campaign-audience").filtered();
            link: Option<String> = Field::line(300);
            drawing: Option<String> = Field::code("drawing");
        }
    }
}
