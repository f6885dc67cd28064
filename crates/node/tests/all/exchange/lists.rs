//! Lists that travel to a data centre in parts, and take effect once.

use node::acts::exchange::{SendList, Sent};
use node::exchange::DueItem;
use node::{Actor, Error};

use super::net::{ABROAD, Net};

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

on_both!(encodings_arrive_without_a_name, |world| {
    let net = Net::new(world).await;
    net.abroad.staff("statistician", None).await;
    let boss = boss(&net).await;
    let encodings: Vec<Vec<u8>> = (0..500_u16).map(|n| seal::sha256(&n.to_be_bytes()).to_vec()).collect();
    let sent = Sent::Encodings("bloom-32".into(), encodings.clone());
    net.here.node.perform(&boss, list(sent)).await.unwrap();
    net.carry().await;
    assert_eq!(delivered(&net).await, [["500", "0", "children"]]);
    let kept = net.abroad.sql("select count(*), min(schema) from delivered_encoding").await;
    assert_eq!(kept, [["500", "bloom-32"]]);
    assert_eq!(net.abroad.sql("select count(*) from delivered_row").await, [["0"]]);
});

on_both!(what_is_no_list_is_not_sent_or_not_taken, |world| {
    let net = Net::new(world).await;
    let boss = boss(&net).await;
    let send = async |sent| net.here.node.perform(&boss, list(sent)).await;
    assert!(matches!(send(plain(0)).await, Err(Error::Refused("list-without-rows"))));
    let long = Sent::Rows(vec!["nama".into()], vec![vec!["x".repeat(65)]]);
    assert!(matches!(send(long).await, Err(Error::Refused("list-does-not-fit"))));
    let uneven = Sent::Encodings("bloom".into(), vec![vec![1; 32], vec![1; 33]]);
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
