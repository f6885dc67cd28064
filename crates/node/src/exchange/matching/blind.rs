//! Points for both guardians, and tokens of what comes back. What was blinded waits sealed under the key of whom it was made of.

use linkage::recipes::Token;
use model::Id;
use seal::exchange::message::{MatchEvaluate, MatchEvaluated, MatchUse};
use seal::exchange::{Code, Hash, List, Refusal};
use seal::matching::{Blinding, Evaluation, MatchToken, MatchingError};
use seal::{Place, Zeroizing};
use serde::{Deserialize, Serialize};

use super::epoch::{self, Epoch};
use super::{Said, asker, guardian, organisation_of, post_of, queue, register};
use crate::db::{Row, Tx};
use crate::error::{Error, Result};
use crate::exchange::effects::{Inbound, Judged};
use crate::exchange::{directory, outbox, peers};
use crate::keys::open_text;

/// Somebody of whom tokens are made.
pub(super) struct Item {
    /// The person, or the question.
    pub(super) subject: Id,
    pub(super) key: Id,
    pub(super) tokens: Vec<Token>,
}

/// Somebody's tokens, with the recipes that they were made by.
pub(super) struct Made {
    pub(super) subject: Id,
    pub(super) key: Id,
    pub(super) tokens: Vec<(u8, MatchToken)>,
}

/// What waits of one person: texts with the secrets that blind them, then what the guardian's function gave.
#[derive(Serialize, Deserialize)]
struct Share {
    recipes: Vec<u8>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    texts: Vec<String>,
    /// Base64.
    bytes: String,
}

/// One request to one guardian.
struct Request {
    id: Id,
    batch: Id,
    organisation: Id,
    epoch: String,
    query: Option<Id>,
    guardian: usize,
}

impl Request {
    /// Of `r.id, r.batch_id, b.organisation_id, b.epoch, b.query_id, r.guardian`.
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.id(0)?,
            batch: row.id(1)?,
            organisation: row.id(2)?,
            epoch: row.text(3)?,
            query: row.id_opt(4)?,
            guardian: usize::try_from(row.int(5)?).unwrap_or_default(),
        })
    }
}

fn fault(_: MatchingError) -> Error {
    Error::Storage("private matching could not make points of what it keeps; report this as a fault".into())
}

fn place(row: &str) -> Place<'_> {
    Place { table: "match_share", row, column: "share" }
}

/// Asks both guardians. Whoever lives on this node answers at once.
///
/// # Errors
/// [`Error::Refused`] `peer-not-active` and the like when a guardian cannot be asked: a question is then not
/// asked at all, a register waits.
pub(super) async fn ask(
    tx: &mut Tx,
    organisation: Id,
    epoch: &Epoch,
    query: Option<Id>,
    items: &[Item],
) -> Result<Id> {
    let (batch, now) = (tx.new_id(), tx.now);
    tx.run(
        "insert into match_batch (id, organisation_id, epoch, query_id, made_at) values ($1, $2, $3, $4, $5)",
        &[batch.into(), organisation.into(), epoch.code.as_str().into(), query.into(), now.into()],
    )
    .await?;
    let mut asked = Vec::with_capacity(2);
    for (at, guardian) in epoch.guardians.iter().enumerate() {
        let id = tx.new_id();
        let row = [
            id.into(),
            batch.into(),
            i64::try_from(at).unwrap_or_default().into(),
            guardian.member.as_str().into(),
            now.into(),
        ];
        tx.run(
            "insert into match_request (id, batch_id, guardian, member_id, state, sent_at)
             values ($1, $2, $3, $4, 'sent', $5)",
            &row,
        )
        .await?;
        let request = Request { id, batch, organisation, epoch: epoch.code.clone(), query, guardian: at };
        let mut points = Vec::new();
        for (place, item) in items.iter().enumerate() {
            points.extend(blind(tx, (id, place), item).await?);
        }
        asked.push((request, points));
    }
    // Both are asked only after everything is laid down: an answer may come at once.
    for (request, points) in asked {
        match send(tx, &request, points).await {
            // A register waits; whoever asks is told, and asks again.
            Err(error) if query.is_none() && super::waits(&error) => {
                tx.run("update match_request set state = 'over' where id = $1", &[request.id.into()]).await?;
            }
            sent => sent?,
        }
    }
    Ok(batch)
}

