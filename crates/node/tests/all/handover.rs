//! Hand-over: nobody leaves in silence, nothing changes hands without somebody taking it, and no due date moves.

use model::Id;
use model::kinds::{Case, FollowUp, Handover};
use model::time::DAY;
use model::{Draft, kinds};
use node::acts::handover::{
    AcceptHandover, ContestHandover, DecideHandover, HandOver, HandoverView, MandateTransfer, RaiseHandover,
    ReviewHandover, Share,
};
use node::acts::staff::{EditPost, EndTenure, OpenAccount, StartTenure};
use node::acts::{Edit, Open, Opened, View};
use node::{Actor, Error};
use proptest::prelude::*;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::world::{Staff, World};

/// Lets a post answer to another one.
pub(crate) async fn under(world: &World, post: &Staff, role: &str, above: &Staff) {
    let edit = EditPost {
        post: post.post,
        title_id: format!("Jabatan {role}"),
        title_en: format!("Post {role}"),
        role: role.into(),
        unit: Some(world.unit),
        parent: Some(above.post),
    };
    world.node.perform(&world.admin, edit).await.unwrap();
}

async fn account(world: &World) -> Id {
    let email = format!("{}@contoh.invalid", world.node.new_id());
    let open = OpenAccount { email, name: "Petugas Baru".into(), lang: "id".into() };
    world.node.perform(&world.admin, open).await.unwrap().id
}

async fn leave(world: &World, staff: &Staff) -> Option<Id> {
    let tenure = staff.actor.holdings()[0].tenure;
    world.node.perform(&world.admin, EndTenure::now(tenure)).await.unwrap().handover
}

async fn review(world: &World, actor: &Actor, handover: Id) -> HandoverView {
    world.node.perform(actor, ReviewHandover { handover }).await.unwrap()
}

/// A supervisor and two workers under them.
async fn team(world: &World) -> (Staff, Staff, Staff) {
    let chief = world.staff("supervisor", Some(world.unit)).await;
    let leaver = world.staff("case-worker", Some(world.unit)).await;
    let next = world.staff("case-worker", Some(world.unit)).await;
    under(world, &leaver, "case-worker", &chief).await;
    under(world, &next, "case-worker", &chief).await;
    (chief, leaver, next)
}

async fn dues(world: &World) -> Vec<Vec<String>> {
    world.sql("select id, due_at from matter where kind <> 'handover' order by id").await
}

