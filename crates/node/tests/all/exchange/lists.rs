//! Lists that travel to a data centre in parts, and take effect once.

use std::collections::BTreeSet;

use linkage::invented::Plan;
use model::Draft;
use model::kinds::ListDelivery;
use node::acts::counting::ViewDataCentre;
use node::acts::exchange::{ListSentLists, SendList, Sent};
use node::counting::Encoding;
use node::exchange::DueItem;
use node::{Actor, Error};

use super::net::{ABROAD, Net};
use crate::data_centre::{lists, read, step};

const HEADER: [&str; 4] = ["no_register", "nama", "jenis_kelamin", "tanggal_lahir"];

fn rows(count: usize) -> Vec<Vec<String>> {
    let row =
        |n: usize| vec![n.to_string(), format!("Anak Contoh {n}"), "perempuan".into(), "2012-04-09".into()];
    (1..=count).map(row).collect()
}

fn list(list: Sent) -> SendList {
    let (from, until) = ("2025-01-01".into(), "2025-12-31".into());
    SendList { to: ABROAD.into(), entity: "children".into(), from, until, list }
}

fn plain(count: usize) -> Sent {
    Sent::Rows(HEADER.map(str::to_owned).to_vec(), rows(count))
}

async fn due(net: &Net) -> Vec<DueItem> {
    let due = net.here.node.exchange_due(Vec::new(), Vec::new()).await.unwrap();
    due.into_iter().filter(|item| !item.receipt).collect()
}

async fn boss(net: &Net) -> Actor {
    net.here.staff("manager", None).await.actor
}

async fn delivered(net: &Net) -> Vec<Vec<String>> {
    net.abroad.sql("select rows_taken, rows_aside, counted_entity from k_list_delivery").await
}

on_both!(a_list_arrives_once_in_whatever_order_its_parts_come, |world| {
    let net = Net::new(world).await;
    let officer = net.abroad.staff("statistician", None).await;
    let boss = boss(&net).await;
    let id = net.here.node.perform(&boss, list(plain(25_000))).await.unwrap().id;
    let mut parts = due(&net).await;
    assert!(parts.len() > 1, "one part holds 20,000 rows at most");
    parts.reverse();
    for part in &parts {
        assert!(delivered(&net).await.is_empty());
        let receipts = net.abroad.node.exchange_accept(&part.bytes).await.unwrap();
        // Each part comes twice.
        net.abroad.node.exchange_accept(&part.bytes).await.unwrap();
        net.here.node.exchange_receipts(&receipts.to_bytes()).await.unwrap();
    }
    assert_eq!(delivered(&net).await, [["25000", "0", "children"]]);
    let kept = net.abroad.sql("select count(*) from delivered_row").await;
    assert_eq!(kept, [["25000"]]);
    let clear = net.abroad.sql("select count(*) from exchange_bytes where owner like 'list:%'").await;
    assert_eq!(clear, [["0"]], "the parts are gone once the list is there");
    let custodian = net.abroad.sql("select custodian_post from matter where kind = 'list-delivery'").await;
    assert_eq!(custodian[0][0], officer.post.to_string());
    net.carry().await;
    let decided = net.here.sql("select count(*) from exchange_receipt where state = 'decided'").await;
    assert_eq!(decided, [["1"]]);
    let shared = net.abroad.sql("select shared_id from exchange_list").await;
    assert_eq!(shared[0][0], id.to_string());
});

fn encoding(secret: u8) -> Encoding {
    let schema = linkage::encoding::Schema::parse(linkage::encoding::READY_SCHEMA).unwrap();
    Encoding::new(schema, None, &[secret; 40]).unwrap()
}

async fn send_encoded(net: &Net, boss: &Actor, encoding: &Encoding, text: &str) {
    let (name, items) = encoding.list(&read(text), true).unwrap();
    net.here.node.perform(boss, list(Sent::Encodings(name, items))).await.unwrap();
    net.carry().await;
}

async fn accept_all(net: &Net, officer: &Actor) {
    let rows = net
        .abroad
        .sql("select id from matter where kind = 'list-delivery' and state = 'received' order by id")
        .await;
    for row in rows {
        for action in ["check", "accept"] {
            let step =
                step::<ListDelivery>(&net.abroad, officer, row[0].parse().unwrap(), action, Draft::default());
            step.await.unwrap();
        }
    }
}

