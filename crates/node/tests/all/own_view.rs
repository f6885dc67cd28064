//! A self-assessment of the Model National Response is the institution's own: whatever it says of the 21 capabilities, nobody outside
//! reads more or less because of it, and no list puts one before another by how far it says to be.

use model::kinds::{CapabilityAssessment, Commitment};
use model::time::HOUR;
use model::{Draft, Id, Lang};
use node::acts::promises::{PublishEntry, ViewPromises};
use node::acts::{Edit, List, ListQuery, Move, Open, Sort, View};
use node::public::{DirectoryQuery, TrackerQuery};
use node::{Actor, Error};

use crate::exchange::simulation::Dice;
use crate::world::{Staff, World};

const EVIDENCE: &str = "Bukti-Rahasia-21";

fn own_view(capability: usize, phase: usize, region: &str) -> Draft {
    Draft::default()
        .with("framework", "2022")
        .with("capability", capability.to_string())
        .with("phase", phase.to_string())
        .with("region", region)
        .with("assessed_on", "2026-03-01")
        .with("evidence", EVIDENCE)
        .with("blockers", EVIDENCE)
}

/// Everything that the public reads, and what waits to be sent to other nodes, as one text.
async fn outside(world: &World) -> String {
    let node = &world.node;
    let mut out = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        node.tracker(TrackerQuery::default()).await.unwrap(),
        node.directory(DirectoryQuery { limit: 100, ..DirectoryQuery::default() }).await.unwrap(),
        node.standings().await.unwrap(),
        node.publications().await.unwrap(),
        node.public_releases().await.unwrap(),
        node.topics().await.unwrap(),
        node.takedowns().await.unwrap(),
    );
    for lang in Lang::ALL {
        for area in ["ID", "32", "51"] {
            out.push_str(&format!("{:?}", node.public_indicators(lang, area).await.unwrap()));
        }
        out.push_str(&format!("{:?}", node.public_briefs(lang).await.unwrap()));
    }
    out.push_str(&format!("{:?}", world.sql("select count(*) from exchange_outbox").await));
    out
}

/// Who has no business with it learns nothing of it, by no way of looking.
async fn nobody_else_sees(world: &World, others: &[Staff], id: Id) {
    for other in others {
        let look = world.node.perform(&other.actor, View::<CapabilityAssessment>::new(id)).await;
        assert!(matches!(look, Err(Error::NotFound)), "{look:?}");
        let edit = Edit::<CapabilityAssessment>::new(id, Draft::default().with("phase", "4"));
        assert!(matches!(world.node.perform(&other.actor, edit).await, Err(Error::NotFound)));
        let query = ListQuery { limit: 50, ..ListQuery::default() };
        match world.node.perform(&other.actor, List::<CapabilityAssessment>::new(query)).await {
            Err(Error::Denied(_)) => {}
            Ok(listed) => assert!(listed.rows.is_empty() && listed.total == 0, "an organisation of its own"),
            Err(other) => panic!("{other}"),
        }
    }
    let stranger = Actor::public(Lang::Id);
    let look = world.node.perform(&stranger, View::<CapabilityAssessment>::new(id)).await;
    assert!(matches!(look, Err(Error::NotFound)), "{look:?}");
}

/// In every order that a list knows, they stand by time alone.
async fn nothing_is_ranked(world: &World, keeper: &Staff, opened: &[Id]) {
    for (sort, reversed) in [(Sort::Newest, true), (Sort::Oldest, false)] {
        let query = ListQuery { limit: 200, sort, ..ListQuery::default() };
        let listed =
            world.node.perform(&keeper.actor, List::<CapabilityAssessment>::new(query)).await.unwrap();
        let mut expected = opened.to_vec();
        if reversed {
            expected.reverse();
        }
        let found: Vec<Id> = listed.rows.iter().map(|row| row.envelope.id).collect();
        assert_eq!(found, expected, "{sort:?}");
    }
}

async fn history(world: &World, seed: u64) {
    let mut dice = Dice::new(seed);
    let keeper = world.staff("policy-officer", None).await;
    let second = world.staff("manager", None).await;
    let neighbour = world.neighbour().await;
    let mut others = Vec::new();
    for role in ["case-worker", "supervisor", "independent-assessor", "civil-society"] {
        others.push(world.staff(role, Some(world.unit)).await);
    }
    for role in ["minister", "policy-officer", "independent-assessor"] {
        others.push(world.staff_by(&neighbour, role, None).await);
    }
    // Something is public, so that what the public reads is not empty.
    let promise = Draft::default()
        .with("title", "Janji rekaan")
        .with("lead", "Lembaga rekaan")
        .with("target_on", "2027-01-01");
    let promise = world.node.perform(&keeper.actor, Open::<Commitment>::root(promise)).await.unwrap().id;
    world
        .node
        .perform(&second.actor, Move::<Commitment>::new(promise, "review", Draft::default()).unwrap())
        .await
        .unwrap();
    world.node.perform(&second.actor, PublishEntry { id: promise }).await.unwrap();
    let before = outside(world).await;
    assert!(before.contains("Janji rekaan"), "the search looks at the right text");

    let mut opened = Vec::new();
    for capability in 1..=21 {
        let region = ["32", "51", "73"][dice.below(3)];
        let draft = own_view(capability, 1 + dice.below(4), region);
        let id =
            world.node.perform(&keeper.actor, Open::<CapabilityAssessment>::root(draft)).await.unwrap().id;
        opened.push(id);
        world.clock.advance(HOUR / 60);
        for action in ["validate", "share"].into_iter().take(dice.below(3)) {
            let bare = Move::<CapabilityAssessment>::new(id, action, Draft::default()).unwrap();
            if action == "share" {
                let unasked = world.node.perform(&second.actor, bare).await;
                assert!(matches!(unasked, Err(Error::Invalid(_))), "nothing is shared without a consent");
                let agreed = Draft::default().with("consent_note", EVIDENCE);
                let step = Move::<CapabilityAssessment>::new(id, action, agreed).unwrap();
                world.node.perform(&second.actor, step).await.unwrap();
            } else {
                let own = Move::<CapabilityAssessment>::new(id, action, Draft::default()).unwrap();
                assert!(world.node.perform(&keeper.actor, own).await.is_err(), "nobody validates their own");
                world.node.perform(&second.actor, bare).await.unwrap();
            }
        }
    }
    world.node.turn_clock().await.unwrap();
    let after = outside(world).await;
    assert!(!after.contains(EVIDENCE) && before == after, "seed {seed}: outside reads what it read before");
    for id in opened.iter().step_by(5) {
        nobody_else_sees(world, &others, *id).await;
    }
    nothing_is_ranked(world, &keeper, &opened).await;
    // The first page of promises counts and groups commitments; how far a capability is said to be is in none of its figures.
    let page = world.node.perform(&second.actor, ViewPromises).await.unwrap();
    assert!(!format!("{page:?}").contains("capability"), "{page:?}");
}

on_both!(an_own_view_stays_ones_own_and_is_never_ranked, |world| {
    history(&world, 5).await;
});

on_both!(another_own_view_stays_ones_own_and_is_never_ranked, |world| {
    history(&world, 17).await;
});
