//! The research desk: who asks, who decides, what is told, and that no more is told than was granted.

use std::collections::BTreeMap;

use model::kinds::DataRequest;
use model::{Draft, Id};
use node::acts::research::{
    GrantBudget, RequestData, SeatShown, TakeRecords, ViewResearchDesk, ViewResearchLedger, ViewResearchTable,
};
use node::acts::{List, ListQuery, View};
use node::research::Precision;
use node::{Actor, Error};

use crate::data_centre::{counted, lists, officers, step};
use crate::world::{Staff, World};

const VARIABLES: [&str; 5] = ["province", "form", "sex", "age", "year"];

fn asked(access: &str) -> Draft {
    Draft::default()
        .with("requester", "Peneliti Contoh")
        .with("institution", "Universitas Contoh (rekaan)")
        .with("purpose", "Data rekaan: kajian layanan.")
        .with("wanted", "Tabel umur dan jenis kelamin")
        .with("access", access)
        .with("variables", VARIABLES.join(" "))
        .with("period_from", "2015-01-01")
        .with("period_to", "2026-03-01")
        .with("legal_basis", "public_task")
        .with("ethics", "given")
        .with("ethics_body", "Komisi Etik Contoh (rekaan)")
        .with("ethics_number", "KE/000/2026")
}

fn approval(percent: &str) -> Draft {
    Draft::default()
        .with("conditions", "Tidak digabung dengan data lain.")
        .with("protection", "differential_privacy")
        .with("ends_on", "2026-04-10")
        .with("allotment", percent)
}

struct House {
    officer: Staff,
    manager: Staff,
    researcher: Staff,
}

/// A data centre with a linkage and a budget.
async fn house(world: &World, hundredths: i64) -> House {
    let (officer, _, manager) = officers(world).await;
    counted(world, &officer.actor, &lists(31, 700)[..3]).await;
    world.node.link_lists(world.node.new_id(), &officer.actor, false).await.unwrap();
    world.node.perform(&manager.actor, GrantBudget { hundredths }).await.unwrap();
    let researcher = world.staff("researcher", None).await;
    House { officer, manager, researcher }
}

/// A seat that is open.
async fn seat(world: &World, house: &House, who: &Actor, access: &str, percent: &str) -> Id {
    let id = world.node.perform(who, RequestData { draft: asked(access) }).await.unwrap().id;
    let assessed = Draft::default().with("assessment", "Layak").with("ethics", "given");
    step::<DataRequest>(world, &house.officer.actor, id, "assess", assessed).await.unwrap();
    step::<DataRequest>(world, &house.manager.actor, id, "approve", approval(percent)).await.unwrap();
    step::<DataRequest>(world, &house.officer.actor, id, "prepare", Draft::default()).await.unwrap();
    id
}

async fn own(world: &World, who: &Actor, id: Id) -> SeatShown {
    let desk = world.node.perform(who, ViewResearchDesk).await.unwrap();
    desk.seats.into_iter().find(|shown| shown.seat.request == id).unwrap()
}

async fn build(world: &World, who: &Actor, id: Id, by: &[&str], precision: Precision) -> node::Result<Id> {
    let by = by.iter().map(|name| (*name).to_owned()).collect();
    world.node.build_table(world.node.new_id(), who, id, by, precision).await.map(|built| built.id)
}

