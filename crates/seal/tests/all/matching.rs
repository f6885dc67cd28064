use proptest::prelude::*;
use seal::matching::{
    Allowance, BLINDED_BATCH, Blinding, Epoch, EpochId, EpochProblem, Evaluation, GuardianKey,
    GuardianPublicKey, MatchToken, MatchingError, OverBudget, TableBuilder, TableFull, TokenTable, Used,
    shown_from,
};
use seal::{Entropy, SymmetricKey, from_hex, sha256, to_hex};

use crate::seeded::Seeded;

/// Hands out fixed scalars: 32 bytes each, widened with zeros as the group library reads 64.
struct Scalars(Vec<Vec<u8>>);

impl Entropy for Scalars {
    fn fill(&mut self, out: &mut [u8]) {
        let scalar = self.0.remove(0);
        out.fill(0);
        out[..32].copy_from_slice(&scalar);
    }
}

fn hex(text: &str) -> Vec<u8> {
    from_hex(text).unwrap()
}

/// RFC 9497, appendix A.1.2 (ristretto255-SHA512, VOPRF mode): inputs, blinds, blinded, evaluated, proof, its scalar, outputs.
struct Vector {
    inputs: &'static [&'static str],
    blinds: &'static [&'static str],
    blinded: &'static [&'static str],
    evaluated: &'static [&'static str],
    proof: &'static str,
    scalar: &'static str,
    outputs: &'static [&'static str],
}

const SEED: [u8; 32] = [0xa3; 32];
const SECRET: &str = "e6f73f344b79b379f1a0dd37e07ff62e38d9f71345ce62ae3a9bc60b04ccd909";
const PUBLIC: &str = "c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e";
const BLIND: &str = "64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706";
const OTHER: &str = "222a5e897cf59db8145db8d16e597e8facb80ae7d4e26d9881aa6f61d645fc0e";
const LONG: &str = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";
const OUT_ONE: &str = "b58cfbe118e0cb94d79b5fd6a6dafb98764dff49c14e1770b566e42402da1a7da4d8527693914139caee5bd03903af43a491351d23b430948dd50cde10d32b3c";
const OUT_TWO: &str = "8a9a2f3c7f085b65933594309041fc1898d42d0858e59f90814ae90571a6df60356f4610bf816f27afdd84f47719e480906d27ecd994985890e5f539e7ea74b6";

const VECTORS: [Vector; 3] = [
    Vector {
        inputs: &["00"],
        blinds: &[BLIND],
        blinded: &["863f330cc1a1259ed5a5998a23acfd37fb4351a793a5b3c090b642ddc439b945"],
        evaluated: &["aa8fa048764d5623868679402ff6108d2521884fa138cd7f9c7669a9a014267e"],
        proof: "ddef93772692e535d1a53903db24367355cc2cc78de93b3be5a8ffcc6985dd066d4346421d17bf5117a2a1ff0fcb2a759f58a539dfbe857a40bce4cf49ec600d",
        scalar: OTHER,
        outputs: &[OUT_ONE],
    },
    Vector {
        inputs: &[LONG],
        blinds: &[BLIND],
        blinded: &["cc0b2a350101881d8a4cba4c80241d74fb7dcbfde4a61fde2f91443c2bf9ef0c"],
        evaluated: &["60a59a57208d48aca71e9e850d22674b611f752bed48b36f7a91b372bd7ad468"],
        proof: "401a0da6264f8cf45bb2f5264bc31e109155600babb3cd4e5af7d181a2c9dc0a67154fabf031fd936051dec80b0b6ae29c9503493dde7393b722eafdf5a50b02",
        scalar: OTHER,
        outputs: &[OUT_TWO],
    },
    Vector {
        inputs: &["00", LONG],
        blinds: &[BLIND, OTHER],
        blinded: &[
            "863f330cc1a1259ed5a5998a23acfd37fb4351a793a5b3c090b642ddc439b945",
            "90a0145ea9da29254c3a56be4fe185465ebb3bf2a1801f7124bbbadac751e654",
        ],
        evaluated: &[
            "aa8fa048764d5623868679402ff6108d2521884fa138cd7f9c7669a9a014267e",
            "cc5ac221950a49ceaa73c8db41b82c20372a4c8d63e5dded2db920b7eee36a2a",
        ],
        proof: "cc203910175d786927eeb44ea847328047892ddf8590e723c37205cb74600b0a5ab5337c8eb4ceae0494c2cf89529dcf94572ed267473d567aeed6ab873dee08",
        scalar: "419c4f4f5052c53c45f3da494d2b67b220d02118e0857cdbcf037f9ea84bbe0c",
        outputs: &[OUT_ONE, OUT_TWO],
    },
];

