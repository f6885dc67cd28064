//! What leaves as HSDS is judged by the official schema and a validator that shares nothing with our own check.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use formats::hsds::{self, Listing, Package, TABLES};
use serde_json::{Value, json};
use zip::ZipArchive;

const SCHEMA: &str = include_str!("../data/hsds/service_with_definitions.json");

const TABULAR: &str = include_str!("../data/hsds/tabular.json");

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

/// The tables of a package as the official schema of packages wants them: rows by the name of their table, numbers as numbers.
fn tables(package: &[u8]) -> Value {
    let schema: Value = serde_json::from_str(TABULAR).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        files.insert(entry.name().unwrap().into_owned(), text);
    }
    let about: Value = serde_json::from_str(&files.remove("datapackage.json").unwrap()).unwrap();
    let mut found = json!({});
    for resource in about["resources"].as_array().unwrap() {
        let (name, path) = (resource["name"].as_str().unwrap(), resource["path"].as_str().unwrap());
        let table = &schema["properties"][name]["items"];
        assert_eq!(table["path"], path, "{name} lies where the specification puts it");
        let text = files.remove(path).unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers().unwrap().clone();
        let rows = reader.records().map(|row| {
            let row = row.unwrap();
            let cells = columns.iter().zip(row.iter()).filter(|(_, cell)| !cell.is_empty());
            let cells = cells.map(|(column, cell)| {
                let field = &table["properties"][column];
                assert!(field.is_object(), "{name}.{column} is a column of the specification");
                let cell = cell.strip_prefix('\'').unwrap_or(cell);
                let value = match field["type"].as_str() {
                    Some("number") => json!(cell.parse::<f64>().unwrap()),
                    _ => json!(cell),
                };
                (column.to_owned(), value)
            });
            Value::Object(cells.collect())
        });
        found[name] = rows.collect();
    }
    assert!(files.is_empty(), "nothing lies in the package that is not named: {files:?}");
    found
}

/// The schema of packages names files that it does not come with, for columns that no table can have: whatever these say is said of nothing.
fn without_other_files(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.remove("$ref");
            members.values_mut().for_each(without_other_files);
        }
        Value::Array(items) => items.iter_mut().for_each(without_other_files),
        _ => {}
    }
}

#[test]
fn a_package_is_valid_for_the_official_schema_of_packages() {
    let mut schema: Value = serde_json::from_str(TABULAR).unwrap();
    without_other_files(&mut schema);
    let judge = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let [first, gate, bare]: [Listing; 3] = samples().try_into().unwrap();
    let other =
        |n: u8, one: Listing| Listing { id: format!("01890a5d-ac96-774b-bcce-b302099a80{n:02}"), ..one };
    let packed = hsds::package(&[first, other(1, gate), other(2, bare)]).unwrap();
    let found = tables(&packed);
    assert_eq!(found["service"].as_array().unwrap().len(), 3);
    assert_eq!(found["organization"].as_array().unwrap().len(), 1, "an organisation stands once");
    let wrong: Vec<String> =
        judge.iter_errors(&found).map(|error| format!("{} {error}", error.instance_path())).collect();
    assert_eq!(wrong, [""; 0]);
    // The judge can say no.
    for (table, column, cell) in [
        ("service", "status", json!("open")),
        ("location", "latitude", json!("selatan")),
        ("phone", "id", json!(7)),
    ] {
        let mut broken = found.clone();
        broken[table][0][column] = cell;
        assert!(!judge.is_valid(&broken), "{table}.{column}");
    }
}

#[test]
fn a_package_leaves_while_it_is_written() {
    let listing = |n: usize| Listing { id: format!("01890a5d-ac96-774b-bcce-{n:012}"), ..whole() };
    let page = |from: usize| (from..from + 200).map(listing).collect::<Vec<_>>();
    let out = Shared::default();
    let mut package = Package::begin(out.clone());
    let mut largest = 0;
    for (table, _) in TABLES {
        for from in (0..2_000).step_by(200) {
            let before = out.len();
            package.add(table, &page(from)).unwrap();
            largest = largest.max(out.len() - before);
        }
    }
    let before_the_end = out.len();
    package.finish().unwrap();
    let bytes = out.0.lock().unwrap().clone();
    assert!(
        before_the_end * 100 > bytes.len() * 80,
        "{before_the_end} of {} were out before the end",
        bytes.len()
    );
    assert!(largest * 4 < bytes.len(), "no page made {largest} of {}", bytes.len());
    let (rows, found) = hsds::check_file(&bytes).unwrap();
    assert_eq!((rows > 20_000, found), (true, vec![]));
    assert_eq!(hsds::read(&bytes).unwrap().len(), 2_000);
}

/// A line to somebody: what was written is gone.
#[derive(Clone, Default)]
struct Shared(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl Shared {
    fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

impl std::io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
