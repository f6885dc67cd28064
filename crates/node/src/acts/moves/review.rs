//! Somebody looks again at a consent or at a sharing that went past one (domain model, section 8).

use model::time::{DAY, Span};
use model::{Date, Id, Kind, KindMeta, Record, Value, kinds};

use crate::access::MatterFacts;
use crate::acts::open::open_part;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::{custody, notification};

const META: &KindMeta = kinds::ConsentReview::META;
/// Days in which a sharing without consent is looked at.
const OVERRIDE_DAYS: i32 = 3;
/// And one that did not wait for a second person, because a life was at risk.
const URGENT_DAYS: i32 = 1;

/// Raises a review of a sharing without consent, to the protection lead or whoever is above.
pub(super) async fn of_override(
    tx: &mut Tx,
    root: &MatterFacts,
    (by, life_at_risk): (Id, bool),
    (kind, offer): (&'static KindMeta, Id),
) -> Result<()> {
    let (why, days) =
        if life_at_risk { ("override_urgent", URGENT_DAYS) } else { ("override", OVERRIDE_DAYS) };
    let due = in_days(tx.now.date(Default::default()), days)?;
    let reviewer = reviewer(tx, root.organisation, by).await?;
    let id = raise(tx, root, why, due, (kind.slug, offer)).await?;
    if let Some(post) = reviewer {
        tx.run("update matter set custodian_post = $2 where id = $1", &[id.into(), post.into()]).await?;
        custody::start(tx, id, post).await?;
        notification::tell(tx, post, "consent-review", Some(id)).await?;
    }
    Ok(())
}

/// Raises a review of a consent, to whoever has the case.
pub(super) async fn of_consent(
    tx: &mut Tx,
    root: &MatterFacts,
    why: &'static str,
    due: Date,
    consent: Id,
) -> Result<()> {
    let id = raise(tx, root, why, due, ("consent", consent)).await?;
    notification::tell(tx, root.custodian, "consent-expiring", Some(id)).await
}

pub(super) fn in_days(from: Date, days: i32) -> Result<Date> {
    from.checked_add(Span::new().days(days)).map_err(|_| Error::Storage("a date out of range".into()))
}

async fn raise(
    tx: &mut Tx,
    root: &MatterFacts,
    why: &'static str,
    due: Date,
    (field, about): (&'static str, Id),
) -> Result<Id> {
    let mut record = Record::empty(META);
    record.set(META, "why", Value::from(why));
    record.set(META, "due", Value::from(due.to_string()));
    record.set(META, field, Value::from(about));
    let trace = tx.trace.clone();
    let id = open_part(tx, META, root, &record).await?;
    tx.trace = trace;
    Ok(id)
}

/// A protection lead of the organisation who did not share it; else the post above, or the one that is on duty.
pub(crate) async fn reviewer(tx: &mut Tx, organisation: Id, by: Id) -> Result<Option<Id>> {
    let leads = tx
        .rows(
            "select id from post where organisation_id = $1 and role = 'protection-lead' and state <> 'abolished'
             order by id",
            &[organisation.into()],
        )
        .await?;
    let mut posts: Vec<Id> = leads.iter().map(|row| row.id(0)).collect::<Result<_>>()?;
    let above = tx
        .row(
            "select p.parent_post, o.duty_post from post p join organisation o on o.id = p.organisation_id
             where p.id = $1",
            &[by.into()],
        )
        .await?;
    if let Some(above) = above {
        posts.extend(above.id_opt(0)?);
        posts.extend(above.id_opt(1)?);
    }
    for post in posts {
        if post != by && custody::holder(tx, post).await?.is_some() {
            return Ok(Some(post));
        }
    }
    Ok(None)
}

/// Whether a consent has been given to somebody to look at already.
pub(super) async fn raised(tx: &mut Tx, consent: Id, why: &str) -> Result<bool> {
    let row = tx
        .row(
            "select id from k_consent_review where consent = $1 and why = $2 limit 1",
            &[consent.into(), why.into()],
        )
        .await?;
    Ok(row.is_some())
}

/// The start of the day after the warning: consents that end sooner than this are looked at now.
pub(super) const WARN: i64 = 14 * DAY;
