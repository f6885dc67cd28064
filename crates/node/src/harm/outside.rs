//! Notices by link: a platform that is no member, or has no node at hand, reads one notice on a page that opens once and answers it there. What it
//! answers is its word: of a member it ends the notice as a step on its own node would, of anybody else it is written down and the notice stays open.

use model::time::{DAY, Zone};
use model::{Id, Timestamp, Value};
use seal::exchange::message::NoticeResult;

use super::{answers, content, hosts, notices};
use crate::access::load;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::{fields, notification};

/// Days in which the link of a notice opens.
pub(crate) const LINK_DAYS: i64 = 7;
/// States in which a notice waits for its answer.
const WAITING: [&str; 2] = ["notified", "rechecking"];
/// States against which somebody may object.
const ENDED: [&str; 3] = ["removed", "unavailable", "observed_gone"];

/// A notice as the one addressed sees it by link.
#[derive(Debug, Clone)]
pub struct NoticeByLink {
    /// Its readable number.
    pub code: String,
    /// Name of the organisation that asks.
    pub from: String,
    /// When it was sent for the first time.
    pub sent_at: Option<Timestamp>,
    /// Code of list `outgoing-basis`.
    pub legal_basis: String,
    /// What it is about; nothing once nobody waits for an answer.
    pub told: Option<NoticeTold>,
    /// What was answered so far, a code of list `notice-answer`.
    pub answered: Option<String>,
    /// What may be answered now: codes of list `notice-answer`.
    pub answers: Vec<&'static str>,
}

/// References and hashes of what is reported.
#[derive(Debug, Clone)]
pub struct NoticeTold {
    /// Code of list `online-harm`.
    pub harm: String,
    /// Code of list `content-class-scheme`, with the label in it.
    pub class: Option<(String, String)>,
    /// The address, broken apart.
    pub address: Option<String>,
    /// The account.
    pub account: Option<String>,
    /// Hashes with their kinds.
    pub hashes: Vec<String>,
}

/// What may be shown of a notice now.
pub(crate) async fn view(tx: &mut Tx, notice: Id) -> Result<NoticeByLink> {
    let facts = load::matter(tx, notice, false).await?;
    let record =
        fields::load(tx, notices::META, notice, facts.key).await?.into_inner().reveal_all()?.to_record();
    let waits = WAITING.contains(&facts.state.as_str());
    let row = tx.row("select name from organisation where id = $1", &[facts.organisation.into()]).await?;
    let sent =
        tx.row("select first_sent_at from notice_delivery where notice_id = $1", &[notice.into()]).await?;
    let mut answers = Vec::new();
    if waits {
        answers.extend(["removed", "unavailable", "moved", "not_illegal"]);
    } else if ENDED.contains(&facts.state.as_str()) {
        answers.push("appeal");
    }
    Ok(NoticeByLink {
        from: row.ok_or(Error::NotFound)?.text(0)?,
        sent_at: sent.map(|row| row.time(0)).transpose()?,
        legal_basis: record.to_text(notices::META, "legal_basis"),
        told: if waits { Some(told(tx, facts.root).await?) } else { None },
        answered: Some(record.to_text(notices::META, "answer")).filter(|said| !said.is_empty()),
        answers,
        code: facts.code,
    })
}

async fn told(tx: &mut Tx, report: Id) -> Result<NoticeTold> {
    let facts = load::matter(tx, report, false).await?;
    let record =
        fields::load(tx, content::META, report, facts.key).await?.into_inner().reveal_all()?.to_record();
    let said = |name: &str| Some(record.to_text(content::META, name)).filter(|text| !text.is_empty());
    let hashes = model::kinds::ContentReport::HASHES
        .iter()
        .filter_map(|(name, kind)| said(name).map(|digits| format!("{kind}: {digits}")));
    Ok(NoticeTold {
        hashes: hashes.collect(),
        harm: said("harm").unwrap_or_default(),
        class: said("class_scheme").zip(said("class_label")),
        address: said("address"),
        account: said("account"),
    })
}

/// Whether a link may be issued: the notice was sent, waits, and reached nobody by a node.
pub(crate) async fn may_issue(tx: &mut Tx, notice: Id, state: &str) -> Result<Timestamp> {
    if !WAITING.contains(&state) {
        return Err(Error::Refused("wrong-state"));
    }
    let row =
        tx.row("select incoming_id from notice_delivery where notice_id = $1", &[notice.into()]).await?;
    let incoming = row.map(|row| row.id_opt(0)).transpose()?.flatten();
    if incoming.is_some() || crate::exchange::shared::of_matter(tx, notice).await?.is_some() {
        return Err(Error::Refused("notice-reached-member"));
    }
    hosts::must_be_confirmed_of(tx, notice).await?;
    Ok(tx.now.plus(LINK_DAYS * DAY))
}

/// The one addressed answers by link.
pub(crate) async fn answer(tx: &mut Tx, notice: Id, result: NoticeResult, words: &str) -> Result<()> {
    let facts = load::matter(tx, notice, true).await?;
    let record =
        fields::load(tx, notices::META, notice, facts.key).await?.into_inner().reveal_all()?.to_record();
    let state = facts.state.as_str();
    let fits = if result == NoticeResult::Appeal { &ENDED[..] } else { &WAITING[..] };
    if !fits.contains(&state) {
        return Err(Error::Refused("wrong-state"));
    }
    let member = record.to_text(notices::META, "addressee_is_member") == "true";
    if member || result == NoticeResult::Appeal {
        return answers::heard(tx, notice, result, words).await;
    }
    // Somebody who is no member says so; what others find decides.
    let today = Value::from(tx.now.date(Zone::default()).to_string());
    let words = Value::from((!words.is_empty()).then(|| words.to_owned()));
    let said = [("answer_note", words), ("answer", Value::from(result.code())), ("answered_on", today)];
    notices::note(tx, notice, &said).await?;
    notification::tell(tx, facts.custodian, "notice-answered", Some(notice)).await
}
