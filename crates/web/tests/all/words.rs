//! Both languages say everything, say it once, and say nothing that harms.

use std::collections::BTreeSet;
use std::path::Path;

use model::field::{DataGroup, Shape};
use model::{Lang, ProblemCode, codes, kinds};
use node::acts::people::EraseReason;
use node::registry::ACTS;
use web::i18n::{Words, keys};

fn all() -> BTreeSet<String> {
    keys(Lang::Id).into_iter().collect()
}

#[test]
fn both_languages_have_the_same_keys_once() {
    assert_eq!(keys(Lang::Id), keys(Lang::En));
    let once: BTreeSet<_> = keys(Lang::Id).into_iter().collect();
    assert_eq!(once.len(), keys(Lang::Id).len(), "a key twice");
    for lang in Lang::ALL {
        let words = Words::new(lang);
        // An attribute alone has no text of its own above it; every other key must resolve.
        let silent: Vec<_> = keys(lang).into_iter().filter(|key| words.maybe(key).is_none()).collect();
        assert_eq!(silent, Vec::<String>::new());
    }
}

/// A line that cannot be read is left out by the program, and its key would stand on a page instead of words.
#[test]
fn every_line_of_words_can_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    let mut files = 0;
    for lang in Lang::ALL {
        for file in std::fs::read_dir(folder.join(lang.code())).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let read = fluent_bundle::FluentResource::try_new(text);
            let faults: Vec<String> = read
                .err()
                .map(|(_, faults)| faults.iter().map(ToString::to_string).collect())
                .unwrap_or_default();
            assert_eq!(faults, Vec::<String>::new(), "{}", path.display());
            files += 1;
        }
    }
    assert!(files > 20);
}

/// Keys that follow from declarations: kinds, acts, refusals, problems.
fn from_declarations() -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    for meta in kinds::ALL {
        wanted.extend([format!("kind-{}", meta.slug), format!("kind-{}.plural", meta.slug)]);
        for field in meta.fields {
            wanted.insert(meta.label_key(field.name));
            if let Shape::Number { unit, .. } = field.shape {
                wanted.extend([unit.to_owned(), format!("{unit}.short")]);
            }
        }
    }
    for act in ACTS.iter() {
        wanted.extend([act.slug.to_owned(), format!("{}.done", act.slug)]);
    }
    for group in DataGroup::ALL {
        if codes::list("data-group").unwrap().get(group.code()).is_none() {
            wanted.insert(format!("group-{}", group.code()));
        }
    }
    for code in [
        ProblemCode::Missing,
        ProblemCode::TooLong,
        ProblemCode::UnknownCode,
        ProblemCode::NotADate,
        ProblemCode::InFuture,
        ProblemCode::DateOutOfRange,
        ProblemCode::NotANumber,
        ProblemCode::OutOfRange,
        ProblemCode::NotYesNo,
        ProblemCode::UnknownRegion,
        ProblemCode::NotAnId,
        ProblemCode::UnknownField,
        ProblemCode::Picture,
        ProblemCode::NotAHash,
        ProblemCode::NotAnAddress,
        ProblemCode::NotAnIdentifier,
    ] {
        let name = serde_json::to_value(code).unwrap();
        wanted.insert(format!("problem-{}", name.as_str().unwrap()));
    }
    wanted.extend(EraseReason::ALL.map(|reason| format!("erase-reason-{}", reason.code())));
    let grounds = include_str!("../../../node/src/search/ground.rs");
    let codes = grounds.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next());
    wanted.extend(codes.map(|code| format!("ground-{code}")));
    wanted.extend(of_imports());
    wanted.extend(of_public_pages());
    wanted.extend(of_practice());
    wanted.extend(of_the_desk());
    wanted.extend(of_counting());
    wanted.extend(of_promises());
    wanted.extend(of_codes());
    wanted.extend(keys(Lang::Id).into_iter().filter(|key| key.starts_with("mapping-")));
    wanted.extend(keys(Lang::Id).into_iter().filter(|key| key.starts_with("obs-wrong-")));
    wanted.extend(statistics::money::Layer::ALL.map(|layer| format!("money-{}", layer.code())));
    wanted.extend((1..=12).map(|month| format!("month-{month}")));
    wanted.extend((1..=7).map(|day| format!("weekday-{day}")));
    wanted.extend(["newest", "oldest", "due"].map(|sort| format!("sort-{sort}")));
    wanted
}

