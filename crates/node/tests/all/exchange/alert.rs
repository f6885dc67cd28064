//! Alerts: to everybody who takes them, acknowledged, judged, disputed, recalled; addresses for hotlines alone.

use model::kinds::{IncomingAlert, NetworkAlert};
use model::time::DAY;
use model::{Draft, Id, Kind};
use node::acts::staff::FoundNode;
use node::acts::{Move, Open, View};
use node::{Error, Node};

use super::net::Net;
use super::referral::state;
use crate::world::{Staff, World};

fn draft() -> Draft {
    Draft::default()
        .with("alert_type", "recruitment")
        .with("severity", "severe")
        .with("region", "32.73")
        .with("valid_until", "2026-03-20")
        .with("title", "Tawaran kerja palsu (rekaan)")
        .with("text", "Data rekaan: tawaran kerja lewat pesan singkat.")
        .with("indicators", "akun: contoh_rekaan")
}

async fn issue(node: &Node, staff: &Staff, draft: Draft) -> node::Result<Id> {
    node.perform(&staff.actor, Open::<NetworkAlert>::root(draft)).await.map(|opened| opened.id)
}

async fn came(world: &World) -> Vec<Id> {
    let rows = world.sql("select id from matter where kind = 'incoming-alert' order by id").await;
    rows.iter().map(|row| row[0].parse().unwrap()).collect()
}

async fn step(
    world: &World,
    staff: &Staff,
    id: Id,
    action: &str,
    fields: &[(&str, &str)],
) -> node::Result<()> {
    let draft = fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text));
    world.node.perform(&staff.actor, Move::<IncomingAlert>::new(id, action, draft)?).await.map(drop)
}

async fn said<K: Kind>(world: &World, staff: &Staff, id: Id, field: &str) -> String {
    world.node.perform(&staff.actor, View::<K>::new(id)).await.unwrap().record.text(field)
}

/// Another organisation on a node, with somebody at its intake.
async fn neighbour(world: &World) -> Staff {
    let found = FoundNode {
        member_id: "ID/GOV/CONTOH-UPTD".into(),
        name: "UPTD Contoh (rekaan)".into(),
        email: "admin2@contoh.invalid".into(),
        admin_name: "Admin Contoh".into(),
    };
    let founded = world.node.perform(&world.node.system("set-up"), found).await.unwrap();
    let origin = node::access::Origin::Online;
    let admin = world.node.actor(founded.account, model::Lang::Id, origin).await.unwrap();
    world.staff_by(&admin, "intake-operator", None).await
}

