//! Three nodes and a network that loses, doubles, delays and reorders, that parts and heals, with clocks that differ and nodes
//! that stop and start again. Every history follows from its seed. `JEJARING_HISTORIES=2000` runs more of them.

use model::kinds::{IncomingReferral, Referral};
use model::time::{DAY, HOUR};
use model::{Draft, Id, SplitMix};
use node::Place;
use node::acts::exchange::SetAnchor;
use node::acts::moves::ReferCase;
use node::acts::{List, ListQuery, Move};
use seal::exchange::{Directory, Hash, Policy};

use super::net::{adopt, enrol, listed, operators};
use crate::moves::{agree, sharing};
use crate::world::{START, Staff, World};

const NAMES: [&str; 3] = ["ID/NGO/SIMULASI-SATU", "ID/NGO/SIMULASI-DUA", "PH/HOT/SIMULASI-TIGA"];
/// Histories in an ordinary run; each begins where the last one of its world has ended.
const HISTORIES: u64 = 12;
/// Histories in one world.
const IN_A_WORLD: u64 = 6;
const STEPS: usize = 30;

/// Small, and exact.
pub(crate) struct Dice(SplitMix);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(SplitMix::new(seed))
    }

    fn next(&mut self) -> u64 {
        self.0.draw()
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most.max(1) as u64).unwrap()
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }
}

struct Side {
    world: World,
    worker: Staff,
    intake: Staff,
    /// Posts that stand for the members on the other nodes.
    peers: Vec<Id>,
    /// Further receipts that arrived.
    told: Vec<Id>,
}

struct Packet {
    from: usize,
    to: usize,
    bytes: Vec<u8>,
    receipt: bool,
    /// A further receipt, whose sender waits to hear that it arrived.
    notice: Option<Id>,
}

struct Sim {
    sides: Vec<Side>,
    flying: Vec<Packet>,
    /// Pairs that cannot reach each other now.
    parted: Vec<(usize, usize)>,
    dice: Dice,
    faults: bool,
    referrals: Vec<(usize, Id)>,
    restarts: u64,
}

impl Sim {
    async fn new(seed: u64) -> Self {
        let mut worlds = Vec::new();
        let mut members = Vec::new();
        for (at, name) in NAMES.iter().enumerate() {
            let dir = tempfile::tempdir().unwrap();
            let place = Place::Sqlite(dir.path().join("node.db"));
            let world = World::found_as(place, Some(dir), name, seed * 10 + at as u64 + 3).await;
            members.push(listed(&enrol(&world).await, name));
            worlds.push(world);
        }
        let directory = Directory {
            network: "simulasi".try_into().unwrap(),
            version: 1,
            valid_from: START.millis(),
            valid_until: START.plus(3000 * DAY).millis(),
            operators: operators().iter().map(|key| Hash(key.verifying_key().to_bytes())).collect(),
            threshold: 2,
            members,
            groups: Vec::new(),
            guardians: Vec::new(),
            witnesses: Vec::new(),
            revoked: Vec::new(),
            policy: Policy::default(),
        };
        let mut sides = Vec::new();
        for world in worlds {
            let anchor = SetAnchor { anchor: directory.anchor() };
            world.node.perform(&world.node.system("set-up"), anchor).await.unwrap();
            adopt(&world, &directory).await;
            let worker = world.staff("case-worker", Some(world.unit)).await;
            let intake = world.staff("intake-operator", Some(world.unit)).await;
            let peers = world.sql("select post_id from exchange_peer order by post_id").await;
            let peers = peers.iter().map(|row| row[0].parse().unwrap()).collect();
            sides.push(Side { world, worker, intake, peers, told: Vec::new() });
        }
        let (flying, parted, referrals) = (Vec::new(), Vec::new(), Vec::new());
        Self { sides, flying, parted, dice: Dice::new(seed), faults: true, referrals, restarts: 0 }
    }

    /// One thing happens.
    async fn step(&mut self) {
        match self.dice.below(10) {
            0 | 1 => self.refer().await,
            2 => self.answer().await,
            3 => self.revoke().await,
            4 | 5 => self.dispatch().await,
            6..=8 => self.deliver().await,
            _ => self.trouble().await,
        }
    }

    async fn refer(&mut self) {
        let (at, to) = (self.dice.below(3), self.dice.below(2));
        let side = &self.sides[at];
        let case = side.world.open_case(&side.worker.actor, "high").await;
        agree(&side.world, &side.worker.actor, case).await;
        let to = side.peers[to];
        let act = ReferCase { case, to, service: None, sharing: sharing(&["identity", "services"]) };
        let id = side.world.node.perform(&side.worker.actor, act).await.unwrap().id;
        self.referrals.push((at, id));
    }

