//! What all offers have in common: who may receive, what may be shared, by when it is answered.

use model::field::{DataGroup, Groups};
use model::time::DAY;
use model::{Draft, Id, Kind, KindMeta, Record, Timestamp, Value, kinds};
use serde::Deserialize;

use super::review;
use crate::access::{self, MatterFacts, Rule};
use crate::acts::guards;
use crate::acts::staff::reason;
use crate::consent::{self, Asked, Standing};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::offer::{self, NewOffer, Side};
use crate::store::{approval, custody, notification, outside};

/// The approval that going past a no needs, of list `approval-type`.
const OVERRIDE: &str = "consent_override";
/// Days in which an assignment is taken on or contested before the posts above are told.
const ASSIGNED_DAYS: i64 = 3;
/// Days in which a referral or transfer is answered, unless the sender says otherwise (domain model, sections 1.2 and 7).
const ANSWER_DAYS: i64 = 7;
/// Days until an urgent one is.
const URGENT_DAYS: i64 = 1;
/// The longest that an offer may stand open.
const LONGEST_DAYS: i64 = 60;

/// What is shared with whom.
#[derive(Debug, Clone, Default)]
pub struct Sharing {
    /// Fields of the move's kind, as typed.
    pub draft: Draft,
    /// Data groups, by code.
    pub groups: Vec<String>,
    /// Days until it is answered; by default 7, urgent 1.
    pub days: Option<i64>,
    /// Goes on although nobody agreed.
    pub past_consent: Option<PastConsent>,
    /// The service of the directory that a referral asks.
    pub listing: Option<Id>,
}

/// Why something is shared that nobody consented to. It needs the right `override-consent` and is reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastConsent {
    /// Why it cannot wait.
    pub reason: String,
    /// Article of the law that allows it.
    pub legal_basis: String,
    /// A life is at risk: it does not wait for a second person, and is looked at the next day.
    #[serde(default)]
    pub life_at_risk: bool,
}

/// Who acts: the post by which the act is allowed, the account, and what that post may see.
pub(super) struct Sender {
    pub(super) side: Side,
    pub(super) account: Option<Id>,
    pub(super) groups: Groups,
}

impl Sender {
    pub(super) fn of(actor: &access::Actor, rule: &Rule) -> Result<Self> {
        let post = rule.post.ok_or(Error::NotFound)?;
        let organisation = actor.organisation_of(Some(post)).ok_or(Error::NotFound)?;
        Ok(Self { side: Side { post, organisation }, account: actor.account(), groups: rule.groups })
    }
}

/// A post that can receive: it exists, its role has to do with what is moved, and somebody holds it.
pub(super) async fn receiver(tx: &mut Tx, post: Id, kind: &'static str) -> Result<Side> {
    let (organisation, _) = custody::post(tx, post).await?;
    let slug = tx.row("select role from post where id = $1", &[post.into()]).await?;
    let slug = slug.ok_or(Error::Refused("no-such-post"))?.text(0)?;
    let role = access::load::role(tx, &slug).await?;
    if role.reach("accept", kind).is_none() {
        return Err(Error::Refused("cannot-receive"));
    }
    let elsewhere = outside::is_far(tx, organisation).await?;
    if !elsewhere && custody::holder(tx, post).await?.is_none() {
        return Err(Error::Refused("no-living-holder"));
    }
    Ok(Side { post, organisation })
}

/// Only an open matter moves, and only one move of ownership or custody at a time. A case goes to its next owner when what
/// others were asked for has been settled; what the next owner was asked for passes over with it.
async fn may_move(tx: &mut Tx, root: &MatterFacts, next_owner: Option<Id>) -> Result<()> {
    if !root.is_open() {
        return Err(Error::Refused("matter-closed"));
    }
    let open = offer::open_of(tx, root.id).await?;
    let blocks = |open: &offer::Offer| match open.kind.as_str() {
        "assignment" | "transfer" => true,
        "referral" => next_owner.is_some_and(|owner| owner != open.to.organisation),
        _ => false,
    };
    if open.iter().any(blocks) { Err(Error::Refused("move-open")) } else { Ok(()) }
}

