use std::collections::BTreeSet;

use formats::JsonLimits;
use formats::case_uco::{
    Action, CaseExport, CaseHash, CaseMaterial, CaseProblem, CaseRefusal, Investigation, InvestigationForm,
    read_case, write_case,
};
use proptest::prelude::*;
use serde_json::{Value, json};

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

fn read(document: &Value) -> Result<CaseMaterial, CaseRefusal> {
    read_case(&serde_json::to_vec(document).unwrap(), &JsonLimits::default())
}

/// A document with these nodes under the prefixes of the police.
fn police(nodes: Value) -> Value {
    json!({
        "@context": [{ "kb": "urn:uuid:", "core": "https://ontology.unifiedcyberontology.org/uco/core/",
            "observable": "https://ontology.unifiedcyberontology.org/uco/observable/", "types": "https://ontology.unifiedcyberontology.org/uco/types/",
            "identity": "https://ontology.unifiedcyberontology.org/uco/identity/", "own": "https://polisi-contoh.invalid/istilah#",
            "investigation": "https://ontology.caseontology.org/case/investigation/", "xsd": "http://www.w3.org/2001/XMLSchema#" }],
        "@graph": nodes,
    })
}

#[test]
fn our_own_document_is_read_again_with_nothing_lost() {
    let mut sent = export();
    sent.actions.push(Action { name: "diserahkan".into(), start: 2_000, end: None, exhibit: None });
    let document = write_case(&sent).unwrap();
    let read = read(&document).unwrap();
    assert!(read.tally.left.is_empty(), "{:?}", read.tally.left);
    assert_eq!(read.tally.mapped["uco-observable:File"], 2);
    assert_eq!(read.again(sent.id), Some(sent.clone()));
    assert_eq!(write_case(&read.again(sent.id).unwrap()), Ok(document));
}

#[test]
fn what_police_say_otherwise_is_read_and_what_has_no_place_is_named() {
    let document = police(json!([
        { "@id": "kb:a", "@type": ["investigation:Investigation"], "core:name": "P-1", "investigation:investigationForm": "case",
          "core:description": "RAHASIA", "core:object": [{ "@id": "kb:f" }, { "@id": "kb:p" }] },
        { "@id": "kb:f", "@type": "observable:RasterPicture", "core:hasFacet": [
            { "@type": "observable:ContentDataFacet", "observable:sizeInBytes": 12, "observable:hash": { "@id": "kb:h" } },
            { "@type": "observable:FileFacet", "observable:fileName": "RAHASIA" } ] },
        { "@id": "kb:h", "@type": "types:Hash", "types:hashMethod": { "@type": "types:HashNameVocab", "@value": "SHA-256" }, "types:hashValue": "AB".repeat(32) },
        { "@id": "kb:d", "@type": "observable:DigitalAccount", "core:hasFacet": { "@type": "observable:DigitalAccountFacet", "observable:accountLogin": "@rekaan" } },
        { "@id": "kb:p", "@type": "identity:Person", "core:name": "RAHASIA" },
        { "@id": "kb:x", "@type": "own:Perangkat", "core:name": "RAHASIA" },
    ]));
    let read = read(&document).unwrap();
    assert_eq!(read.investigation.as_ref().unwrap().name, "P-1");
    assert_eq!(read.hashes, [(CaseHash::Sha256, "ab".repeat(32))]);
    assert_eq!(read.accounts, ["@rekaan"]);
    let left: Vec<&str> = read.tally.left.keys().map(String::as_str).collect();
    assert_eq!(
        left,
        [
            "Perangkat",
            "case-investigation:Investigation uco-core:description",
            "uco-identity:Person",
            "uco-observable:ContentDataFacet uco-observable:sizeInBytes",
            "uco-observable:FileFacet"
        ]
    );
    assert!(!format!("{:?}", read.tally).contains("RAHASIA"), "by type and property, never by value");
    assert_eq!(read.again([0; 16]), None, "an export of ours would say less");
}

