//! Notices at the member addressed: laid before its post on duty, answered by it. Its step is its signed word; the notice at the sender follows
//! in the same transaction, or when the envelope with the answer has come to the sender's node.

use model::kinds::{self, IncomingNotice};
use model::time::{DAY, Zone};
use model::{Id, Kind, KindMeta, Record, Timestamp, Value};
use seal::exchange::message::{Notice, NoticeResult};
use seal::exchange::{Code, Line, List, MemberId, Text};
use signals::links;

use super::{content, hashes, notices};
use crate::access::{MatterFacts, load};
use crate::acts::open_for_node;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::effects::notice as wire;
use crate::exchange::{indicators, outbox, peers};
use crate::store::matter::{Touch, touch};
use crate::store::{duty, fields, notification};

const META: &KindMeta = IncomingNotice::META;

/// Whether a member addressed reads the address of what it is asked to take down.
pub(crate) fn reads_address(member: &MemberId) -> bool {
    indicators::sees_addresses(member) || member.class() == "PLT"
}

fn unfit<T>(_: T) -> Error {
    Error::Refused("exchange-text-refused")
}

fn line(text: &str) -> Result<Line> {
    Text::try_from(text).map_err(unfit)
}

/// A notice as it is told to the one addressed: references and hashes of the report, and the law that it rests on.
async fn told(tx: &mut Tx, notice: &MatterFacts, record: &Record, times: i64) -> Result<(Notice, bool)> {
    let root = load::matter(tx, notice.root, false).await?;
    let report =
        fields::load(tx, content::META, root.id, root.key).await?.into_inner().reveal_all()?.to_record();
    let said = |name: &str| Some(report.to_text(content::META, name)).filter(|text| !text.is_empty());
    let code = |text: String| Code::try_from(text).map_err(unfit);
    let hashes = kinds::ContentReport::HASHES
        .iter()
        .filter_map(|(name, kind)| said(name).map(|digits| format!("{kind}:{digits}")))
        .map(|hash| Text::try_from(hash).map_err(unfit))
        .collect::<Result<Vec<_>>>()?;
    let told = Notice {
        notice_id: outbox::uuid(notice.id)?,
        times: u32::try_from(times).unwrap_or(u32::MAX),
        act_by: tx.now.plus(DAY).millis(),
        harm: code(said("harm").unwrap_or_else(|| "other".into()))?,
        class_scheme: said("class_scheme").map(code).transpose()?,
        class_label: said("class_label").map(|label| line(&label)).transpose()?,
        legal_basis: code(record.to_text(notices::META, "legal_basis"))?,
        address: said("address").map(|address| Text::try_from(address).map_err(unfit)).transpose()?,
        account: said("account").map(|account| line(&account)).transpose()?,
        hashes: List::try_from(hashes).map_err(unfit)?,
    };
    Ok((told, said("imminent_danger").as_deref() == Some("true")))
}

/// Lays a notice before the member addressed, here or on another node. Answers the matter that it is there, if that lives here.
pub(super) async fn reach(
    tx: &mut Tx,
    notice: &MatterFacts,
    to: Id,
    (record, times): (&Record, i64),
) -> Result<Option<Id>> {
    let (message, urgent) = told(tx, notice, record, times).await?;
    if peers::member_of(tx, to).await?.is_some() {
        wire::send(tx, notice, to, (message, urgent)).await?;
        return Ok(None);
    }
    let from = tx.row("select name from organisation where id = $1", &[notice.organisation.into()]).await?;
    let member = peers::member_id(tx, to).await?;
    let from = (from.ok_or(Error::NotFound)?.text(0)?, urgent, reads_address(&member));
    lay(tx, to, from, &message).await
}

/// Lays what was told before the post on duty; nothing where nobody receives for the organisation. What is no hash and no address is left out.
pub(crate) async fn lay(
    tx: &mut Tx,
    to: Id,
    (from, urgent, address): (String, bool, bool),
    told: &Notice,
) -> Result<Option<Id>> {
    let Some(receiver) = receiver(tx, to).await? else { return Ok(None) };
    let known = |list: &str, code: &str| {
        model::codes::list(list).is_some_and(|list| list.get(code).is_some()).then(|| code.to_owned())
    };
    let plain = |text: Option<&str>| {
        text.filter(|text| !indicators::holds_address(text))
            .map(|text| text.chars().take(200).collect::<String>())
    };
    let most = tx.now.plus(30 * DAY).millis();
    let by = Timestamp::from_millis(told.act_by.clamp(tx.now.millis(), most));
    let mut came = Record::empty(META);
    let mut set = |name: &str, value: Value| came.set(META, name, value);
    set("from_member", Value::from(from.chars().take(200).collect::<String>()));
    set("act_by", Value::from(by.date(Zone::default()).to_string()));
    set("urgent", Value::from(urgent));
    set("harm", Value::from(known("online-harm", &told.harm).unwrap_or_else(|| "other".into())));
    set(
        "class_scheme",
        Value::from(told.class_scheme.as_ref().and_then(|code| known("content-class-scheme", code))),
    );
    let label = plain(told.class_label.as_deref()).map(|label| label.chars().take(60).collect::<String>());
    set("class_label", Value::from(label));
    set("legal_basis", Value::from(known("outgoing-basis", &told.legal_basis)));
    let broken = told.address.as_deref().filter(|_| address).and_then(links::broken_apart);
    set("address", Value::from(broken));
    set("account", Value::from(plain(told.account.as_deref())));
    let read = told.hashes.iter().filter_map(|hash| hashes::digest(hash));
    let read: Vec<String> = read.map(|hash| format!("{}: {}", hash.kind().code(), hash.digits())).collect();
    set("hashes", Value::from((!read.is_empty()).then(|| read.join("\n"))));
    set("reminders", Value::from(0));
    let id = open_for_node(tx, META, (to, receiver), None, &came).await?;
    if urgent {
        tx.run_one("update matter set priority = 'urgent' where id = $1", &[id.into()]).await?;
    }
    notification::tell(tx, receiver, "incoming-notice", Some(id)).await?;
    Ok(Some(id))
}

