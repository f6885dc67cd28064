//! `/report/{id}`: what was told, how urgent it is, what becomes of it, and the thread with whoever told it.

use askama::Template;
use model::{Kind, kinds};
use node::acts::Viewed;
use node::acts::intake::{LONGEST_MESSAGE, ViewThread};

use super::may;
use crate::error::Answer;
use crate::forms::{Control, Input};
use crate::frame::{Frame, draw};
use crate::intake::clocks::{self, ClockLine};
use crate::kinds::act_slug;
use crate::kinds::history::{self, Entry};
use crate::kinds::view::{Fields, fields_of};
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "casework/report.html")]
struct ReportPage {
    f: Frame,
    id: String,
    code: String,
    state: Badge,
    due: Option<Badge>,
    custodian: String,
    opened: String,
    region: Option<String>,
    /// `true`, `false` or `unknown`; empty when nobody said.
    danger: String,
    quality: Option<(u8, Vec<(String, bool)>)>,
    /// Whether a case may still come of it.
    to_case: bool,
    steps: Vec<(String, String)>,
    may_edit: bool,
    may_assign: bool,
    /// The case that came of it, for whoever may open it.
    joined: Option<Option<String>>,
    told: Fields,
    messages: Vec<Line>,
    answerable: bool,
    may_answer: bool,
    answer: Control,
    clocks: Vec<ClockLine>,
    /// Whether the page about the sealed identity is offered.
    reporter: bool,
    merged_into: Option<(String, String)>,
    merged: Vec<(String, String)>,
    history: Vec<Entry>,
    looks: usize,
}

/// One message of the thread.
struct Line {
    from_reporter: bool,
    text: String,
    when: String,
    read: Option<String>,
}

pub(super) async fn page(state: &WebState, who: &SignedIn, viewed: &Viewed) -> Answer {
    let meta = <kinds::Report as Kind>::META;
    let f = Frame::of_record(state, who, viewed.emergency_until);
    let (words, envelope, record) = (f.words, &viewed.envelope, &viewed.record);
    let thread = state.node.perform(&who.session.actor, ViewThread { report: envelope.id }).await?;
    let history = history::entries(&f, who, meta, viewed);
    let joined = record.text("joined_case");
    let triage = viewed.steps.iter().any(|step| step.action == "triage");
    // A report about several children leads to several cases.
    let more = envelope.state == "triaged" && record.text("triage_outcome") == "opened_as_case";
    let lines = thread.messages.iter().map(|message| Line {
        from_reporter: message.from_reporter,
        text: message.text.clone().unwrap_or_else(|| words.t("value-hidden").into_owned()),
        when: say::time(words, message.sent_at),
        // When a reporter came back is kept to the hour; said to the minute it would be false.
        read: message.read_at.map(|at| {
            let day = say::date(words, at.date(model::time::Zone::default()));
            words.with("thread-read", &[("when", &day)]).into_owned()
        }),
    });
    let step = |action: &str| {
        let href = f.url(&format!("/report/{}/{}", envelope.id, action.replace('_', "-")));
        (words.t(&act_slug(action, meta.slug)).into_owned(), href)
    };
    let meets = may(state, who, "acknowledge", "report");
    let page = ReportPage {
        id: envelope.id.to_string(),
        code: envelope.code.clone(),
        state: say::state(words, meta, &envelope.state, &envelope.phase),
        due: envelope.due_at.map(|due| say::due(words, due, f.now, &envelope.phase)),
        custodian: viewed.custodian.clone(),
        opened: say::time(words, envelope.opened_at),
        region: envelope.region.as_deref().map(say::region),
        danger: record.text("imminent_danger"),
        quality: viewed.quality.map(|score| (score, quality(&f, viewed))),
        to_case: (triage || more) && may(state, who, "search", "person"),
        steps: viewed.steps.iter().map(|taken| step(taken.action)).collect(),
        may_edit: viewed.may_edit && envelope.phase != "closed",
        may_assign: viewed.may_assign && envelope.phase != "closed",
        joined: (!joined.is_empty())
            .then(|| viewed.leads("joined_case").map(|case| f.url(&format!("/case/{case}")))),
        told: fields_of(&f, viewed),
        messages: lines.collect(),
        answerable: thread.answerable,
        may_answer: may(state, who, "answer", "report"),
        answer: Control::new("text", f.t("thread-answer"), Input::Narrative(LONGEST_MESSAGE))
            .hint(f.t("thread-answer.hint"))
            .required(),
        clocks: clocks::lines(
            &f,
            &viewed.clocks,
            meets.then_some(&*format!("/report/{}/clock", envelope.id)),
        ),
        reporter: record.get("reporter_mode").is_some() && record.text("reporter_mode") != "anonymous",
        merged_into: viewed.merged_into.as_ref().map(|(id, code)| link(&f, *id, code)),
        merged: viewed.merged.iter().map(|(id, code)| link(&f, *id, code)).collect(),
        looks: history.iter().filter(|entry| entry.look).count(),
        history,
        f,
    };
    draw(&page)
}

fn link(f: &Frame, id: model::Id, code: &str) -> (String, String) {
    (f.url(&format!("/report/{id}")), code.to_owned())
}

/// The four things that let somebody act, each there or not.
fn quality(f: &Frame, viewed: &Viewed) -> Vec<(String, bool)> {
    let there = |name: &str| !viewed.record.text(name).trim().is_empty();
    let imminence = ["true", "false"].contains(&viewed.record.text("imminent_danger").as_str());
    let marks = [
        ("quality-suspect", there("suspects")),
        ("quality-victim", there("children") || there("places")),
        ("quality-time", there("incident_date")),
        ("quality-imminence", imminence || there("imminent_reason")),
    ];
    marks.into_iter().map(|(key, there)| (f.t(key).into_owned(), there)).collect()
}
