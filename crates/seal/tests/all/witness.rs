use proptest::prelude::*;
use seal::tree::root_of;
use seal::witness::{AddCheckpoint, Cosigned, CosignedError, Head, Refusal, WitnessSigner, WitnessVerifier};
use seal::{
    Checkpoint, CheckpointError, Digest, NoteError, NoteSigner, NoteVerifier, SignedNote, SigningKey,
    from_base64, sha256,
};

use crate::seeded::Seeded;
use crate::tree::Stored;

const ORIGIN: &str = "node.contoh.invalid/journal";
const NOW: u64 = 1_790_000_000;

fn key(seed: u64) -> SigningKey {
    SigningKey::generate(&mut Seeded::new(seed))
}

fn log() -> [NoteVerifier; 1] {
    [NoteVerifier::new(ORIGIN, key(1).verifying_key()).unwrap()]
}

fn signed(size: u64, root: Digest) -> SignedNote {
    let log = key(1);
    Checkpoint::new(ORIGIN, size, root).unwrap().sign(&NoteSigner::new(ORIGIN, &log).unwrap()).unwrap()
}

fn witnesses() -> Vec<WitnessVerifier> {
    ["one.contoh.invalid", "two.contoh.invalid"]
        .into_iter()
        .zip([11, 12])
        .map(|(name, seed)| WitnessVerifier::new(name, key(seed).verifying_key()).unwrap())
        .collect()
}

fn cosign(note: &mut SignedNote, name: &str, seed: u64) {
    let key = key(seed);
    note.cosign(&WitnessSigner::new(name, &key).unwrap(), NOW);
}

fn open(note: &str, witnesses: &[WitnessVerifier], needed: usize) -> Result<usize, CosignedError> {
    Cosigned::open(note, ORIGIN, &log(), witnesses, needed).map(|cosigned| cosigned.witnesses.len())
}

/// The layout of C2SP tlog-cosignature, taken apart by hand.
#[test]
fn a_cosignature_has_the_standard_form() {
    let mut note = signed(42, sha256(b"root"));
    cosign(&mut note, "one.contoh.invalid", 11);
    let text = note.to_string();
    let line = text.lines().last().unwrap().strip_prefix("— one.contoh.invalid ").unwrap();
    let bytes = from_base64(line).unwrap();
    assert_eq!(bytes.len(), 4 + 8 + 64);
    let public = key(11).verifying_key().to_bytes();
    let id = sha256(&[b"one.contoh.invalid\n\x04".as_slice(), &public].concat());
    assert_eq!((&bytes[..4], &bytes[4..12]), (&id[..4], NOW.to_be_bytes().as_slice()));
    let verifier = &witnesses()[0];
    let known = std::slice::from_ref(verifier);
    assert_eq!(note.cosignatures(known).unwrap()[0].at, NOW);
    let shown = verifier.to_string();
    assert_eq!(WitnessVerifier::parse(&shown).as_ref(), Ok(verifier));
    let of_notes = NoteVerifier::new("one.contoh.invalid", key(11).verifying_key()).unwrap().to_string();
    assert_eq!(WitnessVerifier::parse(&of_notes), Err(NoteError::BadVerifierKey), "another type of key");
    assert_eq!(NoteVerifier::parse(&shown), Err(NoteError::BadVerifierKey));
}

#[test]
fn enough_different_known_witnesses_are_needed() {
    let known = witnesses();
    let mut note = signed(42, sha256(b"root"));
    assert_eq!(open(&note.to_string(), &known, 0), Ok(0));
    assert_eq!(open(&note.to_string(), &known, 1), Err(CosignedError::TooFew { found: 0, needed: 1 }));
    cosign(&mut note, "one.contoh.invalid", 11);
    cosign(&mut note, "one.contoh.invalid", 11);
    cosign(&mut note, "stranger.contoh.invalid", 13);
    assert_eq!(open(&note.to_string(), &known, 2), Err(CosignedError::TooFew { found: 1, needed: 2 }));
    cosign(&mut note, "two.contoh.invalid", 12);
    assert_eq!(open(&note.to_string(), &known, 2), Ok(2));
    // A witness that the directory lists twice is still one.
    let twice =
        [known[0].clone(), WitnessVerifier::new("alias.contoh.invalid", key(11).verifying_key()).unwrap()];
    cosign(&mut note, "alias.contoh.invalid", 11);
    assert_eq!(open(&note.to_string(), &twice, 2), Err(CosignedError::TooFew { found: 1, needed: 2 }));
}

