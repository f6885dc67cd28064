//! What happens in a history.

use std::sync::Arc;

use model::kinds::{IncomingReferral, IncomingRfi, IncomingTransfer, NetworkAlert, Referral, Transfer};
use model::time::{DAY, HOUR};
use model::{Draft, Id, Kind};
use node::acts::exchange::{AdoptDirectory, AskInformation, EnrolMember};
use node::acts::moves::{GiveConsent, Named, ReferCase, TransferCase};
use node::acts::people::{NewCase, OpenCase, SearchPeople};
use node::acts::{List, ListQuery, Move, Open};
use node::exchange::Answer;
use node::{Node, Place, SetClock};
use seal::exchange::{Directory, ListedKey, ListedSealing, MemberStatus};
use tempfile::TempDir;

use super::dice::Dice;
use super::ground::{Ground, NAMES, Seat, scratch};
use crate::exchange::net::signed;
use crate::moves::{consent, reason, sharing};
use crate::world::{START, World};

const EVERYTHING: &str = "identity contact family health incident suspect services legal documents";

pub(super) struct Side {
    pub(super) node: Node,
    pub(super) clock: Arc<SetClock>,
    pub(super) path: std::path::PathBuf,
    seat: Seat,
    /// Further receipts that arrived; a crash forgets them.
    told: Vec<Id>,
    /// Version of the directory that it uses.
    version: u64,
}

struct Packet {
    from: usize,
    to: usize,
    bytes: Vec<u8>,
    receipt: bool,
    /// A further receipt, whose sender waits to hear that it arrived.
    notice: Vec<Id>,
}

pub(super) struct Sim {
    pub(super) sides: Vec<Side>,
    /// Versions of the directory, the newest last.
    pub(super) directories: Vec<Directory>,
    pub(super) referrals: Vec<(usize, Id)>,
    pub(super) transfers: Vec<(usize, Id)>,
    flying: Vec<Packet>,
    /// Pairs that cannot reach each other now.
    parted: Vec<(usize, usize)>,
    dice: Dice,
    faults: bool,
    _dir: TempDir,
}

impl Sim {
    pub(super) async fn new(ground: &Ground, seed: u64) -> Self {
        let dir = scratch();
        let mut sides = Vec::new();
        for (at, seat) in ground.seats.iter().enumerate() {
            let path = ground.copy(at, dir.path());
            let clock = Arc::new(SetClock::at(START.plus(HOUR)));
            let chance = seed.wrapping_mul(1_000) + at as u64;
            let node = World::open_as(Place::Sqlite(path.clone()), clock.clone(), chance, NAMES[at]).await;
            sides.push(Side { node, clock, path, seat: seat.clone(), told: Vec::new(), version: 1 });
        }
        let directories = vec![ground.directory.clone()];
        let (referrals, transfers, flying, parted) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (dice, faults) = (Dice::new(seed), true);
        Self { sides, directories, referrals, transfers, flying, parted, dice, faults, _dir: dir }
    }

    /// One thing happens; then the node may stop and start again.
    pub(super) async fn step(&mut self) {
        let at = self.dice.below(NAMES.len());
        match self.dice.below(20) {
            0 | 1 => self.refer(at).await,
            2 => self.hand_over(at).await,
            3 => self.ask(at).await,
            4 => self.warn(at).await,
            5 | 6 => self.answer(at).await,
            7 => self.revoke().await,
            8..=10 => drop(self.dispatch(at).await),
            11..=15 => self.deliver().await,
            16 => self.show(at).await,
            17 => self.membership().await,
            _ => self.trouble(at).await,
        }
        if self.dice.chance(12) {
            self.crash(at).await;
        }
    }

    fn peer(&mut self, at: usize) -> Id {
        let peers = &self.sides[at].seat.peers;
        peers[self.dice.below(peers.len())].1
    }

