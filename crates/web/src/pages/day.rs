//! `/`: one's own day. What is late comes first, then today, the week, what is new, who waits for an answer, what has no date.

use askama::Template;
use axum::extract::State;
use model::Timestamp;
use model::kinds;
use node::access;
use node::acts::ShownRow;
use node::acts::day::{Bucket, Day, MyDay};

use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::say::{self, Badge};
use crate::session::{Session, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "pages/day.html")]
struct DayPage {
    f: Frame,
    date: String,
    /// What the day asks for in one line.
    summary: String,
    parts: Vec<Part>,
    later: Option<String>,
    /// Courses that are missing: course, post, how it stands.
    gaps: Vec<(String, String, Badge)>,
    promises: Option<Glanced>,
    /// Where to go when there is nothing to do.
    onward: Option<(String, String)>,
}

/// Commitments at a glance, said.
struct Glanced {
    /// Those without a living owner.
    unheld: Option<String>,
    /// Public attention, open ones, past their target, days without movement.
    rows: Vec<(String, String, String, String)>,
}

/// One bucket, said.
pub(crate) struct Part {
    /// For links to it.
    pub(crate) slug: &'static str,
    pub(crate) title: String,
    pub(crate) total: String,
    pub(crate) rows: Vec<Row>,
    /// How many are not shown.
    pub(crate) more: Option<String>,
    pub(crate) late: bool,
}

/// One thing to do.
pub(crate) struct Row {
    pub(crate) href: String,
    pub(crate) kind: String,
    /// The child's name where the reader may see it; else its number stands alone.
    pub(crate) name: Option<String>,
    pub(crate) code: String,
    /// What to do next, or how it stands.
    pub(crate) next: Next,
    pub(crate) due: Option<Badge>,
    pub(crate) priority: Option<Badge>,
}

/// What a row says of the way on.
pub(crate) struct Next {
    pub(crate) text: String,
    /// Whether it is a step to be taken, and not the state it waits in.
    pub(crate) leads: bool,
    /// The post that has it, where others look.
    pub(crate) holder: Option<String>,
}

impl Next {
    const fn step(text: String) -> Self {
        Self { text, leads: true, holder: None }
    }
    /// The state in words.
    pub(crate) fn state(f: &Frame, row: &ShownRow) -> Self {
        Self { text: state_of(f, row), leads: false, holder: None }
    }
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let day = state.node.perform(&who.session.actor, MyDay).await?;
    let f = Frame::of(&state, &who);
    let words = f.words;
    let onward = f.nav.iter().find(|item| !item.here).map(|item| (item.href.clone(), item.label.clone()));
    let page = DayPage {
        date: say::weekday_date(words, f.now),
        summary: summary(words, &day),
        parts: parts(&f, &who.session, &day),
        gaps: day.gaps.iter().map(|need| gap(words, need)).collect(),
        promises: day.promises.as_ref().map(|promises| glanced(words, promises)),
        later: (day.later > 0).then(|| words.count("day-later", day.later).into_owned()),
        onward,
        f,
    };
    draw(&page)
}

fn gap(words: Words, need: &node::acts::learning::Need) -> (String, String, Badge) {
    let post = crate::learning::post_title(words, need);
    (need.course_title.clone(), post, crate::learning::standing(words, need))
}

fn glanced(words: Words, promises: &node::acts::promises::Glance) -> Glanced {
    let row = |group: &node::acts::promises::Group| {
        let attention = words.code("media-prominence", &group.name).to_owned();
        let still = words.count("promises-days", group.median).into_owned();
        (attention, say::grouped(words, group.open), say::grouped(words, group.overdue), still)
    };
    Glanced {
        unheld: (promises.unheld > 0).then(|| words.count("day-unheld", promises.unheld).into_owned()),
        rows: promises.by_attention.iter().map(row).collect(),
    }
}

