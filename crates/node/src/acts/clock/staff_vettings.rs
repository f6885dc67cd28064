//! Vettings of staff: whoever works with children and has none is asked for one, what comes to its end is told ahead, and what
//! has run out stands open until somebody looked again. What nobody does climbs like any work.

use model::time::{DAY, Span, Zone};
use model::{Date, Id, Timestamp};

use super::BATCH;
use crate::acts::staff::RENEW;
use crate::db::Tx;
use crate::error::Result;
use crate::store::{custody, notification, stage, vetting};

/// Whoever holds a post that asks for a vetting and never had one, or only one that ended in peace.
const MISSING: &str = "select t.account_id, p.organisation_id, min(p.id) from tenure t
       join post p on p.id = t.post_id
       join vetted_role v on v.role = p.role and v.organisation_id = p.organisation_id
       join account a on a.id = t.account_id
     where p.state <> 'abolished' and a.state = 'active' and t.from_at <= $1 and (t.to_at is null or t.to_at > $1)
       and not exists (select 1 from vetting_of o join matter m on m.id = o.id
                       where o.account_id = t.account_id and m.state <> 'ended')
     group by t.account_id, p.organisation_id order by t.account_id limit $2";

/// Vettings past their day.
const PAST: &str = "select m.id, m.organisation_id, m.custodian_post, v.account_id from matter m
       join k_vetting k on k.id = m.id join vetting_of v on v.id = m.id
     where m.kind = 'vetting' and m.state = 'valid' and k.valid_until < $1 order by k.valid_until, m.id limit $2";

/// Vettings that end soon, and when somebody was last told.
const NEAR: &str = "select m.id, m.custodian_post, v.account_id, k.valid_until,
       (select max(n.at) from notification n where n.matter_id = m.id and n.code = 'staff-vetting-due')
     from matter m join k_vetting k on k.id = m.id join vetting_of v on v.id = m.id
     where m.kind = 'vetting' and m.state = 'valid' and k.valid_until >= $1 and k.valid_until <= $2
     order by k.valid_until, m.id";

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    let (now, today) = (tx.now, tx.now.date(Zone::Wib).to_string());
    let missing = !tx.rows(MISSING, &[now.into(), 1_i64.into()]).await?.is_empty();
    Ok(missing
        || !tx.rows(PAST, &[today.into(), 1_i64.into()]).await?.is_empty()
        || !near(tx).await?.is_empty())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    Ok(ask(tx).await? + expire(tx).await? + remind(tx).await?)
}

async fn ask(tx: &mut Tx) -> Result<usize> {
    let now = tx.now;
    let missing = tx.rows(MISSING, &[now.into(), BATCH.into()]).await?;
    for row in &missing {
        let (account, organisation, post) = (row.id(0)?, row.id(1)?, row.id(2)?);
        let custodian = vetting::custodian(tx, organisation, post).await?;
        let trace = tx.trace.clone();
        let id = vetting::ask(tx, organisation, custodian, account).await?;
        tx.trace = trace;
        tell(tx, custodian, (organisation, id), "staff-vetting-asked").await?;
    }
    Ok(missing.len())
}

async fn expire(tx: &mut Tx) -> Result<usize> {
    let (now, today) = (tx.now, tx.now.date(Zone::Wib).to_string());
    let past = tx.rows(PAST, &[today.into(), BATCH.into()]).await?;
    for row in &past {
        let (id, organisation, custodian, account) = (row.id(0)?, row.id(1)?, row.id_opt(2)?, row.id(3)?);
        tx.run_one(
            "update matter set state = 'expired', phase = 'open', state_since = $2, changed_at = $2, version = version + 1
             where id = $1",
            &[id.into(), now.into()],
        )
        .await?;
        stage::enter(tx, id, "expired", now).await?;
        for post in vetting::posts_of(tx, account).await? {
            notification::tell(tx, post, "staff-vetting-own", None).await?;
        }
        if let Some(custodian) = custodian {
            tell(tx, custodian, (organisation, id), "staff-vetting-expired").await?;
        }
    }
    Ok(past.len())
}

async fn remind(tx: &mut Tx) -> Result<usize> {
    let mut near = near(tx).await?;
    near.truncate(usize::try_from(BATCH).unwrap_or(usize::MAX));
    for (id, custodian, account) in &near {
        notification::tell(tx, *custodian, "staff-vetting-due", Some(*id)).await?;
        for post in vetting::posts_of(tx, *account).await? {
            notification::tell(tx, post, "staff-vetting-own", None).await?;
        }
    }
    Ok(near.len())
}

/// Whoever has it, and whoever leads child protection.
async fn tell(
    tx: &mut Tx,
    custodian: Id,
    (organisation, vetting): (Id, Id),
    code: &'static str,
) -> Result<()> {
    notification::tell(tx, custodian, code, Some(vetting)).await?;
    for lead in custody::leads(tx, organisation).await?.iter().filter(|lead| **lead != custodian) {
        notification::tell(tx, *lead, code, Some(vetting)).await?;
    }
    Ok(())
}

/// What ends soon and was not told since its day came near.
async fn near(tx: &mut Tx) -> Result<Vec<(Id, Id, Id)>> {
    let today = tx.now.date(Zone::Wib);
    let soon = today.checked_add(Span::new().days(RENEW)).unwrap_or(today);
    let mut found = Vec::new();
    for row in &tx.rows(NEAR, &[today.to_string().into(), soon.to_string().into()]).await? {
        let Ok(date) = row.text(3)?.parse::<Date>() else { continue };
        let near = Timestamp::start_of(date, Zone::Wib).plus(-i64::from(RENEW) * DAY);
        let Some(custodian) = row.id_opt(1)? else { continue };
        if row.time_opt(4)?.is_none_or(|told| told < near) {
            found.push((row.id(0)?, custodian, row.id(2)?));
        }
    }
    Ok(found)
}
