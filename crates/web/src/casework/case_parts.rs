//! The sections of a case page: the parts of one kind, with where each leads and how long a stage has lasted.

use model::Id;
use node::acts::{PartList, ShownRow, Viewed};

use crate::frame::Frame;
use crate::kinds::act_slug;
use crate::say::{self, Badge};

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

/// Days after which a legal track counts as standing still, as the list of what stands still has it.
const LEGAL_DAYS: i64 = 60;

/// Every kind of part in the order of work.
pub(super) fn all(f: &Frame, viewed: &Viewed) -> Vec<PartView> {
    let order = [
        "assessment",
        "plan-goal",
        "service",
        "follow-up",
        "legal-process",
        "consent",
        "referral",
        "transfer",
        "assignment",
        "transfer-request",
        "consent-review",
    ];
    let found = order.iter().filter_map(|slug| viewed.parts.iter().find(|part| part.meta.slug == *slug));
    // Sections of moves that there are none of say nothing.
    let said =
        |part: &&PartList| !(part.rows.is_empty() && model::kinds::BY_OWN_ACT.contains(&part.meta.slug));
    found.filter(said).map(|part| one(f, viewed.envelope.id, part)).collect()
}

fn one(f: &Frame, root: Id, part: &PartList) -> PartView {
    let words = f.words;
    let meta = part.meta;
    // These open by an act of their own, and mostly somebody else takes the next step.
    let own = model::kinds::BY_OWN_ACT.contains(&meta.slug);
    let add = (part.may_open && !own).then(|| {
        let href = f.url(&format!("/{}/new?parent={root}", meta.slug));
        (words.t(&act_slug("open", meta.slug)).into_owned(), href)
    });
    PartView {
        slug: meta.slug,
        title: words.t(&format!("kind-{}.plural", meta.slug)).into_owned(),
        rows: part.rows.iter().map(|shown| row(f, part, shown)).collect(),
        add,
        open: meta.slug != "consent" && part.rows.iter().any(|row| row.envelope.phase != "closed"),
    }
}

fn row(f: &Frame, part: &PartList, row: &ShownRow) -> PartRow {
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
    let own = model::kinds::BY_OWN_ACT.contains(&meta.slug);
    let next = row.next_steps().next().filter(|_| open && part.may_open && !own).map(|step| {
        (
            words.t(&act_slug(step.action, meta.slug)).into_owned(),
            format!("{href}/{}", step.action.replace('_', "-")),
        )
    });
    let days = (f.now.millis() - envelope.state_since.millis()) / model::time::DAY;
    let clock = (meta.slug == "legal-process" && open)
        .then(|| (words.count("case-stage-days", days.max(0)).into_owned(), days > LEGAL_DAYS));
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
