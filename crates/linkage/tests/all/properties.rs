//! What holds for whatever people write.

use linkage::normalise::{BirthDate, Name, Nik, Phone, modern, sound_keys};
use linkage::people::{PeopleIndex, PersonKeys, Query, Traits};
use proptest::prelude::*;

use crate::samples::form;

/// Text made of the pieces that rules look for.
fn messy_name() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "siti",
        "nur",
        "haliza",
        "M.",
        "m",
        "Moh.",
        "H.",
        "Hj",
        "K.H.",
        "S.Pd",
        "s.",
        "pd.",
        "SE",
        "bin",
        "binti",
        "b.",
        "bt",
        "I",
        "Wayan",
        "Ayu",
        "Ma.",
        "de",
        "la",
        "cruz",
        "Jr.",
        "Abdur",
        "Abdurrahman",
        "Abdulabdul",
        "oe",
        "djj",
        "Soetjoe",
        "nj",
        "alm",
        ",",
        "'",
        "é",
        "ß",
        "R.",
        "a/l",
        "x",
        "สม",
        "dr",
        "ddj",
        "ıı",
        "2",
    ]);
    let glue = prop::sample::select(vec![" ", "", ".", ", ", "-", "  "]);
    prop::collection::vec((piece, glue), 0..10)
        .prop_map(|all| all.into_iter().flat_map(|(p, g)| [p, g]).collect())
}

fn person() -> impl Strategy<Value = Traits> {
    let first = prop::sample::select(vec![
        "Siti",
        "Rizki",
        "Riski",
        "Ayu",
        "Made",
        "Budi",
        "Nurhaliza",
        "M.",
        "Sitinur",
    ]);
    let last = prop::sample::select(vec![
        "",
        "Pratama",
        "Lestari",
        "binti Ahmad",
        "Nurhaliza",
        "Nur",
        "Haliza",
        "Siregar",
    ]);
    let (year, day) = (2008_u16..2012, 1_u8..4);
    let (nik, phone) = (0_u8..4, 0_u8..4);
    (first, last, year, day, nik, phone).prop_map(|(first, last, year, day, nik, phone)| {
        let digits = |n: u8, d: String| if n == 0 { String::new() } else { d };
        form(
            &format!("{first} {last}"),
            if day == 1 { 'P' } else { 'L' },
            &format!("{year}-02-{day:02}"),
            "32.71.91",
            &digits(nik, format!("327191420212000{nik}")),
            &digits(phone, format!("0800-0000-123{phone}")),
        )
    })
}

fn asked() -> impl Strategy<Value = Query> {
    let words = prop::sample::select(vec![
        "siti",
        "rizki",
        "nur",
        "sitinurhaliza",
        "ayu les",
        "2010",
        "32719142",
        "0800",
        "siti 2009",
        "budi siregar",
        "r",
        "3271914202120001",
        "08000000123",
        "1-2-2010",
        "m",
    ]);
    prop_oneof![words.prop_map(Query::free), person().prop_map(|p| Query::form(&p))]
}

fn build(people: &[(u128, Traits)]) -> PeopleIndex {
    let mut index = PeopleIndex::new();
    for (id, traits) in people {
        index.upsert(&PersonKeys { id: *id, org: (*id % 3) as u32, traits: traits.clone() });
    }
    index
}

fn numbered(people: Vec<Traits>) -> Vec<(u128, Traits)> {
    (1..).zip(people).collect()
}

