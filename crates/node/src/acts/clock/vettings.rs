//! Carers and institutions whose vetting runs out: whoever has the case is told ahead, once for each date, and whoever leads
//! child protection in the organisation, which answers for where it places children.

use model::time::{DAY, Zone};
use model::{Date, Id};

use super::BATCH;
use crate::db::Tx;
use crate::error::Result;
use crate::store::{custody, notification};

/// Days before the date on which the post is told.
const AHEAD: i64 = 14;

/// Children who are or will be with a carer whose vetting ends by a day, and when their post was last told.
const ENDING: &str = "select m.id, coalesce(m.custodian_post, r.custodian_post), k.vetting_next_due,
       (select max(n.at) from notification n where n.matter_id = m.id and n.code = 'vetting-due'), m.organisation_id
     from matter m join k_care_arrangement k on k.id = m.id join matter r on r.id = m.root_id
     where m.kind = 'care-arrangement' and m.state in ('approved', 'active', 'under_review')
       and k.vetting_next_due is not null and k.vetting_next_due <= $1
     order by k.vetting_next_due, m.id";

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    Ok(!untold(tx).await?.is_empty())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let mut untold = untold(tx).await?;
    untold.truncate(usize::try_from(BATCH).unwrap_or(usize::MAX));
    for (arrangement, post, organisation) in &untold {
        notification::tell(tx, *post, "vetting-due", Some(*arrangement)).await?;
        for lead in custody::leads(tx, *organisation).await?.iter().filter(|lead| *lead != post) {
            notification::tell(tx, *lead, "vetting-due", Some(*arrangement)).await?;
        }
    }
    Ok(untold.len())
}

/// Whom nobody has told since the date came near. A vetting that was renewed has another date, which comes near anew.
async fn untold(tx: &mut Tx) -> Result<Vec<(Id, Id, Id)>> {
    let soon = tx.now.plus(AHEAD * DAY).date(Zone::Wib).to_string();
    let mut untold = Vec::new();
    for row in &tx.rows(ENDING, &[soon.into()]).await? {
        let Ok(date) = row.text(2)?.parse::<Date>() else { continue };
        let near = model::Timestamp::start_of(date, Zone::Wib).plus(-AHEAD * DAY);
        if row.time_opt(3)?.is_none_or(|told| told < near) {
            untold.push((row.id(0)?, row.id(1)?, row.id(4)?));
        }
    }
    Ok(untold)
}
