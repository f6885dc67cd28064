//! `view-agency`: how one organisation stands, for whoever answers for it: its caseload and other indicators as they may be shown, its services, its
//! promises, its training. Money is a page of its own. Children stand here only as indicators, which are protected; what is counted otherwise is
//! services, promises and posts.

use model::time::{DAY, Zone};
use model::{Date, Id, Timestamp};
use serde::Serialize;

use super::view_monitoring::{IndicatorRow, row};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::learning::{Coverage, coverage};
use crate::acts::promises::Promises;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::monitoring::block::COUNTRY;
use crate::monitoring::sheet;

/// Looks at one's own organisation.
#[derive(Debug, Clone, Copy, Default)]
pub struct ViewAgency;

/// An organisation at a glance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agency {
    /// Its name.
    pub name: String,
    /// When it was looked at: services, promises and posts are as they are now.
    pub at: Timestamp,
    /// What the node counts itself from cases and reports.
    pub caseload: Vec<IndicatorRow>,
    /// Its other indicators in use.
    pub indicators: Vec<IndicatorRow>,
    /// Its services.
    pub services: Services,
    /// Its promises.
    pub promises: Held,
    /// What its posts need to have learnt.
    pub training: Coverage,
}

/// Services of an organisation in the directory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Services {
    /// Public.
    pub published: i64,
    /// Somebody has to look whether they are still as they are listed.
    pub due: i64,
    /// Hidden, because nobody did.
    pub unassured: i64,
    /// Places in public ones.
    pub places: i64,
    /// Of these free.
    pub free: i64,
    /// When free places were counted the longest ago.
    pub counted_on: Option<Date>,
}

/// Promises that an organisation has custody of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Open ones.
    pub open: i64,
    /// Past their target.
    pub overdue: i64,
    /// Without any movement for [`Promises::QUIET_DAYS`].
    pub still: i64,
    /// In the custody of a post that nobody holds.
    pub unheld: i64,
    /// Completed or verified.
    pub done: i64,
}

#[async_trait::async_trait]
impl Act for ViewAgency {
    type Facts = Timestamp;
    type Output = Agency;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-agency"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "indicator", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Agency> {
        let organisation = permit.organisation()?;
        let (mut caseload, mut indicators) = (Vec::new(), Vec::new());
        for sheet in sheet::in_use(tx, organisation).await? {
            let one = row(tx, &sheet, COUNTRY, permit.actor().lang()).await?;
            if sheet.is_counted_here() { caseload.push(one) } else { indicators.push(one) }
        }
        let name = tx
            .row("select name from organisation where id = $1", &[organisation.into()])
            .await?
            .map_or_else(|| Ok(String::new()), |row| row.text(0))?;
        tx.trace.kind = Some("indicator");
        tx.trace.listed = caseload.iter().chain(&indicators).map(|row| row.id).collect();
        Ok(Agency {
            name,
            at: tx.now,
            caseload,
            indicators,
            services: services(tx, organisation).await?,
            promises: promises(tx, organisation).await?,
            training: coverage(tx, organisation).await?,
        })
    }
}

async fn services(tx: &mut Tx, organisation: Id) -> Result<Services> {
    let row = tx
        .row(
            "select count(case when m.state = 'published' then 1 end), count(case when m.state = 'due_for_assurance' then 1 end),
               count(case when m.state = 'unassured' then 1 end),
               cast(coalesce(sum(case when m.state = 'published' and k.capacity is not null then k.capacity end), 0) as bigint),
               cast(coalesce(sum(case when m.state = 'published' and k.capacity is not null then k.available end), 0) as bigint),
               min(case when m.state = 'published' and k.available is not null then k.counted_on end)
             from matter m join k_service_listing k on k.id = m.id where m.kind = 'service-listing' and m.organisation_id = $1",
            &[organisation.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(Services::default()) };
    Ok(Services {
        published: row.int(0)?,
        due: row.int(1)?,
        unassured: row.int(2)?,
        places: row.int(3)?,
        free: row.int(4)?,
        counted_on: row.text_opt(5)?.and_then(|day| day.parse().ok()),
    })
}

async fn promises(tx: &mut Tx, organisation: Id) -> Result<Held> {
    let now = tx.now;
    let quiet = now.plus(-Promises::QUIET_DAYS * DAY);
    let row = tx
        .row(
            "select count(case when m.phase <> 'closed' then 1 end),
               count(case when m.phase = 'open' and m.due_at < $2 then 1 end),
               count(case when m.phase <> 'closed' and coalesce(k.moved_on, '') <= $4 and (k.moved_on is not null or m.opened_at <= $3) then 1 end),
               count(case when m.phase <> 'closed' and not exists (select 1 from tenure t where t.post_id = m.custodian_post
                 and t.from_at <= $2 and (t.to_at is null or t.to_at > $2)) then 1 end),
               count(case when m.state in ('completed', 'verified') then 1 end)
             from matter m join k_commitment k on k.id = m.id where m.kind = 'commitment' and m.organisation_id = $1",
            &[organisation.into(), now.into(), quiet.into(), quiet.date(Zone::Wib).to_string().into()],
        )
        .await?;
    let Some(row) = row else { return Ok(Held::default()) };
    Ok(Held {
        open: row.int(0)?,
        overdue: row.int(1)?,
        still: row.int(2)?,
        unheld: row.int(3)?,
        done: row.int(4)?,
    })
}
