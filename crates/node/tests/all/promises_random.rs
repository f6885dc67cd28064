//! Whatever comes and goes — people, leaves, reorganisations, hand-overs — no matter is without a post, no due date moves, news is at
//! the post the same day, and whoever holds no post sees and receives nothing.

use std::collections::BTreeMap;

use model::kinds::{Commitment, Handover};
use model::time::DAY;
use model::{Draft, Id};
use node::acts::desk::ListNotifications;
use node::acts::handover::{AcceptHandover, HandOver, MandateTransfer, RaiseHandover, ReviewHandover, Share};
use node::acts::staff::{EndTenure, StartTenure};
use node::acts::{List, ListQuery, Open, View};
use node::{Actor, Error};

use crate::exchange::simulation::Dice;
use crate::world::{Staff, World};

struct Play {
    posts: Vec<Staff>,
    /// Who holds each post now.
    holders: Vec<Option<Id>>,
    matters: BTreeMap<Id, String>,
    units: [Id; 2],
}

async fn due(world: &World) -> BTreeMap<Id, String> {
    let rows = world.sql("select id, due_at from matter where kind = 'commitment' order by id").await;
    rows.into_iter().map(|row| (row[0].parse().unwrap(), row[1].clone())).collect()
}

async fn open(world: &World, play: &mut Play, dice: &mut Dice) {
    let at = dice.below(play.posts.len());
    let Some(account) = play.holders[at] else { return };
    let actor = world.again(account).await;
    let day = format!("2027-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28));
    let draft =
        Draft::default().with("title", "Janji rekaan").with("lead", "Lembaga rekaan").with("target_on", day);
    let id = world.node.perform(&actor, Open::<Commitment>::root(draft)).await.unwrap().id;
    play.matters.insert(id, due(world).await[&id].clone());
}

/// Somebody leaves a post; perhaps at the end of a leave that begins now.
async fn leave(world: &World, play: &mut Play, dice: &mut Dice) {
    let at = dice.below(play.posts.len());
    let Some(account) = play.holders[at] else { return };
    let actor = world.again(account).await;
    let Some(holding) = actor.holdings().iter().find(|holding| holding.post == play.posts[at].post) else {
        return;
    };
    let ended = world.node.perform(&world.admin, EndTenure::now(holding.tenure)).await;
    if ended.is_ok() {
        play.holders[at] = None;
        sees_nothing(world, account).await;
    }
}

/// Somebody comes, or comes back, or stands in for a week.
async fn come(world: &World, play: &mut Play, dice: &mut Dice) {
    let at = dice.below(play.posts.len());
    if play.holders[at].is_some() {
        return;
    }
    let acting = dice.below(3) == 0;
    let until = acting.then(|| world.node.now().plus(7 * DAY));
    let account = play.posts[dice.below(play.posts.len())].account;
    // One account holds one of these posts at a time here, so that leaving means seeing nothing.
    if play.holders.contains(&Some(account)) {
        return;
    }
    let start = StartTenure { post: play.posts[at].post, account, acting, until };
    if world.node.perform(&world.admin, start).await.is_ok() {
        play.holders[at] = Some(account);
    }
}

/// A holder hands everything over to somebody else, who takes it or not.
async fn hand_over(world: &World, play: &Play, dice: &mut Dice) {
    let (from, to) = (dice.below(play.posts.len()), dice.below(play.posts.len()));
    let (Some(giver), Some(taker), true) = (play.holders[from], play.holders[to], from != to) else { return };
    let giver = world.again(giver).await;
    let raise = RaiseHandover { post: play.posts[from].post, reason: "rotation".into() };
    let Ok(raised) = world.node.perform(&giver, raise).await else { return };
    let handover = raised.id;
    let Ok(view) = world.node.perform(&giver, ReviewHandover { handover }).await else { return };
    let matters: Vec<Id> = view.items.iter().map(|item| item.id).collect();
    let shares = vec![Share { post: play.posts[to].post, matters }];
    let _ = world.node.perform(&giver, HandOver { handover, shares, brief: Draft::default() }).await;
    if dice.below(2) == 0 {
        accept(world, &world.again(taker).await).await;
    }
}

async fn accept(world: &World, actor: &Actor) {
    let filters = [("state".to_owned(), "offered".to_owned())].into();
    let query = ListQuery { filters, limit: 20, ..ListQuery::default() };
    let Ok(listed) = world.node.perform(actor, List::<Handover>::new(query)).await else { return };
    for row in &listed.rows {
        let accept = AcceptHandover { handover: row.envelope.id, matters: Vec::new() };
        let _ = world.node.perform(actor, accept).await;
    }
}

async fn reorganise(world: &World, play: &Play, dice: &mut Dice) {
    let [one, other] = play.units;
    let (from, to) = if dice.below(2) == 0 { (one, other) } else { (other, one) };
    let legal_act = "Peraturan rekaan 7/2026".to_owned();
    let _ = world.node.perform(&world.admin, MandateTransfer { from, to, parent: None, legal_act }).await;
}

async fn sees_nothing(world: &World, account: Id) {
    let gone = world.again(account).await;
    if !gone.holdings().is_empty() {
        return;
    }
    let query = ListQuery { limit: 10, ..ListQuery::default() };
    assert!(world.node.perform(&gone, List::<Commitment>::new(query)).await.is_err());
    assert!(world.node.perform(&gone, ListNotifications).await.is_err(), "receives nothing from that day");
    let some = world.sql("select id from matter where kind = 'commitment' order by id limit 1").await;
    if let Some(row) = some.first() {
        let look = world.node.perform(&gone, View::<Commitment>::new(row[0].parse().unwrap())).await;
        assert!(matches!(look, Err(Error::NotFound)));
    }
}

async fn holds(world: &World, play: &Play, story: &str) {
    let orphans = "select count(*) from matter m left join post p on p.id = m.custodian_post
        where m.root_id = m.id and m.phase <> 'closed' and (p.id is null or p.state = 'abolished')";
    assert_eq!(world.sql(orphans).await[0][0], "0", "{story}: a matter without a post");
    let twice = "select count(*) from (select matter_id from custody where to_at is null group by matter_id
        having count(*) <> 1) as x";
    assert_eq!(world.sql(twice).await[0][0], "0", "{story}: custody is one at every moment");
    assert_eq!(due(world).await, play.matters, "{story}: a due date moved");
}