    async fn case(&self, at: usize) -> Id {
        let Side { node, seat, .. } = &self.sides[at];
        let case = Draft::default()
            .with("registration_date", "2026-03-04")
            .with("risk_level", "high")
            .with("region", "32.73");
        let child = Draft::default().with("name", format!("Contoh {}", node.new_id())).with("sex", "female");
        let asked = node.perform(&seat.worker, SearchPeople::form(child.clone())).await.unwrap();
        let open = OpenCase::new(NewCase::child(case, child), asked.search).confirmed_not_duplicate();
        let case = node.perform(&seat.worker, open).await.unwrap().id;
        for (kind, by) in [("guardian_consent", "guardian"), ("child_assent", "child")] {
            let draft = consent(kind, by, "given")
                .with("data_groups", EVERYTHING)
                .with("recipients", "authorities other_organizations");
            let give = GiveConsent { case, draft, named: Named::default() };
            node.perform(&seat.worker, give).await.unwrap();
        }
        case
    }

    async fn refer(&mut self, at: usize) {
        let (case, to) = (self.case(at).await, self.peer(at));
        let act = ReferCase { case, to, service: None, sharing: sharing(&["identity", "services"]) };
        // Somebody who is suspended cannot be asked.
        if let Ok(made) = self.sides[at].node.perform(&self.sides[at].seat.worker, act).await {
            self.referrals.push((at, made.id));
        }
    }

    async fn hand_over(&mut self, at: usize) {
        let (case, to) = (self.case(at).await, self.peer(at));
        let act = TransferCase { case, to, sharing: reason() };
        if let Ok(made) = self.sides[at].node.perform(&self.sides[at].seat.boss, act).await {
            self.transfers.push((at, made.id));
        }
    }

    async fn ask(&mut self, at: usize) {
        let to = self.peer(at);
        let draft = Draft::default()
            .with("question", "Apakah anak ini pernah dilayani? (rekaan)")
            .with("subject", "Rujukan contoh")
            .with("needed_by", "2026-04-10");
        let _ = self.sides[at]
            .node
            .perform(&self.sides[at].seat.worker, AskInformation { to, case: None, draft })
            .await;
    }

    async fn warn(&mut self, at: usize) {
        let draft = Draft::default()
            .with("alert_type", "recruitment")
            .with("severity", "severe")
            .with("valid_until", "2026-12-20")
            .with("title", "Tawaran kerja palsu (rekaan)")
            .with("text", "Data rekaan.");
        let _ =
            self.sides[at].node.perform(&self.sides[at].seat.boss, Open::<NetworkAlert>::root(draft)).await;
    }

    async fn open_of<K: Kind>(&mut self, at: usize) -> Option<(Id, String)> {
        let mut query = ListQuery { limit: 50, ..ListQuery::default() };
        query.filters.insert("phase".into(), "open".into());
        let side = &self.sides[at];
        let listed = side.node.perform(&side.seat.intake, List::<K>::new(query)).await.unwrap();
        let which = self.dice.below(listed.rows.len());
        listed.rows.get(which).map(|row| (row.envelope.id, row.envelope.state.clone()))
    }

    async fn answer(&mut self, at: usize) {
        let word = self.dice.below(3);
        if let Some((id, state)) = self.open_of::<IncomingReferral>(at).await {
            let (action, fields): (_, &[(&str, &str)]) = match (state.as_str(), word) {
                ("accepted", _) => ("finish", &[("outcome", "delivered")]),
                (_, 0) => ("reject", &[("rejected_reason", "no_capacity")]),
                _ => ("accept", &[("first_contact_by", "2026-04-20")]),
            };
            self.take::<IncomingReferral>(at, id, action, fields).await;
        }
        if let Some((id, state)) = self.open_of::<IncomingTransfer>(at).await
            && state == "in_progress"
        {
            let (action, fields): (_, &[(&str, &str)]) = match word {
                0 => ("reject", &[("rejected_reason", "no_capacity")]),
                _ => ("accept", &[]),
            };
            self.take::<IncomingTransfer>(at, id, action, fields).await;
        }
        if let Some((id, _)) = self.open_of::<IncomingRfi>(at).await {
            self.take::<IncomingRfi>(at, id, "answer", &[("answer", "nothing_held")]).await;
        }
    }

