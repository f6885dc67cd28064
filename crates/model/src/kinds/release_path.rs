use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// The way out of an armed force or group and back into life (domain model, section 6.16). The child is met as a victim
    /// first; what a court may want of the child is another matter and never here.
    pub struct ReleasePath {
        slug: "release-path", code: "release_path", table: "k_release_path", prefix: "JR", role: Role::Part("case");
        due: "next_review";
        states "release-path-state" {
            identified: Open, screened: Open, released: Open, interim_care: Open, reunified: Open, alternative_care: Open,
            reintegrating: Open, sustained: Open, closed: Closed
        }
        steps {
            screen: [identified] => screened, needs [screened_on], offers [screening, next_review];
            release: [identified, screened] => released, needs [left_on, how_left], offers [received_by, next_review];
            place: [released] => interim_care, needs [next_review], offers [interim_care];
            reunify: [released, interim_care, alternative_care] => reunified, needs [next_review], offers [family_tracing];
            care: [released, interim_care, reunified] => alternative_care, needs [next_review], offers [interim_care];
            reintegrate: [reunified, alternative_care] => reintegrating, needs [reintegration, next_review],
                offers [reintegration_note];
            sustain: [reintegrating] => sustained, needs [reviewed_on], offers [reintegration_note, next_review];
            close: [sustained, reintegrating] => closed, needs [reviewed_on, closing_note];
        }
        fields {
            armed_force_or_group_type: Option<String> = Field::code("armed-force-group-type").sealed()
                .group(DataGroup::Incident).required();
            entered: Option<Date> = Field::date().sealed().group(DataGroup::Incident);
            role_held: Option<String> = Field::narrative().group(DataGroup::Incident);
            next_review: Option<Date> = Field::due().listed();
            screened_on: Option<Date> = Field::date();
            screening: Option<String> = Field::narrative().group(DataGroup::Health);
            left_on: Option<Date> = Field::date();
            how_left: Option<String> = Field::code("how-left").sealed().group(DataGroup::Incident);
            received_by: Option<String> = Field::line(160).group(DataGroup::Services);
            interim_care: Option<String> = Field::narrative().group(DataGroup::Services);
            family_tracing: Option<String> = Field::narrative().group(DataGroup::Family);
            reintegration: Codes = Field::codes("reintegration-area");
            reintegration_note: Option<String> = Field::narrative().group(DataGroup::Services);
            reviewed_on: Option<Date> = Field::date();
            closing_note: Option<String> = Field::narrative().group(DataGroup::Services);
        }
    }
}
