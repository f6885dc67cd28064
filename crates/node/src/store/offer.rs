//! Offers: the row that every move has beside its kind's own fields, the grants that come with it, and how it ends.

use model::field::{DataGroup, Groups};
use model::{Date, Id, KindMeta, Record, Timestamp};
use seal::Place;

use super::matter::{self, NewMatter};
use super::{custody, fields, outside, stage};
use crate::access::MatterFacts;
use crate::consent::Standing;
use crate::db::{Row, Tx};
use crate::error::{Error, Result};

/// A move about to be offered.
pub(crate) struct NewOffer<'a> {
    pub(crate) meta: &'static KindMeta,
    pub(crate) record: &'a Record,
    /// The matter that is moved: a root, or a part that is given to another post.
    pub(crate) root: &'a MatterFacts,
    pub(crate) from: Side,
    pub(crate) from_account: Option<Id>,
    pub(crate) to: Side,
    pub(crate) groups: Groups,
    pub(crate) standing: &'a Standing,
    /// Reason and legal basis, where there was no consent.
    pub(crate) past_consent: Option<(&'a str, &'a str)>,
    pub(crate) service: Option<Id>,
    pub(crate) respond_by: Timestamp,
    pub(crate) urgent: bool,
}

/// A post with its organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Side {
    pub(crate) post: Id,
    pub(crate) organisation: Id,
}

/// A move as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) id: Id,
    /// Slug of its kind.
    pub(crate) kind: String,
    pub(crate) matter: Id,
    pub(crate) from: Side,
    pub(crate) from_account: Option<Id>,
    pub(crate) to: Side,
    pub(crate) groups: Groups,
    /// Code of list `share-basis`.
    pub(crate) basis: String,
    pub(crate) service: Option<Id>,
    pub(crate) respond_by: Timestamp,
}

const OFFER: &str =
    "select o.id, m.kind, o.matter_id, o.from_post, o.from_organisation, o.from_account, o.to_post,
       o.to_organisation, o.data_groups, o.basis, o.service_id, o.respond_by
     from offer o join matter m on m.id = o.id ";

impl Offer {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.id(0)?,
            kind: row.text(1)?,
            matter: row.id(2)?,
            from: Side { post: row.id(3)?, organisation: row.id(4)? },
            from_account: row.id_opt(5)?,
            to: Side { post: row.id(6)?, organisation: row.id(7)? },
            groups: Groups::from_text(&row.text(8)?),
            basis: row.text(9)?,
            service: row.id_opt(10)?,
            respond_by: row.time(11)?,
        })
    }

    /// Whether it shares something with another organisation.
    pub(crate) fn shares(&self) -> bool {
        matches!(self.kind.as_str(), "referral" | "transfer") && self.basis != "own_organisation"
    }
}

/// What a receiver sees before saying yes: enough to decide, and nothing that finds the child.
pub(crate) const fn preview(groups: Groups) -> Groups {
    groups
        .without(DataGroup::Identity)
        .without(DataGroup::Contact)
        .without(DataGroup::Family)
        .without(DataGroup::Suspect)
        .without(DataGroup::Reporter)
}

/// Makes the offer; answers the id of the move.
pub(crate) async fn make(tx: &mut Tx, new: NewOffer<'_>) -> Result<Id> {
    let (id, now) = (tx.new_id(), tx.now);
    // What waits for an answer of another node, or from outside the network, stays with whoever has the case.
    let elsewhere = outside::is_far(tx, new.to.organisation).await?;
    let answered_by_custodian = new.meta.slug == "transfer-request" || elsewhere;
    let custodian = (!answered_by_custodian).then_some(new.to.post);
    let envelope = NewMatter {
        id,
        meta: new.meta,
        organisation: new.root.organisation,
        custodian,
        parent: Some(new.root.root),
        root: new.root.root,
        key: new.root.key,
        region: None,
        due: Some(new.respond_by),
        priority: if new.urgent { "urgent" } else { "normal" },
        opened_at: now,
    };
    matter::insert(tx, envelope).await?;
    let key = tx.key_for_writing(new.root.key).await?;
    fields::insert(tx, new.meta, id, &[], &key, new.record).await?;
    if let Some(post) = custodian {
        custody::start(tx, id, post).await?;
    }
    insert(tx, id, &new, &key).await?;
    first_grant(tx, id, &new).await?;
    Ok(id)
}

