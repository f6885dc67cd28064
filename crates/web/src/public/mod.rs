//! Pages for whoever wants to tell something: no account, no cookie, no script needed. Everything that is known of the
//! reader stands in the form itself.

pub(crate) mod leave;
pub(crate) mod report;
pub(crate) mod returning;

use model::Lang;

use crate::frame::Frame;
use crate::i18n::Words;
use crate::state::WebState;
use crate::visitor::Visitor;

/// How the public pages are set up.
#[derive(Debug, Clone)]
pub struct PublicSettings {
    /// Where the quick exit leads; the empty page of this node when nothing is given.
    pub leave_to: String,
    /// Numbers to call when a child is in danger now. Nothing is built in: numbers differ by place and change.
    pub emergency: Vec<EmergencyLine>,
    /// Leading zero bits that the proof of work asks for.
    pub difficulty: u8,
}

impl Default for PublicSettings {
    fn default() -> Self {
        Self { leave_to: String::new(), emergency: Vec::new(), difficulty: node::DIFFICULTY }
    }
}

/// A number to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyLine {
    /// Who answers, in Indonesian.
    pub label_id: String,
    /// Who answers, in English.
    pub label_en: String,
    /// The number, as people write it.
    pub number: String,
}

/// Who answers when a child is in danger now, and the number.
pub(crate) fn emergency(state: &WebState, words: Words) -> Vec<(String, String)> {
    let label = |line: &EmergencyLine| match words.lang {
        Lang::Id => line.label_id.clone(),
        Lang::En => line.label_en.clone(),
    };
    let lines = state.settings.public.emergency.iter().map(|line| (label(line), line.number.clone()));
    let mut lines: Vec<_> = lines.collect();
    if lines.is_empty() && state.settings.demo {
        // Nobody may dial a number of a demonstration by mistake.
        lines.push((words.t("public-emergency-sample").into_owned(), "0800-0000-0000".to_owned()));
    }
    lines
}

/// What stands around a public page.
pub(crate) struct Around {
    pub(crate) f: Frame,
    /// Where the quick exit leads.
    pub(crate) leave: String,
    /// Who answers and the number.
    pub(crate) emergency: Vec<(String, String)>,
}

impl Around {
    pub(crate) fn new(state: &WebState, visitor: &Visitor) -> Self {
        let (f, public) = (Frame::new(state, visitor), &state.settings.public);
        let leave = if public.leave_to.is_empty() { f.url("/umum") } else { public.leave_to.clone() };
        let emergency = emergency(state, f.words);
        Self { f, leave, emergency }
    }

    /// An address that keeps the language without a cookie.
    pub(crate) fn here(&self, path: &str) -> String {
        format!("{}?lang={}", self.f.url(path), self.f.lang())
    }
}