/// Blinds the texts of one person anew for one guardian, and keeps what takes the blinding off.
async fn blind(tx: &mut Tx, (request, at): (Id, usize), item: &Item) -> Result<Vec<Hash>> {
    let texts: Vec<&str> = item.tokens.iter().map(|token| token.text.as_str()).collect();
    let (blinding, points) = Blinding::new(&texts, &mut *tx.entropy).map_err(fault)?;
    let share = Share {
        recipes: item.tokens.iter().map(|token| token.recipe.number()).collect(),
        texts: texts.into_iter().map(str::to_owned).collect(),
        bytes: seal::to_base64(&blinding.expose_bytes()),
    };
    let at = i64::try_from(at).map_err(|_| Error::Refused("too-much-at-once"))?;
    let sealed = sealed(tx, (request, at), item.key, &share).await?;
    tx.run(
        "insert into match_share (request_id, place, subject_id, key_id, share) values ($1, $2, $3, $4, $5)",
        &[request.into(), at.into(), item.subject.into(), item.key.into(), sealed.into()],
    )
    .await?;
    Ok(points.into_iter().map(Hash).collect())
}

async fn sealed(tx: &mut Tx, (request, at): (Id, i64), key: Id, share: &Share) -> Result<Vec<u8>> {
    let text = serde_json::to_string(share).map(Zeroizing::new);
    let text = text.map_err(|_| Error::Storage("a share of private matching".into()))?;
    let key = tx.key_for_writing(key).await?;
    Ok(tx.seal(&key, place(&format!("{request} {at}")), &text))
}

async fn send(tx: &mut Tx, request: &Request, points: Vec<Hash>) -> Result<()> {
    let directory = directory::required(tx).await?;
    let epoch = epoch::named(&directory, &request.epoch).ok_or(Error::Refused("no-guardians"))?;
    let guardian = epoch.guardians.get(request.guardian).ok_or(Error::Refused("no-guardians"))?;
    let to = organisation_of(tx, &guardian.member).await?.ok_or(Error::Refused("peer-not-active"))?;
    let r#use = if request.query.is_some() { MatchUse::Query } else { MatchUse::Register };
    let message = MatchEvaluate {
        request_id: outbox::uuid(request.id)?,
        epoch: Code::try_from(request.epoch.as_str()).map_err(|_| Error::Refused("no-guardians"))?,
        r#use,
        points: List::try_from(points).map_err(|_| Error::Refused("too-much-at-once"))?,
    };
    if peers::member_of(tx, to).await?.is_none() {
        let asker = peers::member_id(tx, request.organisation).await?;
        let answer = guardian::evaluate(tx, (to, &guardian.member), &asker, &message).await?;
        let answer = answer.map_err(|_| Error::Refused("peer-not-active"))?;
        return take(tx, request, answer).await?.map_err(|_| Error::Refused("guardian-proof"));
    }
    let post = post_of(tx, request.organisation).await?.ok_or(Error::Refused("no-such-post"))?;
    let said = Said {
        organisation: request.organisation,
        post,
        to,
        message: message.into(),
        until: epoch.until,
        matter: request.query,
        answers: None,
    };
    queue(tx, said).await.map(drop)
}