on_both!(a_caseload_is_split_offered_and_taken, |world| {
    let (chief, leaver, next) = team(&world).await;
    let other = world.staff("case-worker", Some(world.unit)).await;
    let (low, high) =
        (world.open_case(&leaver.actor, "low").await, world.open_case(&leaver.actor, "high").await);
    let third = world.open_case(&leaver.actor, "medium").await;
    let visit = Draft::default().with("followup_type", "in_care").with("needed_by", "2026-04-01");
    world.node.perform(&leaver.actor, Open::<FollowUp>::part(low, visit)).await.unwrap();
    let before = dues(&world).await;
    let on = Some(world.node.now().plus(10 * DAY));
    let end = EndTenure { tenure: leaver.actor.holdings()[0].tenure, on, reason: "retirement".into() };
    let handover = world.node.perform(&world.admin, end).await.unwrap().handover.unwrap();

    let seen = review(&world, &leaver.actor, handover).await;
    assert_eq!(seen.envelope.state, "handover_due");
    assert_eq!(seen.items.len(), 3, "parts follow their root");
    assert_eq!(seen.items[0].id, high, "the most urgent first");
    assert!(seen.items.iter().all(|item| item.name.is_some()));
    assert_eq!(seen.items.iter().find(|item| item.id == low).unwrap().parts.len(), 1);
    let brief = Draft::default().with("promises", "Menjemput rapor (rekaan)");
    world.node.perform(&leaver.actor, Edit::<Handover>::new(handover, brief.clone())).await.unwrap();
    let share = |post: &Staff, matters: &[Id]| Share { post: post.post, matters: matters.to_vec() };
    let offer = |shares| HandOver { handover, shares, brief: Draft::default() };
    let twice = offer(vec![share(&next, &[low]), share(&other, &[low])]);
    assert!(matches!(world.node.perform(&leaver.actor, twice).await, Err(Error::Refused("not-in-handover"))));
    let itself = offer(vec![share(&leaver, &[low])]);
    assert!(matches!(world.node.perform(&leaver.actor, itself).await, Err(Error::Refused("same-holder"))));
    let both = offer(vec![share(&next, &[low, high]), share(&other, &[third])]);
    assert!(matches!(
        world.node.perform(&other.actor, HandOver { shares: both.shares.clone(), ..offer(vec![]) }).await,
        Err(Error::NotFound)
    ));
    world.node.perform(&leaver.actor, both).await.unwrap();
    let one_each = world.sql("select to_post from handover order by id").await;
    assert_eq!(one_each, [[next.post.to_string()], [other.post.to_string()]]);
    world.node.perform(&leaver.actor, View::<Case>::new(low)).await.unwrap();
    assert!(matches!(world.node.perform(&next.actor, View::<Case>::new(low)).await, Err(Error::NotFound)));

    let accept = |matters: &[Id]| AcceptHandover { handover, matters: matters.to_vec() };
    assert!(matches!(world.node.perform(&other.actor, accept(&[low])).await, Err(Error::NotFound)));
    assert!(matches!(world.node.perform(&chief.actor, accept(&[low])).await, Err(Error::Denied("no-right"))));
    let blind = world.node.perform(&next.actor, accept(&[])).await;
    assert!(matches!(blind, Err(Error::Refused("open-the-list-first"))));
    let seen = review(&world, &next.actor, handover).await;
    assert_eq!(seen.record.text("promises"), "Menjemput rapor (rekaan)");
    assert!(seen.items.iter().all(|item| item.name.is_none()), "names after the matter is taken");
    let taken = world.node.perform(&next.actor, accept(&[])).await.unwrap();
    assert_eq!((taken.taken, taken.left), (1, 1), "the child at high risk waits for a hand of its own");
    world.node.perform(&next.actor, View::<Case>::new(low)).await.unwrap();
    assert!(matches!(world.node.perform(&leaver.actor, View::<Case>::new(low)).await, Err(Error::NotFound)));
    world.node.perform(&next.actor, accept(&[high])).await.unwrap();
    assert_eq!(review(&world, &next.actor, handover).await.envelope.state, "accepted");
    assert_eq!(dues(&world).await, before, "no due date moved");
    let history = world
        .sql(&format!("select tenure_id, state from custody where matter_id = '{low}' order by id"))
        .await;
    assert_eq!(history.len(), 2);
    assert_eq!(history[0][0], leaver.actor.holdings()[0].tenure.to_string());
    assert_eq!(history[1], [next.actor.holdings()[0].tenure.to_string(), "accepted".into()]);
});

on_both!(high_risk_is_taken_one_by_one, |world| {
    let (_, leaver, next) = team(&world).await;
    let first = world.open_case(&leaver.actor, "high").await;
    let second = world.open_case(&leaver.actor, "high").await;
    let raise = RaiseHandover { post: leaver.post, reason: "leave".into() };
    let Opened { id: handover } = world.node.perform(&leaver.actor, raise).await.unwrap();
    let shares = vec![Share { post: next.post, matters: vec![first, second] }];
    world.node.perform(&leaver.actor, HandOver { handover, shares, brief: Draft::default() }).await.unwrap();
    review(&world, &next.actor, handover).await;
    for matters in [vec![], vec![first, second]] {
        let all = world.node.perform(&next.actor, AcceptHandover { handover, matters }).await;
        assert!(matches!(all, Err(Error::Refused("one-by-one"))));
    }
    let one = AcceptHandover { handover, matters: vec![second] };
    assert_eq!(world.node.perform(&next.actor, one).await.unwrap().left, 1);
});

