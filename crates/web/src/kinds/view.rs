//! `/{kind}/{id}`: one record with what may be done now, its parts and its history.

use askama::Template;
use axum::extract::State;
use model::{DataGroup, KindMeta, Role};
use node::acts::{PartList, PartOf, Viewed};
use node::{Shown, ShownRecord};

use super::history::{self, Entry};
use super::list::{Table, row_view, table};
use super::{RecordPath, act_slug};
use crate::error::Answer;
use crate::forms::group_title;
use crate::frame::{Frame, draw};
use crate::people::apart::{self, ApartView};
use crate::say::{self, Badge, Said, There};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "kinds/view.html")]
struct ViewPage {
    f: Frame,
    slug: &'static str,
    id: String,
    kind: String,
    code: String,
    /// The child's name or the kind's word: never in the title of the page.
    heading: Option<String>,
    state: Badge,
    priority: Option<Badge>,
    due: Option<Badge>,
    opened: String,
    next_step: Option<String>,
    /// Whether somebody may be asked what comes next: in the work for a child.
    keeps_step: bool,
    region: Option<String>,
    /// The root that this is a part of.
    root: Option<(String, String)>,
    steps: Vec<StepLink>,
    /// Pages of this kind beyond the common ones.
    besides: Vec<(String, String)>,
    /// Of a part that may be given to another post: which has it.
    custodian: Option<String>,
    may_edit: bool,
    /// What the list of this kind is called.
    all: String,
    conflicts: Vec<ApartView>,
    fields: Fields,
    child: Option<Fields>,
    parts: Vec<Part>,
    history: Vec<Entry>,
    looks: usize,
}

/// A step that may be taken now.
struct StepLink {
    label: String,
    href: String,
    /// The first one is what usually comes next.
    main: bool,
}

/// A record's fields, ready to be shown.
pub(crate) struct Fields {
    pub(crate) groups: Vec<Group>,
    /// Fields in which nothing was filled in: named together, not shown one by one.
    pub(crate) unfilled: Vec<String>,
}

/// Fields of one data group.
pub(crate) struct Group {
    pub(crate) title: String,
    pub(crate) rows: Vec<(String, Said)>,
    /// Whether the whole group is closed to this reader.
    pub(crate) hidden: bool,
}

struct Part {
    table: Table,
    add: Option<(String, String)>,
}

pub(crate) async fn page(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
) -> Answer {
    let viewed = entry.view(&state.node, &who.session.actor, id).await?;
    let f = Frame::of_record(&state, &who, viewed.emergency_until);
    let (meta, words, envelope) = (entry.meta, f.words, &viewed.envelope);
    let history = history::entries(&f, &who, meta, &viewed);
    let page = ViewPage {
        slug: meta.slug,
        id: envelope.id.to_string(),
        kind: words.t(&format!("kind-{}", meta.slug)).into_owned(),
        code: envelope.code.clone(),
        heading: viewed.child.as_ref().map(|child| child.text("name")).filter(|name| !name.is_empty()),
        state: say::state(words, meta, &envelope.state, &envelope.phase),
        priority: say::priority(words, &envelope.priority),
        due: envelope.due_at.map(|due| say::due(words, due, f.now, &envelope.phase)),
        opened: say::time(words, envelope.opened_at),
        next_step: viewed.next_step.clone(),
        keeps_step: matches!(meta.slug, "report" | "family") || meta.role == Role::Part("case"),
        region: envelope.region.as_deref().map(say::region),
        root: root_link(&f, meta, &viewed),
        steps: steps(&f, meta, &viewed).into_iter().chain(decide(&f, &who, &viewed)).collect(),
        besides: besides(&f, meta, &viewed)
            .into_iter()
            .chain(made_of(&f, &who, &viewed))
            .chain(matched(&f, &who, &viewed))
            .chain(assign(&f, meta, &viewed))
            .collect(),
        custodian: model::kinds::ASSIGNABLE.contains(&meta.slug).then(|| viewed.custodian.clone()),
        may_edit: viewed.may_edit && envelope.phase != "closed",
        all: words.t(&format!("kind-{}.plural", meta.slug)).into_owned(),
        conflicts: apart::all(&f, meta, &viewed.record, &viewed.conflicts),
        fields: fields_of(&f, &viewed),
        child: viewed.child.as_ref().map(|child| fields(&f, child)),
        parts: viewed.parts.iter().map(|part| part_view(&f, envelope.id, part)).collect(),
        looks: history.iter().filter(|entry| entry.look).count(),
        history,
        f,
    };
    draw(&page)
}

/// A whole, by its number and whom it is about.
fn whole(of: &PartOf) -> String {
    of.child.as_ref().map_or_else(|| of.code.clone(), |name| format!("{} · {name}", of.code))
}