/// A guardian's answer came from another node.
pub(crate) async fn answered(tx: &mut Tx, inbound: &Inbound<'_>, said: &MatchEvaluated) -> Result<Judged> {
    let row = tx
        .row(
            "select r.id, r.batch_id, b.organisation_id, b.epoch, b.query_id, r.guardian from match_request r
               join match_batch b on b.id = r.batch_id
             where r.id = $1 and r.member_id = $2 and b.organisation_id = $3 and r.state <> 'done'",
            &[
                (*said.request_id).into(),
                inbound.payload.from.as_str().into(),
                inbound.own.organisation.into(),
            ],
        )
        .await?;
    // Nobody waits for it any more, or it came twice.
    let Some(row) = row else { return Ok(Ok(None)) };
    let request = Request::read(&row)?;
    let answer = match guardian::read(said) {
        Ok(answer) => answer,
        Err(refusal) => return Ok(Err(refusal)),
    };
    Ok(take(tx, &request, answer).await?.map(|()| None))
}

/// Takes the blinding off, once the proof holds, and makes tokens when the other guardian has answered, too.
async fn take(
    tx: &mut Tx,
    request: &Request,
    answer: Option<Evaluation>,
) -> Result<std::result::Result<(), Refusal>> {
    let Some(answer) = answer else {
        tx.run("update match_request set state = 'over' where id = $1", &[request.id.into()]).await?;
        return Ok(Ok(()));
    };
    let directory = directory::required(tx).await?;
    let epoch = epoch::named(&directory, &request.epoch);
    let guardian = epoch.as_ref().and_then(|epoch| epoch.guardians.get(request.guardian));
    let Some(guardian) = guardian else { return Ok(Err(Refusal::Schema)) };
    let shares = match shares(tx, request.id).await {
        Ok(shares) => shares,
        // Somebody of the batch was erased meanwhile: it is dropped, and the others are asked for again.
        Err(Error::Sealed) => return drop_batch(tx, request.batch).await.map(Ok),
        Err(error) => return Err(error),
    };
    let (mut texts, mut secrets) = (Vec::new(), Zeroizing::new(Vec::new()));
    for (.., share) in &shares {
        texts.extend(share.texts.iter().map(String::as_str));
        secrets.extend(seal::from_base64(&share.bytes).map_err(|_| Error::Sealed)?);
    }
    let blinding = Blinding::from_bytes(&texts, &secrets).map_err(fault)?;
    let Ok(values) = blinding.finish(&answer, &guardian.key) else { return Ok(Err(Refusal::Schema)) };
    let mut values = values.into_iter();
    for (at, _, key, share) in &shares {
        let own: Zeroizing<Vec<u8>> =
            Zeroizing::new(values.by_ref().take(share.recipes.len()).flat_map(|one| *one).collect());
        let done = Share { recipes: share.recipes.clone(), texts: Vec::new(), bytes: seal::to_base64(&own) };
        let sealed = sealed(tx, (request.id, *at), *key, &done).await?;
        tx.run_one(
            "update match_share set share = $3 where request_id = $1 and place = $2",
            &[request.id.into(), (*at).into(), sealed.into()],
        )
        .await?;
    }
    tx.run_one("update match_request set state = 'done' where id = $1", &[request.id.into()]).await?;
    finish(tx, request).await.map(Ok)
}

async fn shares(tx: &mut Tx, request: Id) -> Result<Vec<(i64, Id, Id, Share)>> {
    let rows = tx
        .rows(
            "select place, subject_id, key_id, share from match_share where request_id = $1 order by place",
            &[request.into()],
        )
        .await?;
    let mut shares = Vec::with_capacity(rows.len());
    for row in &rows {
        let (at, subject, key) = (row.int(0)?, row.id(1)?, row.id(2)?);
        let opened = tx.person_key(key).await?;
        let text = open_text(&opened, place(&format!("{request} {at}")), &row.bytes(3)?)?;
        shares.push((at, subject, key, serde_json::from_str(&text).map_err(|_| Error::Sealed)?));
    }
    Ok(shares)
}

