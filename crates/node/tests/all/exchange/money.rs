//! Feedback on a report about transactions: from one financial duty to the other, and to nobody beside them.

use model::kinds::TransactionReport;
use model::time::DAY;
use model::{Draft, Id};
use node::acts::exchange::{ExportEvidence, ListExchange, ViewMessage};
use node::acts::{Move, Open, View};
use node::{Actor, Error};

use super::net::Net;
use super::referral::state;
use crate::world::{Staff, World};

const PAYMENTS: &str = "PH/PLT/BAYARCONTOH";
const WORDS: &str = "Tanda nomor tiga sangat membantu (rekaan).";

async fn step(world: &World, actor: &Actor, id: Id, action: &str, draft: Draft) -> node::Result<Id> {
    Ok(world.node.perform(actor, Move::<TransactionReport>::new(id, action, draft)?).await?.id)
}

async fn opened(world: &World, staff: &Staff, direction: &str, reference: &str) -> Id {
    let draft = Draft::default()
        .with("direction", direction)
        .with("report_code", "STR")
        .with("institution", "Bayar Contoh (rekaan)")
        .with("own_reference", reference);
    world.node.perform(&staff.actor, Open::<TransactionReport>::root(draft)).await.unwrap().id
}

/// A report that the institution made and handed in; answers it with its number.
async fn reported(world: &World, officer: &Staff) -> (Id, String) {
    let id = opened(world, officer, "to_fiu", "").await;
    let grounds = Draft::default().with("grounds", "Banyak kiriman kecil (rekaan).");
    step(world, &officer.actor, id, "review", grounds).await.unwrap();
    let done = Draft::default().with("reported_to", "Unit Contoh (rekaan)").with("reported_on", "2026-03-05");
    step(world, &officer.actor, id, "report", done).await.unwrap();
    let code = world.sql(&format!("select code from matter where id = '{id}'")).await[0][0].clone();
    (id, code)
}

fn feedback(member: &str, words: &str) -> Draft {
    Draft::default()
        .with("feedback_given", words)
        .with("feedback_given_on", "2026-03-05")
        .with("institution_member", member)
        .with("feedback_basis", "uu_tppu")
}

async fn seen(world: &World, staff: &Staff, id: Id) -> String {
    world
        .node
        .perform(&staff.actor, View::<TransactionReport>::new(id))
        .await
        .unwrap()
        .record
        .text("feedback")
}

on_both!(feedback_travels_from_duty_to_duty_and_counts_with_its_receipt, |world| {
    let mut net = Net::with(world, PAYMENTS).await;
    let analyst = net.joined("ID/FIU/CONTOH", "fiu-analyst").await;
    let officer = net.abroad.staff("fiu-analyst", Some(net.abroad.unit)).await;
    let (theirs, code) = reported(&net.abroad, &officer).await;
    let ours = opened(&net.here, &analyst, "from_institution", &code).await;

    let without = feedback(PAYMENTS, WORDS).with("feedback_basis", "");
    let without = step(&net.here, &analyst.actor, ours, "give_feedback", without).await;
    assert!(matches!(without, Err(Error::Invalid(_))), "nothing leaves without a legal basis");
    let nobody =
        step(&net.here, &analyst.actor, ours, "give_feedback", feedback("PH/PLT/TIDAK-ADA", WORDS)).await;
    assert!(matches!(nobody, Err(Error::Invalid(_))));
    let address = step(
        &net.here,
        &analyst.actor,
        ours,
        "give_feedback",
        feedback(PAYMENTS, "https://contoh.invalid/a"),
    )
    .await;
    assert!(matches!(address, Err(Error::Refused("address-in-words"))));
    step(&net.here, &analyst.actor, ours, "give_feedback", feedback(PAYMENTS, WORDS)).await.unwrap();
    assert_eq!(state(&net.here, ours).await, "feedback_sent", "given only with a receipt");
    net.carry().await;
    assert_eq!(state(&net.here, ours).await, "feedback_given");
    assert_eq!(state(&net.abroad, theirs).await, "feedback_received");
    assert_eq!(seen(&net.abroad, &officer, theirs).await, WORDS);
    let marking = net.here.sql("select marking from exchange_sent where kind = 'transaction.feedback'").await;
    assert!(marking[0][0].contains("outgoing-basis:uu_tppu"), "the law that it rests on goes along");
    let told = "select code, post_id from notification where code like '%feedback%'";
    assert_eq!(net.abroad.sql(told).await, [["transaction-feedback".to_owned(), officer.post.to_string()]]);
    for world in [&net.here, &net.abroad] {
        assert!(world.node.verify(None).await.unwrap().is_ok());
    }
});

