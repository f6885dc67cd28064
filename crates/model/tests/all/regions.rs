//! The region table is whole, and people's ways of writing a place find it.

use std::collections::BTreeSet;

use model::regions::{self, Level};

#[test]
fn the_table_is_whole() {
    assert_eq!(regions::provinces().count(), 38);
    let regencies: Vec<_> = regions::all().iter().filter(|r| r.level == Level::Regency).collect();
    assert_eq!(regencies.len(), 514);
    assert_eq!(regencies.iter().filter(|r| r.city).count(), 98);
    assert!(regions::all().is_sorted_by(|a, b| a.code < b.code));
}

#[test]
fn every_regency_lies_in_the_province_of_its_code() {
    let mut counted = 0;
    for province in regions::provinces() {
        assert_eq!((province.parent, province.code.len()), (None, 2), "{}", province.code);
        for regency in regions::regencies_of(province.code) {
            assert_eq!(regency.code.split_once('.').unwrap().0, province.code);
            assert_eq!(regency.name.starts_with("Kota "), regency.city, "{}", regency.name);
            assert_eq!(regions::province_of(regency.code), Some(province));
            counted += 1;
        }
    }
    assert_eq!(counted, 514);
}

#[test]
fn every_province_has_its_own_iso_code() {
    let codes: BTreeSet<_> = regions::provinces().filter_map(|p| p.iso).collect();
    assert_eq!(codes.len(), 38);
    assert!(codes.iter().all(|code| code.starts_with("ID-")));
}

#[test]
fn a_code_gives_its_name() {
    assert_eq!(regions::label("32.76"), Some("Kota Depok"));
    assert_eq!(regions::full_label("32.76").as_deref(), Some("Kota Depok, Jawa Barat"));
    assert_eq!(regions::full_label("32").as_deref(), Some("Jawa Barat"));
    for unknown in ["", "3276", "32.99", "99", "32.76.01"] {
        assert_eq!(regions::get(unknown), None, "{unknown}");
    }
    assert_eq!(regions::regencies_of("32.76").count(), 0);
}

#[test]
fn every_region_is_found_by_its_own_name() {
    for region in regions::all() {
        let whole = regions::full_label(region.code).unwrap();
        assert_eq!(codes(&whole.to_uppercase()), found_as(region), "{whole}");
        if region.level == Level::Regency {
            assert_eq!(codes(region.name), [region.code], "{}", region.name);
        }
    }
}

/// A province may share its name with regencies in it; then all of them come back, the province first.
fn found_as(region: &regions::Region) -> Vec<&'static str> {
    let namesakes = regions::regencies_of(region.code).filter(|r| {
        let bare = r.name.split_once(' ').map(|(_, bare)| bare);
        bare == Some(region.name)
    });
    let own = regions::get(region.code).map(|r| r.code);
    own.into_iter().chain(namesakes.map(|r| r.code)).collect()
}

#[test]
fn every_alias_is_found() {
    for line in include_str!("../../data/regions/aliases.tsv").lines() {
        let (alias, code) = line.split_once('\t').unwrap();
        assert!(regions::get(code).is_some(), "{alias} points at no region");
        assert!(codes(alias).contains(&code), "{alias}: {:?}", codes(alias));
    }
}

#[test]
fn places_are_found_as_people_write_them() {
    let table: [(&str, &[&str]); 43] = [
        ("Kab. Bogor", &["32.01"]),
        ("KAB BOGOR", &["32.01"]),
        ("Kabupaten Bogor", &["32.01"]),
        ("kab.bogor", &["32.01"]),
        ("Kota Bogor", &["32.71"]),
        ("Kodya Bogor", &["32.71"]),
        ("bogor (kota)", &["32.71"]),
        ("Bogor, Kab.", &["32.01"]),
        ("Bogor Kota", &["32.71"]),
        ("Bogor", &["32.01", "32.71"]),
        ("Depok", &["32.76"]),
        ("Kabupaten Depok", &["32.76"]),
        ("Banjar", &["32.79", "63.03"]),
        ("Banjar, Jawa Barat", &["32.79"]),
        ("Banjar (Kalsel)", &["63.03"]),
        ("Banjar, Jateng", &[]),
        ("Kota Depok, Jabar, Indonesia", &["32.76"]),
        ("Lima Puluh Kota", &["13.07"]),
        ("Kab. Limapuluh Kota", &["13.07"]),
        ("Kota Baru", &["63.02"]),
        ("Kotabaru", &["63.02"]),
        ("Jakarta Selatan", &["31.74"]),
        ("Kota Adm. Jakarta Selatan", &["31.74"]),
        ("Jaksel", &["31.74"]),
        ("DKI Jakarta", &["31"]),
        ("Prov. Gorontalo", &["75"]),
        ("Gorontalo", &["75", "75.01", "75.71"]),
        ("Propinsi Jawa Barat", &["32"]),
        ("Kep. Seribu", &["31.01"]),
        ("Kepulauan Siau Tagulandang Biaro", &["71.09"]),
        ("Soerabaja", &["35.78"]),
        ("Sumatra Utara", &["12"]),
        ("Palangka Raya", &["62.71"]),
        ("Gunung Kidul", &["34.03"]),
        ("Banyuwnagi", &["35.10"]),
        ("Yogyakarta", &["34", "34.71"]),
        ("Solo", &["33.72"]),
        ("", &[]),
        ("kota", &[]),
        ("Provinsi Bandung", &[]),
        ("Kota Riau", &[]),
        ("Kabupaten Depok, Jawa Barat", &["32.76"]),
        ("Negeri Antah Berantah", &[]),
    ];
    for (text, expected) in table {
        assert_eq!(codes(text), expected, "{text:?}");
    }
}

#[test]
fn a_lost_letter_does_not_lose_the_place() {
    for region in regions::all().iter().filter(|r| r.level == Level::Regency) {
        let (kind, bare) = region.name.split_once(' ').unwrap();
        let letters: Vec<char> = bare.chars().collect();
        let lost = letters.len() / 2;
        // Short names must be written right, and a loss that makes a double letter is two slips at once.
        if letters.len() < 7 || letters[lost - 1] == letters[lost + 1] {
            continue;
        }
        let kept: String = letters.iter().enumerate().filter(|(at, _)| *at != lost).map(|(_, c)| c).collect();
        let found = codes(&format!("{kind} {kept}"));
        assert!(found.contains(&region.code), "{} as {kept}: {found:?}", region.name);
    }
}

#[test]
fn an_unwatched_import_takes_no_near_name() {
    for (text, found) in
        [("Kab. Banyuwangi", true), ("Soerabaja", false), ("Banyuwnagi", false), ("Jaksel", true)]
    {
        assert_eq!(!regions::find_as_spelt(text).is_empty(), found, "{text}");
    }
}

/// BPS numbers have the same digits and mean other places.
#[test]
fn digits_are_no_name() {
    for text in ["3276", "32", "9471"] {
        assert_eq!(codes(text), [""; 0], "{text}");
    }
}

fn codes(text: &str) -> Vec<&'static str> {
    regions::find_by_name(text).into_iter().map(|r| r.code).collect()
}
