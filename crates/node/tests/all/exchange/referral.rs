use model::kinds::{IncomingReferral, Referral};
use model::{Draft, Id, Kind};
use node::Error;
use node::acts::moves::{CorrectReferral, ReferCase};
use node::acts::people::EditPerson;
use node::acts::{Move, View};

use super::net::Net;
use crate::moves::{agree, agree_to, refer_with, sharing};
use crate::world::{Staff, World};

/// Refers a case abroad with consent to identity, contact and services.
pub(super) async fn refer(net: &Net) -> (Id, Id) {
    let case = net.case().await;
    agree(&net.here, &net.worker.actor, case).await;
    let sharing = sharing(&["identity", "contact", "services"]);
    let act = ReferCase { case, to: net.peer, service: None, sharing };
    (case, net.here.node.perform(&net.worker.actor, act).await.unwrap().id)
}

pub(super) async fn state(world: &World, id: Id) -> String {
    world.sql(&format!("select state from matter where id = '{id}'")).await[0][0].clone()
}

pub(super) async fn incoming(net: &Net) -> Vec<Id> {
    let rows = net.abroad.sql("select id from matter where kind = 'incoming-referral' order by id").await;
    rows.iter().map(|row| row[0].parse().unwrap()).collect()
}

pub(super) async fn answer(
    net: &Net,
    staff: &Staff,
    id: Id,
    action: &str,
    fields: &[(&str, &str)],
) -> node::Result<()> {
    let draft = fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text));
    let step = Move::<IncomingReferral>::new(id, action, draft)?;
    net.abroad.node.perform(&staff.actor, step).await.map(drop)
}

async fn shown(net: &Net, id: Id, field: &str) -> String {
    shown_to(net, &net.intake, id, field).await
}

async fn shown_to(net: &Net, staff: &Staff, id: Id, field: &str) -> String {
    let seen = net.abroad.node.perform(&staff.actor, View::<IncomingReferral>::new(id)).await.unwrap();
    seen.record.text(field)
}

on_both!(a_referral_goes_abroad_and_comes_back_with_its_outcome, |world| {
    let net = Net::new(world).await;
    let (_, referral) = refer(&net).await;
    assert_eq!(net.outbox().await, [("referral.offer".to_owned(), "queued".to_owned())]);
    assert!(net.carry().await > 0);
    assert_eq!(net.outbox().await, [("referral.offer".to_owned(), "delivered".to_owned())]);
    assert_eq!(state(&net.here, referral).await, "in_progress", "sent is not accepted");

    // Abroad it lies with the intake post; nothing that finds the child has travelled.
    let came = incoming(&net).await;
    assert_eq!(came.len(), 1);
    let custodian =
        net.abroad.sql(&format!("select custodian_post from matter where id = '{}'", came[0])).await;
    assert_eq!(custodian[0][0], net.intake.post.to_string());
    assert_eq!(shown(&net, came[0], "child_name").await, "");
    assert_eq!(shown(&net, came[0], "age_band").await, "age_12_14");
    assert!(shown(&net, came[0], "from_member").await.contains("ID/NGO/CONTOH-KASIH"));
    assert_eq!(shown(&net, came[0], "risk_level").await, "high");

    answer(&net, &net.intake, came[0], "accept", &[("first_contact_by", "2026-03-09")]).await.unwrap();
    assert_eq!(state(&net.here, referral).await, "in_progress", "the answer is still on its way");
    net.carry().await;
    assert_eq!(state(&net.here, referral).await, "accepted");
    // After the yes what was agreed on is there, and no more.
    assert!(shown(&net, came[0], "child_name").await.starts_with("Contoh"));
    assert_eq!(shown(&net, came[0], "phone").await, "0800-0000-1234");
    assert_eq!(shown(&net, came[0], "circumstances").await, "", "nobody agreed to tell what happened");

    let outcome =
        [("outcome", "delivered"), ("outcome_on", "2026-03-05"), ("outcome_note", "Data rekaan: selesai.")];
    answer(&net, &net.intake, came[0], "finish", &outcome).await.unwrap();
    net.carry().await;
    assert_eq!(state(&net.here, referral).await, "done");
    let view = net.here.node.perform(&net.worker.actor, View::<Referral>::new(referral)).await.unwrap();
    assert_eq!(view.record.text("outcome_note"), "Data rekaan: selesai.");
    assert!(net.here.node.verify(None).await.unwrap().is_ok());
    assert!(net.abroad.node.verify(None).await.unwrap().is_ok());
});