on_both!(who_contests_leaves_the_decision_to_the_post_above, |world| {
    let (chief, leaver, next) = team(&world).await;
    let third = world.staff("case-worker", Some(world.unit)).await;
    let (one, two) =
        (world.open_case(&leaver.actor, "low").await, world.open_case(&leaver.actor, "low").await);
    let raise = RaiseHandover { post: leaver.post, reason: "rotation".into() };
    let handover = world.node.perform(&leaver.actor, raise).await.unwrap().id;
    let shares = vec![Share { post: next.post, matters: vec![one, two] }];
    world.node.perform(&leaver.actor, HandOver { handover, shares, brief: Draft::default() }).await.unwrap();
    let contest = |reason: &str| ContestHandover { handover, matters: vec![two], reason: reason.into() };
    assert!(matches!(world.node.perform(&next.actor, contest("tidak")).await, Err(Error::Invalid(_))));
    let away = world.node.perform(&third.actor, contest("Bukan wilayah tugas saya")).await;
    assert!(matches!(away, Err(Error::NotFound)));
    let contested = world.node.perform(&next.actor, contest("Bukan wilayah tugas saya")).await.unwrap().id;
    assert_ne!(contested, handover, "what is not contested goes on");
    let seen = review(&world, &chief.actor, contested).await;
    assert_eq!((seen.envelope.state.as_str(), seen.items.len()), ("contested", 1));
    assert_eq!(seen.record.text("contest_reason"), "Bukan wilayah tugas saya");
    let told = world.sql(&format!("select code from notification where post_id = '{}'", chief.post)).await;
    assert!(told.contains(&vec!["handover-contested".to_owned()]));
    world.node.perform(&leaver.actor, View::<Case>::new(two)).await.unwrap();
    let decide = || DecideHandover {
        handover: contested,
        post: third.post,
        reason: "Paling dekat dengan anak".into(),
    };
    assert!(matches!(
        world.node.perform(&next.actor, decide()).await,
        Err(Error::NotFound | Error::Denied(_))
    ));
    world.node.perform(&chief.actor, decide()).await.unwrap();
    world.node.perform(&third.actor, View::<Case>::new(two)).await.unwrap();
    assert!(matches!(world.node.perform(&chief.actor, decide()).await, Err(Error::Refused("wrong-state"))));
    let states = world.sql(&format!("select state from custody where matter_id = '{two}' order by id")).await;
    assert_eq!(states.last().unwrap(), &["assigned"]);
});

on_both!(a_vacancy_climbs_and_the_next_holder_is_offered_what_lies_there, |world| {
    let (chief, leaver, _) = team(&world).await;
    let case = world.open_case(&leaver.actor, "low").await;
    let handover = leave(&world, &leaver).await.unwrap();
    let seen = review(&world, &chief.actor, handover).await;
    assert_eq!(seen.envelope.state, "escalated");
    assert!(seen.may_decide && seen.may_offer);
    let gone = world.again(leaver.account).await;
    assert!(gone.holdings().is_empty(), "access ends the same day");
    assert!(world.node.perform(&gone, ReviewHandover { handover }).await.is_err());

    let successor = account(&world).await;
    let start = StartTenure { post: leaver.post, account: successor, acting: false, until: None };
    world.node.perform(&world.admin, start).await.unwrap();
    let actor = world.again(successor).await;
    let seen = review(&world, &actor, handover).await;
    assert_eq!(seen.envelope.state, "offered");
    assert!(seen.may_answer);
    let taken = world.node.perform(&actor, AcceptHandover { handover, matters: vec![case] }).await.unwrap();
    assert_eq!(taken.left, 0);
    let states =
        world.sql(&format!("select state from custody where matter_id = '{case}' order by id")).await;
    assert_eq!(states.concat(), ["held", "escalated", "offered", "accepted"]);
});

on_both!(a_tenure_that_will_end_raises_its_hand_over_ahead, |world| {
    let (chief, leaver, _) = team(&world).await;
    world.open_case(&leaver.actor, "low").await;
    let on = Some(world.node.now().plus(40 * DAY));
    let tenure = leaver.actor.holdings()[0].tenure;
    let sql = "select count(*) from matter where kind = 'handover'";
    world.node.perform(&world.admin, EndTenure { tenure, on, reason: String::new() }).await.unwrap();
    assert_eq!(world.sql(sql).await, [["1"]], "the end is known");
    let told =
        world.sql("select post_id from notification where code = 'handover-due' order by post_id").await;
    let mut both = [[chief.post.to_string()], [leaver.post.to_string()]];
    both.sort();
    assert_eq!(told, both);
    world.clock.advance(41 * DAY);
    world.node.turn_clock().await.unwrap();
    assert_eq!(world.sql("select state from matter where kind = 'handover'").await, [["escalated"]]);
    assert_eq!(world.sql(sql).await, [["1"]], "no second one");
});

