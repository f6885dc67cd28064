//! Whatever steps are taken in whatever order: states are states, phases fit them, custody is never lost or doubled.

use model::kinds::Report;
use model::{Draft, Id, Kind, KindMeta, Phase, Shape, codes, kinds};
use node::registry;
use node::{Actor, Error};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};

use crate::world::World;

/// Something that fits a field.
fn plausible(meta: &KindMeta, name: &str, chance: u8) -> String {
    let Some((_, field)) = meta.field(name) else { panic!("{}: no field {name}", meta.slug) };
    match field.shape {
        Shape::Line(_) | Shape::Narrative(_) => "Data rekaan".into(),
        Shape::Code(list) | Shape::Codes(list) => {
            let offered: Vec<_> = codes::list(list).unwrap().offered().collect();
            offered[usize::from(chance) % offered.len()].code.into()
        }
        Shape::Date { future } => if future { "2026-04-10" } else { "2026-03-05" }.into(),
        Shape::Number { min, .. } => min.to_string(),
        Shape::YesNo => chance.is_multiple_of(2).to_string(),
        Shape::Region => "32.73".into(),
        Shape::Instant | Shape::Link(_) => panic!("{name} is not typed"),
    }
}

fn draft(meta: &KindMeta, names: impl IntoIterator<Item = &'static str>, chance: u8) -> Draft {
    names.into_iter().fold(Draft::default(), |draft, name| draft.with(name, plausible(meta, name, chance)))
}

async fn open(
    world: &World,
    actor: &Actor,
    meta: &'static KindMeta,
    parent: Option<Id>,
    chance: u8,
) -> Option<Id> {
    let required = meta.fields.iter().filter(|field| field.required).map(|field| field.name);
    let draft = draft(meta, required, chance);
    let entry = registry::kind(meta.slug).unwrap();
    match entry.open(&world.node, world.node.new_id(), actor, parent, draft).await {
        Ok(opened) => Some(opened.id),
        Err(Error::Refused("matter-closed")) => None,
        Err(other) => panic!("{}: {other:?}", meta.slug),
    }
}

/// Kinds of case practice that anybody who carries a case opens; moves, approvals and decisions have acts of their own.
const PRACTICE: [&str; 16] = [
    "assessment",
    "plan-goal",
    "service",
    "follow-up",
    "legal-process",
    "concern",
    "incident",
    "case-plan",
    "safety-plan",
    "conference",
    "measure",
    "feedback",
    "hearing",
    "protection-request",
    "restitution-claim",
    "release-path",
];

/// One random life of a report and a case with its parts.
async fn live(world: &World, actor: &Actor, chances: &[(u8, u8, u8)]) -> (usize, usize) {
    let parts: Vec<&'static KindMeta> =
        kinds::parts_of("case").filter(|meta| PRACTICE.contains(&meta.slug)).collect();
    let case = world.open_case(actor, ["high", "medium", "low"][chances.len() % 3]).await;
    let report = open(world, actor, Report::META, None, 0).await.unwrap();
    let mut matters = vec![(case, kinds::by_slug("case").unwrap()), (report, Report::META)];
    let (mut taken, mut refused) = (0, 0);
    for (which, what, chance) in chances.iter().copied() {
        if which.is_multiple_of(4) {
            let meta = parts[usize::from(what) % parts.len()];
            if let Some(id) = open(world, actor, meta, Some(case), chance).await {
                matters.push((id, meta));
            }
            continue;
        }
        let (id, meta) = matters[usize::from(which) % matters.len()];
        let entry = registry::kind(meta.slug).unwrap();
        let steps = entry.view(&world.node, actor, id).await.unwrap().steps;
        if steps.is_empty() {
            continue;
        }
        let step = steps[usize::from(what) % steps.len()];
        let draft = draft(meta, step.needs.iter().copied(), chance);
        match entry.step(&world.node, world.node.new_id(), actor, id, step.action, draft).await {
            Ok(_) => taken += 1,
            Err(Error::Refused(_) | Error::Invalid(_)) => refused += 1,
            Err(other) => panic!("{} {}: {other:?}", meta.slug, step.action),
        }
    }
    (taken, refused)
}

async fn check(world: &World) {
    for row in world.sql("select kind, state, phase, closed_at, custodian_post, parent_id from matter").await
    {
        let meta = kinds::by_slug(&row[0]).unwrap();
        let state =
            meta.lifecycle.state(&row[1]).unwrap_or_else(|| panic!("{}: no state {}", row[0], row[1]));
        assert_eq!(state.phase.code(), row[2], "{} {}", row[0], row[1]);
        assert_eq!(
            state.phase == Phase::Closed,
            !row[3].is_empty(),
            "closed matters have an instant of closing"
        );
        assert!(!row[4].is_empty() || !row[5].is_empty(), "a root always has a custodian post");
    }
    let custody = "select m.id, count(c.id), min(c.post_id), min(m.custodian_post) from matter m
                   left join custody c on c.matter_id = m.id and c.to_at is null
                   where m.parent_id is null group by m.id";
    for row in world.sql(custody).await {
        assert_eq!(row[1], "1", "exactly one open custody of {}", row[0]);
        assert_eq!(row[2], row[3], "custody and custodian agree");
    }
    let stages = "select m.id, count(s.id), min(s.state), min(m.state) from matter m
                  left join stage s on s.matter_id = m.id and s.to_at is null group by m.id";
    for row in world.sql(stages).await {
        assert_eq!((row[1].as_str(), &row[2]), ("1", &row[3]), "exactly one open stage of {}", row[0]);
    }
    let workflows = "select m.state, k.workflow from k_case k join matter m on m.id = k.id";
    for row in world.sql(workflows).await {
        assert!(codes::list("workflow").unwrap().get(&row[1]).is_some(), "no workflow {:?}", row[1]);
        assert_eq!(row[0] == "closed", row[1] == "closed");
    }
    let open = "select count(*) from matter p join matter m on m.id = p.root_id
                where m.state = 'closed' and p.id <> m.id and p.phase <> 'closed'
                  and p.kind in ('service', 'plan-goal', 'assessment', 'safety-plan', 'conference-decision')";
    assert_eq!(world.sql(open).await, [["0"]], "no closed case has an open part");
    let unvisited = "select count(*) from matter m where m.kind = 'case' and m.state = 'open' and not exists (
                       select 1 from matter v where v.root_id = m.id and v.kind = 'follow-up' and v.state = 'due')";
    assert_eq!(world.sql(unvisited).await, [["0"]], "an open case always has a next visit");
    let plans = "select root_id from matter where kind = 'case-plan' and state = 'approved'
                 group by root_id having count(*) > 1";
    assert!(world.sql(plans).await.is_empty(), "two versions of a plan in force");
    let bands = "select count(*) from place_band where taken < 0 or taken > places";
    assert_eq!(world.sql(bands).await, [["0"]]);
}

on_both!(random_lives_keep_every_promise, |world| {
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let mut runner = TestRunner::deterministic();
    let lives = vec(any::<(u8, u8, u8)>(), 20..60);
    let cases = Config::default().cases.min(16);
    let (mut taken, mut refused) = (0, 0);
    for _ in 0..cases {
        let chances = lives.new_tree(&mut runner).unwrap().current();
        let (more, fewer) = live(&world, &supervisor.actor, &chances).await;
        taken += more;
        refused += fewer;
        check(&world).await;
    }
    assert!(
        taken > 100 && refused > 5,
        "{taken} steps taken, {refused} refused: the lives were lively enough"
    );
    assert!(world.node.verify(None).await.unwrap().is_ok());
});
