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

/// RFC 1321, section A.5; FIPS 180-4 as its examples have it.
#[test]
fn forms_get_the_hashes_that_xforms_names() {
    let hashed = |name: &str| seal::digest(name, b"abc").map(|hash| to_hex(&hash));
    let of = |name: &str, hex: &str| assert_eq!(hashed(name).as_deref(), Some(hex), "{name}");
    of("MD5", "900150983cd24fb0d6963f7d28e17f72");
    of("SHA-1", "a9993e364706816aba3e25717850c26c9cd0d89d");
    of("SHA-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    of(
        "SHA-384",
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    );
    of(
        "SHA-512",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    );
    assert_eq!(hashed("CRC"), None);
}