on_both!(what_was_told_is_set_right_abroad, |world| {
    let net = Net::new(world).await;
    let (case, referral) = refer(&net).await;
    let correct = |reason: &str| CorrectReferral { referral, reason: reason.to_owned() };
    let why = "Data rekaan: nomor telepon berganti.";
    let early = net.here.node.perform(&net.worker.actor, correct(why)).await;
    assert!(matches!(early, Err(Error::Refused("not-accepted"))), "nothing was told yet");
    net.carry().await;
    let came = incoming(&net).await[0];
    answer(&net, &net.intake, came, "accept", &[("first_contact_by", "2026-03-09")]).await.unwrap();
    net.carry().await;
    assert_eq!(shown(&net, came, "phone").await, "0800-0000-1234");
    assert_eq!(shown(&net, came, "birth_year").await, "2012");

    // A number changes, a year turns out to be unknown.
    let child = net.here.sql(&format!("select child from k_case where id = '{case}'")).await;
    let child: Id = child[0][0].parse().unwrap();
    let draft = Draft::default().with("phone", "0800-0000-9999").with("birth_year", "");
    let edit = EditPerson { id: child, draft, since: None };
    net.here.node.perform(&net.worker.actor, edit).await.unwrap();
    net.carry().await;
    assert_eq!(shown(&net, came, "phone").await, "0800-0000-1234", "nothing travels unasked");
    let stranger = net.here.neighbour().await;
    let denied = net.here.node.perform(&stranger, correct(why)).await;
    assert!(matches!(denied, Err(Error::NotFound | Error::Denied(_))), "{denied:?}");
    let empty = net.here.node.perform(&net.worker.actor, correct(" ")).await;
    assert!(matches!(empty, Err(Error::Invalid(_))), "whoever is told again is told why");

    net.here.node.perform(&net.worker.actor, correct(why)).await.unwrap();
    net.carry().await;
    assert_eq!(shown(&net, came, "phone").await, "0800-0000-9999");
    assert_eq!(shown(&net, came, "birth_year").await, "", "what is no longer there goes, too");
    assert_eq!(shown(&net, came, "circumstances").await, "", "nobody agreed to tell what happened");
    let told =
        net.abroad.sql("select code from notification where code = 'incoming-referral-corrected'").await;
    assert_eq!(told.len(), 1);
    let seen = net.abroad.node.perform(&net.intake.actor, View::<IncomingReferral>::new(came)).await.unwrap();
    let before = seen.history.iter().flat_map(|told| &told.detail.changes);
    let before: Vec<_> = before.map(|change| (change.field.as_str(), change.old.as_str())).collect();
    assert!(before.contains(&("phone", "0800-0000-1234")), "what stood there before can be read: {before:?}");
    // The receiver signed that it knows what no longer holds.
    let offers = "select o.receipt_state from exchange_outbox o join exchange_sent s on s.eid = o.eid
       where s.kind = 'referral.offer' order by s.seq, o.id";
    let signed: Vec<_> = net.here.sql(offers).await.into_iter().flatten().collect();
    assert_eq!(signed.iter().filter(|state| *state == "decided").count(), 1, "{signed:?}");
    assert_eq!(state(&net.here, referral).await, "accepted", "the work goes on");
    assert!(net.abroad.node.verify(None).await.unwrap().is_ok());
});

