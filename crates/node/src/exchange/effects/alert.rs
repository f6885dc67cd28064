//! An alert: issued to everybody who takes alerts, acknowledged by what is done, judged by what is thought of it, recalled.

use std::collections::BTreeSet;

use model::time::{DAY, Zone};
use model::{Id, Kind, KindMeta, Phase, ProblemCode, Record, Timestamp, Value, kinds};
use seal::exchange::message::{
    Alert, AlertAck, AlertAckState, Opinion, OpinionAbout, OpinionValue, Recall, RecallScope,
};
use seal::exchange::{Code, List, Marking, MemberId, MemberStatus, Message, Refusal, Text, Uuid};

use super::{Inbound, Judged, lay_before};
use crate::access::{MatterFacts, load};
use crate::acts::moves;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::outbox::{self, InThread, Outgoing, code};
use crate::exchange::shared::{self, About, Shared};
use crate::exchange::{directory, indicators, keys, peers};
use crate::store::matter::{Touch, end_of, touch};
use crate::store::{fields, notification};

const ISSUED: &KindMeta = kinds::NetworkAlert::META;
const CAME: &KindMeta = kinds::IncomingAlert::META;
/// What an alert told; it goes when it is recalled.
const TOLD: [&str; 3] = ["title", "text", "indicators"];
/// How long the content is kept after the alert has ended.
const KEPT: i64 = 365 * DAY;

/// Sends an alert that was opened here.
pub(crate) async fn issue(tx: &mut Tx, id: Id, record: &Record) -> Result<()> {
    let facts = load::matter(tx, id, true).await?;
    let own = peers::member_id(tx, facts.organisation).await?;
    let words = |name: &str| record.to_text(ISSUED, name);
    if ["title", "text"].iter().any(|name| indicators::holds_address(&words(name))) {
        return Err(Error::Refused("address-in-words"));
    }
    let signs = indicators::read(&words("indicators"))?;
    if indicators::any_address(&signs) && !indicators::sees_addresses(&own) {
        return Err(Error::Refused("address-not-here"));
    }
    let day: model::Date =
        words("valid_until").parse().map_err(|_| Error::field("valid_until", ProblemCode::NotADate))?;
    if end_of(day) < tx.now {
        return Err(Error::field("valid_until", ProblemCode::DateOutOfRange));
    }
    let alert = |addresses: bool| -> Result<Alert> {
        Ok(Alert {
            alert_id: outbox::uuid(id)?,
            r#type: code(&words("alert_type"))?,
            severity: code(&words("severity"))?,
            area: area(&words("region"))?,
            valid_until: end_of(day).millis(),
            title: Text::try_from(words("title")).map_err(|_| Error::Refused("exchange-text-refused"))?,
            text: Text::try_from(words("text").replace("\r\n", "\n").replace('\r', "\n"))
                .map_err(|_| Error::Refused("exchange-text-refused"))?,
            indicators: indicators::to_send(&signs, addresses)?,
        })
    };
    let severe = words("severity") == "severe";
    let mut reached = 0;
    let (seeing, others) = recipients(tx, &own).await?;
    for (to, addresses) in [(seeing, true), (others, false)] {
        if !to.is_empty() {
            let message = alert(addresses)?.into();
            queue(tx, &facts, &to, message, None, severe, end_of(day)).await?;
            reached += to.len();
        }
    }
    Shared::begun(id, facts.organisation, own.clone(), None)?.keep(tx, About::Alert).await?;
    reached += neighbours(tx, &facts, &own, (&alert(true)?, severe)).await?;
    if reached == 0 {
        return Err(Error::Refused("nobody-to-warn"));
    }
    let mut kept = Record::empty(ISSUED);
    let count = i64::try_from(reached).unwrap_or(i64::MAX);
    kept.set(ISSUED, "sent_to", Value::from(count));
    kept.set(ISSUED, "standing", Value::from("investigation_seed"));
    kept.set(
        ISSUED,
        "indicators",
        Value::from(indicators::to_keep(&indicators::to_send(&signs, true)?, true)),
    );
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, ISSUED, id, &key, &kept, &["sent_to", "standing", "indicators"]).await?;
    if severe {
        tx.run_one("update matter set priority = 'urgent' where id = $1", &[id.into()]).await?;
    }
    Ok(())
}

fn area(region: &str) -> Result<List<Code, 64>> {
    let codes = if region.is_empty() { Vec::new() } else { vec![code(region)?] };
    List::try_from(codes).map_err(|_| Error::Refused("exchange-text-refused"))
}

