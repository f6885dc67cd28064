//! `view-matching`: who holds the matching keys, what is left of the budgets, how far the own register is, and how questions stand.

use model::{Id, Timestamp};
use seal::exchange::{Directory, ListedGuardian};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::exchange::matching::epoch::{self, Epoch};
use crate::exchange::matching::{PREPARE, budget};
use crate::exchange::{directory, peers};

/// Looks at private matching.
#[derive(Debug, Clone, Copy)]
pub struct ViewMatching;

/// Private matching as the reader's organisation sees it.
#[derive(Debug, Clone, Serialize)]
pub struct Matching {
    /// Epochs that the directory names, the present one first.
    pub epochs: Vec<EpochShown>,
    /// Points that the organisation may use for questions today, and has used; nothing without guardians.
    pub own: Option<(u64, u64)>,
    /// The same of the reader's post.
    pub post: Option<(u64, u64)>,
    /// Points that others had evaluated here today, if the organisation is a guardian: member, used, allowed.
    pub evaluated: Vec<(String, u64, u64)>,
    /// Keys of this organisation: epoch, public key, whether the secret half is still there.
    pub keys: Vec<(String, String, bool)>,
    /// How many questions the organisation has open.
    pub asked: i64,
    /// How many questions of others wait here until their last day; what came of them is not told.
    pub waiting: i64,
    /// Whether the reader may draw keys.
    pub may_operate: bool,
}

/// One epoch.
#[derive(Debug, Clone, Serialize)]
pub struct EpochShown {
    /// Its name.
    pub code: String,
    /// `now`, `prepared`, `coming`, `over`, `incomplete`.
    pub state: &'static str,
    /// From when and until when.
    pub time: (Timestamp, Timestamp),
    /// Guardians: member, public key, points a day, whether it is the reader's organisation.
    pub guardians: Vec<(String, String, u32, bool)>,
    /// Children of the own register that have tokens.
    pub ready: i64,
}

#[async_trait::async_trait]
impl Act for ViewMatching {
    type Facts = Timestamp;
    type Output = Matching;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-matching"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        match access::holds_right(actor, "list", "match-query", *now) {
            Decision::Deny(_) => access::holds_right(actor, "view", "directory", *now),
            allowed => allowed,
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Matching> {
        let (organisation, now) = (permit.organisation()?, tx.now);
        let known = directory::required(tx).await?;
        let member = peers::member_id(tx, organisation).await?;
        let present = epoch::at(&known, now.millis());
        let mut epochs = shown(&known, member.as_str(), now.millis());
        for one in &mut epochs {
            one.ready = count(
                tx,
                "select count(*) from match_token where organisation_id = $1 and epoch = $2 and tokens is not null",
                &[organisation.into(), one.code.as_str().into()],
            )
            .await?;
        }
        let today = budget::day(now);
        let (mut own, mut post) = (None, None);
        if let Some(present) = &present {
            let day = present.guardians.iter().map(|one| one.day).min().unwrap_or_default();
            own = Some((u64::from(day), budget::used(tx, organisation, "own", &today).await?));
            if let Some(id) = permit.rule().post {
                let used = budget::used(tx, organisation, &format!("post:{id}"), &today).await?;
                post = Some((u64::from(budget::of_post(day)), used));
            }
        }
        let evaluated = match present.as_ref().and_then(|present| allowed(present, member.as_str())) {
            Some(day) => evaluated(tx, organisation, &today, day).await?,
            None => Vec::new(),
        };
        tx.trace.kind = Some("organisation");
        tx.trace.subject = Some(organisation);
        Ok(Matching {
            epochs,
            own,
            post,
            evaluated,
            keys: keys(tx, organisation).await?,
            asked: count(
                tx,
                "select count(*) from matter where kind = 'match-query' and organisation_id = $1 and phase <> 'closed'",
                &[organisation.into()],
            )
            .await?,
            waiting: count(
                tx,
                "select count(*) from match_question where organisation_id = $1",
                &[organisation.into()],
            )
            .await?,
            may_operate: access::holds_right(permit.actor(), "operate", "directory", now).allows(),
        })
    }
}

/// What a member may have evaluated in a day, if `guardian` holds a key.
fn allowed(present: &Epoch, guardian: &str) -> Option<u64> {
    present.guardians.iter().find(|one| one.member.as_str() == guardian).map(|one| one.day.into())
}

/// Epochs, the newest first.
fn shown(known: &Directory, reader: &str, now: i64) -> Vec<EpochShown> {
    let present = epoch::at(known, now).map(|present| present.code);
    let mut codes: Vec<(i64, i64, &str)> =
        known.guardians.iter().map(|one| (one.from, one.until, &*one.epoch)).collect();
    codes.sort_unstable_by(|one, other| other.cmp(one));
    codes.dedup();
    let one = |(from, until, code): (i64, i64, &str)| {
        let of = known.guardians.iter().filter(|one| &*one.epoch == code);
        let guardian = |one: &ListedGuardian| {
            (one.member.to_string(), one.key.to_string(), one.budget, one.member.as_str() == reader)
        };
        let state = match epoch::named(known, code) {
            None => "incomplete",
            Some(_) if present.as_deref() == Some(code) => "now",
            Some(_) if until <= now => "over",
            Some(_) if from - PREPARE <= now => "prepared",
            Some(_) => "coming",
        };
        let time = (Timestamp::from_millis(from), Timestamp::from_millis(until));
        EpochShown { code: code.to_owned(), state, time, guardians: of.map(guardian).collect(), ready: 0 }
    };
    codes.into_iter().map(one).collect()
}

async fn count(tx: &mut Tx, sql: &'static str, params: &[model::Value]) -> Result<i64> {
    tx.row(sql, params).await?.map_or(Ok(0), |row| row.int(0))
}

async fn evaluated(
    tx: &mut Tx,
    organisation: Id,
    today: &str,
    allowed: u64,
) -> Result<Vec<(String, u64, u64)>> {
    let rows = tx
        .rows(
            "select who, points from match_spent where organisation_id = $1 and period = $2 and who <> 'own'
               and substr(who, 1, 5) <> 'post:' order by who",
            &[organisation.into(), today.into()],
        )
        .await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.int(1)?.unsigned_abs(), allowed))).collect()
}

async fn keys(tx: &mut Tx, organisation: Id) -> Result<Vec<(String, String, bool)>> {
    let rows = tx
        .rows(
            "select epoch, public_key, case when secret is null then 0 else 1 end as there from match_key
             where organisation_id = $1 order by made_at desc, epoch",
            &[organisation.into()],
        )
        .await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?, row.int(2)? > 0))).collect()
}
