//! Who may know whom: the floors of the house, read from `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// Each crate of the workspace and the crates of the workspace it may depend on when it is shipped.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("linkage", &["model"]),
    ("statistics", &[]),
    ("seal", &["model"]),
    ("formats", &["model"]),
    ("forms", &["model", "formats"]),
    // Telephones and names are normalised in one place.
    ("signals", &["linkage"]),
    ("node", &["model", "seal", "statistics", "linkage", "formats", "signals", "forms"]),
    // Tables are drawn and written by `statistics`; what they hold was decided by the node.
    ("web", &["model", "node", "formats", "statistics", "forms"]),
    // A program of its own for whoever must not trust a node.
    ("verifier", &["seal"]),
    ("jejaring", &["model", "node", "web", "seal", "statistics", "linkage", "formats", "signals", "forms"]),
    ("scale", &["model", "linkage"]),
    // Never shipped.
    ("trial", &["model", "node", "web"]),
    ("xtask", &["trial"]),
];

/// No I/O, no async, no clock.
const PURE: &[&str] = &["model", "linkage", "statistics", "seal", "formats", "signals", "forms"];

const ASYNC: &[&str] = &["tokio", "async-std", "smol", "futures-util", "reqwest", "hyper", "axum", "sqlx"];

const SQL: &[&str] =
    &["sqlx", "sqlx-core", "sqlx-sqlite", "sqlx-postgres", "libsqlite3-sys", "rusqlite", "tokio-postgres"];

const CIPHERS: &[&str] = &[
    "aes-gcm",
    "argon2",
    "bip39",
    "blake3",
    "chacha20poly1305",
    "ed25519-dalek",
    "hkdf",
    "hmac",
    "hpke",
    "md-5",
    "p256",
    "ring",
    "rsa",
    "sha1",
    "sha2",
    "sha3",
    "totp-rs",
    "voprf",
    "x25519-dalek",
];

const SOLVERS: &[&str] = &["good_lp", "highs", "microlp"];

fn metadata() -> Metadata {
    let manifest = trial::workspace_root().join("Cargo.toml");
    let mut command = MetadataCommand::new();
    command.manifest_path(manifest).no_deps().other_options(["--offline".to_owned()]);
    command.exec().expect("cargo metadata")
}

/// What a crate needs to be built, as opposed to tested.
fn needs(package: &Package) -> BTreeSet<&str> {
    let shipped = package.dependencies.iter().filter(|d| d.kind != DependencyKind::Development);
    shipped.map(|d| d.name.as_str()).collect()
}

#[test]
fn every_arrow_points_down() {
    let metadata = metadata();
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let crates: BTreeSet<&str> = metadata.packages.iter().map(|p| p.name.as_str()).collect();
    let mut wrong = Vec::new();
    for package in &metadata.packages {
        let name = package.name.as_str();
        let Some(may) = allowed.get(name) else {
            wrong.push(format!("{name} has no floor: add it to ARROWS and to the architecture"));
            continue;
        };
        let needs = needs(package);
        let beyond = needs.intersection(&crates).filter(|needed| !may.contains(needed));
        wrong.extend(beyond.map(|needed| format!("{name} must not depend on {needed}")));
    }
    assert_eq!(wrong, [""; 0]);
}

/// Everything but the never-shipped crates, which may use what they like.
fn strays(only: &str, names: &[&str]) -> Vec<String> {
    let metadata = metadata();
    let others = metadata.packages.iter().filter(|p| ![only, "trial", "xtask"].contains(&p.name.as_str()));
    others
        .flat_map(|package| {
            let found: Vec<_> =
                needs(package).into_iter().filter(|n| names.contains(n)).map(str::to_owned).collect();
            found.into_iter().map(|n| format!("{} names {n}; only {only} may", package.name))
        })
        .collect()
}

#[test]
fn only_node_knows_sql() {
    assert_eq!(strays("node", SQL), [""; 0]);
}

#[test]
fn only_seal_names_a_cipher() {
    assert_eq!(strays("seal", CIPHERS), [""; 0]);
}

#[test]
fn only_statistics_names_a_solver() {
    assert_eq!(strays("statistics", SOLVERS), [""; 0]);
}

#[test]
fn pure_crates_have_no_async() {
    let metadata = metadata();
    let pure = metadata.packages.iter().filter(|p| PURE.contains(&p.name.as_str()));
    let wrong: Vec<String> = pure
        .flat_map(|p| {
            needs(p)
                .into_iter()
                .filter(|n| ASYNC.contains(n))
                .map(|n| format!("{} needs {n}", p.name))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(wrong, [""; 0]);
}

/// The rules above must be able to fail: the crates they speak of are there, with what they alone may have.
#[test]
fn the_rules_see_what_they_rule() {
    let metadata = metadata();
    let package = |name: &str| metadata.packages.iter().find(|p| p.name.as_str() == name).expect("crate");
    assert!(needs(package("node")).contains("sqlx"));
    assert!(needs(package("seal")).contains("ed25519-dalek"));
    assert!(needs(package("statistics")).contains("good_lp"));
    assert!(
        PURE.iter().filter(|name| metadata.packages.iter().any(|p| p.name.as_str() == **name)).count() >= 4
    );
}