proptest! {
    #[test]
    fn normalising_twice_changes_nothing(raw in prop_oneof![messy_name(), any::<String>()]) {
        let once = Name::parse(&raw);
        let twice = Name::parse(&once.text());
        prop_assert_eq!(once.text(), twice.text());
        prop_assert!(once == twice);
    }

    #[test]
    fn modern_spelling_is_final(word in "[a-z]{0,12}|[oedjtnsych]{0,12}") {
        let now = modern(&word);
        prop_assert_eq!(modern(&now), now);
    }

    #[test]
    fn sound_keys_are_few_and_never_fail(word in any::<String>()) {
        prop_assert!(sound_keys(&word).len() <= 4);
    }

    #[test]
    fn numbers_read_back(nik in 0_u64..10_000_000_000_000_000, phone in "[0-9+ ()-]{0,20}", y in 1900_u16..2200, m in 1_u8..13, d in 1_u8..32) {
        let nik = Nik::from_number(nik).unwrap();
        prop_assert_eq!(Nik::parse(&nik.digits()), Ok(nik));
        if let Ok(phone) = Phone::parse(&phone) {
            prop_assert_eq!(Phone::parse(&phone.e164()), Ok(phone));
        }
        if let Some(date) = BirthDate::ymd(y, m, d) {
            prop_assert_eq!(BirthDate::parse(&format!("{y}-{m}-{d}")), Some(date));
            prop_assert_eq!(BirthDate::parse(&format!("{d}/{m}/{y}")), Some(date));
        }
    }

    #[test]
    fn the_order_of_taking_in_does_not_matter(
        people in prop::collection::vec(person(), 1..25),
        seed in any::<prop::sample::Index>(),
        query in asked(),
    ) {
        let people = numbered(people);
        let mut other = people.clone();
        other.reverse();
        let turn = seed.index(other.len());
        other.rotate_left(turn);
        let (a, b) = (build(&people), build(&other));
        prop_assert_eq!(a.search(&query, 10, |_, _| true), b.search(&query, 10, |_, _| true));
        prop_assert_eq!(a.snapshot(), b.snapshot());
    }

    #[test]
    fn who_is_removed_leaves_no_trace(people in prop::collection::vec(person(), 2..25), gone in any::<prop::sample::Index>(), query in asked()) {
        let people = numbered(people);
        let at = gone.index(people.len());
        let mut index = build(&people);
        prop_assert!(index.remove(people[at].0));
        prop_assert!(!index.remove(people[at].0));
        let without: Vec<_> = people.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, p)| p.clone()).collect();
        let fresh = build(&without);
        prop_assert_eq!(index.len(), without.len());
        prop_assert_eq!(index.search(&query, 10, |_, _| true), fresh.search(&query, 10, |_, _| true));
        prop_assert_eq!(index.snapshot(), fresh.snapshot());
    }

    #[test]
    fn whom_the_filter_refuses_is_never_shown(people in prop::collection::vec(person(), 1..25), query in asked(), org in 0_u32..3) {
        let index = build(&numbered(people));
        for hit in index.search(&query, 10, |_, tag| tag == org) {
            prop_assert_eq!((hit.id % 3) as u32, org);
        }
        prop_assert!(index.search(&query, 10, |_, _| false).is_empty());
        prop_assert!(index.likely(&query, 0.0, |_, _| false).is_empty());
    }

    #[test]
    fn hits_are_ordered_and_scores_within_bounds(people in prop::collection::vec(person(), 1..25), query in asked()) {
        let hits = build(&numbered(people)).search(&query, 10, |_, _| true);
        prop_assert!(hits.len() <= 10);
        prop_assert!(hits.iter().all(|h| (0.0..=1.0).contains(&h.score) && !h.grounds.is_empty()));
        prop_assert!(hits.windows(2).all(|w| w[0].score >= w[1].score));
    }

    #[test]
    fn a_person_is_found_by_the_own_form(people in prop::collection::vec(person(), 1..25)) {
        let people = numbered(people);
        let index = build(&people);
        for (id, traits) in &people {
            let hits = index.search(&Query::form(traits), 30, |_, _| true);
            prop_assert!(hits.iter().any(|h| h.id == *id && h.score > 0.95), "{:?}", hits);
        }
    }

    #[test]
    fn a_snapshot_gives_the_same_index(people in prop::collection::vec(person(), 0..25), query in asked()) {
        let index = build(&numbered(people));
        let bytes = index.snapshot();
        let again = PeopleIndex::restore(&bytes).unwrap();
        prop_assert_eq!(again.search(&query, 10, |_, _| true), index.search(&query, 10, |_, _| true));
        prop_assert_eq!(again.snapshot(), bytes);
    }

    #[test]
    fn foreign_bytes_never_break_a_restore(mut bytes in prop::collection::vec(any::<u8>(), 0..200), change in any::<prop::sample::Index>(), people in prop::collection::vec(person(), 1..4)) {
        prop_assert!(PeopleIndex::restore(&bytes).is_err());
        let mut real = build(&numbered(people)).snapshot();
        let at = change.index(real.len());
        real[at] ^= bytes.pop().unwrap_or(1);
        if let Ok(index) = PeopleIndex::restore(&real) {
            prop_assert!(index.len() < 4);
        }
    }
}
