use std::collections::HashSet;

use proptest::prelude::*;
use seal::{BadReceiptCode, NodeKey, ReceiptCode, Token, token_hash};

use crate::seeded::{Constant, Seeded};

#[test]
fn a_token_is_long_unlike_others_and_known_by_its_hash() {
    let chance = &mut Seeded::new(1);
    let tokens: Vec<_> = (0..100).map(|_| Token::generate(chance)).collect();
    let distinct: HashSet<_> = tokens.iter().map(Token::as_str).collect();
    assert_eq!(distinct.len(), 100);
    for token in &tokens {
        assert_eq!(token.as_str().len(), 43);
        assert_eq!(token.hash(), token_hash(token.as_str()));
        assert_eq!(format!("{token:?}"), "Token(…)");
    }
    assert_ne!(tokens[0].hash(), tokens[1].hash());
}

#[test]
fn receipt_codes_keep_their_leading_zeros_at_both_ends_of_chance() {
    assert_eq!(ReceiptCode::generate(&mut Constant(0)).as_str(), "0000000000000000");
    assert_eq!(ReceiptCode::generate(&mut Constant(0)).grouped().as_str(), "0000 0000 0000 0000");
    // 2^128 - 1 = 340282366920938463463374607431768211455
    assert_eq!(ReceiptCode::generate(&mut Constant(0xff)).as_str(), "4607431768211455");
}

#[test]
fn every_digit_is_about_equally_frequent() {
    let chance = &mut Seeded::new(2);
    let mut counts = [0_u32; 10];
    for _ in 0..2000 {
        for digit in ReceiptCode::generate(chance).as_str().bytes() {
            counts[usize::from(digit - b'0')] += 1;
        }
    }
    // 3200 expected, standard deviation 54: six of them either way.
    assert!(counts.iter().all(|count| (2876..3524).contains(count)), "{counts:?}");
}

proptest! {
    #[test]
    fn a_code_is_read_however_it_is_grouped(seed: u64) {
        let code = ReceiptCode::generate(&mut Seeded::new(seed));
        for typed in [code.as_str().to_owned(), code.grouped().to_string(), code.grouped().replace(' ', " - ")] {
            let parsed = ReceiptCode::parse(&typed).unwrap();
            prop_assert_eq!(parsed.as_str(), code.as_str());
        }
    }
}

#[test]
fn a_bad_code_says_what_is_missing() {
    let bad = |typed| ReceiptCode::parse(typed).unwrap_err();
    assert_eq!(bad("1234 5678"), BadReceiptCode { digits: 8, others: 0 });
    assert_eq!(bad("1234 5678 9012 345x"), BadReceiptCode { digits: 15, others: 1 });
    assert_eq!(bad("1234 5678 9012 3456 7"), BadReceiptCode { digits: 17, others: 0 });
    assert_eq!(bad("1234 5678 9012 3456 x"), BadReceiptCode { digits: 16, others: 1 });
}

#[test]
fn look_up_needs_the_key() {
    let chance = &mut Seeded::new(3);
    let node = NodeKey::generate(chance);
    let (one, two) = (ReceiptCode::generate(chance), ReceiptCode::generate(chance));
    let key = node.subkey("receipt-code");
    assert_eq!(one.lookup(&key), ReceiptCode::parse(&one.grouped()).unwrap().lookup(&key));
    assert_ne!(one.lookup(&key), two.lookup(&key));
    assert_ne!(one.lookup(&key), one.lookup(&node.subkey("other")));
    assert_eq!(format!("{one:?}"), "ReceiptCode(…)");
}