    /// A step that the sender's suspension, or a clock, may forbid.
    async fn take<K: Kind>(&self, at: usize, id: Id, action: &str, fields: &[(&str, &str)]) {
        let draft = fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text));
        let side = &self.sides[at];
        let _ = side.node.perform(&side.seat.intake, Move::<K>::new(id, action, draft).unwrap()).await;
    }

    async fn revoke(&mut self) {
        let draft = Draft::default().with("revoked_reason", "Data rekaan");
        if self.dice.chance(50)
            && let Some((at, id)) = self.referrals.get(self.dice.below(self.referrals.len())).copied()
        {
            let step = Move::<Referral>::new(id, "revoke", draft.clone()).unwrap();
            // One that has ended is refused, and that is well.
            let _ = self.sides[at].node.perform(&self.sides[at].seat.worker, step).await;
        }
        if self.dice.chance(50)
            && let Some((at, id)) = self.transfers.get(self.dice.below(self.transfers.len())).copied()
        {
            let step = Move::<Transfer>::new(id, "revoke", draft).unwrap();
            let _ = self.sides[at].node.perform(&self.sides[at].seat.boss, step).await;
        }
    }

    async fn dispatch(&mut self, from: usize) -> usize {
        let told = std::mem::take(&mut self.sides[from].told);
        let due = self.sides[from].node.exchange_due(told, Vec::new()).await.unwrap();
        let count = due.len();
        for item in due {
            let to = NAMES.iter().position(|name| *name == item.member.as_str()).unwrap();
            let notice = if item.receipt { vec![item.id] } else { Vec::new() };
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
            self.flying.push(Packet { bytes: packet.bytes.clone(), notice: packet.notice.clone(), ..packet });
        }
        let node = self.sides[packet.to].node.clone();
        if packet.receipt {
            node.exchange_receipts(&packet.bytes).await.unwrap();
            self.sides[packet.from].told.extend(packet.notice);
            return;
        }
        let receipts = node.exchange_accept(&packet.bytes).await.unwrap().to_bytes();
        // The receipt travels by itself and may be lost or come late, too.
        let (from, to) = (packet.to, packet.from);
        self.flying.push(Packet { from, to, bytes: receipts, receipt: true, notice: Vec::new() });
        if self.faults && self.dice.chance(10) {
            self.crash(packet.to).await;
        }
    }

    /// A node shows its checkpoint to witnesses, some of which cannot be reached.
    async fn show(&mut self, at: usize) {
        let node = self.sides[at].node.clone();
        node.place_waiting().await.unwrap();
        for asked in node.exchange_offers().await.unwrap() {
            if self.faults && self.dice.chance(40) {
                continue;
            }
            let to = NAMES.iter().position(|name| *name == asked.witness.as_str()).unwrap();
            let from = NAMES[at].parse().unwrap();
            let said = self.sides[to].node.exchange_cosign(&from, asked.body.clone()).await.unwrap();
            let answer = match said {
                Ok(lines) => Answer::Signed(lines),
                Err(seal::witness::Refusal::OtherSize { latest }) => Answer::Saw(latest),
                Err(_) => Answer::Refused,
            };
            if self.faults && self.dice.chance(20) {
                continue;
            }
            let _ = node.exchange_cosigned(&asked, answer).await;
        }
        node.turn_clock().await.unwrap();
    }

    /// The operators write a new version; some nodes have it at once, others later.
    async fn membership(&mut self) {
        let mut next = self.directories.last().unwrap().clone();
        next.version += 1;
        let which = self.dice.below(NAMES.len());
        match self.dice.below(3) {
            0 => next.members[which].status = MemberStatus::Suspended,
            1 => next.members[which].status = MemberStatus::Active,
            _ => {
                let enrol = EnrolMember { member: NAMES[which].to_owned() };
                let side = &self.sides[which];
                let keys = side.node.perform(&side.node.system("set-up"), enrol).await.unwrap();
                let (signing, from) = (keys.signing, keys.from - HOUR);
                next.members[which].signing.push(ListedKey { key: signing, from, until: keys.signing_until });
                let (kid, key, until) = (keys.kid, keys.sealing, keys.sealing_until);
                next.members[which].sealing.push(ListedSealing { kid, key, from, until });
            }
        }
        self.directories.push(next);
        for at in 0..NAMES.len() {
            if self.dice.chance(50) || at == which {
                self.follow(at).await;
            }
        }
    }

    async fn follow(&mut self, at: usize) {
        let newest = self.directories.last().unwrap();
        let side = &mut self.sides[at];
        if side.version < newest.version {
            let act = AdoptDirectory { document: signed(newest) };
            side.node.perform(&side.node.system("set-up"), act).await.unwrap();
            side.version = newest.version;
        }
    }

    async fn trouble(&mut self, at: usize) {
        match self.dice.below(6) {
            0 | 1 => {
                let other = (at + 1 + self.dice.below(NAMES.len() - 1)) % NAMES.len();
                self.parted.push((at.min(other), at.max(other)));
            }
            2 => self.parted.clear(),
            // Within the tolerance: a clock that is farther off is refused until it is set.
            3 => self.sides[at].clock.advance(i64::try_from(self.dice.below(4 * 60_000)).unwrap()),
            4 if self.dice.chance(10) => {
                self.pass(8 * DAY);
                for side in &self.sides {
                    side.node.turn_clock().await.unwrap();
                }
            }
            _ => {
                let meanwhile = i64::try_from(self.dice.below(3_600_000)).unwrap();
                self.pass(meanwhile);
            }
        }
    }

    fn pass(&self, millis: i64) {
        self.sides.iter().for_each(|side| side.clock.advance(millis));
    }

    /// The process ends and starts again: what was in memory is gone.
    async fn crash(&mut self, at: usize) {
        let side = &mut self.sides[at];
        side.told.clear();
        let (place, chance) = (Place::Sqlite(side.path.clone()), self.dice.next());
        side.node = World::open_as(place, side.clock.clone(), chance, NAMES[at]).await;
    }

    /// Clocks are set, everybody is active again, the network is whole, and everything gets its time.
    pub(super) async fn heal(&mut self) -> Result<(), String> {
        self.faults = false;
        self.parted.clear();
        let latest = self.sides.iter().map(|side| side.node.now()).max().unwrap();
        for side in &self.sides {
            side.clock.set(latest);
        }
        let mut last = self.directories.last().unwrap().clone();
        last.version += 1;
        last.members.iter_mut().for_each(|member| member.status = MemberStatus::Active);
        self.directories.push(last);
        for at in 0..NAMES.len() {
            self.follow(at).await;
        }
        self.rest().await?;
        for at in 0..NAMES.len() {
            self.show(at).await;
        }
        // What time does by itself may send once more: an offer that ended is taken back.
        self.rest().await
    }

    /// Time passes until nobody has anything left to send.
    async fn rest(&mut self) -> Result<(), String> {
        let mut quiet = 0;
        for _ in 0..240 {
            let mut due = 0;
            for at in 0..NAMES.len() {
                due += self.dispatch(at).await;
            }
            while !self.flying.is_empty() {
                self.deliver().await;
            }
            // The longest pause between two attempts is an hour.
            quiet = if due == 0 { quiet + 1 } else { 0 };
            if quiet == 2 {
                return Ok(());
            }
            self.pass(HOUR);
        }
        Err("the outboxes never came to rest".to_owned())
    }
}
