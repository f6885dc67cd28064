//! The way to every page, by rights: only what the visitor may do is shown; what is not shown is refused too, by the acts
//! themselves.

use model::{Date, Role, Timestamp};
use node::acts::day::ListStalled;
use node::acts::supervision::{CountIndicators, ViewWorkload};
use node::registry::KINDS;
use node::{Act, access};

use crate::session::Session;
use crate::state::WebState;
use crate::visitor::Visitor;

/// One entry of the navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether the visitor is there.
    pub here: bool,
}

/// A page that is no list of a kind.
struct Place {
    /// Key of its name.
    label: &'static str,
    path: &'static str,
    /// Whether somebody may go there now.
    opens: fn(&Session, Timestamp) -> bool,
}

/// Pages before the lists of kinds.
const FIRST: &[Place] = &[
    Place { label: "day", path: "/", opens: |_, _| true },
    Place {
        label: "stalled",
        path: "/stalled",
        opens: |session, now| ListStalled.policy(&session.actor, &now).allows(),
    },
    Place { label: "calendar", path: "/calendar", opens: |_, _| true },
    Place { label: "calls", path: "/calls/new", opens: |session, now| holds(session, "open", "report", now) },
    Place { label: "board", path: "/triage", opens: |session, now| holds(session, "triage", "report", now) },
];

/// Lists that are reached from the record of processing or from the data centre, not from everywhere.
const QUIET: [&str; 6] =
    ["subject-request", "breach", "retention-review", "list-delivery", "publication", "data-request"];

/// Pages after the lists of kinds.
const LAST: &[Place] = &[
    Place {
        label: "moves-title",
        path: "/moves",
        opens: |session, now| holds(session, "list", "referral", now),
    },
    Place {
        label: "exchange",
        path: "/exchange",
        opens: |session, now| holds(session, "list", "exchange", now),
    },
    Place {
        label: "legal-board",
        path: "/legal-board",
        opens: |session, now| holds(session, "list", "legal-process", now),
    },
    Place { label: "places", path: "/places", opens: |session, now| holds(session, "list", "place", now) },
    Place { label: "people", path: "/people", opens: |session, now| holds(session, "search", "person", now) },
    Place {
        label: "import-title",
        path: "/import",
        opens: |session, now| holds(session, "import", "case", now),
    },
    Place {
        label: "workload",
        path: "/workload",
        opens: |session, now| ViewWorkload.policy(&session.actor, &now).allows(),
    },
    Place {
        label: "dc-title",
        path: "/data-centre",
        opens: |session, now| holds(session, "view", "data-centre", now),
    },
    Place {
        label: "indicators",
        path: "/indicators",
        opens: |session, now| {
            let count = CountIndicators { from: Date::default(), to: Date::default() };
            count.policy(&session.actor, &now).allows()
        },
    },
    Place { label: "roster", path: "/roster", opens: |session, now| holds(session, "view", "roster", now) },
    Place {
        label: "processing",
        path: "/processing",
        opens: |session, now| holds(session, "view", "processing", now),
    },
    Place { label: "admin", path: "/admin", opens: |session, now| holds(session, "list", "account", now) },
    Place {
        label: "journal",
        path: "/journal",
        opens: |session, now| holds(session, "view", "journal", now),
    },
];

fn holds(session: &Session, verb: &str, kind: &str, now: Timestamp) -> bool {
    access::holds_right(&session.actor, verb, kind, now).allows()
}

/// The navigation of a visitor; empty for a stranger and for whoever must set up a second factor first.
pub(crate) fn items(state: &WebState, visitor: &Visitor, now: Timestamp) -> Vec<NavItem> {
    let Some(session) = visitor.session.as_ref().filter(|session| !session.must_enrol) else {
        return Vec::new();
    };
    let path = visitor.path.strip_prefix(state.settings.base.as_str()).unwrap_or_default();
    let item = |label: &str, href: &str| NavItem {
        label: visitor.words.t(label).into_owned(),
        here: path == href || (href != "/" && path.starts_with(&format!("{href}/"))),
        href: state.settings.url(href),
    };
    let first = FIRST.iter().filter(|place| (place.opens)(session, now));
    let shown = |slug: &str| !QUIET.contains(&slug);
    let roots = KINDS.iter().filter(|entry| entry.meta.role == Role::Root && shown(entry.meta.slug));
    let kinds = roots
        .filter(|entry| access::holds_right(&session.actor, "list", entry.meta.slug, now).allows())
        .map(|entry| item(&format!("kind-{}.plural", entry.meta.slug), &format!("/{}", entry.meta.slug)));
    let last = LAST.iter().filter(|place| (place.opens)(session, now));
    first
        .map(|place| item(place.label, place.path))
        .chain(kinds)
        .chain(last.map(|place| item(place.label, place.path)))
        .collect()
}

/// Whether the visitor may look people up.
pub(crate) fn may_search(visitor: &Visitor, now: Timestamp) -> bool {
    let session = visitor.session.as_ref();
    session.is_some_and(|session| holds(session, "search", "person", now))
}
