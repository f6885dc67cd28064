//! `/case/many/{act}`: many cases of a list are assigned or referred at once, with a result for each.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use model::{Id, Kind, KindMeta, kinds};
use node::acts::moves::{AssignCases, BulkSummary, ReferCases, RowDone, RowSaid, Sharing, run_bulk};
use node::acts::{ListQuery, ShownRow};
use node::registry::{self, KindEntry};
use node::{Error, Result, access};

use super::{CASE, receivers};
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, FormBuilder, Input, typed};
use crate::frame::{Frame, draw, draw_with};
use crate::kinds::{as_declared, list_query, today};
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

/// Rows on a page of choice; the whole list may be longer.
const SHOWN: i64 = 100;

#[derive(Template)]
#[template(path = "casework/many.html")]
struct ManyPage {
    f: Frame,
    title: String,
    lead: String,
    action: String,
    back: String,
    crumb: String,
    rows: Vec<Row>,
    total: i64,
    /// Whether the list is longer than this page.
    more: bool,
    controls: Vec<Control>,
    submit: String,
    /// What is missing before anything can be done.
    refused: Option<String>,
}

struct Row {
    id: String,
    name: Option<String>,
    code: String,
    state: Badge,
    on: bool,
}

#[derive(Template)]
#[template(path = "casework/many_done.html")]
struct DonePage {
    f: Frame,
    title: String,
    back: String,
    crumb: String,
    done: String,
    left: Vec<(String, String)>,
    did: Vec<String>,
}

/// Acts on many rows of a list, as their page of choice shows them.
pub(super) struct Bulk {
    /// Slug of the act.
    pub(super) slug: &'static str,
    /// What happens.
    pub(super) lead: &'static str,
    /// Last part of the address.
    pub(super) verb: &'static str,
    /// Whose list.
    pub(super) kind: &'static KindEntry,
    /// Which rows.
    pub(super) query: ListQuery,
}

/// Assign or refer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Assign,
    Refer,
}

impl Act {
    const fn slug(self) -> &'static str {
        match self {
            Self::Assign => "assign-cases",
            Self::Refer => "refer-cases",
        }
    }
    const fn lead(self) -> &'static str {
        match self {
            Self::Assign => "assign-cases-lead",
            Self::Refer => "refer-cases-lead",
        }
    }
    const fn verb(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Refer => "refer",
        }
    }
}

pub(crate) async fn assign_form(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    show(&state, &who, Act::Assign, &uri, None, None).await
}

pub(crate) async fn refer_form(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    show(&state, &who, Act::Refer, &uri, None, None).await
}

pub(crate) async fn assign(State(state): State<WebState>, who: SignedIn, uri: Uri, posted: Posted) -> Answer {
    send(&state, &who, Act::Assign, &uri, &posted).await
}

pub(crate) async fn refer(State(state): State<WebState>, who: SignedIn, uri: Uri, posted: Posted) -> Answer {
    send(&state, &who, Act::Refer, &uri, &posted).await
}

/// Every row that the list has, page after page.
pub(super) async fn all(
    state: &WebState,
    who: &SignedIn,
    entry: &KindEntry,
    query: &ListQuery,
) -> Result<Vec<Id>> {
    let mut query = ListQuery { limit: 200, after: None, ..query.clone() };
    let mut ids = Vec::new();
    loop {
        let listed = entry.list(&state.node, &who.session.actor, query.clone()).await?;
        ids.extend(listed.rows.iter().map(|row| row.envelope.id));
        match listed.next {
            Some(next) => query.after = Some(next),
            None => return Ok(ids),
        }
    }
}

