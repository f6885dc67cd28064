//! Searching before creating.

use linkage::people::{Ground, Hit, PeopleIndex, PersonKeys, Query, SnapshotProblem, Traits};

use crate::samples::{bystanders, form, index_of, named};

const ALL: fn(u128, u32) -> bool = |_, _| true;

/// An index of the bystanders and, as number 1, this person.
fn among(person: &Traits) -> PeopleIndex {
    let mut people = vec![person.clone()];
    people.extend(bystanders());
    index_of(&people)
}

fn free(index: &PeopleIndex, text: &str) -> Vec<Hit> {
    index.search(&Query::free(text), 20, ALL)
}

fn likely(held: &Traits, asked: &Traits) -> bool {
    among(held).likely(&Query::form(asked), 0.6, ALL).iter().any(|hit| hit.id == 1)
}

#[test]
fn a_search_box_finds_the_name_however_it_is_written() {
    for (held, asked) in [
        ("Siti Nurhaliza", "siti nurhaliza"),
        ("Siti Nurhaliza", "Nurhaliza Siti"),
        ("Siti Nurhaliza", "Sitinurhaliza"),
        ("Sitinurhaliza", "Siti Nurhaliza"),
        ("Siti Nur Haliza", "sitinurhaliza"),
        ("Siti Nurhaliza", "Siti Nur Haliza"),
        ("Sitinurhaliza", "siti nur haliza"),
        ("Siti Nurhaliza", "siti nurh"),
        ("Siti Nurhaliza", "nurhalisa"),
        ("Siti Nurhaliza", "siti nurhalzia"),
        ("Siti Nurhaliza", "siti nurhaliiza"),
        ("Moh. Rizki Pratama", "Muhammad Riski"),
        ("Muhammad Rizki Pratama", "m rizqi pratama"),
        ("Rizki Pratama", "Moh. Rizki Pratama"),
        ("Abdurrahman Wakhid", "Abdul Rohman Wahid"),
        ("Soeharto", "Suharto"),
        ("Tjahjadi Soerjadi", "cahyadi suryadi"),
        ("I Wayan Sudarma", "Wayan Sudarma"),
        ("I Gede Sudarma", "sudarma"),
        ("Aisyah binti Ahmad", "aisyah ahmad"),
        ("Fatimah", "Patimah"),
        ("Khadijah Zahra", "kadijah jahra"),
        ("Yohanes Sitompul", "Johannes Sitompul"),
        ("Maria Cristina de la Cruz", "Ma. Kristina Delacruz"),
        ("Sulistyowati", "sulistiyowati"),
        ("Susilo Wardoyo", "susila wardaya"),
        ("Nur'aini", "nur aini"),
        ("Nuraeni", "Nur'aini"),
        ("Slamet", "slame"),
        ("Al-Farisi Zikri", "alfarisi zikri"),
        ("Hj. Rohmah, S.Pd.", "rahmah"),
    ] {
        let hits = free(&among(&named(held)), asked);
        let first = hits.first().map(|hit| hit.id);
        assert_eq!(first, Some(1), "{asked} should find {held}: {hits:?}");
    }
}

#[test]
fn a_search_box_does_not_find_anybody_else() {
    for (held, asked) in [
        ("Siti Nurhaliza", "Dewanti"),
        ("Rudi", "Budi"),
        ("Joni Sasmita", "Fatimah Azzahra"),
        ("Eko", "Slamet"),
        ("Siti Nurhaliza", "0800 0000 9999"),
        ("Siti Nurhaliza", ""),
        ("Siti Nurhaliza", "12"),
    ] {
        let hits = free(&among(&named(held)), asked);
        assert!(hits.iter().all(|hit| hit.id != 1 || hit.score < 0.6), "{asked} {held}: {hits:?}");
    }
}

