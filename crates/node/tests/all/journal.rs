//! Whoever alters the journal is found, and what was altered is named. Attackers here have the database in hand: they drop the
//! triggers first and write what they like, but hold no key.

use std::sync::Arc;

use model::Id;
use model::kinds::Report;
use node::acts::{List, ListQuery, Open};
use node::{Fault, FaultKind, Node, NodeSecrets, Place, SeededChance, SetClock};

use crate::casework::report;
use crate::world::{ORIGIN, START, World, raw_sql, secrets};

/// A journal with some placed entries, its triggers gone; answers the entries in the order of the tree.
async fn disarmed(world: &World, reports: usize) -> Vec<Id> {
    grow(world, reports).await;
    let drops: &[&str] = match world.place {
        Place::Sqlite(_) => &[
            "drop trigger journal_no_update",
            "drop trigger journal_no_delete",
            "drop trigger placed_no_update",
            "drop trigger placed_no_delete",
        ],
        Place::Postgres(_) => {
            &["drop trigger journal_no_change on journal", "drop trigger placed_no_change on placed"]
        }
    };
    for drop in drops {
        world.sql(drop).await;
    }
    placed(world).await
}

async fn grow(world: &World, reports: usize) {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    for _ in 0..reports {
        world.node.perform(&worker.actor, Open::<Report>::root(report())).await.unwrap();
    }
    world.node.place_waiting().await.unwrap();
}

async fn placed(world: &World) -> Vec<Id> {
    let rows = world.sql("select entry from placed order by position").await;
    rows.iter().map(|row| row[0].parse().unwrap()).collect()
}

async fn found(world: &World) -> Option<(FaultKind, Option<u64>, Option<Id>)> {
    named(world.node.verify(None).await.unwrap().err())
}

fn named(fault: Option<Fault>) -> Option<(FaultKind, Option<u64>, Option<Id>)> {
    fault.map(|fault| (fault.kind, fault.position, fault.entry))
}

/// Columns of a table with the type and whether they may be null.
async fn columns(world: &World, table: &str) -> Vec<(String, String, bool)> {
    let statement = match world.place {
        Place::Sqlite(_) => {
            format!(
                "select name, lower(type), \"notnull\" = 0 and pk = 0 from pragma_table_info('{table}') order by cid"
            )
        }
        Place::Postgres(_) => format!(
            "select column_name, data_type, (is_nullable = 'YES')::int from information_schema.columns
             where table_name = '{table}' order by ordinal_position"
        ),
    };
    let rows = world.sql(&statement).await;
    rows.into_iter().map(|row| (row[0].clone(), row[1].clone(), row[2] == "1")).collect()
}

fn byte(world: &World) -> &'static str {
    if matches!(world.place, Place::Sqlite(_)) { "x'00'" } else { "'\\x00'::bytea" }
}

on_both!(every_column_of_an_entry_is_covered, |world| {
    let entries = disarmed(&world, 4).await;
    let position = entries.len() - 2;
    let id = entries[position];
    world.sql(&format!("create table kept as select * from journal where id = '{id}'")).await;
    let columns = columns(&world, "journal").await;
    assert_eq!(columns.len(), 16, "{columns:?}");
    for (name, kind, nullable) in columns {
        let mut values = match (name.as_str(), kind.as_str()) {
            ("id", _) => vec![format!("'{}'", world.node.new_id())],
            (_, "bigint") => vec![format!("{name} + 1"), "0".into()],
            (_, "bytea") => vec![byte(&world).to_owned()],
            (_, "text") => vec![format!("coalesce({name}, '') || 'x'"), "'x'".into()],
            other => panic!("no attack for {other:?}"),
        };
        let filled =
            world.sql(&format!("select count(*) from kept where {name} is not null")).await == [["1"]];
        match (nullable, filled, kind.as_str()) {
            (true, true, _) => values.push("null".into()),
            // Nothing and an empty text are two things.
            (true, false, "text") => values.push("''".into()),
            _ => {}
        }
        for value in values {
            let now = world.sql("select id from journal where id = (select id from kept)").await;
            assert_eq!(now.len(), 1);
            world.sql(&format!("update journal set {name} = {value} where id = '{id}'")).await;
            let fault = found(&world).await;
            assert_eq!(
                fault,
                Some((FaultKind::Altered, Some(position as u64), Some(id))),
                "{name} = {value} must be found"
            );
            let back = if name == "id" { value } else { format!("'{id}'") };
            world
                .sql(&format!("update journal set {name} = (select {name} from kept) where id = {back}"))
                .await;
        }
    }
    assert_eq!(found(&world).await, None, "put back as it was");
});

