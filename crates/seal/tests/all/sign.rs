use proptest::prelude::*;
use seal::{SignatureError, SigningKey, VerifyingKey, from_hex};

use crate::seeded::Seeded;

proptest! {
    #[test]
    fn a_signature_holds_for_its_message_and_context_alone(
        message in prop::collection::vec(any::<u8>(), 0..80),
        at: prop::sample::Index,
        flip in 1_u8..,
    ) {
        let key = SigningKey::generate(&mut Seeded::new(1));
        let public = key.verifying_key();
        let mut signature = key.sign("referral", &message);
        prop_assert_eq!(public.verify("referral", &message, &signature), Ok(()));
        prop_assert_eq!(public.verify("receipt", &message, &signature), Err(SignatureError::Invalid));
        let longer = [message.as_slice(), b"x"].concat();
        prop_assert_eq!(public.verify("referral", &longer, &signature), Err(SignatureError::Invalid));
        signature[at.index(64)] ^= flip;
        prop_assert_eq!(public.verify("referral", &message, &signature), Err(SignatureError::Invalid));
    }
}

#[test]
fn the_public_key_of_rfc_8032_test_1() {
    let seed = from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").unwrap();
    let public = from_hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a").unwrap();
    let key = SigningKey::from_bytes(seed.as_slice().try_into().unwrap());
    assert_eq!(key.verifying_key().to_bytes().as_slice(), public);
    assert_eq!(key.expose_bytes().as_slice(), seed);
}

#[test]
fn keys_travel_as_bytes_and_text() {
    let key = SigningKey::generate(&mut Seeded::new(2));
    let public = key.verifying_key();
    assert_eq!(VerifyingKey::from_bytes(&public.to_bytes()), Ok(public));
    assert_eq!(VerifyingKey::from_base64(&public.to_base64()), Ok(public));
    assert_eq!(VerifyingKey::from_base64("nonsense"), Err(SignatureError::BadKey));
    assert_eq!(VerifyingKey::from_bytes(&[1; 31]), Err(SignatureError::BadKey));
    assert_eq!(format!("{key:?}"), "SigningKey(…)");
}

#[test]
fn weak_keys_and_short_signatures_are_refused() {
    let mut identity = [0; 32];
    identity[0] = 1;
    assert_eq!(VerifyingKey::from_bytes(&identity), Err(SignatureError::BadKey));
    let public = SigningKey::generate(&mut Seeded::new(3)).verifying_key();
    assert_eq!(public.verify("c", b"m", &[0; 63]), Err(SignatureError::Invalid));
}