on_both!(a_no_and_another_address_come_back, |world| {
    let net = Net::new(world).await;
    let (_, first) = refer(&net).await;
    let (_, second) = refer(&net).await;
    net.carry().await;
    let came = incoming(&net).await;
    answer(&net, &net.intake, came[0], "reject", &[("rejected_reason", "no_capacity")]).await.unwrap();
    answer(&net, &net.intake, came[1], "redirect", &[("redirect_to", "Lembaga rekaan lain")]).await.unwrap();
    net.carry().await;
    let mut states = [state(&net.here, first).await, state(&net.here, second).await];
    states.sort();
    assert_eq!(states, ["redirected", "rejected"]);
    let reason =
        net.here.sql("select rejected_reason from k_referral where rejected_reason is not null").await;
    assert_eq!(reason, [["no_capacity"]]);
});

on_both!(what_is_taken_back_is_taken_back_abroad, |world| {
    let net = Net::new(world).await;
    let (_, referral) = refer(&net).await;
    net.carry().await;
    let came = incoming(&net).await;
    assert!(!shown(&net, came[0], "reason").await.is_empty());
    let draft = Draft::default().with("revoked_reason", "Data rekaan: tidak diperlukan lagi.");
    let step = Move::<Referral>::new(referral, "revoke", draft).unwrap();
    net.here.node.perform(&net.worker.actor, step).await.unwrap();
    net.carry().await;
    assert_eq!(state(&net.abroad, came[0]).await, "revoked");
    assert_eq!(shown(&net, came[0], "reason").await, "", "what was told is gone");
    let decided = net.here.sql("select state from exchange_receipt where state = 'decided'").await;
    assert_eq!(decided.len(), 1, "the receiver says that it was carried out");
    let late = answer(&net, &net.intake, came[0], "accept", &[("first_contact_by", "2026-03-09")]).await;
    assert!(matches!(late, Err(Error::Refused("wrong-state"))));
});

on_both!(without_consent_nothing_is_queued, |world| {
    let net = Net::new(world).await;
    let case = net.case().await;
    let act = ReferCase { case, to: net.peer, service: None, sharing: sharing(&["identity"]) };
    let refused = net.here.node.perform(&net.worker.actor, act).await;
    assert!(matches!(refused, Err(Error::Refused("share-without-consent"))));
    assert!(net.outbox().await.is_empty());
    assert_eq!(net.carry().await, 0);
});

on_both!(a_consent_withdrawn_meanwhile_keeps_the_rest_at_home, |world| {
    let net = Net::new(world).await;
    let (_, referral) = refer(&net).await;
    net.carry().await;
    let came = incoming(&net).await;
    answer(&net, &net.intake, came[0], "accept", &[("first_contact_by", "2026-03-09")]).await.unwrap();
    let consent: Id =
        net.here.sql("select id from matter where kind = 'consent'").await[0][0].parse().unwrap();
    let said = Draft::default().with("withdrawn_reason", "Data rekaan");
    let step = Move::<model::kinds::Consent>::new(consent, "withdraw", said).unwrap();
    net.here.node.perform(&net.worker.actor, step).await.unwrap();
    net.carry().await;
    assert_eq!(state(&net.here, referral).await, "revoked");
    assert_eq!(state(&net.abroad, came[0]).await, "revoked");
    assert_eq!(shown(&net, came[0], "child_name").await, "", "the name never left");
});

