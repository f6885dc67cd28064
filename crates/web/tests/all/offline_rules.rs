//! The rules that the telephone applies by itself are the node's: what is required, what may stand in a field, which step follows. Both
//! are proved by the same vectors, which are made here from the declarations.

use model::{Date, Draft, Field, KindMeta, Record, Shape, kinds};
use serde_json::{Map, Value, json};

use crate::world::World;

/// Kinds that stand for all: with every shape of field and every sort of step.
const KINDS: [&str; 11] = [
    "case",
    "follow-up",
    "service",
    "assessment",
    "safety-plan",
    "plan-goal",
    "report",
    "person",
    "referral",
    "approval",
    "consent",
];

fn today() -> Date {
    Date::constant(2026, 3, 5)
}

/// Texts that a person might leave in a field.
fn samples(field: &Field, lists: &Map<String, Value>) -> Vec<String> {
    let text = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    match field.shape {
        // What is longer is judged alike, and makes the vectors as long.
        Shape::Line(max) | Shape::Narrative(max) if max > 200 => Vec::new(),
        Shape::Line(max) | Shape::Narrative(max) => vec!["é".repeat(max), "é".repeat(max + 1)],
        Shape::Code(list) | Shape::Codes(list) => {
            let first = lists[list][0][0].as_str().unwrap().to_owned();
            vec![first.clone(), format!("{first} {first}"), "tidak_ada".into()]
        }
        Shape::Date { .. } => {
            text(&["2026-03-05", "2026-03-06", "2026-02-30", "besok", "1899-12-31", "2201-01-01"])
        }
        Shape::Number { min, max, .. } => {
            let numbers = [min, max, min - 1, max + 1].map(|number| number.to_string());
            numbers.into_iter().chain(text(&["1,5", "satu", "1.0"])).collect()
        }
        Shape::YesNo => text(&["true", "false", "unknown", "mungkin"]),
        Shape::Region => text(&["32.76", "32", "99.99"]),
        Shape::Instant | Shape::Link(_) => Vec::new(),
    }
}

fn vector(meta: &KindMeta, needed: &[&str], draft: &Draft) -> Value {
    let problems = match draft.apply(meta, today(), needed, &Record::empty(meta)) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.into_iter().map(|problem| json!([problem.field, problem.code])).collect(),
    };
    json!({ "kind": meta.slug, "needed": needed, "values": draft.0, "problems": problems })
}

#[tokio::test]
async fn the_telephone_and_the_node_keep_the_same_rules() {
    let world = World::new().await;
    let page = world.stranger().get("/app/kinds?lang=id").await;
    let mut document: Value = serde_json::from_str(&page.body).expect("declarations");
    let lists = document["lists"].as_object().unwrap().clone();
    let (mut fields, mut moves, mut used) = (Vec::new(), Vec::new(), vec!["region".to_owned()]);
    for slug in KINDS {
        let meta = kinds::by_slug(slug).unwrap_or_else(|| panic!("{slug}"));
        let required: Vec<&str> =
            meta.fields.iter().filter(|f| f.required && !f.computed).map(|f| f.name).collect();
        let asked = meta.fields.iter().filter(|field| !field.computed);
        for field in asked {
            if let Shape::Code(list) | Shape::Codes(list) = field.shape {
                used.push(list.to_owned());
            }
            for text in samples(field, &lists) {
                fields.push(vector(meta, &[], &Draft::default().with(field.name, text)));
            }
        }
        fields.push(vector(meta, &required, &Draft::default()));
        for step in meta.lifecycle.steps {
            fields.push(vector(meta, step.needs, &Draft::default()));
        }
        for state in meta.lifecycle.states {
            let steps: Vec<&str> = meta.lifecycle.steps_from(state.name).map(|step| step.action).collect();
            moves.push(json!({ "kind": slug, "state": state.name, "steps": steps }));
        }
    }
    for (member, keep) in [("kinds", KINDS.map(str::to_owned).to_vec()), ("lists", used)] {
        document[member].as_object_mut().unwrap().retain(|name, _| keep.contains(name));
    }
    let made = json!({ "today": today().to_string(), "kinds": document, "fields": fields, "moves": moves });
    let made = format!("{}\n", serde_json::to_string(&made).unwrap());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/app/tests/vectors.json");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(path, &made).expect("written");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == made, "the vectors are old: UPDATE_SNAPSHOTS=1 cargo nextest run -p web offline_rules");
}

/// The app's own proofs, in TypeScript: bundled by the esbuild that bundles the app, run by Node's own runner.
#[test]
fn the_telephones_own_proofs_hold() {
    let app = concat!(env!("CARGO_MANIFEST_DIR"), "/app");
    let dir = tempfile::tempdir().expect("a directory");
    let bundle = dir.path().join("proofs.mjs");
    let node = |arguments: &[&str]| {
        let said = std::process::Command::new("node").args(arguments).current_dir(app).output();
        let said = said.expect("Node 20 or newer: the offline app is built and proved with it");
        let text = [said.stdout, said.stderr].concat();
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&text));
    };
    let out = format!("--outfile={}", bundle.display());
    node(&[
        "node_modules/esbuild/bin/esbuild",
        "tests/all.ts",
        "--bundle",
        "--platform=node",
        "--format=esm",
        "--log-level=warning",
        &out,
    ]);
    node(&["--test", &bundle.display().to_string()]);
}

/// Whoever builds without Node gets the whole program but the app: the build script itself is run with nothing on its path.
#[test]
fn without_node_the_program_is_built_all_the_same() {
    let manifest = env!("CARGO_MANIFEST_DIR");
    let dir = tempfile::tempdir().expect("a directory");
    let script = dir.path().join("script");
    let rustc = std::process::Command::new("rustc")
        .args(["--edition", "2024", "-o"])
        .arg(&script)
        .arg(format!("{manifest}/build.rs"))
        .output()
        .expect("rustc");
    assert!(rustc.status.success(), "{}", String::from_utf8_lossy(&rustc.stderr));
    // Packages that were installed before must not help.
    let bare = dir.path().join("bare");
    std::fs::create_dir_all(bare.join("app")).expect("a directory");
    for file in ["package.json", "package-lock.json"] {
        std::fs::copy(format!("{manifest}/app/{file}"), bare.join("app").join(file)).expect("copied");
    }
    let ran = std::process::Command::new(&script)
        .env_clear()
        .env("CARGO_MANIFEST_DIR", &bare)
        .env("OUT_DIR", dir.path())
        .env("PATH", dir.path())
        .output()
        .expect("the script runs");
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && said.contains("install Node 20 or newer with npm"), "{said}");
    for file in ["offline-app.js", "offline-worker.js", "offline-forms.js"] {
        assert_eq!(std::fs::read(dir.path().join(file)).expect(file), b"", "{file}");
    }
}
