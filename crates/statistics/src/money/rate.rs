//! Rates of exchange, each of a day.

use std::collections::BTreeMap;

use super::amount::Amount;

/// Parts of a rate.
const PARTS: i128 = 1_000_000_000;

/// What one unit of a foreign currency was worth on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Units of the own currency for one unit, in thousand-millionths.
    parts: i128,
}

impl Rate {
    /// Reads a rate, such as `16250.5`: more than nothing, with at most four places.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        let amount = Amount::parse(written).filter(|amount| amount.parts() > 0)?;
        Some(Self { parts: amount.parts().checked_mul(PARTS / 10_000)? })
    }
}

/// Rates of all currencies to one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rates {
    own: String,
    dated: BTreeMap<(String, i64), Rate>,
    longest: i64,
}

impl Rates {
    /// Rates to a currency (ISO 4217). A rate holds for so many days after its own.
    #[must_use]
    pub fn to(own: &str, longest: u32) -> Self {
        Self { own: own.to_owned(), dated: BTreeMap::new(), longest: i64::from(longest) }
    }

    /// The currency that is converted to.
    #[must_use]
    pub fn own(&self) -> &str {
        &self.own
    }

    /// Notes the rate of a currency on a day (days since 1970). Of two of a day the later said holds.
    pub fn note(&mut self, currency: &str, day: i64, rate: Rate) {
        self.dated.insert((currency.to_owned(), day), rate);
    }

    /// An amount in the own currency, at the last rate on or before a day, with the day of that rate. `None` when there is none that
    /// still holds: the amount is then told in its own currency.
    #[must_use]
    pub fn convert(&self, amount: Amount, currency: &str, day: i64) -> Option<(Amount, i64)> {
        if currency == self.own {
            return Some((amount, day));
        }
        let from = (currency.to_owned(), day.saturating_sub(self.longest));
        let ((_, on), rate) = self.dated.range(from..=(currency.to_owned(), day)).next_back()?;
        let product = amount.parts().checked_mul(rate.parts)?;
        let half = if product < 0 { -PARTS / 2 } else { PARTS / 2 };
        Some((Amount::from_parts((product + half) / PARTS), *on))
    }
}