#[test]
fn digits_and_years_are_understood() {
    let child = form("Siti Nurhaliza", 'P', "12-05-2012", "32.71.91", "3271915205120003", "0800-0000-1234");
    let index = among(&child);
    let grounds =
        |text: &str| free(&index, text).first().map(|h| (h.id, h.grounds.clone())).unwrap_or_default();
    for (text, ground) in [
        ("3271915205120003", Ground::NikExact),
        ("3271 9152 0512 0003", Ground::NikExact),
        ("3271915205120004", Ground::NikOneDigit),
        ("327191520", Ground::NikPrefix),
        ("0800 0000 1234", Ground::PhoneExact),
        ("+62 800-0000-1234", Ground::PhoneExact),
        ("08000000", Ground::PhonePrefix),
        ("2012", Ground::BirthYearSame),
        ("siti 2012", Ground::BirthYearSame),
        ("12/05/2012", Ground::BirthDateExact),
        ("siti 05-12-2012", Ground::BirthDateSwapped),
        ("siti nurhaliza", Ground::NameExact),
        ("siti nurhalisa", Ground::NameSound),
        ("siti nurhalixza", Ground::NameTypo),
        ("siti", Ground::NamePartial),
        ("sitinurhaliza", Ground::NameJoined),
    ] {
        let (id, found) = grounds(text);
        assert_eq!(id, 1, "{text}");
        assert!(found.contains(&ground), "{text}: {found:?}");
    }
}

#[test]
fn the_same_child_is_likely() {
    let held = form("Siti Nurhaliza", 'P', "12-05-2012", "32.71.91", "3271915205120003", "0800-0000-1234");
    for asked in [
        form("Siti Nurhaliza", 'P', "12-05-2012", "", "", ""),
        form("Sitti Nur Halisa", 'P', "05-12-2012", "32.71.92", "", ""),
        form("Nurhaliza", 'P', "2012", "32.71", "", ""),
        form("Siti Nurhaliza", 'P', "01-01-2012", "32.71.91", "", "0800-0000-1234"),
        form("Siti N.", 'P', "12-05-2012", "", "3271915205120003", ""),
        form("Siti Nurhaliza binti Karso", 'P', "12-05-2013", "", "3271915205120008", ""),
        form("Lisa", 'P', "12-05-2012", "", "3271915205120003", ""),
    ] {
        let hits = among(&held).search(&Query::form(&asked), 3, ALL);
        assert!(likely(&held, &asked), "{:?} {hits:?}", asked.names);
    }
}

#[test]
fn brothers_sisters_and_namesakes_are_not() {
    let held = form("Aisyah binti Ahmad", 'P', "12-05-2012", "32.71.91", "", "0800-0000-1234");
    for asked in [
        form("Fatimah binti Ahmad", 'P', "03-09-2014", "32.71.91", "", "0800-0000-1234"),
        form("Fatimah binti Ahmad", 'P', "12-05-2012", "32.71.91", "", "0800-0000-1234"),
        form("Ali bin Ahmad", 'L', "2012", "32.71.91", "", "0800-0000-1234"),
        form("Aisyah", 'P', "20-11-2004", "51.03", "", ""),
        form("Aisyah", ' ', "", "", "", ""),
        form("", 'P', "12-05-2012", "32.71.91", "", ""),
    ] {
        assert!(!likely(&held, &asked), "{:?}", asked.names);
    }
    for (one, other) in [
        ("Dewi Lestari Siregar", "Ayu Lestari Siregar"),
        ("Siti Aisyah", "Siti Fatimah"),
        ("Muhammad Rizki", "Muhammad Rafi"),
        ("Rizki Maulana Hidayat", "Rizka Maulana Hidayat"),
        ("Ni Wayan Sari Dewantari", "Ni Wayan Rina Dewantari"),
    ] {
        let held = form(one, 'P', "12-05-2012", "32.71.91", "3271915205740001", "0800-0000-1234");
        let twin = form(other, 'P', "12-05-2012", "32.71.91", "3271915205740001", "0800-0000-1234");
        assert!(!likely(&held, &twin), "{one} and {other}, twins under the guardian's NIK");
        assert!(likely(&held, &held), "{one}");
    }
}

