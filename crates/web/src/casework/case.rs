//! `/case/{id}`: everything about one case on one page, and what to do next.

use askama::Template;
use node::acts::{PartList, Viewed};

use super::CASE;
use super::case_closure::{self, Closure};
use super::case_next::{self, NextStep, Todo};
use super::case_parts::{self, PartGroup};
use super::{hit, may};
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::kinds::history::{self, Entry};
use crate::kinds::view::Fields;
use crate::kinds::view::{fields, fields_of};
use crate::people::apart::{self, ApartView};
use crate::people::rows::{self, PersonRow};
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "casework/case.html")]
struct CasePage {
    f: Frame,
    id: String,
    code: String,
    /// The child's name, never in the title of the page.
    name: Option<String>,
    about: String,
    person: Option<String>,
    state: Badge,
    risk: Option<Badge>,
    due: Option<Badge>,
    custodian: String,
    opened: String,
    next_step: Option<String>,
    region: Option<String>,
    line: Vec<Milestone>,
    steps: Vec<NextStep>,
    may_edit: bool,
    may_assign: bool,
    may_request: bool,
    guardian_is_suspect: bool,
    people: Vec<PersonRow>,
    may_change: bool,
    /// The family that brothers and sisters share.
    family: Option<String>,
    may_link: bool,
    /// Where a hidden name is asked for.
    unhide: Option<String>,
    conflicts: Vec<ApartView>,
    /// What else may be done with the case, and where.
    ways: Vec<(String, String)>,
    /// Why somebody sees it who does not have it: what may be seen, and the move.
    granted: Option<(String, String)>,
    report: Option<String>,
    child: Option<Fields>,
    about_case: Fields,
    /// What is due next, soonest first.
    todo: Vec<Todo>,
    /// What an open case lacks, and where to add it.
    lacking: Vec<(String, String)>,
    /// A visit after closure that proposes to open the case again.
    reopen_proposed: Option<String>,
    /// First and last of how the child fares.
    change: Vec<(String, String, Option<bool>)>,
    closure: Option<Closure>,
    groups: Vec<PartGroup>,
    history: Vec<Entry>,
    looks: usize,
}

/// One mark on the way of a case.
struct Milestone {
    label: String,
    done: bool,
    here: bool,
}

pub(super) fn page(state: &WebState, who: &SignedIn, viewed: &Viewed) -> Answer {
    let f = Frame::of_record(state, who, viewed.emergency_until);
    let (words, envelope, record) = (f.words, &viewed.envelope, &viewed.record);
    let history = history::entries(&f, who, CASE, viewed);
    let link = |name: &str, kind: &str| {
        let id = record.text(name);
        (!id.is_empty()).then(|| f.url(&format!("/{kind}/{id}")))
    };
    let risk = record.text("risk_level");
    let may_request = super::may(state, who, "request", "approval") && envelope.phase != "closed";
    let page = CasePage {
        id: envelope.id.to_string(),
        code: envelope.code.clone(),
        // A hidden name gives way to the number.
        name: viewed.child.as_ref().and_then(|child| heading(words, child)),
        about: viewed.child.as_ref().map(|child| hit::about(&f, child)).unwrap_or_default(),
        person: link("child", "person"),
        state: say::state(words, CASE, &envelope.state, &envelope.phase),
        risk: (!risk.is_empty()).then(|| risk_badge(words, &risk)),
        due: envelope.due_at.map(|due| say::due(words, due, f.now, &envelope.phase)),
        custodian: viewed.custodian.clone(),
        opened: say::time(words, envelope.opened_at),
        next_step: viewed.next_step.clone(),
        region: envelope.region.as_deref().map(say::region),
        line: line(&f, viewed),
        steps: case_next::steps(&f, viewed),
        todo: case_next::todo(&f, who, viewed),
        lacking: case_next::lacking(&f, viewed),
        reopen_proposed: viewed
            .practice
            .as_ref()
            .and_then(|practice| practice.reopen_proposed)
            .map(|visit| f.url(&format!("/follow-up/{visit}"))),
        change: case_next::change(&f, viewed),
        closure: case_closure::of(&f, viewed, may_request),
        may_edit: viewed.may_edit && envelope.phase != "closed",
        may_assign: viewed.may_assign && envelope.phase != "closed",
        may_request,
        guardian_is_suspect: viewed.guardian_is_suspect,
        people: rows::all(&f, &viewed.people),
        may_change: viewed.may_edit && envelope.phase != "closed",
        family: link("family", "family"),
        may_link: viewed.may_edit && !record.hides("family") && may(state, who, "edit", "family"),
        unhide: hidden_name(state, who, viewed).then(|| link("child", "person")).flatten(),
        conflicts: apart::all(&f, CASE, record, &viewed.conflicts),
        ways: ways(&f, viewed).into_iter().chain(looks_and_files(&f, who, viewed)).collect(),
        granted: granted(&f, viewed),
        report: viewed.leads("report").map(|id| f.url(&format!("/report/{id}"))),
        child: viewed.child.as_ref().map(|child| fields(&f, child)),
        about_case: about_case(&f, viewed),
        groups: case_parts::groups(&f, who, viewed),
        looks: history.iter().filter(|entry| entry.look).count(),
        history,
        f,
    };
    draw(&page)
}

/// What the case is called: the name; nothing where it may not be seen; that it was erased where it was.
fn heading(words: crate::i18n::Words, child: &node::ShownRecord) -> Option<String> {
    let name = child.text("name");
    if hit::erased(child) {
        Some(hit::name(words, child))
    } else {
        Some(name).filter(|name| !name.is_empty())
    }
}

