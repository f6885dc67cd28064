//! "Do you know this child?": two guardians on two nodes, a holder that decides, and an asker that learns nothing else.

use model::kinds::{MatchHit, MatchQuery};
use model::time::DAY;
use model::{Draft, Id};
use node::acts::exchange::{AskMatch, MakeGuardianKey, ViewMatching};
use node::acts::people::{NewCase, OpenCase, SearchPeople};
use node::acts::{Move, View};
use node::exchange::WINDOW;
use node::{Actor, Error, Result};
use seal::exchange::{Hash, ListedGuardian};

use super::net::{ABROAD, Net, adopt};
use super::referral::state;
use crate::world::{Staff, World};

const MINISTRY: &str = "ID/GOV/CONTOH-KEMENTERIAN";

/// A child whom both sides may know, written down a little differently.
const HERE: [(&str, &str); 6] = [
    ("name", "Muhammad Rizki Contohnama"),
    ("sex", "male"),
    ("birth_year", "2013"),
    ("birth_day", "05-17"),
    ("region", "32.73"),
    ("nik", "3273901705130001"),
];
const THERE: [(&str, &str); 6] = [
    ("name", "Moh. Rizky Contohnama"),
    ("sex", "male"),
    ("birth_year", "2013"),
    ("birth_day", "05-17"),
    ("region", "32.73"),
    ("nik", "3273901705130001"),
];

fn draft(fields: &[(&str, &str)]) -> Draft {
    fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text))
}

async fn open(world: &World, actor: &Actor, child: &[(&str, &str)]) -> Id {
    let case = draft(&[("registration_date", "2026-03-04"), ("risk_level", "medium"), ("region", "32.73")]);
    let child = draft(child);
    let asked = world.node.perform(actor, SearchPeople::form(child.clone())).await.unwrap();
    let open = OpenCase::new(NewCase::child(case, child), asked.search).confirmed_not_duplicate();
    world.node.perform(actor, open).await.unwrap().id
}

/// Two nodes, a ministry here and the member abroad as guardians; a supervisor and a worker on either side.
struct Match {
    net: Net,
    reviewer: Staff,
    holder: Staff,
}

impl Match {
    async fn new(world: World) -> Self {
        Self::with(world, 480).await
    }

    /// With so many points a day for each member.
    async fn with(world: World, budget: u32) -> Self {
        let mut net = Net::new(world).await;
        let ministry = net.joined(MINISTRY, "administrator").await;
        let abroad = net.abroad.staff("administrator", None).await;
        let key = async |world: &World, actor: &Actor| -> Hash {
            let made = world.node.perform(actor, MakeGuardianKey { epoch: "2026-1".into() }).await.unwrap();
            let again = world.node.perform(actor, MakeGuardianKey { epoch: "2026-1".into() }).await.unwrap();
            assert_eq!(made, again, "a key that is there stays");
            made.parse().unwrap()
        };
        let keys = [
            (MINISTRY, key(&net.here, &ministry.actor).await),
            (ABROAD, key(&net.abroad, &abroad.actor).await),
        ];
        let now = net.here.node.now();
        net.directory.version += 1;
        net.directory.guardians = keys
            .map(|(member, key)| ListedGuardian {
                epoch: "2026-1".try_into().unwrap(),
                member: member.parse().unwrap(),
                key,
                budget,
                register: 1_000,
                from: now.millis() - 1,
                until: now.plus(92 * DAY).millis(),
            })
            .to_vec();
        for world in [&net.here, &net.abroad] {
            adopt(world, &net.directory).await;
        }
        let reviewer = net.here.staff("manager", None).await;
        let holder = net.abroad.staff("case-worker", Some(net.abroad.unit)).await;
        Self { net, reviewer, holder }
    }

    async fn organisation(&self, member: &str) -> Id {
        let found = format!("select id from organisation where member_id = '{member}'");
        self.net.here.sql(&found).await[0][0].parse().unwrap()
    }

