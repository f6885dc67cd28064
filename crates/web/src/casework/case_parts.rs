//! The sections of a case page: the parts of one kind, with where each leads and how long a stage has lasted.

use model::time::Zone;
use model::{Id, stage_limits};
use node::acts::{PartList, ShownRow, Viewed};

use crate::frame::Frame;
use crate::kinds::act_slug;
use crate::say::{self, Badge};
use crate::session::SignedIn;

/// Kinds that belong together on the page.
pub(super) struct PartGroup {
    /// Anchor on the page.
    pub(super) slug: &'static str,
    pub(super) title: String,
    /// Kinds of which there are any.
    pub(super) parts: Vec<PartView>,
    /// What adding one of any kind is called, and where.
    pub(super) add: Vec<(String, String)>,
    /// How many records it has.
    pub(super) tally: usize,
}

/// The parts of one kind.
pub(super) struct PartView {
    /// Slug of the kind, and anchor on the page.
    pub(super) slug: &'static str,
    pub(super) title: String,
    pub(super) rows: Vec<PartRow>,
    /// What adding one is called, and where.
    pub(super) add: Option<(String, String)>,
    /// Whether one of them is open: then the section is shown unfolded.
    pub(super) open: bool,
}

/// One part in a few lines.
pub(super) struct PartRow {
    pub(super) href: String,
    pub(super) code: String,
    /// What it is: the first of its listed fields.
    pub(super) what: String,
    pub(super) state: Badge,
    pub(super) due: Option<Badge>,
    /// How long it has stood in its stage, and whether too long; only for a legal track that goes on.
    pub(super) clock: Option<(String, bool)>,
    /// The first step from here, as a button.
    pub(super) next: Option<(String, String)>,
}

/// Groups in the order of work, with the kinds in each; a kind that is named nowhere comes last.
const GROUPS: [(&str, &str, &[&str]); 8] = [
    ("group-child", "case-group-child", &["concern", "incident", "assessment", "measure"]),
    ("group-plan", "case-group-plan", &["case-plan", "plan-goal", "service", "follow-up", "safety-plan"]),
    ("group-care", "case-group-care", &["care-arrangement", "tracing-request"]),
    ("group-together", "case-group-together", &["conference", "conference-decision", "feedback", "document"]),
    ("group-law", "case-group-law", &["legal-process", "hearing", "protection-request", "restitution-claim"]),
    ("group-conflict", "case-group-conflict", &["release-path"]),
    (
        "group-moves",
        "case-group-moves",
        &["consent", "referral", "transfer", "assignment", "transfer-request", "consent-review"],
    ),
    ("group-other", "case-group-other", &[]),
];

fn group_of(kind: &str) -> usize {
    GROUPS.iter().position(|(.., kinds)| kinds.contains(&kind)).unwrap_or(GROUPS.len() - 1)
}

/// Every kind of part, in groups. A group in which there is nothing and nothing may be added is left out.
pub(super) fn groups(f: &Frame, who: &SignedIn, viewed: &Viewed) -> Vec<PartGroup> {
    let all = GROUPS.iter().enumerate().map(|(at, (slug, title, kinds))| {
        let mut lists: Vec<&PartList> =
            viewed.parts.iter().filter(|part| group_of(part.meta.slug) == at).collect();
        lists.sort_by_key(|part| kinds.iter().position(|kind| *kind == part.meta.slug));
        let parts: Vec<PartView> = lists.iter().map(|part| one(f, who, viewed, part)).collect();
        PartGroup {
            slug,
            title: f.t(title).into_owned(),
            add: parts.iter().filter_map(|part| part.add.clone()).collect(),
            tally: parts.iter().map(|part| part.rows.len()).sum(),
            parts: parts.into_iter().filter(|part| !part.rows.is_empty()).collect(),
        }
    });
    all.filter(|group| group.tally > 0 || !group.add.is_empty()).collect()
}

/// Where one of a kind is added. A decision comes from its conference; to a closed case only what lives on is added, and the
/// node says which.
pub(super) fn add(f: &Frame, root: Id, part: &PartList) -> Option<(String, String)> {
    let slug = part.meta.slug;
    // Consents and moves have an act of their own to open them, above on the page.
    let own = model::kinds::BY_OWN_ACT.contains(&slug);
    (part.may_open && slug != "conference-decision" && !own).then(|| {
        // A letter is begun from a template.
        let href = match slug {
            "document" => f.url(&format!("/case/{root}/letter")),
            _ => f.url(&format!("/{slug}/new?parent={root}")),
        };
        (f.t(&act_slug("open", slug)).into_owned(), href)
    })
}

fn one(f: &Frame, who: &SignedIn, viewed: &Viewed, part: &PartList) -> PartView {
    PartView {
        slug: part.meta.slug,
        title: f.t(&format!("kind-{}.plural", part.meta.slug)).into_owned(),
        rows: part.rows.iter().map(|shown| row(f, who, (part, viewed.granted.is_some()), shown)).collect(),
        add: add(f, viewed.envelope.id, part),
        open: part.rows.iter().any(|row| row.envelope.phase != "closed"),
    }
}

/// One part, said; `granted` where the reader sees the case by a move alone.
pub(super) fn row(f: &Frame, who: &SignedIn, (part, granted): (&PartList, bool), row: &ShownRow) -> PartRow {
    let (words, meta, envelope) = (f.words, part.meta, &row.envelope);
    let href = f.url(&format!("/{}/{}", meta.slug, envelope.id));
    // Sealed texts are not in lists; the coded field that a kind declares first says best what a row is.
    let said = |(field, shown): &(&'static model::Field, node::Shown)| match shown {
        node::Shown::Value(value) if !value.is_missing() && Some(field.name) != meta.due => {
            Some(say::plain(words, field, value))
        }
        _ => None,
    };
    let open = envelope.phase != "closed";
    // Only a step that the reader's role has at all: nobody is invited to approve their own work.
    let may = |action: &str| node::access::holds_right(&who.session.actor, action, meta.slug, f.now).allows();
    // What is offered is mostly answered by somebody else.
    let own = model::kinds::BY_OWN_ACT.contains(&meta.slug);
    // A referral lets its receiver read the parts that were agreed on, act in the service that it asks for, and write the legal
    // track where that is its office.
    let acts = !granted || meta.slug == "service" || part.may_open;
    let next = row.next_steps().find(|step| open && !own && acts && may(step.action)).map(|step| {
        (
            words.t(&act_slug(step.action, meta.slug)).into_owned(),
            format!("{href}/{}", step.action.replace('_', "-")),
        )
    });
    let days = (f.now.millis() - envelope.state_since.millis()) / model::time::DAY;
    let entered = envelope.state_since.date(Zone::default());
    let limit = stage_limits::of(&envelope.state, entered).map(|limit| limit.days);
    let clock = (meta.slug == "legal-process" && open).then(|| {
        (words.count("case-stage-days", days.max(0)).into_owned(), limit.is_some_and(|limit| days > limit))
    });
    PartRow {
        code: envelope.code.clone(),
        what: row.fields.iter().find_map(said).unwrap_or_default(),
        state: say::state(words, meta, &envelope.state, &envelope.phase),
        due: envelope.due_at.filter(|_| open).map(|due| say::due(words, due, f.now, &envelope.phase)),
        clock,
        next,
        href,
    }
}
