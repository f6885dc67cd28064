use std::collections::BTreeMap;
use std::path::Path;

use formats::JsonLimits;
use formats::stix::{
    Body, Bundle, Common, HashName, Pattern, Receiver, StixId, StixProblem, Tlp, Verdict, read_stix,
};
use serde_json::{Value, json};

fn common(n: u8, tlp: Tlp) -> Common {
    Common {
        id: StixId([n; 16]),
        created: 1_772_600_767_089,
        modified: 1_772_600_767_089,
        created_by: Some(StixId([1; 16])),
        tlp,
        revoked: false,
    }
}

fn md5() -> Pattern {
    Pattern::Hash(HashName::Md5, "0123456789ABCDEF0123456789ABCDEF".into())
}

fn whole(receiver: Receiver) -> Value {
    let mut bundle = Bundle::new(StixId([0xab; 16]), receiver);
    let about = || vec![("indicator".to_owned(), StixId([3; 16]))];
    let bodies = [
        Body::Organisation { name: "Hotline Contoh".into() },
        Body::Location { country: "ID".into(), area: Some("JB".into()) },
        Body::Indicator { pattern: md5(), valid_from: 0 },
        Body::Sighting { of: StixId([3; 16]), count: 2 },
        Body::Alert { name: "Peringatan contoh".into(), about: about() },
        Body::Note { content: "Catatan rekaan".into(), about: about() },
        Body::Opinion { verdict: Verdict::Neutral, about: about() },
        Body::Report { name: "Laporan contoh".into(), published: 0, about: about() },
        Body::Relationship {
            kind: "related-to".into(),
            source: ("indicator".into(), StixId([3; 16])),
            target: ("identity".into(), StixId([1; 16])),
        },
        Body::Indicator { pattern: Pattern::Hash(HashName::Pdq, "0f".repeat(32)), valid_from: 0 },
    ];
    for (n, body) in (1..).zip(&bodies) {
        let tlp = Tlp::ALL[usize::from(n) % 5];
        bundle.add(&common(n, tlp), body).unwrap();
    }
    if receiver != Receiver::Other {
        let address = Pattern::Url("https://contoh.invalid/it's\\x".into());
        bundle.add(&common(90, Tlp::Red), &Body::Indicator { pattern: address, valid_from: 0 }).unwrap();
    }
    bundle.finish()
}

/// The official schemas by their ids; nothing is fetched.
fn schemas() -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/stix/schemas")];
    while let Some(dir) = waiting.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let schema: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
                found.insert(schema["$id"].as_str().unwrap().to_owned(), schema);
            }
        }
    }
    found
}

/// Each object by the schema of its type: the official schema of bundles does not list all of them.
#[test]
fn what_is_written_is_valid_for_the_official_schemas() {
    let schemas = schemas();
    let pairs = schemas.iter().map(|(id, schema)| (id.clone(), schema.clone()));
    let registry = jsonschema::Registry::new().extend(pairs).unwrap().prepare().unwrap();
    let problems = |object: &Value| -> Vec<String> {
        let ending = format!("/{}.json", object["type"].as_str().unwrap());
        let (_, schema) = schemas.iter().find(|(id, _)| id.ends_with(&ending)).expect("a schema of the type");
        let validator =
            jsonschema::options().with_registry(&registry).build(schema).expect("the schemas are whole");
        validator
            .iter_errors(object)
            .map(|error| format!("{ending} {} {error}", error.instance_path()))
            .collect()
    };
    for receiver in [Receiver::Other, Receiver::Police] {
        let bundle = whole(receiver);
        let found: Vec<String> = bundle["objects"].as_array().unwrap().iter().flat_map(problems).collect();
        assert_eq!(found, [""; 0]);
        let known = |object: &&Value| {
            !["location", "grouping", "note", "opinion"].contains(&object["type"].as_str().unwrap())
        };
        let listed: Vec<&Value> = bundle["objects"].as_array().unwrap().iter().filter(known).collect();
        assert_eq!(problems(&json!({ "type": "bundle", "id": bundle["id"], "objects": listed })), [""; 0]);
    }
    // The judge can say no.
    let mut broken = whole(Receiver::Other)["objects"][7].clone();
    broken["created"] = json!("yesterday");
    assert!(!problems(&broken).is_empty());
}