/// The post that answers notices for an organisation: one of that duty, else whoever receives for it.
pub(super) async fn receiver(tx: &mut Tx, organisation: Id) -> Result<Option<Id>> {
    let posts = duty::held_first(tx, Some(organisation), &["platform-officer", "hotline-analyst"]).await?;
    match posts.first() {
        Some(post) => Ok(Some(post.id)),
        None => Ok(duty::receiver(tx, Some(organisation)).await?.map(|receiver| receiver.post)),
    }
}

/// The sender says it again, on this node.
pub(super) async fn remind(tx: &mut Tx, incoming: Id) -> Result<()> {
    let row = tx.row("select reminders from k_incoming_notice where id = $1", &[incoming.into()]).await?;
    let told = row.map(|row| row.int_opt(0)).transpose()?.flatten().unwrap_or_default();
    again(tx, incoming, told + 1).await
}

/// It was said again, by now so many times. What comes late or twice counts nothing down.
pub(crate) async fn again(tx: &mut Tx, incoming: Id, times: i64) -> Result<()> {
    let facts = load::matter(tx, incoming, true).await?;
    let row = tx.row("select reminders from k_incoming_notice where id = $1", &[incoming.into()]).await?;
    let told = row.map(|row| row.int_opt(0)).transpose()?.flatten().unwrap_or_default();
    if facts.state != "received" || times <= told {
        return Ok(());
    }
    let mut record = Record::empty(META);
    record.set(META, "reminders", Value::from(times.min(10_000)));
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, META, incoming, &key, &record, &["reminders"]).await?;
    notification::tell(tx, facts.custodian, "incoming-notice-again", Some(incoming)).await
}

/// The sender does not wait any more.
pub(crate) async fn withdraw(tx: &mut Tx, incoming: Id) -> Result<()> {
    let facts = load::matter(tx, incoming, true).await?;
    if facts.kind.slug != META.slug || facts.state != "received" {
        return Ok(());
    }
    let key = tx.key_for_writing(facts.key).await?;
    // What was told goes with the notice.
    fields::change(tx, META, incoming, &key, &Record::empty(META), &["address", "account", "hashes"]).await?;
    let state = Some(("withdrawn", model::Phase::Closed.code()));
    touch(tx, &facts, Touch { state, ..Touch::default() }).await
}

/// The member addressed has answered: its word reaches the notice, at once or by the exchange.
pub(super) async fn stepped(tx: &mut Tx, facts: &MatterFacts, action: &str, record: &Record) -> Result<()> {
    let (result, field) = match action {
        "remove" => (NoticeResult::Removed, "answer_note"),
        "make_unavailable" => (NoticeResult::Unavailable, "answer_note"),
        "say_moved" => (NoticeResult::Moved, "answer_note"),
        "dispute" => (NoticeResult::NotIllegal, "answer_note"),
        "appeal" => (NoticeResult::Appeal, "appeal_note"),
        _ => return Ok(()),
    };
    let words = record.to_text(META, field);
    if wire::answer(tx, facts, result, &words).await? {
        return Ok(());
    }
    let row =
        tx.row("select notice_id from notice_delivery where incoming_id = $1", &[facts.id.into()]).await?;
    let Some(row) = row else { return Ok(()) };
    heard(tx, row.id(0)?, result, &words).await
}

/// The word of the one addressed, at the sender. It changes nothing where nobody waits for it any more.
pub(crate) async fn heard(tx: &mut Tx, notice: Id, result: NoticeResult, words: &str) -> Result<()> {
    let notice = load::matter(tx, notice, true).await?;
    let answered = notice.state.as_str();
    let waits = matches!(answered, "notified" | "rechecking");
    let ended = matches!(answered, "removed" | "unavailable" | "observed_gone");
    let state = match result {
        NoticeResult::Removed if waits => Some("removed"),
        NoticeResult::Unavailable if waits => Some("unavailable"),
        // The sender looks for the new place, or weighs the dispute: the notice stays open.
        NoticeResult::Moved | NoticeResult::NotIllegal if waits => None,
        NoticeResult::Appeal if ended => Some("appealed"),
        _ => return Ok(()),
    };
    let kept = if result == NoticeResult::Appeal { "appeal_note" } else { "answer_note" };
    let words = Value::from((!words.is_empty()).then(|| words.to_owned()));
    let said = Value::from(result.code());
    let today = Value::from(tx.now.date(Zone::default()).to_string());
    notices::note(tx, notice.id, &[(kept, words), ("answer", said), ("answered_on", today)]).await?;
    if let Some(state) = state {
        notices::become_state(tx, notice.id, state).await?;
        if state != "appealed" {
            notices::end(tx, notice.id, state).await?;
        }
    }
    let told = if result == NoticeResult::Appeal { "notice-appealed" } else { "notice-answered" };
    notification::tell(tx, notice.custodian, told, Some(notice.id)).await
}