async fn send(state: &WebState, who: &SignedIn, act: Act, uri: &Uri, posted: &Posted) -> Answer {
    let query = list_query::read(uri, CASE);
    let ids: Vec<Id> = match posted.text("all") {
        "1" => all(state, who, registry::kind("case").ok_or(Error::NotFound)?, &query).await?,
        _ => posted.all("row").filter_map(|id| id.parse().ok()).collect(),
    };
    let Ok(to) = posted.text("to").parse::<Id>() else {
        return show(state, who, act, uri, Some(posted), Some("many-to-missing")).await;
    };
    if ids.is_empty() {
        return show(state, who, act, uri, Some(posted), Some("many-rows-missing")).await;
    }
    let (node, actor) = (&state.node, &who.session.actor);
    let summary = match act {
        Act::Assign => {
            let reason = posted.text("reason");
            run_bulk(node, actor, &ids, |cases| AssignCases { cases, to, reason: reason.to_owned() }).await
        }
        Act::Refer => {
            let draft = typed(posted, &asked());
            if draft.text("service_types").is_empty() || draft.text("reason").is_empty() {
                return show(state, who, act, uri, Some(posted), Some("many-what-missing")).await;
            }
            let groups = posted.all("groups").filter(|code| !code.is_empty()).map(str::to_owned).collect();
            let sharing = Sharing { draft, groups, ..Sharing::default() };
            run_bulk(node, actor, &ids, |cases| ReferCases { cases, to, sharing: sharing.clone() }).await
        }
    };
    told(state, who, (act.slug(), "case"), &summary)
}

/// Why a row was not done.
pub(super) fn why(f: &Frame, said: RowSaid) -> String {
    match said {
        RowSaid::Done => String::new(),
        RowSaid::NotFound => f.t("many-not-found").into_owned(),
        RowSaid::Denied(code) => Fault::from(Error::Denied(code)).told(f.words).text,
        RowSaid::Refused(code) => Fault::from(Error::Refused(code)).told(f.words).text,
        RowSaid::Invalid => f.t("many-invalid").into_owned(),
    }
}

/// What became of each row.
pub(super) fn told(
    state: &WebState,
    who: &SignedIn,
    (slug, kind): (&str, &str),
    summary: &BulkSummary,
) -> Answer {
    let f = Frame::of(state, who);
    let code = |row: &RowDone| row.code.clone().unwrap_or_else(|| f.t("many-unnamed").into_owned());
    let (did, left): (Vec<_>, Vec<_>) = summary.rows.iter().partition(|row| row.said == RowSaid::Done);
    let left: Vec<_> = left.into_iter().map(|row| (code(row), why(&f, row.said))).collect();
    let did: Vec<_> = did.into_iter().map(code).collect();
    let all = i64::try_from(summary.rows.len()).unwrap_or(i64::MAX);
    let (done, all) = (summary.done().to_string(), say::grouped(f.words, all));
    let page = DonePage {
        title: f.t(slug).into_owned(),
        back: f.url(&format!("/{kind}")),
        crumb: f.t(&format!("kind-{kind}.plural")).into_owned(),
        done: f.words.with("many-done", &[("done", &done), ("all", &all)]).into_owned(),
        left,
        did,
        f,
    };
    draw(&page)
}

/// What of a referral is the same for all.
pub(super) fn asked() -> Vec<crate::forms::FieldUse> {
    let meta = kinds::Referral::META;
    let names = ["service_types", "urgent", "reason"];
    names.iter().filter_map(|name| meta.field(name)).map(|(_, field)| as_declared(field)).collect()
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    act: Act,
    uri: &Uri,
    posted: Option<&Posted>,
    refused: Option<&'static str>,
) -> Answer {
    let actor = &who.session.actor;
    if !access::holds_right(actor, act.verb(), "case", state.node.now()).allows() {
        return Err(Error::Denied("no-right").into());
    }
    let mut query = list_query::read(uri, CASE);
    open_cases(&mut query);
    let found = receivers::all(state, who).await?;
    let f = Frame::of(state, who);
    let controls = controls(state, &f, who, act, &found, posted);
    let kind = registry::kind("case").ok_or(Error::NotFound)?;
    let bulk = Bulk { slug: act.slug(), lead: act.lead(), verb: act.verb(), kind, query };
    let nothing = Posted::default();
    draw_choice(state, who, bulk, (controls, posted.unwrap_or(&nothing)), refused).await
}

/// Open cases, unless the list asked for others.
pub(super) fn open_cases(query: &mut ListQuery) {
    if !query.filters.contains_key("phase") && !query.filters.contains_key("state") {
        query.filters.insert("phase".to_owned(), "open".to_owned());
    }
}

