//! What must hold for every role, post and matter.

use std::sync::Arc;

use model::field::Groups;
use model::{Id, Kind, Lang, Timestamp, kinds};
use proptest::prelude::*;

use super::{Actor, Grant, Holding, MatterFacts, Origin, Right, Role, Scope, by_scope, ready};
use crate::registry::ACTS;

const NOW: Timestamp = Timestamp::from_millis(1_000);

fn id() -> impl Strategy<Value = Id> {
    (1_u128..5).prop_map(Id::from_u128)
}

fn role() -> impl Strategy<Value = Arc<Role>> {
    (0..ready::ROLES.len()).prop_map(|at| Arc::new(ready::ROLES[at].role()))
}

fn holding() -> impl Strategy<Value = Holding> {
    (id(), proptest::option::of(id()), id(), role()).prop_map(|(post, unit, organisation, role)| Holding {
        post,
        unit,
        organisation,
        class: "HOT".into(),
        tenure: Id::from_u128(9),
        acting: false,
        until: None,
        role,
    })
}

fn grant() -> impl Strategy<Value = Grant> {
    id().prop_map(|post| Grant {
        post,
        groups: Groups::ALL,
        verbs: vec!["*".into()],
        basis: "referral".into(),
        source: None,
    })
}

fn matter() -> impl Strategy<Value = MatterFacts> {
    let grants = proptest::collection::vec(grant(), 0..3);
    (id(), id(), proptest::option::of(id()), grants).prop_map(|(organisation, custodian, unit, grants)| {
        MatterFacts {
            id: Id::from_u128(70),
            kind: <kinds::Case as Kind>::META,
            code: String::new(),
            root: Id::from_u128(70),
            organisation,
            custodian,
            unit,
            root_custodian: custodian,
            root_unit: unit,
            parties: None,
            state: "open".into(),
            root_state: "open".into(),
            key: Id::from_u128(71),
            version: 1,
            opened_at: NOW,
            grants,
            barred: Vec::new(),
            now: NOW,
        }
    })
}

fn actor(holdings: Vec<Holding>) -> Actor {
    Actor::staff(Id::from_u128(80), None, holdings, Lang::Id, Origin::Online)
}

/// What people do with their own account needs no post and reads nothing else.
fn is_own(rule: &str) -> bool {
    rule == "self"
}

proptest! {
    #[test]
    fn without_a_current_tenure_nothing_is_allowed(held in proptest::collection::vec(holding(), 0..3), matter in matter()) {
        let ended = held.into_iter().map(|holding| Holding { until: Some(NOW), ..holding }).collect();
        for actor in [actor(ended), actor(Vec::new())] {
            for act in ACTS.iter() {
                let decision = (act.decide)(&actor, &matter);
                prop_assert!(!decision.allows() || is_own(decision.rule()), "{}: {}", act.slug, decision.rule());
            }
        }
    }

    #[test]
    fn a_grant_opens_to_its_post_alone(holding in holding(), mut matter in matter()) {
        matter.grants.retain(|grant| grant.post != holding.post);
        let without = MatterFacts { grants: Vec::new(), ..matter.clone() };
        let actor = actor(vec![holding]);
        for act in ACTS.iter() {
            prop_assert_eq!((act.decide)(&actor, &matter), (act.decide)(&actor, &without), "{}", act.slug);
        }
    }

    #[test]
    fn a_unit_never_crosses_organisations(mut holding in holding(), mut matter in matter(), verb in "view|edit|close") {
        let right = Right { verb: "*".into(), kind: "case".into(), scope: Scope::Unit };
        holding.role = Arc::new(Role { slug: "unit".into(), rights: vec![right], groups: Groups::ALL });
        matter.grants.clear();
        // The same unit id, as a forged or damaged row might have it.
        matter.unit = holding.unit;
        prop_assume!(matter.organisation != holding.organisation && matter.custodian != holding.post);
        prop_assert!(!by_scope(&actor(vec![holding]), &verb, "case", &matter).allows());
    }

    #[test]
    fn a_narrower_scope_reaches_nothing_more(holding in holding(), matter in matter()) {
        let with = |scope| {
            let right = Right { verb: "view".into(), kind: "case".into(), scope };
            let role = Role { slug: "one".into(), rights: vec![right], groups: Groups::ALL };
            let held = Holding { role: Arc::new(role), ..holding.clone() };
            by_scope(&actor(vec![held]), "view", "case", &matter).allows()
        };
        let allowed = Scope::ALL.map(with);
        // A post has one organisation and unit: own custody lies within both.
        prop_assume!(matter.custodian != holding.post || matter.organisation == holding.organisation);
        prop_assert!(allowed.is_sorted(), "{allowed:?}");
    }
}

#[test]
fn every_ready_right_is_known_and_no_act_goes_without_a_role() {
    for role in ready::ROLES {
        for right in role.role().rights {
            assert!(super::known::right(&right.verb, &right.kind), "{}: {right:?}", role.slug);
            // A star is never a way round the one right that must be given by name.
            assert!(right.verb != "*" || !right.covers("break-glass", &right.kind));
        }
    }
    assert!(!super::known::right("fly", "case") && !super::known::right("view", "*"));
}
