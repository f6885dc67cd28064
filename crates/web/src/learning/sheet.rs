//! `/training-session/{id}/people`: who is in a session; the sheet to print and sign, the form to fill in, and lines from a table,
//! pasted or in a file.

use askama::Template;
use axum::extract::State;
use formats::{Claim, Limits, open_sheets};
use model::Id;
use node::acts::learning::{EnrolPost, RecordResults, ResultRow, RevokeBadge, ViewSession};
use node::acts::staff::ListPosts;

use super::home;
use crate::casework::OnePath;
use crate::error::{Answer, Fault};
use crate::frame::{Frame, done, draw};
use crate::import::upload::Upload;
use crate::say::Badge;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "learning/sheet.html")]
struct SheetPage {
    f: Frame,
    id: Id,
    title: String,
    facts: Vec<(String, String)>,
    rows: Vec<Row>,
    posts: Vec<(Id, String)>,
    open: bool,
    /// Lines that were taken in, each with what came of it.
    taken: Vec<(String, String)>,
    /// A table as it is to be sent back.
    sample: String,
}

struct Row {
    number: i64,
    name: String,
    post: String,
    state: Badge,
    came: bool,
    before: String,
    after: String,
    badge: Option<Id>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    show(&state, &who, id, Vec::new()).await
}

/// Lines of a table at most, and their length.
const MOST: usize = 500;

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let (actor, act) = (&who.session.actor, posted.act(&state));
    let path = format!("/training-session/{id}/people");
    match posted.text("do") {
        "enrol" => {
            let post = posted.text("post").parse().map_err(|_| Fault::NOT_FOUND)?;
            state.node.perform_as(act, actor, EnrolPost { session: id, post }).await?;
            Ok(done(&state, &path, "enrol-post"))
        }
        "revoke" => {
            let badge = posted.text("badge").parse().map_err(|_| Fault::NOT_FOUND)?;
            let reason = posted.text("reason").to_owned();
            state.node.perform_as(act, actor, RevokeBadge { badge, reason }).await?;
            Ok(done(&state, &path, "revoke-badge"))
        }
        "table" => {
            let lines = posted.text("table").lines().map(str::to_owned).collect();
            table(&state, &who, (id, act), lines).await
        }
        _ => {
            let score =
                |name: &str, number: i64| posted.text(&format!("{name}-{number}")).trim().parse().ok();
            let numbers = posted.all("number").filter_map(|text| text.parse::<i64>().ok());
            let rows = numbers
                .map(|number| ResultRow {
                    number,
                    attended: posted.has(&format!("came-{number}")),
                    before: score("before", number),
                    after: score("after", number),
                })
                .collect();
            state.node.perform_as(act, actor, RecordResults { session: id, rows }).await?;
            Ok(done(&state, &path, "record-results"))
        }
    }
}

/// `/training-session/{id}/sheet`: the same lines in a file, CSV or XLSX. Nothing of the file is kept.
pub(crate) async fn upload(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    sent: Upload,
) -> Answer {
    let read = tokio::task::spawn_blocking(move || {
        let ending = sent.name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        open_sheets(&sent.bytes, &Claim::named(&format!("sheet.{ending}")), &Limits::default())
    });
    match read.await.map_err(|_| Fault::Drawing)? {
        Ok(sheets) => {
            let rows = sheets.into_iter().next().map(|sheet| sheet.rows).unwrap_or_default();
            let line = |row: &formats::Row| {
                row.cells.iter().map(|cell| cell.text.trim()).collect::<Vec<_>>().join(";")
            };
            table(&state, &who, (id, state.node.new_id()), rows.iter().map(line).collect()).await
        }
        Err(error) => {
            let why = crate::import::words::file(who.words(), &error);
            show(&state, &who, id, vec![(who.words().t("sheet-file").into_owned(), why)]).await
        }
    }
}

/// Takes lines in, each with an answer.
async fn table(state: &WebState, who: &SignedIn, (id, act): (Id, Id), lines: Vec<String>) -> Answer {
    let filled = lines.iter().map(|text| text.trim()).filter(|text| !text.trim_matches(';').is_empty());
    let read: Vec<Result<ResultRow, String>> = filled.take(MOST).filter_map(line).collect();
    let rows = read.iter().filter_map(|row| row.clone().ok()).collect();
    let record = RecordResults { session: id, rows };
    let results = state.node.perform_as(act, &who.session.actor, record).await?;
    let f = Frame::of(state, who);
    let mut taken: Vec<(String, String)> =
        results.into_iter().map(|(number, came)| (number.to_string(), said(&f, came))).collect();
    let unread = f.t("sheet-unread");
    taken.extend(read.into_iter().filter_map(Result::err).map(|text| (text, unread.clone().into_owned())));
    show(state, who, id, taken).await
}

