//! What leaves as HSDS is judged by the official schema and a validator that shares nothing with our own check.

use formats::hsds::{self, Listing};
use serde_json::{Value, json};

const SCHEMA: &str = include_str!("../data/hsds/service_with_definitions.json");

fn whole() -> Listing {
    Listing {
        id: "01890a5d-ac96-774b-bcce-b302099a8057".into(),
        organization_id: "01890a5d-ac96-774b-bcce-b302099a8058".into(),
        organization: "Lembaga Contoh (rekaan)".into(),
        name: "Layanan kesehatan anak (rekaan)".into(),
        description: "Data rekaan.".into(),
        status: "active".into(),
        service_type: ("health_care".into(), "Layanan kesehatan".into()),
        eligibility: "Anak dan remaja.".into(),
        minimum_age: Some(0),
        maximum_age: Some(17),
        application: "Hubungi petugas.".into(),
        fees: "Gratis".into(),
        accreditations: "Izin rekaan".into(),
        languages: vec![("id".into(), "Indonesia".into()), ("su".into(), "Sunda".into())],
        days: vec!["MO".into(), "TU".into()],
        opens: "08:00".into(),
        closes: "16:00".into(),
        area: Some(("32.73".into(), "Kota Bandung".into())),
        phone: "+62 000 0000".into(),
        email: "layanan@contoh.invalid".into(),
        url: "https://contoh.invalid".into(),
        address: Some(["Jalan Contoh 1", "Bandung", "Jawa Barat", "00000"].map(str::to_owned)),
        position: Some((-6.9, 107.6)),
        accessibility: "Jalur landai".into(),
        alert: "Belum dipastikan lagi".into(),
        assured_date: "2026-03-05".into(),
        last_modified: "2026-03-05T08:00:00Z".into(),
    }
}

/// A place with a contact point only, and one of which little is known.
fn samples() -> Vec<Listing> {
    let gate = Listing {
        address: None,
        position: None,
        phone: String::new(),
        description: String::new(),
        ..whole()
    };
    let bare = Listing {
        id: whole().id,
        organization_id: whole().organization_id,
        organization: whole().organization,
        name: "Layanan rekaan".into(),
        status: "temporarily closed".into(),
        service_type: ("other".into(), "Lainnya".into()),
        ..Listing::default()
    };
    vec![whole(), gate, bare]
}

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).expect("the schema is whole")
}

#[test]
fn what_leaves_is_valid_for_the_official_schema() {
    let judge = validator();
    for one in samples() {
        let written = hsds::service(&one);
        let found: Vec<String> =
            judge.iter_errors(&written).map(|error| format!("{} {error}", error.instance_path())).collect();
        assert_eq!(found, [""; 0], "{written}");
        assert!(hsds::check("service", &written).is_empty());
    }
    // The judge can say no, and ours agrees.
    for (field, wrong) in [
        ("status", json!("open")),
        ("organization_id", json!(7)),
        ("name", Value::Null),
        ("minimum_age", json!("a")),
    ] {
        let mut broken = hsds::service(&whole());
        broken[field] = wrong;
        assert!(!judge.is_valid(&broken), "{field}");
        assert!(!hsds::check("service", &broken).is_empty(), "{field}");
    }
}

#[test]
fn what_leaves_comes_back() {
    let page = hsds::page(samples().iter().map(hsds::service).collect(), (1, 50), 3);
    let read = hsds::read(page.to_string().as_bytes()).unwrap();
    assert_eq!(read.len(), 3);
    for (one, back) in samples().iter().zip(&read) {
        assert_eq!((&one.id, &one.name, &one.organization), (&back.id, &back.name, &back.organization));
        assert_eq!(
            (&one.service_type, &one.days, one.minimum_age),
            (&back.service_type, &back.days, back.minimum_age)
        );
        assert_eq!((&one.address, one.position, &one.phone), (&back.address, back.position, &back.phone));
    }
    let packed = hsds::package(&samples()[..1]).unwrap();
    let (_, found) = hsds::check_file(&packed).unwrap();
    assert_eq!(found, []);
    let whole = &samples()[0];
    let back = &hsds::read(&packed).unwrap()[0];
    assert_eq!(
        (&whole.id, &whole.organization, &whole.service_type),
        (&back.id, &back.organization, &back.service_type)
    );
    assert_eq!(
        (whole.minimum_age, &whole.languages, &whole.days),
        (back.minimum_age, &back.languages, &back.days)
    );
    assert_eq!((&whole.address, whole.position, &whole.phone), (&back.address, back.position, &back.phone));
}