on_both!(a_consent_withdrawn_after_the_end_is_told_to_who_had_the_data, |world| {
    let net = Net::new(world).await;
    let (_, referral) = refer(&net).await;
    net.carry().await;
    let came = incoming(&net).await;
    answer(&net, &net.intake, came[0], "accept", &[("first_contact_by", "2026-03-09")]).await.unwrap();
    net.carry().await;
    let outcome = [("outcome", "delivered"), ("outcome_on", "2026-03-05"), ("outcome_note", "Data rekaan.")];
    answer(&net, &net.intake, came[0], "finish", &outcome).await.unwrap();
    net.carry().await;
    assert_eq!(state(&net.here, referral).await, "done");
    let told = "select id from notification where code = 'incoming-referral-revoked'";
    assert!(net.abroad.sql(told).await.is_empty());
    let consent: Id =
        net.here.sql("select id from matter where kind = 'consent'").await[0][0].parse().unwrap();
    let said = Draft::default().with("withdrawn_reason", "Data rekaan");
    let step = Move::<model::kinds::Consent>::new(consent, "withdraw", said).unwrap();
    net.here.node.perform(&net.worker.actor, step).await.unwrap();
    net.carry().await;
    assert!(!net.abroad.sql(told).await.is_empty(), "whoever had it knows that it was taken back");
    assert_eq!(state(&net.abroad, came[0]).await, "done", "what was done stays done");
    assert_eq!(state(&net.here, referral).await, "done");
});

/// What is known of the child beyond the name, in the group under which it is told.
pub(super) const KNOWN: [(&str, &str, &str); 13] = [
    ("identity", "other_documents", "Akta kelahiran rekaan no. 7"),
    ("health", "difficulty_seeing", "some"),
    ("health", "difficulty_hearing", "a_lot"),
    ("health", "difficulty_walking", "no_difficulty"),
    ("health", "difficulty_remembering", "some"),
    ("health", "difficulty_self_care", "no_difficulty"),
    ("health", "difficulty_communicating", "cannot"),
    ("family", "marital_status", "single"),
    ("services", "occupation", "Membantu di kebun (rekaan)"),
    ("identity", "unhcr_id_no", "UN-RKN-1"),
    ("identity", "un_no", "UN-RKN-2"),
    ("identity", "icrc_ref_no", "IC-RKN-3"),
    ("identity", "other_id_no", "RKN-4"),
];

/// The same of its case and its person, as far as either has the field.
pub(super) async fn know(net: &Net, case: Id) {
    let of = |kind: &model::KindMeta| {
        let own = KNOWN.iter().filter(|(_, name, _)| kind.field(name).is_some());
        own.fold(Draft::default(), |draft, (_, name, text)| draft.with(name, *text))
    };
    let child = net.here.sql(&format!("select child from k_case where id = '{case}'")).await;
    let id: Id = child[0][0].parse().unwrap();
    let person = EditPerson { id, draft: of(model::kinds::Person::META), since: None };
    net.here.node.perform(&net.worker.actor, person).await.unwrap();
    let case = node::acts::Edit::<model::kinds::Case>::new(case, of(model::kinds::Case::META));
    net.here.node.perform(&net.worker.actor, case).await.unwrap();
}

on_both!(what_is_known_of_the_child_travels_in_its_own_data_group, |world| {
    let net = Net::new(world).await;
    // Somebody who may read every group: what is not there did not travel.
    let chief = net.abroad.staff("supervisor", Some(net.abroad.unit)).await;
    let all = ["identity", "contact", "family", "health", "services"];
    for (at, groups) in
        [&["identity", "family", "health", "services"][..], &["identity", "services"]].iter().enumerate()
    {
        let case = net.case().await;
        know(&net, case).await;
        agree_to(&net.here, &net.worker.actor, case, &all).await;
        refer_with(&net.here, &net.worker.actor, case, net.peer, groups).await.unwrap();
        net.carry().await;
        let came = incoming(&net).await[at];
        for (_, name, _) in KNOWN.iter().filter(|(group, ..)| ["identity", "family"].contains(group)) {
            assert_eq!(shown_to(&net, &chief, came, name).await, "", "{name} before a yes");
        }
        answer(&net, &net.intake, came, "accept", &[("first_contact_by", "2026-03-09")]).await.unwrap();
        net.carry().await;
        for (group, name, text) in KNOWN {
            let told = if groups.contains(&group) { text } else { "" };
            assert_eq!(shown_to(&net, &chief, came, name).await, told, "{name} with {groups:?}");
        }
    }
});
