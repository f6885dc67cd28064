//! Time limits as pages show them, and `/report/{id}/clock`: a duty is recorded as fulfilled.

use axum::extract::State;
use axum::http::Uri;
use model::Timestamp;
use node::acts::intake::MeetClock;
use node::{Error, MatterClock};

use crate::casework::form_page::{ActPage, problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, done};
use crate::i18n::Words;
use crate::kinds::RecordPath;
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;
use crate::visitor::query;

/// Clocks that somebody fulfils by hand.
const BY_HAND: [&str; 2] = ["mandatory_report", "first_contact"];

/// One time limit.
pub(crate) struct ClockLine {
    pub(crate) label: String,
    pub(crate) badge: Badge,
    /// When it was or will be up.
    pub(crate) due: String,
    /// Whether a law set it.
    pub(crate) legal: bool,
    /// Where its fulfilment is recorded.
    pub(crate) meet: Option<String>,
}

pub(crate) fn label(words: Words, clock: &str) -> String {
    words.t(&format!("clock-{}", clock.replace('_', "-"))).into_owned()
}

/// How a clock stands.
pub(crate) fn badge(words: Words, clock: &MatterClock, now: Timestamp) -> Badge {
    let late = |at: Timestamp| at > clock.due_at;
    let (key, tone) = match (clock.met_at, clock.void_at) {
        (Some(at), _) if late(at) => ("clock-met-late", "high"),
        (Some(_), _) => ("clock-met", "closed"),
        (None, Some(_)) => ("clock-void", "closed"),
        (None, None) if now >= clock.due_at => ("clock-missed", "late"),
        (None, None) => return say::due(words, clock.due_at, now, "open"),
    };
    Badge { text: words.t(key).into_owned(), tone }
}

/// The time limits of a matter; `record` is where each is recorded, for whoever may.
pub(crate) fn lines(f: &Frame, clocks: &[MatterClock], record: Option<&str>) -> Vec<ClockLine> {
    let line = |clock: &MatterClock| ClockLine {
        label: label(f.words, &clock.clock),
        badge: badge(f.words, clock, f.now),
        due: say::time(f.words, clock.due_at),
        legal: clock.due_kind == "legal",
        meet: record
            .filter(|_| clock.is_open() && BY_HAND.contains(&clock.clock.as_str()))
            .map(|path| f.url(&format!("{path}?of={}", clock.clock))),
    };
    clocks.iter().map(line).collect()
}

pub(crate) async fn form(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
    uri: Uri,
) -> Answer {
    let clock = query(&uri, "of").unwrap_or_default();
    if entry.meta.slug != "report" || !BY_HAND.contains(&clock.as_str()) {
        return Err(Fault::NOT_FOUND);
    }
    show(&state, &who, id, &clock, "", None)
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, report): RecordPath,
    posted: Posted,
) -> Answer {
    let (clock, note) = (posted.text("clock"), posted.text("reason"));
    if entry.meta.slug != "report" || !BY_HAND.contains(&clock) {
        return Err(Fault::NOT_FOUND);
    }
    let meet = MeetClock { report, clock: clock.to_owned(), note: note.to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, meet).await {
        Ok(_) => Ok(done(&state, &format!("/report/{report}"), "meet-clock")),
        Err(error) => show(&state, &who, report, clock, note, Some(&shown(error)?)),
    }
}

fn show(
    state: &WebState,
    who: &SignedIn,
    report: model::Id,
    clock: &str,
    note: &str,
    error: Option<&Error>,
) -> Answer {
    let f = Frame::of(state, who);
    let control = Control::new("reason", f.t("clock-note"), Input::Narrative(2_000))
        .hint(f.t("clock-note.hint"))
        .required()
        .value(note)
        .problem(problem(&f, error, "reason"));
    let lead = vec![label(f.words, clock), f.t("clock-lead").into_owned()];
    let back = format!("/report/{report}");
    let mut page =
        ActPage::new(f, "meet-clock", &format!("{back}/clock"), &back, vec![control]).refused(error);
    page.lead = lead;
    page.hidden.push(("clock".to_owned(), clock.to_owned()));
    page.answer()
}