on_both!(the_database_itself_refuses_changes, |world| {
    grow(&world, 1).await;
    for table in ["journal", "placed"] {
        let entry = if table == "journal" { "id" } else { "entry" };
        for attack in [format!("update {table} set {entry} = {entry}"), format!("delete from {table}")] {
            let place = world.place.clone();
            let tried = attack.clone();
            let refused = tokio::spawn(async move { raw_sql(&place, &tried).await }).await;
            let why =
                refused.err().map(|panic| panic.into_panic()).and_then(|text| text.downcast::<String>().ok());
            assert!(why.is_some_and(|why| why.contains("append-only")), "{attack} was not refused");
        }
    }
    assert_eq!(found(&world).await, None);
});

on_both!(a_removed_entry_is_missed, |world| {
    let entries = disarmed(&world, 3).await;
    let id = entries[2];
    world.sql("create table kept as select * from journal").await;
    world.sql(&format!("delete from journal where id = '{id}'")).await;
    assert_eq!(found(&world).await, Some((FaultKind::Removed, Some(2), Some(id))));
    world.sql(&format!("delete from placed where entry = '{id}'")).await;
    assert_eq!(found(&world).await, Some((FaultKind::Removed, Some(2), None)), "its place is gone as well");
    for next in 3..entries.len() {
        world.sql(&format!("update placed set position = {} where position = {next}", next - 1)).await;
    }
    assert_eq!(
        found(&world).await,
        Some((FaultKind::Removed, Some(2), Some(entries[3]))),
        "those after it moved up: named is the entry that stands in its place"
    );
});

on_both!(a_cut_end_is_missed_only_by_a_checkpoint_kept_elsewhere, |world| {
    let before = disarmed(&world, 2).await;
    let early = world.node.checkpoint().await.unwrap();
    for table in ["tree_head", "tile", "checkpoint"] {
        world.sql(&format!("create table old_{table} as select * from {table}")).await;
    }
    grow(&world, 3).await;
    let late = world.node.checkpoint().await.unwrap();
    assert_ne!(early, late);
    let size = before.len();
    world
        .sql(&format!("delete from journal where id in (select entry from placed where position >= {size})"))
        .await;
    world.sql(&format!("delete from placed where position >= {size}")).await;
    assert_eq!(
        found(&world).await,
        Some((FaultKind::Truncated, Some(size as u64), None)),
        "a half-hearted cut"
    );
    for table in ["tree_head", "tile", "checkpoint"] {
        world.sql(&format!("delete from {table}")).await;
        world.sql(&format!("insert into {table} select * from old_{table}")).await;
    }
    let verified = world.node.verify(None).await.unwrap().expect("nothing inside can tell");
    assert!(!verified.compared, "and the answer says that truncation cannot be excluded");
    let with_early = world.node.verify(early).await.unwrap();
    assert!(with_early.is_ok_and(|verified| verified.compared));
    let fault = named(world.node.verify(late).await.unwrap().err());
    assert_eq!(fault, Some((FaultKind::Truncated, Some(size as u64), None)));
});

/// Copies an entry under a new id, as somebody without the key can.
async fn forge(world: &World, from: Id) -> Id {
    let id = world.node.new_id();
    let names: Vec<_> = columns(world, "journal").await.into_iter().skip(1).map(|column| column.0).collect();
    let names = names.join(", ");
    world
        .sql(&format!(
            "insert into journal (id, {names}) select '{id}', {names} from journal where id = '{from}'"
        ))
        .await;
    id
}

