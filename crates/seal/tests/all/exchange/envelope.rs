use proptest::prelude::*;
use seal::exchange::{
    BundleItem, Code, Delivery, Dsse, ENVELOPE_TYPE, Hash, Message, Payload, Receipt, ReceiptState, Refusal,
    Revoked, check, pae, read_bundle, write_bundle,
};

use super::world::{DAY, NOW, Network, network, offer};
use crate::seeded::Seeded;

fn taken(net: &Network, bytes: &[u8]) -> Result<(Payload, Message), String> {
    let delivery = Delivery::parse(bytes).map_err(|error| error.to_string())?;
    let checked =
        check(&delivery, &net.directory, &net.receiver.id, NOW).map_err(|refusal| refusal.to_string())?;
    let opened = checked
        .payload
        .open(&net.receiver.id, "k1", &net.receiver.sealing, &delivery.sealed)
        .map_err(|error| error.to_string())?;
    assert!(checked.payload.proves(&opened.salt, &opened.plain));
    let message = Message::parse(&checked.payload.kind, checked.payload.kind_version, &opened.plain)
        .map_err(|refusal| refusal.to_string())?;
    Ok((checked.payload, message))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_was_sealed_is_opened_by_its_recipient(reason in "[a-zA-Z ]{1,400}", seed in 1_u64..1000) {
        let net = network();
        let delivery = net.delivery(&reason, seed);
        let (payload, message) = taken(&net, &delivery.to_bytes()).unwrap();
        prop_assert_eq!(message, offer(&reason));
        prop_assert_eq!(&payload.from, &net.sender.id);
        prop_assert!(payload.open(&net.receiver.id, "k1", &net.sender.sealing, &delivery.sealed).is_err());
    }

    #[test]
    fn no_altered_byte_passes(at: prop::sample::Index, flip in 1_u8..) {
        let net = network();
        let genuine = net.delivery("Data rekaan", 5);
        let mut bytes = genuine.to_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        // Only what is not signed may change: the hint at the key, or how JSON is spaced. The signed bytes stay the same.
        if let Ok((payload, message)) = taken(&net, &bytes) {
            prop_assert_eq!(payload, Payload::parse(&genuine.envelope.payload.0).unwrap());
            prop_assert_eq!(message, offer("Data rekaan"));
            prop_assert_eq!(Delivery::parse(&bytes).unwrap().eid(), genuine.eid());
        }
    }

    #[test]
    fn a_cut_delivery_is_refused(keep: prop::sample::Index) {
        let net = network();
        let bytes = net.delivery("Data rekaan", 6).to_bytes();
        prop_assert!(taken(&net, &bytes[..keep.index(bytes.len())]).is_err());
    }
}

/// The example of the DSSE protocol document.
#[test]
fn the_encoding_that_is_signed() {
    let expected = b"DSSEv1 29 http://example.com/HelloWorld 11 hello world";
    assert_eq!(pae("http://example.com/HelloWorld", b"hello world"), expected);
}

/// RFC 8032, section 7.1, test 2: one byte.
#[test]
fn the_signature_is_ed25519_over_that_encoding() {
    let net = network();
    let dsse = Dsse::sign("t", b"x".to_vec(), &[&net.sender.signing]);
    let again = Dsse::parse(&dsse.to_bytes()).unwrap();
    assert_eq!(again, dsse);
    let key = net.sender.signing.verifying_key();
    assert_eq!(again.verify("t", &[key]).unwrap(), b"x");
    assert!(again.verify("u", &[key]).is_err(), "signed for another purpose");
    assert!(again.verify("t", &[net.receiver.signing.verifying_key()]).is_err());
    assert!(again.verify("t", &[]).is_err());
}

/// A signed payload with something changed by the sender itself.
fn forged(net: &Network, change: impl FnOnce(&mut Payload)) -> Delivery {
    let genuine = net.delivery("Data rekaan", 7);
    let mut payload = Payload::parse(&genuine.envelope.payload.0).unwrap();
    change(&mut payload);
    let bytes = serde_json::to_vec(&payload).unwrap();
    Delivery { envelope: Dsse::sign(ENVELOPE_TYPE, bytes, &[&net.sender.signing]), sealed: genuine.sealed }
}

#[test]
fn refusals_come_in_the_order_of_the_specification() {
    let net = network();
    let said = |delivery: &Delivery, now| check(delivery, &net.directory, &net.receiver.id, now).map(|_| ());
    let genuine = net.delivery("Data rekaan", 7);
    assert_eq!(said(&genuine, NOW), Ok(()));
    assert_eq!(said(&genuine, NOW - 9 * 60_000), Ok(()), "clocks may differ");
    assert_eq!(said(&genuine, NOW - 11 * 60_000), Err(Refusal::Clock));
    assert_eq!(said(&genuine, NOW + 7 * DAY), Err(Refusal::Expired));
    assert_eq!(check(&genuine, &net.directory, &net.sender.id, NOW).map(|_| ()), Err(Refusal::NotAddressed));
    let stranger = forged(&net, |payload| payload.from = "ID/NGO/LAIN".parse().unwrap());
    assert_eq!(said(&stranger, NOW), Err(Refusal::UnknownSender));
    let taken_over = forged(&net, |payload| payload.from = net.receiver.id.clone());
    assert_eq!(said(&taken_over, NOW), Err(Refusal::UnknownSender), "signed by somebody else");
    let new = forged(&net, |payload| payload.kind = Code::try_from("photo.share").unwrap());
    assert_eq!(said(&new, NOW), Err(Refusal::KindNotAccepted));
    let old = forged(&net, |payload| payload.kind_version = 0);
    assert_eq!(said(&old, NOW), Err(Refusal::VersionTooOld));
    let group = forged(&net, |payload| payload.group = Some(Code::try_from("g@1").unwrap()));
    assert_eq!(said(&group, NOW), Err(Refusal::GroupUnknown));
    let purpose = forged(&net, |payload| payload.marking.purpose = [Code::try_from("sell").unwrap()].into());
    assert_eq!(said(&purpose, NOW), Err(Refusal::MarkingUnknown));
    let nobody = forged(&net, |payload| payload.to.clear());
    assert_eq!(said(&nobody, NOW), Err(Refusal::Schema));
    let other = forged(&net, |payload| payload.seal.ct_sha256 = Hash::of(b"other"));
    assert_eq!(said(&other, NOW), Err(Refusal::Schema));
    let large = forged(&net, |payload| payload.seal.ct_len = 1 << 30);
    assert_eq!(said(&large, NOW), Err(Refusal::TooLarge));
}