/// When both guardians have answered the tokens are whole.
async fn finish(tx: &mut Tx, request: &Request) -> Result<()> {
    let rows = tx
        .rows(
            "select id, state from match_request where batch_id = $1 order by guardian, id",
            &[request.batch.into()],
        )
        .await?;
    let mut done = Vec::new();
    for row in &rows {
        if row.text(1)? == "done" {
            done.push(row.id(0)?);
        }
    }
    let [first, second] = done.as_slice() else { return Ok(()) };
    let (one, two) = (shares(tx, *first).await?, shares(tx, *second).await?);
    let mut made = Vec::with_capacity(one.len());
    for ((_, subject, key, first), (.., second)) in one.iter().zip(&two) {
        made.push(Made { subject: *subject, key: *key, tokens: join(first, second)? });
    }
    forget_batch(tx, request.batch).await?;
    match request.query {
        Some(query) => asker::send(tx, query, &request.epoch, &made).await,
        None => register::keep(tx, request.organisation, (&request.epoch, request.batch), &made).await,
    }
}

fn join(first: &Share, second: &Share) -> Result<Vec<(u8, MatchToken)>> {
    let bytes =
        |share: &Share| seal::from_base64(&share.bytes).map(Zeroizing::new).map_err(|_| Error::Sealed);
    let (one, two) = (bytes(first)?, bytes(second)?);
    let values = one.as_chunks::<64>().0.iter().zip(two.as_chunks::<64>().0);
    Ok(first
        .recipes
        .iter()
        .zip(values)
        .map(|(recipe, (one, two))| (*recipe, MatchToken::join(&Zeroizing::new(*one), &Zeroizing::new(*two))))
        .collect())
}

/// Takes away what waited.
async fn forget_batch(tx: &mut Tx, batch: Id) -> Result<()> {
    tx.run(
        "delete from match_share where request_id in (select id from match_request where batch_id = $1)",
        &[batch.into()],
    )
    .await?;
    tx.run("delete from match_request where batch_id = $1", &[batch.into()]).await?;
    tx.run_one("delete from match_batch where id = $1", &[batch.into()]).await
}

/// Gives a batch up. Its people are asked for again.
pub(super) async fn drop_batch(tx: &mut Tx, batch: Id) -> Result<()> {
    tx.run("update match_token set version = -1, batch_id = null where batch_id = $1", &[batch.into()])
        .await?;
    forget_batch(tx, batch).await
}

/// Asks again for what a guardian's budget did not suffice, the same under the same number; answers how many requests that were.
pub(super) async fn ask_again(tx: &mut Tx, before: i64, limit: i64) -> Result<usize> {
    let rows = tx
        .rows(
            "select r.id, r.batch_id, b.organisation_id, b.epoch, b.query_id, r.guardian from match_request r
               join match_batch b on b.id = r.batch_id
             where r.state = 'over' and r.sent_at < $1 order by r.id limit $2",
            &[before.into(), limit.into()],
        )
        .await?;
    let now = tx.now;
    for row in &rows {
        let request = Request::read(row)?;
        tx.run(
            "update match_request set state = 'sent', sent_at = $2 where id = $1",
            &[request.id.into(), now.into()],
        )
        .await?;
        let points = match points(tx, request.id).await {
            Ok(points) => points,
            Err(Error::Sealed) => {
                drop_batch(tx, request.batch).await?;
                continue;
            }
            Err(error) => return Err(error),
        };
        match send(tx, &request, points).await {
            Ok(()) => {}
            Err(error) if super::waits(&error) => {
                tx.run("update match_request set state = 'over' where id = $1", &[request.id.into()]).await?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(rows.len())
}

/// The points of a request, from the secrets that are kept: the second half of each is the blinded point.
async fn points(tx: &mut Tx, request: Id) -> Result<Vec<Hash>> {
    let mut points = Vec::new();
    for (.., share) in shares(tx, request).await? {
        let bytes = seal::from_base64(&share.bytes).map(Zeroizing::new).map_err(|_| Error::Sealed)?;
        let halves = bytes.as_chunks::<32>().0.as_chunks::<2>().0;
        points.extend(halves.iter().map(|[_, point]| Hash(*point)));
    }
    Ok(points)
}
