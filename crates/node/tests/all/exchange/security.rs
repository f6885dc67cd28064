//! Members look at their own security at admission and every year; drills end when what they found is settled.

use model::kinds::{SecurityCheck, SecurityFinding};
use model::time::DAY;
use model::{Draft, Id};
use node::acts::{Move, Open};
use node::{Actor, Error, Result};

use super::net::Net;

async fn checks(net: &Net) -> Vec<Vec<String>> {
    let sql = "select k.what, m.state from k_security_check k join matter m on m.id = k.id order by m.opened_at, m.id";
    net.here.sql(sql).await
}

async fn step<K: model::Kind>(
    net: &Net,
    actor: &Actor,
    id: Id,
    action: &str,
    fields: &[(&str, &str)],
) -> Result<()> {
    let draft = fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text));
    net.here.node.perform(actor, Move::<K>::new(id, action, draft)?).await.map(drop)
}

on_both!(a_member_checks_itself_at_admission_and_every_year, |world| {
    let net = Net::new(world).await;
    net.here.node.turn_clock().await.unwrap();
    assert_eq!(checks(&net).await, [["self_admission", "planned"]]);
    net.here.node.turn_clock().await.unwrap();
    assert_eq!(checks(&net).await.len(), 1, "asked once");
    net.here.clock.advance(366 * DAY);
    net.here.node.turn_clock().await.unwrap();
    assert_eq!(checks(&net).await.last().unwrap()[0], "self_yearly");
});

on_both!(a_drill_ends_when_what_it_found_is_settled_by_somebody_else, |world| {
    let net = Net::new(world).await;
    let (manager, lead) =
        (net.here.staff("manager", None).await.actor, net.here.staff("protection-lead", None).await.actor);
    let plan = Draft::default().with("what", "drill_restore").with("due_on", "2026-04-01");
    let id = net.here.node.perform(&manager, Open::<SecurityCheck>::root(plan)).await.unwrap().id;
    let held = [
        ("held_on", "2026-03-05"),
        ("course", "Cadangan dipulihkan di mesin lain (rekaan)."),
        ("hours_taken", "3"),
    ];
    step::<SecurityCheck>(&net, &manager, id, "hold", &held).await.unwrap();
    let found = Draft::default()
        .with("topic", "backup")
        .with("severity", "high")
        .with("mend_by", "2026-03-20")
        .with("finding", "Kunci cadangan hanya ada di satu tempat (rekaan).");
    let finding = net.here.node.perform(&manager, Open::<SecurityFinding>::part(id, found)).await.unwrap().id;
    let end = [("conclusion", "Berjalan, dengan satu temuan (rekaan).")];
    let early = step::<SecurityCheck>(&net, &manager, id, "close", &end).await;
    assert!(matches!(early, Err(Error::Refused("findings-open"))));
    let mended = [("mended_on", "2026-03-05"), ("mended_how", "Salinan kedua di brankas (rekaan).")];
    step::<SecurityFinding>(&net, &manager, finding, "mend", &mended).await.unwrap();
    let sure = [("confirmed_how", "Dilihat sendiri (rekaan).")];
    let own = step::<SecurityFinding>(&net, &manager, finding, "confirm", &sure).await;
    assert!(matches!(own, Err(Error::Refused("own-work"))));
    step::<SecurityFinding>(&net, &lead, finding, "confirm", &sure).await.unwrap();
    step::<SecurityCheck>(&net, &manager, id, "close", &end).await.unwrap();
    assert_eq!(checks(&net).await.last().unwrap()[1], "closed");
    let worker = Open::<SecurityCheck>::root(Draft::default());
    assert!(matches!(net.here.node.perform(&net.worker.actor, worker).await, Err(Error::Denied(_))));
});
