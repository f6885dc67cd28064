use std::collections::BTreeMap;

use formats::Limits;
use formats::htcds::{FieldType, HtcdsProblem, HtcdsRecord, field, fields, read_htcds, write_htcds};
use proptest::prelude::*;

fn record(pairs: &[(&str, &str)]) -> HtcdsRecord {
    HtcdsRecord(pairs.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect())
}

fn read(text: &str) -> Result<Vec<HtcdsRecord>, Vec<formats::Finding>> {
    read_htcds(text.as_bytes(), "kasus.csv", &Limits::default())
}

#[test]
fn the_standard_is_whole() {
    assert_eq!(fields().len(), 84);
    let exploitation = field("vic_TypeOfExploitation").unwrap();
    assert_eq!((exploitation.kind, exploitation.values.len()), (FieldType::Multiselect, 11));
    assert_eq!(field("vic_ForcedLabourIndustry").unwrap().values.len(), 21);
    assert_eq!(field("vic_MethodsOfControl").unwrap().values.len(), 16);
    assert!(field("vic_Vulnerabilities").unwrap().deprecated);
    assert!(field("prs_Citizenship").unwrap().values.is_empty());
    assert!(field("prs_Birthdate").unwrap().core);
}

#[test]
fn records_come_back_as_they_were() {
    let records = [
        record(&[
            ("cas_Status", "Active"),
            ("vic_TypeOfExploitation", "ForcedLabour;ForcedBegging"),
            ("prs_Birthdate", "2012-02-29"),
        ]),
        record(&[
            ("cas_Status", "Closed"),
            ("con_Consent", "true"),
            ("vic_AgeWhenTrafficked", "12"),
            ("cas_ReasonForCaseClosure", "selesai, \"baik\""),
        ]),
    ];
    let bytes = write_htcds(&records).unwrap();
    assert_eq!(read_htcds(&bytes, "kasus.csv", &Limits::default()).unwrap(), records);
}

#[test]
fn what_the_standard_does_not_know_is_not_written() {
    let problem = |pairs: &[(&str, &str)]| write_htcds(&[record(pairs)]).unwrap_err();
    assert_eq!(problem(&[("cas_Lain", "x")]), HtcdsProblem::NoField("cas_Lain".into()));
    assert_eq!(
        problem(&[("vic_Vulnerabilities", "Poverty")]),
        HtcdsProblem::Deprecated("vic_Vulnerabilities".into())
    );
    for (id, value) in [
        ("cas_Status", "Open"),
        ("prs_Birthdate", "29/02/2012"),
        ("con_Consent", "perhaps"),
        ("vic_AgeWhenTrafficked", "x"),
    ] {
        assert!(matches!(problem(&[(id, value)]), HtcdsProblem::Value { field, .. } if field == id), "{id}");
    }
    assert!(matches!(
        problem(&[("cco_CaseComment", "data:image/png;base64,AAAA")]),
        HtcdsProblem::Value { .. }
    ));
}

#[test]
fn both_lists_of_methods_of_control_are_read_and_the_picklist_is_kept() {
    let text = "vic_MethodsOfControlDebtBondage,vic_MethodsOfControlPsychoactiveSubstances,vic_MethodsOfControlThreats,vic_MethodsOfControlTakesEarnings,vic_Vulnerabilities\n\
                yes,1,true,no,Poverty\n";
    let read = read(text).unwrap();
    assert_eq!(read[0].0["vic_MethodsOfControl"], "DebtBondage;PsychoactiveSubstance;PhysicalThreats");
    // Deprecated, but taken in.
    assert_eq!(read[0].0["vic_Vulnerabilities"], "Poverty");
}

#[test]
fn findings_name_row_and_field_and_no_value() {
    let found =
        read("cas_Status,prs_Birthdate,kolom_lain\nActive,2012-01-01,\nRAHASIA,kemarin,\n").unwrap_err();
    let places: Vec<(u32, &str)> =
        found.iter().map(|finding| (finding.line, finding.place.as_str())).collect();
    assert_eq!(places, [(1, "/header"), (3, "/cas_Status"), (3, "/prs_Birthdate")]);
    assert!(!format!("{found:?}").contains("RAHASIA"));
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_again(text in "[a-zA-Z ,;\"\\n]{0,40}", number in -1000i32..1000) {
        let values: BTreeMap<String, String> = [
            ("cas_Status", "Active".to_owned()), ("spl_Objectives", format!("x {} x", text.trim())), ("prs_NumberOfChildren", number.to_string()),
        ].into_iter().map(|(id, value)| (id.to_owned(), value)).collect();
        let bytes = write_htcds(&[HtcdsRecord(values.clone())]).unwrap();
        let read = read_htcds(&bytes, "a.csv", &Limits::default()).unwrap();
        prop_assert_eq!(&read[0].0["cas_Status"], "Active");
        prop_assert_eq!(&read[0].0["prs_NumberOfChildren"], &number.to_string());
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(words(&read[0].0["spl_Objectives"]), words(&values["spl_Objectives"]));
    }
}