/// Words of imports: fields of the table, what is wrong with a cell, why a file is refused.
fn of_imports() -> BTreeSet<String> {
    let name = |code: &str| code.replace('_', "-");
    let mut wanted: BTreeSet<String> =
        formats::synonyms::CASE.iter().map(|field| format!("import-field-{}", name(field.field))).collect();
    let all = keys(Lang::Id);
    let problem = |key: &&String| key.starts_with("import-problem-") || key.starts_with("import-record-");
    let known = |key: &&String| problem(key) || key.starts_with("import-refused-");
    wanted.extend(all.iter().filter(known).cloned());
    wanted.extend(["import-likely.remedy", "import-left-alone.remedy"].map(str::to_owned));
    wanted
}

/// Lines of the closure checklist, and headings of the pocket card.
fn of_practice() -> BTreeSet<String> {
    let lines = [
        "assessments",
        "goals",
        "services",
        "decisions",
        "safety-plan",
        "moves",
        "legal",
        "feedback",
        "approval",
    ];
    let mut wanted: BTreeSet<String> = lines.iter().map(|line| format!("closure-{line}")).collect();
    wanted.extend(kinds::SafetyPlan::CARD.iter().map(|name| format!("card-{}", name.replace('_', "-"))));
    wanted.extend(["age-from", "age-to", "places"].map(|name| format!("places-{name}")));
    wanted
}

/// The public form asks in its own words.
fn of_public_pages() -> BTreeSet<String> {
    let asked = ["children", "imminent_danger", "incident_date", "narrative", "region"];
    let you = ["reporter_contact", "reporter_name", "reporter_safe_contact"];
    let keys = asked.iter().chain(&you).map(|name| format!("public-{}", name.replace('_', "-")));
    keys.chain(["admin-title-id", "admin-title-en"].map(str::to_owned)).collect()
}

/// The desk: ways to report, what is asked of a child, time limits, columns of the board, templates of letters.
fn of_the_desk() -> BTreeSet<String> {
    let listed =
        |start: &str, names: &[&str]| names.iter().map(|name| format!("{start}-{name}")).collect::<Vec<_>>();
    let letters = ["referral-letter", "police-report", "case-summary", "cover-letter", "statement"];
    let clocks =
        ["acknowledge", "assign", "first-contact", "mandatory-report", "subject-answer", "breach-notice"];
    let asked = ["narrative", "imminent-danger", "children", "places", "reporter-contact"];
    [
        listed("call-way", &["phone", "walk-in", "outreach", "agency", "child"]),
        listed("call-child", &asked),
        listed("clock", &clocks),
        listed("board-empty", &["received", "acknowledged", "triaged"]),
        listed("letter-subject", &letters),
        listed("letter-body", &letters),
        // Its hint stands with both times of a shift.
        vec!["roster-time".to_owned()],
    ]
    .concat()
    .into_iter()
    .collect()
}

/// The data centre: what could not be read, fields and levels of the linkage, parts of a change, breakdowns.
fn of_counting() -> BTreeSet<String> {
    use linkage::link::{COLUMNS, FIELDS};
    let troubles = keys(Lang::Id).into_iter().filter(|key| key.starts_with("trouble-"));
    let parts = node::counting::Part::ALL.map(|part| format!("part-{}", part.code()));
    let levels = FIELDS.iter().flat_map(|field| field.levels()).map(|level| format!("level-{level}"));
    let columns = COLUMNS.iter().map(|column| format!("column-{}", column.heading().replace('_', "-")));
    let whys = ["narrow", "bridge", "niks", "births"].map(|why| format!("why-{why}"));
    let by = ["region", "form", "period", "sex", "age", "province"].map(|by| format!("dim-{by}"));
    let fields = FIELDS.iter().map(|field| format!("field-{}", field.key()));
    let all = troubles.chain(parts).chain(levels).chain(columns).chain(whys).chain(by).chain(fields);
    let kinds = ["list-delivery-agency", "list-delivery-counted_entity"].map(str::to_owned);
    all.chain(kinds).collect()
}

