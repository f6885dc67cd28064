//! What comes back: the XML of a filled form, read against the version of the form that it names.
//!
//! The XML is foreign: it is read with limits, without entities, and nothing that looks like a picture passes. Every rule of the form is
//! evaluated again here, so that a device that was changed, or is old, cannot bring in what the form does not allow.

mod answers;
mod fill;
mod lookups;
mod rules;
mod values;
mod words;

use std::fmt;

use model::Lang;

pub use answers::{Answer, AnswerValue, Answers, Point, Row};
pub use lookups::Tables;
pub use words::AnswerCode;

use crate::form::Form;
use crate::xml::{self, XmlFault, XmlLimits};
use crate::xpath::Moment;

/// How a submission arrives.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// When, on the clock of the office.
    pub now: Moment,
    /// Language of the messages, by the name that the form gives it; the form's own default when absent.
    pub language: Option<&'a str>,
    /// Tables that expressions may look into.
    pub tables: &'a Tables,
    /// Hashes for `digest()`: bytes by an algorithm under its name (MD5, SHA-1, SHA-256, SHA-384, SHA-512). Without it the device's answer
    /// stands.
    pub digest: Option<Digest>,
}

/// Hashes bytes by an algorithm; nothing when there is none of that name.
pub type Digest = fn(&str, &[u8]) -> Option<Vec<u8>>;

/// What is wrong with one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerProblem {
    /// The question, with the number of its row in every repeat: `/data/member[2]/age`. It never holds an answer.
    pub path: String,
    /// What is wrong.
    pub code: AnswerCode,
    /// The form's own message, else ours, in the form's language.
    pub message: String,
}

/// Why a submission was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    /// It cannot be read.
    Xml(XmlFault),
    /// It is a filled form of another id or version.
    OtherForm {
        /// The id it names.
        id: String,
        /// The version it names.
        version: String,
    },
    /// It names no instance, so that a second copy could not be told from a second visit.
    NoInstanceId,
    /// More rows than allowed.
    TooManyRows,
    /// Its rules take more work than allowed.
    TooMuchWork,
    /// Answers that the form does not allow.
    Answers(Vec<AnswerProblem>),
}

impl Rejection {
    /// A fixed code for journal and API.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Xml(fault) => fault.code(),
            Self::OtherForm { .. } => "other-form",
            Self::NoInstanceId => "no-instance-id",
            Self::TooManyRows => "too-many-rows",
            Self::TooMuchWork => "too-much-work",
            Self::Answers(_) => "answers",
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Rejection {}

/// Longest answer, in characters.
pub const LONGEST_ANSWER: usize = 10_000;
/// Most rows of all repeats together.
pub const MOST_ROWS: usize = 2_000;
/// Most questions of all rows together, answered or not: a short submission must not grow into a large tree.
const MOST_NODES: usize = 200_000;
/// Steps that the rules of one submission may take together.
const WORK: u64 = 3_000_000;

/// Form id and version that a submission names, for finding the version to check it against.
///
/// # Errors
/// An [`XmlFault`] when it cannot be read.
pub fn named_form(bytes: &[u8]) -> Result<(String, String), XmlFault> {
    let root = xml::read(bytes, &XmlLimits::default())?;
    let named = |name: &str| root.attribute(name).unwrap_or_default().to_owned();
    Ok((named("id"), named("version")))
}

/// Reads and checks a submission.
///
/// # Errors
/// A [`Rejection`]; answers that the form does not allow are named all at once.
pub fn check(form: &Form, bytes: &[u8], arrival: &Arrival<'_>) -> Result<Answers, Rejection> {
    let root = xml::read(bytes, &XmlLimits::default()).map_err(Rejection::Xml)?;
    let named = |name: &str| root.attribute(name).unwrap_or_default();
    if named("id") != form.settings.id || named("version") != form.settings.version {
        return Err(Rejection::OtherForm {
            id: named("id").to_owned(),
            version: named("version").to_owned(),
        });
    }
    let meta = fill::Meta::of(&root).ok_or(Rejection::NoInstanceId)?;
    let language = arrival.language.or(form.default_language());
    let mut filled = fill::fill(form, &root)?;
    let filled_at = fill::filled_at(form, &filled, arrival.now);
    let lookups = lookups::FormLookups { form, language, tables: arrival.tables, digest: arrival.digest };
    let outcome = rules::apply(form, &mut filled, filled_at, &lookups)?;
    let mut problems = outcome.problems;
    let tree = answers::build(form, &filled, &outcome.off, &mut problems);
    if !problems.is_empty() {
        let speak = |found: &rules::Found| words::problem(form, &filled, found, language);
        return Err(Rejection::Answers(problems.iter().map(speak).collect()));
    }
    Ok(Answers {
        form: form.settings.id.clone(),
        version: form.settings.version.clone(),
        instance_id: meta.instance_id,
        replaces: meta.replaces,
        instance_name: meta.instance_name,
        filled_at,
        tree,
        dropped: outcome.dropped,
        recalculated: outcome.recalculated,
    })
}

/// The tongue of ours that a language of a form is, by its name: Indonesian unless it says English.
#[must_use]
pub fn tongue(language: Option<&str>) -> Lang {
    let english = language.is_some_and(|name| {
        let name = name.to_lowercase();
        name.contains("english") || name.contains("(en") || name == "en"
    });
    if english { Lang::En } else { Lang::Id }
}
