use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};

crate::kind! {
    /// What a child or young person thinks of a policy or a campaign (domain model, section 10.12). Anonymous: no name, no contact and no
    /// device is kept. Somebody reads it before anybody else does, and it gets an answer.
    pub struct YouthView {
        slug: "youth-view", code: "youth_view", table: "k_youth_view", prefix: "SA", role: Role::Root; clock: 336;
        states "youth-view-state" { collecting: Open, heard: Open, answered: Open, published: Closed, kept_back: Closed }
        steps {
            hear: [collecting] => heard, needs [safeguarding];
            answer: [heard] => answered, needs [answer, what_changed];
            publish: [answered] => published;
            keep_back: [collecting, heard, answered] => kept_back, needs [safeguarding];
        }
        fields {
            about_kind: Option<String> = Field::code("view-about").filtered().computed();
            /// Id of the campaign or policy draft.
            about: Option<String> = Field::line(60).computed();
            how_asked: Option<String> = Field::code("view-how").required().filtered();
            age_band: Option<String> = Field::code("age-band").required().filtered();
            said: Option<String> = Field::text(2_000).required();
            /// What whoever read it first found: nothing that names anybody, nothing that asks for help.
            safeguarding: Option<String> = Field::narrative();
            answer: Option<String> = Field::text(2_000);
            /// What changed because of it; also "nothing yet", with the reason.
            what_changed: Option<String> = Field::text(2_000);
        }
    }
}