/// Offers custody of a root matter, or of one part while the case stays, to a post of the same organisation; whoever holds both
/// posts has it at once.
pub(crate) async fn assign(
    tx: &mut Tx,
    actor: &access::Actor,
    rule: &Rule,
    root: &MatterFacts,
    (post, why): (Id, &str),
) -> Result<()> {
    let mut record = Record::empty(kinds::Assignment::META);
    if !why.trim().is_empty() {
        record.set(kinds::Assignment::META, "reason", Value::from(reason(why)?));
    }
    guards::texts(kinds::Assignment::META, &record)?;
    if !root.is_open() {
        return Err(Error::Refused("matter-closed"));
    }
    let (organisation, _) = custody::post(tx, post).await?;
    if organisation != root.organisation {
        return Err(Error::Refused("post-elsewhere"));
    }
    if post == root.custodian {
        return Err(Error::Refused("already-there"));
    }
    let to = receiver(tx, post, "assignment").await?;
    may_carry(tx, post, root).await?;
    let open = offer::open_of(tx, root.id).await?;
    if open.iter().any(|offer| matches!(offer.kind.as_str(), "assignment" | "transfer")) {
        return Err(Error::Refused("move-open"));
    }
    let sender = Sender::of(actor, rule)?;
    let own = actor.holdings_at(tx.now).any(|holding| holding.post == post);
    let offered = NewOffer {
        meta: kinds::Assignment::META,
        record: &record,
        root,
        from: sender.side,
        from_account: sender.account,
        to,
        groups: Groups::ALL,
        standing: &Standing::OWN_ORGANISATION,
        past_consent: None,
        service: None,
        respond_by: tx.now.plus(ASSIGNED_DAYS * DAY),
        urgent: false,
    };
    let id = offer::make(tx, offered).await?;
    if own {
        offer::reach(tx, id, kinds::Assignment::META, "accepted").await?;
        offer::end(tx, id).await?;
        return custody::give(tx, root.id, post).await;
    }
    notification::tell(tx, post, "assigned", Some(id)).await
}

/// A part goes to a post whose work is of that kind: one that may look at it could do nothing with what it may not.
async fn may_carry(tx: &mut Tx, post: Id, facts: &MatterFacts) -> Result<()> {
    if facts.id == facts.root {
        return Ok(());
    }
    let slug = tx.row("select role from post where id = $1", &[post.into()]).await?;
    let role = access::load::role(tx, &slug.ok_or(Error::Refused("no-such-post"))?.text(0)?).await?;
    let works = |verb: &str| role.reach(verb, facts.kind.slug) >= Some(access::Scope::Own);
    let steps = facts.kind.lifecycle.steps.iter().any(|step| works(step.action));
    if works("view") && steps { Ok(()) } else { Err(Error::Refused("cannot-receive")) }
}