/// The network's memory: lists and groups of its front page, ends of ties, what is wrong with a road map.
fn of_promises() -> BTreeSet<String> {
    let lists = ["unheld", "late", "still", "ahead"];
    let lists = lists.iter().flat_map(|list| [format!("promises-{list}"), format!("promises-{list}.lead")]);
    let groups = ["attention", "region", "form", "agency"];
    let groups = groups.iter().flat_map(|by| [format!("promises-by-{by}"), format!("promises-{by}")]);
    let ends = ["from", "to", "cluster", "practice"];
    let ends = ends.iter().flat_map(|end| [format!("ties-{end}"), format!("ties-{end}.empty")]);
    let wrong = keys(Lang::Id).into_iter().filter(|key| key.starts_with("roadmap-problem-"));
    lists.chain(groups).chain(ends).chain(wrong).collect()
}

/// Words whose keys end in a code: what a child chooses, how a hash stands, fields with a hint, messages, members, estimates.
fn of_codes() -> BTreeSet<String> {
    let listed =
        |start: &str, names: &[&str]| names.iter().map(|name| format!("{start}-{name}")).collect::<Vec<_>>();
    [
        listed("child-harm", &["bullying", "grooming", "sexual-extortion", "image-spread", "other"]),
        listed("child-danger", &["true", "false", "unknown"]),
        listed("child-safe", &["yes", "no"]),
        listed("standing", &["0", "1", "2", "3"]),
        listed("hash", &["digits", "list-add", "list-remove"]),
        listed("goaml", &["document", "indicators", "profile", "schema"]),
        listed("share-hash-list", &["member"]),
        listed("take-content-file", &["document"]),
        listed("tell-list-owner", &["challenge", "hashes", "submit"]),
        listed("overlap", &["holder", "purpose"]),
        listed("message", &["decided", "delivered", "other", "rejected", "retrieved"]),
        listed(
            "progress",
            &["not-available", "deterioration", "limited", "moderate", "substantial", "achieved"],
        ),
        listed("public", &["account", "address", "platform"]),
        listed("obs-column", &["indicator", "period", "value"]),
        listed("rate", &["currency", "dated", "rate", "source"]),
        listed("network-state", &["active", "here", "revoked", "suspended", "withdrawn"]),
        listed(
            "directory",
            &["enrol", "readmit", "renew", "revoke", "revoke_key", "suspend", "withdraw", "witness"],
        ),
        listed(
            "directory-field",
            &["compared_with", "days", "entry", "fingerprint", "key", "member", "reason", "urgent"],
        ),
        listed("directory-urgent", &["no", "yes"]),
        listed("directory", &["appoint"]),
        listed("directory-field", &["begins", "budget", "guardian-key"]),
        listed("matching-state", &["coming", "incomplete", "now", "over", "prepared"]),
        listed("lists", &["entity", "from", "schema", "secret", "to", "until", "way"]),
        listed("lists-way", &["encoded", "facts", "plain"]),
        listed(
            "estimate-caution",
            &[
                "at-minus-infinity",
                "chains-apart",
                "hangs-on-one-list",
                "methods-disagree",
                "some-without-estimate",
                "thin-lists",
                "two-lists",
            ],
        ),
        listed(
            "estimate-refused",
            &[
                "does-not-exist",
                "holds-everybody",
                "lists-unfit",
                "no-overlap",
                "no-upper-end",
                "nobody-observed",
                "not-identifiable",
                "one-list",
                "too-few-shared",
                "too-few-to-tell",
                "too-wide",
            ],
        ),
    ]
    .concat()
    .into_iter()
    .collect()
}

