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
            nationality: Option<String> = Field::code("country");
            languages: Codes = Field::codes("language");
            region: Option<String> = Field::region();
            address: Option<String> = Field::line(240).group(DataGroup::Contact);
            phone: Option<String> = Field::line(40).group(DataGroup::Contact);
            disability: Option<String> = Field::code("disability").sealed().group(DataGroup::Health);
            schooling: Option<String> = Field::line(120).group(DataGroup::Services);
            protected_identity: Option<bool> = Field::yes_no();
        }
    }
}