    async fn ask(&self, case: Id) -> Result<Id> {
        let to = vec![self.organisation(ABROAD).await];
        let said = draft(&[
            ("purpose", "missing_child"),
            ("legal_basis", "uu_perlindungan_anak"),
            ("reason", "Data rekaan: anak dicari keluarganya."),
            ("needed_by", "2026-03-20"),
        ]);
        let ask = AskMatch { case, to, draft: said };
        self.net.here.node.perform(&self.net.worker.actor, ask).await.map(|opened| opened.id)
    }

    async fn approve(&self, actor: &Actor, query: Id) -> Result<()> {
        let step = Move::<MatchQuery>::new(query, "approve", Draft::default()).unwrap();
        self.net.here.node.perform(actor, step).await.map(drop)
    }

    /// Clocks and carriers until nothing moves.
    async fn settle(&self) {
        for _ in 0..6 {
            let turned = self.net.here.node.turn_clock().await.unwrap()
                + self.net.abroad.node.turn_clock().await.unwrap();
            if turned + self.net.carry().await == 0 {
                break;
            }
        }
    }

    async fn hits(&self) -> Vec<Id> {
        let rows = self.net.abroad.sql("select id from matter where kind = 'match-hit' order by id").await;
        rows.iter().map(|row| row[0].parse().unwrap()).collect()
    }

    /// Everything that the asker's node can see of a question.
    async fn seen_by_asker(&self, query: Id) -> (String, Vec<Vec<String>>, Vec<Vec<String>>) {
        let receipts = format!(
            "select o.state, o.receipt_state from exchange_outbox o join exchange_sent s on s.eid = o.eid
             where s.subject_id = '{query}' and s.kind = 'match.query' order by o.id"
        );
        let came = "select kind from exchange_inbox where kind = 'match.contact' order by id";
        (
            state(&self.net.here, query).await,
            self.net.here.sql(&receipts).await,
            self.net.here.sql(came).await,
        )
    }
}

on_both!(a_child_is_found_by_the_machine_and_told_of_by_a_person_alone, |world| {
    let all = Match::new(world).await;
    let (here, abroad) = (&all.net.here, &all.net.abroad);
    let case = open(here, &all.net.worker.actor, &HERE).await;
    let known = open(abroad, &all.holder.actor, &THERE).await;
    open(
        abroad,
        &all.holder.actor,
        &[("name", "Lain Samasekali"), ("sex", "female"), ("birth_year", "2010")],
    )
    .await;
    all.settle().await;
    let tokens = "select count(*) from match_token where tokens is not null";
    assert_eq!(abroad.sql(tokens).await, [["2"]], "the holder's register has tokens");
    assert_eq!(abroad.sql("select count(*) from match_share").await, [["0"]], "what was blinded is gone");
    let query = all.ask(case).await.unwrap();
    assert!(matches!(all.approve(&all.net.worker.actor, query).await, Err(Error::Denied(_))));
    assert_eq!(here.sql("select 1 from exchange_sent where kind = 'match.query'").await.len(), 0);
    all.approve(&all.reviewer.actor, query).await.unwrap();
    all.settle().await;
    assert_eq!(state(here, query).await, "asked");
    let hits = all.hits().await;
    assert_eq!(hits.len(), 1);
    let seen = abroad.node.perform(&all.holder.actor, View::<MatchHit>::new(hits[0])).await.unwrap();
    assert_eq!(seen.record.text("concerns"), known.to_string());
    assert!(seen.record.text("from_member").contains("ID/NGO/CONTOH-KASIH"));
    // Somebody who opens it sends no receipt: it would tell that there is something to open.
    abroad.node.turn_clock().await.unwrap();
    all.net.carry().await;
    let before = all.seen_by_asker(query).await;
    assert_eq!(before.1, [["delivered", "delivered"]]);
    let step = Move::<MatchHit>::new(hits[0], "contact", Draft::default()).unwrap();
    abroad.node.perform(&all.holder.actor, step).await.unwrap();
    all.settle().await;
    assert_eq!(all.seen_by_asker(query).await, before, "not before the window ends");
    abroad.clock.advance(WINDOW);
    here.clock.advance(WINDOW);
    all.settle().await;
    assert_eq!(state(here, query).await, "contacted");
    let shown = here.node.perform(&all.net.worker.actor, View::<MatchQuery>::new(query)).await.unwrap();
    assert!(shown.record.text("contacts").contains(ABROAD));
    // Nothing of the child lies in the clear, and nothing but the readiness came back.
    assert_eq!(all.seen_by_asker(query).await.2.len(), 1);
    for world in [here, abroad] {
        assert!(world.node.verify(None).await.unwrap().is_ok());
    }
});