/// What a form about a record stands under: its number, and of a part the whole that it belongs to.
pub(super) fn about(viewed: &Viewed) -> String {
    let code = &viewed.envelope.code;
    match (&viewed.part_of, &viewed.child) {
        (Some(of), _) => format!("{code} · {}", whole(of)),
        (None, Some(child)) if !child.text("name").is_empty() => format!("{code} · {}", child.text("name")),
        _ => code.clone(),
    }
}

fn root_link(f: &Frame, meta: &KindMeta, viewed: &Viewed) -> Option<(String, String)> {
    let Role::Part(root) = meta.role else { return None };
    let kind = f.t(&format!("kind-{root}"));
    let label =
        viewed.part_of.as_ref().map_or_else(|| kind.to_string(), |of| format!("{kind} {}", whole(of)));
    Some((label, f.url(&format!("/{root}/{}", viewed.envelope.root))))
}

fn steps(f: &Frame, meta: &KindMeta, viewed: &Viewed) -> Vec<StepLink> {
    let steps = viewed.steps.iter().enumerate().map(|(at, step)| StepLink {
        label: f.t(&act_slug(step.action, meta.slug)).into_owned(),
        href: f.url(&format!("/{}/{}/{}", meta.slug, viewed.envelope.id, step.action.replace('_', "-"))),
        main: at == 0,
    });
    steps.collect()
}

/// Pages that only some kinds have.
fn besides(f: &Frame, meta: &KindMeta, viewed: &Viewed) -> Vec<(String, String)> {
    let id = viewed.envelope.id;
    let state = viewed.envelope.state.as_str();
    let (key, path) = match meta.slug {
        "programme" => ("export-iati", format!("/programme/{id}/iati")),
        "indicator" => ("view-observations", format!("/monitoring/indicator/{id}")),
        "alert-rule" => ("view-trial", format!("/monitoring/rule/{id}")),
        "brief" => ("read-brief", format!("/brief/{id}/read")),
        "safety-plan" => ("card", format!("/safety-plan/{id}/card")),
        "tracing-request" if viewed.envelope.phase != "closed" => ("match-tracing", format!("/matches/{id}")),
        "service" if viewed.envelope.phase != "closed" => ("place", format!("/service/{id}/place")),
        "conference" => {
            let seats = (f.t("list-seats").into_owned(), f.url(&format!("/conference/{id}/seats")));
            let decide = (f.t("add-decision").into_owned(), f.url(&format!("/conference/{id}/decision")));
            let decided = !["called", "cancelled"].contains(&state);
            return [Some(seats), decided.then_some(decide)].into_iter().flatten().collect();
        }
        "campaign" => ("check-campaign", format!("/campaign/{id}/check")),
        "policy-draft" => {
            let ties = (f.t("view-ties").into_owned(), f.url(&format!("/promises/{id}")));
            let back = f.url(&format!("/policy-draft/{id}/commitments"));
            return vec![ties, (f.t("policy-return").into_owned(), back)];
        }
        slug if TIED.contains(&slug) => ("view-ties", format!("/promises/{id}")),
        _ => return papers(f, meta, viewed),
    };
    vec![(f.t(key).into_owned(), f.url(&path))]
}

/// A part may be given to another post while the case stays.
fn assign(f: &Frame, meta: &KindMeta, viewed: &Viewed) -> Option<(String, String)> {
    let part = model::kinds::ASSIGNABLE.contains(&meta.slug);
    (part && viewed.may_assign && viewed.envelope.phase != "closed").then(|| {
        let href = f.url(&format!("/{}/{}/assign", meta.slug, viewed.envelope.id));
        (f.t(&act_slug("assign", meta.slug)).into_owned(), href)
    })
}

/// Kinds of the network's memory, which have a page of what they come from and lead to.
const TIED: [&str; 8] = [
    "company",
    "recommendation",
    "commitment",
    "legal-gap",
    "capability-assessment",
    "practice-note",
    "technical-assistance",
    "policy-draft",
];

/// A decision is an act of its own, not a step that is typed.
fn decide(f: &Frame, who: &SignedIn, viewed: &Viewed) -> Option<StepLink> {
    let envelope = &viewed.envelope;
    let open = envelope.kind == "approval" && envelope.state == "requested";
    let may = open && node::access::holds_right(&who.session.actor, "approve", "approval", f.now).allows();
    may.then(|| StepLink {
        label: f.t("approve").into_owned(),
        href: f.url(&format!("/approval/{}/decide", envelope.id)),
        main: true,
    })
}

