//! Reading a cell of somebody else's spreadsheet as one of our codes.

use super::{Code, CodeList};

/// Mappings whose values name a thing by themselves. The letters of a law (`ampk`, `perpres`) are not among them: a
/// lone `b` in a cell says nothing without its list.
const FOREIGN: [&str; 3] = ["primero", "htcds", "simfoni"];

pub(super) fn find<'a>(list: &'a CodeList, text: &str) -> Option<&'a Code> {
    let sought = squash(text);
    if sought.is_empty() {
        return None;
    }
    // An exact code goes first: in some lists only capital letters part two readings.
    list.get(text.trim())
        .or_else(|| first(list, |c| squash(c.code) == sought))
        .or_else(|| only(list, |c| squash(c.id_label) == sought || squash(c.en_label) == sought))
        .or_else(|| only(list, |c| c.targets("accepts").any(|t| squash(t) == sought)))
        .or_else(|| only(list, |c| foreign(c).any(|t| squash(t) == sought)))
}

fn foreign(code: &Code) -> impl Iterator<Item = &'static str> {
    FOREIGN.iter().flat_map(|key| code.targets(key))
}

fn first(list: &CodeList, test: impl Fn(&Code) -> bool) -> Option<&Code> {
    list.codes.iter().find(|c| test(c))
}

/// The one code that passes the test; nothing when several do.
fn only(list: &CodeList, test: impl Fn(&Code) -> bool) -> Option<&Code> {
    let mut hits = list.codes.iter().filter(|c| test(c));
    let hit = hits.next()?;
    hits.next().is_none().then_some(hit)
}

/// Letters and digits in lower case, all else dropped.
fn squash(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