on_both!(a_reorganised_unit_moves_with_all_that_lies_with_its_posts, |world| {
    let (chief, worker, _) = team(&world).await;
    let case = world.open_case(&worker.actor, "low").await;
    let head = world.staff("supervisor", Some(world.other_unit)).await;
    let transfer = |legal_act: &str| MandateTransfer {
        from: world.unit,
        to: world.other_unit,
        parent: Some(head.post),
        legal_act: legal_act.into(),
    };
    assert!(matches!(world.node.perform(&world.admin, transfer(" ")).await, Err(Error::Invalid(_))));
    let neighbour = world.neighbour().await;
    assert!(matches!(world.node.perform(&neighbour, transfer("SK 1/2026")).await, Err(Error::NotFound)));
    assert!(world.node.perform(&chief.actor, transfer("SK 1/2026")).await.is_err());
    world.node.perform(&world.admin, transfer("SK 1/2026 (rekaan)")).await.unwrap();
    let posts = world.sql(&format!("select parent_post from post where id = '{}'", chief.post)).await;
    assert_eq!(posts, [[head.post.to_string()]], "the head answers to the new one");
    let below = world.sql(&format!("select parent_post from post where id = '{}'", worker.post)).await;
    assert_eq!(below, [[chief.post.to_string()]], "and the others to their head");
    let written = world
        .sql("select m.state, i.matter_id from matter m join handover_item i on i.handover_id = m.id")
        .await;
    assert_eq!(written, [["accepted".to_owned(), case.to_string()]]);
    let head = world.again(head.account).await;
    world.node.perform(&head, View::<Case>::new(case)).await.unwrap();
});

/// One thing that happens to an organisation.
#[derive(Debug, Clone, Copy)]
enum Event {
    Open(usize),
    Leave(usize),
    Take { post: usize, acting: bool },
    Raise(usize),
    Offer { from: usize, to: usize },
    Accept(usize),
    Contest(usize),
    Decide { at: usize, to: usize },
    Pass(i64),
}

fn event() -> impl Strategy<Value = Event> {
    let post = || 0..4_usize;
    prop_oneof![
        post().prop_map(Event::Open),
        post().prop_map(Event::Leave),
        (post(), any::<bool>()).prop_map(|(post, acting)| Event::Take { post, acting }),
        post().prop_map(Event::Raise),
        (post(), post()).prop_map(|(from, to)| Event::Offer { from, to }),
        post().prop_map(Event::Accept),
        post().prop_map(Event::Contest),
        (post(), post()).prop_map(|(at, to)| Event::Decide { at, to }),
        (1..40_i64).prop_map(Event::Pass),
    ]
}

/// A world whose people come and go.
struct Flux {
    world: World,
    posts: Vec<Staff>,
}

impl Flux {
    async fn actor(&self, post: usize) -> Option<Actor> {
        let id = self.posts[post].post;
        let now = self.world.node.now().millis();
        let held = self
            .world
            .sql(&format!(
                "select account_id from tenure where post_id = '{id}' and (to_at is null or to_at > {now}) order by acting, id"
            ))
            .await;
        match held.first() {
            Some(row) => Some(self.world.again(row[0].parse().unwrap()).await),
            None => None,
        }
    }

    async fn handovers(&self, column: &str, post: usize, states: &str) -> Vec<Id> {
        let id = self.posts[post].post;
        let sql = format!(
            "select m.id from matter m join handover h on h.id = m.id
             where {column} = '{id}' and m.state in ({states}) order by m.id"
        );
        self.world.sql(&sql).await.into_iter().map(|row| row[0].parse().unwrap()).collect()
    }

