//! What the page of a move shows besides its kind's own fields.

use model::field::Groups;
use model::{Id, Timestamp};

use super::{MatterName, suggest_services};
use crate::access::{self, Actor, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::Tx;
use crate::error::Result;
use crate::keys::open_text;
use crate::store::outside::{self, LinkState};

/// Who offered what to whom, by when, and on what it rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferView {
    /// Title of the post that offered, with its organisation.
    pub from: String,
    /// Title of the post that answers, with its organisation.
    pub to: String,
    /// When it was offered.
    pub offered_at: Timestamp,
    /// By when it is to be answered.
    pub respond_by: Timestamp,
    /// When it was answered.
    pub responded_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// When the posts above were told that nobody answers.
    pub escalated_at: Option<Timestamp>,
    /// Data groups that are shared.
    pub groups: Groups,
    /// Code of list `share-basis`.
    pub basis: String,
    /// Reason and legal basis of a sharing without consent; for the side that shared.
    pub past_consent: Option<(String, String)>,
    /// The service that is asked for.
    pub service: Option<Id>,
    /// Number of the service of the directory that is asked.
    pub listing: Option<String>,
    /// The move that followed from this one.
    pub next: Option<Id>,
    /// The matter that is moved, where the reader may open it.
    pub matter: Option<MatterName>,
    /// Whether the reader answers it.
    pub mine: bool,
    /// Of an offer to another node: how far the newest message of it came, as a state of the outbox and the highest receipt.
    pub delivery: Option<Delivery>,
    /// Of an offer to somebody outside the network: how its link stands.
    pub outside: Option<LinkState>,
}

/// How far a message came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// State of the outbox.
    pub state: String,
    /// The highest receipt so far.
    pub receipt: Option<String>,
    /// When the recipient gave it.
    pub at: Option<Timestamp>,
}

const SHOWN: &str =
    "select fp.title_id, fp.title_en, fo.name, rp.title_id, rp.title_en, ro.name, o.offered_at, o.respond_by,
       o.responded_at, o.ended_at, o.escalated_at, o.data_groups, o.basis, o.override_reason, o.legal_basis,
       o.service_id, o.next_id, o.matter_id, o.from_organisation
     from offer o join post fp on fp.id = o.from_post join organisation fo on fo.id = o.from_organisation
       join post rp on rp.id = o.to_post join organisation ro on ro.id = o.to_organisation where o.id = $1";

/// The offer behind a move; nothing for other kinds.
pub(crate) async fn offer<A: Act<Facts = MatterFacts>>(
    permit: &Permit<'_, A>,
    tx: &mut Tx,
) -> Result<Option<OfferView>> {
    let (facts, actor) = (permit.facts(), permit.actor());
    let Some(row) = tx.row(SHOWN, &[facts.id.into()]).await? else { return Ok(None) };
    let english = usize::from(actor.lang() == model::Lang::En);
    let now = tx.now;
    let from_organisation = row.id(18)?;
    let ours = actor.holdings_at(now).any(|holding| holding.organisation == from_organisation);
    let past_consent = match (row.bytes_opt(13)?, row.bytes_opt(14)?) {
        (Some(why), Some(law)) if ours => Some(opened(tx, facts, (why, law)).await?),
        _ => None,
    };
    let answers = facts.parties.map(|parties| parties.to);
    Ok(Some(OfferView {
        from: format!("{}, {}", row.text(english)?, row.text(2)?),
        to: format!("{}, {}", row.text(3 + english)?, row.text(5)?),
        offered_at: row.time(6)?,
        respond_by: row.time(7)?,
        responded_at: row.time_opt(8)?,
        ended_at: row.time_opt(9)?,
        escalated_at: row.time_opt(10)?,
        groups: Groups::from_text(&row.text(11)?),
        basis: row.text(12)?,
        past_consent,
        service: row.id_opt(15)?,
        listing: suggest_services::asked(tx, facts.id).await?,
        next: row.id_opt(16)?,
        matter: matter(tx, actor, row.id(17)?).await?,
        mine: actor.holdings_at(now).any(|holding| Some(holding.post) == answers),
        delivery: delivery(tx, facts.id).await?,
        outside: if ours { outside::state(tx, facts.id).await? } else { None },
    }))
}

async fn delivery(tx: &mut Tx, id: Id) -> Result<Option<Delivery>> {
    let row = tx
        .row(
            "select o.state, o.receipt_state, o.receipt_at from exchange_sent s join exchange_outbox o on o.eid = s.eid
             where s.subject_id = $1 and s.kind = 'referral.offer' order by s.seq, o.id limit 1",
            &[id.into()],
        )
        .await?;
    row.map(|row| Ok(Delivery { state: row.text(0)?, receipt: row.text_opt(1)?, at: row.time_opt(2)? }))
        .transpose()
}

async fn opened(
    tx: &mut Tx,
    facts: &MatterFacts,
    (why, law): (Vec<u8>, Vec<u8>),
) -> Result<(String, String)> {
    let key = match tx.person_key(facts.key).await {
        Ok(key) => key,
        Err(crate::error::Error::Sealed) => return Ok(Default::default()),
        Err(error) => return Err(error),
    };
    let row = facts.id.to_string();
    let open = |column: &'static str, sealed: &[u8]| {
        open_text(&key, seal::Place { table: "offer", row: &row, column }, sealed)
    };
    Ok((open("override_reason", &why)?, open("legal_basis", &law)?))
}

async fn matter(tx: &mut Tx, actor: &Actor, id: Id) -> Result<Option<MatterName>> {
    let root = access::load::matter(tx, id, false).await?;
    let seen = access::by_scope(actor, "view", root.kind.slug, &root).allows();
    Ok(seen.then(|| MatterName { id, kind: root.kind.slug.to_owned(), code: root.code }))
}

/// What the reader may do to move a case, for its page.
pub(crate) fn ways(actor: &Actor, facts: &MatterFacts) -> Vec<&'static str> {
    if facts.kind.slug != "case" || !facts.is_open() {
        return Vec::new();
    }
    let mut ways: Vec<_> = ["refer", "transfer", "override-consent"]
        .into_iter()
        .filter(|verb| access::by_scope(actor, verb, "case", facts).allows())
        .collect();
    if access::by_scope(actor, "ask", "rfi", facts).allows() {
        ways.push("ask");
    }
    if access::by_scope(actor, "ask", "match-query", facts).allows() {
        ways.push("match");
    }
    let given = facts.grants.iter().any(|grant| grant.verbs.iter().any(|verb| verb == "request-transfer"));
    let own = actor.holdings_at(facts.now).any(|holding| holding.organisation == facts.organisation);
    if given && !own && access::by_scope(actor, "request-transfer", "case", facts).allows() {
        ways.push("request-transfer");
    }
    if access::by_scope(actor, "view", "consent", facts).allows() {
        ways.push("consent");
    }
    ways
}
