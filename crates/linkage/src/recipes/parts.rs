//! The properties that recipes join, normalised.

use crate::link::FRONT;
use crate::normalise::{BirthDate, Kind, Name, Nik, Region, Sex, Token, fold, sound_keys};

/// Letters of a beginning and of an ending: one slip of the finger leaves one of the two whole.
const END: usize = 3;
/// A child's own number tells a birth at most this many years from the one that is known.
const NIK_YEARS: u16 = 2;
/// Bearers of a number older than this are guardians, when nothing else is known of the child's birth.
const CHILD_YEARS: u16 = 19;

/// What one name gives.
#[derive(Clone, Default)]
pub(super) struct NameParts {
    pub(super) call: String,
    pub(super) beginning: String,
    pub(super) ending: String,
    pub(super) last: String,
    /// All own words in the order of their letters, so that words in another order meet.
    pub(super) whole: String,
}

fn sound(word: &str) -> String {
    sound_keys(word).into_iter().next().unwrap_or_else(|| word.to_owned())
}

/// The word somebody is called by: the first of the own words that is not commonly put in front of it.
fn call(words: &[Token]) -> Option<&Token> {
    let own = || words.iter().filter(|word| word.kind == Kind::Own);
    own().find(|word| !FRONT.contains(&word.text.as_str())).or_else(|| own().next())
}

impl NameParts {
    /// `None` for a name without a word of its own.
    pub(super) fn of(raw: &str) -> Option<Self> {
        let name = Name::parse(raw);
        let called = call(name.tokens())?;
        let own = || name.tokens().iter().filter(|word| word.kind == Kind::Own);
        let mut sounds: Vec<String> = own().map(|word| sound(&word.text)).collect();
        let last = sounds.last().cloned().unwrap_or_default();
        sounds.sort_unstable();
        sounds.dedup();
        Some(Self {
            call: sound(&called.text),
            whole: sounds.join(" "),
            beginning: called.text.chars().take(END).collect(),
            ending: called.text.chars().skip(called.text.chars().count().saturating_sub(END)).collect(),
            last,
        })
    }
}

/// How a guardian is called, titles gone, and the whole name; by sound.
pub(super) fn guardian(raw: &str) -> Option<[String; 2]> {
    NameParts::of(raw).map(|name| [name.call, name.whole])
}

/// An online name: without case, spaces and a leading `@`.
pub(super) fn handle(raw: &str) -> Option<String> {
    let text: String = fold(raw).chars().filter(|c| !c.is_whitespace()).collect();
    (text.chars().count() >= 3).then_some(text)
}

/// The digits of a NIK that can be the child's own, not a guardian's and not a placeholder.
pub(super) fn own_nik(nik: Nik, birth: Option<BirthDate>, reference_year: u16) -> Option<String> {
    let number = nik.number();
    if number.is_multiple_of(1_111_111_111_111_111) || number == 1_234_567_890_123_456 {
        return None;
    }
    let told = nik.facts(reference_year).ok()?.birth.year();
    let fits = match birth {
        Some(birth) => told.abs_diff(birth.year()) <= NIK_YEARS,
        None => reference_year.saturating_sub(told) < CHILD_YEARS,
    };
    fits.then(|| nik.digits())
}

/// A full date, day and month whichever is smaller first, so that swapped ones meet. None for 1 January, which stands for
/// "unknown".
pub(super) fn day(birth: BirthDate) -> Option<String> {
    let (month, day) = (birth.month()?, birth.day()?);
    (!birth.is_default_day()).then(|| format!("{}-{}-{}", birth.year(), month.min(day), month.max(day)))
}

/// The pairs of years in which a year lies: every two neighbouring years share one of them.
pub(super) fn years(birth: BirthDate) -> [String; 2] {
    [(birth.year() / 2).to_string(), birth.year().div_ceil(2).to_string()]
}

/// The code down to the regency, and down to the district if it goes that deep.
pub(super) fn area(region: Region) -> (Option<String>, Option<String>) {
    let cut =
        |levels: u8, step: u64| (region.levels() >= levels).then(|| (region.number() / step).to_string());
    (cut(2, 1_000_000), cut(3, 10_000))
}

pub(super) fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "p",
        Sex::Male => "l",
    }
}
