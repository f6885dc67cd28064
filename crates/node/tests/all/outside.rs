//! Referrals outside the network: a link that opens once, a code told by telephone, an answer without an account.

use model::kinds::{Case, Referral, Service};
use model::time::DAY;
use model::{Draft, Id, Lang};
use node::acts::intake::Source;
use node::acts::moves::{
    AnswerOutside, ListMoves, ListReceivers, OpenOutside, OutsideLink, OutsideOpened, ReferCase,
    ReferOutside, RenewOutside,
};
use node::acts::{Move, Open, View};
use node::{Actor, Error};

use crate::moves::{agree, sharing, two};
use crate::world::World;

const NAME: &str = "RSUD Contoh, Unit Anak (rekaan)";

async fn refer(world: &World, actor: &Actor, case: Id, service: Option<Id>) -> node::Result<OutsideLink> {
    let sharing = sharing(&["identity", "services"]);
    let act = ReferOutside { case, receiver: NAME.into(), authority: false, service, sharing };
    world.node.perform(actor, act).await
}

fn somebody() -> Actor {
    Actor::public(Lang::Id)
}

fn from(place: u8) -> Option<Source> {
    Some(Source(vec![place]))
}

async fn open(world: &World, number: &str, code: &str) -> node::Result<OutsideOpened> {
    let act = OpenOutside { number: number.into(), code: code.into(), source: from(1) };
    world.node.perform(&somebody(), act).await
}

async fn answer(
    world: &World,
    (number, code): (&str, &str),
    action: &str,
    fields: &[(&str, &str)],
) -> node::Result<()> {
    let draft = fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text));
    let act = AnswerOutside {
        number: number.into(),
        code: code.into(),
        action: action.into(),
        draft,
        source: from(1),
    };
    world.node.perform(&somebody(), act).await
}

async fn state(world: &World, id: Id) -> String {
    world.sql(&format!("select state from matter where id = '{id}'")).await[0][0].clone()
}

async fn told(world: &World, post: Id, code: &str) -> bool {
    let sql = format!("select count(*) from notification where post_id = '{post}' and code = '{code}'");
    world.sql(&sql).await[0][0] != "0"
}

fn named(opened: &OutsideOpened) -> bool {
    let facts = opened.view.told.iter().flat_map(|told| &told.facts);
    facts.clone().any(|(_, kind, name, _)| (*kind, *name) == ("person", "name"))
}

