use std::collections::BTreeSet;

use formats::case_uco::{
    Action, CaseExport, CaseHash, CaseProblem, Investigation, InvestigationForm, write_case,
};
use serde_json::Value;

fn export() -> CaseExport {
    CaseExport {
        id: [0x5a; 16],
        investigation: Investigation {
            name: "KS-26-CONTOH".into(),
            form: InvestigationForm::Case,
            focus: vec!["eksploitasi daring".into()],
            authorization: Some(("surat perintah".into(), "SP/1/2026".into())),
        },
        from: "Hotline Contoh".into(),
        hashes: vec![(CaseHash::Md5, "0".repeat(32)), (CaseHash::Sha256, "a".repeat(64))],
        address: Some("https://contoh.invalid/halaman".into()),
        actions: vec![Action {
            name: "laporan diterima".into(),
            start: 0,
            end: Some(1_000),
            exhibit: Some("B-1".into()),
        }],
        marking: "TLP:AMBER".into(),
    }
}

fn walk<'a>(value: &'a Value, seen: &mut impl FnMut(&'a str, &'a Value)) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, item)| {
            seen(name, item);
            walk(item, seen);
        }),
        Value::Array(items) => items.iter().for_each(|item| walk(item, seen)),
        _ => {}
    }
}

#[test]
fn every_node_has_an_id_of_its_own_and_every_reference_leads_somewhere() {
    let document = write_case(&export()).unwrap();
    let (mut defined, mut referred) = (Vec::new(), BTreeSet::new());
    let graph = &document["@graph"];
    walk(graph, &mut |_, value| {
        if let Some(id) = value
            .get("@id")
            .and_then(Value::as_str)
            .filter(|_| value.as_object().is_some_and(|o| o.len() == 1))
        {
            referred.insert(id.to_owned());
        }
    });
    let mut nodes = graph.as_array().unwrap().clone();
    while let Some(node) = nodes.pop() {
        match node {
            Value::Object(fields) => {
                if let (Some(id), true) = (fields.get("@id"), fields.len() > 1) {
                    defined.push(id.as_str().unwrap().to_owned());
                }
                nodes.extend(fields.into_values());
            }
            Value::Array(items) => nodes.extend(items),
            _ => {}
        }
    }
    let unique: BTreeSet<&String> = defined.iter().collect();
    assert_eq!(unique.len(), defined.len());
    // References inside lists are objects of one field.
    for id in referred {
        assert!(defined.contains(&id), "{id}");
    }
    let text = document.to_string();
    for word in [
        "case-investigation:Investigation",
        "uco-observable:URLFacet",
        "uco-types:hashValue",
        "exhibitNumber",
        "authorizationIdentifier",
    ] {
        assert!(text.contains(word), "{word}");
    }
    assert_eq!(document, write_case(&export()).unwrap());
}

#[test]
fn only_words_and_hashes_go_out() {
    let short = CaseExport { hashes: vec![(CaseHash::Sha1, "ab".into())], ..export() };
    assert_eq!(write_case(&short), Err(CaseProblem::NoHash));
    let picture = CaseExport { marking: "data:image/gif;base64,AAAA".into(), ..export() };
    assert_eq!(write_case(&picture), Err(CaseProblem::Text));
}
