use proptest::prelude::*;
use seal::{TOTP_STEP_SECONDS, TotpSecret};

use crate::seeded::Seeded;

#[test]
fn codes_of_rfc_6238_appendix_b() {
    let secret = TotpSecret::from_bytes(*b"12345678901234567890");
    // The appendix lists eight digits; the last six are the six-digit code.
    let known = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];
    for (time, code) in known {
        assert_eq!(secret.code_at(time), code, "at {time}");
        assert_eq!(secret.matched_step(code, time), Some(time / TOTP_STEP_SECONDS));
    }
    assert_eq!(secret.to_base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

proptest! {
    #[test]
    fn one_step_to_either_side_is_accepted_and_named(seed: u64, time in 1_000_000_u64..5_000_000_000) {
        let secret = TotpSecret::generate(&mut Seeded::new(seed));
        let code = secret.code_at(time);
        let step = time / 30;
        // Chance may give the same code to a neighbouring step, once in a million.
        let unique = (-4..=4_i64).filter(|d| secret.code_at(time.saturating_add_signed(d * 30)) == code).count() == 1;
        prop_assume!(unique);
        for delta in [-30_i64, 0, 30] {
            prop_assert_eq!(secret.matched_step(&code, time.saturating_add_signed(delta)), Some(step));
        }
        for delta in [-60_i64, 60, 90] {
            prop_assert_eq!(secret.matched_step(&code, time.saturating_add_signed(delta)), None);
        }
    }
}

#[test]
fn typed_codes() {
    let secret = TotpSecret::from_bytes(*b"12345678901234567890");
    assert_eq!(secret.matched_step("287 082", 59), Some(1));
    for bad in ["", "28708", "2870820", "+87082", "28708a", "２87082"] {
        assert_eq!(secret.matched_step(bad, 59), None, "{bad}");
    }
    assert_eq!(
        secret.matched_step(&secret.code_at(0), 0),
        Some(0),
        "the first step has no neighbour before it"
    );
}

#[test]
fn the_secret_travels() {
    let secret = TotpSecret::generate(&mut Seeded::new(7));
    let again = TotpSecret::from_base32(&secret.to_base32()).unwrap();
    assert_eq!(again.expose_bytes(), secret.expose_bytes());
    assert!(TotpSecret::from_base32("GEZDGNBV").is_err());
    assert!(TotpSecret::from_base32("!").is_err());
    assert_eq!(format!("{secret:?}"), "TotpSecret(…)");
}

#[test]
fn the_address_for_the_app_is_escaped() {
    let secret = TotpSecret::from_bytes(*b"12345678901234567890");
    assert_eq!(
        secret.uri("Jejaring Contoh", "a:b@contoh.invalid"),
        "otpauth://totp/Jejaring%20Contoh:a%3Ab%40contoh.invalid\
         ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Jejaring%20Contoh"
    );
}
