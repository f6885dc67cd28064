use crate::Role;
use crate::field::{DataGroup, Field};
use crate::value::Codes;

crate::kind! {
    /// A person whom matters are about (domain model, section 6.3). What role they have is said by a participation,
    /// never here.
    pub struct Person {
        slug: "person", code: "person", table: "k_person", prefix: "OR", role: Role::Subject;
        states "record" {}
        steps {}
        fields {
            name: Option<String> = Field::line(120).required().group(DataGroup::Identity);
            aliases: Option<String> = Field::line(240).group(DataGroup::Identity);
            sex: Option<String> = Field::code("sex").required();
            birth_year: Option<i64> = Field::number(1900, 2200, "unit-year");
            /// Month and day as `05-17`: sealed, because with the year it finds a child.
            birth_day: Option<String> = Field::line(5).group(DataGroup::Identity);
            age_basis: Option<String> = Field::code("age-basis");
            nik: Option<String> = Field::line(20).group(DataGroup::Identity);
            /// Birth certificate, passport, family card and the like: what it is, its number, who issued it. Never a copy.
            other_documents: Option<String> = Field::line(240).group(DataGroup::Identity);
            nationality: Option<String> = Field::code("country");
            languages: Codes = Field::codes("language");
            region: Option<String> = Field::region();
            address: Option<String> = Field::line(240).group(DataGroup::Contact);
            phone: Option<String> = Field::line(40).group(DataGroup::Contact);
            online_handles: Option<String> = Field::line(240).group(DataGroup::Contact);
            disability: Option<String> = Field::code("disability").sealed().group(DataGroup::Health);
            /// The six questions of the Washington Group's short set; the list above is what older records say.
            difficulty_seeing: Option<String> = Field::code("difficulty-level").sealed().group(DataGroup::Health);
            difficulty_hearing: Option<String> = Field::code("difficulty-level").sealed().group(DataGroup::Health);
            difficulty_walking: Option<String> = Field::code("difficulty-level").sealed().group(DataGroup::Health);
            difficulty_remembering: Option<String> = Field::code("difficulty-level").sealed().group(DataGroup::Health);
            difficulty_self_care: Option<String> = Field::code("difficulty-level").sealed().group(DataGroup::Health);
            difficulty_communicating: Option<String> = Field::code("difficulty-level").sealed().group(DataGroup::Health);
            /// Of a child it says that there was a child marriage: nothing for a list.
            marital_status: Option<String> = Field::code("marital-status").sealed().group(DataGroup::Family);
            schooling: Option<String> = Field::line(120).group(DataGroup::Services);
            occupation: Option<String> = Field::line(120).group(DataGroup::Services);
            /// Where a photograph is kept; never the picture.
            photo_held_at: Option<String> = Field::line(160).group(DataGroup::Identity);
            protected_identity: Option<bool> = Field::yes_no();
        }
    }
}
