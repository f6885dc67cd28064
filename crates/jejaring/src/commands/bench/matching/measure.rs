//! What is measured, with the clock as a parameter.

use seal::Entropy;
use seal::matching::{
    Blinding, EpochId, GuardianKey, MatchToken, MatchingError, TableBuilder, TableFull, TokenTable,
};
use serde_json::{Value, json};

/// Tokens of one person.
const TOKENS: u32 = 24;

/// A clock that counts seconds.
type Seconds<'a> = &'a dyn Fn() -> f64;

fn per_second(count: u32, seconds: f64) -> f64 {
    (f64::from(count) / seconds.max(1e-9)).round()
}

/// Blinding, evaluating with proof and finishing, alone and as one query to two guardians.
pub(super) fn oblivious(
    rounds: u32,
    entropy: &mut dyn Entropy,
    seconds: Seconds<'_>,
) -> Result<Value, MatchingError> {
    let guardians = [GuardianKey::generate(entropy)?, GuardianKey::generate(entropy)?];
    let (mut blind, mut evaluate, mut finish, mut join) = (0.0, 0.0, 0.0, 0.0);
    for round in 0..rounds {
        let texts: Vec<String> =
            (0..TOKENS).map(|n| format!("jejaring/1.1\nwhole+year\n{round} {n}\n2012")).collect();
        let mut values = Vec::with_capacity(2);
        for guardian in &guardians {
            let begin = seconds();
            let (blinding, points) = Blinding::new(&texts, entropy)?;
            let blinded = seconds();
            let answer = guardian.evaluate(&points, entropy)?;
            let evaluated = seconds();
            values.push(blinding.finish(&answer, guardian.public_key())?);
            let finished = seconds();
            blind += blinded - begin;
            evaluate += evaluated - blinded;
            finish += finished - evaluated;
        }
        if let [first, second] = values.as_slice() {
            let begin = seconds();
            let tokens: Vec<MatchToken> =
                first.iter().zip(second).map(|(first, second)| MatchToken::join(first, second)).collect();
            std::hint::black_box(tokens);
            join += seconds() - begin;
        }
    }
    let points = rounds * TOKENS * 2;
    let query = (blind + evaluate + finish + join) * 1e3 / f64::from(rounds);
    Ok(json!({
        "blind_per_second": per_second(points, blind), "evaluate_per_second": per_second(points, evaluate),
        "finish_per_second": per_second(points, finish), "batch": TOKENS,
        "query": { "tokens": TOKENS, "guardians": 2, "cpu_ms": (query * 100.0).round() / 100.0 },
    }))
}

/// A token that nobody made; spread like a real one.
fn token(number: u64) -> MatchToken {
    MatchToken::from_bytes(seal::sha256(&number.to_be_bytes()))
}

/// Building a table of so many people, looking tokens up of which every second is there, and its memory.
pub(super) fn table(people: u32, seconds: Seconds<'_>) -> Result<Value, TableFull> {
    let mut builder = TableBuilder::with_capacity(people as usize * TOKENS as usize);
    for person in 0..people {
        for label in 0..TOKENS {
            builder.add(token(u64::from(person) << 8 | u64::from(label)), label.to_le_bytes()[0], person)?;
        }
    }
    let begin = seconds();
    let table = builder.build(EpochId([0; 32]));
    let built = seconds() - begin;
    let (asked, looked) = look_up(&table, people, seconds);
    let bytes = table.bytes() as f64;
    Ok(json!({
        "people": people, "tokens": table.len(), "sort_seconds": (built * 1e3).round() / 1e3, "bytes": table.bytes(),
        "bytes_per_million_people": (bytes / f64::from(people) * 1e6).round(),
        "lookups_per_second": per_second(asked, looked),
    }))
}

fn look_up(table: &TokenTable, people: u32, seconds: Seconds<'_>) -> (u32, f64) {
    // Tokens are drawn before the clock starts; a prime step visits the table in no order.
    let count = 1_000_000_u32;
    let asked: Vec<(u8, MatchToken)> = (0..count)
        .map(|n| {
            let person = u64::from(n) * 7_919 % (u64::from(people) * 2);
            let label = (n % TOKENS).to_le_bytes()[0];
            (label, token(person << 8 | u64::from(label)))
        })
        .collect();
    let begin = seconds();
    let found = asked.iter().filter(|(label, token)| table.bearers(*token, *label) > 0).count();
    let took = seconds() - begin;
    std::hint::black_box(found);
    (count, took)
}
