//! `look-up-hash`: whether a hash stands on a list that the organisation reads. What is met opens a review and nothing else: a signal is
//! never a proof. Digits come in and are compared as digits; no picture, no file and no address is ever taken.

use model::kinds::SignalReview;
use model::{Id, Kind, KindMeta, Record, Timestamp, Value};
use serde::Serialize;
use signals::{Signal, Standing};

use super::one;
use crate::access::{self, Actor, Decision, load};
use crate::act::{Act, Permit};
use crate::acts::open_for_node;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::harm::hashes;
use crate::store::fields;

const META: &KindMeta = SignalReview::META;
/// Signals that one look-up shows and opens reviews for; the nearest come first.
const MOST: usize = 10;

/// Looks a hash up.
pub struct LookUpHash {
    /// Kind of the hash.
    pub kind: String,
    /// Its digits.
    pub hash: String,
    /// The content report that it is looked up for.
    pub content_report: Option<Id>,
}

/// What a look-up met.
#[derive(Debug, Clone, Serialize)]
pub struct LookedUp {
    /// Signals, nearest first.
    pub met: Vec<Met>,
}

/// One signal: to be looked into, never a proof.
#[derive(Debug, Clone, Serialize)]
pub struct Met {
    /// Kind of the hash that is listed.
    pub kind: &'static str,
    /// Its digits.
    pub hash: String,
    /// Bits that differ.
    pub distance: u32,
    /// How it stands among those who reviewed it, 0 to 3.
    pub standing: u8,
    /// It also stands on a warning list.
    pub warned: bool,
    /// Name and owner of each list that carries it.
    pub lists: Vec<(String, String)>,
    /// The review that it opened, or that was open for it.
    pub review: Id,
}

#[async_trait::async_trait]
impl Act for LookUpHash {
    type Facts = Timestamp;
    type Output = LookedUp;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "look-up-hash"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "look-up", "hash-list", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<LookedUp> {
        let (act, organisation) = (permit.act(), permit.organisation()?);
        let asked = one(&act.kind, &act.hash)?;
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let report = match act.content_report {
            Some(id) => Some(own_report(permit.actor(), tx, id).await?),
            None => None,
        };
        let mut met = Vec::new();
        for (signal, lists) in hashes::look_up(tx, organisation, &asked).await?.into_iter().take(MOST) {
            let named = named(tx, &lists).await?;
            let review = match open_review(tx, organisation, &signal).await? {
                Some(open) => open,
                None => {
                    let record = review(&signal, &asked.digits(), &named, report);
                    open_for_node(tx, META, (organisation, post), None, &record).await?
                }
            };
            met.push(Met {
                kind: signal.digest.kind().code(),
                hash: signal.digest.digits(),
                distance: signal.distance,
                standing: signal.standing.number(),
                warned: signal.warned,
                lists: named,
                review,
            });
        }
        tx.trace = crate::journal::Trace::default();
        tx.trace.kind = Some("hash-list");
        tx.trace.listed = met.iter().map(|met| met.review).collect();
        Ok(LookedUp { met })
    }
}

/// A report that the reader may look at.
async fn own_report(actor: &Actor, tx: &mut Tx, id: Id) -> Result<Id> {
    let facts = load::matter(tx, id, false).await?;
    let may = facts.kind.slug == "content-report"
        && access::by_scope(actor, "view", facts.kind.slug, &facts).allows();
    if may { Ok(id) } else { Err(Error::NotFound) }
}

/// Names and owners of lists.
async fn named(tx: &mut Tx, lists: &[Id]) -> Result<Vec<(String, String)>> {
    let mut named = Vec::new();
    for list in lists {
        let row = tx
            .row(
                "select l.name, o.name from hash_list l join organisation o on o.id = l.organisation_id where l.id = $1",
                &[(*list).into()],
            )
            .await?;
        if let Some(row) = row {
            named.push((row.text(0)?, row.text(1)?));
        }
    }
    Ok(named)
}

/// A review of the same listed hash that the organisation has not ended.
async fn open_review(tx: &mut Tx, organisation: Id, signal: &Signal) -> Result<Option<Id>> {
    let kind = signal.digest.kind().code();
    let rows = tx
        .rows(
            "select m.id, m.key_id from matter m join k_signal_review k on k.id = m.id
             where m.kind = 'signal-review' and m.organisation_id = $1 and m.state = 'raised' and k.hash_kind = $2
             order by m.id",
            &[organisation.into(), kind.into()],
        )
        .await?;
    for row in &rows {
        let id = row.id(0)?;
        let record = fields::load(tx, META, id, row.id(1)?).await?.into_inner().reveal_all()?.to_record();
        if record.to_text(META, "hash") == signal.digest.digits() {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

fn review(signal: &Signal, asked: &str, lists: &[(String, String)], report: Option<Id>) -> Record {
    let lists: Vec<String> = lists.iter().map(|(name, owner)| format!("{name} ({owner})")).collect();
    let standing = match signal.standing {
        Standing::NegativeClass => "negative",
        Standing::InvestigationSeed => "investigation_seed",
        Standing::PositiveClass => "positive",
        Standing::Disputed => "disputed",
    };
    let mut record = Record::empty(META);
    record.set(META, "hash_kind", Value::from(signal.digest.kind().code()));
    record.set(META, "hash", Value::from(signal.digest.digits()));
    record.set(META, "asked_hash", Value::from(asked));
    record.set(META, "distance", Value::from(i64::from(signal.distance)));
    record.set(META, "lists", Value::from(lists.join("\n")));
    record.set(META, "standing", Value::from(standing));
    record.set(META, "warned", Value::from(signal.warned));
    record.set(META, "content_report", Value::from(report));
    record
}
