//! What consents and the clock do to moves that rest on them.

use model::{Date, Id, Kind, kinds};

use super::{elsewhere, review, serving};
use crate::access;
use crate::consent::{self, Asked, Stop};
use crate::db::Tx;
use crate::error::Result;
use crate::store::guardian::{self, suspect_guardian};
use crate::store::notification;
use crate::store::offer::{self, Offer};

/// Ends a move that is still open, in a state that everybody can see.
pub(super) async fn stop(tx: &mut Tx, offer: &Offer, state: &'static str, code: &'static str) -> Result<()> {
    let meta = kinds::by_slug(&offer.kind).ok_or(crate::error::Error::NotFound)?;
    offer::reach(tx, offer.id, meta, state).await?;
    offer::end(tx, offer.id).await?;
    elsewhere::take_back(tx, offer, state).await?;
    if let Some(service) = offer.service {
        serving::free_again(tx, service).await?;
    }
    for post in [offer.from.post, offer.to.post] {
        notification::tell(tx, post, code, Some(offer.id)).await?;
    }
    Ok(())
}

/// Asks for every open sharing of a case whether it may still go on. What has lost its basis ends; a guardian who became a
/// suspect does not take help away from a child, but somebody has to find another basis.
pub(crate) async fn recheck(tx: &mut Tx, case: Id) -> Result<()> {
    for open in
        offer::open_of(tx, case).await?.iter().filter(|open| open.shares() && open.basis != "override")
    {
        let asked = Asked {
            case,
            recipient: open.to.organisation,
            groups: open.groups,
            services: open.kind == "referral",
        };
        match consent::allows(tx, asked).await? {
            Ok(_) => {}
            Err(Stop::GuardianIsSuspect) => void(tx, case).await?,
            Err(_) => stop(tx, open, "revoked", "consent-withdrawn").await?,
        }
    }
    Ok(())
}

/// A consent was taken back: whoever was told on the strength of it, and has finished since, is told so, too, unless something else carries
/// it (domain model, section 8, rule 5).
pub(crate) async fn recall_finished(tx: &mut Tx, consent: Id) -> Result<()> {
    let rows = tx
        .rows(
            "select o.id from offer_consent u join offer o on o.id = u.offer_id join matter m on m.id = o.id
             where u.consent_id = $1 and o.ended_at is not null and m.kind = 'referral' and m.state = 'done'
             order by o.id",
            &[consent.into()],
        )
        .await?;
    for row in &rows {
        let offer = offer::load(tx, row.id(0)?).await?;
        let asked = Asked {
            case: offer.matter,
            recipient: offer.to.organisation,
            groups: offer.groups,
            services: true,
        };
        if consent::allows(tx, asked).await?.is_err() {
            elsewhere::take_back(tx, &offer, "revoked").await?;
            notification::tell(tx, offer.from.post, "consent-withdrawn", Some(offer.id)).await?;
        }
    }
    Ok(())
}

/// Asks whoever has the case for another basis than the consent of a guardian who is a suspect.
async fn void(tx: &mut Tx, case: Id) -> Result<()> {
    let consents = tx
        .rows(
            "select m.id, k.given_by, k.giver from matter m join k_consent k on k.id = m.id
             where m.root_id = $1 and m.state = 'given' and (k.given_by = 'guardian' or k.giver is not null)
             order by m.id",
            &[case.into()],
        )
        .await?;
    let (accused, all) = (guardian::accused(tx, case).await?, guardian::guardian_is_suspect(tx, case).await?);
    let root = access::load::matter(tx, case, false).await?;
    let due = review::in_days(tx.now.date(Default::default()), 1)?;
    for row in &consents {
        let consent = row.id(0)?;
        let theirs = row.id_opt(2)?.is_some_and(|giver| accused.contains(&giver));
        let by_guardian = row.text_opt(1)?.as_deref() == Some("guardian");
        if !(theirs || all && by_guardian) {
            continue;
        }
        if !review::raised(tx, consent, "guardian_suspect").await? {
            review::of_consent(tx, &root, "guardian_suspect", due, consent).await?;
        }
    }
    Ok(())
}

