use seal::{PasswordCost, PasswordError, hash_password, needs_rehash, verify_password};

use crate::seeded::Seeded;

const CHEAP: PasswordCost = PasswordCost { memory_kib: 64, passes: 1, lanes: 1 };

#[test]
fn the_right_password_passes_and_others_do_not() {
    let chance = &mut Seeded::new(1);
    let stored = hash_password("kata sandi contoh", CHEAP, chance).unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
    assert_eq!(verify_password("kata sandi contoh", &stored), Ok(true));
    assert_eq!(verify_password("kata sandi contoh ", &stored), Ok(false));
    assert_eq!(verify_password("", &stored), Ok(false));
    assert_ne!(hash_password("kata sandi contoh", CHEAP, chance).unwrap(), stored, "salted");
}

#[test]
fn the_usual_cost_is_that_of_owasp() {
    let stored = hash_password("x", PasswordCost::default(), &mut Seeded::new(2)).unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    assert!(!needs_rehash(&stored, PasswordCost::default()));
    assert_eq!(verify_password("x", &stored), Ok(true));
}

#[test]
fn another_cost_asks_for_a_new_hash() {
    let stored = hash_password("x", CHEAP, &mut Seeded::new(3)).unwrap();
    assert!(!needs_rehash(&stored, CHEAP));
    assert!(needs_rehash(&stored, PasswordCost { passes: 2, ..CHEAP }));
    assert!(needs_rehash("nonsense", CHEAP));
}

#[test]
fn damaged_and_absurd_hashes_are_refused() {
    let stored = hash_password("x", CHEAP, &mut Seeded::new(4)).unwrap();
    let absurd = stored.replace("m=64", "m=4194304");
    let weaker = stored.replace("argon2id", "argon2i");
    let bare = stored.rsplit_once('$').unwrap().0.to_owned();
    for bad in ["", "nonsense", &absurd, &weaker, &bare, &stored.replace("t=1", "t=9999")] {
        assert_eq!(verify_password("x", bad), Err(PasswordError::BadHash), "{bad}");
    }
    let free = PasswordCost { memory_kib: 0, passes: 0, lanes: 0 };
    assert_eq!(hash_password("x", free, &mut Seeded::new(5)), Err(PasswordError::BadCost));
}
