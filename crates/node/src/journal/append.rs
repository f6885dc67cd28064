//! Adding an entry, inside the act's own transaction.

use model::Id;
use seal::Place;

use super::{Entry, Outcome, Trace};
use crate::access::{Actor, Decision};
use crate::db::Tx;
use crate::error::{Error, Result};

/// Longest sealed detail. No column of this schema holds more than 64 KiB.
const DETAIL: usize = 60 * 1024;

/// Adds the entry of an act. The sequencer gives it its place in the tree later.
pub(crate) async fn append(
    tx: &mut Tx,
    id: Id,
    act: &'static str,
    actor: &Actor,
    decision: &Decision,
    mut trace: Trace,
) -> Result<()> {
    let entry = match trace.prepared.take() {
        Some(entry) => *entry,
        None => prepare(tx, id, act, actor, decision, trace).await?,
    };
    insert(tx, entry).await
}

/// Makes the entry of an act, for [`Trace::prepared`] or to be added at once.
pub(crate) async fn prepare(
    tx: &mut Tx,
    id: Id,
    act: &'static str,
    actor: &Actor,
    decision: &Decision,
    mut trace: Trace,
) -> Result<Entry> {
    let post = decision.post();
    let organisation = actor.organisation_of(post);
    if let (true, Some(organisation)) = (trace.own_key, organisation) {
        let (key, _) = tx.make_person_key(organisation).await?;
        trace.key = Some(key);
    }
    let detail = seal_detail(tx, id, &trace, organisation).await?;
    let outcome = if decision.allows() { Outcome::Done } else { Outcome::Denied };
    let listed: Vec<String> = trace.listed.iter().map(Id::to_string).collect();
    let mut entry = Entry {
        id,
        at: tx.now,
        act: act.to_owned(),
        kind: trace.kind.map(str::to_owned),
        subject: trace.subject.map(|id| id.to_string()),
        listed: (!listed.is_empty()).then(|| listed.join(" ")),
        actor: actor.who().to_owned(),
        account: actor.account().map(|id| id.to_string()),
        post: post.map(|id| id.to_string()),
        organisation: organisation.map(|id| id.to_string()),
        rule: decision.rule().to_owned(),
        outcome: outcome.code().to_owned(),
        origin: actor.origin().to_owned(),
        key_id: trace.key.map(|id| id.to_string()),
        detail,
        tag: Vec::new(),
    };
    entry.tag = entry.make_tag(&tx.context.keys.journal_tag);
    Ok(entry)
}

async fn insert(tx: &mut Tx, entry: Entry) -> Result<()> {
    let id = entry.id;
    let row = [
        id.into(),
        entry.at.into(),
        entry.act.into(),
        entry.kind.into(),
        entry.subject.into(),
        entry.listed.into(),
        entry.actor.into(),
        entry.account.into(),
        entry.post.into(),
        entry.organisation.into(),
        entry.rule.into(),
        entry.outcome.into(),
        entry.origin.into(),
        entry.key_id.into(),
        model::Value::Bytes(entry.detail),
        entry.tag.into(),
    ];
    tx.run(
        "insert into journal (id, at, act, kind, subject, listed, actor, account, post, organisation, rule, outcome,
           origin, key_id, detail, tag)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        &row,
    )
    .await?;
    tx.run("insert into waiting (entry) values ($1)", &[id.into()]).await?;
    Ok(())
}

/// Where the detail of an entry is sealed to.
pub(super) fn detail_place(id: &str) -> Place<'_> {
    Place { table: "journal", row: id, column: "detail" }
}

/// Seals the detail under the person's key, else the organisation's, else the node's own.
async fn seal_detail(
    tx: &mut Tx,
    id: Id,
    trace: &Trace,
    organisation: Option<Id>,
) -> Result<Option<Vec<u8>>> {
    if trace.detail.is_empty() {
        return Ok(None);
    }
    let text = serde_json::to_string(&trace.detail).map_err(|_| Error::Storage("detail".into()))?;
    if text.len() > DETAIL {
        return Err(Error::Refused("too-much-at-once"));
    }
    let row = id.to_string();
    let place = detail_place(&row);
    let sealed = match (trace.key, organisation) {
        (Some(key), _) => {
            let key = tx.person_key(key).await?;
            tx.seal(&key, place, &text)
        }
        (None, Some(organisation)) => {
            let key = tx.member_key(organisation).await?.subkey("journal");
            tx.seal(&key, place, &text)
        }
        (None, None) => {
            let keys = tx.context.keys.clone();
            tx.seal(&keys.own, place, &text)
        }
    };
    Ok(Some(sealed))
}