fn summary(words: Words, day: &Day) -> String {
    let (late, today) = (day.overdue.total, day.today.total);
    match (late, today) {
        (0, 0) => words.t("day-none-due").into_owned(),
        (0, today) => words.count("day-some-today", today).into_owned(),
        (late, 0) => words.count("day-some-late", late).into_owned(),
        (late, today) => {
            format!("{} {}", words.count("day-some-late", late), words.count("day-some-today", today))
        }
    }
}

fn parts(f: &Frame, session: &Session, day: &Day) -> Vec<Part> {
    let dated = |row: &ShownRow| row.envelope.due_at.map(|due| say::due_soon(f.words, due, f.now));
    let new = |row: &ShownRow| dated(row).or_else(|| Some(since(f.words, row.envelope.opened_at, f.now)));
    let next = |row: &ShownRow| next_step(f, session, row);
    let answer = |_: &ShownRow| Next::step(f.t("day-answer").into_owned());
    let parts = [
        part(f, ("late", "day-late"), &day.overdue, &dated, &next),
        part(f, ("unanswered", "day-unanswered"), &day.unanswered, &|_| None, &answer),
        part(f, ("today", "day-today"), &day.today, &dated, &next),
        part(f, ("week", "day-week"), &day.week, &dated, &next),
        part(f, ("new", "day-new"), &day.new, &new, &next),
        part(f, ("undated", "day-undated"), &day.undated, &|_| None, &next),
    ];
    parts.into_iter().filter(|part| !part.rows.is_empty()).collect()
}

/// Says a bucket. `due` and `next` say what each row is about.
pub(crate) fn part(
    f: &Frame,
    (slug, title): (&'static str, &str),
    bucket: &Bucket,
    due: &dyn Fn(&ShownRow) -> Option<Badge>,
    next: &dyn Fn(&ShownRow) -> Next,
) -> Part {
    let row = |row: &node::Seen<ShownRow>| {
        let envelope = &row.envelope;
        Row {
            href: f.url(&format!("/{}/{}", envelope.kind, envelope.id)),
            kind: f.t(&format!("kind-{}", envelope.kind)).into_owned(),
            name: row.name.clone(),
            code: envelope.code.clone(),
            next: next(row),
            due: due(row),
            priority: say::priority(f.words, &envelope.priority),
        }
    };
    let rows: Vec<Row> = bucket.rows.iter().map(row).collect();
    let left = bucket.total - i64::try_from(rows.len()).unwrap_or_default();
    Part {
        slug,
        title: f.t(title).into_owned(),
        total: say::grouped(f.words, bucket.total),
        more: (left > 0).then(|| f.words.count("day-more", left).into_owned()),
        rows,
        late: slug == "late",
    }
}

/// The first step that leads on and that this person may take; else the state it waits in.
fn next_step(f: &Frame, session: &Session, row: &ShownRow) -> Next {
    let kind = row.envelope.kind;
    let may = |action: &str| access::holds_right(&session.actor, action, kind, f.now).allows();
    let step = row.next_steps().find(|step| leads_on(kind, step.action) && may(step.action));
    match step {
        Some(step) => Next::step(f.t(&crate::kinds::act_slug(step.action, kind)).into_owned()),
        None => Next::state(f, row),
    }
}

/// What ends something early is nobody's next thing to do, nor is the end of a whole: a case closes when its work is done, a report of content when
/// nobody is still to answer its notices.
fn leads_on(kind: &str, action: &str) -> bool {
    let early = ["withdraw", "revoke", "cancel", "give_up", "mark_duplicate", "drop", "abandon"];
    let whole = ["case", "incident", "content-report"].contains(&kind) && action == "close";
    !whole && !early.contains(&action)
}

/// The state in words.
fn state_of(f: &Frame, row: &ShownRow) -> String {
    let meta = kinds::by_slug(row.envelope.kind);
    let state = row.envelope.state.as_str();
    meta.map_or_else(|| state.to_owned(), |meta| f.words.code(meta.state_list, state).to_owned())
}

fn since(words: Words, at: Timestamp, now: Timestamp) -> Badge {
    Badge { text: say::ago(words, at, now), tone: "plain" }
}