    async fn waiting(&self, handover: Id) -> Vec<Id> {
        let sql = format!(
            "select matter_id from handover_item where handover_id = '{handover}'
            and state in ('waiting', 'contested') order by matter_id"
        );
        self.world.sql(&sql).await.into_iter().map(|row| row[0].parse().unwrap()).collect()
    }

    /// Does one thing. What the rules refuse is no failure; a broken storage would be.
    async fn happen(&self, event: Event) {
        let world = &self.world;
        let done: node::Result<()> = match event {
            Event::Open(post) => match self.actor(post).await {
                Some(actor) => {
                    world.open_case(&actor, "low").await;
                    Ok(())
                }
                None => Ok(()),
            },
            Event::Leave(post) => match self.actor(post).await {
                Some(actor) => {
                    let holding =
                        actor.holdings().iter().find(|one| one.post == self.posts[post].post).unwrap();
                    world.node.perform(&world.admin, EndTenure::now(holding.tenure)).await.map(drop)
                }
                None => Ok(()),
            },
            Event::Take { post, acting } => {
                let account = account(world).await;
                let until = acting.then(|| world.node.now().plus(20 * DAY));
                let start = StartTenure { post: self.posts[post].post, account, acting, until };
                world.node.perform(&world.admin, start).await.map(drop)
            }
            Event::Raise(post) => match self.actor(post).await {
                Some(actor) => {
                    let raise = RaiseHandover { post: self.posts[post].post, reason: "rotation".into() };
                    world.node.perform(&actor, raise).await.map(drop)
                }
                None => Ok(()),
            },
            Event::Offer { from, to } => self.offer(from, to).await,
            Event::Accept(post) => self.answer(post, true).await,
            Event::Contest(post) => self.answer(post, false).await,
            Event::Decide { at, to } => self.decide(at, to).await,
            Event::Pass(days) => {
                world.clock.advance(days * DAY);
                Ok(())
            }
        };
        let broken = matches!(done, Err(Error::Storage(_) | Error::Sealed | Error::Conflict));
        assert!(!broken, "{event:?}: {done:?}");
        world.node.turn_clock().await.unwrap();
    }

    async fn offer(&self, from: usize, to: usize) -> node::Result<()> {
        let states = "'handover_due', 'escalated', 'contested'";
        let Some(handover) = self.handovers("m.custodian_post", from, states).await.first().copied() else {
            return Ok(());
        };
        let Some(actor) = self.actor(from).await else { return Ok(()) };
        let mut matters = self.waiting(handover).await;
        matters.truncate(2);
        let shares = vec![Share { post: self.posts[to].post, matters }];
        self.world
            .node
            .perform(&actor, HandOver { handover, shares, brief: Draft::default() })
            .await
            .map(drop)
    }

    async fn answer(&self, post: usize, accept: bool) -> node::Result<()> {
        let Some(handover) = self.handovers("h.to_post", post, "'offered'").await.first().copied() else {
            return Ok(());
        };
        let Some(actor) = self.actor(post).await else { return Ok(()) };
        let matters: Vec<Id> = self.waiting(handover).await.into_iter().take(1).collect();
        if accept {
            self.world.node.perform(&actor, AcceptHandover { handover, matters }).await.map(drop)
        } else {
            let reason = "Tidak sesuai tugas saya".to_owned();
            self.world.node.perform(&actor, ContestHandover { handover, matters, reason }).await.map(drop)
        }
    }

    async fn decide(&self, at: usize, to: usize) -> node::Result<()> {
        let states = "'escalated', 'contested'";
        let Some(handover) = self.handovers("m.custodian_post", at, states).await.first().copied() else {
            return Ok(());
        };
        let Some(actor) = self.actor(at).await else { return Ok(()) };
        let reason = "Keputusan atasan langsung".to_owned();
        let post = self.posts[to].post;
        self.world.node.perform(&actor, DecideHandover { handover, post, reason }).await.map(drop)
    }