/// What came of a line.
fn said(f: &Frame, came: Option<&'static str>) -> String {
    came.map_or_else(|| f.t("sheet-no-such-line").into_owned(), |state| home::state(f, state).text)
}

/// A line of a table: number, whether they came, score before and after, parted by comma, semicolon or tab. A heading is left out; a line that
/// cannot be read comes back as it is.
fn line(text: &str) -> Option<Result<ResultRow, String>> {
    let cells: Vec<&str> = text.split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"')).collect();
    let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
    if cell(0).chars().next().is_some_and(char::is_alphabetic) {
        return None;
    }
    let score = |at: usize| match cell(at) {
        "" | "-" => Some(None),
        text => text.trim_end_matches('%').parse::<i64>().ok().map(Some),
    };
    let attended = match cell(1).to_lowercase().as_str() {
        "y" | "ya" | "hadir" | "yes" | "x" | "1" | "v" | "✓" => Some(true),
        "" | "-" | "t" | "tidak" | "absen" | "no" | "0" => Some(false),
        _ => None,
    };
    // A table of names is no table of numbers: the first characters are enough to find the line again.
    let unread = || text.chars().take(12).collect::<String>();
    let row = || {
        // Excel opens such cells as a formula; a number is never one.
        Some(ResultRow {
            number: cell(0).parse().ok()?,
            attended: attended?,
            before: score(2)?,
            after: score(3)?,
        })
    };
    Some(row().ok_or_else(unread))
}

async fn show(state: &WebState, who: &SignedIn, id: Id, taken: Vec<(String, String)>) -> Answer {
    let sheet = state.node.perform(&who.session.actor, ViewSession { session: id }).await?;
    let posts = state.node.perform(&who.session.actor, ListPosts).await.unwrap_or_default();
    let f = Frame::of(state, who);
    let w = f.words;
    let field = |name: &str| (w.field("training-session", name).into_owned(), sheet.session.text(name));
    let score = |score: Option<i64>| score.map(|n| n.to_string()).unwrap_or_default();
    let rows: Vec<Row> = sheet
        .attendees
        .iter()
        .map(|one| Row {
            number: one.number,
            name: one.name.clone(),
            post: one.post.clone(),
            state: home::state(&f, &one.state),
            came: !["registered", "no_show"].contains(&one.state.as_str()),
            before: score(one.before),
            after: score(one.after),
            badge: one.badge.filter(|(_, revoked)| !revoked).map(|(id, _)| id),
        })
        .collect();
    let title = |post: &node::acts::staff::PostRow| {
        if w.lang == model::Lang::En { post.title_en.clone() } else { post.title_id.clone() }
    };
    let held = posts.iter().filter(|post| post.state == "filled" || post.state == "acting");
    let sample = rows.iter().map(|row| format!("{};;;", row.number)).collect::<Vec<_>>().join("\n");
    let page = SheetPage {
        id,
        title: sheet.about.text("title"),
        facts: vec![field("starts_on"), field("place"), field("trainer")],
        posts: held.map(|post| (post.id, title(post))).collect(),
        open: sheet.state == "planned",
        rows,
        taken,
        sample: format!("{}\n{sample}", w.t("sheet-columns")),
        f,
    };
    draw(&page)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_people_write_them() {
        let row = |number, attended, before, after| ResultRow { number, attended, before, after };
        assert_eq!(line("1;hadir;40;80%").unwrap(), Ok(row(1, true, Some(40), Some(80))));
        assert_eq!(line("2,\"ya\",,70").unwrap(), Ok(row(2, true, None, Some(70))));
        assert_eq!(line("3\ttidak").unwrap(), Ok(row(3, false, None, None)));
        assert_eq!(line("4").unwrap(), Ok(row(4, false, None, None)));
        assert!(line("Nomor;Hadir;Sebelum;Sesudah").is_none(), "a heading");
        for wrong in ["5;mungkin", "6;ya;banyak;1", "=1+1;ya"] {
            assert!(line(wrong).unwrap().is_err(), "{wrong}");
        }
    }
}
