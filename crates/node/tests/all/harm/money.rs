//! Transaction reports: only the financial duty knows that one exists.

use model::Draft;
use model::kinds::TransactionReport;
use model::time::DAY;
use node::Error;
use node::acts::harm::{TakeGoaml, WriteGoaml};
use node::acts::{List, ListQuery, Move, Open, View};

use super::{organisation, told};

const PROFILE: &str = include_str!("../../../../formats/tests/data/goaml/profil.json");

fn report() -> Draft {
    Draft::default()
        .with("direction", "to_fiu")
        .with("report_code", "STR")
        .with("institution", "Bank Contoh (rekaan)")
        .with("indicators", "many_senders_one_receiver")
        .with("parties", "account: CONTOH 000012345678\nentity: PT Contoh Rekaan")
        .with("grounds", "Banyak kiriman kecil (rekaan).")
}

on_both!(nobody_outside_the_financial_duty_learns_of_a_report, |world| {
    let admin = organisation(&world, "ID/FIU/CONTOH").await;
    let analyst = world.staff_by(&admin, "fiu-analyst", None).await;
    let boss = world.staff_by(&admin, "manager", None).await;
    let lead = world.staff_by(&admin, "protection-lead", None).await;
    let opened =
        world.node.perform(&analyst.actor, Open::<TransactionReport>::root(report())).await.unwrap().id;
    for other in [&boss, &lead] {
        let look = world.node.perform(&other.actor, View::<TransactionReport>::new(opened)).await;
        assert!(matches!(look, Err(Error::NotFound)));
        let list =
            world.node.perform(&other.actor, List::<TransactionReport>::new(ListQuery::default())).await;
        assert!(list.is_err());
    }
    world.clock.advance(10 * DAY);
    world.node.turn_clock().await.unwrap();
    assert_eq!(
        told(&world, boss.post).await,
        Vec::<String>::new(),
        "what is late does not climb out of the duty"
    );
    assert_eq!(told(&world, lead.post).await, Vec::<String>::new());
});

on_both!(goaml_comes_in_and_goes_out, |world| {
    let admin = organisation(&world, "ID/FIU/CONTOH").await;
    let analyst = world.staff_by(&admin, "fiu-analyst", None).await;
    let opened =
        world.node.perform(&analyst.actor, Open::<TransactionReport>::root(report())).await.unwrap().id;
    let profile = formats::goaml::Profile::parse(PROFILE.as_bytes()).unwrap();
    let write = || WriteGoaml {
        report: opened,
        profile: PROFILE.into(),
        entity: "0001".into(),
        reporter: "Petugas Contoh".into(),
        indicators: profile.indicators[0].code.clone(),
    };
    let early = world.node.perform(&analyst.actor, write()).await;
    assert!(matches!(early, Err(Error::Refused("wrong-state"))), "reviewed first");
    let step = Move::<TransactionReport>::new(opened, "review", Draft::default()).unwrap();
    world.node.perform(&analyst.actor, step).await.unwrap();
    let written = world.node.perform(&analyst.actor, write()).await.unwrap();
    let take = |document: &str| TakeGoaml {
        document: document.into(),
        institution: "Bank Contoh (rekaan)".into(),
        direction: "from_institution".into(),
    };
    let came = world.node.perform(&analyst.actor, take(&written.text)).await.unwrap().id;
    let seen = world.node.perform(&analyst.actor, View::<TransactionReport>::new(came)).await.unwrap();
    assert!(seen.record.text("parties").contains("entity: PT Contoh Rekaan"));
    assert!(matches!(world.node.perform(&analyst.actor, take("<x/>")).await, Err(Error::Refused(_))));
    let done = Draft::default().with("reported_to", "Unit Contoh (rekaan)").with("reported_on", "2026-03-05");
    let step = Move::<TransactionReport>::new(opened, "report", done).unwrap();
    world.node.perform(&analyst.actor, step).await.unwrap();
    let none = Move::<TransactionReport>::new(opened, "acknowledge", Draft::default()).unwrap();
    assert!(world.node.perform(&analyst.actor, none).await.is_err(), "only with the receiver's number");
});
