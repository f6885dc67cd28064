//! Invented people.

use linkage::normalise::{BirthDate, Nik, Phone, Region, Sex};
use linkage::people::{PeopleIndex, PersonKeys, Traits};

/// A form filled in with a name alone.
pub(crate) fn named(name: &str) -> Traits {
    Traits { names: vec![name.to_owned()], ..Traits::default() }
}

/// A form filled in. Empty texts leave a field empty.
pub(crate) fn form(name: &str, sex: char, birth: &str, region: &str, nik: &str, phone: &str) -> Traits {
    Traits {
        names: vec![name.to_owned()],
        sex: match sex {
            'P' => Some(Sex::Female),
            'L' => Some(Sex::Male),
            _ => None,
        },
        birth: BirthDate::parse(birth),
        region: Region::parse(region),
        nik: Nik::parse(nik).ok(),
        phones: Phone::parse(phone).into_iter().collect(),
    }
}

/// An index of these people, numbered from 1, all of organisation 7.
pub(crate) fn index_of(people: &[Traits]) -> PeopleIndex {
    let mut index = PeopleIndex::new();
    for (id, traits) in (1..).zip(people) {
        index.upsert(&PersonKeys { id, org: 7, traits: traits.clone() });
    }
    index
}

/// Others who make an index look like a small office: common words, no one of the tables.
pub(crate) fn bystanders() -> Vec<Traits> {
    let first =
        ["Bambang", "Yulia", "Hendra", "Ratna", "Taufik", "Mega", "Galih", "Intan", "Rangga", "Wulan"];
    let last = ["Kusuma", "Permata", "Gunawan", "Anggraini", "Firmansyah", "Maharani", "Nugroho", "Puspita"];
    first.iter().flat_map(|f| last.iter().map(move |l| named(&format!("{f} {l}")))).collect()
}
