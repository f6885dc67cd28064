use proptest::prelude::*;
use seal::{
    Checkpoint, CheckpointError, NoteError, NoteSigner, NoteVerifier, SignedNote, SigningKey, from_base64,
    sha256,
};

use crate::seeded::Seeded;

const ORIGIN: &str = "node.contoh.invalid/journal";

fn key(seed: u64) -> SigningKey {
    SigningKey::generate(&mut Seeded::new(seed))
}

fn verifier(name: &str, key: &SigningKey) -> NoteVerifier {
    NoteVerifier::new(name, key.verifying_key()).unwrap()
}

/// The example in the documentation of Go's `golang.org/x/mod/sumdb/note`.
#[test]
fn the_known_note_is_made_and_verified() {
    let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    let note = format!(
        "{text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    );
    let public = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let seed = from_base64("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz").unwrap();
    let key = SigningKey::from_bytes(seed[1..].try_into().unwrap());

    let signer = NoteSigner::new("PeterNeumann", &key).unwrap();
    assert_eq!(signer.verifier().to_string(), public);
    assert_eq!(SignedNote::sign(text, &signer).unwrap().to_string(), note);
    let known = [NoteVerifier::parse(public).unwrap()];
    assert_eq!(SignedNote::parse(&note).unwrap().verify(&known), Ok((text, vec!["PeterNeumann"])));
}

#[test]
fn a_checkpoint_travels_and_is_cosigned() {
    let (log, witness) = (key(1), key(2));
    let checkpoint = Checkpoint::new(ORIGIN, 42, sha256(b"root")).unwrap();
    let mut note = checkpoint.sign(&NoteSigner::new(ORIGIN, &log).unwrap()).unwrap();
    let cosigner = NoteSigner::new("other.contoh.invalid", &witness).unwrap();
    note.add_signature(&cosigner);
    note.add_signature(&cosigner);
    let text = note.to_string();
    assert_eq!(text.matches('—').count(), 2, "one line for each key");

    let (of_log, of_witness) = (verifier(ORIGIN, &log), verifier("other.contoh.invalid", &witness));
    let both = [of_log.clone(), of_witness];
    let (opened, names) = Checkpoint::open(&text, ORIGIN, &both).unwrap();
    assert_eq!((&opened, names), (&checkpoint, vec![ORIGIN, "other.contoh.invalid"]));
    assert_eq!((opened.origin(), opened.size(), opened.root()), (ORIGIN, 42, &sha256(b"root")));
    let one = [of_log];
    assert_eq!(Checkpoint::open(&text, ORIGIN, &one).unwrap().1, [ORIGIN]);
    assert_eq!(Checkpoint::open(&text, "else.invalid", &one).unwrap_err(), CheckpointError::OtherOrigin);
    let stranger = [verifier(ORIGIN, &key(3))];
    assert_eq!(
        Checkpoint::open(&text, ORIGIN, &stranger).unwrap_err(),
        CheckpointError::Note(NoteError::Unsigned)
    );
}

#[test]
fn altered_text_is_refused() {
    let log = key(1);
    let note = Checkpoint::new(ORIGIN, 42, sha256(b"root")).unwrap();
    let note = note.sign(&NoteSigner::new(ORIGIN, &log).unwrap()).unwrap().to_string();
    let known = [verifier(ORIGIN, &log)];
    let altered = note.replace("\n42\n", "\n41\n");
    assert_eq!(
        Checkpoint::open(&altered, ORIGIN, &known).unwrap_err(),
        CheckpointError::Note(NoteError::BadSignature)
    );
}

#[test]
fn each_bad_line_has_its_own_error() {
    let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    let parse = |text: &str| Checkpoint::parse(text).unwrap_err();
    assert!(Checkpoint::parse(&format!("a\n0\n{root}\n")).is_ok());
    assert!(Checkpoint::parse(&format!("a\n7\n{root}\nextension\n")).is_ok());
    assert_eq!(parse("a\n7\n"), CheckpointError::TooFewLines);
    assert_eq!(parse(&format!("a\n7\n{root}")), CheckpointError::TooFewLines);
    assert_eq!(parse(&format!("\n7\n{root}\n")), CheckpointError::BadOrigin);
    for size in ["07", "+7", "-1", "", "7 ", "18446744073709551616"] {
        assert_eq!(parse(&format!("a\n{size}\n{root}\n")), CheckpointError::BadSize, "{size:?}");
    }
    assert_eq!(parse("a\n7\nCsUY\n"), CheckpointError::BadRoot);
    assert_eq!(parse(&format!("a\n7\n{root}\n\nx\n")), CheckpointError::EmptyExtension);
    assert_eq!(Checkpoint::new("a\nb", 0, [0; 32]).unwrap_err(), CheckpointError::BadOrigin);
}

#[test]
fn each_bad_note_has_its_own_error() {
    let parse = |note: &str| SignedNote::parse(note).unwrap_err();
    assert_eq!(parse("text\n"), NoteError::NoSignatures);
    assert_eq!(parse("text\n\n— a AAAAAAA="), NoteError::NoSignatures);
    assert_eq!(parse("te\txt\n\n— a AAAAAAA=\n"), NoteError::ControlCharacter);
    assert_eq!(parse("text\n\n— a AAAAAAA=\n- b AAAAAAA=\n"), NoteError::BadSignatureLine(2));
    assert_eq!(parse("text\n\n— a AAAA\n"), NoteError::BadSignatureLine(1));
    assert_eq!(parse("text\n\n— a+b AAAAAAA=\n"), NoteError::BadSignatureLine(1));
    assert_eq!(parse(&"x".repeat(70_000)), NoteError::TooLarge);
    assert_eq!(parse(&format!("text\n\n{}", "— a AAAAAAA=\n".repeat(65))), NoteError::TooLarge);
    assert!(SignedNote::parse(&format!("text\n\n{}", "— a AAAAAAA=\n".repeat(64))).is_ok());
    let signing = key(1);
    for name in ["", "a b", "a+b", "a\u{3000}b"] {
        assert_eq!(NoteSigner::new(name, &signing).unwrap_err(), NoteError::BadKeyName);
    }
    let signer = NoteSigner::new("a", &signing).unwrap();
    assert_eq!(SignedNote::sign("no line break", &signer).unwrap_err(), NoteError::NoSignatures);
}

#[test]
fn a_verifier_key_must_fit_its_id() {
    let text = verifier("a", &key(1)).to_string();
    assert_eq!(NoteVerifier::parse(&text).unwrap().to_string(), text);
    let id = text.split('+').nth(1).unwrap();
    for bad in
        [text.replace(id, "00000000"), text.replacen('a', "b", 1), text.to_uppercase(), "a+b".to_owned()]
    {
        assert_eq!(NoteVerifier::parse(&bad), Err(NoteError::BadVerifierKey), "{bad}");
    }
}

proptest! {
    #[test]
    fn no_altered_byte_passes(size: u64, at: prop::sample::Index, byte in 10_u8..127) {
        let log = key(1);
        let checkpoint = Checkpoint::new(ORIGIN, size, sha256(b"root")).unwrap();
        let note = checkpoint.sign(&NoteSigner::new(ORIGIN, &log).unwrap()).unwrap().to_string();
        let known = [verifier(ORIGIN, &log)];
        prop_assert_eq!(&Checkpoint::open(&note, ORIGIN, &known).unwrap().0, &checkpoint);
        let mut bytes = note.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(altered) = String::from_utf8(bytes) && altered != note {
            prop_assert!(Checkpoint::open(&altered, ORIGIN, &known).is_err());
        }
    }

    #[test]
    fn parsing_never_stops_the_program(text in "(?s)[\\PC\\n— +=]{0,80}") {
        let parsed = SignedNote::parse(&text);
        if let Ok(note) = &parsed {
            prop_assert_eq!(&note.to_string(), &text);
        }
        if let Ok(checkpoint) = Checkpoint::parse(&text) {
            prop_assert!(text.starts_with(&checkpoint.text()));
        }
    }
}
