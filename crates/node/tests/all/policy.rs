//! The policy matrix is printed, reviewed and complete.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use node::registry::ACTS;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn policy_table_is_current() {
    let path = root().join("docs/POLICY.md");
    let now = node::policy_table();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &now).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let changed: Vec<_> = now.lines().filter(|line| !kept.lines().any(|old| old == *line)).collect();
    assert!(
        kept == now,
        "docs/POLICY.md is not current; review these lines, then run with UPDATE_SNAPSHOTS=1:\n{}",
        changed.join("\n")
    );
}

/// Every file below a folder, with its text.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            found.push((stem, std::fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

#[test]
fn every_act_is_in_the_registry_and_in_the_table() {
    let slugs: BTreeSet<_> = ACTS.iter().map(|act| act.slug).collect();
    assert_eq!(slugs.len(), ACTS.len(), "two acts have one name");
    let (mut special, mut generic) = (0, BTreeSet::new());
    for (stem, text) in sources(&root().join("crates/node/src/acts")) {
        // `OpenMatter`, `ListMatters`: one act for every kind.
        let of_all = ["Matter {", "Matters {"]
            .iter()
            .any(|end| text.lines().any(|line| line.starts_with("impl Act for ") && line.ends_with(end)));
        if text.contains("\nimpl Act for ") && !of_all {
            let slug = stem.replace('_', "-");
            assert!(slugs.contains(slug.as_str()), "acts/**/{stem}.rs is no act of the registry");
            assert!(text.contains(&format!("\"{slug}\"")), "{stem}.rs names its act otherwise");
            special += 1;
        } else if of_all || text.contains("> Act for ") {
            generic.insert(stem);
        }
    }
    assert!(special > 20, "the acts have moved; this test reads nothing");
    for stem in generic {
        // A generic act is one for each kind: `assign.rs` is `assign-case`; steps are named by each kind's lifecycle.
        let verb = stem.replace('_', "-");
        let some = slugs.iter().any(|slug| slug.starts_with(&format!("{verb}-")));
        assert!(some || stem == "move_along", "acts/{stem}.rs has no act in the registry");
    }
    let table = node::policy_table();
    for slug in slugs {
        assert!(table.contains(&format!("\n| `{slug}` |")), "{slug} is not in docs/POLICY.md");
    }
}