    /// Every open matter has a post and one custody; where nobody holds that post, an open hand-over lists the matter, and
    /// somebody who does hold a post must move it. No current custody is under a tenure that has ended.
    async fn holds(&self) {
        let now = self.world.node.now().millis();
        let living = |post: &str| {
            format!(
                "exists (select 1 from tenure t where t.post_id = {post} and t.from_at <= {now}
                         and (t.to_at is null or t.to_at > {now}))"
            )
        };
        let broken = format!(
            "select 'without a post', id from matter where root_id = id and phase <> 'closed' and custodian_post is null
             union all select 'not one custody', m.id from matter m where m.root_id = m.id and m.phase <> 'closed' and 1 <>
               (select count(*) from custody c where c.matter_id = m.id and c.to_at is null and c.post_id = m.custodian_post)
             union all select 'under a tenure that has ended', c.id from custody c join tenure t on t.id = c.tenure_id
               join matter m on m.id = c.matter_id
               where c.to_at is null and m.phase <> 'closed' and t.to_at is not null and t.to_at <= {now}
             union all select 'in silence', m.id from matter m
               where m.phase <> 'closed' and m.custodian_post is not null and not {}
                 and not exists (select 1 from handover_item i join matter h on h.id = i.handover_id
                   where i.matter_id = m.id and i.state in ('waiting', 'contested') and h.phase <> 'closed' and {})
             union all select 'in two hand-overs', i.matter_id from handover_item i join matter h on h.id = i.handover_id
               where i.state in ('waiting', 'contested') and h.phase <> 'closed' group by i.matter_id having count(*) > 1",
            living("m.custodian_post"),
            living("h.custodian_post"),
        );
        assert_eq!(self.world.sql(&broken).await, Vec::<Vec<String>>::new());
    }
}

async fn random_histories(on: crate::world::On, rounds: u32, length: usize) {
    let mut runner = TestRunner::deterministic();
    for _ in 0..rounds {
        let tree = proptest::collection::vec(event(), length..length + 1).new_tree(&mut runner).unwrap();
        let events = tree.current();
        crate::world::in_world(on, async move |world: World| {
            let (chief, first, second) = team(&world).await;
            let third = world.staff("intake-operator", Some(world.unit)).await;
            let flux = Flux { world, posts: vec![first, second, third, chief] };
            flux.happen(Event::Open(0)).await;
            for event in events {
                flux.happen(event).await;
                flux.holds().await;
            }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_random_histories_nothing_is_without_a_post_sqlite() {
    random_histories(crate::world::On::Sqlite, 4, 30).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_random_histories_nothing_is_without_a_post_postgres() {
    random_histories(crate::world::On::Postgres, 1, 25).await;
}

#[test]
fn a_hand_over_is_never_typed() {
    let meta = <kinds::Handover as model::Kind>::META;
    assert!(meta.lifecycle.steps.is_empty());
}

on_both!(an_open_offer_is_answered_by_whoever_takes_the_work, |world| {
    let (_, leaver, next) = team(&world).await;
    let sender = world.staff("case-worker", Some(world.other_unit)).await;
    let case = world.open_case(&sender.actor, "low").await;
    let referral = crate::moves::refer(&world, &sender.actor, case, leaver.post).await.unwrap();
    let raise = RaiseHandover { post: leaver.post, reason: "rotation".into() };
    let handover = world.node.perform(&leaver.actor, raise).await.unwrap().id;
    let shares = vec![Share { post: next.post, matters: vec![referral] }];
    world.node.perform(&leaver.actor, HandOver { handover, shares, brief: Draft::default() }).await.unwrap();
    assert!(matches!(world.node.perform(&next.actor, View::<Case>::new(case)).await, Err(Error::NotFound)));
    review(&world, &next.actor, handover).await;
    let accept = AcceptHandover { handover, matters: vec![referral] };
    world.node.perform(&next.actor, accept).await.unwrap();
    let yes = [("first_contact_by", "2026-03-07")];
    let late = crate::moves::step(&world, &leaver.actor, referral, "accept", &yes).await;
    assert!(matches!(late, Err(Error::NotFound)), "it is no longer the leaver's to answer: {late:?}");
    crate::moves::step(&world, &next.actor, referral, "accept", &yes).await.unwrap();
    world.node.perform(&next.actor, View::<Case>::new(case)).await.unwrap();
    let gone = world.node.perform(&leaver.actor, View::<Case>::new(case)).await;
    assert!(matches!(gone, Err(Error::NotFound)), "what the offer opened went along");
});