/// Files that some posts make of a record and hand to somebody outside.
fn made_of(f: &Frame, who: &SignedIn, viewed: &Viewed) -> Option<(String, String)> {
    let (actor, id) = (&who.session.actor, viewed.envelope.id);
    let may = |verb: &str, kind: &str| node::access::holds_right(actor, verb, kind, f.now).allows();
    let mandated = || actor.holdings_at(f.now).any(node::access::Holding::checks_content);
    let (key, path) = match viewed.envelope.kind {
        "content-report" if mandated() && may("make", "handed-file") => {
            ("make-file", format!("/content-report/{id}/file"))
        }
        "transaction-report"
            if viewed.envelope.state == "reviewed" && may("report", "transaction-report") =>
        {
            ("write-goaml", format!("/transaction-report/{id}/goaml"))
        }
        "content-notice"
            if ["notified", "rechecking"].contains(&viewed.envelope.state.as_str())
                && mandated()
                && may("send", "content-notice") =>
        {
            ("send-notice-link", format!("/content-notice/{id}/link"))
        }
        "training-session" if may("attend", "training-session") => {
            ("view-session", format!("/training-session/{id}/people"))
        }
        _ => return None,
    };
    Some((f.t(key).into_owned(), f.url(&path)))
}

/// A report about transactions is compared with cases as long as somebody works on it.
fn matched(f: &Frame, who: &SignedIn, viewed: &Viewed) -> Option<(String, String)> {
    let report = "transaction-report";
    let may = node::access::holds_right(&who.session.actor, "match", report, f.now).allows();
    let shown = viewed.envelope.kind == report && viewed.envelope.phase != "closed" && may;
    shown.then(|| {
        let href = f.url(&format!("/transaction-report/{}/match", viewed.envelope.id));
        (f.t("match-transactions").into_owned(), href)
    })
}

/// What is printed or made of a record of this kind.
fn papers(f: &Frame, meta: &KindMeta, viewed: &Viewed) -> Vec<(String, String)> {
    let (id, state) = (viewed.envelope.id, viewed.envelope.state.as_str());
    match (meta.slug, state) {
        ("document", "draft" | "issued") if viewed.record.text("direction") == "outgoing" => {
            vec![(f.t("print").into_owned(), f.url(&format!("/document/{id}/print")))]
        }
        ("subject-request", "decided" | "carried_out") if viewed.record.text("request_type") == "access" => {
            vec![(f.t("access-copy").into_owned(), f.url(&format!("/subject-request/{id}/copy")))]
        }
        ("identity-request", "granted") => {
            let href = f.url(&format!("/report/{}/reporter", viewed.envelope.root));
            vec![(f.t("view-reporter").into_owned(), href)]
        }
        _ => Vec::new(),
    }
}

fn part_view(f: &Frame, root: model::Id, part: &PartList) -> Part {
    let rows = part.rows.iter().map(|row| row_view(f, part.meta, row)).collect();
    // What an act of its own opens begins on that act's page.
    let may_open = part.may_open && !model::kinds::BY_OWN_ACT.contains(&part.meta.slug);
    let add = may_open.then(|| {
        let label = f.t(&act_slug("open", part.meta.slug)).into_owned();
        (label, f.url(&format!("/{}/new?parent={root}", part.meta.slug)))
    });
    Part { table: table(f.words, part.meta, rows), add }
}

/// A matter's fields by data group; what the reader may not open is named without a link.
pub(crate) fn fields_of(f: &Frame, viewed: &Viewed) -> Fields {
    let mut fields = fields(f, &viewed.record);
    let shut = |href: &str| viewed.closed.iter().any(|id| href.ends_with(&id.to_string()));
    for (_, said) in fields.groups.iter_mut().flat_map(|group| &mut group.rows) {
        if said.href.as_deref().is_some_and(shut) {
            *said = Said::text(f.t("link-closed"));
        }
    }
    fields
}

/// A record's fields by data group; a part that is seen whole, in the order of its declaration, as its form asked.
pub(crate) fn fields(f: &Frame, record: &ShownRecord) -> Fields {
    let (words, meta) = (f.words, record.meta());
    let whole = record.fields().all(|(_, shown)| *shown != Shown::Hidden);
    if matches!(meta.role, Role::Part(_)) && whole {
        return in_order(f, record);
    }
    let (mut groups, mut unfilled) = (Vec::new(), Vec::new());
    for group in DataGroup::ALL {
        let mut rows = Vec::new();
        for (field, shown) in record.fields().filter(|(field, _)| field.group == group) {
            let label = words.field(meta.slug, field.name).into_owned();
            let said = say::value(words, field, shown);
            if said.there == There::Empty { unfilled.push(label) } else { rows.push((label, said)) }
        }
        if !rows.is_empty() {
            let hidden = rows.iter().all(|(_, said)| said.there == There::Hidden);
            groups.push(Group { title: group_title(words, group), rows, hidden });
        }
    }
    Fields { groups, unfilled }
}

fn in_order(f: &Frame, record: &ShownRecord) -> Fields {
    let (mut rows, mut unfilled) = (Vec::new(), Vec::new());
    for (field, shown) in record.fields() {
        let label = f.words.field(record.meta().slug, field.name).into_owned();
        let said = say::value(f.words, field, shown);
        if said.there == There::Empty { unfilled.push(label) } else { rows.push((label, said)) }
    }
    let group = Group { title: String::new(), rows, hidden: false };
    Fields { groups: if group.rows.is_empty() { Vec::new() } else { vec![group] }, unfilled }
}