on_both!(nobody_knows_and_nobody_tells_look_the_same, |world| {
    let all = Match::new(world).await;
    let (here, abroad) = (&all.net.here, &all.net.abroad);
    let known = open(here, &all.net.worker.actor, &HERE).await;
    let unknown =
        [("name", "Tiada Yangtahu"), ("sex", "female"), ("birth_year", "2012"), ("birth_day", "02-03")];
    let stranger = open(here, &all.net.worker.actor, &unknown).await;
    open(abroad, &all.holder.actor, &THERE).await;
    all.settle().await;
    let (found, lost) = (all.ask(known).await.unwrap(), all.ask(stranger).await.unwrap());
    for query in [found, lost] {
        all.approve(&all.reviewer.actor, query).await.unwrap();
    }
    all.settle().await;
    let hits = all.hits().await;
    assert_eq!(hits.len(), 1, "only one child is known there");
    let why = draft(&[("refusal", "unsafe_for_child")]);
    let step = Move::<MatchHit>::new(hits[0], "set-aside", why).unwrap();
    abroad.node.perform(&all.holder.actor, step).await.unwrap();
    abroad.clock.advance(3 * WINDOW);
    here.clock.advance(3 * WINDOW);
    all.settle().await;
    assert_eq!(all.seen_by_asker(found).await, all.seen_by_asker(lost).await);
    // Both questions ask the guardians and the holder in messages of one length.
    let lengths = "select distinct s.kind, length(b.bytes) from exchange_sent s
       join exchange_bytes b on b.owner = 'ct:' || s.eid where s.kind = 'match.query'";
    assert_eq!(here.sql(lengths).await.len(), 1);
    // When their time is over both end, and the tokens go.
    for world in [here, abroad] {
        world.clock.advance(30 * DAY);
    }
    all.settle().await;
    assert_eq!([state(here, found).await, state(here, lost).await], ["ended", "ended"]);
    assert_eq!(abroad.sql("select count(*) from match_question").await, [["0"]]);
});

on_both!(a_child_that_comes_later_is_found_by_a_question_that_waits, |world| {
    let all = Match::new(world).await;
    let case = open(&all.net.here, &all.net.worker.actor, &HERE).await;
    open(&all.net.abroad, &all.holder.actor, &[("name", "Lain Samasekali"), ("sex", "male")]).await;
    all.settle().await;
    let query = all.ask(case).await.unwrap();
    all.approve(&all.reviewer.actor, query).await.unwrap();
    all.settle().await;
    assert!(all.hits().await.is_empty());
    for world in [&all.net.here, &all.net.abroad] {
        world.clock.advance(DAY);
    }
    open(&all.net.abroad, &all.holder.actor, &THERE).await;
    all.settle().await;
    assert_eq!(all.hits().await.len(), 1);
    // Nobody decides: it lapses in silence.
    for world in [&all.net.here, &all.net.abroad] {
        world.clock.advance(30 * DAY);
    }
    all.settle().await;
    assert_eq!(state(&all.net.abroad, all.hits().await[0]).await, "lapsed");
});

