//! What has to be true before a move, a consent or a review takes a step, and what follows from it.

use model::{Date, Id, Kind, ProblemCode, Record, Step, kinds};

use super::offering::{self, Sharing};
use super::{elsewhere, ownership, serving, standing};
use crate::access::{self, Actor, MatterFacts};
use crate::consent::{self, Asked};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::offer::{self, Offer};
use crate::store::{custody, fields, notification};

/// Conditions of a step; nothing for other kinds.
pub(crate) async fn before(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    step: &Step,
    record: &Record,
) -> Result<()> {
    let text = |name| record.text(facts.kind, name);
    match (facts.kind.slug, step.action) {
        ("consent-review", "conclude") => not_own_override(tx, actor, facts).await,
        ("referral" | "incoming-referral", "finish") => {
            let explained = matches!(text("outcome"), "delivered" | "child_declined");
            if !explained && text("outcome_note").is_empty() {
                return Err(Error::field("outcome_note", ProblemCode::Missing));
            }
            Ok(())
        }
        ("assignment" | "referral" | "transfer" | "transfer-request", "accept") => {
            may_accept(tx, actor, facts).await
        }
        // The case is on its way to another node: what was said there holds.
        ("transfer", "revoke") if crate::exchange::shared::under_way(tx, facts.id).await? => {
            Err(Error::Refused("case-under-way"))
        }
        ("service", "deliver" | "decline" | "abandon") => by_the_provider(tx, actor, facts).await,
        _ => Ok(()),
    }
}

/// Nobody says yes to what they offered themselves, nothing is accepted late, and what it rests on must still stand.
async fn may_accept(tx: &mut Tx, actor: &Actor, facts: &MatterFacts) -> Result<()> {
    let offer = offer::load(tx, facts.id).await?;
    if offer.kind == "assignment" {
        return Ok(());
    }
    if offer.from_account.is_some() && offer.from_account == actor.account() {
        return Err(Error::Refused("own-request"));
    }
    if offer.respond_by <= tx.now {
        return Err(Error::Refused("offer-expired"));
    }
    if matches!(facts.root_state.as_str(), "closed" | "transferred" | "duplicate") {
        return Err(Error::Refused("matter-closed"));
    }
    if !offer.shares() || offer.basis == "override" {
        return Ok(());
    }
    match consent::allows(tx, asked(&offer)).await? {
        Ok(_) => Ok(()),
        Err(stop) => Err(stop.refusal()),
    }
}

fn asked(offer: &Offer) -> Asked {
    Asked {
        case: offer.matter,
        recipient: offer.to.organisation,
        groups: offer.groups,
        services: offer.kind == "referral",
    }
}

/// Whoever shared without consent does not judge it.
async fn not_own_override(tx: &mut Tx, actor: &Actor, facts: &MatterFacts) -> Result<()> {
    let row = tx
        .row(
            "select o.from_account from k_consent_review r join offer o on o.id = coalesce(r.referral, r.transfer)
             where r.id = $1",
            &[facts.id.into()],
        )
        .await?;
    let by = row.map(|row| row.id_opt(0)).transpose()?.flatten();
    if by.is_some() && by == actor.account() { Err(Error::Refused("own-request")) } else { Ok(()) }
}