const VOID: &str = concat!(
    "select distinct m.root_id from matter m join k_consent k on k.id = m.id
       join offer_consent u on u.consent_id = m.id join offer o on o.id = u.offer_id and o.ended_at is null
       join k_case here on here.id = m.root_id
     where m.state = 'given'
       and (k.given_by = 'guardian' and (here.guardian_is_suspect or exists (select 1 from",
    suspect_guardian!(),
    ")) or exists (select 1 from participation s join k_case there on there.id = s.matter_id
         where s.person_id = k.giver and s.to_at is null and s.role in ('suspect', 'convicted')
           and (there.id = here.id or there.family = here.family)))
       and not exists (select 1 from k_consent_review r where r.consent = m.id and r.why = 'guardian_suspect')
     order by m.root_id limit $1"
);

/// Cases in which a sharing rests on the word of a guardian who has become a suspect, and nobody has been told.
pub(crate) async fn recheck_void(tx: &mut Tx, limit: i64, look_only: bool) -> Result<usize> {
    let rows = tx.rows(VOID, &[limit.into()]).await?;
    if !look_only {
        for row in &rows {
            void(tx, row.id(0)?).await?;
        }
    }
    Ok(rows.len())
}

const EXPIRING: &str = "select m.id, m.root_id, k.valid_until from matter m join k_consent k on k.id = m.id
     where m.kind = 'consent' and m.state = 'given' and k.valid_until is not null and k.valid_until <= $1
       and k.valid_until >= $2
       and not exists (select 1 from k_consent_review r where r.consent = m.id and r.why = 'expiring')
     order by m.id limit $3";

/// Consents that end soon and that nobody has been asked to renew; raises the review of each.
pub(crate) async fn expiring(tx: &mut Tx, limit: i64, look_only: bool) -> Result<usize> {
    let (today, soon) = (day(tx, 0), day(tx, review::WARN));
    let rows = tx.rows(EXPIRING, &[soon.into(), today.into(), limit.into()]).await?;
    for row in rows.iter().filter(|_| !look_only) {
        let (consent, case) = (row.id(0)?, row.id(1)?);
        let until: Date = row.text(2)?.parse().map_err(|_| model::value::ValueError)?;
        let root = access::load::matter(tx, case, false).await?;
        review::of_consent(tx, &root, "expiring", until, consent).await?;
    }
    Ok(rows.len())
}

const OVER: &str = "select m.id, m.root_id from matter m join k_consent k on k.id = m.id
     where m.kind = 'consent' and m.state = 'given' and k.valid_until is not null and k.valid_until < $1
     order by m.id limit $2";

/// Consents that have ended: what rests on nothing else ends with them.
pub(crate) async fn expire_consents(tx: &mut Tx, limit: i64, look_only: bool) -> Result<usize> {
    let today = day(tx, 0);
    let rows = tx.rows(OVER, &[today.into(), limit.into()]).await?;
    for row in rows.iter().filter(|_| !look_only) {
        offer::reach(tx, row.id(0)?, kinds::Consent::META, "expired").await?;
        recheck(tx, row.id(1)?).await?;
    }
    Ok(rows.len())
}

/// A civil date as stored, which sorts as dates do.
fn day(tx: &Tx, later: i64) -> String {
    tx.now.plus(later).date(Default::default()).to_string()
}

/// Moves that nobody answered in time.
pub(crate) async fn unanswered(tx: &mut Tx, limit: i64) -> Result<Vec<Offer>> {
    offer::unanswered(tx, limit).await
}

/// An assignment that nobody took on climbs to the posts above and stays open; anything else expires, and its sender is told.
pub(crate) async fn escalate(tx: &mut Tx, offer: &Offer) -> Result<()> {
    let now = tx.now;
    tx.run("update offer set escalated_at = $2 where id = $1", &[offer.id.into(), now.into()]).await?;
    let code = if offer.kind == "assignment" { "move-unanswered" } else { "move-expired" };
    notification::tell_above(tx, offer.to.post, code, Some(offer.id)).await?;
    notification::tell_above(tx, offer.from.post, code, Some(offer.id)).await?;
    if offer.kind == "assignment" {
        return notification::tell(tx, offer.from.post, code, Some(offer.id)).await;
    }
    stop(tx, offer, "expired", code).await
}
