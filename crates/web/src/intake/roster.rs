//! `/roster`: who is on duty in the coming fortnight, what nobody covers, the numbers on the public page, and time limits.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::roster::{Hours, Span};
use model::time::Zone;
use model::{Date, Id, Timestamp};
use node::acts::intake::SetClock;
use node::acts::roster::{
    AssureEmergencyLine, DropShift, DutyView, OpenEmergencyLine, PlanShifts, RetireEmergencyLine, RosterView,
    SetDutyHours, ViewRoster,
};
use node::acts::staff::ListPosts;
use node::{Error, Shift, access};

use super::clocks;
use crate::admin::panel::{Panel, Tried, id};
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done, draw_with};
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "intake/roster.html")]
struct RosterPage {
    f: Frame,
    duties: Vec<Duty>,
    lines: Vec<NumberLine>,
    clocks: Vec<(String, String, bool)>,
    panels: Vec<Panel>,
    refused: Option<String>,
    may_plan: bool,
}

struct Duty {
    title: String,
    now: Option<String>,
    hours: Option<String>,
    gaps: Vec<String>,
    days: Vec<(String, Vec<ShiftLine>)>,
}

struct ShiftLine {
    id: String,
    text: String,
    held: bool,
    over: bool,
}

struct NumberLine {
    id: String,
    label: String,
    number: String,
    assured: String,
    stale: bool,
    hidden: bool,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    show(&state, &who, Tried::default()).await
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    match perform(&state, &who, &posted).await? {
        Ok(slug) => Ok(done(&state, "/roster", slug)),
        Err(error) => show(&state, &who, Tried::failed(who.words(), posted, error)?).await,
    }
}

fn day(posted: &Posted, name: &str) -> Result<Date, Error> {
    posted.text(name).trim().parse().map_err(|_| Error::field(name, model::ProblemCode::NotADate))
}

fn number(posted: &Posted, name: &str) -> Result<i64, Error> {
    posted.text(name).trim().parse().map_err(|_| Error::field(name, model::ProblemCode::NotANumber))
}

async fn perform(
    state: &WebState,
    who: &SignedIn,
    posted: &Posted,
) -> Result<Result<&'static str, Error>, Fault> {
    let (node, actor, act) = (&state.node, &who.session.actor, posted.act(state));
    let text = |name: &str| posted.text(name).to_owned();
    let days = || posted.all("days").collect::<String>();
    let missing = |name: &str| Error::field(name, model::ProblemCode::Missing);
    Ok(match posted.text("do") {
        "plan" => {
            let read = || {
                Ok(PlanShifts {
                    duty: text("duty"),
                    post: id(posted, "post").ok_or_else(|| missing("post"))?,
                    stand_in: id(posted, "stand_in"),
                    first_day: day(posted, "first_day")?,
                    weeks: number(posted, "weeks")?,
                    days: days(),
                    from: text("from"),
                    to: text("to"),
                })
            };
            match read() {
                Ok(plan) => node.perform_as(act, actor, plan).await.map(|_| "plan-shifts"),
                Err(error) => Err(error),
            }
        }
        "hours" => {
            let hours = SetDutyHours { duty: text("duty"), days: days(), from: text("from"), to: text("to") };
            node.perform_as(act, actor, hours).await.map(|()| "set-duty-hours")
        }
        "drop" => {
            let shift = id(posted, "shift").ok_or(Fault::NOT_FOUND)?;
            node.perform_as(act, actor, DropShift { shift }).await.map(|_| "drop-shift")
        }
        "line" => match day(posted, "assured_on") {
            Ok(assured_on) => {
                let line = OpenEmergencyLine {
                    label_id: text("label_id"),
                    label_en: text("label_en"),
                    number: text("number"),
                    assured_by: text("assured_by"),
                    assured_on,
                };
                node.perform_as(act, actor, line).await.map(|_| "open-emergency-line")
            }
            Err(error) => Err(error),
        },
        "assure" => {
            let line = id(posted, "line").ok_or(Fault::NOT_FOUND)?;
            let assured_on = state.node.now().date(Zone::Wib);
            let assure = AssureEmergencyLine { line, assured_by: who.session.name.clone(), assured_on };
            node.perform_as(act, actor, assure).await.map(|_| "assure-emergency-line")
        }
        "retire" => {
            let line = id(posted, "line").ok_or(Fault::NOT_FOUND)?;
            node.perform_as(act, actor, RetireEmergencyLine { line }).await.map(|_| "retire-emergency-line")
        }
        "clock" => match (number(posted, "minutes"), number(posted, "urgent_minutes")) {
            (Ok(minutes), Ok(urgent_minutes)) => {
                let set = SetClock { clock: text("clock"), minutes, urgent_minutes };
                node.perform_as(act, actor, set).await.map(|()| "set-clock")
            }
            (Err(error), _) | (_, Err(error)) => Err(error),
        },
        _ => return Err(Fault::Unreadable),
    })
}

