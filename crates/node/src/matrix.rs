//! The policy matrix: what every ready role may do and how far, asked of the policies themselves.

use std::fmt::Write;
use std::sync::Arc;

use model::field::Groups;
use model::{Id, Kind, Lang, Timestamp, kinds};

use crate::access::{Actor, Decision, Grant, Holding, MatterFacts, Origin, Role, ready};
use crate::registry::{ACTS, ActInfo};

const HEAD: &str = "\
# Who may do what

Asked of the policies themselves by a test; `UPDATE_SNAPSHOTS=1 cargo nextest run -p node policy_table` writes this file anew.
One row for each act, one column for each ready role. A cell is how far the right reaches:
`own` my post has custody · `unit` · `org` my organisation · `all` the whole node · `grant` only what was granted to my post ·
`self` only my own account · `yes` where there is nothing to reach · `·` not at all.
A grant opens a matter to one post for the verbs it names, within the role's own rights; it is not shown where a wider scope is.

";

/// The matrix as a table in Markdown.
pub fn policy_table() -> String {
    let mut out = HEAD.to_owned();
    let roles: Vec<_> = ready::ROLES.iter().map(|role| Arc::new(role.role())).collect();
    out.push_str("| act |");
    for role in &roles {
        // Writing to a String cannot fail.
        let _ = write!(out, " {} |", role.slug);
    }
    out.push_str(" public | system |\n|---|");
    out.push_str(&"---|".repeat(roles.len() + 2));
    out.push('\n');
    for act in ACTS.iter() {
        let _ = write!(out, "| `{}` |", act.slug);
        for role in &roles {
            let _ = write!(out, " {} |", cell(act, role));
        }
        let facts = facts(act.kind, Relation::Elsewhere);
        for actor in [Actor::public(Lang::Id), Actor::system("timer")] {
            let allowed = (act.decide)(&actor, &facts).allows();
            let _ = write!(out, " {} |", if allowed { "yes" } else { "·" });
        }
        out.push('\n');
    }
    out
}

/// How a matter stands to the post that asks, widest first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    Elsewhere,
    Organisation,
    Unit,
    Own,
    Granted,
}

const WIDEST_FIRST: [Relation; 5] =
    [Relation::Elsewhere, Relation::Organisation, Relation::Unit, Relation::Own, Relation::Granted];

const POST: Id = Id::from_u128(1);
const UNIT: Id = Id::from_u128(2);
const ORGANISATION: Id = Id::from_u128(3);
const OTHER: Id = Id::from_u128(99);

fn cell(act: &ActInfo, role: &Arc<Role>) -> &'static str {
    let holding = Holding {
        post: POST,
        unit: Some(UNIT),
        organisation: ORGANISATION,
        class: "HOT".into(),
        tenure: Id::from_u128(4),
        acting: false,
        until: None,
        role: role.clone(),
    };
    let actor = Actor::staff(Id::from_u128(5), None, vec![holding], Lang::Id, Origin::Online);
    for relation in WIDEST_FIRST {
        if let Decision::Allow(rule) = (act.decide)(&actor, &facts(act.kind, relation)) {
            return match rule.name {
                "organisation" => "org",
                "grants" => "grant",
                name => name,
            };
        }
    }
    "·"
}

fn facts(kind: &str, relation: Relation) -> MatterFacts {
    let here = matches!(relation, Relation::Organisation | Relation::Unit | Relation::Own);
    let unit = matches!(relation, Relation::Unit | Relation::Own);
    let grant = Grant {
        post: POST,
        groups: Groups::ALL,
        verbs: vec!["*".into()],
        basis: "referral".into(),
        source: None,
    };
    let id = Id::from_u128(7);
    MatterFacts {
        id,
        kind: kinds::by_slug(kind).unwrap_or(<kinds::Case as Kind>::META),
        code: String::new(),
        root: id,
        organisation: if here { ORGANISATION } else { OTHER },
        custodian: if relation == Relation::Own { POST } else { OTHER },
        unit: Some(if unit { UNIT } else { OTHER }),
        root_custodian: if relation == Relation::Own { POST } else { OTHER },
        root_unit: Some(if unit { UNIT } else { OTHER }),
        parties: None,
        state: String::new(),
        root_state: String::new(),
        key: id,
        version: 1,
        opened_at: Timestamp::from_millis(0),
        grants: if relation == Relation::Granted { vec![grant] } else { Vec::new() },
        now: Timestamp::from_millis(1),
    }
}
