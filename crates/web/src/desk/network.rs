//! `/network`: who belongs to the network, whether they can be reached, and who watches over the journals.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use node::acts::exchange::{ExportLog, ListNetwork, MemberRow, Network, Recipient, ViewMessage, WitnessRow};

use super::exchange;
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "desk/network.html")]
struct NetworkPage {
    f: Frame,
    lead: String,
    alarm: Vec<String>,
    members: Vec<Member>,
    journal: String,
    cosigned: Badge,
    witnesses: Vec<Pair>,
    seen: Vec<Pair>,
    guardians: Vec<Pair>,
    versions: Vec<Pair>,
    may_prove: bool,
}

/// One member in a few lines.
struct Member {
    name: String,
    id: String,
    state: Badge,
    kinds: String,
    way: String,
    heard: String,
}

/// Something and what is known about it.
struct Pair {
    what: String,
    how: String,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let network = state.node.perform(&who.session.actor, ListNetwork).await?;
    let f = Frame::of(&state, &who);
    let may_prove = node::access::holds_right(&who.session.actor, "prove", "exchange", f.now).allows();
    let until = say::time(f.words, network.valid_until);
    let version = network.version.to_string();
    let journal = &network.journal;
    let cosigned = if network.witnesses.is_empty() {
        Badge { text: f.t("network-no-witness").into_owned(), tone: "soon" }
    } else if let Some(at) = journal.cosigned_at {
        let at = say::time(f.words, at);
        Badge { text: f.words.with("network-cosigned", &[("at", &at)]).into_owned(), tone: "ok" }
    } else {
        Badge { text: f.t("network-not-cosigned").into_owned(), tone: "soon" }
    };
    draw(&NetworkPage {
        lead: f.words.with("network-lead", &[("version", &version), ("until", &until)]).into_owned(),
        alarm: alarm(&f, &network),
        members: network.members.iter().map(|row| member(&f, row)).collect(),
        journal: f
            .words
            .with(
                "network-journal",
                &[
                    ("size", &journal.size.to_string()),
                    ("cosigned", &journal.cosigned.to_string()),
                    ("needed", &journal.needed.to_string()),
                ],
            )
            .into_owned(),
        cosigned,
        witnesses: network.witnesses.iter().map(|row| witness(&f, row)).collect(),
        seen: network.seen.iter().map(|one| seen(&f, one)).collect(),
        guardians: network
            .guardians
            .iter()
            .map(|one| Pair { what: one.0.clone(), how: one.1.clone() })
            .collect(),
        versions: network.versions.iter().map(|one| version_row(&f, one)).collect(),
        may_prove,
        f,
    })
}

/// What somebody has to act upon now.
fn alarm(f: &Frame, network: &Network) -> Vec<String> {
    let faces = network.faces.iter().map(|(origin, why, at)| {
        let at = say::time(f.words, *at);
        let key = if why == "split" { "network-split" } else { "network-rewritten" };
        f.words.with(key, &[("origin", origin), ("at", &at)]).into_owned()
    });
    let ahead = network.witnesses.iter().filter(|row| row.trouble.as_deref() == Some("ahead"));
    faces.chain(ahead.map(|row| f.words.with("network-ahead", &[("who", &row.name)]).into_owned())).collect()
}

fn member(f: &Frame, row: &MemberRow) -> Member {
    let tone = match row.state {
        "here" | "active" => "ok",
        "suspended" => "soon",
        _ => "late",
    };
    let every = node::exchange::TAKEN.iter().all(|kind| row.kinds.iter().any(|taken| taken == kind));
    let named: BTreeSet<String> = row.kinds.iter().map(|kind| exchange::kind(f, kind)).collect();
    let kinds = if every {
        f.t("network-takes-all").into_owned()
    } else {
        named.into_iter().collect::<Vec<_>>().join("; ")
    };
    let way = match (row.state, row.waiting, row.waiting_since) {
        ("here", ..) => String::new(),
        (_, 0, _) | (_, _, None) => f.t("network-nothing-waits").into_owned(),
        (_, count, Some(since)) => {
            let (count, since) = (count.to_string(), say::time(f.words, since));
            f.words.with("network-waits", &[("count", &count), ("since", &since)]).into_owned()
        }
    };
    let heard = match (row.state, row.heard_at) {
        ("here", _) => String::new(),
        (_, Some(at)) => f.words.with("network-heard", &[("at", &say::time(f.words, at))]).into_owned(),
        (_, None) => f.t("network-not-heard").into_owned(),
    };
    Member {
        name: row.name.clone(),
        id: row.id.clone(),
        state: Badge { text: f.t(&format!("network-state-{}", row.state)).into_owned(), tone },
        kinds,
        way: if row.reachable { way } else { format!("{way} {}", f.t("network-comes")).trim().to_owned() },
        heard,
    }
}

