//! The program as a court would use it: files in, a sentence and an exit code out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "the configuration allows them in test functions; helpers of tests are meant as well"
)]

// The same invented network and bundle that the proofs of `seal` use.
#[path = "../../../seal/tests/all/seeded.rs"]
#[allow(dead_code, reason = "shared")]
mod seeded;
#[path = "../../../seal/tests/all/exchange"]
#[allow(dead_code, reason = "shared")]
mod exchange {
    pub(crate) mod proven;
    pub(crate) mod world;
}

// Real nodes, as the proofs of `node` set them up.
#[path = "../../../node/tests/all/world.rs"]
#[macro_use]
#[allow(dead_code, unused_macros, reason = "shared")]
mod world;
mod nodes {
    #[path = "../../../../node/tests/all/exchange/circle.rs"]
    #[allow(dead_code, reason = "shared")]
    pub(super) mod circle;
    #[path = "../../../../node/tests/all/exchange/net.rs"]
    #[allow(dead_code, reason = "shared")]
    pub(super) mod net;
    mod proofs;
}

use std::path::Path;
use std::process::{Command, Output};

use exchange::proven::Step::{Renewed, Suspended};
use exchange::proven::{Step, anchor, bundle, chain, verifiers};
use seal::evidence::{Bundle, History};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jejaring-verify")).args(args).output().unwrap()
}

/// Exit code, standard output, standard error.
fn verify(dir: &Path, bundle: &Bundle, more: &[&str]) -> (i32, String, String) {
    std::fs::write(dir.join("bundle.json"), bundle.to_bytes()).unwrap();
    std::fs::write(dir.join("anchor.json"), serde_json::to_vec(&anchor()).unwrap()).unwrap();
    let (bundle, anchor) = (dir.join("bundle.json"), dir.join("anchor.json"));
    let mut args = vec![bundle.to_str().unwrap(), "--anchor", anchor.to_str().unwrap()];
    args.extend(more);
    said(run(&args))
}

fn said(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_whole_bundle_is_proven_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let bundle = bundle();
    let (code, out, err) = verify(dir.path(), &bundle, &[]);
    assert_eq!((code, err.as_str()), (0, ""));
    for part in [
        "PROVEN, by directory version 1 of contoh",
        "ID/NGO/CONTOH-KASIH (post pekerja-sosial) sent a referral.offer to PH/HOT/HALIMBAWA",
        "PH/HOT/HALIMBAWA stated 'decided'",
        "entry 8 of the 13 in the journal of PH/HOT/HALIMBAWA, countersigned by one.contoh.invalid, two.contoh.invalid",
        "is what the sender committed to",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    assert!(!out.contains("Data rekaan"), "content is shown on request alone");
    let (code, out, _) = verify(dir.path(), &bundle, &["--content"]);
    assert!(code == 0 && out.contains("Data rekaan"));
}

#[test]
fn tampering_is_named_in_a_sentence_with_exit_code_1() {
    let dir = tempfile::tempdir().unwrap();
    let good = bundle();
    let mut bundle = good.clone();
    bundle.content.as_mut().unwrap().plain.0[0] ^= 1;
    let (code, out, err) = verify(dir.path(), &bundle, &[]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("NOT PROVEN: the revealed content is not what the sender committed to"), "{err}");
    let witness = verifiers()[0].to_string();
    let (code, _, err) = verify(dir.path(), &good, &["--witness", &witness]);
    assert!(code == 1 && err.contains("only 1 of the 2 required witnesses"), "{err}");
    assert_eq!(verify(dir.path(), &good, &["--witness", &witness, "--need", "1"]).0, 0);
    std::fs::write(dir.path().join("noise"), b"noise").unwrap();
    let (noise, anchor) = (dir.path().join("noise"), dir.path().join("anchor.json"));
    let (code, _, err) = said(run(&[noise.to_str().unwrap(), "--anchor", anchor.to_str().unwrap()]));
    assert!(code == 1 && err.contains("the bundle is not an evidence bundle"), "{err}");
}

/// Versions in one file, judged with nothing but the anchor.
fn directories(steps: &[Step<'_>]) -> (i32, String, String) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("directories.json"), History::new(chain(steps)).to_bytes()).unwrap();
    std::fs::write(dir.path().join("anchor.json"), serde_json::to_vec(&anchor()).unwrap()).unwrap();
    let [versions, anchor] = ["directories.json", "anchor.json"].map(|name| dir.path().join(name));
    said(run(&["--directory", versions.to_str().unwrap(), "--anchor", anchor.to_str().unwrap()]))
}

#[test]
fn the_first_version_that_one_operator_signed_is_named() {
    let both: &[usize] = &[0, 1];
    let (code, out, err) = directories(&[Renewed(both), Renewed(&[1, 2]), Renewed(&[1]), Renewed(&[2])]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(
        err.contains(
            "NOT PROVEN: directory version 3 (document 3) was signed by 1 operator(s), but 2 have to"
        ),
        "{err}"
    );
    let (code, _, err) = directories(&[Renewed(both), Renewed(&[0, 0]), Renewed(both)]);
    assert!(
        code == 1
            && err.contains("directory version 2 (document 2) carries several signatures of one operator"),
        "{err}"
    );
    let (code, out, err) = directories(&[Renewed(both), Suspended(&[2]), Renewed(both), Suspended(&[0])]);
    assert_eq!((code, err.as_str()), (0, ""));
    for part in [
        "PROVEN: 4 version(s) of the directory of contoh, up to version 4",
        "Version 2 was signed by 1 of the 2 operators needed",
        "suspended ID/NGO/CONTOH-KASIH, revoked 0; version 3, which enough signed, followed.",
        "Version 4 was signed by 1 of the 2 operators needed",
        "no version that enough signed follows: ask the operators.",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    let (code, out, _) = directories(&[Renewed(both), Renewed(both)]);
    assert!(code == 0 && out.contains("No version was signed by fewer operators than needed."), "{out}");
}

#[test]
fn wrong_use_says_how_with_exit_code_2() {
    let dir = tempfile::tempdir().unwrap();
    let good = bundle();
    for (args, part) in [
        (["--need", "two"].as_slice(), "--need takes a number"),
        (&["--witness", "nonsense"], "verifier key is damaged"),
        (&["--online"], "--online is not known"),
        (&["--need"], "--need needs a value"),
    ] {
        let (code, _, err) = verify(dir.path(), &good, args);
        assert!(code == 2 && err.contains(part) && err.contains("Usage"), "{err}");
    }
    let (code, _, err) = said(run(&["nowhere.json"]));
    assert!(code == 2 && err.contains("--anchor is missing"), "{err}");
    let (code, _, err) = said(run(&["nowhere.json", "--log", "nowhere.json"]));
    assert!(code == 2 && err.contains("either a bundle or journal files"), "{err}");
    let (code, _, err) = said(run(&["nowhere.json", "--anchor", "nowhere-either.json"]));
    assert!(code == 2 && err.contains("cannot be read"), "{err}");
    assert_eq!(said(run(&["--help"])).0, 0);
}