/// Whether the child's name is hidden from a reader who may ask for it.
fn hidden_name(state: &WebState, who: &SignedIn, viewed: &Viewed) -> bool {
    let protected =
        |child: &node::ShownRecord| child.text("protected_identity") == "true" && child.hides("name");
    viewed.child.as_ref().is_some_and(|child| protected(child)) && may(state, who, "unhide", "person")
}

/// Ways to share the case or to ask for it.
fn ways(f: &Frame, viewed: &Viewed) -> Vec<(String, String)> {
    let id = viewed.envelope.id;
    let all = [
        ("refer", "refer-case", "refer"),
        ("refer", "suggest-services", "directory"),
        ("refer", "refer-outside", "refer-outside"),
        ("ask", "ask-information", "ask"),
        ("match", "ask-match", "match"),
        ("consent", "kind-consent.plural", "consents"),
        ("transfer", "transfer-case", "transfer"),
        ("request-transfer", "request-transfer", "request-transfer"),
    ];
    let may = all.into_iter().filter(|(way, ..)| viewed.ways.contains(way));
    may.map(|(_, label, path)| (f.t(label).into_owned(), f.url(&format!("/case/{id}/{path}")))).collect()
}

/// What the case shares with others, and the record of it for receivers who work by the case data standard.
fn looks_and_files(f: &Frame, who: &SignedIn, viewed: &Viewed) -> Vec<(String, String)> {
    let id = viewed.envelope.id;
    let may = |verb: &str, kind: &str| {
        viewed.granted.is_none() && node::access::holds_right(&who.session.actor, verb, kind, f.now).allows()
    };
    let named =
        may("view", "identifier") && rows(viewed, "identifier").is_some_and(|part| !part.rows.is_empty());
    let all = [(named, "view-links", "links"), (may("export", CASE.slug), "export-htcds", "htcds")];
    let shown = all.into_iter().filter(|(may, ..)| *may);
    shown.map(|(_, label, path)| (f.t(label).into_owned(), f.url(&format!("/case/{id}/{path}")))).collect()
}

/// What a receiver is told above a case that another post has.
fn granted(f: &Frame, viewed: &Viewed) -> Option<(String, String)> {
    let granted = viewed.granted.as_ref()?;
    let groups = model::DataGroup::ALL.into_iter().filter(|group| granted.groups.has(*group));
    let named: Vec<_> = groups
        .filter(|group| *group != model::DataGroup::Record)
        .map(|group| crate::forms::group_title(f.words, group).to_lowercase())
        .collect();
    let text = match (granted.kind, named.as_slice()) {
        ("assignment", _) => f.t("case-granted-assignment").into_owned(),
        ("part", _) => f.t("case-granted-part").into_owned(),
        (_, []) => f.t("case-granted-nothing").into_owned(),
        _ => f.words.with("case-granted", &[("groups", &named.join(", "))]).into_owned(),
    };
    // Whoever answers for a part finds it in the day.
    let href =
        if granted.kind == "part" { "/".to_owned() } else { format!("/{}/{}", granted.kind, granted.id) };
    Some((text, f.url(&href)))
}

/// What is known of the case. The child, the report and the workflow stand elsewhere on the page.
fn about_case(f: &Frame, viewed: &Viewed) -> Fields {
    let mut fields = fields_of(f, viewed);
    let workflow = f.words.field(CASE.slug, "workflow");
    for group in &mut fields.groups {
        group.rows.retain(|(label, said)| said.href.is_none() && *label != workflow);
    }
    fields.groups.retain(|group| !group.rows.is_empty());
    fields
}

fn risk_badge(words: crate::i18n::Words, risk: &str) -> Badge {
    let tone = match risk {
        "high" => "urgent",
        "medium" => "high",
        _ => "low",
    };
    let label = words.code("risk-level", risk);
    Badge { text: words.with("case-risk", &[("level", label)]).into_owned(), tone }
}

fn rows<'v>(viewed: &'v Viewed, slug: &str) -> Option<&'v PartList> {
    viewed.parts.iter().find(|part| part.meta.slug == slug)
}

/// How many parts of a kind have reached one of these states.
fn reached(viewed: &Viewed, slug: &str, states: &[&str]) -> usize {
    let list = rows(viewed, slug).map_or(&[][..], |part| &part.rows);
    list.iter().filter(|row| states.contains(&row.envelope.state.as_str())).count()
}

/// The way of a case, computed from what has been done: no one ticks it.
fn line(f: &Frame, viewed: &Viewed) -> Vec<Milestone> {
    let record = &viewed.record;
    let filled = |name: &str| !record.text(name).is_empty();
    let workflow = record.text("workflow");
    let closed = viewed.envelope.phase == "closed";
    let assessed = reached(viewed, "assessment", &["submitted", "approved"]) > 0;
    let marks = [
        ("case-line-opened", true),
        ("case-line-contact", filled("first_contact_on")),
        ("case-line-assessment", assessed),
        ("case-line-plan", filled("date_case_plan")),
        (
            "case-line-services",
            workflow == "services_implemented" || reached(viewed, "service", &["delivered"]) > 0,
        ),
        ("case-line-closed", closed),
    ];
    // What a closed case skipped is not where it stands.
    let next = if closed { None } else { marks.iter().position(|(_, done)| !done) };
    let all = marks.iter().enumerate();
    all.map(|(at, (key, done))| Milestone {
        label: f.t(key).into_owned(),
        done: *done,
        here: Some(at) == next,
    })
    .collect()
}
