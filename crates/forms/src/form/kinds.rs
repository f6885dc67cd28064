//! The types of the XLSForm reference: which we take, under which of their names, and which are refused by name.

use super::item::Question;
use crate::problem::ProblemCode;

/// What a device fills in by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the XLSForm reference")]
pub enum Preload {
    Start,
    End,
    Today,
    DeviceId,
    Username,
    PhoneNumber,
    Email,
}

impl Preload {
    /// The type's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
            Self::Today => "today",
            Self::DeviceId => "deviceid",
            Self::Username => "username",
            Self::PhoneNumber => "phonenumber",
            Self::Email => "email",
        }
    }
}

/// What a cell of the column `type` says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Typed {
    Question(Question),
    /// A question with choices and a further choice "other".
    OrOther(Question),
    /// A question whose choices lie in the sheet `external_choices`.
    External(String),
    /// A question whose choices lie in a table beside the form: whether it takes several, and the file's name.
    FromFile(bool, String),
    /// A table beside the form that expressions read: the ending of its file.
    Table(&'static str),
    /// Bounds come from the parameters.
    Range,
    BeginGroup,
    BeginRepeat,
    EndGroup,
    EndRepeat,
    /// Not taken; the code says why.
    Refused(ProblemCode),
    /// A list must be named after it.
    NeedsList,
    Unknown,
}

/// Reads a type.
pub(super) fn read(cell: &str) -> Typed {
    // Writers part the words of a type by spaces, underscores or hyphens.
    let lower = cell.to_lowercase().replace(['_', '-'], " ");
    let words: Vec<&str> = lower.split_whitespace().collect();
    let joined = words.join(" ");
    match joined.as_str() {
        "begin group" => return Typed::BeginGroup,
        "end group" => return Typed::EndGroup,
        "begin repeat" => return Typed::BeginRepeat,
        "end repeat" => return Typed::EndRepeat,
        "range" => return Typed::Range,
        "csv external" => return Typed::Table("csv"),
        "xml external" => return Typed::Table("xml"),
        _ => {}
    }
    if let Some(outside) = outside(cell) {
        return outside;
    }
    let refused = || refused(cell, &words);
    simple(&joined).map(Typed::Question).or_else(refused).unwrap_or_else(|| select(cell, &words))
}

fn simple(name: &str) -> Option<Question> {
    Some(match name {
        "text" | "string" => Question::Text,
        "integer" | "int" => Question::Integer,
        "decimal" => Question::Decimal,
        "note" => Question::Note,
        "date" => Question::Date,
        "time" => Question::Time,
        "datetime" | "date time" => Question::DateTime,
        "geopoint" | "gps" | "location" => Question::Geopoint,
        "geotrace" => Question::Geotrace,
        "geoshape" => Question::Geoshape,
        "barcode" => Question::Barcode,
        "acknowledge" | "trigger" => Question::Acknowledge,
        "calculate" => Question::Calculate,
        "hidden" => Question::Hidden,
        "start" => Question::Preload(Preload::Start),
        "end" => Question::Preload(Preload::End),
        "today" => Question::Preload(Preload::Today),
        "deviceid" | "device id" => Question::Preload(Preload::DeviceId),
        "username" => Question::Preload(Preload::Username),
        "phonenumber" | "phone number" => Question::Preload(Preload::PhoneNumber),
        "email" => Question::Preload(Preload::Email),
        _ => return None,
    })
}

/// `select_one_from_file FILE`, `select_multiple_from_file FILE` and `select_one_external LIST`, under the names of the reference.
fn outside(cell: &str) -> Option<Typed> {
    let rest: Vec<&str> = cell.split_whitespace().collect();
    let (typed, named) = match rest.split_first() {
        // `select one from file x.csv`, in words of their own.
        Some((first, _)) if first.eq_ignore_ascii_case("select") => {
            let taken =
                rest.iter().position(|word| ["file", "external"].contains(&word.to_lowercase().as_str()))?;
            (rest.get(..=taken)?.join("_").to_lowercase(), rest.get(taken + 1..)?)
        }
        Some((first, named)) => (first.to_lowercase(), named),
        None => return None,
    };
    let file = |multiple| match named {
        [] => Typed::NeedsList,
        [name] => Typed::FromFile(multiple, (*name).to_owned()),
        _ => Typed::Refused(ProblemCode::ExternalChoices),
    };
    Some(match typed.replace('-', "_").as_str() {
        "select_one_from_file" => file(false),
        "select_multiple_from_file" => file(true),
        "select_one_external" => match named {
            [] => Typed::NeedsList,
            [list] => Typed::External((*list).to_owned()),
            _ => Typed::Refused(ProblemCode::ExternalChoices),
        },
        _ => return None,
    })
}

fn refused(cell: &str, words: &[&str]) -> Option<Typed> {
    let joined = words.join(" ");
    // `select_one from_file_2` chooses from a list of that name.
    let first = cell.split_whitespace().next().unwrap_or_default().to_lowercase();
    let outside = first.contains("_from_file") || first.contains("_external") || first == "select";
    Some(Typed::Refused(match joined.as_str() {
        "image" | "photo" | "picture" | "audio" | "video" | "file" | "signature" | "draw" | "annotate"
        | "background audio" | "audit" | "upload" => ProblemCode::MediaType,
        "background geopoint" | "start geopoint" => ProblemCode::SilentLocation,
        "osm" | "imei" | "subscriberid" | "simserial" | "uuid" | "begin loop" | "end loop"
        | "begin lgroup" | "include" => ProblemCode::UnsupportedType,
        _ => match *words {
            ["select", "multiple", "external", ..]
            | ["rank", "from", "file", ..]
            | ["cascading", "select", ..]
                if outside || first.contains("cascading") =>
            {
                ProblemCode::ExternalChoices
            }
            _ => return None,
        },
    }))
}

/// `select_one LIST [or_other]` under its names; the list keeps the case it is written in.
fn select(cell: &str, words: &[&str]) -> Typed {
    type Make = fn(String) -> Question;
    let from = usize::from(cell.split_whitespace().any(|word| word.eq_ignore_ascii_case("from")));
    let (make, taken): (Make, usize) = match words {
        ["select", "one", ..] => (Question::SelectOne, 2 + from),
        ["select", "multiple", ..] => (Question::SelectMultiple, 2 + from),
        ["select1", ..] => (Question::SelectOne, 1),
        ["rank", ..] => (Question::Rank, 1),
        _ => return Typed::Unknown,
    };
    // Underscores join words of the type; within the list they belong to its name.
    let mut rest: Vec<&str> = cell.split_whitespace().collect();
    let mut passed = 0;
    while passed < taken {
        let Some(first) = rest.first() else { break };
        passed += first.split(['_', '-']).count();
        rest.remove(0);
    }
    let other = rest.last().is_some_and(|last| last.eq_ignore_ascii_case("or_other"))
        || rest.iter().rev().take(2).map(|word| word.to_lowercase()).eq(["other", "or"]);
    match rest.first() {
        None => Typed::NeedsList,
        Some(list) if other => Typed::OrOther(make((*list).to_owned())),
        Some(list) if rest.len() == 1 => Typed::Question(make((*list).to_owned())),
        Some(_) => Typed::Unknown,
    }
}