#[test]
fn a_revoked_key_or_member_is_not_believed() {
    let net = network();
    let genuine = net.delivery("Data rekaan", 8);
    let revoked = |key, member| {
        let mut directory = net.directory.clone();
        let reason = "kunci hilang".try_into().unwrap();
        directory.revoked.push(Revoked { key, member, at: NOW - 1, reason });
        check(&genuine, &directory, &net.receiver.id, NOW).map(|_| ())
    };
    let key = Hash(net.sender.signing.verifying_key().to_bytes());
    assert_eq!(revoked(Some(key), None), Err(Refusal::RevokedKey));
    assert_eq!(revoked(None, Some(net.sender.id.clone())), Err(Refusal::RevokedKey));
    assert_eq!(revoked(Some(Hash([1; 32])), None), Ok(()));
}

#[test]
fn a_recipient_cannot_be_added_or_marks_be_changed() {
    let net = network();
    let genuine = net.delivery("Data rekaan", 9);
    let text = String::from_utf8(genuine.envelope.payload.0.clone()).unwrap();
    for changed in [
        text.replace("PH/HOT/HALIMBAWA", "ID/GOV/CONTOH"),
        text.replace("amber+strict", "clear"),
        text.replace("\"ask\"", "\"free\""),
    ] {
        assert_ne!(changed, text);
        let mut delivery = genuine.clone();
        delivery.envelope.payload.0 = changed.into_bytes();
        let refused = check(&delivery, &net.directory, &net.receiver.id, NOW);
        assert_eq!(refused.map(|_| ()), Err(Refusal::UnknownSender));
    }
}

#[test]
fn a_bundle_holds_what_was_put_in() {
    let net = network();
    let items = vec![
        BundleItem::Delivery(net.delivery("Data rekaan", 1).to_bytes()),
        BundleItem::Receipts(b"[]".to_vec()),
    ];
    let bytes = write_bundle(&items);
    assert_eq!(read_bundle(&bytes), Ok(items));
    for cut in [1, 6, 9, bytes.len() - 1] {
        assert!(read_bundle(&bytes[..cut]).is_err(), "{cut}");
    }
}

#[test]
fn lengths_tell_little() {
    let net = network();
    let one = net.delivery("a", 10).sealed.len();
    assert_eq!(one, net.delivery(&"b ".repeat(90), 11).sealed.len());
    assert_eq!((one - 52) % 1024, 0);
}

#[test]
fn receipts_say_who_took_what() {
    let net = network();
    let delivery = net.delivery("Data rekaan", 12);
    let receipt = Receipt {
        eid: delivery.eid(),
        state: ReceiptState::Delivered,
        at: NOW,
        by: net.receiver.id.clone(),
        post: None,
        reason: None,
        leaf: Some(Hash::of(b"leaf")),
        log_index: None,
        checkpoint: None,
    };
    let signed = Dsse::parse(&receipt.sign(&net.receiver.signing).to_bytes()).unwrap();
    assert_eq!(Receipt::peek(&signed).unwrap(), receipt);
    assert_eq!(Receipt::verify(&signed, &[net.receiver.signing.verifying_key()]).unwrap(), receipt);
    assert!(Receipt::verify(&signed, &[net.sender.signing.verifying_key()]).is_err());
    let without_reason = Receipt { state: ReceiptState::Rejected, ..receipt };
    assert!(
        Receipt::peek(&without_reason.sign(&net.receiver.signing)).is_err(),
        "a refusal names its reason"
    );
    let mut states = ReceiptState::ALL.to_vec();
    states.sort();
    assert_eq!(states, ReceiptState::ALL);
    assert!(
        ReceiptState::Decided > ReceiptState::Delivered
            && ReceiptState::Delivered > ReceiptState::NonDelivery
    );
}

#[test]
fn nothing_is_sealed_that_a_receiver_would_refuse() {
    let net = network();
    let refused = |change: &dyn Fn(&mut seal::exchange::Draft)| {
        let mut draft = net.draft(20);
        change(&mut draft);
        draft.seal(&offer("Data rekaan"), &net.sender.signing, &mut Seeded::new(3)).map(|_| ())
    };
    assert_eq!(refused(&|_| ()), Ok(()));
    assert_eq!(refused(&|draft| draft.to.clear()), Err(Refusal::Schema));
    assert_eq!(refused(&|draft| draft.expires = draft.created), Err(Refusal::Schema));
    assert_eq!(refused(&|draft| draft.seq = 2), Err(Refusal::Schema), "a gap in the thread would not show");
    let elsewhere = ["ID/GOV/CONTOH".parse().unwrap()];
    assert_eq!(
        refused(&|draft| draft.marking.release_to = Some(elsewhere.clone().into())),
        Err(Refusal::MarkingUnknown)
    );
}
