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

/// What entries of the navigation have in common. A group with a name folds on wide screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What most people need every day.
    Daily,
    /// The rest of the work on cases.
    Casework,
    /// What the network promised, learnt and offers.
    Network,
    /// Watching over the work of others.
    Watch,
    /// The organisation and its records.
    House,
}

impl Group {
    const ALL: [Self; 5] = [Self::Daily, Self::Casework, Self::Network, Self::Watch, Self::House];

    const fn label(self) -> &'static str {
        match self {
            Self::Daily => "nav-daily",
            Self::Casework => "nav-casework",
            Self::Network => "nav-network",
            Self::Watch => "nav-watch",
            Self::House => "nav-house",
        }
    }
}

/// Entries of one group.
#[derive(Debug, Clone)]
pub struct NavGroup<'n> {
    /// What it is called.
    pub label: String,
    /// Whether the entries stand open on wide screens.
    pub plain: bool,
    /// Whether the visitor is at one of them.
    pub here: bool,
    /// The entries.
    pub items: Vec<&'n NavItem>,
}

/// The navigation in its groups; a group of one entry needs no name.
pub(crate) fn groups(words: crate::i18n::Words, items: &[NavItem]) -> Vec<NavGroup<'_>> {
    let of = |group: Group| {
        let items: Vec<&NavItem> = items.iter().filter(|item| item.group == group).collect();
        NavGroup {
            label: words.t(group.label()).into_owned(),
            plain: group == Group::Daily || items.len() == 1,
            here: items.iter().any(|item| item.here),
            items,
        }
    };
    Group::ALL.into_iter().map(of).filter(|group| !group.items.is_empty()).collect()
}

/// One entry of the navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// What it belongs to.
    pub group: Group,
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether the visitor is there.
    pub here: bool,
}

/// A page that is no list of a kind.
struct Place {
    group: Group,
    /// Key of its name.
    label: &'static str,
    path: &'static str,
    /// Whether somebody may go there now.
    opens: fn(&Session, Timestamp) -> bool,
}

/// Pages before the lists of kinds.
const FIRST: &[Place] = &[
    Place { group: Group::Daily, label: "day", path: "/", opens: |_, _| true },
    Place {
        group: Group::Watch,
        label: "stalled",
        path: "/stalled",
        opens: |session, now| ListStalled.policy(&session.actor, &now).allows(),
    },
    Place { group: Group::Daily, label: "calendar", path: "/calendar", opens: |_, _| true },
    Place {
        group: Group::Daily,
        label: "calls",
        path: "/calls/new",
        opens: |session, now| holds(session, "open", "report", now),
    },
    Place {
        group: Group::Daily,
        label: "board",
        path: "/triage",
        opens: |session, now| holds(session, "triage", "report", now),
    },
];

/// Lists that are reached from the record of processing or from the data centre, not from everywhere.
const QUIET: [&str; 21] = [
    "vetting",
    "subject-request",
    "breach",
    "retention-review",
    "list-delivery",
    "publication",
    "data-request",
    "rfi",
    "incoming-rfi",
    "match-query",
    "match-hit",
    "signal-review",
    "hash-challenge",
    "hash-submission",
    "raised-challenge",
    "field-submission",
    "community",
    "indicator",
    "alert-rule",
    "rule-alert",
    "brief",
];

