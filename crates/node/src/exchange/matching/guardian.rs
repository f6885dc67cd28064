//! A guardian: a key for each epoch, points that say nothing, and a budget for everybody who asks.

use model::Id;
use seal::exchange::message::{MatchEvaluate, MatchEvaluated, MatchUse};
use seal::exchange::{Hash, List, MemberId, Refusal};
use seal::matching::{Allowance, Evaluation, GuardianKey};
use seal::{Place, Zeroizing};

use super::{Said, budget, epoch, post_of, queue};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::effects::{Inbound, Judged};
use crate::exchange::outbox::InThread;
use crate::exchange::{directory, peers};

/// What a guardian answers: evaluated points, or nothing when the budget does not suffice.
pub(super) type Answered = std::result::Result<Option<Evaluation>, Refusal>;

fn place(row: &str) -> Place<'_> {
    Place { table: "match_key", row, column: "secret" }
}

/// Draws the key of an epoch; answers its public side. One that is there already stays: tokens hang on it.
pub(crate) async fn make(tx: &mut Tx, organisation: Id, epoch: &str) -> Result<Hash> {
    let known = tx
        .row(
            "select public_key from match_key where organisation_id = $1 and epoch = $2",
            &[organisation.into(), epoch.into()],
        )
        .await?;
    if let Some(row) = known {
        return row.text(0)?.parse().map_err(|_| Error::Sealed);
    }
    let key = GuardianKey::generate(&mut *tx.entropy).map_err(|_| Error::Sealed)?;
    let public = Hash(key.public_key().to_bytes());
    let member = tx.member_key(organisation).await?.subkey("matching");
    let row = format!("{organisation} {epoch}");
    let sealed = seal::seal(&member, place(&row), key.expose_bytes().as_slice(), &mut *tx.entropy);
    let now = tx.now;
    tx.run(
        "insert into match_key (organisation_id, epoch, public_key, secret, made_at) values ($1, $2, $3, $4, $5)",
        &[organisation.into(), epoch.into(), public.to_string().into(), sealed.into(), now.into()],
    )
    .await?;
    Ok(public)
}

/// The key of an epoch, if it is the one that the directory names and was not destroyed.
async fn key(tx: &mut Tx, organisation: Id, epoch: &str, public: &Hash) -> Result<Option<GuardianKey>> {
    let row = tx
        .row(
            "select secret from match_key where organisation_id = $1 and epoch = $2 and public_key = $3",
            &[organisation.into(), epoch.into(), public.to_string().into()],
        )
        .await?;
    let Some(sealed) = row.map_or(Ok(None), |row| row.bytes_opt(0))? else { return Ok(None) };
    let member = tx.member_key(organisation).await?.subkey("matching");
    let bytes: Zeroizing<Vec<u8>> = seal::open(&member, place(&format!("{organisation} {epoch}")), &sealed)?;
    let bytes: &[u8; 32] = bytes.as_slice().try_into().map_err(|_| Error::Sealed)?;
    GuardianKey::from_bytes(bytes).map(Some).map_err(|_| Error::Sealed)
}

/// Evaluates points for a member, once its budget is counted.
pub(super) async fn evaluate(
    tx: &mut Tx,
    (guardian, member): (Id, &MemberId),
    asker: &MemberId,
    ask: &MatchEvaluate,
) -> Result<Answered> {
    let (directory, now) = (directory::required(tx).await?, tx.now.millis());
    let epoch = epoch::named(&directory, &ask.epoch);
    let Some(epoch) = epoch.filter(|epoch| now < epoch.until) else { return Ok(Err(Refusal::Schema)) };
    let Some(own) = epoch.guardians.iter().find(|one| one.member == *member) else {
        return Ok(Err(Refusal::Schema));
    };
    let register = ask.r#use == MatchUse::Register;
    let from = if register { epoch.from.saturating_sub(super::PREPARE) } else { epoch.from };
    if now < from || ask.points.is_empty() {
        return Ok(Err(Refusal::Schema));
    }
    let Some(key) = key(tx, guardian, &epoch.code, &Hash(own.key.to_bytes())).await? else {
        return Ok(Err(Refusal::KindNotAccepted));
    };
    let allowance = Allowance { member_day: own.day, post_day: own.day, register_epoch: own.register };
    let period = if register { budget::epoch(&epoch.code) } else { budget::day(tx.now) };
    let counted = (allowance, period.as_str(), ask.points.len());
    if budget::count_member(tx, guardian, asker.as_str(), counted, register).await?.is_err() {
        return Ok(Ok(None));
    }
    let points: Vec<[u8; 32]> = ask.points.iter().map(|point| point.0).collect();
    Ok(key.evaluate(&points, &mut *tx.entropy).map(Some).map_err(|_| Refusal::Schema))
}

/// Points came from another node: the answer goes back in the same conversation.
pub(crate) async fn asked(tx: &mut Tx, inbound: &Inbound<'_>, ask: &MatchEvaluate) -> Result<Judged> {
    let own = (inbound.own.organisation, &inbound.own.member);
    let answer = match evaluate(tx, own, &inbound.payload.from, ask).await? {
        Ok(answer) => answer,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let to = peers::organisation_of(tx, &inbound.payload.from).await?;
    let (Some(to), Some(post)) = (to, post_of(tx, own.0).await?) else {
        return Ok(Err(Refusal::KindNotAccepted));
    };
    let before = InThread { eid: inbound.eid, thread: inbound.payload.thread.clone() };
    let message = said(&ask.request_id, answer)?;
    let until = tx.now.plus(model::time::DAY).millis();
    let said = Said {
        organisation: own.0,
        post,
        to,
        message: message.into(),
        until,
        matter: None,
        answers: Some(&before),
    };
    queue(tx, said).await?;
    Ok(Ok(None))
}

fn said(request: &seal::exchange::Uuid, answer: Option<Evaluation>) -> Result<MatchEvaluated> {
    let too_many = |_| Error::Refused("too-much-at-once");
    let (points, proof) = match answer {
        Some(answer) => {
            let (halves, _) = answer.proof.as_chunks::<32>();
            (answer.points.into_iter().map(Hash).collect(), halves.iter().map(|half| Hash(*half)).collect())
        }
        None => (Vec::new(), Vec::new()),
    };
    Ok(MatchEvaluated {
        request_id: request.clone(),
        points: List::try_from(points).map_err(too_many)?,
        proof: List::try_from(proof).map_err(too_many)?,
    })
}

/// The evaluation that a message carries; nothing for one that says that the budget was spent.
pub(super) fn read(said: &MatchEvaluated) -> std::result::Result<Option<Evaluation>, Refusal> {
    if said.points.is_empty() {
        return Ok(None);
    }
    let [one, two] = *said.proof else { return Err(Refusal::Schema) };
    let mut proof = [0; 64];
    let (first, second) = proof.split_at_mut(32);
    first.copy_from_slice(&one.0);
    second.copy_from_slice(&two.0);
    Ok(Some(Evaluation { points: said.points.iter().map(|point| point.0).collect(), proof }))
}

/// Destroys the keys of an epoch that is over.
pub(super) async fn forget(tx: &mut Tx, epoch: &str) -> Result<()> {
    tx.run("update match_key set secret = null where epoch = $1", &[epoch.into()]).await.map(drop)
}
