//! `/calendar`: what falls due in a month, and the secret address under which another program finds it without names.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use model::time::{Span, Zone};
use model::{Date, Lang};
use node::Actor;
use node::acts::desk::{EndFeed, FeedLine, ReadFeed, StartFeed, ViewCalendar};

use crate::error::Answer;
use crate::frame::{Frame, done, draw};
use crate::i18n::Words;
use crate::kinds::today;
use crate::pages::day::{Row, part};
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "desk/calendar.html")]
struct CalendarPage {
    f: Frame,
    month: String,
    before: String,
    after: String,
    days: Vec<Day>,
    more: Option<String>,
    /// Shown once, right after it was made.
    address: Option<String>,
}

/// One day with what falls due on it.
struct Day {
    title: String,
    today: bool,
    late: bool,
    rows: Vec<Row>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    show(&state, &who, &uri, None).await
}

/// Makes the secret address, or ends it.
pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, uri: Uri, posted: Posted) -> Answer {
    let actor = &who.session.actor;
    if posted.text("do") == "end" {
        state.node.perform_as(posted.act(&state), actor, EndFeed).await?;
        return Ok(done(&state, "/calendar", "end-feed"));
    }
    let started = state.node.perform(actor, StartFeed).await?;
    show(&state, &who, &uri, Some(started.token)).await
}

async fn show(state: &WebState, who: &SignedIn, uri: &Uri, token: Option<String>) -> Answer {
    let first = query(uri, "month").and_then(|text| format!("{text}-01").parse::<Date>().ok());
    let first = first.unwrap_or_else(|| today(state)).first_of_month();
    let view = ViewCalendar { from: first, to: first.last_of_month() };
    let calendar = state.node.perform(&who.session.actor, view).await?;
    let f = Frame::of(state, who);
    let words = f.words;
    let now = today(state);
    let part = part(&f, ("calendar", "calendar"), &calendar.due, &|_| None, &|row| {
        crate::pages::day::Next::state(&f, row)
    });
    let mut days: Vec<Day> = Vec::new();
    for (row, seen) in part.rows.into_iter().zip(&calendar.due.rows) {
        let Some(day) = seen.envelope.due_at.map(|due| due.date(Zone::default())) else { continue };
        let title = format!(
            "{}, {}",
            words.t(&format!("weekday-{}", day.weekday().to_monday_one_offset())),
            say::date(words, day)
        );
        if days.last().is_none_or(|last| last.title != title) {
            days.push(Day { title, today: day == now, late: day < now, rows: Vec::new() });
        }
        if let Some(last) = days.last_mut() {
            last.rows.push(row);
        }
    }
    let other = |months: i32| {
        let day = first.checked_add(Span::new().months(months)).unwrap_or(first);
        f.url(&format!("/calendar?month={}-{:02}", day.year(), day.month()))
    };
    let page = CalendarPage {
        month: format!("{} {}", words.t(&format!("month-{}", first.month())), first.year()),
        before: other(-1),
        after: other(1),
        days,
        more: part.more,
        address: token.map(|token| f.url(&format!("/calendar-feed/{token}"))),
        f,
    };
    draw(&page)
}

/// `/calendar-feed/{token}`: the due dates as iCalendar (RFC 5545): numbers and days, no name and no place.
pub(crate) async fn feed(State(state): State<WebState>, Path(token): Path<String>) -> Answer {
    let token = token.trim_end_matches(".ics").to_owned();
    let lines = state.node.perform(&Actor::public(Lang::Id), ReadFeed { token }).await?;
    let head = [(CONTENT_TYPE, "text/calendar; charset=utf-8"), (CACHE_CONTROL, "private, no-store")];
    Ok((head, ical(state.node.origin(), state.node.now(), &lines)).into_response())
}

fn ical(origin: &str, now: model::Timestamp, lines: &[FeedLine]) -> String {
    let stamp = now.minute(Zone::Wib).replace(['-', ':'], "").replace(' ', "T");
    let mut out = String::from(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Jejaring//Jejaring//ID\r\nMETHOD:PUBLISH\r\n",
    );
    for line in lines {
        let words = Words::new(line.lang);
        let day = line.due_at.date(Zone::default());
        let next = day.tomorrow().unwrap_or(day);
        let plain = |day: Date| day.to_string().replace('-', "");
        let summary = format!("{} {}", words.t(&format!("kind-{}", line.kind)), line.code);
        out.push_str("BEGIN:VEVENT\r\n");
        for (name, value) in [
            ("UID:", format!("{}@{}", line.id, origin.replace('/', ".").to_lowercase())),
            ("DTSTAMP:", format!("{stamp}00")),
            ("DTSTART;VALUE=DATE:", plain(day)),
            ("DTEND;VALUE=DATE:", plain(next)),
            ("SUMMARY:", summary.replace([',', ';'], " ")),
            ("CLASS:", "PRIVATE".to_owned()),
        ] {
            out.push_str(name);
            out.push_str(&value);
            out.push_str("\r\n");
        }
        out.push_str("END:VEVENT\r\n");
    }
    out.push_str("END:VCALENDAR\r\n");
    out
}
