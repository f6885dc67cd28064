//! From whom to whom.

use std::collections::BTreeMap;

use super::amount::Amount;
use super::layer::Layer;

/// Days between sending and arriving after which two entries are not taken for the same money.
const LONGEST_WAY: i64 = 92;

/// An entry of the books of an activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its layer.
    pub layer: Layer,
    /// The activity in whose books it stands.
    pub activity: String,
    /// Days since 1970.
    pub day: i64,
    /// How much; below zero for a correction.
    pub amount: Amount,
    /// ISO 4217.
    pub currency: String,
    /// The activity or else the organisation that pays; empty when it is not known.
    pub from: String,
    /// The activity or else the organisation that is paid.
    pub to: String,
}

/// Money that goes from one to another, in one layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Who pays.
    pub from: String,
    /// Who is paid.
    pub to: String,
    /// How much.
    pub amount: Amount,
    /// Entries in it.
    pub entries: u64,
}

/// Links of one layer and one currency, largest first. Corrections are taken off; what comes to nothing or less is left out.
pub fn links<'a>(entries: impl IntoIterator<Item = &'a Entry>, layer: Layer, currency: &str) -> Vec<Link> {
    let mut sums: BTreeMap<(&str, &str), (Amount, u64)> = BTreeMap::new();
    for entry in entries.into_iter().filter(|entry| entry.layer == layer && entry.currency == currency) {
        let sum = sums.entry((entry.from.as_str(), entry.to.as_str())).or_default();
        *sum = (sum.0.plus(entry.amount), sum.1 + 1);
    }
    let link = |((from, to), (amount, entries)): ((&str, &str), (Amount, u64))| Link {
        from: from.to_owned(),
        to: to.to_owned(),
        amount,
        entries,
    };
    let mut links: Vec<Link> = sums.into_iter().map(link).filter(|link| link.amount.parts() > 0).collect();
    links.sort_by(|a, b| b.amount.cmp(&a.amount).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to))));
    links
}

/// An entry of money that came in, and whether it answers for a disbursement already.
type Arrival<'a> = (&'a Entry, bool);

/// Disbursements to an activity whose books are here and show no incoming money for them: places in the list, in its order.
///
/// An incoming entry answers for one disbursement: of the same amount and currency, to the same activity, from the one that paid or
/// from nobody named, not before it was sent and not later than a quarter of a year. Of several the earliest is taken.
#[must_use]
pub fn unmatched(entries: &[Entry]) -> Vec<usize> {
    let mut arrived: BTreeMap<(&str, &str, Amount), Vec<Arrival<'_>>> = BTreeMap::new();
    let mut books: Vec<&str> = entries.iter().map(|entry| entry.activity.as_str()).collect();
    books.sort_unstable();
    for entry in entries.iter().filter(|entry| entry.layer == Layer::Received) {
        let key = (entry.activity.as_str(), entry.currency.as_str(), entry.amount);
        arrived.entry(key).or_default().push((entry, false));
    }
    for list in arrived.values_mut() {
        list.sort_by_key(|(entry, _)| entry.day);
    }
    let mut sent: Vec<(usize, &Entry)> =
        entries.iter().enumerate().filter(|(_, entry)| entry.layer == Layer::Disbursed).collect();
    sent.sort_by_key(|(at, entry)| (entry.day, *at));
    let mut missing = Vec::new();
    for (at, entry) in sent {
        let kept_here = books.binary_search(&entry.to.as_str()).is_ok();
        if !kept_here || entry.amount.is_negative() {
            continue;
        }
        let list = arrived.get_mut(&(entry.to.as_str(), entry.currency.as_str(), entry.amount));
        let fits = |other: &Entry| {
            (other.from.is_empty() || other.from == entry.activity || other.from == entry.from)
                && (entry.day..=entry.day.saturating_add(LONGEST_WAY)).contains(&other.day)
        };
        match list.into_iter().flatten().find(|(other, taken)| !taken && fits(other)) {
            Some((_, taken)) => *taken = true,
            None => missing.push(at),
        }
    }
    missing.sort_unstable();
    missing
}