async fn history(world: &World, seed: u64) {
    let mut dice = Dice::new(seed);
    let mut play = Play {
        posts: Vec::new(),
        holders: Vec::new(),
        matters: BTreeMap::new(),
        units: [world.unit, world.other_unit],
    };
    for at in 0..4 {
        let staff = world.staff("policy-officer", Some(play.units[at % 2])).await;
        play.holders.push(Some(staff.account));
        play.posts.push(staff);
    }
    let mut story = format!("seed {seed}:");
    for _ in 0..28 {
        let step = dice.below(8);
        story.push_str(&format!(" {step}"));
        match step {
            0 | 1 => open(world, &mut play, &mut dice).await,
            2 => leave(world, &mut play, &mut dice).await,
            3 | 4 => come(world, &mut play, &mut dice).await,
            5 => hand_over(world, &play, &mut dice).await,
            6 => reorganise(world, &play, &mut dice).await,
            _ => {
                world.clock.advance(DAY * i64::try_from(1 + dice.below(5)).unwrap());
                world.node.turn_clock().await.unwrap();
                for (at, holder) in play.holders.clone().into_iter().enumerate() {
                    let Some(account) = holder else { continue };
                    let actor = world.again(account).await;
                    if !actor.holdings().iter().any(|holding| holding.post == play.posts[at].post) {
                        // A stand-in whose week is over.
                        play.holders[at] = None;
                        sees_nothing(world, account).await;
                    }
                }
            }
        }
        holds(world, &play, &story).await;
    }
}

on_both!(a_random_history_loses_no_promise, |world| {
    history(&world, 11).await;
});

on_both!(another_random_history_loses_no_promise, |world| {
    history(&world, 29).await;
});