on_both!(a_hospital_without_a_node_opens_answers_and_closes_the_loop, |world| {
    let two = two(&world).await;
    let w = &two.worker.actor;
    let case = world.open_case(w, "high").await;
    assert!(matches!(refer(&world, w, case, None).await, Err(Error::Refused("share-without-consent"))));
    agree(&world, w, case).await;
    let wanted = Draft::default().with("service_type", "health_care");
    let service = world.node.perform(w, Open::<Service>::part(case, wanted)).await.unwrap().id;
    let link = refer(&world, w, case, Some(service)).await.unwrap();
    assert_eq!((link.number.len(), link.code.len()), (16, 6));
    // What waits for an answer from outside stays with whoever has the case.
    let seen = world.node.perform(w, View::<Referral>::new(link.id)).await.unwrap();
    assert_eq!(seen.envelope.custodian, two.worker.post);
    let offer = seen.offer.unwrap();
    assert!(offer.to.contains(NAME) && offer.outside.unwrap().opened_at.is_none());

    // The number alone opens nothing, nor does a code alone, nor staff.
    for (number, code) in
        [(link.number.as_str(), ""), (&link.number, "x"), ("", &link.code), ("0000111122223333", &link.code)]
    {
        assert!(matches!(open(&world, number, code).await, Err(Error::NotFound)), "{number} {code}");
    }
    let staff = OpenOutside { number: link.number.clone(), code: link.code.clone(), source: from(2) };
    assert!(matches!(world.node.perform(w, staff).await, Err(Error::Denied("public-only"))));

    // Before a yes: what is asked, and nothing that finds the child.
    let opened = open(&world, &link.number, &link.code).await.unwrap();
    assert!(opened.new && opened.view.told.is_some() && !named(&opened));
    assert!(told(&world, two.worker.post, "outside-opened").await);
    let back = opened.number.clone();
    assert!(back != link.number);
    // The link opened once.
    assert!(matches!(open(&world, &link.number, &link.code).await, Err(Error::Refused("outside-spent"))));
    let spent =
        answer(&world, (&link.number, &link.code), "accept", &[("first_contact_by", "2026-03-07")]).await;
    assert!(matches!(spent, Err(Error::Refused("outside-open-first"))));
    let missing = answer(&world, (&back, &link.code), "accept", &[]).await;
    assert!(matches!(missing, Err(Error::Invalid(_))));
    let widened =
        answer(&world, (&back, &link.code), "accept", &[("first_contact_by", "2026-03-07"), ("reason", "x")])
            .await;
    assert!(matches!(widened, Err(Error::Invalid(_))));
    assert!(matches!(answer(&world, (&back, &link.code), "revoke", &[]).await, Err(Error::NotFound)));

    answer(&world, (&back, &link.code), "accept", &[("first_contact_by", "2026-03-07")]).await.unwrap();
    assert_eq!(
        (state(&world, link.id).await, state(&world, service).await),
        ("accepted".into(), "agreed".into())
    );
    assert!(told(&world, two.worker.post, "referral-accepted").await);
    let opened = open(&world, &back, &link.code).await.unwrap();
    assert!(!opened.new && named(&opened));
    let given =
        [("outcome", "delivered"), ("outcome_on", "2026-03-05"), ("outcome_note", "Sudah diperiksa.")];
    answer(&world, (&back, &link.code), "finish", &given).await.unwrap();
    assert_eq!(
        (state(&world, link.id).await, state(&world, service).await),
        ("done".into(), "delivered".into())
    );
    assert!(told(&world, two.worker.post, "referral-done").await);
    let opened = open(&world, &back, &link.code).await.unwrap();
    assert!(opened.view.told.is_none() && opened.view.state == "done", "nothing is shown once it has ended");
    assert!(matches!(
        answer(&world, (&back, &link.code), "finish", &given).await,
        Err(Error::Refused("wrong-state"))
    ));

    // Each look and answer is in the journal, as somebody's who did not sign in.
    let acts = world
        .sql("select act from journal where actor = 'public' and outcome = 'done' order by at, id")
        .await;
    let acts: Vec<_> = acts.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(acts, ["open-outside", "answer-outside", "open-outside", "answer-outside", "open-outside"]);
});

on_both!(numbers_and_codes_are_nowhere_and_guessing_locks_the_link, |world| {
    let two = two(&world).await;
    let w = &two.worker.actor;
    let case = world.open_case(w, "high").await;
    agree(&world, w, case).await;
    let id = world.node.new_id();
    let act = || ReferOutside {
        case,
        receiver: NAME.into(),
        authority: false,
        service: None,
        sharing: sharing(&["services"]),
    };
    let link = world.node.perform_as(id, w, act()).await.unwrap();
    // A page sent twice shows the same ones, and makes one referral.
    assert_eq!(world.node.perform_as(id, w, act()).await.unwrap(), link);
    let rows = world.sql("select * from outside_link").await;
    assert!(!format!("{rows:?}").contains(&link.number) && !format!("{rows:?}").contains(&link.code));
    for guess in 0..5 {
        let act =
            OpenOutside { number: link.number.clone(), code: format!("{:06}", guess), source: from(guess) };
        let wrong = world.node.perform(&somebody(), act).await;
        assert!(matches!(wrong, Err(Error::NotFound)), "{wrong:?}");
    }
    assert!(matches!(open(&world, &link.number, &link.code).await, Err(Error::Refused("outside-locked"))));
    assert!(told(&world, two.worker.post, "outside-locked").await);
    // Whoever may take it back issues another, and nobody else.
    for other in [&two.provider.actor, &two.above.actor] {
        let renew = world.node.perform(other, RenewOutside { referral: link.id }).await;
        assert!(matches!(renew, Err(Error::NotFound)), "{renew:?}");
    }
    let fresh = world.node.perform(w, RenewOutside { referral: link.id }).await.unwrap();
    assert_eq!(fresh.expires_at, link.expires_at, "nobody gets more time by it");
    assert!(
        matches!(open(&world, &link.number, &link.code).await, Err(Error::NotFound)),
        "the former is void"
    );
    assert!(open(&world, &fresh.number, &fresh.code).await.is_ok());
    // One source has few tries.
    let mut tries = 0;
    while !matches!(open(&world, "0000111122223333", "000000").await, Err(Error::TooMany(_))) {
        tries += 1;
        assert!(tries < 20);
    }
});

