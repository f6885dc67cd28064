//! A database at any step of the schema becomes one of the newest, with what was in it.

use std::sync::Arc;

use node::{Blank, Place, SeededChance, SetClock};
use trial::postgres::Cluster;

use crate::world::{START, World, raw_sql};

/// Tables with their columns, as the engine tells them.
async fn shape(place: &Place) -> Vec<Vec<String>> {
    let asked = match place {
        Place::Sqlite(_) => {
            "select m.name, c.name, lower(c.type) from sqlite_master m join pragma_table_info(m.name) c
             where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, c.name"
        }
        Place::Postgres(_) => {
            "select table_name, column_name, data_type from information_schema.columns
             where table_schema = current_schema() order by table_name, column_name"
        }
    };
    raw_sql(place, asked).await
}

/// What was there before the upgrade: an organisation with a unit, a setting of the house.
const BEFORE: &[&str] = &[
    "insert into organisation (id, member_id, name, membership_state, created_at)
       values ('0190-lama', 'ID/NGO/CONTOH-LAMA', 'Yayasan Contoh Lama (rekaan)', 'active', 7) returning 1",
    "insert into unit (id, organisation_id, name, created_at) values ('0190-unit', '0190-lama', 'Unit Contoh Lama', 8) returning 1",
    "insert into node_setting (name, value) values ('contoh-lama', 'tetap') returning 1",
];
const ASKED: &str = "select o.member_id, o.name, o.created_at, u.name, s.value from organisation o
     join unit u on u.organisation_id = o.id join node_setting s on s.name = 'contoh-lama'";

async fn upgraded(place: Place, version: i64) {
    let clock = Arc::new(SetClock::at(START));
    let chance = Arc::new(SeededChance::new(u64::try_from(version).unwrap()));
    let blank = Blank::open(&place, clock.clone(), chance).await.unwrap();
    blank.prepare(version).await.unwrap();
    drop(blank);
    for statement in BEFORE {
        raw_sql(&place, statement).await;
    }
    let before = raw_sql(&place, ASKED).await;
    assert_eq!(before[0][0], "ID/NGO/CONTOH-LAMA");
    let node = World::open(place.clone(), clock, 5).await;
    assert_eq!(raw_sql(&place, ASKED).await, before, "from version {version}");
    let schema = node.examine().await.unwrap().schema;
    assert_eq!(schema, *Blank::versions().last().unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_every_step_on_sqlite() {
    let mut shapes = Vec::new();
    for version in Blank::versions() {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::Sqlite(dir.path().join("node.db"));
        upgraded(place.clone(), version).await;
        shapes.push(shape(&place).await);
    }
    assert!(shapes.windows(2).all(|pair| pair[0] == pair[1]), "whichever step it came from");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_every_step_on_postgres() {
    let mut shapes = Vec::new();
    for version in Blank::versions() {
        let database = Cluster::shared().unwrap().scratch(None).unwrap();
        let place = Place::Postgres(database.url());
        upgraded(place.clone(), version).await;
        shapes.push(shape(&place).await);
    }
    assert!(shapes.windows(2).all(|pair| pair[0] == pair[1]), "whichever step it came from");
}
