//! Layers, which are never added together.

use std::collections::BTreeMap;

use super::amount::Amount;

/// How far money has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Announced (IATI transaction types 12 and 13).
    Pledged,
    /// Set aside: a committed line of a budget.
    Allocated,
    /// Bound by contract to come in (11).
    Expected,
    /// Came in (1).
    Received,
    /// Bound by contract to be handed on or spent (2).
    Committed,
    /// Was handed on (3).
    Disbursed,
    /// Was spent (4).
    Spent,
}

impl Layer {
    /// All of them, from the promise to the payment.
    pub const ALL: [Self; 7] = [
        Self::Pledged,
        Self::Allocated,
        Self::Expected,
        Self::Received,
        Self::Committed,
        Self::Disbursed,
        Self::Spent,
    ];

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pledged => "pledged",
            Self::Allocated => "allocated",
            Self::Expected => "expected",
            Self::Received => "received",
            Self::Committed => "committed",
            Self::Disbursed => "disbursed",
            Self::Spent => "spent",
        }
    }

    /// The layer with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.code() == code)
    }

    /// The layer of an IATI TransactionType; loans, interest and guarantees are in none.
    #[must_use]
    pub fn of_transaction(kind: &str) -> Option<Self> {
        match kind {
            "12" | "13" => Some(Self::Pledged),
            "11" => Some(Self::Expected),
            "1" => Some(Self::Received),
            "2" => Some(Self::Committed),
            "3" => Some(Self::Disbursed),
            "4" => Some(Self::Spent),
            _ => None,
        }
    }
}

/// The sum of one layer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sum {
    /// What could be converted.
    pub total: Amount,
    /// Entries in it.
    pub entries: u64,
    /// What could not, in each currency.
    pub apart: BTreeMap<String, Amount>,
}

/// Sums by layer. There is no sum of layers: the same money passes through all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layers(BTreeMap<Layer, Sum>);

impl Layers {
    /// Adds an entry to its layer: converted, or in its own currency.
    pub fn add(&mut self, layer: Layer, converted: Option<Amount>, (currency, amount): (&str, Amount)) {
        let sum = self.0.entry(layer).or_default();
        sum.entries += 1;
        match converted {
            Some(converted) => sum.total = sum.total.plus(converted),
            None => {
                let held = sum.apart.entry(currency.to_owned()).or_default();
                *held = held.plus(amount);
            }
        }
    }

    /// One layer; nothing where there is no entry.
    #[must_use]
    pub fn of(&self, layer: Layer) -> Option<&Sum> {
        self.0.get(&layer)
    }
}