#[test]
fn the_vectors_of_rfc_9497() {
    let key = GuardianKey::from_seed(&SEED, b"test key").unwrap();
    assert_eq!(to_hex(key.expose_bytes().as_slice()), SECRET);
    assert_eq!(to_hex(&key.public_key().to_bytes()), PUBLIC);
    for vector in VECTORS {
        let inputs: Vec<Vec<u8>> = vector.inputs.iter().map(|text| hex(text)).collect();
        let mut blinds = Scalars(vector.blinds.iter().map(|text| hex(text)).collect());
        let (blinding, points) = Blinding::new(&inputs, &mut blinds).unwrap();
        assert_eq!(points.iter().map(|point| to_hex(point)).collect::<Vec<_>>(), vector.blinded);
        let answer = key.evaluate(&points, &mut Scalars(vec![hex(vector.scalar)])).unwrap();
        assert_eq!(answer.points.iter().map(|point| to_hex(point)).collect::<Vec<_>>(), vector.evaluated);
        assert_eq!(to_hex(&answer.proof), vector.proof);
        let outputs = blinding.finish(&answer, key.public_key()).unwrap();
        assert_eq!(outputs.iter().map(|out| to_hex(out.as_slice())).collect::<Vec<_>>(), vector.outputs);
    }
}

fn guardian(seed: u64) -> GuardianKey {
    GuardianKey::generate(&mut Seeded::new(seed)).unwrap()
}

/// Asks both guardians, as a node does.
fn tokens(texts: &[&str], guardians: [&GuardianKey; 2], seed: u64) -> Vec<MatchToken> {
    let mut entropy = Seeded::new(seed);
    let [first, second] = guardians.map(|guardian| {
        let (blinding, points) = Blinding::new(texts, &mut entropy).unwrap();
        let answer = guardian.evaluate(&points, &mut entropy).unwrap();
        blinding.finish(&answer, guardian.public_key()).unwrap()
    });
    first.iter().zip(&second).map(|(first, second)| MatchToken::join(first, second)).collect()
}

#[test]
fn equal_texts_give_equal_tokens_and_both_keys_matter() {
    let (one, two, three) = (guardian(1), guardian(2), guardian(3));
    let mine = tokens(&["a", "b"], [&one, &two], 10);
    assert_eq!(tokens(&["b", "a"], [&one, &two], 11), [mine[1], mine[0]]);
    assert_ne!(mine[0], mine[1]);
    assert_ne!(tokens(&["a"], [&one, &three], 10)[0], mine[0]);
    assert_ne!(tokens(&["a"], [&three, &two], 10)[0], mine[0]);
    assert_ne!(tokens(&["a"], [&two, &one], 10)[0], mine[0], "the order of guardians is part of it");
    assert_eq!(format!("{:?}", mine[0]), "MatchToken(…)");
}

#[test]
fn guardians_cannot_tell_equal_questions() {
    let mut entropy = Seeded::new(1);
    let (_, first) = Blinding::new(&["a", "a"], &mut entropy).unwrap();
    let (_, again) = Blinding::new(&["a"], &mut entropy).unwrap();
    assert!(first[0] != first[1] && again[0] != first[0] && again[0] != first[1]);
}

#[test]
fn a_wrong_key_a_swapped_answer_and_an_altered_proof_are_found() {
    let (key, other) = (guardian(1), guardian(2));
    let mut entropy = Seeded::new(3);
    let (blinding, points) = Blinding::new(&["a", "b"], &mut entropy).unwrap();
    let answer = key.evaluate(&points, &mut entropy).unwrap();
    let refused = |answer: &Evaluation| blinding.finish(answer, key.public_key()).unwrap_err();
    assert_eq!(refused(&other.evaluate(&points, &mut entropy).unwrap()), MatchingError::BadProof);
    let swapped = Evaluation { points: vec![answer.points[1], answer.points[0]], ..answer.clone() };
    assert_eq!(refused(&swapped), MatchingError::BadProof);
    let short = Evaluation { points: answer.points[..1].to_vec(), ..answer.clone() };
    assert_eq!(refused(&short), MatchingError::BadBatch);
    for at in 0..64 {
        let mut altered = answer.clone();
        altered.proof[at] ^= 1;
        assert!(
            matches!(refused(&altered), MatchingError::BadProof | MatchingError::BadEncoding),
            "byte {at} of the proof"
        );
    }
    assert_eq!(refused(&Evaluation { points: vec![[0; 32]; 2], ..answer }), MatchingError::BadEncoding);
}

