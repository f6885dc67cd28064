use seal::{NodeKey, RECOVERY_CODES, RecoveryCode, find_recovery_code, recovery_code_hash};

use crate::seeded::{Constant, Seeded};

#[test]
fn each_code_is_found_at_its_place_for_its_account_alone() {
    let chance = &mut Seeded::new(1);
    let node = NodeKey::generate(chance);
    let (key, other) = (node.subkey("recovery-code"), node.subkey("other"));
    let codes = RecoveryCode::generate_set(chance);
    let stored: Vec<_> = codes.iter().map(|code| code.hash(&key, "account")).collect();
    assert_eq!(codes.len(), RECOVERY_CODES);
    for (place, code) in codes.iter().enumerate() {
        assert_eq!(find_recovery_code(&key, "account", code.as_str(), &stored), Some(place));
        assert_eq!(find_recovery_code(&key, "another", code.as_str(), &stored), None);
        assert_eq!(find_recovery_code(&other, "account", code.as_str(), &stored), None);
        assert_eq!(find_recovery_code(&key, "account", code.as_str(), &stored[..place]), None);
    }
    assert_eq!(find_recovery_code(&key, "account", "", &stored), None);
}

#[test]
fn codes_are_read_as_people_type_them() {
    let key = NodeKey::generate(&mut Seeded::new(2)).subkey("recovery-code");
    let hash = recovery_code_hash(&key, "a", "K0QF2-1XWBM");
    for typed in ["k0qf2-1xwbm", " KOQF2 lXWBM ", "koqf2ixwbm"] {
        assert_eq!(recovery_code_hash(&key, "a", typed), hash, "{typed}");
    }
    assert_ne!(recovery_code_hash(&key, "a", "K0QF2-1XWBN"), hash);
}

#[test]
fn codes_are_readable() {
    for code in RecoveryCode::generate_set(&mut Seeded::new(3)) {
        let (left, right) = code.as_str().split_once('-').unwrap();
        assert_eq!((left.len(), right.len()), (5, 5));
        assert!(!code.as_str().contains(['I', 'L', 'O', 'U']));
        assert_eq!(format!("{code:?}"), "RecoveryCode(…)");
    }
    assert_eq!(RecoveryCode::generate_set(&mut Constant(0xff))[0].as_str(), "ZZZZZ-ZZZZZ");
}