on_both!(an_inserted_entry_is_found, |world| {
    let entries = disarmed(&world, 3).await;
    let size = entries.len();
    let forged = forge(&world, entries[size - 1]).await;
    assert_eq!(found(&world).await, Some((FaultKind::Inserted, None, Some(forged))), "it stands nowhere");

    world.sql(&format!("insert into placed (position, entry) values ({size}, '{forged}')")).await;
    assert_eq!(
        found(&world).await,
        Some((FaultKind::Inserted, Some(size as u64), Some(forged))),
        "at the end"
    );

    world.sql(&format!("delete from placed where entry = '{forged}'")).await;
    for position in (2..size).rev() {
        world
            .sql(&format!("update placed set position = {} where position = {position}", position + 1))
            .await;
    }
    world.sql(&format!("insert into placed (position, entry) values (2, '{forged}')")).await;
    assert_eq!(found(&world).await, Some((FaultKind::Inserted, Some(2), Some(forged))), "in the middle");
});

on_both!(a_forged_entry_in_the_queue_is_never_placed, |world| {
    let entries = disarmed(&world, 1).await;
    let forged = forge(&world, entries[0]).await;
    world.sql(&format!("insert into waiting (entry) values ('{forged}')")).await;
    grow(&world, 1).await;
    let now = placed(&world).await;
    assert!(now.len() > entries.len() && !now.contains(&forged), "those after it are placed");
    assert_eq!(found(&world).await, Some((FaultKind::Altered, None, Some(forged))));

    world.sql(&format!("delete from waiting where entry = '{forged}'")).await;
    world.sql(&format!("delete from journal where id = '{forged}'")).await;
    world.sql(&format!("insert into waiting (entry) values ('{}')", entries[0])).await;
    assert_eq!(
        found(&world).await,
        Some((FaultKind::Inserted, None, Some(entries[0]))),
        "it has a place already"
    );
});

on_both!(an_altered_waiting_entry_is_found, |world| {
    disarmed(&world, 1).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let act = world.node.new_id();
    world.node.perform_as(act, &worker.actor, Open::<Report>::root(report())).await.unwrap();
    assert_eq!(found(&world).await, None, "waiting is no fault");
    world.sql(&format!("update journal set account = null where id = '{act}'")).await;
    assert_eq!(found(&world).await, Some((FaultKind::Altered, None, Some(act))));
    world.sql(&format!("delete from waiting where entry = '{act}'")).await;
    assert_eq!(found(&world).await, Some((FaultKind::Inserted, None, Some(act))), "no longer ours");
    let id = world.node.new_id();
    world.node.perform_as(id, &worker.actor, List::<Report>::new(ListQuery::default())).await.unwrap();
    world.sql(&format!("delete from journal where id = '{act}'")).await;
    world.sql(&format!("delete from waiting where entry = '{id}'")).await;
    assert_eq!(found(&world).await, Some((FaultKind::Lost, None, Some(id))), "ours, but out of the queue");
});

on_both!(exchanged_entries_are_found, |world| {
    let entries = disarmed(&world, 4).await;
    for (first, second) in [(1, 2), (0, 4)] {
        let swap = |from: i64, to: i64| format!("update placed set position = {to} where position = {from}");
        for statement in [swap(first, -1), swap(second, first), swap(-1, second)] {
            world.sql(&statement).await;
        }
        let there = entries[usize::try_from(second).unwrap()];
        assert_eq!(found(&world).await, Some((FaultKind::Reordered, u64::try_from(first).ok(), Some(there))));
        for statement in [swap(first, -1), swap(second, first), swap(-1, second)] {
            world.sql(&statement).await;
        }
    }
    assert_eq!(found(&world).await, None);
});

