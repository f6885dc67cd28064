//! A small network, seeded for real.

use std::sync::Arc;

use node::{NodeSecrets, Place, SeededChance};

use super::super::plan::{CONTOH, CONTOH_KASIH, HALIMBAWA};
use super::super::signins::seeding_settings;
use super::*;

const TODAY: Date = Date::constant(2026, 3, 5);

struct Seeded {
    node: Node,
    place: Place,
    summary: Summary,
    _dir: tempfile::TempDir,
}

async fn seeded(children: usize) -> Seeded {
    let options = Options { node: CONTOH_KASIH, children, today: TODAY, seed: 27, beside: None };
    seeded_as(options).await
}

async fn seeded_as(options: Options) -> Seeded {
    let dir = tempfile::tempdir().unwrap();
    let place = Place::Sqlite(dir.path().join("node.db"));
    let clock = Arc::new(SetClock::at(Timestamp::from_millis(0)));
    let secrets = NodeSecrets {
        node: seal::NodeKey::from_bytes([7; 32]),
        signing: seal::SigningKey::from_bytes(&[9; 32]),
    };
    let chance = Arc::new(SeededChance::new(1));
    let node =
        Node::open_with(&place, options.node.member, secrets, clock.clone(), chance, seeding_settings())
            .await
            .unwrap();
    let summary = seed(&node, &clock, options, |_| {}).await.unwrap();
    Seeded { node, place, summary, _dir: dir }
}

/// Raw SQL past the node: the first cell as a number.
fn count(place: &Place, statement: &str) -> i64 {
    let Place::Sqlite(path) = place else { panic!("seeded on SQLite") };
    let script =
        "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])";
    let out =
        std::process::Command::new("python3").args(["-c", script]).arg(path).arg(statement).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().trim().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_small_network_is_true() {
    let Seeded { node, place, summary, _dir } = seeded(60).await;
    let verified = node.verify(None).await.unwrap();
    assert!(verified.is_ok(), "{:?}", verified.err());
    let sql = |statement: &str| count(&place, statement);
    let whole = |number: usize| i64::try_from(number).unwrap();

    assert_eq!(summary.children, 60);
    assert_eq!(
        sql("select count(*) from k_person p where exists (select 1 from k_case k where k.child = p.id)"),
        whole(summary.records)
    );
    assert_eq!(sql("select count(*) from k_case where child is not null"), whole(summary.cases));
    assert_eq!(sql("select count(*) from k_report"), whole(summary.reports));
    assert_eq!(sql("select count(*) from organisation"), 4);
    assert_eq!(sql("select count(*) from waiting"), 0, "every entry has its place in the tree");
    assert_eq!(
        sql("select count(*) from journal where outcome = 'denied'"),
        0,
        "nobody does what they may not"
    );
    assert!(sql("select count(*) from journal") >= whole(summary.acts));

    let custody = "select count(*) from matter m where m.root_id = m.id and m.phase <> 'closed'
       and 1 <> (select count(*) from custody c where c.matter_id = m.id and c.to_at is null)";
    assert_eq!(sql(custody), 0, "each open root has one custody");
    let now = node.now().millis();
    let overdue = sql(&format!("select count(*) from matter where phase = 'open' and due_at < {now}"));
    assert!(overdue >= 10, "{overdue} overdue");
    let quiet = format!(
        "select count(*) from matter m where m.kind = 'case' and m.phase = 'open' and {now} - 5184000000 >
           (select max(p.changed_at) from matter p where p.root_id = m.id)"
    );
    assert!(sql(&quiet) >= 1, "cases that stood still for two months");
    let years = "select (max(at) - min(at)) / 86400000 from journal";
    assert!((900..=1_100).contains(&sql(years)), "three years of history");
    assert_eq!(
        sql("select count(*) from journal where act in ('open-case', 'file-report') and at > 1772643600000"),
        0,
        "nothing happens after the last evening"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_stands_without_a_holder_shows_and_every_sign_in_works() {
    let Seeded { node, place, summary, _dir } = seeded(260).await;
    let now = node.now().millis();
    let vacant = format!(
        "select count(*) from matter m where m.phase <> 'closed' and m.custodian_post is not null and not exists
           (select 1 from tenure t where t.post_id = m.custodian_post and (t.to_at is null or t.to_at > {now}))"
    );
    assert!(count(&place, &vacant) >= 1, "open work at a vacant post");
    let held = |acting: bool| {
        count(&place, &format!("select count(*) from tenure where acting = {acting} and to_at is null"))
    };
    assert_eq!(held(true), 1);
    assert!(held(false) > 40);
    assert!(count(&place, "select count(*) from report_message") >= 3);
    let reopened = count(&place, "select count(*) from journal where act = 'reopen-case'");
    assert!(reopened >= 1, "{reopened} reopened");

    for way in &summary.sign_ins {
        let actor = node.actor_by_email(&way.email, model::Lang::Id).await.unwrap();
        let holds = actor.holdings().iter().any(|holding| holding.role.slug == way.role);
        assert!(holds, "{} as {}", way.email, way.role);
    }
    let way = summary.sign_ins.iter().find(|way| way.role == "case-worker").unwrap();
    let sign_in =
        node::acts::staff::SignIn::new(&way.email, super::super::signins::PASSWORD, "demo", b"here");
    assert!(node.sign_in(model::Lang::Id, sign_in).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ministry_counts_what_other_nodes_know_and_the_hotline_is_small() {
    let beside = Some((CONTOH_KASIH, 60, 27));
    let ministry = seeded_as(Options { node: CONTOH, children: 6, today: TODAY, seed: 28, beside }).await;
    let sql = |statement: &str| count(&ministry.place, statement);
    // The ministry with the data centre, the training centre, the agency that keeps promises, and a bank.
    assert_eq!(sql("select count(*) from organisation"), 4);
    let work = "select count(*) from matter m join post p on p.id = m.custodian_post
        where m.kind = 'transaction-report' and p.role = 'compliance-officer' and m.phase = 'open'";
    assert_eq!(sql(work), 3, "the bank has work waiting");
    assert!(ministry.summary.sign_ins.iter().any(|way| way.role == "compliance-officer"));
    assert_eq!(sql("select count(*) from credential where valid_until < (select max(at) from journal)"), 1);
    assert_eq!(sql("select count(*) from public_view"), 2);
    assert!(sql("select count(*) from linkage_run") >= 1);
    assert!(sql("select count(*) from delivered_list") > 6);
    assert!(ministry.summary.sign_ins.iter().any(|way| way.role == "linkage-reviewer"));
    let options = Options { node: HALIMBAWA, children: 5, today: TODAY, seed: 29, beside: None };
    let abroad = seeded_as(options).await;
    assert_eq!(abroad.summary.children, 5);
    for seeded in [&ministry, &abroad] {
        assert!(seeded.node.verify(None).await.unwrap().is_ok());
        assert_eq!(count(&seeded.place, "select count(*) from journal where outcome = 'denied'"), 0);
    }
}