    async fn answer(&mut self) {
        let (at, which, word) = (self.dice.below(3), self.dice.below(1 << 16), self.dice.below(3));
        let side = &self.sides[at];
        let mut query = ListQuery { limit: 50, ..ListQuery::default() };
        query.filters.insert("phase".into(), "open".into());
        let open =
            side.world.node.perform(&side.intake.actor, List::<IncomingReferral>::new(query)).await.unwrap();
        if open.rows.is_empty() {
            return;
        }
        let row = &open.rows[which % open.rows.len()].envelope;
        let (action, fields): (_, &[(&str, &str)]) = match (row.state.as_str(), word) {
            ("accepted", _) => ("finish", &[("outcome", "delivered")]),
            (_, 0) => ("reject", &[("rejected_reason", "no_capacity")]),
            _ => ("accept", &[("first_contact_by", "2026-03-20")]),
        };
        let draft = fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text));
        let step = Move::<IncomingReferral>::new(row.id, action, draft).unwrap();
        side.world.node.perform(&side.intake.actor, step).await.unwrap();
    }

    async fn revoke(&mut self) {
        if self.referrals.is_empty() || self.dice.chance(60) {
            return;
        }
        let (at, id) = self.referrals[self.dice.below(self.referrals.len())];
        let side = &self.sides[at];
        let draft = Draft::default().with("revoked_reason", "Data rekaan");
        let step = Move::<Referral>::new(id, "revoke", draft).unwrap();
        // One that has ended is refused, and that is well.
        let _ = side.world.node.perform(&side.worker.actor, step).await;
    }

    async fn dispatch(&mut self) {
        let from = self.dice.below(3);
        self.dispatch_from(from).await;
    }

    async fn dispatch_from(&mut self, from: usize) -> usize {
        let told = std::mem::take(&mut self.sides[from].told);
        let due = self.sides[from].world.node.exchange_due(told, Vec::new()).await.unwrap();
        let count = due.len();
        for item in due {
            let to = NAMES.iter().position(|name| *name == item.member.as_str()).unwrap();
            let notice = item.receipt.then_some(item.id);
            self.flying.push(Packet { from, to, bytes: item.bytes, receipt: item.receipt, notice });
        }
        count
    }

    async fn deliver(&mut self) {
        if self.flying.is_empty() {
            return;
        }
        let at = self.dice.below(self.flying.len());
        let packet = self.flying.swap_remove(at);
        let parted = self.parted.contains(&(packet.from.min(packet.to), packet.from.max(packet.to)));
        if self.faults && (parted || self.dice.chance(15)) {
            return;
        }
        if self.faults && self.dice.chance(15) {
            self.flying.push(Packet { bytes: packet.bytes.clone(), ..packet });
        }
        let node = self.sides[packet.to].world.node.clone();
        if packet.receipt {
            node.exchange_receipts(&packet.bytes).await.unwrap();
            self.sides[packet.from].told.extend(packet.notice);
            return;
        }
        let receipts = node.exchange_accept(&packet.bytes).await.unwrap().to_bytes();
        // The receipt travels by itself and may be lost or come late, too.
        self.flying.push(Packet {
            from: packet.to,
            to: packet.from,
            bytes: receipts,
            receipt: true,
            notice: None,
        });
    }

    async fn trouble(&mut self) {
        let at = self.dice.below(3);
        match self.dice.below(5) {
            0 => self.restart(at).await,
            1 => {
                let other = (at + 1) % 3;
                self.parted.push((at.min(other), at.max(other)));
            }
            2 => self.parted.clear(),
            3 => self.sides[at].world.clock.advance(i64::try_from(self.dice.below(4 * 60_000)).unwrap()),
            _ => {
                let meanwhile = i64::try_from(self.dice.below(3_600_000)).unwrap();
                self.pass(meanwhile);
            }
        }
    }

    fn pass(&self, millis: i64) {
        self.sides.iter().for_each(|side| side.world.clock.advance(millis));
    }

    /// The process ends and starts again: what was in memory is gone.
    async fn restart(&mut self, at: usize) {
        self.restarts += 1;
        let world = &mut self.sides[at].world;
        let seed = 1_000 + self.restarts * 7 + self.dice.next() % 1_000_000;
        world.node = World::open_as(world.place.clone(), world.clock.clone(), seed, NAMES[at]).await;
    }

    /// Clocks are set, the network is whole, and everything gets its time.
    async fn heal(&mut self) {
        self.faults = false;
        self.parted.clear();
        let latest = self.sides.iter().map(|side| side.world.node.now()).max().unwrap();
        for side in &self.sides {
            side.world.clock.advance(latest.millis() - side.world.node.now().millis());
        }
        let mut quiet = 0;
        for _ in 0..200 {
            let mut due = 0;
            for at in 0..3 {
                due += self.dispatch_from(at).await;
            }
            while !self.flying.is_empty() {
                self.deliver().await;
            }
            // The longest pause between two attempts is an hour.
            quiet = if due == 0 { quiet + 1 } else { 0 };
            if quiet == 3 {
                break;
            }
            self.pass(HOUR);
        }
        assert_eq!(quiet, 3, "the outboxes never came to rest");
        self.faults = true;
    }

    async fn check(&self, seed: u64) {
        let mut kept = Vec::new();
        for (at, side) in self.sides.iter().enumerate() {
            let world = &side.world;
            for row in world.sql("select eid, state, marking from exchange_inbox").await {
                kept.push((row[0].clone(), at, row[1].clone(), row[2].clone()));
            }
            let told = world.sql("select count(*) from matter where kind = 'incoming-referral'").await;
            let threads = world
                .sql("select count(distinct thread_id) from exchange_inbox where kind = 'referral.offer' and matter_id is not null")
                .await;
            assert_eq!(
                told, threads,
                "history {seed}: a referral took effect twice or not at all at node {at}"
            );
            let done = world
                .sql("select count(*) from journal where act = 'receive-envelope' and outcome = 'done'")
                .await;
            let stored = world.sql("select count(*) from exchange_inbox").await;
            assert_eq!(done, stored, "history {seed}: entries and envelopes differ at node {at}");
            let lost =
                world.sql("select count(*) from exchange_outbox where state in ('failed', 'expired')").await;
            let seen = world.sql("select count(*) from matter where kind = 'undelivered'").await;
            assert_eq!(lost, seen, "history {seed}: something was lost in silence at node {at}");
            assert!(world.node.verify(None).await.unwrap().is_ok());
        }
        for (from, side) in self.sides.iter().enumerate() {
            let sent = side
                .world
                .sql("select o.eid, o.to_member, o.state, o.receipt_state, s.marking from exchange_outbox o join exchange_sent s on s.eid = o.eid")
                .await;
            for row in sent {
                let to = NAMES.iter().position(|name| *name == row[1]).unwrap();
                let there: Vec<_> = kept.iter().filter(|(eid, at, ..)| *eid == row[0] && *at == to).collect();
                assert!(there.len() <= 1);
                assert!(
                    matches!(row[2].as_str(), "delivered" | "failed" | "expired"),
                    "history {seed}: {row:?} from {from}"
                );
                if row[2] == "delivered" {
                    assert_eq!(there.len(), 1, "history {seed}: acknowledged and lost: {row:?}");
                    assert_eq!(there[0].2, "taken");
                    assert_eq!(there[0].3, row[4], "history {seed}: a marking changed on its way");
                }
            }
        }
        self.agree(seed).await;
    }

    /// What both sides believe of a referral fits together.
    async fn agree(&self, seed: u64) {
        for (at, id) in &self.referrals {
            let ours =
                self.sides[*at].world.sql(&format!("select state from matter where id = '{id}'")).await;
            let sql = format!(
                "select m.state from exchange_referral r join matter m on m.id = r.referral_id
                 where r.shared_id = '{id}' and m.kind = 'incoming-referral'"
            );
            for (other, side) in self.sides.iter().enumerate().filter(|(other, _)| other != at) {
                for row in side.world.sql(&sql).await {
                    let fits = ours[0][0] == row[0] || matches!(ours[0][0].as_str(), "revoked" | "expired");
                    assert!(fits, "history {seed}: {} here, {} at node {other}", ours[0][0], row[0]);
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_history_loses_doubles_or_widens() {
    let histories =
        std::env::var("JEJARING_HISTORIES").ok().and_then(|text| text.parse().ok()).unwrap_or(HISTORIES);
    for world in 0..u64::div_ceil(histories, IN_A_WORLD) {
        let mut sim = Sim::new(world).await;
        for history in 0..IN_A_WORLD.min(histories - world * IN_A_WORLD) {
            let seed = world * 1_000 + history;
            sim.dice = Dice::new(seed);
            for _ in 0..STEPS {
                sim.step().await;
            }
            sim.heal().await;
            sim.flying.clear();
        }
        sim.check(world).await;
    }
}
