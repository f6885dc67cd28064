use proptest::prelude::*;
use seal::{NodeKey, RecoveryBox, RecoverySecret, RecoveryWordsError, SealError, SigningKey};

use crate::seeded::{Constant, Seeded};

fn reason(typed: &str) -> RecoveryWordsError {
    RecoverySecret::from_words(typed).unwrap_err()
}

/// Vectors of the BIP-39 reference implementation.
#[test]
fn known_words() {
    let words = RecoverySecret::generate(&mut Constant(0)).words();
    assert_eq!(words.as_str(), format!("{}art", "abandon ".repeat(23)));
    let words = RecoverySecret::generate(&mut Constant(0xff)).words();
    assert_eq!(words.as_str(), format!("{}vote", "zoo ".repeat(23)));
}

proptest! {
    #[test]
    fn words_come_back_however_they_are_typed(seed: u64) {
        let secret = RecoverySecret::generate(&mut Seeded::new(seed));
        let words = secret.words();
        let shouted = words.to_uppercase().replace(' ', "\n  ");
        let four: Vec<_> = words.split(' ').map(|word| &word[..word.len().min(4)]).collect();
        for typed in [words.as_str(), &shouted, &four.join(" ")] {
            let again = RecoverySecret::from_words(typed).unwrap().words();
            prop_assert_eq!(again.as_str(), words.as_str());
        }
    }

    #[test]
    fn a_typo_is_named_by_its_position(seed: u64, position in 1_usize..=24) {
        let words = RecoverySecret::generate(&mut Seeded::new(seed)).words();
        let mut typed: Vec<_> = words.split(' ').collect();
        typed[position - 1] = "zzzz";
        prop_assert_eq!(reason(&typed.join(" ")), RecoveryWordsError::UnknownWord { position });
    }
}

#[test]
fn exchanged_and_missing_words_are_noticed() {
    let words = format!("{}art", "abandon ".repeat(23));
    assert_eq!(reason(&words.replace("art", "zoo")), RecoveryWordsError::BadChecksum);
    assert_eq!(reason("abandon"), RecoveryWordsError::WrongCount(1));
    assert_eq!(reason(&format!("{words} art")), RecoveryWordsError::WrongCount(25));
    assert!(!reason(&words.replace("art", "rahasia")).to_string().contains("rahasia"));
}

#[test]
fn the_box_gives_the_keys_back_to_the_right_words_alone() {
    let chance = &mut Seeded::new(1);
    let secret = RecoverySecret::generate(chance);
    let (node, signing) = (NodeKey::generate(chance), SigningKey::generate(chance));
    let sealed = RecoveryBox::seal(&secret, "ID/NGO/CONTOH", &node, &signing, chance);
    let stored = RecoveryBox::from_bytes(sealed.as_bytes().to_vec());

    let typed = RecoverySecret::from_words(&secret.words()).unwrap();
    let (node_again, signing_again) = stored.open(&typed, "ID/NGO/CONTOH").unwrap();
    assert_eq!(node_again.expose_bytes(), node.expose_bytes());
    assert_eq!(signing_again.expose_bytes(), signing.expose_bytes());

    assert_eq!(stored.open(&secret, "ID/NGO/LAIN").unwrap_err(), SealError::NotAuthentic);
    let other = RecoverySecret::generate(chance);
    assert_eq!(stored.open(&other, "ID/NGO/CONTOH").unwrap_err(), SealError::NotAuthentic);
    let mut altered = stored.as_bytes().to_vec();
    altered[60] ^= 1;
    assert!(RecoveryBox::from_bytes(altered).open(&secret, "ID/NGO/CONTOH").is_err());
    assert_eq!(format!("{secret:?} {stored:?}"), "RecoverySecret(…) RecoveryBox(…)");
}