async fn insert(tx: &mut Tx, id: Id, new: &NewOffer<'_>, key: &seal::PersonKey) -> Result<()> {
    let (row, now) = (id.to_string(), tx.now);
    let (mut reason, mut basis) = (None, None);
    if let Some((why, law)) = new.past_consent {
        reason = Some(tx.seal(key, Place { table: "offer", row: &row, column: "override_reason" }, why));
        basis = Some(tx.seal(key, Place { table: "offer", row: &row, column: "legal_basis" }, law));
    }
    tx.run(
        "insert into offer (id, matter_id, from_organisation, from_post, from_account, to_organisation, to_post,
           data_groups, basis, override_reason, legal_basis, service_id, offered_at, respond_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &[
            id.into(),
            new.root.id.into(),
            new.from.organisation.into(),
            new.from.post.into(),
            new.from_account.into(),
            new.to.organisation.into(),
            new.to.post.into(),
            new.groups.with(DataGroup::Record).to_text().into(),
            new.standing.basis.into(),
            model::Value::Bytes(reason),
            model::Value::Bytes(basis),
            new.service.into(),
            now.into(),
            new.respond_by.into(),
        ],
    )
    .await?;
    for consent in &new.standing.consents {
        tx.run(
            "insert into offer_consent (offer_id, consent_id) values ($1, $2)",
            &[id.into(), (*consent).into()],
        )
        .await?;
    }
    Ok(())
}

/// The grant that comes with the offer itself.
async fn first_grant(tx: &mut Tx, id: Id, new: &NewOffer<'_>) -> Result<()> {
    let until = new.standing.until;
    match new.meta.slug {
        // Whoever asked may follow what became of it.
        "transfer-request" => {
            let grant =
                Granted { on: id, post: new.from.post, groups: Groups::CASEWORK, verbs: "view revoke" };
            give(tx, id, "request", grant, None).await
        }
        "assignment" => {
            let grant = Granted { on: new.root.id, post: new.to.post, groups: Groups::ALL, verbs: "view" };
            give(tx, id, "assignment", grant, None).await
        }
        kind => {
            let groups = preview(new.groups);
            let grant = Granted { on: new.root.id, post: new.to.post, groups, verbs: READING };
            give(tx, id, if kind == "transfer" { "transfer" } else { "referral" }, grant, until).await
        }
    }
}

/// What a receiver may do with a case that was referred: look, and ask to be given it.
const READING: &str = "view request-transfer";
/// What a receiver may do with the service that a referral asks for.
const SERVING: &str = "view agree schedule deliver decline abandon";

/// What whoever keeps the legal track may write when the case was referred to them together with its legal side.
const KEPT: [&str; 2] = ["legal-process", "hearing"];
/// Besides opening and correcting, every step of these kinds; the role of the receiver says which of them are its own.
static RECORDING: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
    let kinds = KEPT.into_iter().filter_map(model::kinds::by_slug);
    let verbs = kinds.flat_map(|meta| {
        let steps = meta.lifecycle.steps.iter().map(|step| step.action);
        ["open", "edit"].into_iter().chain(steps).map(move |verb| format!(" {verb}:{}", meta.slug))
    });
    std::iter::once(READING.to_owned()).chain(verbs).collect()
});

/// The same, for the policy table.
pub(crate) fn recording() -> &'static str {
    RECORDING.as_str()
}

/// Whether a receiver keeps the legal track of what is referred to it: the sender shares that side of the case, and it is the
/// work of the post that was asked, which its role says by the right `keep-track`.
async fn records(tx: &mut Tx, offer: &Offer) -> Result<bool> {
    if !offer.groups.has(DataGroup::Legal) {
        return Ok(false);
    }
    let row = tx.row("select role from post where id = $1", &[offer.to.post.into()]).await?;
    let role = crate::access::load::role(tx, &row.ok_or(Error::NotFound)?.text(0)?).await?;
    Ok(role.reach("keep-track", "legal-process").is_some())
}

struct Granted {
    on: Id,
    post: Id,
    groups: Groups,
    verbs: &'static str,
}

async fn give(
    tx: &mut Tx,
    source: Id,
    basis: &'static str,
    granted: Granted,
    until: Option<Date>,
) -> Result<()> {
    let (id, now) = (tx.new_id(), tx.now);
    tx.run(
        "insert into matter_grant (id, matter_id, post_id, data_groups, verbs, from_at, until_at, basis, source_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            id.into(),
            granted.on.into(),
            granted.post.into(),
            granted.groups.with(DataGroup::Record).to_text().into(),
            granted.verbs.into(),
            now.into(),
            until.map(matter::end_of).into(),
            basis.into(),
            source.into(),
        ],
    )
    .await?;
    Ok(())
}

/// After a yes to a referral everything agreed on is open, until the day on which the consent ends.
pub(crate) async fn open_whole(tx: &mut Tx, offer: &Offer, until: Option<Date>) -> Result<()> {
    close_grants(tx, offer.id).await?;
    let verbs = if records(tx, offer).await? { RECORDING.as_str() } else { READING };
    let grant = Granted { on: offer.matter, post: offer.to.post, groups: offer.groups, verbs };
    give(tx, offer.id, "referral", grant, until).await?;
    if let Some(service) = offer.service {
        let groups = offer.groups.with(DataGroup::Services);
        let grant = Granted { on: service, post: offer.to.post, groups, verbs: SERVING };
        give(tx, offer.id, "referral", grant, until).await?;
    }
    let now = tx.now;
    tx.run_one("update offer set responded_at = $2 where id = $1", &[offer.id.into(), now.into()]).await
}