/// Draws the page on which rows are chosen.
pub(super) async fn draw_choice(
    state: &WebState,
    who: &SignedIn,
    mut bulk: Bulk,
    (controls, posted): (Vec<Control>, &Posted),
    refused: Option<&'static str>,
) -> Answer {
    bulk.query.limit = SHOWN;
    let meta = bulk.kind.meta;
    let listed = bulk.kind.list(&state.node, &who.session.actor, bulk.query.clone()).await?;
    let f = Frame::of(state, who);
    let text = list_query::text(&bulk.query, None);
    let on: Vec<&str> = posted.all("row").collect();
    let page = ManyPage {
        title: f.t(bulk.slug).into_owned(),
        lead: f.t(bulk.lead).into_owned(),
        action: f.url(&format!("/{}/many/{}?{text}", meta.slug, bulk.verb)),
        back: f.url(&format!("/{}?{text}", meta.slug)),
        crumb: f.t(&format!("kind-{}.plural", meta.slug)).into_owned(),
        rows: listed.rows.iter().map(|shown| row(&f, meta, shown, &on)).collect(),
        total: listed.total,
        // Links are handed on one by one: never for a whole list.
        more: listed.next.is_some() && bulk.verb != "refer-outside",
        controls,
        submit: f.t(bulk.slug).into_owned(),
        refused: refused.map(|key| f.t(key).into_owned()),
        f,
    };
    draw_with(if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

fn row(f: &Frame, meta: &'static KindMeta, row: &ShownRow, on: &[&str]) -> Row {
    let id = row.envelope.id.to_string();
    Row {
        on: on.contains(&id.as_str()),
        id,
        name: row.name.clone(),
        code: row.envelope.code.clone(),
        state: say::state(f.words, meta, &row.envelope.state, &row.envelope.phase),
    }
}

fn controls(
    state: &WebState,
    f: &Frame,
    who: &SignedIn,
    act: Act,
    found: &[node::acts::moves::Receiver],
    posted: Option<&Posted>,
) -> Vec<Control> {
    let text = |name: &str| posted.map(|posted| posted.text(name).to_owned()).unwrap_or_default();
    let own =
        |organisation: Id| who.session.actor.holdings().iter().any(|held| held.organisation == organisation);
    let fits = |receiver: &node::acts::moves::Receiver| act == Act::Refer || own(receiver.organisation);
    let choices = receivers::choices(f, found, &text("to"), fits);
    let to = Control::new("to", f.t("refer-to"), Input::Groups(choices)).required().value(text("to"));
    if act == Act::Assign {
        let reason =
            Control::new("reason", f.t("assign-reason"), Input::Narrative(2_000)).value(text("reason"));
        return vec![to, reason];
    }
    let mut all = vec![to];
    all.extend(shared_controls(state, f, posted));
    all
}

/// What is asked for and shared of each case.
pub(super) fn shared_controls(state: &WebState, f: &Frame, posted: Option<&Posted>) -> Vec<Control> {
    let draft = posted.map(|posted| typed(posted, &asked())).unwrap_or_default();
    let form = FormBuilder::new(f.words, kinds::Referral::META, today(state), &draft).flat().build(&asked());
    let chosen: Vec<&str> = posted.iter().flat_map(|posted| posted.all("groups")).collect();
    let offered = model::DataGroup::ALL.into_iter();
    let offered = offered.filter(|group| {
        !matches!(group, model::DataGroup::Record | model::DataGroup::Reporter | model::DataGroup::Address)
    });
    let choices = offered.map(|group| {
        let on = if posted.is_some() {
            chosen.contains(&group.code())
        } else {
            group == model::DataGroup::Services
        };
        Choice::new(group.code(), crate::forms::group_title(f.words, group), on)
    });
    let groups = Control::new("groups", f.t("refer-groups"), Input::Checks(choices.collect()));
    let mut all: Vec<_> = form.sections.into_iter().flat_map(|section| section.controls).collect();
    all.push(groups.hint(f.t("refer-groups.hint")));
    all
}