on_both!(a_researcher_sees_protected_tables_and_nothing_else, |world| {
    let house = house(&world, 400).await;
    let who = &house.researcher.actor;
    // What is needed to assess a request is asked for; a budget is granted once.
    let bare = world.node.perform(who, RequestData { draft: asked("") }).await;
    assert!(matches!(bare, Err(Error::Invalid(_))), "{bare:?}");
    let more = world.node.perform(&house.manager.actor, GrantBudget { hundredths: 900 }).await;
    assert!(matches!(more, Err(Error::Refused("budget-granted"))));
    assert!(world.node.perform(&house.officer.actor, GrantBudget { hundredths: 100 }).await.is_err());

    let id = world.node.perform(who, RequestData { draft: asked("table_builder") }).await.unwrap().id;
    let early = build(&world, who, id, &["sex"], Precision::Coarse).await;
    assert!(matches!(early, Err(Error::Refused("desk-closed"))), "{early:?}");
    let assessed = Draft::default().with("assessment", "Layak").with("ethics", "pending");
    step::<DataRequest>(&world, &house.officer.actor, id, "assess", assessed).await.unwrap();
    let unethical = step::<DataRequest>(&world, &house.manager.actor, id, "approve", approval("50")).await;
    assert!(matches!(unethical, Err(Error::Refused("ethics-first"))), "{unethical:?}");

    let id = seat(&world, &house, who, "table_builder", "50").await;
    let first = build(&world, who, id, &["age", "sex"], Precision::Fine).await.unwrap();
    let look = ViewResearchTable { request: id, table: first };
    let told = world.node.perform(who, look).await.unwrap();
    assert_eq!(told.asked.by, ["sex", "age"], "one order, whatever order was asked for");
    assert!(told.cells.iter().flatten().all(|count| *count >= 11));
    assert!(told.cells.iter().any(Option::is_none) && told.cells.iter().any(Option::is_some));
    let spent = own(&world, who, id).await.seat.spent;
    assert_eq!(spent, Precision::Fine.cost());
    // The same question is the same answer and costs nothing; another order or another day is the same question.
    let again = build(&world, who, id, &["sex", "age", "sex"], Precision::Fine).await.unwrap();
    assert_eq!((again, own(&world, who, id).await.seat.spent), (first, spent));
    // Whoever else asks it gets the same answer; it costs their share and the children nothing more.
    let other = world.staff("researcher", None).await;
    let theirs = seat(&world, &house, &other.actor, "table_builder", "50").await;
    let same = build(&world, &other.actor, theirs, &["sex", "age"], Precision::Fine).await.unwrap();
    assert_eq!(same, first);
    let ledger = world.node.perform(&house.officer.actor, ViewResearchLedger).await.unwrap();
    let charged: i64 = ledger.seats.iter().map(|one| one.seat.spent).sum();
    assert_eq!((ledger.budget.unwrap().spent, charged), (spent, 2 * spent));
    // Identifiers can be checked: they follow from what went in.
    assert!(told.told.identity.starts_with("table-") && told.told.identity.len() == 30);
    assert_eq!((told.told.inputs_hash.len(), told.told.seed_commitment.len()), (64, 64));

    // A researcher sees nothing else: no record, no list, no seat of anybody else.
    let strange = ViewResearchTable { request: theirs, table: first };
    assert!(matches!(world.node.perform(who, strange).await, Err(Error::NotFound)));
    assert!(world.node.perform(who, View::<DataRequest>::new(id)).await.is_err());
    assert!(world.node.perform(who, List::<DataRequest>::new(ListQuery::default())).await.is_err());
    assert!(world.node.perform(who, node::acts::counting::ViewDataCentre).await.is_err());
    assert!(world.node.perform(who, ViewResearchLedger).await.is_err());
    assert!(matches!(
        build(&world, &house.officer.actor, id, &["sex"], Precision::Fine).await,
        Err(Error::NotFound)
    ));
    // What was not approved, too much at once, nothing at all.
    for by in [&["nik"][..], &["province", "form", "sex", "age"], &[]] {
        assert!(
            matches!(build(&world, who, id, by, Precision::Coarse).await, Err(Error::Invalid(_))),
            "{by:?}"
        );
    }
    // The journal says what was asked.
    let asked =
        world.sql("select count(*) from journal where act = 'build-table' and outcome = 'done'").await;
    assert_eq!(asked[0][0], "3");
    // When it ends nothing is shown any more, before the clock has turned and after.
    world.clock.advance(60 * model::time::DAY);
    assert!(matches!(world.node.perform(who, look).await, Err(Error::Refused("desk-closed"))));
    world.node.turn_clock().await.unwrap();
    assert!(matches!(world.node.perform(who, look).await, Err(Error::Refused("desk-closed"))));
    assert!(own(&world, who, id).await.told.is_empty());
    assert!(world.node.verify(None).await.unwrap().is_ok());
});

