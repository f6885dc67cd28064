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
    out.push_str(&referred_table(&roles));
    out
}

const REFERRED: &str = "
# What a referral opens for writing

A receiver reads what was agreed on. Only whoever keeps the legal track by office, and only when the legal side of the case was
shared, may also write: the legal track and its hearings, within the rights of the role, until the referral ends, and nothing else
of the case. Columns are the roles that have the right `keep-track`; `yes` what an accepted referral with the group `legal` opens
to the post that was asked.

";

/// What an accepted referral lets the keepers of the legal track do with every part of a case.
fn referred_table(roles: &[Arc<Role>]) -> String {
    let keepers: Vec<_> =
        roles.iter().filter(|role| role.reach("keep-track", "legal-process").is_some()).collect();
    let mut out = REFERRED.to_owned();
    out.push_str("| act |");
    for role in &keepers {
        let _ = write!(out, " {} |", role.slug);
    }
    out.push_str("\n|---|");
    out.push_str(&"---|".repeat(keepers.len()));
    out.push('\n');
    let reads = |slug: &str| ["view-", "list-"].iter().any(|verb| slug.starts_with(verb));
    for act in ACTS.iter().filter(|act| {
        !reads(act.slug) && !["referral", "handover"].contains(&act.kind) && act.kind != "transfer"
    }) {
        let cells: Vec<bool> =
            keepers.iter().map(|role| (act.decide)(&actor(role), &referred(act.kind)).allows()).collect();
        let nothing_special = keepers.iter().zip(&cells).all(|(role, cell)| {
            let unrelated = (act.decide)(&actor(role), &facts(act.kind, Relation::Elsewhere)).allows();
            *cell == unrelated
        });
        if nothing_special {
            continue;
        }
        let _ = write!(out, "| `{}` |", act.slug);
        for cell in cells {
            let _ = write!(out, " {} |", if cell { "yes" } else { "·" });
        }
        out.push('\n');
    }
    out
}

/// Facts of a matter of another organisation that was referred to the post with everything that its role may read.
fn referred(kind: &str) -> MatterFacts {
    let verbs = crate::store::offer::recording().split_whitespace().map(str::to_owned).collect();
    let grant =
        Grant { post: POST, groups: Groups::ALL, verbs, basis: "referral".into(), source: Some(OTHER) };
    MatterFacts { grants: vec![grant], ..facts(kind, Relation::Elsewhere) }
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

fn actor(role: &Arc<Role>) -> Actor {
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
    Actor::staff(Id::from_u128(5), None, vec![holding], Lang::Id, Origin::Online)
}

fn cell(act: &ActInfo, role: &Arc<Role>) -> &'static str {
    let actor = actor(role);
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
        barred: Vec::new(),
        now: Timestamp::from_millis(1),
    }
}
