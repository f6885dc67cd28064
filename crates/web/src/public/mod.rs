//! Pages for whoever wants to tell something: no account, no cookie, no script needed. Everything that is known of the
//! reader stands in the form itself.

pub(crate) mod leave;
pub(crate) mod link;
pub(crate) mod outside;
pub(crate) mod report;
pub(crate) mod returning;

use model::Lang;

use node::{Desk, Reading};

use crate::frame::Frame;
use crate::i18n::Words;
use crate::state::WebState;
use crate::visitor::Visitor;

/// How the public pages are set up.
#[derive(Debug, Clone)]
pub struct PublicSettings {
    /// Where the quick exit leads; the empty page of this node when nothing is given.
    pub leave_to: String,
    /// Leading zero bits that the proof of work asks for.
    pub difficulty: u8,
}

impl Default for PublicSettings {
    fn default() -> Self {
        Self { leave_to: String::new(), difficulty: node::DIFFICULTY }
    }
}

/// Who answers when a child is in danger now: numbers that somebody made sure of, and nothing else.
pub(crate) async fn emergency(state: &WebState, words: Words) -> Result<Vec<Line>, node::Error> {
    Ok(lines(words, &state.node.desk(None).await?))
}

fn lines(words: Words, desk: &Desk) -> Vec<Line> {
    let line = |(line, stale): &(node::EmergencyLine, bool)| Line {
        label: if words.lang == Lang::En { line.label_en.clone() } else { line.label_id.clone() },
        number: line.number.clone(),
        assured: crate::say::date(words, line.assured_on),
        stale: *stale,
    };
    desk.lines.iter().map(line).collect()
}

/// What stands around a public page.
pub(crate) struct Around {
    pub(crate) f: Frame,
    /// Where the quick exit leads.
    pub(crate) leave: String,
    /// Numbers to call, each with who answers and when somebody last made sure of it.
    pub(crate) emergency: Vec<Line>,
    /// When somebody reads, and how soon an answer may come.
    pub(crate) reading: String,
}

/// A number to call.
pub(crate) struct Line {
    pub(crate) label: String,
    pub(crate) number: String,
    pub(crate) assured: String,
    /// Assured so long ago that it may be wrong.
    pub(crate) stale: bool,
}

impl Around {
    pub(crate) async fn new(state: &WebState, visitor: &Visitor) -> Result<Self, node::Error> {
        let (f, public) = (Frame::new(state, visitor), &state.settings.public);
        let leave = if public.leave_to.is_empty() { f.url("/umum") } else { public.leave_to.clone() };
        let desk = state.node.desk(None).await?;
        Ok(Self { reading: reading(&f, &desk), leave, emergency: lines(f.words, &desk), f })
    }

    /// An address that keeps the language without a cookie.
    pub(crate) fn here(&self, path: &str) -> String {
        format!("{}?lang={}", self.f.url(path), self.f.lang())
    }
}

/// When somebody reads what is sent now, said honestly: also when nobody knows.
fn reading(f: &Frame, desk: &Desk) -> String {
    let hours = |minutes: i64| (minutes + 59) / 60;
    let when = match desk.reading {
        Reading::Now => f.t("public-reads-now").into_owned(),
        Reading::From(at) => {
            f.words.with("public-reads-from", &[("when", &crate::say::time(f.words, at))]).into_owned()
        }
        Reading::NotKnown => return f.t("public-reads-unknown").into_owned(),
    };
    let (usual, urgent) = desk.answered_within;
    let within = f.words.with(
        "public-reads-within",
        &[("usual", &hours(usual).to_string()), ("urgent", &hours(urgent).to_string())],
    );
    format!("{when} {within}")
}
