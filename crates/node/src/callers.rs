//! Numbers that called before, in memory only. A number becomes a tag under a key that never leaves this process and is drawn
//! anew every week; what the tags of the week before said is forgotten with it. Nothing about a caller lies at rest, and a
//! number cannot be looked up by anybody who does not type it. Where several processes serve one database, each tells the others of a call,
//! sealed ([`Told`]); one that starts anew knows of none.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use model::time::DAY;
use model::{Id, Timestamp};
use seal::{Digest, Entropy, NodeKey, Place, SymmetricKey};
use serde::{Deserialize, Serialize};

/// How long a key is used.
const ROTATED_AFTER: i64 = 7 * DAY;
/// Calls remembered of one number.
const MOST: usize = 50;
/// Digits below which something typed is no telephone number.
const FEWEST_DIGITS: usize = 6;

/// A call that was logged before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Call {
    /// The report made of it.
    pub(crate) report: Id,
    /// The act that logged it: repeated after a lost connection, it is still one call.
    pub(crate) act: Id,
    pub(crate) at: Timestamp,
}

struct Week {
    key: Option<NodeKey>,
    since: Timestamp,
    calls: HashMap<Digest, Vec<Call>>,
}

/// Who called, for as long as this process lives and the key is used.
pub(crate) struct Callers(Mutex<Week>);

impl Default for Callers {
    fn default() -> Self {
        Self(Mutex::new(Week { key: None, since: Timestamp::default(), calls: HashMap::new() }))
    }
}

impl Callers {
    /// Calls of a number to an organisation, oldest first; nothing for what is no number.
    pub(crate) fn before(
        &self,
        organisation: Id,
        number: &str,
        now: Timestamp,
        entropy: &mut dyn Entropy,
    ) -> Vec<Call> {
        let Some(digits) = digits(number) else { return Vec::new() };
        let week = self.week(now, entropy);
        week.tag(organisation, &digits).and_then(|tag| week.calls.get(&tag).cloned()).unwrap_or_default()
    }

    /// Remembers a call.
    pub(crate) fn note(&self, organisation: Id, number: &str, call: Call, entropy: &mut dyn Entropy) {
        let Some(digits) = digits(number) else { return };
        let mut week = self.week(call.at, entropy);
        let Some(tag) = week.tag(organisation, &digits) else { return };
        let calls = week.calls.entry(tag).or_default();
        calls.retain(|known| known.act != call.act);
        calls.push(call);
        if calls.len() > MOST {
            calls.remove(0);
        }
    }

    fn week(&self, now: Timestamp, entropy: &mut dyn Entropy) -> MutexGuard<'_, Week> {
        let mut week = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if week.key.is_none() || now.millis() - week.since.millis() >= ROTATED_AFTER {
            *week = Week { key: Some(NodeKey::generate(entropy)), since: now, calls: HashMap::new() };
        }
        week
    }
}

/// Label of the key under which processes tell each other of calls.
pub(crate) const CALLER_TOLD: &str = "caller-told";

/// A call as one process tells another of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    pub(crate) organisation: Id,
    pub(crate) number: String,
    pub(crate) call: Call,
}

const PLACE: Place<'static> = Place { table: "callers", row: "told", column: "call" };

impl Told {
    /// Sealed, as base64; nothing for what is no number.
    pub(crate) fn seal(&self, key: &SymmetricKey, entropy: &mut dyn Entropy) -> Option<String> {
        digits(&self.number)?;
        let plain = serde_json::to_vec(self).ok()?;
        Some(seal::to_base64(&seal::seal(key, PLACE, &plain, entropy)))
    }

    /// What another process of this node sealed.
    pub(crate) fn open(key: &SymmetricKey, sealed: &str) -> Option<Self> {
        let plain = seal::open(key, PLACE, &seal::from_base64(sealed).ok()?).ok()?;
        serde_json::from_slice(&plain).ok()
    }
}

impl Week {
    fn tag(&self, organisation: Id, digits: &str) -> Option<Digest> {
        let key = self.key.as_ref()?.subkey("caller");
        let parts: [&[u8]; 2] = [&organisation.to_u128().to_be_bytes(), digits.as_bytes()];
        Some(seal::tag(&key, &seal::frame("jejaring/caller/1", &parts)))
    }
}

/// The digits of a number, however it was typed: `+62 800…`, `0800…` and `62800…` are one.
fn digits(number: &str) -> Option<String> {
    let all: String = number.chars().filter(char::is_ascii_digit).collect();
    let local = all.strip_prefix("62").unwrap_or(&all).trim_start_matches('0');
    (local.len() >= FEWEST_DIGITS).then(|| local.to_owned())
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests know their sizes")]
mod tests {
    use super::*;
    use crate::clock::{Chance, SeededChance};

    fn call(number: u128, at: i64) -> Call {
        let id = Id::from_u128(number);
        Call { report: id, act: id, at: Timestamp::from_millis(at) }
    }

    #[test]
    fn another_process_learns_of_a_call_and_nobody_else() {
        let chance = SeededChance::new(2);
        let mut entropy = chance.stream();
        let key = NodeKey::from_bytes([3; 32]).subkey("caller-told");
        let told =
            Told { organisation: Id::from_u128(1), number: "0800-0000-1234".into(), call: call(7, 1_000) };
        let sealed = told.seal(&key, &mut *entropy).unwrap();
        assert!(!sealed.contains("1234"));
        assert_eq!(Told::open(&key, &sealed), Some(told.clone()));
        assert_eq!(Told::open(&NodeKey::from_bytes([4; 32]).subkey("caller-told"), &sealed), None);
        assert_eq!(Told { number: "-".into(), ..told }.seal(&key, &mut *entropy), None);
    }

    #[test]
    fn a_number_is_known_however_it_is_typed_for_a_week_and_in_its_house() {
        let (callers, chance) = (Callers::default(), SeededChance::new(1));
        let mut entropy = chance.stream();
        let (here, elsewhere) = (Id::from_u128(1), Id::from_u128(2));
        callers.note(here, "0800-0000-1234", call(7, 1_000), &mut *entropy);
        callers.note(here, "0800 0000 1234", call(7, 1_000), &mut *entropy);
        let now = Timestamp::from_millis(2_000);
        for typed in ["080000001234", "+62 800 0000 1234", "62800-0000-1234"] {
            let before = callers.before(here, typed, now, &mut *entropy);
            assert_eq!(before.len(), 1, "{typed}");
            assert_eq!(before[0].report, Id::from_u128(7));
        }
        assert!(callers.before(elsewhere, "080000001234", now, &mut *entropy).is_empty());
        assert!(callers.before(here, "0000", now, &mut *entropy).is_empty());
        let later = Timestamp::from_millis(1_000 + ROTATED_AFTER + 1);
        assert!(callers.before(here, "080000001234", later, &mut *entropy).is_empty(), "forgotten");
    }
}