on_both!(an_altered_tree_is_no_altered_entry, |world| {
    let entries = disarmed(&world, 4).await;
    for table in ["tile", "tree_head", "checkpoint"] {
        world.sql(&format!("create table old_{table} as select * from {table}")).await;
    }
    let sqlite = matches!(world.place, Place::Sqlite(_));
    let size = Some(entries.len() as u64);
    let scribble = |column: &str| {
        if sqlite {
            format!("zeroblob(length({column}))")
        } else {
            format!("set_byte({column}, 3, get_byte({column}, 3) # 1)")
        }
    };
    let attacks = [
        (
            format!("update tile set hashes = {}", scribble("hashes")),
            FaultKind::BadTile,
            Some(0),
            Some(entries[0]),
        ),
        ("delete from tile".into(), FaultKind::BadTile, Some(0), Some(entries[0])),
        (format!("update tree_head set frontier = {}", scribble("frontier")), FaultKind::BadEdge, size, None),
        ("delete from tree_head".into(), FaultKind::BadEdge, size, None),
        ("update checkpoint set note = note || 'x'".into(), FaultKind::BadCheckpoint, size, None),
        (
            "update checkpoint set size = size + 1".into(),
            FaultKind::BadCheckpoint,
            size.map(|size| size + 1),
            None,
        ),
    ];
    for (attack, kind, position, entry) in attacks {
        world.sql(&attack).await;
        assert_eq!(found(&world).await, Some((kind, position, entry)), "{attack}");
        for table in ["tile", "tree_head", "checkpoint"] {
            world.sql(&format!("delete from {table}")).await;
            world.sql(&format!("insert into {table} select * from old_{table}")).await;
        }
    }
    world.sql("delete from checkpoint").await;
    assert_eq!(found(&world).await, Some((FaultKind::Unsigned, Some(0), Some(entries[0]))));
});

on_both!(another_key_is_not_taken_for_tampering, |world| {
    disarmed(&world, 2).await;
    let open = |secrets: NodeSecrets| {
        let (clock, chance) = (Arc::new(SetClock::at(START)), Arc::new(SeededChance::new(5)));
        let place = world.place.clone();
        async move { Node::open(&place, ORIGIN, secrets, clock, chance).await }
    };
    // The key that made the tags hangs from the node key: with another one the node does not even open.
    let stranger = open(NodeSecrets { node: seal::NodeKey::from_bytes([8; 32]), ..secrets() }).await;
    assert!(matches!(stranger.err(), Some(node::Error::Sealed)));
    let node =
        open(NodeSecrets { signing: seal::SigningKey::from_bytes(&[8; 32]), ..secrets() }).await.unwrap();
    let fault = node.verify(None).await.unwrap().unwrap_err();
    assert_eq!(fault.kind, FaultKind::BadCheckpoint);
});

on_both!(a_journal_of_many_tiles_is_checked_piece_by_piece, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    for _ in 0..12 {
        let acts =
            (0..50).map(|_| world.node.perform(&worker.actor, List::<Report>::new(ListQuery::default())));
        for listed in futures_util::future::join_all(acts).await {
            listed.unwrap();
        }
        world.node.place_waiting().await.unwrap();
    }
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let teller = told.clone();
    let verified =
        world.node.verify_telling(None, move |done, of| teller.lock().unwrap().push((done, of))).await;
    let placed = verified.unwrap().unwrap().placed;
    assert!(placed > 600);
    assert_eq!(*told.lock().unwrap(), [(256, placed), (512, placed), (placed, placed)]);

    disarmed(&world, 0).await;
    let sqlite = matches!(world.place, Place::Sqlite(_));
    let upper = if sqlite { "zeroblob(64)" } else { "set_byte(hashes, 40, get_byte(hashes, 40) # 1)" };
    world.sql(&format!("update tile set hashes = {upper} where level = 1")).await;
    let position = if sqlite { 255 } else { 511 };
    assert_eq!(found(&world).await, Some((FaultKind::BadTile, Some(position), None)), "an inner tile");
    world
        .sql("delete from journal where id in (select entry from placed where position between 100 and 599)")
        .await;
    world.sql("delete from placed where position between 100 and 599").await;
    assert_eq!(found(&world).await, Some((FaultKind::Removed, Some(100), None)), "a hole wider than a tile");
});