on_both!(nobody_decides_alone_and_no_seat_opens_without_a_budget, |world| {
    let (officer, _, manager) = officers(&world).await;
    let researcher = world.staff("researcher", None).await;
    let id = world
        .node
        .perform(&researcher.actor, RequestData { draft: asked("table_builder") })
        .await
        .unwrap()
        .id;
    let assessed = Draft::default().with("assessment", "Layak").with("ethics", "given");
    step::<DataRequest>(&world, &officer.actor, id, "assess", assessed).await.unwrap();
    let no_budget = step::<DataRequest>(&world, &manager.actor, id, "approve", approval("50")).await;
    assert!(matches!(no_budget, Err(Error::Refused("no-budget"))), "{no_budget:?}");
    world.node.perform(&manager.actor, GrantBudget { hundredths: 100 }).await.unwrap();
    let no_share = Draft::default()
        .with("conditions", "Tidak digabung.")
        .with("protection", "differential_privacy")
        .with("ends_on", "2026-04-10");
    let no_share = step::<DataRequest>(&world, &manager.actor, id, "approve", no_share).await;
    assert!(matches!(no_share, Err(Error::Invalid(_))), "{no_share:?}");
    // Somebody who holds both offices still does not decide what they assessed.
    let both = world
        .node
        .perform(
            &world.admin,
            node::acts::staff::StartTenure {
                post: manager.post,
                account: officer.account,
                acting: true,
                until: None,
            },
        )
        .await;
    assert!(both.is_ok());
    let both = world.node.actor(officer.account, model::Lang::Id, node::Origin::Online).await.unwrap();
    let own = step::<DataRequest>(&world, &both, id, "approve", approval("50")).await;
    assert!(matches!(own, Err(Error::Refused("own-work"))), "{own:?}");
    step::<DataRequest>(&world, &manager.actor, id, "approve", approval("50")).await.unwrap();
    let unlinked = step::<DataRequest>(&world, &officer.actor, id, "prepare", Draft::default()).await;
    assert!(matches!(unlinked, Err(Error::Refused("no-linkage-yet"))), "{unlinked:?}");
});

/// Splitmix, so that a failure can be repeated.
fn drawn(state: &mut u64, below: u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 27)) % below
}

on_both!(no_crowd_overspends, |world| {
    // Both seats together were promised more than there is: the budget runs dry before the shares do.
    let house = house(&world, 150).await;
    let other = world.staff("researcher", None).await;
    let mut seats = Vec::new();
    for who in [&house.researcher.actor, &other.actor] {
        seats.push((who.clone(), seat(&world, &house, who, "table_builder", "80").await));
    }
    let mut state = 5;
    let mut crowd = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let (who, id) = seats[usize::try_from(drawn(&mut state, 2)).unwrap()].clone();
        let many = 1 + drawn(&mut state, 3);
        let by: Vec<String> =
            (0..many).map(|_| VARIABLES[usize::try_from(drawn(&mut state, 5)).unwrap()].to_owned()).collect();
        let precision = Precision::ALL[usize::from(drawn(&mut state, 4) == 0)];
        let node = world.node.clone();
        crowd.spawn(async move { node.build_table(node.new_id(), &who, id, by, precision).await });
    }
    let (mut answered, mut refused) = (0, BTreeMap::new());
    while let Some(done) = crowd.join_next().await {
        match done.unwrap() {
            Ok(_) => answered += 1,
            Err(Error::Refused(code)) => *refused.entry(code).or_insert(0) += 1,
            // Provinces by forms by years are more cells than a table may have.
            Err(Error::Invalid(_)) => *refused.entry("too-wide").or_insert(0) += 1,
            // So many at once on PostgreSQL may be asked to come again.
            Err(Error::Transient | Error::Conflict) => *refused.entry("again").or_insert(0) += 1,
            Err(error) => panic!("{error:?}"),
        }
    }
    assert!(answered > 3 && refused.contains_key("budget-spent"), "{answered} {refused:?}");
    let n = async |sql: &str| world.sql(sql).await[0][0].parse::<i64>().unwrap();
    let (granted, spent) =
        (n("select granted from research_budget").await, n("select spent from research_budget").await);
    assert!(0 < spent && spent <= granted, "{spent} of {granted}");
    assert_eq!(
        spent,
        n("select cast(sum(cost) as bigint) from research_release").await,
        "every answer was paid for"
    );
    assert_eq!(n("select count(*) from research_seat where spent > allotted").await, 0);
    let charged = n("select cast(sum(cost) as bigint) from research_charge").await;
    assert_eq!(charged, n("select cast(sum(spent) as bigint) from research_seat").await);
    let unpaid = "select count(*) from research_release r where not exists (select 1 from research_charge c where c.release_id = r.id)";
    assert_eq!(n(unpaid).await, 0);
});