async fn show(state: &WebState, who: &SignedIn, tried: Tried) -> Answer {
    let actor = &who.session.actor;
    let view = state.node.perform(actor, ViewRoster).await?;
    let f = Frame::of(state, who);
    let may = |verb: &str, kind: &str| access::holds_right(actor, verb, kind, f.now).allows();
    let mut panels = Vec::new();
    if may("plan", "roster") {
        let posts = posts(state, who).await?;
        panels.push(panel(&f, &tried, "plan", "plan-shifts", "roster-plan-text", plan(&f, &tried, posts)));
        panels.push(panel(&f, &tried, "hours", "set-duty-hours", "roster-hours-text", hours(&f, &tried)));
    }
    if may("open", "emergency-line") {
        let controls = line(&f, &tried);
        panels.push(panel(&f, &tried, "line", "open-emergency-line", "roster-line-text", controls));
    }
    if may("edit", "clock") {
        let controls = clock(&f, &tried, &view);
        panels.push(panel(&f, &tried, "clock", "set-clock", "roster-clock-text", controls));
    }
    let today = f.now.date(Zone::Wib);
    let page = RosterPage {
        duties: view.duties.iter().map(|duty| drawn(&f, &view, duty)).collect(),
        lines: view
            .lines
            .iter()
            .map(|line| NumberLine {
                id: line.id.to_string(),
                label: if f.words.lang == model::Lang::En {
                    line.label_en.clone()
                } else {
                    line.label_id.clone()
                },
                number: line.number.clone(),
                assured: format!("{} · {}", say::date(f.words, line.assured_on), line.assured_by),
                stale: line.is_stale(today),
                hidden: line.is_hidden(today),
            })
            .collect(),
        clocks: view
            .clocks
            .iter()
            .map(|rule| {
                let minutes = |minutes: i64| f.words.count("clock-minutes", minutes).into_owned();
                let hours = |all: i64| match all % 60 {
                    0 => f.words.count("clock-hours", all / 60).into_owned(),
                    _ => minutes(all),
                };
                let mut length = hours(rule.minutes);
                if rule.urgent_minutes != rule.minutes {
                    let urgent = hours(rule.urgent_minutes);
                    length =
                        f.words.with("clock-urgent", &[("usual", &length), ("urgent", &urgent)]).into_owned();
                }
                (clocks::label(f.words, &rule.clock), length, rule.confirmed)
            })
            .collect(),
        panels,
        refused: tried.refused.clone(),
        may_plan: may("plan", "roster"),
        f,
    };
    let status = tried.status().unwrap_or(StatusCode::OK);
    draw_with(status, &page)
}

fn drawn(f: &Frame, view: &RosterView, duty: &DutyView) -> Duty {
    let title = |post: Id| view.titles.get(&post).cloned().unwrap_or_default();
    let mut days: Vec<(String, Vec<ShiftLine>)> = Vec::new();
    for shift in &duty.shifts {
        let day = say::weekday_date(f.words, shift.from);
        let line = ShiftLine {
            id: shift.id.to_string(),
            text: shift_text(f, shift, &title),
            held: shift.held,
            over: shift.to <= f.now,
        };
        match days.last_mut() {
            Some((known, lines)) if *known == day => lines.push(line),
            _ => days.push((day, vec![line])),
        }
    }
    Duty {
        title: f.words.code("roster-duty", duty.duty).to_owned(),
        now: duty.now.map(title),
        hours: duty.hours.as_ref().map(|hours| hours_text(f, hours)),
        gaps: duty.gaps.iter().take(8).map(|gap| gap_text(f, gap)).collect(),
        days,
    }
}

fn clock_time(at: Timestamp) -> String {
    at.minute(Zone::Wib).split_whitespace().nth(1).unwrap_or_default().to_owned()
}

fn shift_text(f: &Frame, shift: &Shift, title: &impl Fn(Id) -> String) -> String {
    let mut text = format!("{}–{} · {}", clock_time(shift.from), clock_time(shift.to), title(shift.post));
    if let Some(stand_in) = shift.stand_in {
        text.push_str(&format!(" · {} {}", f.t("roster-stand-in"), title(stand_in)));
    }
    text
}

fn gap_text(f: &Frame, gap: &Span) -> String {
    format!("{} {}–{}", say::weekday_date(f.words, gap.from), clock_time(gap.from), clock_time(gap.to))
}

fn hours_text(f: &Frame, hours: &Hours) -> String {
    let minute = |all: i64| format!("{:02}:{:02}", all / 60, all % 60);
    let days: Vec<_> = hours.days.iter().map(|day| f.t(&format!("weekday-{day}")).into_owned()).collect();
    let days = if days.len() == 7 { f.t("roster-every-day").into_owned() } else { days.join(", ") };
    format!("{days}, {}–{} WIB", minute(hours.from_minute), minute(hours.to_minute))
}

