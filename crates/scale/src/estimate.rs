//! What a linkage will cost, told before anything is compared.

use std::collections::HashMap;
use std::time::Instant;

use linkage::link::{Keys, Patterns, People, RULES, RuleCount};
use serde_json::{Value, json};

/// Pairs by rule, bytes and seconds.
#[derive(Debug, Clone)]
pub(crate) struct Estimate {
    /// Pairs that each rule brings, those of several rules counted once for each.
    pub(crate) counts: [RuleCount; 16],
    /// Bytes of the gathering, read by every executor.
    pub(crate) gathering: u64,
    /// Bytes that every executor holds.
    pub(crate) held: u64,
    /// Bytes shuffled when the blocks are brought together, before what compresses.
    pub(crate) shuffled: u64,
    /// Seconds of comparing, at most about.
    pub(crate) seconds: f64,
}

impl Estimate {
    /// Candidate pairs of all rules.
    pub(crate) fn pairs(&self) -> u64 {
        self.counts.iter().map(|count| count.pairs).sum()
    }

    pub(crate) fn to_json(&self) -> Value {
        let by_rule = RULES.iter().zip(&self.counts).map(|(rule, count)| {
            let RuleCount { pairs, before, refined } = *count;
            (
                rule.key().to_owned(),
                json!({ "pairs": pairs, "before_refining": before, "refined_blocks": refined }),
            )
        });
        json!({
            "pairs": self.pairs(),
            "by_rule": by_rule.collect::<serde_json::Map<_, _>>(),
            "gathering_bytes": self.gathering,
            "executor_bytes": self.held,
            "shuffle_bytes": self.shuffled,
            "compare_seconds": self.seconds,
        })
    }
}

/// Pairs of the sample by which the rate is measured.
const SAMPLE: u64 = 200_000;

/// Pairs that one core compares in a second, every field of them: measured on blocks drawn from all rules.
pub(crate) fn rate(people: &People, keys: &Keys, pairs: u64) -> f64 {
    let one_in = pairs.div_ceil(SAMPLE).max(1);
    let mut blocks: HashMap<(usize, u32), Vec<u32>> = HashMap::new();
    for at in (0..).take(people.len()) {
        for (rule, key) in keys.of(at).into_iter().enumerate() {
            // Keys are hashes with their lowest bit set.
            if key != 0 && u64::from(key >> 1).is_multiple_of(one_in) {
                blocks.entry((rule, key)).or_default().push(at);
            }
        }
    }
    let (begun, mut compared) = (Instant::now(), 0);
    let mut patterns = Patterns::default();
    for ((rule, _), members) in &blocks {
        // As of a rule with one pair: every block is in its sample.
        patterns.count_block(people, *rule, members, 1);
        compared += members.len() as u64 * (members.len() as u64 - 1) / 2;
    }
    let seconds = begun.elapsed().as_secs_f64().max(1e-6);
    (compared as f64 / seconds).max(1.0)
}