/// Organisations on other nodes that take alerts: those that see addresses, and the others.
async fn recipients(tx: &mut Tx, own: &MemberId) -> Result<(Vec<Id>, Vec<Id>)> {
    let (mut seeing, mut others) = (Vec::new(), Vec::new());
    let Some(directory) = directory::newest(tx).await? else { return Ok((seeing, others)) };
    let now = tx.now.millis();
    for member in &directory.members {
        let takes = member.status == MemberStatus::Active
            && member.takes("alert")
            && member.id != *own
            && member.sealing_at(now).is_some()
            && !directory.member_revoked(&member.id, now);
        if let (true, Some(organisation)) = (takes, peers::organisation_of(tx, &member.id).await?) {
            if indicators::sees_addresses(&member.id) { &mut seeing } else { &mut others }.push(organisation);
        }
    }
    Ok((seeing, others))
}

/// Lays an alert before the other organisations of this node; answers how many have somebody who takes it.
async fn neighbours(
    tx: &mut Tx,
    facts: &MatterFacts,
    own: &MemberId,
    (alert, severe): (&Alert, bool),
) -> Result<usize> {
    let rows = tx
        .rows(
            "select o.id, o.member_id from organisation o left join exchange_peer p on p.organisation_id = o.id
             where p.organisation_id is null and o.id <> $1 and o.membership_state = 'active' order by o.id",
            &[facts.organisation.into()],
        )
        .await?;
    let from = tx.row("select name from organisation where id = $1", &[facts.organisation.into()]).await?;
    let from = from.ok_or(Error::NotFound)?.text(0)?;
    let mut reached = 0;
    for row in &rows {
        let (organisation, member) = (row.id(0)?, keys::member(&row.text(1)?)?);
        let came = lay_alert(tx, (organisation, &member), (from.clone(), severe), alert).await?;
        if let Some(came) = came {
            let mut there = Shared::begun(facts.id, organisation, own.clone(), None)?;
            there.matter = came;
            there.keep(tx, About::Alert).await?;
            reached += 1;
        }
    }
    Ok(reached)
}

async fn queue(
    tx: &mut Tx,
    facts: &MatterFacts,
    to: &[Id],
    message: Message,
    about: Option<&InThread>,
    urgent: bool,
    until: Timestamp,
) -> Result<()> {
    let mut marking: Marking = moves::marking(tx, facts.organisation, None).await?;
    marking.purpose = Code::try_from("protect_child").into_iter().collect();
    marking.retain_until = until.plus(KEPT).millis();
    let out = Outgoing {
        organisation: facts.organisation,
        post: facts.custodian,
        to,
        message,
        marking,
        thread: about.map(|about| about.thread.clone()),
        in_reply_to: about.map(|about| about.eid),
        derived_from: Vec::new(),
        matter: Some(facts.id),
        subject: Some(facts.id),
        urgent: urgent.then_some("urgent"),
    };
    outbox::queue(tx, out).await.map(drop)
}