fn panel(
    f: &Frame,
    tried: &Tried,
    name: &'static str,
    slug: &str,
    text: &str,
    controls: Vec<Control>,
) -> Panel {
    let (title, button) = (f.t(slug).into_owned(), f.t("form-save").into_owned());
    Panel { name, title, text: f.t(text).into_owned(), button, controls, open: tried.is(name) }
}

async fn posts(state: &WebState, who: &SignedIn) -> Result<Vec<Choice>, Error> {
    let posts = state.node.perform(&who.session.actor, ListPosts).await?;
    let living = posts.iter().filter(|post| post.state != "abolished");
    let title = |post: &node::acts::staff::PostRow| {
        if who.words().lang == model::Lang::En { post.title_en.clone() } else { post.title_id.clone() }
    };
    Ok(living.map(|post| Choice::new(&post.id.to_string(), title(post), false)).collect())
}

fn duty(f: &Frame, panel: &str, tried: &Tried) -> Control {
    let duties = crate::forms::of_list(f.words, "roster-duty", "intake_line");
    let control = Control::new("duty", f.t("roster-duty"), Input::Select(duties)).required().nothing("");
    tried.fill(f.words, panel, "duty", control)
}

fn week(f: &Frame, panel: &str, tried: &Tried) -> Vec<Control> {
    let days = (1..=7).map(|day| Choice::new(&day.to_string(), f.t(&format!("weekday-{day}")), day <= 5));
    let days = Control::new("days", f.t("roster-days"), Input::Checks(days.collect())).required();
    let time = |name: &str, key: &str, value: &str| {
        let control = Control::new(name, f.t(key), Input::Line(5)).required().value(value);
        tried.fill(f.words, panel, name, control.hint(f.t("roster-time.hint")))
    };
    // Boxes that were ticked come back as they were sent, several values of one name.
    let days = if tried.is(panel) { tried.ticked(days, "days") } else { days };
    vec![days, time("from", "roster-from", "08:00"), time("to", "roster-to", "16:00")]
}

fn plan(f: &Frame, tried: &Tried, posts: Vec<Choice>) -> Vec<Control> {
    let fill = |field: &str, control: Control| tried.fill(f.words, "plan", field, control);
    let mut controls = vec![
        duty(f, "plan", tried),
        fill("post", Control::new("post", f.t("roster-post"), Input::Select(posts.clone())).required()),
        fill("stand_in", Control::new("stand_in", f.t("roster-stand-in"), Input::Select(posts))),
        fill(
            "first_day",
            Control::new("first_day", f.t("roster-first-day"), Input::Date(None))
                .required()
                .value(f.now.date(Zone::Wib).to_string()),
        ),
        fill(
            "weeks",
            Control::new("weeks", f.t("roster-weeks"), Input::Number(1, 13, String::new()))
                .required()
                .value("4"),
        ),
    ];
    controls.extend(week(f, "plan", tried));
    controls
}

fn hours(f: &Frame, tried: &Tried) -> Vec<Control> {
    let mut controls = vec![duty(f, "hours", tried)];
    controls.extend(week(f, "hours", tried));
    controls
}

fn line(f: &Frame, tried: &Tried) -> Vec<Control> {
    let text = |name: &str, key: &str, longest: usize| {
        tried.fill(f.words, "line", name, Control::new(name, f.t(key), Input::Line(longest)).required())
    };
    let today = f.now.date(Zone::Wib).to_string();
    let day = Control::new("assured_on", f.t("roster-assured-on"), Input::Date(Some(today))).required();
    vec![
        text("label_id", "roster-label-id", 80),
        text("label_en", "roster-label-en", 80),
        text("number", "roster-number", 40),
        text("assured_by", "roster-assured-by", 80),
        tried.fill(f.words, "line", "assured_on", day),
    ]
}

fn clock(f: &Frame, tried: &Tried, view: &RosterView) -> Vec<Control> {
    let own = view.clocks.iter().filter(|rule| rule.due_kind != "legal");
    let choices =
        own.map(|rule| Choice::new(&rule.clock, clocks::label(f.words, &rule.clock), false)).collect();
    let minutes = |name: &str, key: &str| {
        let control = Control::new(name, f.t(key), Input::Number(1, 43_200, String::new())).required();
        tried.fill(f.words, "clock", name, control)
    };
    let which = Control::new("clock", f.t("clocks"), Input::Select(choices)).required();
    vec![
        tried.fill(f.words, "clock", "clock", which),
        minutes("minutes", "clock-set-minutes"),
        minutes("urgent_minutes", "clock-set-urgent"),
    ]
}