fn witness(f: &Frame, row: &WitnessRow) -> Pair {
    let how = match (row.signed_at, row.trouble.as_deref()) {
        (_, Some("ahead")) => f.t("network-witness-ahead").into_owned(),
        (_, Some(_)) => f.t("network-witness-refused").into_owned(),
        (Some(at), None) => {
            let (size, at) = (row.size.to_string(), say::time(f.words, at));
            f.words.with("network-witness-signed", &[("size", &size), ("at", &at)]).into_owned()
        }
        (None, None) => f.t("network-witness-silent").into_owned(),
    };
    Pair { what: row.name.clone(), how }
}

fn seen(f: &Frame, (origin, size, at): &(String, i64, model::Timestamp)) -> Pair {
    let (size, at) = (size.to_string(), say::time(f.words, *at));
    let how = f.words.with("network-seen-row", &[("size", &size), ("at", &at)]).into_owned();
    Pair { what: origin.clone(), how }
}

fn version_row(f: &Frame, (version, adopted, until): &(i64, model::Timestamp, model::Timestamp)) -> Pair {
    let (adopted, until) = (say::time(f.words, *adopted), say::time(f.words, *until));
    let how = f.words.with("network-version-row", &[("adopted", &adopted), ("until", &until)]).into_owned();
    Pair { what: version.to_string(), how }
}

/// `/network/journal`: hashes and checkpoints, as a file for whoever compares nodes with one another.
pub(crate) async fn journal(State(state): State<WebState>, who: SignedIn) -> Answer {
    let file = state.node.perform(&who.session.actor, ExportLog).await?;
    let headers = [
        (CONTENT_TYPE, "application/json".to_owned()),
        (CONTENT_DISPOSITION, "attachment; filename=\"journal-hashes.json\"".to_owned()),
    ];
    Ok((headers, file.to_bytes()).into_response())
}

#[derive(Template)]
#[template(path = "desk/message.html")]
struct MessagePage {
    f: Frame,
    what: String,
    href: Option<String>,
    when: String,
    people: Vec<Reader>,
}

/// One recipient and what it stated.
struct Reader {
    name: String,
    id: String,
    how: String,
    said: Vec<Pair>,
}

/// `/exchange/{eid}`: who has seen one message that was sent from here.
pub(crate) async fn message(State(state): State<WebState>, who: SignedIn, Path(eid): Path<String>) -> Answer {
    let seen = state.node.perform(&who.session.actor, ViewMessage::of(&eid)?).await?;
    let f = Frame::of(&state, &who);
    draw(&MessagePage {
        what: exchange::kind(&f, &seen.kind),
        href: exchange::href(&f, seen.matter.as_ref()),
        when: say::time(f.words, seen.sent_at),
        people: seen.recipients.iter().map(|one| reader(&f, one)).collect(),
        f,
    })
}

fn reader(f: &Frame, one: &Recipient) -> Reader {
    let said = one.receipts.iter().map(|stated| {
        let at = say::time(f.words, stated.at);
        let how = match stated.entry {
            Some(entry) => {
                f.words.with("message-proven", &[("at", &at), ("entry", &entry.to_string())]).into_owned()
            }
            None => f.words.with("message-signed", &[("at", &at)]).into_owned(),
        };
        let known = ["delivered", "retrieved", "decided", "rejected"].contains(&stated.state.as_str());
        let state = if known { stated.state.as_str() } else { "other" };
        Pair { what: f.t(&format!("message-{state}")).into_owned(), how }
    });
    let last = one.receipts.last();
    let how = match &one.refusal {
        Some(why) if one.state == "failed" => exchange::refused(f, why),
        _ => exchange::words(f, &one.state, last.map(|one| one.state.as_str()), last.map(|one| one.at)),
    };
    Reader { name: one.name.clone(), id: one.member.clone(), how, said: said.collect() }
}
