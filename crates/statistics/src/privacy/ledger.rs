//! What may be told of one set of children altogether, and what was told already.

use super::account;
use crate::error::{Error, Result};

/// A loss of privacy in whole numbers, so that sums are exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loss {
    /// ρ of zero-concentrated differential privacy, in thousand-millionths.
    pub rho: u64,
    /// The chance that the bound does not hold for values shown because they were found in the data, in units of 10⁻¹⁵.
    pub delta: u64,
}

const RHO: f64 = 1e9;
const DELTA: f64 = 1e15;

impl Loss {
    /// What (ε, δ) allows: half of δ goes to turning ρ into ε, half to values found in the data. Rounded down.
    ///
    /// # Errors
    /// [`Error::Setting`] when ε is not above 0 and at most 100, or δ not from 10⁻¹² to 10⁻³.
    pub fn allowed(epsilon: f64, delta: f64) -> Result<Self> {
        if !(epsilon > 0.0 && epsilon <= 100.0) {
            return Err(Error::Setting { setting: "epsilon", must: "above 0 and at most 100" });
        }
        if !(1e-12..=1e-3).contains(&delta) {
            return Err(Error::Setting { setting: "delta", must: "from 1e-12 to 1e-3" });
        }
        let rho = account::rho(epsilon, delta / 2.0);
        Ok(Self { rho: (rho * RHO).floor() as u64, delta: (delta / 2.0 * DELTA).floor() as u64 })
    }

    /// ρ as a number.
    #[must_use]
    pub fn rho(self) -> f64 {
        self.rho as f64 / RHO
    }

    /// The chance as a number.
    #[must_use]
    pub fn delta(self) -> f64 {
        self.delta as f64 / DELTA
    }

    /// ε of this loss when δ is, in all, this one; infinite where δ is spent already.
    #[must_use]
    pub fn epsilon(self, delta: f64) -> f64 {
        account::epsilon(self.rho(), delta - self.delta())
    }
}

impl std::fmt::Display for Loss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "rho {:.6} and delta {:.1e}", self.rho(), self.delta())
    }
}

/// A release that was paid for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Identifier of the release: the same bytes made again are the same release and cost nothing.
    pub release: String,
    /// What it cost.
    pub loss: Loss,
}

/// Grant and spending of one set of children. A later state of the same children is the same set: what was told of them stays
/// told. There is no way to take an entry back or to raise the grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    granted: Loss,
    entries: Vec<Entry>,
}

impl Ledger {
    /// With nothing spent.
    #[must_use]
    pub fn grant(granted: Loss) -> Self {
        Self { granted, entries: Vec::new() }
    }

    /// From what was kept.
    ///
    /// # Errors
    /// [`Error::Overspent`] when more was spent than granted: somebody changed what was kept.
    pub fn kept(granted: Loss, entries: Vec<Entry>) -> Result<Self> {
        let mut ledger = Self::grant(granted);
        for entry in entries {
            ledger.spend(&entry.release, entry.loss)?;
        }
        Ok(ledger)
    }

    /// What was granted.
    #[must_use]
    pub fn granted(&self) -> Loss {
        self.granted
    }

    /// What was paid for, in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What was spent in all.
    #[must_use]
    pub fn spent(&self) -> Loss {
        let sum = |of: fn(&Loss) -> u64| {
            self.entries.iter().map(|entry| of(&entry.loss)).fold(0, u64::saturating_add)
        };
        Loss { rho: sum(|loss| loss.rho), delta: sum(|loss| loss.delta) }
    }

    /// What is left.
    #[must_use]
    pub fn left(&self) -> Loss {
        let spent = self.spent();
        Loss {
            rho: self.granted.rho.saturating_sub(spent.rho),
            delta: self.granted.delta.saturating_sub(spent.delta),
        }
    }

    /// Pays for a release before anything of it is drawn. False when it was paid for already: then it must be the same bytes.
    ///
    /// # Errors
    /// [`Error::Overspent`] when less is left than it costs; nothing was spent then.
    pub fn spend(&mut self, release: &str, loss: Loss) -> Result<bool> {
        if let Some(earlier) = self.entries.iter().find(|entry| entry.release == release) {
            return if earlier.loss == loss {
                Ok(false)
            } else {
                Err(Error::Twice { what: release.to_owned() })
            };
        }
        let left = self.left();
        if loss.rho > left.rho || loss.delta > left.delta {
            return Err(Error::Overspent { asked: loss, left });
        }
        self.entries.push(Entry { release: release.to_owned(), loss });
        Ok(true)
    }
}
