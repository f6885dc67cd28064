use proptest::prelude::*;
use seal::{
    SymmetricKey, frame, from_base64, from_base64url, from_hex, same, sha256, tag, to_base64, to_base64url,
    to_hex, verify_tag,
};

use crate::seeded::{Constant, Seeded};

#[test]
fn sha256_of_fips_180() {
    assert_eq!(to_hex(&sha256(b"abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn hmac_known_answer() {
    // RFC 4231 has no 32-byte key; the key of 32 times 0x0b and "Hi There", computed with OpenSSL.
    let key = SymmetricKey::generate(&mut Constant(0x0b));
    assert_eq!(
        to_hex(&tag(&key, b"Hi There")),
        "198a607eb44bfbc69903a0f1cf2bbdc5ba0aa3f3d9ae3c1c7a3b1696a0b68cf7"
    );
}

proptest! {
    #[test]
    fn a_tag_fits_its_message_alone(a in prop::collection::vec(any::<u8>(), 0..50), b in prop::collection::vec(any::<u8>(), 0..50)) {
        let chance = &mut Seeded::new(1);
        let (key, other) = (SymmetricKey::generate(chance), SymmetricKey::generate(chance));
        let mark = tag(&key, &a);
        prop_assert!(verify_tag(&key, &a, &mark));
        prop_assert_eq!(verify_tag(&key, &b, &mark), a == b);
        prop_assert!(!verify_tag(&other, &a, &mark));
        prop_assert!(!verify_tag(&key, &a, &mark[..16]));
        prop_assert_eq!(same(&a, &b), a == b);
    }

    #[test]
    fn encodings_come_back(bytes in prop::collection::vec(any::<u8>(), 0..50)) {
        prop_assert_eq!(&from_hex(&to_hex(&bytes)).unwrap(), &bytes);
        prop_assert_eq!(&from_base64(&to_base64(&bytes)).unwrap(), &bytes);
        prop_assert_eq!(&from_base64url(&to_base64url(&bytes)).unwrap(), &bytes);
    }

    #[test]
    fn different_lists_frame_differently(
        a in prop::collection::vec("[ab]{0,3}", 0..4),
        b in prop::collection::vec("[ab]{0,3}", 0..4),
        contexts in ("[ab]{0,2}", "[ab]{0,2}"),
    ) {
        let framed = |context: &str, list: &[String]| frame(context, &list.iter().map(String::as_bytes).collect::<Vec<_>>());
        let equal = framed(&contexts.0, &a) == framed(&contexts.1, &b);
        prop_assert_eq!(equal, contexts.0 == contexts.1 && a == b);
    }
}

#[test]
fn bad_text_is_refused() {
    assert!(from_hex("abc").is_err());
    assert!(from_hex("zz").is_err());
    assert!(from_base64("YQ").is_err(), "padding is required");
    assert!(from_base64("YR==").is_err(), "stray bits");
    assert!(from_base64url("YQ==").is_err(), "no padding");
    assert_eq!(from_hex("x").unwrap_err().to_string(), "not valid hexadecimal: copy the whole value again");
}