on_both!(nobody_beside_the_duty_learns_that_feedback_was_exchanged, |world| {
    let mut net = Net::with(world, PAYMENTS).await;
    let analyst = net.joined("ID/FIU/CONTOH", "fiu-analyst").await;
    let officer = net.abroad.staff("fiu-analyst", Some(net.abroad.unit)).await;
    let boss = net.abroad.staff("manager", None).await;
    let (_, code) = reported(&net.abroad, &officer).await;
    let ours = opened(&net.here, &analyst, "from_institution", &code).await;
    step(&net.here, &analyst.actor, ours, "give_feedback", feedback(PAYMENTS, WORDS)).await.unwrap();
    net.carry().await;
    let eid =
        net.here.sql("select eid from exchange_sent where kind = 'transaction.feedback'").await[0][0].clone();
    let listed = net.abroad.node.perform(&boss.actor, ListExchange).await.unwrap();
    assert!(listed.received.is_empty(), "not even that something came: {:?}", listed.received);
    let proof = net.abroad.node.perform(&boss.actor, ExportEvidence::of(&eid, true).unwrap()).await;
    assert!(proof.is_err());
    let look = net.here.node.perform(&net.worker.actor, ViewMessage::of(&eid).unwrap()).await;
    assert!(look.is_err());
});

on_both!(feedback_that_nobody_may_read_is_refused_and_stays_open_where_it_was_given, |world| {
    let mut net = Net::with(world, PAYMENTS).await;
    let analyst = net.joined("ID/FIU/CONTOH", "fiu-analyst").await;
    let boss = net.abroad.staff("manager", None).await;
    let ours = opened(&net.here, &analyst, "from_institution", "BANK-1").await;
    step(&net.here, &analyst.actor, ours, "give_feedback", feedback(PAYMENTS, WORDS)).await.unwrap();
    net.carry().await;
    assert_eq!(state(&net.here, ours).await, "feedback_failed", "nobody there has the duty");
    assert_eq!(
        net.here.sql("select count(*) from matter where kind = 'undelivered'").await,
        [["0"]],
        "told nowhere else"
    );
    assert_eq!(
        net.abroad.sql("select count(*) from matter where kind = 'transaction-report'").await,
        [["0"]]
    );
    assert!(net.abroad.node.perform(&boss.actor, ListExchange).await.unwrap().received.is_empty());

    // With somebody who has the duty it arrives, and begins a record where the report was made elsewhere.
    let officer = net.abroad.staff("fiu-analyst", Some(net.abroad.unit)).await;
    net.here.clock.advance(DAY);
    net.abroad.clock.advance(DAY);
    step(&net.here, &analyst.actor, ours, "give_feedback", feedback(PAYMENTS, WORDS)).await.unwrap();
    net.carry().await;
    assert_eq!(state(&net.here, ours).await, "feedback_given");
    let begun = net.abroad.sql("select id from matter where kind = 'transaction-report'").await;
    let begun: Id = begun[0][0].parse().unwrap();
    assert_eq!(
        (state(&net.abroad, begun).await.as_str(), seen(&net.abroad, &officer, begun).await.as_str()),
        ("feedback_received", WORDS)
    );

    // Only a unit gives feedback.
    let other = net.abroad.staff("fiu-analyst", Some(net.abroad.unit)).await;
    let wrong = opened(&net.abroad, &other, "from_institution", "X-1").await;
    let wrong =
        step(&net.abroad, &other.actor, wrong, "give_feedback", feedback("ID/FIU/CONTOH", WORDS)).await;
    assert!(matches!(wrong, Err(Error::Refused("feedback-by-fiu"))));
});
