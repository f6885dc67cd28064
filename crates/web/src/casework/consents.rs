//! `/case/{id}/consents`: what stands for one child: what may be shared and counted, and how to reach somebody safely.

use askama::Template;
use axum::extract::State;
use model::{Kind, KindMeta, kinds};
use node::acts::moves::{ConsentRow, Consents, ViewConsents};

use super::OnePath;
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;

const META: &KindMeta = kinds::Consent::META;

#[derive(Template)]
#[template(path = "casework/consents.html")]
struct ConsentsPage {
    f: Frame,
    case: String,
    code: String,
    suspect: bool,
    may_give: bool,
    statistics: String,
    child_ways: String,
    guardian_ways: String,
    rows: Vec<Row>,
}

/// One consent in a few lines.
struct Row {
    href: String,
    title: String,
    code: String,
    state: Badge,
    lines: Vec<(String, String)>,
    said: String,
    /// Where it is taken back, while it stands.
    withdraw: Option<String>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    let consents = state.node.perform(&who.session.actor, ViewConsents { case: path.0 }).await?;
    let f = Frame::of(&state, &who);
    let ways = |channels: &[String]| {
        let said: Vec<_> = channels.iter().map(|code| f.words.code("safe-channel", code)).collect();
        if said.is_empty() { f.t("consents-no-way").into_owned() } else { said.join(", ") }
    };
    let page = ConsentsPage {
        case: path.0.to_string(),
        statistics: f.t(statistics(&consents)).into_owned(),
        child_ways: ways(&consents.child_channels),
        guardian_ways: ways(&consents.guardian_channels),
        suspect: consents.guardian_is_suspect,
        may_give: consents.may_give,
        rows: consents.rows.iter().map(|row| row_view(&f, &consents, row)).collect(),
        code: consents.code,
        f,
    };
    draw(&page)
}

const fn statistics(consents: &Consents) -> &'static str {
    match consents.statistics {
        Some(true) => "consents-statistics-yes",
        Some(false) => "consents-statistics-no",
        None => "consents-statistics-unasked",
    }
}

fn row_view(f: &Frame, consents: &Consents, row: &ConsentRow) -> Row {
    let words = f.words;
    let said = |name: &str| {
        let (_, field) = META.field(name)?;
        match row.record.get(name) {
            Some(node::Shown::Value(value)) if !value.is_missing() => Some(say::plain(words, field, value)),
            _ => None,
        }
    };
    let names = |withheld: bool| {
        let named = row.organisations.iter().filter(|named| named.withheld == withheld);
        named.map(|named| named.name.as_str()).collect::<Vec<_>>()
    };
    let with = |name: &str, withheld: bool| {
        let classes = said(name);
        let all: Vec<&str> = classes.iter().map(String::as_str).chain(names(withheld)).collect();
        (!all.is_empty()).then(|| all.join("; "))
    };
    let label = |name: &str| words.field(META.slug, name).into_owned();
    let lines = [
        ("purposes", said("purposes")),
        ("data_groups", said("data_groups")),
        ("recipients", with("recipients", false)),
        ("withhold_from", with("withhold_from", true)),
        ("valid_until", said("valid_until")),
    ];
    let phase = if row.state == "given" { "open" } else { "closed" };
    let void = consents.guardian_is_suspect && row.record.text("given_by") == "guardian";
    let state = match row.state.as_str() {
        "given" if void => Badge { text: f.t("consents-void").into_owned(), tone: "late" },
        state => say::state(words, META, state, phase),
    };
    Row {
        href: f.url(&format!("/consent/{}", row.id)),
        title: [said("consent_kind"), said("given_by"), said("giver_relation")]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · "),
        code: row.code.clone(),
        state,
        lines: lines.into_iter().filter_map(|(name, text)| Some((label(name), text?))).collect(),
        said: row.record.text("said"),
        withdraw: (row.state == "given" && consents.may_give)
            .then(|| f.url(&format!("/consent/{}/withdraw", row.id))),
    }
}