fn sources(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else {
            into.push_str(&std::fs::read_to_string(&path).unwrap());
            into.push('\n');
        }
    }
}

/// Codes in `Refused("…")`, `Denied("…")` and `Deny("…")` of a crate's sources.
fn refusals(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (mark, prefix) in
        [("Refused(\"", "refused"), ("Denied(\"", "denied"), ("Deny(\"", "denied"), ("Away(\"", "denied")]
    {
        for rest in text.split(mark).skip(1) {
            let code = rest.split('"').next().unwrap();
            found.insert(format!("{prefix}-{code}"));
        }
    }
    found
}

#[test]
fn every_word_that_is_needed_is_there_and_every_word_is_needed() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut ours, mut nodes) = (String::new(), String::new());
    sources(&here.join("src"), &mut ours);
    sources(&here.join("templates"), &mut ours);
    sources(&here.join("../node/src"), &mut nodes);
    let mut wanted = from_declarations();
    wanted.extend(refusals(&ours));
    wanted.extend(refusals(&nodes));
    let missing: Vec<_> = wanted.difference(&all()).cloned().collect();
    assert_eq!(missing, Vec::<String>::new(), "words that nobody wrote");

    let used = |key: &String| {
        let hint = key.strip_suffix(".hint").is_some_and(|label| wanted.contains(label));
        // `error-<name>` and its text follow from the name in `Fault::name`.
        let name = key.strip_prefix("error-").map(|name| name.trim_end_matches(".text"));
        wanted.contains(key)
            || hint
            || ours.contains(&format!("\"{key}\""))
            || name.is_some_and(|name| ours.contains(&format!("=> \"{name}\"")))
    };
    let idle: Vec<_> = all().into_iter().filter(|key| !used(key)).collect();
    assert_eq!(idle, Vec::<String>::new(), "words that nothing shows");
}

#[test]
fn every_key_in_sources_and_templates_exists() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut ours = String::new();
    sources(&here.join("src"), &mut ours);
    sources(&here.join("templates"), &mut ours);
    let known = all();
    let mut strangers = BTreeSet::new();
    for mark in [".t(\"", ".count(\"", ".with(\""] {
        for rest in ours.split(mark).skip(1) {
            let key = rest.split('"').next().unwrap();
            if !known.contains(key) && !key.contains('{') {
                strangers.insert(key.to_owned());
            }
        }
    }
    assert_eq!(strangers, BTreeSet::new());
}

/// Words that the terminology guidelines for the protection of children ask everybody not to use.
const NEVER: &[&str] = &[
    "pornografi anak",
    "prostitusi anak",
    "pelacur",
    "pekerja seks",
    "wisata seks",
    "pariwisata seks",
    "turis seks",
    "anak nakal",
    "child porn",
    "kiddie",
    "child prostitut",
    "child sex worker",
    "sex tour",
    "juvenile delinquent",
];

#[test]
fn no_word_harms() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["locales", "templates"] {
        let mut text = String::new();
        sources(&here.join(folder), &mut text);
        let text = text.to_lowercase();
        for word in NEVER {
            assert!(!text.contains(word), "{word} in {folder}");
        }
    }
}

#[test]
fn numbers_bend_words() {
    assert_eq!(Words::new(Lang::En).count("list-total", 1), "1 record");
    assert_eq!(Words::new(Lang::En).count("list-total", 2), "2 records");
    assert_eq!(Words::new(Lang::Id).count("list-total", 0), "Tidak ada catatan");
    // Digits stand in groups, and one is one.
    assert_eq!(Words::new(Lang::En).count("unit-rows", 12_345), "12,345 rows");
    assert_eq!(Words::new(Lang::Id).count("unit-rows", 12_345), "12.345 baris");
    assert_eq!(Words::new(Lang::En).count("unit-rows", 1), "1 row");
    assert_eq!(Words::new(Lang::Id).t("no-such-key"), "no-such-key");
}