/// A service that was referred ends with the provider's answer.
async fn by_the_provider(tx: &mut Tx, actor: &Actor, facts: &MatterFacts) -> Result<()> {
    let row = tx
        .row(
            "select to_post from offer where service_id = $1 and ended_at is null limit 1",
            &[facts.id.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(()) };
    let provider = row.id(0)?;
    let there = actor.holdings_at(tx.now).any(|holding| holding.post == provider);
    if there { Ok(()) } else { Err(Error::Refused("referral-open")) }
}

/// What follows from a step; nothing for other kinds.
pub(crate) async fn after(tx: &mut Tx, facts: &MatterFacts, step: &Step) -> Result<()> {
    match (facts.kind.slug, step.action) {
        ("consent", "withdraw") => withdrawn(tx, facts).await,
        ("assignment", action) => assignment(tx, facts, action).await,
        ("referral", action) => referral(tx, facts, action).await,
        ("transfer", action) => transfer(tx, facts, action).await,
        ("transfer-request", action) => transfer_request(tx, facts, action).await,
        _ => Ok(()),
    }
}

/// What rested on a consent and on nothing else ends with it; whoever has the case is told.
async fn withdrawn(tx: &mut Tx, facts: &MatterFacts) -> Result<()> {
    standing::recheck(tx, facts.root).await?;
    standing::recall_finished(tx, facts.id).await?;
    notification::tell(tx, facts.root_custodian, "consent-withdrawn", Some(facts.id)).await
}

async fn assignment(tx: &mut Tx, facts: &MatterFacts, action: &str) -> Result<()> {
    let offer = offer::load(tx, facts.id).await?;
    offer::end(tx, offer.id).await?;
    match action {
        "accept" => {
            custody::give(tx, offer.matter, offer.to.post).await?;
            notification::tell(tx, offer.from.post, "assignment-accepted", Some(offer.id)).await
        }
        "contest" => {
            notification::tell(tx, offer.from.post, "assignment-contested", Some(offer.id)).await?;
            notification::tell_above(tx, offer.to.post, "assignment-contested", Some(offer.id)).await
        }
        _ => notification::tell(tx, offer.to.post, "move-revoked", Some(offer.id)).await,
    }
}

async fn referral(tx: &mut Tx, facts: &MatterFacts, action: &str) -> Result<()> {
    let offer = offer::load(tx, facts.id).await?;
    let shown = serving::whole(fields::load(tx, facts.kind, facts.id, facts.key).await?)?;
    match action {
        "accept" => {
            let until = consent_until(tx, offer.id).await?;
            offer::open_whole(tx, &offer, until).await?;
            let due: Option<Date> = shown.text("first_contact_by").parse().ok();
            let due = due.map(crate::store::matter::end_of);
            tx.run("update matter set due_at = $2 where id = $1", &[offer.id.into(), due.into()]).await?;
            if let Some(service) = offer.service {
                serving::agreed(tx, service).await?;
            }
            return notification::tell(tx, offer.from.post, "referral-accepted", Some(offer.id)).await;
        }
        "finish" => serving::finished(tx, &offer, &shown).await?,
        _ => {
            if let Some(service) = offer.service {
                serving::free_again(tx, service).await?;
            }
        }
    }
    if action == "revoke" {
        elsewhere::take_back(tx, &offer, &shown.text("revoked_reason")).await?;
    }
    offer::end(tx, offer.id).await?;
    let (post, code) = match action {
        "finish" => (offer.from.post, "referral-done"),
        "reject" => (offer.from.post, "move-rejected"),
        "redirect" => (offer.from.post, "referral-redirected"),
        _ => (offer.to.post, "move-revoked"),
    };
    notification::tell(tx, post, code, Some(offer.id)).await?;
    // The case may have another custodian by now, who has to know as well.
    notification::tell(tx, facts.root_custodian, code, Some(offer.id)).await
}

/// The day on which the first of the consents ends that a sharing rests on.
pub(super) async fn consent_until(tx: &mut Tx, offer: Id) -> Result<Option<Date>> {
    let row = tx
        .row(
            "select min(k.valid_until) from offer_consent u join k_consent k on k.id = u.consent_id
             where u.offer_id = $1",
            &[offer.into()],
        )
        .await?;
    let text = row.map(|row| row.text_opt(0)).transpose()?.flatten();
    Ok(text.and_then(|text| text.parse().ok()))
}

async fn transfer(tx: &mut Tx, facts: &MatterFacts, action: &str) -> Result<()> {
    let offer = offer::load(tx, facts.id).await?;
    offer::end(tx, offer.id).await?;
    if action == "revoke" {
        let shown = serving::whole(fields::load(tx, facts.kind, facts.id, facts.key).await?)?;
        elsewhere::take_back(tx, &offer, &shown.text("revoked_reason")).await?;
    }
    let (post, code) = match action {
        "accept" => {
            ownership::pass(tx, &offer).await?;
            (offer.from.post, "transfer-accepted")
        }
        "reject" => (offer.from.post, "move-rejected"),
        _ => (offer.to.post, "move-revoked"),
    };
    notification::tell(tx, post, code, Some(offer.id)).await
}

/// The owner's yes offers the case at once, if consent allows it; without consent the owner transfers it by hand and says why.
async fn transfer_request(tx: &mut Tx, facts: &MatterFacts, action: &str) -> Result<()> {
    let offer = offer::load(tx, facts.id).await?;
    offer::end(tx, offer.id).await?;
    let asker = offer.from.post;
    match action {
        "accept" => {
            let root = access::load::matter(tx, offer.matter, true).await?;
            let sender = offering::Sender {
                side: offer::Side { post: root.custodian, organisation: root.organisation },
                account: None,
                groups: model::field::Groups::CASEWORK,
            };
            let request = serving::whole(fields::load(tx, facts.kind, facts.id, facts.key).await?)?;
            let draft = model::Draft::default().with("reason", request.text("reason"));
            let sharing = Sharing { draft, ..Sharing::default() };
            let what = (kinds::Transfer::META, asker, None);
            let next = offering::share(tx, &sender, &root, what, &sharing).await?;
            tx.run("update offer set next_id = $2 where id = $1", &[offer.id.into(), next.into()]).await?;
            notification::tell(tx, asker, "transfer-request-accepted", Some(offer.id)).await
        }
        "reject" => notification::tell(tx, asker, "move-rejected", Some(offer.id)).await,
        _ => notification::tell(tx, offer.to.post, "move-revoked", Some(offer.id)).await,
    }
}