/// An alert reaches whoever receives for an organisation; nothing where nobody does.
async fn lay_alert(
    tx: &mut Tx,
    (organisation, member): (Id, &MemberId),
    (from, urgent): (String, bool),
    alert: &Alert,
) -> Result<Option<Id>> {
    let known = |list: &str, code: &str| {
        model::codes::list(list).is_some_and(|list| list.get(code).is_some()).then(|| code.to_owned())
    };
    let until =
        Timestamp::from_millis(alert.valid_until.clamp(tx.now.millis(), tx.now.plus(10 * KEPT).millis()));
    let region = alert.area.first().map(|code| (**code).to_owned());
    let shown = indicators::to_keep(&alert.indicators, indicators::sees_addresses(member));
    let mut record = Record::empty(CAME);
    record.set(CAME, "from_member", Value::from(from));
    record.set(CAME, "alert_type", Value::from(known("alert-type", &alert.r#type).unwrap_or("other".into())));
    record.set(CAME, "severity", Value::from(known("severity", &alert.severity)));
    record.set(CAME, "region", Value::from(region.filter(|code| model::regions::get(code).is_some())));
    record.set(CAME, "valid_until", Value::from(until.date(Zone::default()).to_string()));
    record.set(CAME, "title", Value::from(&*alert.title));
    record.set(CAME, "text", Value::from(&*alert.text));
    record.set(CAME, "indicators", Value::from(Some(shown).filter(|shown| !shown.is_empty())));
    record.set(CAME, "standing", Value::from("investigation_seed"));
    lay_before(tx, organisation, CAME, (&record, urgent)).await
}

/// An alert that came.
pub(super) async fn came(tx: &mut Tx, inbound: &Inbound<'_>, alert: &Alert) -> Result<Judged> {
    let (own, payload) = (inbound.own, inbound.payload);
    if let Some(known) = inbound.known(tx, About::Alert, &alert.alert_id).await? {
        return Ok(Ok(Some(known.matter)));
    }
    let from = inbound.sender(tx).await?;
    let urgent = payload.urgent.is_some();
    let Some(matter) = lay_alert(tx, (own.organisation, &own.member), (from, urgent), alert).await? else {
        return Ok(Err(Refusal::KindNotAccepted));
    };
    inbound.begins(matter, &alert.alert_id).keep(tx, About::Alert).await?;
    Ok(Ok(Some(matter)))
}

/// What follows from a step on an alert that came: the issuer hears of it, and of what is thought of it everybody does.
pub(crate) async fn stepped(tx: &mut Tx, facts: &MatterFacts, action: &str, record: &Record) -> Result<()> {
    let state = match action {
        "act" => AlertAckState::Acted,
        "dismiss" => AlertAckState::NotRelevant,
        _ => AlertAckState::Assigned,
    };
    if action != "judge" || facts.state == "received" {
        acknowledge(tx, facts, state).await?;
    }
    if action == "judge" {
        judge(tx, facts, record).await?;
    }
    Ok(())
}

/// Tells the issuer what is done.
pub(crate) async fn acknowledge(tx: &mut Tx, facts: &MatterFacts, state: AlertAckState) -> Result<()> {
    let Some(known) = shared::of_matter(tx, facts.id).await? else { return Ok(()) };
    let own = peers::member_id(tx, facts.organisation).await?;
    if known.sent.is_none() {
        let issued: Id = known.number.parse().map_err(|_| Error::Sealed)?;
        return note(tx, issued, own.as_str(), ("ack", state.code())).await;
    }
    let ack = AlertAck {
        alert_id: known.number.clone(),
        state,
        post: code(&facts.custodian.to_string())?,
        at: tx.now.millis(),
    };
    let Some(to) = peers::organisation_of(tx, &known.member).await? else { return Ok(()) };
    let until = tx.now;
    queue(tx, facts, &[to], ack.into(), known.sent.as_ref(), false, until).await
}

async fn judge(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let Some(known) = shared::of_matter(tx, facts.id).await? else { return Ok(()) };
    let own = peers::member_id(tx, facts.organisation).await?;
    let said = record.to_text(CAME, "opinion");
    // Everybody on this node who has the alert, the issuer and this organisation among them.
    let here = tx
        .rows(
            "select matter_id from exchange_shared where shared_id = $1 and member_id = $2 order by matter_id",
            &[(*known.number).into(), known.member.as_str().into()],
        )
        .await?;
    for row in &here {
        note(tx, row.id(0)?, own.as_str(), ("opinion", &said)).await?;
    }
    let Some(sent) = &known.sent else { return Ok(()) };
    let value =
        OPINIONS.iter().position(|one| *one == said).and_then(|at| u8::try_from(at).ok()).unwrap_or(1);
    let opinion = Opinion {
        about: OpinionAbout::Eid(sent.eid),
        value: OpinionValue::try_from(value).map_err(|_| Error::Refused("exchange-text-refused"))?,
        reason: moves::long(&record.to_text(CAME, "opinion_reason"))?,
    };
    let directory = directory::required(tx).await?;
    let mut to = Vec::new();
    for member in std::iter::once(&known.member).chain(&known.others) {
        let takes = directory.member(member).is_some_and(|one| {
            one.status == MemberStatus::Active
                && one.takes("opinion")
                && one.sealing_at(tx.now.millis()).is_some()
        });
        if let (true, Some(organisation)) = (takes, peers::organisation_of(tx, member).await?) {
            to.push(organisation);
        }
    }
    if to.is_empty() {
        return Ok(());
    }
    let until = tx.now;
    queue(tx, facts, &to, opinion.into(), Some(sent), false, until).await
}

/// Values of an opinion, by number.
const OPINIONS: [&str; 3] = ["negative", "unsure", "positive"];

/// What a receiver does about an alert of ours.
pub(super) async fn acknowledged(tx: &mut Tx, inbound: &Inbound<'_>, ack: &AlertAck) -> Result<Judged> {
    let row = tx
        .row(
            "select s.matter_id from exchange_shared s join matter m on m.id = s.matter_id
             where s.shared_id = $1 and s.organisation_id = $2 and m.kind = $3",
            &[(*ack.alert_id).into(), inbound.own.organisation.into(), ISSUED.slug.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(Err(Refusal::Schema)) };
    let matter = row.id(0)?;
    note(tx, matter, inbound.payload.from.as_str(), ("ack", ack.state.code())).await?;
    Ok(Ok(Some(matter)))
}

/// What a member thinks of an alert that is here.
pub(super) async fn judged(tx: &mut Tx, inbound: &Inbound<'_>, opinion: &Opinion) -> Result<Judged> {
    let OpinionAbout::Eid(eid) = &opinion.about else { return Ok(Err(Refusal::KindNotAccepted)) };
    let row = tx
        .row(
            "select matter_id from exchange_shared where eid = $1 and organisation_id = $2 and about = 'alert'
             union all
             select subject_id from exchange_sent where eid = $1 and organisation_id = $2 and kind = 'alert'
             limit 1",
            &[eid.to_string().into(), inbound.own.organisation.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(Err(Refusal::Schema)) };
    let matter = row.id(0)?;
    let value = OPINIONS.get(usize::from(u8::from(opinion.value))).copied().unwrap_or("unsure");
    note(tx, matter, inbound.payload.from.as_str(), ("opinion", value)).await?;
    Ok(Ok(Some(matter)))
}

/// Keeps the newest word of a member and counts again.
async fn note(tx: &mut Tx, matter: Id, member: &str, (what, value): (&str, &str)) -> Result<()> {
    let now = tx.now;
    // Having looked says less than having done something, whichever comes first.
    let keep = if value == "seen" { "do nothing" } else { "do update set value = $4, at = $5" };
    let mut sql = crate::db::Sql::from(
        "insert into exchange_alert_answer (alert_matter, member_id, what, value, at) values ($1, $2, $3, $4, $5)
         on conflict (alert_matter, member_id, what) ",
    );
    sql.push(keep);
    tx.run(sql, &[matter.into(), member.into(), what.into(), value.into(), now.into()]).await?;
    let rows = tx
        .rows(
            "select what, value, count(*) from exchange_alert_answer where alert_matter = $1
             group by what, value order by what, value",
            &[matter.into()],
        )
        .await?;
    let facts = load::matter(tx, matter, true).await?;
    let mut record = Record::empty(facts.kind);
    let mut opinions = BTreeSet::new();
    let mut names = vec!["standing"];
    for row in &rows {
        let (what, value) = (row.text(0)?, row.text(1)?);
        match ACKS.iter().find(|name| **name == value) {
            Some(name) if what == "ack" && facts.kind.slug == ISSUED.slug => {
                record.set(facts.kind, name, Value::from(row.int(2)?));
            }
            _ => {
                opinions.insert(value);
            }
        }
    }
    if facts.kind.slug == ISSUED.slug {
        names.extend(ACKS);
    }
    record.set(facts.kind, "standing", Value::from(standing(&opinions)));
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, facts.kind, matter, &key, &record, &names).await
}

const ACKS: [&str; 4] = ["seen", "assigned", "acted", "not_relevant"];

/// What all opinions make together: those who confirm and those who doubt dispute it.
fn standing(opinions: &BTreeSet<String>) -> &'static str {
    match (opinions.contains("positive"), opinions.contains("negative")) {
        (true, true) => "disputed",
        (true, false) => "positive",
        (false, true) => "negative",
        (false, false) => "investigation_seed",
    }
}

/// An alert of ours is recalled: everybody whom it reached is told.
pub(crate) async fn recalled(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    for came in shared::beside(tx, facts.id).await? {
        stop(tx, came).await?;
    }
    let sent = tx
        .rows(
            "select s.eid, s.thread_id, o.to_organisation from exchange_sent s join exchange_outbox o on o.eid = s.eid
             where s.subject_id = $1 and s.kind = 'alert' order by o.id",
            &[facts.id.into()],
        )
        .await?;
    for row in &sent {
        let thread = Uuid::try_from(row.text(1)?).map_err(|_| Error::Sealed)?;
        let (sent, to) = (InThread { eid: outbox::eid(&row.text(0)?)?, thread }, row.id(2)?);
        let recall = Recall {
            eid: sent.eid,
            scope: RecallScope::Withdraw,
            reason: moves::long(&record.to_text(ISSUED, "recall_reason"))?,
            replacement: None,
        };
        let until = tx.now;
        match queue(tx, facts, &[to], recall.into(), Some(&sent), true, until).await {
            // Whoever has left the network meanwhile cannot be reached any more.
            Ok(()) | Err(Error::Refused("peer-not-active" | "peer-takes-no-such-kind")) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// An alert that came was recalled: what it told goes.
pub(super) async fn stop(tx: &mut Tx, matter: Id) -> Result<()> {
    let facts = load::matter(tx, matter, true).await?;
    if facts.kind.slug != CAME.slug {
        return Ok(());
    }
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, CAME, matter, &key, &Record::empty(CAME), &TOLD).await?;
    if facts.is_open() {
        let state = Some(("recalled", Phase::Closed.code()));
        touch(tx, &facts, Touch { state, ..Touch::default() }).await?;
    }
    notification::tell(tx, facts.custodian, "incoming-alert-recalled", Some(matter)).await
}