/// Pages after the lists of kinds.
const LAST: &[Place] = &[
    Place {
        group: Group::Daily,
        label: "moves-title",
        path: "/moves",
        opens: |session, now| holds(session, "list", "referral", now),
    },
    Place {
        group: Group::Casework,
        label: "requests",
        path: "/requests",
        opens: |session, now| holds(session, "list", "rfi", now),
    },
    Place {
        group: Group::Casework,
        label: "matching",
        path: "/network/matching",
        opens: |session, now| holds(session, "list", "match-query", now),
    },
    Place {
        group: Group::Casework,
        label: "hash-lists",
        path: "/hash-lists",
        opens: |session, now| holds(session, "list", "hash-list", now),
    },
    Place {
        group: Group::Casework,
        label: "take-content-file",
        path: "/content-report/take",
        opens: |session, now| holds(session, "assess", "content-report", now),
    },
    Place {
        group: Group::Casework,
        label: "view-flaggers",
        path: "/flaggers",
        opens: |session, now| holds(session, "view", "trusted-flagger", now),
    },
    Place {
        group: Group::Casework,
        label: "take-goaml",
        path: "/transaction-report/take",
        opens: |session, now| holds(session, "open", "transaction-report", now),
    },
    Place {
        group: Group::Casework,
        label: "overlaps",
        path: "/overlaps",
        opens: |session, now| holds(session, "ask", "overlap-query", now),
    },
    Place {
        group: Group::Casework,
        label: "exchange",
        path: "/exchange",
        opens: |session, now| holds(session, "list", "exchange", now),
    },
    Place {
        group: Group::Network,
        label: "network",
        path: "/network",
        opens: |session, now| holds(session, "list", "exchange", now),
    },
    Place {
        group: Group::Network,
        label: "view-directory",
        path: "/network/directory",
        opens: |session, now| holds(session, "view", "directory", now),
    },
    Place {
        group: Group::Network,
        label: "lists-sent",
        path: "/lists-sent",
        opens: |session, now| holds(session, "send", "list-delivery", now),
    },
    Place {
        group: Group::Casework,
        label: "legal-board",
        path: "/legal-board",
        opens: |session, now| holds(session, "list", "legal-process", now),
    },
    Place {
        group: Group::Casework,
        label: "places",
        path: "/places",
        opens: |session, now| holds(session, "list", "place", now),
    },
    Place { group: Group::Network, label: "view-learning", path: "/learning", opens: |_, _| true },
    Place {
        group: Group::Network,
        label: "view-training",
        path: "/training",
        opens: |session, now| holds(session, "view", "training", now),
    },
    Place {
        group: Group::Network,
        label: "material-library",
        path: "/campaign-material",
        opens: |session, now| holds(session, "list", "campaign-material", now),
    },
    Place {
        group: Group::Daily,
        label: "people",
        path: "/people",
        opens: |session, now| holds(session, "search", "person", now),
    },
    Place {
        group: Group::Casework,
        label: "import-title",
        path: "/import",
        opens: |session, now| holds(session, "import", "case", now),
    },
    Place {
        group: Group::Watch,
        label: "workload",
        path: "/workload",
        opens: |session, now| ViewWorkload.policy(&session.actor, &now).allows(),
    },
    Place {
        group: Group::Network,
        label: "view-promises",
        path: "/promises",
        opens: |session, now| holds(session, "list", "commitment", now),
    },
    Place {
        group: Group::Network,
        label: "view-monitoring",
        path: "/monitoring",
        opens: |session, now| holds(session, "list", "indicator", now),
    },
    Place {
        group: Group::Network,
        label: "view-money",
        path: "/money",
        opens: |session, now| holds(session, "list", "programme", now),
    },
    Place {
        group: Group::Network,
        label: "view-instruments",
        path: "/instruments",
        opens: |session, now| holds(session, "list", "state-act", now),
    },
    Place {
        group: Group::Network,
        label: "view-gaps",
        path: "/gaps",
        opens: |session, now| holds(session, "list", "legal-gap", now),
    },
    Place {
        group: Group::Watch,
        label: "dc-title",
        path: "/data-centre",
        opens: |session, now| holds(session, "view", "data-centre", now),
    },
    Place {
        group: Group::Watch,
        label: "view-research-desk",
        path: "/research",
        opens: |session, now| holds(session, "use", "research-desk", now),
    },
    Place {
        group: Group::Watch,
        label: "indicators",
        path: "/indicators",
        opens: |session, now| {
            let count = CountIndicators { from: Date::default(), to: Date::default() };
            count.policy(&session.actor, &now).allows()
        },
    },
    Place {
        group: Group::Casework,
        label: "submissions",
        path: "/submissions",
        opens: |session, now| holds(session, "list", "field-submission", now),
    },
    Place {
        group: Group::Casework,
        label: "outreach",
        path: "/outreach",
        opens: |session, now| holds(session, "list", "community", now),
    },
    Place {
        group: Group::House,
        label: "field-forms",
        path: "/field/forms",
        opens: |session, now| holds(session, "list", "form", now),
    },
    Place {
        group: Group::Casework,
        label: "roster",
        path: "/roster",
        opens: |session, now| holds(session, "view", "roster", now),
    },
    Place {
        group: Group::Watch,
        label: "vettings",
        path: "/vettings",
        opens: |session, now| holds(session, "list", "vetting", now),
    },
    Place {
        group: Group::House,
        label: "processing",
        path: "/processing",
        opens: |session, now| holds(session, "view", "processing", now),
    },
    Place {
        group: Group::House,
        label: "admin",
        path: "/admin",
        opens: |session, now| holds(session, "list", "account", now),
    },
    Place {
        group: Group::House,
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
    let item = |group: Group, label: &str, href: &str| NavItem {
        group,
        label: visitor.words.t(label).into_owned(),
        here: path == href || (href != "/" && path.starts_with(&format!("{href}/"))),
        href: state.settings.url(href),
    };
    let first = FIRST.iter().filter(|place| (place.opens)(session, now));
    let shown = |slug: &str| !QUIET.contains(&slug);
    let roots = KINDS.iter().filter(|entry| entry.meta.role == Role::Root && shown(entry.meta.slug));
    let kinds = roots
        .filter(|entry| access::holds_right(&session.actor, "list", entry.meta.slug, now).allows())
        .map(|entry| {
            item(
                of_kind(entry.meta.slug),
                &format!("kind-{}.plural", entry.meta.slug),
                &format!("/{}", entry.meta.slug),
            )
        });
    let last = LAST.iter().filter(|place| (place.opens)(session, now));
    first
        .map(|place| item(place.group, place.label, place.path))
        .chain(kinds)
        .chain(last.map(|place| item(place.group, place.label, place.path)))
        .collect()
}

/// Where the list of a kind belongs.
fn of_kind(slug: &str) -> Group {
    match slug {
        "report" | "case" => Group::Daily,
        "access-review" => Group::Watch,
        "recommendation"
        | "commitment"
        | "state-act"
        | "legal-gap"
        | "capability-assessment"
        | "service-listing"
        | "practice-note"
        | "technical-assistance"
        | "policy-draft"
        | "country-statement"
        | "company"
        | "mandate"
        | "agreement"
        | "course"
        | "campaign"
        | "youth-view"
        | "programme" => Group::Network,
        _ => Group::Casework,
    }
}

/// Whether the visitor may look people up.
pub(crate) fn may_search(visitor: &Visitor, now: Timestamp) -> bool {
    let session = visitor.session.as_ref();
    session.is_some_and(|session| holds(session, "search", "person", now))
}
