//! `/moves`: what my posts have sent and received, with the clocks.

use askama::Template;
use axum::extract::State;
use node::acts::moves::{ListMoves, MoveRow};

use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "casework/moves.html")]
struct MovesPage {
    f: Frame,
    parts: Vec<Part>,
}

struct Part {
    slug: &'static str,
    title: String,
    empty: String,
    open: Vec<Row>,
    ended: Vec<Row>,
}

/// One move in a few lines.
struct Row {
    /// Where it is read; nothing once the reader's access has ended.
    href: Option<String>,
    kind: String,
    code: String,
    case: Option<String>,
    who: String,
    state: Badge,
    clock: Option<Badge>,
    more: Option<Badge>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let moves = state.node.perform(&who.session.actor, ListMoves).await?;
    let f = Frame::of(&state, &who);
    let parts = vec![
        part(&f, ("received", "moves-received", "moves-received-none"), &moves.received, true),
        part(&f, ("sent", "moves-sent", "moves-sent-none"), &moves.sent, false),
    ];
    draw(&MovesPage { parts, f })
}

fn part(
    f: &Frame,
    (slug, title, empty): (&'static str, &str, &str),
    rows: &[MoveRow],
    received: bool,
) -> Part {
    let said = |ended: bool| {
        rows.iter().filter(|row| row.ended_at.is_some() == ended).map(|one| row(f, one, received)).collect()
    };
    Part {
        slug,
        title: f.t(title).into_owned(),
        empty: f.t(empty).into_owned(),
        open: said(false),
        ended: said(true),
    }
}

fn row(f: &Frame, row: &MoveRow, received: bool) -> Row {
    let words = f.words;
    let open = row.ended_at.is_none();
    let tone = match row.state.as_str() {
        "in_progress" => "waiting",
        "accepted" if open => "open",
        "rejected" | "expired" | "revoked" | "redirected" => "late",
        _ => "closed",
    };
    let other = if received { ("moves-from", &row.from) } else { ("moves-to", &row.to) };
    let clock = match (open, row.responded_at) {
        (true, None) => Some(say::due_soon(words, row.respond_by, f.now)),
        (true, Some(at)) => Some(Badge { text: say::ago(words, at, f.now), tone: "plain" }),
        (false, _) => row.ended_at.map(|at| Badge { text: say::ago(words, at, f.now), tone: "plain" }),
    };
    let more = match (&row.outcome, row.escalated_at) {
        (Some(outcome), _) => {
            Some(Badge { text: words.code("referral-outcome", outcome).to_owned(), tone: "plain" })
        }
        (None, Some(_)) if open => Some(Badge { text: f.t("moves-escalated").into_owned(), tone: "late" }),
        _ => say::priority(words, &row.priority),
    };
    Row {
        href: row.matter.as_ref().map(|_| f.url(&format!("/{}/{}", row.kind, row.id))),
        kind: words.t(&format!("kind-{}", row.kind)).into_owned(),
        code: row.code.clone(),
        case: row
            .matter
            .as_ref()
            .map(|matter| format!("{} {}", words.t(&format!("kind-{}", matter.kind)), matter.code)),
        who: words.with(other.0, &[("post", other.1)]).into_owned(),
        state: Badge { text: words.code("transition-status", &row.state).to_owned(), tone },
        clock,
        more,
    }
}
