//! Which shared identifiers are worth a lead, and which only look like one.

use std::collections::{BTreeMap, BTreeSet};

use super::Identifier;

/// What sharing says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// One case alone.
    Alone,
    /// Some cases: worth asking somebody to look.
    Lead,
    /// So many cases that it says nothing about any of them: the number of a hotline, a bus station, a popular platform.
    TooCommon,
}

/// When an identifier is too common to be a lead.
#[derive(Debug, Clone, PartialEq)]
pub struct CommonGuard {
    /// More cases than this are too common, however many cases there are.
    pub most_cases: usize,
    /// More than this share of all cases is too common, once there are enough cases for shares to mean something.
    pub most_share: f64,
    /// Cases from which shares are looked at.
    pub share_from: usize,
    /// Identifiers that are known to be everybody's (own offices, hotlines): never a lead.
    pub known: BTreeSet<Identifier>,
}

impl Default for CommonGuard {
    fn default() -> Self {
        Self { most_cases: 30, most_share: 0.02, share_from: 500, known: BTreeSet::new() }
    }
}

impl CommonGuard {
    /// What it says that `cases` of `all` cases share an identifier.
    #[must_use]
    pub fn verdict(&self, identifier: &Identifier, cases: usize, all: usize) -> Verdict {
        let by_share = all >= self.share_from && cases as f64 > self.most_share * all as f64;
        match cases {
            0 | 1 => Verdict::Alone,
            _ if cases > self.most_cases || by_share || self.known.contains(identifier) => Verdict::TooCommon,
            _ => Verdict::Lead,
        }
    }
}

/// An identifier that several cases share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared<C> {
    /// The identifier.
    pub identifier: Identifier,
    /// The cases, sorted; for those that are too common none are named.
    pub cases: Vec<C>,
    /// How many cases share it.
    pub count: usize,
    /// What that says: a lead, or too common.
    pub verdict: Verdict,
}

/// Identifiers that more than one case mentions, sorted by identifier. A case counts once, however often it mentions one.
pub fn shared<C: Ord + Clone>(
    mentions: impl IntoIterator<Item = (Identifier, C)>,
    guard: &CommonGuard,
) -> Vec<Shared<C>> {
    let mut by_identifier: BTreeMap<Identifier, BTreeSet<C>> = BTreeMap::new();
    let mut all = BTreeSet::new();
    for (identifier, case) in mentions {
        all.insert(case.clone());
        by_identifier.entry(identifier).or_default().insert(case);
    }
    let judged = by_identifier.into_iter().map(|(identifier, cases)| {
        let (count, verdict) = (cases.len(), guard.verdict(&identifier, cases.len(), all.len()));
        let cases = if verdict == Verdict::Lead { cases.into_iter().collect() } else { Vec::new() };
        Shared { identifier, cases, count, verdict }
    });
    judged.filter(|shared| shared.verdict != Verdict::Alone).collect()
}
