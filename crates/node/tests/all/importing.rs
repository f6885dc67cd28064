//! Lists from elsewhere: taken in once, brought up to date, never doubled.

use formats::{ReadOptions, open_table_with};
use node::acts::{ImportCases, List, ListQuery, RowOutcome, RowResult};
use node::import::{CaseRow, ColumnMap, read_row};
use node::{Actor, Error};

use crate::world::World;

const SAMPLE: &[u8] = include_bytes!("../../../../samples/kasus-contoh.csv");

fn rows(bytes: &[u8]) -> Vec<CaseRow> {
    let known = formats::KnownNames::of(formats::synonyms::CASE);
    let knows = |heading: &str| known.knows(heading);
    let options = ReadOptions { known_name: Some(&knows), ..ReadOptions::default() };
    let table = open_table_with(bytes, &formats::Claim::named("kasus.csv"), &options).unwrap();
    let map = ColumnMap::choose(&table.header().names.clone(), &[]).unwrap();
    let today = "2026-03-05".parse().unwrap();
    table.filter_map(|row| read_row(&row.unwrap(), &map, today).ok()).collect()
}

async fn import(world: &World, actor: &Actor, rows: Vec<CaseRow>, dry_run: bool) -> Vec<RowResult> {
    let act = ImportCases { rows, post: None, dry_run, take_likely: false };
    world.node.perform(actor, act).await.unwrap()
}

fn count(results: &[RowResult], outcome: &RowOutcome) -> usize {
    results.iter().filter(|result| result.outcome == *outcome).count()
}

on_both!(the_same_list_twice_changes_nothing, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let rows = rows(SAMPLE);
    let tried = import(&world, &worker.actor, rows.clone(), true).await;
    assert_eq!(world.sql("select count(*) from matter").await, [["0"]], "a dry run takes nothing in");
    let first = import(&world, &worker.actor, rows.clone(), false).await;
    let created = count(&first, &RowOutcome::Created);
    assert!(created >= 25, "{first:?}");
    assert!(count(&tried, &RowOutcome::Created) >= created);
    let again = import(&world, &worker.actor, rows.clone(), false).await;
    assert_eq!(count(&again, &RowOutcome::Created), 0);
    assert!(count(&again, &RowOutcome::Unchanged) >= created);
    assert_eq!(world.sql("select count(*) from k_case").await, [[created.to_string()]]);
    let closed = world.sql("select count(*) from matter where kind = 'case' and phase = 'closed'").await;
    assert_ne!(closed, [["0"]], "cases that the source closed arrive closed");
});

on_both!(a_changed_row_brings_its_case_up_to_date, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let mut rows: Vec<_> = rows(SAMPLE).into_iter().filter(|row| row.closing.is_none()).take(1).collect();
    import(&world, &worker.actor, rows.clone(), false).await;
    rows[0].case.set("risk_level", "low");
    rows[0].person.set("name", "Contoh Nama Baru");
    let results = import(&world, &worker.actor, rows.clone(), false).await;
    assert_eq!(results[0].outcome, RowOutcome::Updated);
    let query = ListQuery { limit: 10, ..ListQuery::default() };
    let listed = world.node.perform(&worker.actor, List::<model::kinds::Case>::new(query)).await.unwrap();
    assert_eq!(listed.rows.len(), 1);
    assert_eq!(listed.rows[0].name.as_deref(), Some("Contoh Nama Baru"));
    assert_eq!(world.sql("select risk_level from k_case").await, [["low"]]);
});

on_both!(a_child_who_is_known_is_held_back, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let mut rows: Vec<_> = rows(SAMPLE).into_iter().take(1).collect();
    import(&world, &worker.actor, rows.clone(), false).await;
    // The same child under another number at the source.
    rows[0].external_id = Some("LAIN/001".into());
    rows[0].case.set("external_id", "LAIN/001");
    let results = import(&world, &worker.actor, rows.clone(), false).await;
    assert_eq!(results[0].outcome, RowOutcome::LikelyDuplicate);
    assert_eq!(world.sql("select count(*) from k_case").await, [["1"]]);
});

on_both!(only_who_may_import_imports, |world| {
    let intake = world.staff("intake-operator", Some(world.unit)).await;
    let act = ImportCases { rows: rows(SAMPLE), post: None, dry_run: true, take_likely: false };
    assert!(matches!(world.node.perform(&intake.actor, act).await, Err(Error::Denied("no-right"))));
});

on_both!(an_export_of_primero_is_taken_in_once, |world| {
    const EXPORT: &[u8] = include_bytes!("../../../../samples/primero-cases-contoh.json");
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let rows = || {
        let export = formats::open_primero(EXPORT, &formats::Limits::default()).unwrap();
        let map = ColumnMap::choose(&export.table.header().names.clone(), &[]).unwrap();
        let today = "2026-03-05".parse().unwrap();
        export.table.map(|row| read_row(&row.unwrap(), &map, today).unwrap()).collect::<Vec<_>>()
    };
    let first = import(&world, &worker.actor, rows(), false).await;
    assert_eq!(count(&first, &RowOutcome::Created), 5, "{first:?}");
    let again = import(&world, &worker.actor, rows(), false).await;
    assert_eq!(count(&again, &RowOutcome::Unchanged), 5, "{again:?}");
    assert_eq!(world.sql("select count(*) from k_case").await, [["5"]]);
});
