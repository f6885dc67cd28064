//! What an expression may ask of the world: parameters, never globals.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use regex::Regex;

use super::fault::{Fault, FaultCode};
use super::moment::Moment;
use super::tree::Forest;

/// Look-ups that depend on the form and on the device.
pub trait Lookups {
    /// The label of a choice of the question at a path, in the language of the form.
    fn choice_name(&self, path: &str, value: &str) -> Option<String>;
    /// A cell of a supplied table: the value of `column` in the row where `key_column` is `key`.
    fn table_cell(&self, table: &str, column: &str, key_column: &str, key: &str) -> Option<String>;
    /// A property of the device, such as `deviceid`.
    fn property(&self, name: &str) -> Option<String>;
    /// A random number from 0 to 1.
    fn random(&self) -> f64;
    /// A fresh identifier.
    fn uuid(&self) -> String;
    /// Bytes hashed by an algorithm under its name in XForms 1.1; nothing when nobody supplied it, or there is none of that name.
    fn digest(&self, _algorithm: &str, _bytes: &[u8]) -> Option<Vec<u8>> {
        None
    }
}

/// No tables, no labels, no chance: `random()` is 0 and `uuid()` the nil identifier.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bare;

impl Lookups for Bare {
    fn choice_name(&self, _path: &str, _value: &str) -> Option<String> {
        None
    }
    fn table_cell(&self, _table: &str, _column: &str, _key_column: &str, _key: &str) -> Option<String> {
        None
    }
    fn property(&self, _name: &str) -> Option<String> {
        None
    }
    fn random(&self) -> f64 {
        0.0
    }
    fn uuid(&self) -> String {
        "00000000-0000-0000-0000-000000000000".to_owned()
    }
}

/// What expressions are evaluated against.
pub struct Env<'a> {
    /// The trees.
    pub forest: &'a Forest,
    /// Now, as the device's clock on the wall shows it.
    pub now: Moment,
    /// Form and device.
    pub lookups: &'a dyn Lookups,
    budget: &'a Budget,
}

/// How many steps all evaluations together may take, and the patterns that were met on the way.
#[derive(Debug, Default)]
pub struct Budget {
    left: Cell<u64>,
    patterns: RefCell<BTreeMap<String, Option<Regex>>>,
}

impl Budget {
    /// A budget of so many steps: nodes looked at, functions called, texts of 64 bytes made.
    #[must_use]
    pub fn new(steps: u64) -> Self {
        Self { left: Cell::new(steps), patterns: RefCell::default() }
    }
}

/// Largest compiled pattern, in bytes.
const PATTERN_SIZE: usize = 1 << 18;
/// Patterns kept ready.
const PATTERNS: usize = 256;
/// Longest text an expression may make, in bytes.
const LONGEST: usize = 1 << 20;

impl<'a> Env<'a> {
    /// An environment.
    #[must_use]
    pub fn new(forest: &'a Forest, now: Moment, lookups: &'a dyn Lookups, budget: &'a Budget) -> Self {
        Self { forest, now, lookups, budget }
    }

    pub(super) fn spend(&self, steps: usize) -> Result<(), Fault> {
        let left = self.budget.left.get().checked_sub(steps as u64);
        self.budget.left.set(left.unwrap_or(0));
        left.map(drop).ok_or_else(|| Fault::new(FaultCode::TooMuchWork, ""))
    }

    /// Spends for a text and refuses one that grew too long.
    pub(super) fn grown(&self, text: String) -> Result<String, Fault> {
        self.spend(text.len() / 64)?;
        if text.len() > LONGEST { Err(Fault::new(FaultCode::TooLarge, "")) } else { Ok(text) }
    }

    pub(super) fn offset(&self) -> i16 {
        self.now.offset()
    }

    /// Whether a whole text has the form of a pattern.
    pub(super) fn matches(&self, text: &str, pattern: &str) -> Result<bool, Fault> {
        self.spend(1 + text.len() / 16)?;
        let mut patterns = self.budget.patterns.borrow_mut();
        if !patterns.contains_key(pattern) {
            if patterns.len() >= PATTERNS {
                patterns.clear();
            }
            self.spend(100)?;
            patterns.insert(pattern.to_owned(), compile_pattern(pattern));
        }
        match patterns.get(pattern) {
            Some(Some(regex)) => Ok(regex.is_match(text)),
            _ => Err(Fault::new(FaultCode::Pattern, pattern)),
        }
    }
}

/// A pattern that must fit a whole text, or nothing when it is none.
pub(crate) fn compile_pattern(pattern: &str) -> Option<Regex> {
    let whole = format!("^(?:{pattern})$");
    regex::RegexBuilder::new(&whole).size_limit(PATTERN_SIZE).dfa_size_limit(PATTERN_SIZE).build().ok()
}