on_both!(an_alert_reaches_all_is_judged_disputed_and_recalled, |world| {
    let neighbour = neighbour(&world).await;
    let net = Net::new(world).await;
    let boss = net.here.staff("manager", None).await;
    let alert = issue(&net.here.node, &boss, draft()).await.unwrap();
    net.carry().await;
    let (abroad, beside) = (came(&net.abroad).await, came(&net.here).await);
    assert_eq!((abroad.len(), beside.len()), (1, 1));
    assert_eq!(said::<NetworkAlert>(&net.here, &boss, alert, "sent_to").await, "2");
    assert_eq!(
        said::<IncomingAlert>(&net.abroad, &net.intake, abroad[0], "indicators").await,
        "account: contoh_rekaan"
    );
    assert_eq!(
        said::<IncomingAlert>(&net.abroad, &net.intake, abroad[0], "standing").await,
        "investigation_seed"
    );

    // Having looked is told by the clock, having acted by the step.
    net.abroad.node.turn_clock().await.unwrap();
    net.carry().await;
    assert_eq!(said::<NetworkAlert>(&net.here, &boss, alert, "seen").await, "1");
    step(&net.abroad, &net.intake, abroad[0], "take", &[]).await.unwrap();
    let yes = [("opinion", "positive"), ("opinion_reason", "Data rekaan: dikenal di sini.")];
    step(&net.abroad, &net.intake, abroad[0], "judge", &yes).await.unwrap();
    net.carry().await;
    assert_eq!(said::<NetworkAlert>(&net.here, &boss, alert, "assigned").await, "1");
    assert_eq!(said::<NetworkAlert>(&net.here, &boss, alert, "seen").await, "", "one word of each member");
    assert_eq!(said::<NetworkAlert>(&net.here, &boss, alert, "standing").await, "positive");
    step(&net.here, &neighbour, beside[0], "judge", &[("opinion", "negative")]).await.unwrap();
    assert_eq!(said::<NetworkAlert>(&net.here, &boss, alert, "standing").await, "disputed");
    step(&net.here, &neighbour, beside[0], "dismiss", &[("dismiss_note", "Data rekaan")]).await.unwrap();
    assert_eq!(said::<NetworkAlert>(&net.here, &boss, alert, "not_relevant").await, "1");

    // What was told to others is not changed here alone; it is recalled, from everybody.
    let edit = node::acts::Edit::<NetworkAlert>::new(alert, Draft::default().with("title", "Lain"));
    assert!(net.here.node.perform(&boss.actor, edit).await.is_err());
    let recall = Draft::default().with("recall_reason", "Data rekaan: keliru.");
    let recall = Move::<NetworkAlert>::new(alert, "recall", recall).unwrap();
    net.here.node.perform(&boss.actor, recall).await.unwrap();
    net.carry().await;
    assert_eq!(state(&net.abroad, abroad[0]).await, "recalled");
    assert_eq!(said::<IncomingAlert>(&net.abroad, &net.intake, abroad[0], "text").await, "");
    assert_eq!(said::<IncomingAlert>(&net.here, &neighbour, beside[0], "title").await, "");
    for world in [&net.here, &net.abroad] {
        assert!(world.node.verify(None).await.unwrap().is_ok());
    }
});

on_both!(addresses_come_from_hotlines_and_reach_hotlines_alone, |world| {
    let net = Net::new(world).await;
    let (boss, lead) = (net.here.staff("manager", None).await, net.abroad.staff("manager", None).await);
    // The member here receives, too.
    net.here.staff("intake-operator", Some(net.here.unit)).await;
    let with = draft().with("indicators", "alamat web: https://contoh.invalid/halaman\nakun: contoh_rekaan");
    let refused = issue(&net.here.node, &boss, with.clone()).await;
    assert!(matches!(refused, Err(Error::Refused("address-not-here"))));
    let wordy = draft().with("text", "Lihat www.contoh.invalid (rekaan)");
    assert!(matches!(issue(&net.here.node, &boss, wordy).await, Err(Error::Refused("address-in-words"))));
    let untyped = draft().with("indicators", "sesuatu");
    assert!(matches!(issue(&net.here.node, &boss, untyped).await, Err(Error::Invalid(_))));
    assert_eq!(net.here.sql("select count(*) from matter where kind = 'network-alert'").await, [["0"]]);
    // A hotline may; the foundation gets the rest without the address.
    let alert = issue(&net.abroad.node, &lead, with).await.unwrap();
    let kept = said::<NetworkAlert>(&net.abroad, &lead, alert, "indicators").await;
    assert_eq!(kept, "address: hxxps://contoh[.]invalid/halaman\naccount: contoh_rekaan");
    net.carry().await;
    let here = came(&net.here).await;
    assert_eq!(
        said::<IncomingAlert>(&net.here, &boss, here[0], "indicators").await,
        "account: contoh_rekaan"
    );
});

on_both!(an_alert_ends_by_itself_and_one_nobody_answers_climbs, |world| {
    let net = Net::new(world).await;
    let boss = net.here.staff("manager", None).await;
    let alert = issue(&net.here.node, &boss, draft()).await.unwrap();
    net.carry().await;
    let came = came(&net.abroad).await;
    net.abroad.clock.advance(4 * DAY);
    net.abroad.node.turn_clock().await.unwrap();
    assert_eq!(net.abroad.sql("select count(*) from escalation").await, [["1"]]);
    for world in [&net.here, &net.abroad] {
        world.clock.advance(16 * DAY);
        world.node.turn_clock().await.unwrap();
    }
    assert_eq!(
        (state(&net.here, alert).await, state(&net.abroad, came[0]).await),
        ("ended".into(), "ended".into())
    );
});