on_both!(budgets_are_kept_by_asker_and_guardians_and_one_guardian_is_none, |world| {
    let mut all = Match::with(world, 60).await;
    let case = open(&all.net.here, &all.net.worker.actor, &HERE).await;
    all.settle().await;
    // A post has 24 of the 60 points of a day: one question.
    let first = all.ask(case).await.unwrap();
    assert!(matches!(all.ask(case).await, Err(Error::Refused("match-budget-spent"))));
    let shown = all.net.here.node.perform(&all.reviewer.actor, ViewMatching).await.unwrap();
    assert_eq!((shown.own, shown.epochs[0].state), (Some((60, 24)), "now"));
    // A guardian that has evaluated enough for a member answers with nothing, and the question waits for tomorrow.
    all.net
        .abroad
        .sql_run(&format!(
            "insert into match_spent (organisation_id, who, period, points)
             select id, 'ID/NGO/CONTOH-KASIH', 'day:{}', 60 from organisation where member_id = '{ABROAD}'",
            all.net.here.node.now().millis() / DAY
        ))
        .await;
    all.approve(&all.reviewer.actor, first).await.unwrap();
    all.settle().await;
    assert_eq!(state(&all.net.here, first).await, "approved");
    assert_eq!(
        all.net.here.sql("select state from match_request order by guardian").await,
        [["done"], ["over"]]
    );
    for world in [&all.net.here, &all.net.abroad] {
        world.clock.advance(DAY);
    }
    all.settle().await;
    assert_eq!(state(&all.net.here, first).await, "asked");
    // With one guardian nothing falls back to one key.
    let one = all.net.directory.guardians.pop().unwrap();
    all.net.directory.version += 1;
    adopt(&all.net.here, &all.net.directory).await;
    assert!(matches!(all.ask(case).await, Err(Error::Refused("no-guardians"))));
    // When the epoch is over its keys and tokens are destroyed.
    all.net.directory.guardians.push(one);
    all.net.directory.version += 1;
    all.net.directory.valid_until += 100 * DAY;
    for world in [&all.net.here, &all.net.abroad] {
        adopt(world, &all.net.directory).await;
        world.clock.advance(93 * DAY);
    }
    all.settle().await;
    for world in [&all.net.here, &all.net.abroad] {
        assert_eq!(world.sql("select count(*) from match_key where secret is not null").await, [["0"]]);
        assert_eq!(world.sql("select count(*) from match_token").await, [["0"]]);
    }
});

on_both!(a_guardian_that_uses_another_key_is_refused, |world| {
    let mut all = Match::new(world).await;
    let case = open(&all.net.here, &all.net.worker.actor, &HERE).await;
    all.settle().await;
    // The directory, as the asker has it, names another key than the guardian abroad holds.
    let other = seal::matching::GuardianKey::from_seed(&[7; 32], b"lain").unwrap();
    let named = all.net.directory.guardians.iter_mut().find(|one| one.member.as_str() == ABROAD).unwrap();
    named.key = Hash(other.public_key().to_bytes());
    all.net.directory.version += 1;
    adopt(&all.net.here, &all.net.directory).await;
    let query = all.ask(case).await.unwrap();
    all.approve(&all.reviewer.actor, query).await.unwrap();
    all.settle().await;
    assert_eq!(
        state(&all.net.here, query).await,
        "approved",
        "no token is made of an answer that proves nothing"
    );
    let refused =
        "select distinct refusal from exchange_inbox where kind = 'match.evaluated' and refusal is not null";
    assert_eq!(all.net.here.sql(refused).await, [["schema"]]);
});

on_both!(a_protected_child_is_neither_asked_about_nor_found, |world| {
    let all = Match::new(world).await;
    let hidden: Vec<_> = THERE.into_iter().chain([("protected_identity", "true")]).collect();
    open(&all.net.abroad, &all.holder.actor, &hidden).await;
    let own: Vec<_> = HERE.into_iter().chain([("protected_identity", "true")]).collect();
    let mine = open(&all.net.here, &all.net.worker.actor, &own).await;
    assert!(matches!(all.ask(mine).await, Err(Error::Refused("match-protected"))));
    all.settle().await;
    assert_eq!(all.net.abroad.sql("select count(*) from match_token").await, [["0"]]);
});
