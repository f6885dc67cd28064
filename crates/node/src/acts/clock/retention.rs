//! Records whose time of keeping has passed: a review is raised and lies with whoever guards identities. Nothing is deleted.

use model::kinds::RetentionReview;
use model::time::{DAY, Span, Zone};
use model::{Draft, Id, Kind, Timestamp};

use super::BATCH;
use crate::acts::intake::identity;
use crate::acts::open::open_root;
use crate::acts::rights::retention_rules;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::{custody, notification};

/// Days in which a review is decided.
const TO_DECIDE: i32 = 30;

/// A closed case or report that nobody holds and that has no review, or whose last review has come round again.
const PASSED: &str = "select m.id, m.organisation_id, m.custodian_post, m.closed_at
     from matter m join person_key y on y.id = m.key_id
     where m.kind = $1 and m.phase = 'closed' and m.closed_at <= $2 and y.destroyed_at is null
       and not exists (select 1 from matter h where h.key_id = m.key_id and h.kind = 'legal-hold' and h.phase <> 'closed')
       and not exists (select 1 from k_retention_review k join matter r on r.id = k.id
                       where (k.about_case = m.id or k.about_report = m.id)
                         and (r.phase <> 'closed' or coalesce(k.review_again, '9999-12-31') > $3))
     order by m.closed_at, m.id limit $4";

struct Passed {
    kind: String,
    matter: Id,
    organisation: Id,
    custodian: Option<Id>,
    closed: Timestamp,
}

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    Ok(!passed(tx, 1).await?.is_empty())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let passed = passed(tx, BATCH).await?;
    for one in &passed {
        raise(tx, one).await?;
    }
    Ok(passed.len())
}

async fn passed(tx: &mut Tx, most: i64) -> Result<Vec<Passed>> {
    let (mut found, today) = (Vec::new(), tx.now.date(Zone::Wib));
    for rule in retention_rules(tx).await? {
        let months = i32::try_from(rule.months).unwrap_or(i32::MAX);
        // Longer than there are dates: never.
        let Ok(limit) = today.checked_sub(Span::new().months(months)) else { continue };
        let limit = Timestamp::start_of(limit, Zone::Wib).plus(DAY - 1);
        let params = [rule.kind.as_str().into(), limit.into(), today.to_string().into(), most.into()];
        for row in &tx.rows(PASSED, &params).await? {
            found.push(Passed {
                kind: rule.kind.clone(),
                matter: row.id(0)?,
                organisation: row.id(1)?,
                custodian: row.id_opt(2)?,
                closed: row.time(3)?,
            });
        }
    }
    Ok(found)
}

async fn raise(tx: &mut Tx, passed: &Passed) -> Result<()> {
    let meta = RetentionReview::META;
    let today = tx.now.date(Zone::Wib);
    let decide_by = today.checked_add(Span::new().days(TO_DECIDE)).unwrap_or(today);
    let draft = Draft::default()
        .with("rule", passed.kind.as_str())
        .with("closed_on", passed.closed.date(Zone::Wib).to_string())
        .with("decide_by", decide_by.to_string());
    let mut record = draft.parse(meta, today).map_err(Error::Invalid)?;
    let field = if passed.kind == "case" { "about_case" } else { "about_report" };
    record.set(meta, field, passed.matter.into());
    let guardian = identity::custodian(tx, passed.organisation).await?;
    let Some(post) = guardian.or(passed.custodian) else { return Err(Error::Refused("no-such-post")) };
    let review = open_root(tx, meta, passed.organisation, post, &record).await?;
    if custody::holder(tx, post).await?.is_none() {
        notification::tell_above(tx, post, "no-living-holder", Some(review)).await?;
    }
    notification::tell(tx, post, "retention-due", Some(review)).await
}