/// Offers a case, or a look at it, to a post.
pub(super) async fn share(
    tx: &mut Tx,
    sender: &Sender,
    root: &MatterFacts,
    (meta, to, service): (&'static KindMeta, Id, Option<Id>),
    sharing: &Sharing,
) -> Result<Id> {
    let transfer = meta.slug == "transfer";
    let record = sharing.draft.parse(meta, tx.now.date(Default::default())).map_err(Error::Invalid)?;
    guards::texts(meta, &record)?;
    let to = receiver(tx, to, meta.slug).await?;
    may_move(tx, root, transfer.then_some(to.organisation)).await?;
    if to.post == root.custodian || to.post == sender.side.post {
        return Err(Error::Refused("already-there"));
    }
    if transfer && to.organisation == root.organisation {
        return Err(Error::Refused("assign-instead"));
    }
    no_such_offer(tx, root.id, meta, to.post).await?;
    let groups = if transfer { Groups::CASEWORK } else { chosen(sender, sharing)? };
    let asked = Asked { case: root.id, recipient: to.organisation, groups, services: !transfer };
    let (standing, past) = standing(tx, sender.side.post, asked, sharing.past_consent.as_ref()).await?;
    let urgent = record.is_yes(meta, "urgent");
    let offered = NewOffer {
        meta,
        record: &record,
        root,
        from: sender.side,
        from_account: sender.account,
        to,
        groups: if consent::guardian_is_suspect(tx, root.id).await? && !transfer {
            consent::without_contact(groups)
        } else {
            groups
        },
        standing: &standing,
        past_consent: past.as_ref().map(|past| (past.reason.as_str(), past.legal_basis.as_str())),
        service,
        respond_by: respond_by(tx.now, sharing.days, urgent)?,
        urgent,
    };
    let id = offer::make(tx, offered).await?;
    if let Some(past) = &past {
        review::of_override(tx, root, (sender.side.post, past.life_at_risk), (meta, id)).await?;
    }
    notification::tell(tx, to.post, if transfer { "transfer" } else { "referral" }, Some(id)).await?;
    Ok(id)
}

async fn no_such_offer(tx: &mut Tx, root: Id, meta: &KindMeta, to: Id) -> Result<()> {
    let open = offer::open_of(tx, root).await?;
    let same = open.iter().any(|offer| offer.kind == meta.slug && offer.to.post == to);
    if same { Err(Error::Refused("already-offered")) } else { Ok(()) }
}

/// Only what the sender may see, and never who reported.
fn chosen(sender: &Sender, sharing: &Sharing) -> Result<Groups> {
    let groups = sharing
        .groups
        .iter()
        .map(|code| DataGroup::from_code(code))
        .try_fold(Groups::NONE.with(DataGroup::Record), |groups, group| {
            group.map(|group| groups.with(group))
        });
    let unknown = || Error::field("groups", model::ProblemCode::UnknownCode);
    let groups = groups.ok_or_else(unknown)?;
    if groups.has(DataGroup::Reporter)
        || groups.has(DataGroup::Address)
        || !groups.within(sender.groups.with(DataGroup::Record))
    {
        return Err(unknown());
    }
    Ok(groups)
}

/// What the sharing rests on: consent or a legal basis on record; without them what the sender takes upon themselves.
async fn standing(
    tx: &mut Tx,
    post: Id,
    asked: Asked,
    past: Option<&PastConsent>,
) -> Result<(Standing, Option<PastConsent>)> {
    let stop = match consent::allows(tx, asked).await? {
        Ok(standing) => return Ok((standing, None)),
        Err(stop) => stop,
    };
    let past = past.ok_or(stop.refusal())?;
    let written = PastConsent {
        reason: reason(&past.reason)?,
        legal_basis: reason(&past.legal_basis)
            .map_err(|_| Error::field("legal_basis", model::ProblemCode::Missing))?,
        life_at_risk: past.life_at_risk,
    };
    // Going past a no that was said takes two; so does what a role may not decide alone.
    let two = stop.was_said() || approval::asked_of_post(tx, post, OVERRIDE).await?;
    let about = (OVERRIDE, Some(asked.recipient));
    if two && !written.life_at_risk && !approval::use_up(tx, asked.case, about, post).await? {
        return Err(Error::Refused("override-needs-approval"));
    }
    let standing = Standing { basis: "override", consents: Vec::new(), until: None };
    tx.trace.detail.reason = Some(format!("{} ({})", written.reason, written.legal_basis));
    Ok((standing, Some(written)))
}

pub(super) fn respond_by(now: Timestamp, days: Option<i64>, urgent: bool) -> Result<Timestamp> {
    let days = days.unwrap_or(if urgent { URGENT_DAYS } else { ANSWER_DAYS });
    if (1..=LONGEST_DAYS).contains(&days) {
        Ok(now.plus(days * DAY))
    } else {
        Err(Error::field("days", model::ProblemCode::OutOfRange))
    }
}

/// A decision about sharing: who may do it, and who may do it without consent.
pub(super) fn may_share(
    actor: &access::Actor,
    verb: &str,
    facts: &MatterFacts,
    past_consent: bool,
) -> access::Decision {
    let decision = access::by_scope(actor, verb, "case", facts);
    if decision.allows()
        && past_consent
        && !access::by_scope(actor, "override-consent", "case", facts).allows()
    {
        return access::Decision::Deny("no-right-to-override");
    }
    decision
}
