use proptest::prelude::*;
use seal::evidence::{Bundle, Fault, FaultKind, Part, Trust};
use seal::exchange::{DIRECTORY_TYPE, DirectoryError, Dsse, Hash, ReceiptState, Revoked};
use seal::tree::TreeError;
use seal::witness::CosignedError;
use seal::{SignedNote, SigningKey};

use super::proven::{
    LONG_AGO, WITNESSES, anchor, bundle, checkpoint, evidence, inclusion, key, leaves, noise, receipt, trust,
    verifiers,
};
use super::world::{DAY, Member, NOW, Network};

fn fault(bundle: &Bundle, trust: &Trust) -> Fault {
    // What is checked is always what travels.
    Bundle::parse(&bundle.to_bytes()).unwrap().verify(trust).unwrap_err()
}

#[test]
fn a_whole_bundle_proves_sending_receipts_and_content() {
    let (network, delivery, bundle) = evidence();
    let findings = Bundle::parse(&bundle.to_bytes()).unwrap().verify(&trust(&network)).unwrap();
    assert_eq!((findings.eid, &findings.from), (delivery.eid(), &network.sender.id));
    assert_eq!((findings.directory_version, findings.created), (1, NOW));
    let states: Vec<_> = findings.receipts.iter().map(|stated| stated.state).collect();
    assert_eq!(states, [ReceiptState::Delivered, ReceiptState::Decided]);
    let logged = findings.receipts[1].logged.as_ref().unwrap();
    assert_eq!((logged.index, logged.size, logged.witnesses.len()), (8, 13, 2));
    assert!(findings.content.is_some());
}

#[test]
fn an_anchor_is_handed_over_as_json() {
    let anchor = Trust::read_anchor(&serde_json::to_vec(&anchor()).unwrap()).unwrap();
    assert!(bundle().verify(&Trust { anchor, witnesses: Vec::new(), needed: None }).is_ok());
    assert!(Trust::read_anchor(b"{}").is_err());
}

#[test]
fn evidence_outlives_the_content() {
    let (network, _, mut bundle) = evidence();
    bundle.content = None;
    let findings = bundle.verify(&trust(&network)).unwrap();
    assert_eq!((findings.content, findings.receipts.len()), (None, 2));
}

#[test]
fn another_network_another_time_and_too_few_operators_are_named() {
    let (network, _, mut bundle) = evidence();
    let mut other = trust(&network);
    other.anchor.network = "lain".try_into().unwrap();
    let directory = |error| Fault { part: Part::Directory, kind: FaultKind::Directory(error) };
    assert_eq!(fault(&bundle, &other), directory(DirectoryError::Network));
    bundle.directory = network.signed(&network.directory, &[0]);
    assert_eq!(fault(&bundle, &trust(&network)), directory(DirectoryError::Signatures));
    let mut late = network.directory.clone();
    (late.valid_from, late.valid_until) = (NOW + DAY, NOW + 2 * DAY);
    bundle.directory = network.signed(&late, &[0, 1]);
    assert_eq!(fault(&bundle, &trust(&network)), directory(DirectoryError::NotValid));
    // The envelope in place of the directory: signed, but for another purpose.
    bundle.directory = bundle.envelope.clone();
    assert_eq!(fault(&bundle, &trust(&network)), directory(DirectoryError::Shape));
}

#[test]
fn a_forged_or_revoked_sender_is_named() {
    let (mut network, _, mut bundle) = evidence();
    let stranger = key(77);
    let good = bundle.envelope.clone();
    bundle.envelope = Dsse::sign(&good.payload_type, good.payload.0.clone(), &[&stranger]);
    let named = network.sender.id.to_string();
    let envelope = |kind| Fault { part: Part::Envelope, kind };
    assert_eq!(fault(&bundle, &trust(&network)), envelope(FaultKind::NotSigned(named.clone())));
    bundle.envelope = Dsse::sign(DIRECTORY_TYPE, good.payload.0.clone(), &[&network.sender.signing]);
    assert!(matches!(fault(&bundle, &trust(&network)).kind, FaultKind::Unreadable(_)), "another purpose");
    bundle.envelope = good;
    let revoke = |network: &mut Network, at| {
        network.directory.revoked = vec![Revoked {
            key: Some(Hash(network.sender.signing.verifying_key().to_bytes())),
            member: None,
            at,
            reason: "hilang".try_into().unwrap(),
        }];
        network.signed(&network.directory, &[0, 1])
    };
    bundle.directory = revoke(&mut network, NOW - 1);
    assert_eq!(fault(&bundle, &trust(&network)), envelope(FaultKind::Revoked(named.clone())));
    bundle.directory = revoke(&mut network, NOW + 1);
    assert!(bundle.verify(&trust(&network)).is_ok(), "what was signed before stays proven");
    network.directory.members.remove(0);
    bundle.directory = network.signed(&network.directory, &[0, 1]);
    assert_eq!(fault(&bundle, &trust(&network)), envelope(FaultKind::UnknownMember(named)));
}

/// The bundle with its second receipt replaced by one that somebody signed.
fn with_receipt(
    change: impl FnOnce(&mut seal::exchange::Receipt),
    signer: Option<&SigningKey>,
) -> (Network, Bundle) {
    let (network, delivery, mut bundle) = evidence();
    let mut receipt = receipt(&network, &delivery, ReceiptState::Decided, 8);
    change(&mut receipt);
    bundle.receipts[1].receipt = receipt.sign(signer.unwrap_or(&network.receiver.signing));
    (network, bundle)
}