on_both!(encodings_arrive_without_a_name_and_are_counted_once, |world| {
    let net = Net::new(world).await;
    let officer = net.abroad.staff("statistician", None).await.actor;
    let boss = boss(&net).await;
    let (files, other, encoding) = (lists(5, 500), encoding(8), encoding(7));
    let mut delivered = 0;
    for (_, text) in &files {
        delivered += read(text).rows.len();
        send_encoded(&net, &boss, &encoding, text).await;
    }
    let clear = net.abroad.sql("select count(*), count(sex), count(event_on) from delivered_row").await;
    assert!(clear[0].iter().all(|count| count.parse::<usize>().unwrap() > delivered * 8 / 10), "{clear:?}");
    accept_all(&net, &officer).await;
    net.abroad.node.link_lists(net.abroad.node.new_id(), &officer, false).await.unwrap();
    let found = net.abroad.node.perform(&officer, ViewDataCentre).await.unwrap().run.unwrap().clusters;
    let (rows, _) = Plan { seed: 5, records: 500, ..Plan::default() }.rows();
    let truth = rows.iter().map(|row| row.child).collect::<BTreeSet<_>>().len();
    let truth = i64::try_from(truth).unwrap();
    assert!((found - truth).abs() * 10 < truth, "{found} of {truth} children");
    // Another secret, or words, cannot be laid beside them.
    let sent = net.here.node.perform(&boss, ListSentLists).await.unwrap();
    assert_eq!(sent.receivers.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), [ABROAD]);
    let sent = sent.lists;
    assert_eq!(sent.len(), files.len());
    assert!(sent.iter().all(|one| one.encoded && one.decided_at.is_some() && one.parts.0 == one.parts.1));
    send_encoded(&net, &boss, &other, &files[0].1).await;
    accept_all(&net, &officer).await;
    let mixed = net.abroad.node.link_lists(net.abroad.node.new_id(), &officer, false).await;
    assert!(matches!(mixed, Err(Error::Refused("lists-not-alike"))));
    let seen = net.here.node.perform(&net.worker.actor, ListSentLists).await;
    assert!(matches!(seen, Err(Error::Denied("no-right"))));
    crate::at_rest::names_nobody(&net.abroad, &["Kerja paksa"]).await;
});

on_both!(encodings_that_say_nothing_of_how_they_were_made_are_refused, |world| {
    let net = Net::new(world).await;
    net.abroad.staff("statistician", None).await;
    let boss = boss(&net).await;
    let encodings: Vec<Vec<u8>> = (0..500_u16).map(|n| seal::sha256(&n.to_be_bytes()).to_vec()).collect();
    for name in ["bloom-32", "clk/1:q@0f3a1b2c", "clk/1:s@0f3a1b2c", "clk/1:nsd@0f3a1b2c"] {
        let sent = Sent::Encodings(name.into(), encodings.clone());
        net.here.node.perform(&boss, list(sent)).await.unwrap();
    }
    net.carry().await;
    assert!(delivered(&net).await.is_empty());
    assert_eq!(net.here.sql("select distinct why from k_undelivered").await, [["schema"]]);
});

on_both!(what_is_no_list_is_not_sent_or_not_taken, |world| {
    let net = Net::new(world).await;
    let boss = boss(&net).await;
    let send = async |sent| net.here.node.perform(&boss, list(sent)).await;
    assert!(matches!(send(plain(0)).await, Err(Error::Refused("list-without-rows"))));
    let long = Sent::Rows(vec!["nama".into()], vec![vec!["x".repeat(65)]]);
    assert!(matches!(send(long).await, Err(Error::Refused("list-does-not-fit"))));
    let uneven = Sent::Encodings("clk/1:n@0f3a1b2c".into(), vec![vec![1; 32], vec![1; 33]]);
    assert!(matches!(send(uneven).await, Err(Error::Refused("list-does-not-fit"))));
    let worker = net.here.node.perform(&net.worker.actor, list(plain(3))).await;
    assert!(matches!(worker, Err(Error::Denied("no-right"))));
    // Without names nobody can count: the receiver says so.
    let nameless = Sent::Rows(vec!["warna".into()], vec![vec!["biru".into()]]);
    send(nameless).await.unwrap();
    net.carry().await;
    assert!(delivered(&net).await.is_empty());
    assert_eq!(net.here.sql("select why from k_undelivered").await, [["schema"]]);
});