#[test]
fn a_sister_is_shown_with_the_reason_and_below_the_child() {
    let child = form("Aisyah binti Ahmad", 'P', "12-05-2012", "32.71.91", "", "0800-0000-1234");
    let sister = form("Fatimah binti Ahmad", 'P', "03-09-2014", "32.71.91", "", "0800-0000-1234");
    let index = index_of(&[sister, child.clone()]);
    let hits = index.search(&Query::form(&child), 5, ALL);
    assert_eq!(hits.iter().map(|h| h.id).collect::<Vec<_>>(), [2, 1]);
    let (first, second) = (&hits[0], &hits[1]);
    assert!(first.score > 0.99 && second.score < 0.3, "{hits:?}");
    assert!(second.grounds.contains(&Ground::GivenDiffers) && second.grounds.contains(&Ground::PhoneExact));
}

#[test]
fn an_alias_finds_the_person_and_says_so() {
    let mut held = named("Kartini Wulandari");
    held.names.push("Mawar".into());
    let hits = free(&among(&held), "mawar");
    assert_eq!(hits[0].id, 1);
    assert!(hits[0].grounds.contains(&Ground::NameAlias));
}

#[test]
fn a_rare_word_weighs_more_than_a_common_one() {
    let mut people: Vec<Traits> = (0..200).map(|n| named(&format!("Siti Mawar{n}"))).collect();
    people.push(named("Zubaidah Hartini"));
    people.push(named("Siti Zubaidah"));
    let index = index_of(&people);
    let hits = free(&index, "siti zubaidah");
    assert_eq!(hits.iter().map(|h| h.id).take(2).collect::<Vec<_>>(), [202, 201], "{hits:?}");
}

#[test]
fn a_mononym_comes_before_longer_names() {
    let mut people: Vec<Traits> = (0..300).map(|n| named(&format!("Slamet Kusuma{n}"))).collect();
    people.push(named("Slamet"));
    assert_eq!(free(&index_of(&people), "slamet").first().map(|h| h.id), Some(301));
}

#[test]
fn the_filter_leaves_room_for_others() {
    let people: Vec<Traits> = (0..1000).map(|_| named("Siti Zubaidah")).collect();
    let index = index_of(&people);
    let hits = index.search(&Query::free("siti zubaidah"), 5, |id, org| org == 7 && id > 990);
    assert_eq!(hits.iter().map(|h| h.id).collect::<Vec<_>>(), [991, 992, 993, 994, 995]);
}

#[test]
fn an_upsert_replaces_what_was_known() {
    let mut index = among(&named("Kartini Wulandari"));
    let size = index.len();
    index.upsert(&PersonKeys { id: 1, org: 7, traits: named("Melati Suci") });
    assert_eq!(index.len(), size);
    assert!(free(&index, "kartini wulandari").iter().all(|h| h.id != 1));
    assert_eq!(free(&index, "melati suci")[0].id, 1);
}

#[test]
fn a_damaged_snapshot_is_refused() {
    let bytes = among(&form("Siti", 'P', "2012", "32.71", "3271915205120003", "0800-0000-1234")).snapshot();
    assert!(PeopleIndex::restore(&bytes).is_ok());
    for cut in [0, 3, 7, 20, bytes.len() - 1] {
        assert!(PeopleIndex::restore(&bytes[..cut]).is_err(), "cut at {cut}");
    }
    let mut other = bytes;
    other[6] ^= 0xff;
    assert_eq!(PeopleIndex::restore(&other).err(), Some(SnapshotProblem::Rules));
    other[0] = b'X';
    assert_eq!(PeopleIndex::restore(&other).err(), Some(SnapshotProblem::Format));
}

#[test]
fn nothing_shows_in_debug() {
    let person = form("Siti Nurhaliza", 'P', "12-05-2012", "", "3271915205120003", "0800-0000-1234");
    let keys = PersonKeys { id: 1, org: 7, traits: person.clone() };
    let query = Query::form(&person);
    let shown = format!("{keys:?} {person:?} {query:?} {:?} {:?}", person.nik, person.phones).to_lowercase();
    assert!(!shown.contains("siti") && !shown.contains("3271") && !shown.contains("1234"), "{shown}");
}