#[test]
fn each_false_receipt_is_named() {
    let says = |(network, bundle): (Network, Bundle)| {
        let Fault { part, kind } = fault(&bundle, &trust(&network));
        (part, kind)
    };
    let second = Part::Receipt(2);
    let receiver = "PH/HOT/HALIMBAWA".to_owned();
    let forged = key(78);
    assert_eq!(
        says(with_receipt(|_| (), Some(&forged))),
        (second.clone(), FaultKind::NotSigned(receiver.clone()))
    );
    assert_eq!(says(with_receipt(|r| r.eid = noise(), None)), (second.clone(), FaultKind::OtherEnvelope));
    assert_eq!(says(with_receipt(|r| r.at = NOW - 3_600_000, None)), (second.clone(), FaultKind::TooEarly));
    assert_eq!(
        says(with_receipt(|r| r.at = LONG_AGO, None)),
        (second.clone(), FaultKind::NotSigned(receiver))
    );
    let twice = with_receipt(
        |r| {
            r.state = ReceiptState::Delivered;
            r.at += 1;
        },
        None,
    );
    assert_eq!(says(twice), (second, FaultKind::Contradicts(1)));
}

#[test]
fn somebody_who_was_not_asked_cannot_give_a_receipt() {
    let (mut network, delivery, mut bundle) = evidence();
    let other = Member::new("ID/LEA/CONTOH", 9);
    network.directory.members.push(other.listed());
    bundle.directory = network.signed(&network.directory, &[0, 1]);
    let mut false_one = receipt(&network, &delivery, ReceiptState::Retrieved, 3);
    false_one.by = other.id.clone();
    bundle.receipts[0].receipt = false_one.sign(&other.signing);
    let kind = FaultKind::NotAddressed("ID/LEA/CONTOH".into());
    assert_eq!(fault(&bundle, &trust(&network)), Fault { part: Part::Receipt(1), kind });
}

#[test]
fn each_false_place_in_a_journal_is_named() {
    let (network, _, bundle) = evidence();
    let says = |change: &dyn Fn(&mut Bundle)| {
        let mut bundle = bundle.clone();
        change(&mut bundle);
        let found = fault(&bundle, &trust(&network));
        assert_eq!(found.part, Part::Inclusion(1), "{found}");
        found.kind
    };
    let place = |bundle: &mut Bundle, note: &SignedNote| {
        bundle.receipts[0].inclusion.as_mut().unwrap().checkpoint = note.to_string();
    };
    let origin = network.receiver.id.as_str();
    assert_eq!(
        says(&|b| b.receipts[0].inclusion = Some(inclusion(&network, 8))),
        FaultKind::OtherPosition { said: 3, proven: 8 }
    );
    let not_included = FaultKind::NotIncluded(TreeError::NotIncluded);
    assert_eq!(says(&|b| b.receipts[0].inclusion.as_mut().unwrap().proof[0] = noise()), not_included);
    // A journal that was cut off and rewritten, but nobody countersigned.
    let mut rewritten = leaves();
    rewritten[5] = noise().0;
    let lonely = checkpoint(&network, origin, &rewritten, &[]);
    let few = |found| FaultKind::Checkpoint(CosignedError::TooFew { found, needed: 2 });
    assert_eq!(says(&|b| place(b, &lonely)), few(0));
    let half = checkpoint(&network, origin, &leaves(), &WITNESSES[..1]);
    assert_eq!(says(&|b| place(b, &half)), few(1));
    // Countersigned by all, but another past: the old proof does not fit it.
    assert_eq!(says(&|b| place(b, &checkpoint(&network, origin, &rewritten, &WITNESSES))), not_included);
    let elsewhere = checkpoint(&network, "ID/GOV/LAIN", &leaves(), &WITNESSES);
    assert_eq!(says(&|b| place(b, &elsewhere)), FaultKind::OtherLog("ID/GOV/LAIN".into()));
}

#[test]
fn own_witness_keys_overrule_the_directory() {
    let (network, _, bundle) = evidence();
    let mut own = Trust { witnesses: vec![verifiers()[0].clone()], ..trust(&network) };
    assert!(matches!(
        fault(&bundle, &own).kind,
        FaultKind::Checkpoint(CosignedError::TooFew { found: 1, needed: 2 })
    ));
    own.needed = Some(1);
    assert!(bundle.verify(&own).is_ok());
}

#[test]
fn another_content_is_not_proven() {
    let (network, _, mut bundle) = evidence();
    let shown = bundle.content.as_mut().unwrap();
    shown.plain.0[5] ^= 1;
    assert_eq!(
        fault(&bundle, &trust(&network)),
        Fault { part: Part::Content, kind: FaultKind::OtherContent }
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Any altered character either changes nothing that is proven or is found.
    #[test]
    fn no_altered_byte_changes_what_is_proven(at: prop::sample::Index, byte in 32_u8..127) {
        let (network, _, bundle) = evidence();
        let truth = bundle.verify(&trust(&network)).unwrap();
        let mut bytes = bundle.to_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(altered) = Bundle::parse(&bytes) && let Ok(findings) = altered.verify(&trust(&network)) {
            prop_assert_eq!(findings, truth);
        }
    }

    #[test]
    fn reading_never_stops_the_program(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Bundle::parse(&bytes).is_err());
    }
}