#[test]
fn sizes_and_encodings_are_checked() {
    let key = guardian(1);
    let mut entropy = Seeded::new(3);
    assert_eq!(Blinding::new::<&str>(&[], &mut entropy).unwrap_err(), MatchingError::BadBatch);
    assert_eq!(Blinding::new(&["a", ""], &mut entropy).unwrap_err(), MatchingError::BadInput);
    let many = vec!["a"; BLINDED_BATCH + 1];
    assert_eq!(Blinding::new(&many, &mut entropy).unwrap_err(), MatchingError::BadBatch);
    assert_eq!(key.evaluate(&[], &mut entropy).unwrap_err(), MatchingError::BadBatch);
    assert_eq!(key.evaluate(&[[0; 32]], &mut entropy).unwrap_err(), MatchingError::BadEncoding);
    assert_eq!(key.evaluate(&[[255; 32]], &mut entropy).unwrap_err(), MatchingError::BadEncoding);
    assert_eq!(GuardianPublicKey::from_bytes(&[0; 32]).unwrap_err(), MatchingError::BadEncoding);
    assert_eq!(GuardianKey::from_bytes(&[0; 32]).unwrap_err(), MatchingError::BadEncoding);
    let again = GuardianKey::from_bytes(&key.expose_bytes()).unwrap();
    assert_eq!(again.public_key(), key.public_key());
    let text = key.public_key().to_base64();
    assert_eq!(GuardianPublicKey::from_base64(&text).as_ref(), Ok(key.public_key()));
    assert_eq!(format!("{key:?}"), "GuardianKey(…)");
}

#[test]
fn an_epoch_needs_two_members_with_two_keys() {
    let (one, two) = (guardian(1), guardian(2));
    let [a, b] = [one.public_key(), two.public_key()].map(Clone::clone);
    let (gov, ngo) = ("ID/GOV/CONTOH", "ID/NGO/CONTOH-KASIH");
    let epoch = Epoch::new((gov, a.clone()), (ngo, b.clone()), 10, 20).unwrap();
    assert_eq!((epoch.holds_at(9), epoch.holds_at(10), epoch.holds_at(20)), (false, true, false));
    let turned = Epoch::new((ngo, b.clone()), (gov, a.clone()), 10, 20).unwrap();
    assert_ne!(epoch.id(), turned.id());
    assert_eq!(epoch.id(), Epoch::new((gov, a.clone()), (ngo, b.clone()), 10, 15).unwrap().id());
    let refused = |x: (&str, &GuardianPublicKey), y: (&str, &GuardianPublicKey), until| {
        Epoch::new((x.0, x.1.clone()), (y.0, y.1.clone()), 10, until).unwrap_err()
    };
    assert_eq!(refused((gov, &a), (ngo, &a), 20), EpochProblem::OneKey);
    assert_eq!(refused((gov, &a), (gov, &b), 20), EpochProblem::OneMember);
    assert_eq!(refused((gov, &a), (ngo, &b), 10), EpochProblem::NoTime);
}

fn token(text: &str) -> MatchToken {
    MatchToken::from_bytes(sha256(text.as_bytes()))
}

fn table(entries: &[(&str, u8, u32)]) -> TokenTable {
    let mut builder = TableBuilder::default();
    for (text, label, person) in entries {
        builder.add(token(text), *label, *person).unwrap();
    }
    builder.build(EpochId([7; 32]))
}

#[test]
fn a_hit_needs_the_token_and_its_own_label() {
    let table = table(&[("phone", 2, 5), ("name", 3, 5), ("name", 3, 9), ("other", 3, 6), ("name", 3, 5)]);
    assert_eq!((table.len(), table.people()), (4, 10), "a repeated token counts once");
    let ask = |asked: &[(u8, MatchToken)], most| {
        let found = table.candidates(asked, most, |label| label != 9);
        found.iter().map(|one| (one.person, one.hits, one.held)).collect::<Vec<_>>()
    };
    assert_eq!(ask(&[(3, token("name"))], 10), [(5, 1 << 3, 3 << 2), (9, 1 << 3, 1 << 3)]);
    assert_eq!(
        ask(&[(2, token("phone")), (3, token("name"))], 1),
        [(5, 3 << 2, 3 << 2)],
        "too many share the name"
    );
    assert_eq!(ask(&[(0, token("phone")), (255, token("phone"))], 10), [], "an asker lies about a recipe");
    assert_eq!((table.bearers(token("name"), 3), table.bearers(token("name"), 2)), (2, 0));
}

#[test]
fn a_table_has_limits() {
    let mut builder = TableBuilder::with_capacity(1);
    assert_eq!(builder.add(token("a"), 32, 0), Err(TableFull));
    assert_eq!(builder.add(token("a"), 31, seal::matching::MOST_PEOPLE), Err(TableFull));
    let empty = builder.build(EpochId([0; 32]));
    assert!(empty.is_empty() && empty.candidates(&[(1, token("a"))], 9, |_| true).is_empty());
}