on_both!(invented_records_are_paid_for_and_end, |world| {
    let house = house(&world, 800).await;
    let who = &house.researcher.actor;
    let tables = seat(&world, &house, who, "table_builder", "10").await;
    let not_approved = world.node.make_records(world.node.new_id(), &house.officer.actor, tables).await;
    assert!(matches!(not_approved, Err(Error::Refused("no-records-approved"))), "{not_approved:?}");
    let id = seat(&world, &house, who, "synthetic_records", "60").await;
    let by_asker = world.node.make_records(world.node.new_id(), who, id).await;
    assert!(matches!(by_asker, Err(Error::NotFound)), "{by_asker:?}");
    let made = world.node.make_records(world.node.new_id(), &house.officer.actor, id).await.unwrap().id;
    let again = world.node.make_records(world.node.new_id(), &house.officer.actor, id).await.unwrap().id;
    assert_eq!(made, again, "the same records, paid for once");
    let ledger = world.node.perform(&house.officer.actor, ViewResearchLedger).await.unwrap();
    let line = ledger.seats.iter().find(|line| line.seat.request == id).unwrap();
    assert_eq!(line.seat.spent, line.seat.allotted / 2);
    assert_eq!(ledger.budget.unwrap().spent, line.seat.spent);
    let (_, report) = &line.reports[0];
    assert!(report.kept.len() == 2 && report.attacked.guessed.len() == VARIABLES.len());
    // Every combination is kept or lost; the bands say how many children have it.
    for kept in &report.kept {
        let common = kept.bands.iter().filter(|band| band.least >= 11);
        assert_eq!(common.map(|band| band.kept + band.lost).sum::<usize>(), kept.common, "{kept:?}");
    }
    assert!(report.kept[1].bands.iter().any(|band| band.lost > 0));
    let [members, others] = report.attacked.rare;
    assert!(members.0 > 0 && members.1 <= members.0 && others.0 > 0 && others.1 <= others.0);
    // Some sixty children of each half say little: within four standard errors of knowing nothing.
    let attacked = &report.attacked;
    assert!((attacked.nearer - 0.5).abs() < 4.0 * attacked.error, "{attacked:?}");
    // Whoever decides does not see what was learned by looking at true children.
    let head = world.node.perform(&house.manager.actor, ViewResearchLedger).await.unwrap();
    assert!(head.seats.iter().all(|line| line.reports.is_empty()));
    let take = TakeRecords { request: id, records: made };
    let taken = world.node.perform(who, take).await.unwrap();
    let lines: Vec<&str> = taken.text.lines().collect();
    assert_eq!(lines[0], VARIABLES.join(","));
    assert_eq!(i64::try_from(lines.len()).unwrap() - 1, taken.told.records);
    assert!(lines.len() > 50 && lines.iter().all(|line| line.split(',').count() == 5));
    assert_eq!(taken.codebook.columns.len(), 5);
    assert!(world.node.perform(&house.officer.actor, take).await.is_err());
    world.clock.advance(60 * model::time::DAY);
    assert!(matches!(world.node.perform(who, take).await, Err(Error::Refused("desk-closed"))));
});

/// A table on a node of its own; one row may say another form of exploitation.
async fn made_elsewhere(changed: bool, by: &[&str]) -> (String, String, Vec<Option<i64>>) {
    let dir = tempfile::tempdir().unwrap();
    let world = World::found(node::Place::Sqlite(dir.path().join("node.db")), Some(dir)).await;
    let (officer, _, manager) = officers(&world).await;
    let mut files = lists(31, 700);
    files.truncate(3);
    if changed {
        let (before, after) = files[1].1.split_once(",Kerja paksa\n").unwrap();
        files[1].1 = format!("{before},Pekerja anak\n{after}");
    }
    counted(&world, &officer.actor, &files).await;
    world.node.link_lists(world.node.new_id(), &officer.actor, false).await.unwrap();
    world.node.perform(&manager.actor, GrantBudget { hundredths: 400 }).await.unwrap();
    let researcher = world.staff("researcher", None).await;
    let house = House { officer, manager, researcher };
    let who = &house.researcher.actor;
    let id = seat(&world, &house, who, "table_builder", "50").await;
    let table = build(&world, who, id, by, Precision::Fine).await.unwrap();
    let told = world.node.perform(who, ViewResearchTable { request: id, table }).await.unwrap();
    (told.told.identity, told.told.seed_commitment, told.cells)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_release_is_the_same_on_two_nodes_and_another_when_a_row_is() {
    let one = made_elsewhere(false, &["form", "sex"]).await;
    let other = made_elsewhere(false, &["form", "sex"]).await;
    assert_eq!(one, other, "equal inputs and an equal secret make the same release, bit for bit");
    let changed = made_elsewhere(true, &["form", "sex"]).await;
    assert_eq!(changed.1, one.1, "the secret is the same");
    assert_ne!(changed.0, one.0, "one row says something else, and so the identifier is another");
    let asked = made_elsewhere(false, &["sex"]).await;
    assert!(
        asked.0 != one.0 && asked.1 != one.1,
        "another question has another identifier and noise of its own"
    );
}
