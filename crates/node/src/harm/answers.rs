//! Notices at the member addressed: laid before its post on duty, answered by it. Its step is its signed word, and the notice at the
//! sender follows in the same transaction.

use model::kinds::{self, IncomingNotice};
use model::time::{DAY, Zone};
use model::{Id, Kind, KindMeta, Record, Value};

use super::{content, notices};
use crate::access::{MatterFacts, load};
use crate::acts::open_for_node;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::matter::{Touch, touch};
use crate::store::{duty, fields, notification};

const META: &KindMeta = IncomingNotice::META;

/// Lays a notice before the member addressed; nothing where it lives on another node or nobody receives for it.
pub(super) async fn lay_before(
    tx: &mut Tx,
    notice: &MatterFacts,
    to: Id,
    record: &Record,
) -> Result<Option<Id>> {
    let elsewhere =
        tx.row("select organisation_id from exchange_peer where organisation_id = $1", &[to.into()]).await?;
    if elsewhere.is_some() {
        return Ok(None);
    }
    let Some(receiver) = receiver(tx, to).await? else { return Ok(None) };
    let root = load::matter(tx, notice.root, false).await?;
    let report =
        fields::load(tx, content::META, root.id, root.key).await?.into_inner().reveal_all()?.to_record();
    let from = tx.row("select name from organisation where id = $1", &[notice.organisation.into()]).await?;
    let urgent = report.to_text(content::META, "imminent_danger") == "true";
    let mut came = Record::empty(META);
    let mut set = |name: &str, value: Value| came.set(META, name, value);
    set("from_member", Value::from(from.ok_or(Error::NotFound)?.text(0)?));
    set("act_by", Value::from(tx.now.plus(DAY).date(Zone::default()).to_string()));
    set("urgent", Value::from(urgent));
    set("legal_basis", Value::from(record.to_text(notices::META, "legal_basis")));
    for name in ["harm", "class_scheme", "class_label", "address", "account"] {
        let said = report.to_text(content::META, name);
        set(name, Value::from((!said.is_empty()).then_some(said)));
    }
    let hashes = kinds::ContentReport::HASHES.iter().filter_map(|(name, kind)| {
        let said = report.to_text(content::META, name);
        (!said.is_empty()).then(|| format!("{kind}: {said}"))
    });
    let hashes = hashes.collect::<Vec<_>>().join("\n");
    set("hashes", Value::from((!hashes.is_empty()).then_some(hashes)));
    set("reminders", Value::from(0));
    let id = open_for_node(tx, META, (to, receiver), None, &came).await?;
    if urgent {
        tx.run_one("update matter set priority = 'urgent' where id = $1", &[id.into()]).await?;
    }
    notification::tell(tx, receiver, "incoming-notice", Some(id)).await?;
    Ok(Some(id))
}

/// The post that answers notices for an organisation: one of that duty, else whoever receives for it.
async fn receiver(tx: &mut Tx, organisation: Id) -> Result<Option<Id>> {
    let now = tx.now;
    let row = tx
        .row(
            "select p.id,
               case when exists (select 1 from tenure t where t.post_id = p.id and t.from_at <= $2
                                   and (t.to_at is null or t.to_at > $2)) then 0 else 1 end as vacant
             from post p
             where p.organisation_id = $1 and p.state <> 'abolished' and p.role in ('platform-officer', 'hotline-analyst')
             order by vacant, p.id limit 1",
            &[organisation.into(), now.into()],
        )
        .await?;
    match row {
        Some(row) => Ok(Some(row.id(0)?)),
        None => Ok(duty::receiver(tx, Some(organisation)).await?.map(|receiver| receiver.post)),
    }
}

/// The sender says it again.
pub(super) async fn remind(tx: &mut Tx, incoming: Id) -> Result<()> {
    let facts = load::matter(tx, incoming, true).await?;
    if facts.state != "received" {
        return Ok(());
    }
    let row = tx.row("select reminders from k_incoming_notice where id = $1", &[incoming.into()]).await?;
    let told = row.map(|row| row.int_opt(0)).transpose()?.flatten().unwrap_or_default();
    let mut record = Record::empty(META);
    record.set(META, "reminders", Value::from(told + 1));
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, META, incoming, &key, &record, &["reminders"]).await?;
    notification::tell(tx, facts.custodian, "incoming-notice-again", Some(incoming)).await
}

/// The sender does not wait any more.
pub(super) async fn withdraw(tx: &mut Tx, incoming: Id) -> Result<()> {
    let facts = load::matter(tx, incoming, true).await?;
    if facts.state != "received" {
        return Ok(());
    }
    let key = tx.key_for_writing(facts.key).await?;
    // What was told goes with the notice.
    fields::change(tx, META, incoming, &key, &Record::empty(META), &["address", "account", "hashes"]).await?;
    let state = Some(("withdrawn", model::Phase::Closed.code()));
    touch(tx, &facts, Touch { state, ..Touch::default() }).await
}

/// The member addressed has answered: its word reaches the notice.
pub(super) async fn stepped(tx: &mut Tx, facts: &MatterFacts, action: &str, record: &Record) -> Result<()> {
    let row =
        tx.row("select notice_id from notice_delivery where incoming_id = $1", &[facts.id.into()]).await?;
    let Some(row) = row else { return Ok(()) };
    let notice = load::matter(tx, row.id(0)?, true).await?;
    let answered = notice.state.as_str();
    let waits = matches!(answered, "notified" | "rechecking");
    let ended = matches!(answered, "removed" | "unavailable");
    let (state, note) = match action {
        "remove" if waits => (Some("removed"), "answer_note"),
        "make_unavailable" if waits => (Some("unavailable"), "answer_note"),
        // The sender looks for the new place, or weighs the dispute: the notice stays open.
        "say_moved" | "dispute" if waits => (None, "answer_note"),
        "appeal" if ended => (Some("appealed"), "appeal_note"),
        _ => return Ok(()),
    };
    let kept = if action == "appeal" { "appeal_note" } else { "answer_note" };
    let words = record.to_text(META, note);
    let words = Value::from((!words.is_empty()).then_some(words));
    let today = Value::from(tx.now.date(Zone::default()).to_string());
    notices::note(tx, notice.id, &[(kept, words), ("answered_on", today)]).await?;
    if let Some(state) = state {
        notices::become_state(tx, notice.id, state).await?;
        if state != "appealed" {
            notices::end(tx, notice.id, state).await?;
        }
    }
    let told = if action == "appeal" { "notice-appealed" } else { "notice-answered" };
    notification::tell(tx, notice.custodian, told, Some(notice.id)).await
}