/// Ends what a move opened.
pub(crate) async fn close_grants(tx: &mut Tx, move_id: Id) -> Result<()> {
    let now = tx.now;
    tx.run(
        "update matter_grant set until_at = $2 where source_id = $1 and (until_at is null or until_at > $2)",
        &[move_id.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Ends a move whose state says so: its grants end, and the record goes back to whoever has the case.
pub(crate) async fn end(tx: &mut Tx, move_id: Id) -> Result<()> {
    let now = tx.now;
    close_grants(tx, move_id).await?;
    tx.run_one(
        "update offer set ended_at = $2, responded_at = coalesce(responded_at, $2) where id = $1",
        &[move_id.into(), now.into()],
    )
    .await?;
    tx.run(
        "update custody set to_at = $2 where matter_id = $1 and to_at is null",
        &[move_id.into(), now.into()],
    )
    .await?;
    tx.run("update matter set custodian_post = null where id = $1", &[move_id.into()]).await?;
    Ok(())
}

/// Lets a matter reach a state that no step leads to: by the clock, or because what it rested on is gone.
pub(crate) async fn reach(tx: &mut Tx, id: Id, meta: &KindMeta, state: &str) -> Result<()> {
    let state = meta.lifecycle.state(state).ok_or(Error::Refused("wrong-state"))?;
    let now = tx.now;
    let closed = (state.phase == model::Phase::Closed).then_some(now.millis());
    tx.run_one(
        "update matter set state = $2, phase = $3, state_since = $4, closed_at = $5, changed_at = $4,
           version = version + 1 where id = $1",
        &[id.into(), state.name.into(), state.phase.code().into(), now.into(), model::Value::Int(closed)],
    )
    .await?;
    stage::enter(tx, id, state.name, now).await
}

/// Lets another post of the receiver answer an open move, with what the move opened: the work of the post that was asked has gone
/// to it. What is no move stays as it is.
pub(crate) async fn readdress(tx: &mut Tx, id: Id, to: Id) -> Result<()> {
    let now = tx.now;
    let asked = tx
        .row(
            "select to_post from offer where id = $1 and ended_at is null and to_post <> $2",
            &[id.into(), to.into()],
        )
        .await?;
    let Some(asked) = asked else { return Ok(()) };
    tx.run_one("update offer set to_post = $2 where id = $1", &[id.into(), to.into()]).await?;
    tx.run(
        "update matter_grant set post_id = $2
         where source_id = $1 and post_id = $3 and (until_at is null or until_at > $4)",
        &[id.into(), to.into(), asked.id(0)?.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// One move.
pub(crate) async fn load(tx: &mut Tx, id: Id) -> Result<Offer> {
    let mut sql = crate::db::Sql::from(OFFER);
    sql.push("where o.id = $1");
    Offer::read(&tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?)
}

/// Moves of a matter that have not ended.
pub(crate) async fn open_of(tx: &mut Tx, matter: Id) -> Result<Vec<Offer>> {
    let mut sql = crate::db::Sql::from(OFFER);
    sql.push("where o.matter_id = $1 and o.ended_at is null order by o.id");
    tx.rows(sql, &[matter.into()]).await?.iter().map(Offer::read).collect()
}

/// The same of a root and of all its parts.
pub(crate) async fn open_in(tx: &mut Tx, root: Id) -> Result<Vec<Offer>> {
    let mut sql = crate::db::Sql::from(OFFER);
    sql.push("where m.root_id = $1 and o.ended_at is null order by o.id");
    tx.rows(sql, &[root.into()]).await?.iter().map(Offer::read).collect()
}

/// Moves that nobody has answered by now and whose posts above have not been told.
pub(crate) async fn unanswered(tx: &mut Tx, limit: i64) -> Result<Vec<Offer>> {
    let now = tx.now;
    let mut sql = crate::db::Sql::from(OFFER);
    sql.push("where o.ended_at is null and o.respond_by <= $1 and m.state = 'in_progress' and o.escalated_at is null");
    // A case on its way to another node was said yes to; whether it arrives is what is waited for.
    sql.push(
        " and not exists (select 1 from exchange_shared t join exchange_outbox x on x.eid = t.case_eid
           where t.matter_id = o.id and x.state in ('queued', 'sending', 'waiting_receipt', 'waiting_retry'))",
    );
    sql.push(" order by o.id limit $2");
    tx.rows(sql, &[now.into(), limit.into()]).await?.iter().map(Offer::read).collect()
}
