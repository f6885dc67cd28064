//! Random histories of offers, answers, consents and time: whatever happens, every open case has one post, every offer ends in
//! a state that can be seen, no grant outlives what it came with, and counts are the matters.

use model::kinds::{Assignment, Consent, Referral, Service, Transfer};
use model::time::{DAY, HOUR};
use model::{Draft, Id};
use node::acts::moves::{
    AnswerOutside, GiveConsent, ListMoves, Named, OpenOutside, OutsideLink, ReferCase, ReferOutside,
    TransferCase,
};
use node::acts::{Assign, List, ListQuery, Move, Open};
use node::{Actor, Error};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use crate::moves::{consent, reason, sharing, two};
use crate::world::{Staff, World};

struct Life<'w> {
    world: &'w World,
    staff: Vec<&'w Staff>,
    cases: Vec<Id>,
    services: Vec<Id>,
    links: Vec<OutsideLink>,
    done: usize,
    refused: usize,
}

impl Life<'_> {
    fn note<T>(&mut self, result: node::Result<T>) -> Option<T> {
        match result {
            Ok(value) => {
                self.done += 1;
                Some(value)
            }
            Err(Error::Refused(_) | Error::Invalid(_) | Error::Denied(_) | Error::NotFound) => {
                self.refused += 1;
                None
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    async fn turn(&mut self, (what, who, which, how): (u8, u8, u8, u8)) {
        let node = &self.world.node.clone();
        let actor: &Actor = &self.staff[usize::from(who) % self.staff.len()].actor.clone();
        let to = self.staff[usize::from(how) % self.staff.len()].post;
        let case = self.cases[usize::from(which) % self.cases.len()];
        // Mostly the side that has the cases offers, and mostly the other side answers; not always.
        let sender = if which % 5 == 0 { actor } else { &self.staff[usize::from(who) % 2].actor.clone() };
        match what % 12 {
            0 => {
                let groups: &[&str] = if how % 2 == 0 { &["identity", "services"] } else { &["incident"] };
                let ask = ReferCase { case, to, service: None, sharing: sharing(groups) };
                let done = node.perform(sender, ask).await;
                self.note(done);
            }
            1 => {
                let done = node.perform(sender, TransferCase { case, to, sharing: reason() }).await;
                self.note(done);
            }
            2 => {
                let done = node.perform(sender, Assign::<model::kinds::Case>::new(case, to)).await;
                self.note(done);
            }
            3 => self.speak(sender, case, how).await,
            4 => {
                self.world.clock.advance(if how % 3 == 0 { 2 * DAY } else { HOUR });
                node.turn_clock().await.unwrap();
            }
            5 => self.withdraw(actor, how).await,
            // One part goes its own way while the case stays.
            6 => {
                let service = self.services[usize::from(which) % self.services.len()];
                let done = node.perform(sender, Assign::<Service>::new(service, to)).await;
                self.note(done);
            }
            7 => {
                let receiver = "RSUD Contoh (rekaan)".into();
                let sharing = sharing(&["services"]);
                let ask = ReferOutside { case, receiver, authority: how % 2 == 0, service: None, sharing };
                let done = node.perform(sender, ask).await;
                let link = self.note(done);
                self.links.extend(link);
            }
            8 => self.outside(which, how).await,
            _ => self.answer(actor, which, how).await,
        }
    }

    async fn speak(&mut self, actor: &Actor, case: Id, how: u8) {
        let everything = "identity contact family health incident suspect services legal";
        let draft = match how % 16 {
            0 => consent("child_assent", "child", "refused"),
            1..6 => consent("guardian_consent", "guardian", "given"),
            _ => consent("guardian_consent", "other_guardian", "given")
                .with("giver_relation", "aunt")
                .with("data_groups", everything),
        };
        let draft = if how % 4 == 1 { draft.with("valid_until", "2026-04-01") } else { draft };
        let give = GiveConsent { case, draft, named: Named::default() };
        let done = self.world.node.perform(actor, give).await;
        self.note(done);
    }

    /// Somebody outside opens a link, and answers if it opens.
    async fn outside(&mut self, which: u8, how: u8) {
        if self.links.is_empty() {
            return;
        }
        let link = self.links[usize::from(which) % self.links.len()].clone();
        let (node, somebody) = (&self.world.node.clone(), Actor::public(model::Lang::Id));
        let (number, code) = (link.number.clone(), link.code.clone());
        let opened = node.perform(&somebody, OpenOutside { number, code: code.clone(), source: None }).await;
        let Some(opened) = self.note(opened) else { return };
        let (action, draft) = match how % 3 {
            0 => ("reject", Draft::default().with("rejected_reason", "no_capacity")),
            _ => ("accept", Draft::default().with("first_contact_by", "2026-06-01")),
        };
        let (number, action) = (opened.number, action.to_owned());
        let done = node.perform(&somebody, AnswerOutside { number, code, action, draft, source: None }).await;
        self.note(done);
    }

    async fn withdraw(&mut self, actor: &Actor, how: u8) {
        let query = ListQuery { limit: 50, ..ListQuery::default() };
        let Ok(listed) = self.world.node.perform(actor, List::<Consent>::new(query)).await else { return };
        if listed.rows.is_empty() || !how.is_multiple_of(3) {
            return;
        }
        let id = listed.rows[usize::from(how) % listed.rows.len()].envelope.id;
        let draft = Draft::default().with("withdrawn_reason", "Data rekaan.");
        let done = self.world.node.perform(actor, Move::<Consent>::new(id, "withdraw", draft).unwrap()).await;
        self.note(done);
    }

    /// Somebody answers or takes back any move that there is, whether or not it is theirs.
    async fn answer(&mut self, actor: &Actor, which: u8, how: u8) {
        let node = &self.world.node.clone();
        let mine = node.perform(actor, ListMoves).await.unwrap();
        let rows: Vec<_> =
            mine.received.iter().chain(&mine.sent).filter(|row| row.ended_at.is_none()).collect();
        if rows.is_empty() {
            return;
        }
        let row = rows[usize::from(which) % rows.len()];
        let draft = Draft::default();
        let done = match row.kind.as_str() {
            "assignment" => match how % 3 {
                0 | 1 => node.perform(actor, Move::<Assignment>::new(row.id, "accept", draft).unwrap()).await,
                _ => {
                    let draft = draft.with("contest_reason", "Data rekaan.");
                    node.perform(actor, Move::<Assignment>::new(row.id, "contest", draft).unwrap()).await
                }
            },
            "transfer" => {
                let (action, draft) = match how % 3 {
                    0 | 1 => ("accept", draft),
                    _ => ("reject", draft.with("rejected_reason", "no_capacity")),
                };
                node.perform(actor, Move::<Transfer>::new(row.id, action, draft).unwrap()).await
            }
            _ => {
                let (action, draft) = match how % 5 {
                    0 | 1 => ("accept", draft.with("first_contact_by", "2026-06-01")),
                    2 => ("finish", draft.with("outcome", "delivered")),
                    3 => ("reject", draft.with("rejected_reason", "no_capacity")),
                    _ => ("revoke", draft.with("revoked_reason", "Data rekaan.")),
                };
                node.perform(actor, Move::<Referral>::new(row.id, action, draft).unwrap()).await
            }
        };
        self.note(done);
    }
}

async fn nothing(world: &World, what: &str, sql: &str) {
    assert_eq!(world.sql(sql).await, Vec::<Vec<String>>::new(), "{what}");
}

async fn check(world: &World, two: &[&Staff]) {
    nothing(
        world,
        "an open case without exactly one post",
        "select m.id from matter m where m.parent_id is null and m.phase <> 'closed' and
           (m.custodian_post is null or (select count(*) from custody c where c.matter_id = m.id and c.to_at is null
              and c.post_id = m.custodian_post) <> 1
            or (select count(*) from custody c where c.matter_id = m.id and c.to_at is null) <> 1)",
    )
    .await;
    nothing(
        world,
        "a custodian of another organisation",
        "select m.id from matter m join post p on p.id = m.custodian_post
         where m.parent_id is null and p.organisation_id <> m.organisation_id",
    )
    .await;
    nothing(
        world,
        "an offer whose end and state disagree",
        "select o.id from offer o join matter m on m.id = o.id
         where (m.phase = 'closed') <> (o.ended_at is not null)
           or m.state not in ('in_progress', 'accepted', 'rejected', 'done', 'revoked', 'redirected', 'expired')",
    )
    .await;
    nothing(
        world,
        "a part with a custodian of its own and no custody, or in another organisation",
        "select m.id from matter m join post p on p.id = m.custodian_post
         where m.parent_id is not null and m.kind = 'service' and (p.organisation_id <> m.organisation_id
           or (select count(*) from custody c where c.matter_id = m.id and c.to_at is null
                 and c.post_id = m.custodian_post) <> 1)",
    )
    .await;
    let now = world.node.now().millis();
    nothing(
        world,
        "a grant that outlives its move",
        &format!(
            "select g.id from matter_grant g join offer o on o.id = g.source_id
             where o.ended_at is not null and (g.until_at is null or g.until_at > {now})"
        ),
    )
    .await;
    nothing(
        world,
        "a sharing without a basis",
        "select o.id from offer o join matter m on m.id = o.id
         where o.ended_at is null and o.basis in ('consent', 'legal_basis')
           and not exists (select 1 from offer_consent u join matter c on c.id = u.consent_id
                           where u.offer_id = o.id)",
    )
    .await;
    nothing(
        world,
        "an answered or ended move that somebody else still answers for",
        "select m.id from offer o join matter m on m.id = o.id
         where o.ended_at is not null and m.custodian_post is not null",
    )
    .await;
    nothing(
        world,
        "a part of another owner than its root",
        "select m.id from matter m join matter r on r.id = m.root_id where m.organisation_id <> r.organisation_id",
    )
    .await;
    for staff in two {
        let listed = world.node.perform(
            &staff.actor,
            List::<model::kinds::Case>::new(ListQuery { limit: 200, ..ListQuery::default() }),
        );
        let listed = listed.await.unwrap();
        assert_eq!(i64::try_from(listed.rows.len()).unwrap(), listed.total, "counts are the matters");
        for row in &listed.rows {
            let view = node::acts::View::<model::kinds::Case>::new(row.envelope.id);
            assert!(world.node.perform(&staff.actor, view).await.is_ok(), "what is listed can be seen");
        }
    }
}

on_both!(random_moves_keep_every_promise, |world| {
    let two = two(&world).await;
    let colleague = world.staff("case-worker", Some(world.unit)).await;
    let staff = vec![&two.worker, &two.supervisor, &colleague, &two.provider, &two.beside, &two.above];
    let mut runner = TestRunner::deterministic();
    let lives = vec(any::<(u8, u8, u8, u8)>(), 30..70);
    let (mut done, mut refused) = (0, 0);
    for _ in 0..Config::default().cases.min(8) {
        let mut cases = Vec::new();
        for _ in 0..3 {
            cases.push(world.open_case(&two.worker.actor, "high").await);
        }
        let mut services = Vec::new();
        for case in &cases {
            let draft = Draft::default().with("service_type", "health_care");
            services.push(
                world.node.perform(&two.worker.actor, Open::<Service>::part(*case, draft)).await.unwrap().id,
            );
        }
        let (links, people) = (Vec::new(), staff.clone());
        let mut life = Life { world: &world, staff: people, cases, services, links, done: 0, refused: 0 };
        for case in life.cases.clone() {
            life.speak(&two.worker.actor, case, 7).await;
        }
        for chance in lives.new_tree(&mut runner).unwrap().current() {
            life.turn(chance).await;
        }
        done += life.done;
        refused += life.refused;
        check(&world, &staff).await;
    }
    assert!(done > 60 && refused > 60, "{done} done, {refused} refused: the histories were lively enough");
    let moved = world.sql("select distinct state from offer o join matter m on m.id = o.id order by 1").await;
    assert!(moved.len() >= 5, "{moved:?}");
    assert!(world.node.verify(None).await.unwrap().is_ok());
});