on_both!(what_nobody_opens_climbs_and_what_is_recalled_is_shut, |world| {
    let two = two(&world).await;
    let w = &two.worker.actor;
    let case = world.open_case(w, "high").await;
    agree(&world, w, case).await;
    let link = refer(&world, w, case, None).await.unwrap();
    let opened = open(&world, &link.number, &link.code).await.unwrap();
    let take_back = Draft::default().with("revoked_reason", "Data rekaan: sudah tertangani.");
    world.node.perform(w, Move::<Referral>::new(link.id, "revoke", take_back).unwrap()).await.unwrap();
    let shut = open(&world, &opened.number, &link.code).await.unwrap();
    assert!(shut.view.told.is_none() && shut.view.state == "revoked");
    let late =
        answer(&world, (&opened.number, &link.code), "accept", &[("first_contact_by", "2026-03-07")]).await;
    assert!(matches!(late, Err(Error::Refused("wrong-state"))));
    assert!(matches!(
        world.node.perform(w, RenewOutside { referral: link.id }).await,
        Err(Error::Denied(_) | Error::Refused("matter-closed"))
    ));

    // The same institution is not written down twice, is offered to nobody, and gets nothing without a link.
    let link = refer(&world, w, case, None).await.unwrap();
    assert_eq!(world.sql("select count(*) from outside_receiver").await[0][0], "1");
    let receivers = world.node.perform(w, ListReceivers).await.unwrap();
    assert!(receivers.iter().all(|receiver| receiver.organisation_name != NAME));
    let post: Id = world.sql("select post_id from outside_receiver").await[0][0].parse().unwrap();
    let plain = ReferCase { case, to: post, service: None, sharing: sharing(&["services"]) };
    assert!(matches!(world.node.perform(w, plain).await, Err(Error::Refused("outside-by-link"))));

    world.clock.advance(8 * DAY);
    world.node.turn_clock().await.unwrap();
    assert_eq!(state(&world, link.id).await, "expired");
    assert!(told(&world, two.worker.post, "move-expired").await);
    let late = open(&world, &link.number, &link.code).await;
    assert!(matches!(late, Err(Error::Refused("outside-expired"))), "{late:?}");
    let sent = world.node.perform(w, ListMoves).await.unwrap().sent;
    assert_eq!(sent.iter().map(|row| row.state.as_str()).collect::<Vec<_>>(), ["expired", "revoked"]);
    assert!(world.node.perform(w, View::<Case>::new(case)).await.is_ok());
});

on_both!(consent_taken_back_shuts_the_link, |world| {
    let two = two(&world).await;
    let w = &two.worker.actor;
    let case = world.open_case(w, "high").await;
    let consent = agree(&world, w, case).await;
    let link = refer(&world, w, case, None).await.unwrap();
    let opened = open(&world, &link.number, &link.code).await.unwrap();
    answer(&world, (&opened.number, &link.code), "accept", &[("first_contact_by", "2026-03-07")])
        .await
        .unwrap();
    let no = Draft::default().with("withdrawn_reason", "Anak berubah pikiran.");
    let withdraw = Move::<model::kinds::Consent>::new(consent, "withdraw", no).unwrap();
    world.node.perform(w, withdraw).await.unwrap();
    let shut = open(&world, &opened.number, &link.code).await.unwrap();
    assert!(shut.view.told.is_none() && shut.view.state == "revoked");
});