#[test]
fn a_cosignature_does_not_fit_another_checkpoint_or_purpose() {
    let known = witnesses();
    let mut note = signed(42, sha256(b"root"));
    cosign(&mut note, "one.contoh.invalid", 11);
    let line = note.to_string().lines().last().unwrap().to_owned();
    let forged = format!("{}{line}\n", signed(43, sha256(b"root")));
    let bad = CosignedError::Checkpoint(CheckpointError::Note(NoteError::BadSignature));
    assert_eq!(open(&forged, &known, 1), Err(bad));
    // A witness's plain note signature is no cosignature: its key id is another.
    let mut plain = signed(42, sha256(b"root"));
    let witness = key(11);
    plain.add_signature(&NoteSigner::new("one.contoh.invalid", &witness).unwrap());
    assert_eq!(open(&plain.to_string(), &known, 1), Err(CosignedError::TooFew { found: 0, needed: 1 }));
    // Nor does a cosignature stand in for the log's own signature.
    let text = note.to_string();
    let own = text.lines().find(|l| l.starts_with(&format!("— {ORIGIN}"))).unwrap();
    let unsigned = CosignedError::Checkpoint(CheckpointError::Note(NoteError::Unsigned));
    assert_eq!(open(&text.replace(&format!("{own}\n"), ""), &known, 1), Err(unsigned));
}

/// A log that grows from `old` to `new` entries, and what it sends.
fn growth(stored: &Stored, old: u64, new: u64) -> AddCheckpoint {
    let root = root_of(&stored.leaves[..usize::try_from(new).unwrap()]);
    AddCheckpoint { old, proof: stored.consistency(old, new), note: signed(new, root) }
}

#[test]
fn a_witness_admits_growth_alone() {
    let stored = Stored::new(40);
    let mut head = Head::default();
    for (old, new) in [(0, 0), (0, 7), (7, 7), (7, 8), (8, 40)] {
        let request = growth(&stored, old, new);
        assert_eq!(AddCheckpoint::parse(&request.to_string()).as_ref(), Ok(&request));
        head = head.admit(&request, ORIGIN, &log()).unwrap();
        assert_eq!(head.size, new);
    }
    let refuse = |request: &AddCheckpoint| head.admit(request, ORIGIN, &log()).unwrap_err();
    // Rollback, a proof from elsewhere, and a size that shrinks.
    assert_eq!(refuse(&growth(&stored, 8, 20)), Refusal::OtherSize { latest: 40 });
    assert_eq!(refuse(&AddCheckpoint { old: 40, ..growth(&stored, 8, 20) }), Refusal::Backwards);
    // Two faces: the same size with another root, and a longer tree with another past.
    let other = AddCheckpoint { old: 40, proof: Vec::new(), note: signed(40, sha256(b"another past")) };
    assert_eq!(refuse(&other), Refusal::SplitView);
    let mut split = Stored::new(50);
    split.leaves[3] = sha256(b"rewritten");
    let split =
        AddCheckpoint { old: 40, proof: stored.consistency(8, 40), note: signed(50, root_of(&split.leaves)) };
    assert_eq!(refuse(&split), Refusal::Inconsistent);
    // Another log, and a stranger's signature.
    let request = growth(&stored, 40, 40);
    let elsewhere = head.admit(&request, "else.invalid", &log()).unwrap_err();
    assert_eq!(elsewhere, Refusal::Checkpoint(CheckpointError::OtherOrigin));
    let stranger = [NoteVerifier::new(ORIGIN, key(9).verifying_key()).unwrap()];
    let unsigned = head.admit(&request, ORIGIN, &stranger).unwrap_err();
    assert_eq!(unsigned, Refusal::Checkpoint(CheckpointError::Note(NoteError::Unsigned)));
    assert_eq!([refuse(&other).status(), unsigned.status(), Refusal::Malformed.status()], [409, 403, 400]);
}

#[test]
fn each_bad_request_is_malformed() {
    let good = growth(&Stored::new(9), 5, 9).to_string();
    assert!(AddCheckpoint::parse(&good).is_ok());
    let long = format!(
        "old 5\n{}\n{}",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".repeat(64),
        signed(9, [0; 32])
    );
    for bad in [
        good.replacen("old 5", "old 05", 1),
        good.replacen("old 5", "old", 1),
        good.replacen("old 5\n", "old 5\nAAAA\n", 1),
        good.replacen("\n\n", "\n", 1),
        String::new(),
        long,
    ] {
        assert_eq!(AddCheckpoint::parse(&bad), Err(Refusal::Malformed), "{bad}");
    }
}

proptest! {
    #[test]
    fn no_altered_byte_of_a_cosigned_checkpoint_passes(at: prop::sample::Index, byte in 10_u8..127) {
        let known = witnesses();
        let mut note = signed(42, sha256(b"root"));
        cosign(&mut note, "one.contoh.invalid", 11);
        cosign(&mut note, "two.contoh.invalid", 12);
        let note = note.to_string();
        let mut bytes = note.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(altered) = String::from_utf8(bytes) && altered != note {
            prop_assert!(open(&altered, &known, 2).is_err());
        }
    }

    #[test]
    fn parsing_a_request_never_stops_the_program(text in "(old [0-9]{1,3}\n)?(?s)[\\PC\\n— +=]{0,80}") {
        if let Ok(request) = AddCheckpoint::parse(&text) {
            prop_assert_eq!(request.to_string(), text);
        }
    }
}