#[test]
fn a_sealed_table_opens_under_its_key_for_its_epoch_and_recipes_alone() {
    let table = table(&[("a", 1, 1), ("b", 2, 2), ("c", 3, 3)]);
    let (key, other) =
        (SymmetricKey::generate(&mut Seeded::new(1)), SymmetricKey::generate(&mut Seeded::new(2)));
    let sealed = table.write_sealed(Vec::new(), &key, 4, &mut Seeded::new(3)).unwrap();
    let read = |bytes: &[u8], key: &SymmetricKey, recipes, epoch| {
        TokenTable::read_sealed(bytes, key, recipes, epoch)
    };
    let again = read(&sealed, &key, 4, table.epoch()).unwrap();
    assert_eq!((again.len(), again.people(), again.bearers(token("b"), 2)), (3, 4, 1));
    assert!(read(&sealed, &other, 4, table.epoch()).is_err());
    assert!(read(&sealed, &key, 5, table.epoch()).unwrap_err().to_string().contains("older"));
    assert!(read(&sealed, &key, 4, EpochId([8; 32])).unwrap_err().to_string().contains("older"));
    assert!(read(&sealed[..sealed.len() - 1], &key, 4, table.epoch()).is_err());
    let bytes = to_hex(&sealed);
    assert!(!bytes.contains(&to_hex(&token("a").to_bytes()[..8])), "nothing searchable at rest");
}

#[test]
fn budgets_are_counted_whole_or_not_at_all() {
    let rule = Allowance { member_day: 50, post_day: 30, register_epoch: 100 };
    let once = rule.query(Used::default(), 24).unwrap();
    assert_eq!((once.member_day, once.post_day, once.register_epoch), (24, 24, 0));
    assert_eq!(rule.query(once, 24), Err(OverBudget::PostDay { left: 6 }));
    let colleague = Used { post_day: 0, ..once };
    let twice = rule.query(colleague, 24).unwrap();
    assert_eq!(rule.query(Used { post_day: 0, ..twice }, 24), Err(OverBudget::MemberDay { left: 2 }));
    let register = rule.register(twice, 100).unwrap();
    assert_eq!(rule.register(register, 1), Err(OverBudget::RegisterEpoch { left: 0 }));
    assert_eq!(register.member_day, twice.member_day, "a register does not eat the day's budget");
}

proptest! {
    #[test]
    fn answers_show_in_windows(answered in 0_i64..4_000_000_000_000, later in 0_i64..86_400_000) {
        let window = 86_400_000;
        let shown = shown_from(answered, window);
        prop_assert!(shown > answered && shown - answered <= window && shown % window == 0);
        prop_assert!(shown_from(answered + later, window) >= shown);
    }

    #[test]
    fn the_table_finds_exactly_what_was_put_in(
        entries in prop::collection::vec((0_u16..60, 0_u8..4, 0_u32..40), 0..200),
        asked in prop::collection::vec((0_u8..5, 0_u16..70), 0..24),
    ) {
        let mut builder = TableBuilder::default();
        for (text, label, person) in &entries {
            builder.add(token(&text.to_string()), *label, *person).unwrap();
        }
        let table = builder.build(EpochId([7; 32]));
        let asked_tokens: Vec<_> = asked.iter().map(|(label, text)| (*label, token(&text.to_string()))).collect();
        let found = table.candidates(&asked_tokens, usize::MAX, |_| true);
        for person in 0..40 {
            let hits = asked.iter().filter(|(label, text)| entries.contains(&(*text, *label, person)));
            let hits = hits.fold(0, |set, (label, _)| set | 1_u32 << label);
            let seen = found.iter().find(|one| one.person == person).map_or(0, |one| one.hits);
            prop_assert_eq!(hits, seen);
        }
    }
}

#[test]
fn a_blinding_that_was_kept_takes_the_blinding_off() {
    let mut entropy = Seeded::new(9);
    let key = GuardianKey::generate(&mut entropy).unwrap();
    let texts = ["satu", "dua", "tiga"];
    let (blinding, points) = Blinding::new(&texts, &mut entropy).unwrap();
    let answer = key.evaluate(&points, &mut entropy).unwrap();
    let bytes = blinding.expose_bytes();
    let kept = Blinding::from_bytes(&texts, &bytes).unwrap();
    assert_eq!(
        kept.finish(&answer, key.public_key()).unwrap(),
        blinding.finish(&answer, key.public_key()).unwrap()
    );
    // The blinded point is the second half of each secret.
    let halves: Vec<[u8; 32]> = bytes.chunks(64).map(|one| one[32..].try_into().unwrap()).collect();
    assert_eq!(halves, points);
    assert!(Blinding::from_bytes(&texts[..2], &bytes).is_err());
    assert!(Blinding::from_bytes(&texts, &bytes[1..]).is_err());
    let swapped = Blinding::from_bytes(&["dua", "satu", "tiga"], &bytes).unwrap();
    let values = swapped.finish(&answer, key.public_key()).unwrap();
    assert_ne!(values, kept.finish(&answer, key.public_key()).unwrap());
}
