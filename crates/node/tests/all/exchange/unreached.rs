//! Members that nobody can call: they hold nobody up, and hear what is said about their messages.

use model::Draft;
use model::kinds::NetworkAlert;
use node::acts::Open;
use node::acts::exchange::{SendList, Sent};
use seal::exchange::heard;

use super::net::{ABROAD, Net, adopt, carry};

on_both!(members_without_an_address_do_not_hold_up_the_others, |world| {
    let mut net = Net::new(world).await;
    let model = net.directory.members[1].clone();
    net.directory.version = 2;
    for at in 0..230 {
        let mut member = model.clone();
        member.id = format!("ID/NGO/CONTOH-DIAM-{at}").parse().unwrap();
        (member.endpoint, member.tls) = (None, Vec::new());
        net.directory.members.push(member);
    }
    for node in [&net.here, &net.abroad] {
        adopt(node, &net.directory).await;
    }
    let boss = net.here.staff("manager", None).await;
    let alert = Draft::default()
        .with("alert_type", "recruitment")
        .with("severity", "severe")
        .with("valid_until", "2026-03-20")
        .with("title", "Tawaran kerja palsu (rekaan)")
        .with("text", "Data rekaan: tawaran kerja lewat pesan singkat.");
    net.here.node.perform(&boss.actor, Open::<NetworkAlert>::root(alert)).await.unwrap();
    let due = net.here.node.exchange_due(Vec::new(), Vec::new()).await.unwrap();
    assert_eq!(due.iter().map(|item| item.member.as_str()).collect::<Vec<_>>(), [ABROAD]);
    assert_eq!(carry(&net.here.node, &net.abroad.node).await, 0, "it is under way already");
    let waiting =
        net.here.node.exchange_mailbox(&"ID/NGO/CONTOH-DIAM-7".parse().unwrap(), None).await.unwrap();
    assert_eq!(waiting.len(), 1, "it waits for those who come for it");
});

on_both!(receipts_for_a_member_without_an_address_wait_until_they_are_heard, |world| {
    let mut net = Net::new(world).await;
    net.directory.version = 2;
    (net.directory.members[0].endpoint, net.directory.members[0].tls) = (None, Vec::new());
    for node in [&net.here, &net.abroad] {
        adopt(node, &net.directory).await;
    }
    net.abroad.staff("statistician", None).await;
    let boss = net.here.staff("manager", None).await;
    let rows = vec![vec!["1".into(), "Anak Contoh".into(), "2012-04-09".into()]];
    let columns = ["no_register", "nama", "tanggal_lahir"].map(str::to_owned).to_vec();
    let list = SendList {
        to: ABROAD.into(),
        entity: "children".into(),
        from: "2025-01-01".into(),
        until: "2025-12-31".into(),
        list: Sent::Rows(columns, rows),
    };
    net.here.node.perform(&boss.actor, list).await.unwrap();
    net.carry().await;
    let decided = "select count(*) from exchange_receipt where state = 'decided'";
    assert_eq!(net.here.sql(decided).await, [["0"]], "nobody can call this node");
    let here = net.directory.members[0].id.clone();
    let untold = net.abroad.node.exchange_untold(&here, Vec::new(), None).await.unwrap();
    assert_eq!(untold.len(), 1);
    assert_eq!(net.here.node.exchange_receipts(&untold[0].item).await.unwrap(), 1);
    assert_eq!(net.here.sql(decided).await, [["1"]]);
    let again = net.abroad.node.exchange_untold(&here, Vec::new(), None).await.unwrap();
    assert_eq!(again, untold, "it may have been lost on the way");
    net.abroad.node.exchange_heard(vec![heard(b"something else")]).await.unwrap();
    assert_eq!(net.abroad.node.exchange_untold(&here, Vec::new(), None).await.unwrap(), untold);
    net.abroad.node.exchange_heard(vec![heard(&untold[0].item)]).await.unwrap();
    assert!(net.abroad.node.exchange_untold(&here, Vec::new(), None).await.unwrap().is_empty());
});
