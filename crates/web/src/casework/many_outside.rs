//! `/case/many/refer-outside`: one institution without a node is asked for many children; each gets a link and a code of its own,
//! shown once.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use model::Id;
use node::acts::moves::{OUTSIDE_AT_ONCE, ReferCasesOutside, RowLink, RowSaid, Sharing};
use node::{Error, access};

use super::form_page::problem;
use super::many::{Bulk, asked, draw_choice, open_cases, shared_controls, why};
use crate::error::Answer;
use crate::forms::{Choice, Control, Input, typed};
use crate::frame::{Frame, draw};
use crate::kinds::list_query;
use crate::public::link::{REFERRAL, in_fours, typed_at};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

const SLUG: &str = "refer-cases-outside";

#[derive(Template)]
#[template(path = "casework/many_links.html")]
struct LinksPage {
    f: Frame,
    /// Where a number is typed.
    typed: String,
    links: Vec<LinkRow>,
    left: Vec<(String, String)>,
}

/// What is handed on for one child.
struct LinkRow {
    case: String,
    address: String,
    number: String,
    code: String,
    until: String,
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    show(&state, &who, &uri, None, None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    uri: Uri,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    let ids: Vec<Id> = posted.all("row").filter_map(|id| id.parse().ok()).collect();
    if ids.is_empty() {
        return show(&state, &who, &uri, Some(&posted), Some("many-rows-missing")).await;
    }
    if ids.len() > OUTSIDE_AT_ONCE {
        return show(&state, &who, &uri, Some(&posted), Some("many-outside-most")).await;
    }
    let draft = typed(&posted, &asked());
    let Ok(authority) = posted.text("authority").parse::<bool>() else {
        return show(&state, &who, &uri, Some(&posted), Some("many-what-missing")).await;
    };
    if draft.text("service_types").is_empty() || draft.text("reason").is_empty() {
        return show(&state, &who, &uri, Some(&posted), Some("many-what-missing")).await;
    }
    let groups = posted.all("groups").filter(|code| !code.is_empty()).map(str::to_owned).collect();
    let sharing = Sharing { draft, groups, ..Sharing::default() };
    let receiver = posted.text("receiver").to_owned();
    let refer = ReferCasesOutside { cases: ids, receiver, authority, sharing };
    match state.node.perform_as(posted.act(&state), &who.session.actor, refer).await {
        Ok(rows) => links(&state, &who, &headers, &rows),
        Err(Error::Invalid(_)) => show(&state, &who, &uri, Some(&posted), Some("many-what-missing")).await,
        Err(error) => Err(error.into()),
    }
}

fn links(state: &WebState, who: &SignedIn, headers: &HeaderMap, rows: &[RowLink]) -> Answer {
    let f = Frame::of(state, who);
    let typed = typed_at(state, &f, &REFERRAL, headers);
    let code = |row: &RowLink| row.row.code.clone().unwrap_or_else(|| f.t("many-unnamed").into_owned());
    let made = rows.iter().filter_map(|row| Some((row, row.link.as_ref()?)));
    let links = made.map(|(row, link)| LinkRow {
        case: code(row),
        address: format!("{typed}/{}", link.number),
        number: in_fours(&link.number),
        code: link.code.clone(),
        until: crate::say::time(f.words, link.expires_at),
    });
    let links = links.collect();
    let left = rows.iter().filter(|row| row.row.said != RowSaid::Done);
    let left = left.map(|row| (code(row), why(&f, row.row.said))).collect();
    draw(&LinksPage { links, left, typed, f })
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    uri: &Uri,
    posted: Option<&Posted>,
    refused: Option<&'static str>,
) -> Answer {
    if !access::holds_right(&who.session.actor, "refer", "case", state.node.now()).allows() {
        return Err(Error::Denied("no-right").into());
    }
    let f = Frame::of(state, who);
    let text = |name: &str| posted.map(|posted| posted.text(name).to_owned()).unwrap_or_default();
    let missing = |name: &str| {
        let error = Error::field(name, model::ProblemCode::Missing);
        let empty = posted.is_some() && text(name).trim().is_empty();
        if empty { problem(&f, Some(&error), name) } else { None }
    };
    let choices = [("true", "refer-outside-authority"), ("false", "refer-outside-other")];
    let on = text("authority");
    let choices = choices.map(|(code, key)| Choice::new(code, f.t(key), code == on)).to_vec();
    let mut controls = vec![
        Control::new("receiver", f.t("refer-outside-receiver"), Input::Line(160))
            .hint(f.t("refer-outside-receiver.hint"))
            .required()
            .value(text("receiver"))
            .problem(missing("receiver")),
        Control::new("authority", f.t("refer-outside-kind"), Input::Radios(choices))
            .required()
            .problem(missing("authority")),
    ];
    controls.extend(shared_controls(state, &f, posted));
    let kind = node::registry::kind("case").ok_or(Error::NotFound)?;
    let mut query = list_query::read(uri, kind.meta);
    open_cases(&mut query);
    let bulk = Bulk { slug: SLUG, lead: "refer-cases-outside-lead", verb: "refer-outside", kind, query };
    let nothing = Posted::default();
    draw_choice(state, who, bulk, (controls, posted.unwrap_or(&nothing)), refused).await
}