#[test]
fn a_document_that_carries_anything_is_refused() {
    let file = |facet: Value| {
        police(json!([{ "@id": "kb:f", "@type": "observable:File", "core:hasFacet": [facet] }]))
    };
    let content = |field: &str, value: Value| {
        let mut facet = json!({ "@type": "observable:ContentDataFacet", "observable:hash": { "@type": "types:Hash", "types:hashMethod": "MD5", "types:hashValue": "0".repeat(32) } });
        facet[field] = value;
        read(&file(facet))
    };
    assert!(content("observable:sizeInBytes", json!(1)).is_ok());
    for value in [json!("AAAA"), json!({ "@type": "xsd:base64Binary", "@value": "AAAA" })] {
        assert_eq!(content("observable:dataPayload", value), Err(CaseRefusal::Carries));
    }
    assert_eq!(
        content("own:isi", json!({ "@type": "xsd:base64Binary", "@value": "AAAA" })),
        Err(CaseRefusal::Carries)
    );
    assert_eq!(
        content("own:isi", json!({ "@type": "xsd:hexBinary", "@value": "00".repeat(100) })),
        Err(CaseRefusal::Carries)
    );
    assert_eq!(content("own:isi", json!("data:image/gif;base64,AAAA")), Err(CaseRefusal::Carries));
    // The same field under another name of the document's own.
    let mut hidden = file(json!({ "@type": "observable:ContentDataFacet", "isi": "AAAA" }));
    hidden["@context"][0]["isi"] = json!("observable:dataPayload");
    assert_eq!(read(&hidden), Err(CaseRefusal::Carries));
}

#[test]
fn a_context_elsewhere_is_not_fetched() {
    for context in
        [json!("https://contoh.invalid/konteks"), json!([{}, "https://contoh.invalid/konteks"]), Value::Null]
    {
        let document = json!({ "@context": context, "@graph": [] });
        assert!(matches!(read(&document), Err(CaseRefusal::Wrong(finding)) if finding.place == "/@context"));
    }
    assert!(matches!(read(&json!({ "@graph": [] })), Err(CaseRefusal::Wrong(_))));
    let circle = json!({ "@context": { "a": "a:b", "c": "d", "d": "c" }, "@graph": [{ "@id": "a:x", "@type": "c", "a:y": "d" }] });
    assert!(matches!(read(&circle), Err(CaseRefusal::Wrong(_))));
}

proptest! {
    #[test]
    fn whatever_we_export_comes_back(
        id in any::<[u8; 16]>(), name in "[A-Za-z0-9 /-]{1,20}[a-z]", focus in prop::collection::vec("[a-z ]{0,10}[a-z]", 0..3), basis in prop::option::of(("[a-z]{1,9}", "[A-Z0-9/]{1,9}")),
        hashes in prop::collection::vec((0usize..3, any::<[u8; 32]>()), 0..5), page in prop::option::of("[a-z/]{1,20}"),
        actions in prop::collection::vec(("[a-z]{1,9}", 0i64..4_000_000_000_000, prop::option::of(0i64..4_000_000_000_000), prop::option::of("[A-Z0-9]{1,5}")), 0..4),
    ) {
        let kinds = [(CaseHash::Md5, 32), (CaseHash::Sha1, 40), (CaseHash::Sha256, 64)];
        let digits = |bytes: [u8; 32], length: usize| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()[..length].to_owned();
        let sent = CaseExport {
            id,
            investigation: Investigation { name, form: InvestigationForm::SuspiciousActivity, focus, authorization: basis },
            hashes: hashes.into_iter().map(|(kind, bytes)| (kinds[kind].0, digits(bytes, kinds[kind].1))).collect(),
            address: page.map(|page| format!("https://contoh.invalid/{page}")),
            actions: actions.into_iter().map(|(name, start, end, exhibit)| Action { name, start, end, exhibit }).collect(),
            ..export()
        };
        // Digits that happen to begin like a file are refused on both ways, and that is right.
        if let Ok(read) = read(&write_case(&sent).unwrap()) {
            prop_assert_eq!(read.again(id), Some(sent));
        }
    }
}