#[test]
fn what_is_written_is_read_again_with_its_marks() {
    let bytes = serde_json::to_vec(&whole(Receiver::Hotline)).unwrap();
    let read = read_stix(&bytes, &JsonLimits::default()).unwrap();
    assert_eq!((read.objects.len(), read.not_read), (11, 0));
    assert_eq!(read.objects[0].tlp, Some(Tlp::Green));
    assert_eq!(read.objects[10].handling(), Tlp::Red);
    assert!(read.objects[2].fields["pattern"].as_str().unwrap().contains("0123456789abcdef"));
    assert!(read.objects[2].fields["labels"][0] == "investigation-seed");
}

#[test]
fn addresses_go_to_few_and_one_at_a_time() {
    let address = Body::Indicator { pattern: Pattern::Url("https://contoh.invalid/".into()), valid_from: 0 };
    let mut other = Bundle::new(StixId([1; 16]), Receiver::Other);
    assert_eq!(other.add(&common(1, Tlp::Red), &address), Err(StixProblem::AddressNotForReceiver));
    let mut police = Bundle::new(StixId([1; 16]), Receiver::Police);
    police.add(&common(1, Tlp::Red), &address).unwrap();
    assert_eq!(police.add(&common(2, Tlp::Red), &address), Err(StixProblem::AddressesInBulk));
    let short = Body::Indicator { pattern: Pattern::Hash(HashName::Sha1, "ab".into()), valid_from: 0 };
    assert_eq!(police.add(&common(3, Tlp::Red), &short), Err(StixProblem::NoHash));
    let picture = Body::Note {
        content: "data:image/png;base64,AAAA".into(),
        about: vec![("note".into(), StixId([1; 16]))],
    };
    assert_eq!(police.add(&common(4, Tlp::Red), &picture), Err(StixProblem::Text));
    assert_eq!(
        police.add(&common(5, Tlp::Red), &Body::Alert { name: "a".into(), about: vec![] }),
        Err(StixProblem::AboutNothing)
    );
    assert_eq!(police.finish()["objects"].as_array().unwrap().len(), 2);
}

#[test]
fn old_marks_are_read_and_unknown_marks_are_the_strictest() {
    let object = |marks: Value| {
        let bundle = json!({ "type": "bundle", "id": format!("bundle--{}", StixId([9; 16])), "objects": [{
            "type": "identity", "spec_version": "2.1", "id": format!("identity--{}", StixId([8; 16])), "name": "Contoh",
            "created": "2026-01-01T00:00:00Z", "modified": "2026-01-01T00:00:00.000Z", "object_marking_refs": marks,
        }]});
        read_stix(&serde_json::to_vec(&bundle).unwrap(), &JsonLimits::default())
            .map(|read| read.objects[0].handling())
    };
    let old = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9";
    assert_eq!(object(json!([old])), Ok(Tlp::Clear));
    assert_eq!(object(json!([old, Tlp::AmberStrict.id()])), Ok(Tlp::AmberStrict));
    assert_eq!(
        object(json!(["marking-definition--00000000-0000-4000-8000-000000000000", old])),
        Ok(Tlp::Red)
    );
    assert!(object(json!([])).is_err());
    assert_eq!(Tlp::of_code("WHITE"), Some(Tlp::Clear));
    for tlp in Tlp::ALL {
        assert_eq!((Tlp::of_id(tlp.id()), Tlp::of_code(tlp.code())), (Some(tlp), Some(tlp)));
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_without_its_value() {
    let bundle = json!({ "type": "bundle", "id": format!("bundle--{}", StixId([9; 16])), "objects": [
        { "type": "indicator", "spec_version": "2.1", "id": "indicator--x", "created": "RAHASIA", "modified": "2026-01-01T00:00:00Z",
          "pattern": "[artifact:payload_bin = 'RAHASIA']", "pattern_type": "stix", "valid_from": "2026-01-01T00:00:00Z" },
        { "type": "artifact", "id": format!("artifact--{}", StixId([7; 16])), "payload_bin": "AAAA" },
        { "type": "malware", "id": format!("malware--{}", StixId([6; 16])) },
    ]});
    let findings = read_stix(&serde_json::to_vec(&bundle).unwrap(), &JsonLimits::default()).unwrap_err();
    let places: Vec<&str> = findings.iter().map(|finding| finding.place.as_str()).collect();
    assert_eq!(places, ["/objects/0/id", "/objects/0/created", "/objects/0/pattern", "/objects/1/type"]);
    assert!(!format!("{findings:?}").contains("RAHASIA"));
}
