use std::collections::BTreeMap;

use formats::synonyms::CASE;
use formats::{Confidence, FieldSynonyms, Mapping, normalise, propose_mapping};
use proptest::prelude::*;

fn propose(header: &[&str]) -> Mapping {
    let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
    propose_mapping(CASE, &header)
}

fn fields(mapping: &Mapping) -> Vec<&str> {
    mapping.columns.iter().map(|mapped| mapped.field.as_str()).collect()
}

#[test]
fn names_are_normalised() {
    assert_eq!(normalise("  Tgl._LAHIR "), "tgl lahir");
    assert_eq!(normalise("Prénom/Nom"), "prenom nom");
    assert_eq!(normalise("***"), "");
}

#[test]
fn no_name_belongs_to_two_fields() {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for field in CASE {
        for name in std::iter::once(&field.field).chain(field.synonyms) {
            let owner = owners.entry(normalise(name)).or_insert(field.field);
            assert_eq!(*owner, field.field, "{name}");
        }
    }
}

#[test]
fn every_synonym_leads_to_its_field() {
    for field in CASE {
        for name in std::iter::once(&field.field).chain(field.synonyms) {
            assert_eq!(fields(&propose(&[name])), [field.field], "{name}");
        }
    }
}

#[test]
fn indonesian_english_and_primero_headings() {
    let indonesian = propose(&["Nama Anak", "Jenis Kelamin (L/P)", "Tgl. Lahir", "No KTP/NIK", "Kab/Kota"]);
    assert_eq!(fields(&indonesian), ["name", "sex", "date_of_birth", "nik", "regency"]);
    assert!(indonesian.missing.is_empty());
    let primero = propose(&["case_id_display", "name_first", "sex", "owned_by_agency_id"]);
    assert_eq!(fields(&primero), ["case_id", "given_name", "sex", "agency"]);
    assert_eq!(primero.missing, ["name"]);
}

#[test]
fn confidence_falls_with_distance() {
    let confidence = |name: &str| propose(&[name]).columns.first().map(|mapped| mapped.confidence);
    assert_eq!(confidence("NAMA_ANAK"), Some(Confidence::Exact));
    assert_eq!(confidence("Tanggal Lahir (hh/bb/tttt)"), Some(Confidence::Exact));
    assert_eq!(confidence("Anak, Nama"), Some(Confidence::SameWords));
    assert_eq!(confidence("Nmr. Induk Kependudukan"), Some(Confidence::SameWords));
    assert_eq!(confidence("Jenis Kelamn"), Some(Confidence::OneEdit));
    assert_eq!(confidence("Warna kesukaan"), None);
    assert_eq!(confidence("nkk"), None);
}

#[test]
fn competing_columns_are_reported_and_the_surer_one_proposed() {
    let mapping = propose(&["Anak Nama", "Nama Anak", "Nama Korban", "", "Hobi"]);
    assert_eq!(mapping.column_of("name"), Some(1));
    assert_eq!(mapping.competing.len(), 1);
    assert_eq!(mapping.competing[0].columns, [1, 2, 0]);
    assert_eq!(mapping.unmapped, [0, 2, 4]);
}

#[test]
fn a_name_near_two_fields_is_left_to_a_person() {
    let near = [
        FieldSynonyms { field: "first", synonyms: &["kolom1"], required: false },
        FieldSynonyms { field: "second", synonyms: &["kolom2"], required: true },
    ];
    let mapping = propose_mapping(&near, &["kolom3".to_owned()]);
    assert!(mapping.columns.is_empty());
    assert_eq!(mapping.missing, ["second"]);
}

proptest! {
    #[test]
    fn every_named_column_is_mapped_or_unmapped_once(header in proptest::collection::vec("\\PC{0,20}", 0..12)) {
        let mapping = propose_mapping(CASE, &header);
        let mut seen: Vec<usize> = mapping.columns.iter().map(|mapped| mapped.column).collect();
        seen.extend(&mapping.unmapped);
        seen.sort_unstable();
        let named: Vec<usize> = (0..header.len()).filter(|at| !header[*at].trim().is_empty()).collect();
        prop_assert_eq!(seen, named);
    }

    #[test]
    fn normalising_twice_changes_nothing(name in "\\PC{0,30}") {
        let once = normalise(&name);
        prop_assert_eq!(normalise(&once), once);
    }
}
