//! `view-coverage`: where outreach goes and where it has not been for months: communities by region. Places are counted, children
//! never are.

use std::collections::BTreeMap;

use model::time::{Span, Zone};
use model::{Date, Id, Kind, KindMeta, Timestamp, kinds};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::fields;

const META: &KindMeta = kinds::Community::META;

/// Looks at the coverage of one's organisation.
pub struct ViewCoverage {
    /// Months without a visit after which a community counts as not visited.
    pub months: i64,
}

/// Where outreach goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// By region, the least covered first.
    pub regions: Vec<RegionCoverage>,
    /// Communities without a visit for so long, the longest first.
    pub waiting: Vec<CommunityRow>,
    /// Planned rounds, the next first.
    pub planned: Vec<CommunityRow>,
    /// Findings that nobody has acted on.
    pub open_findings: i64,
}

/// Communities of one region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegionCoverage {
    /// Kemendagri code.
    pub region: String,
    /// Communities that are visited at all.
    pub communities: i64,
    /// Of them, visited within the months.
    pub visited: i64,
}

/// One community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommunityRow {
    /// Id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Kemendagri code.
    pub region: String,
    /// Last visit.
    pub visited_on: Option<Date>,
    /// Planned visit, if there is one.
    pub planned_on: Option<Date>,
}

/// Communities looked at.
const MOST: i64 = 2_000;
/// Communities named in each list.
const NAMED: usize = 100;

#[async_trait::async_trait]
impl Act for ViewCoverage {
    type Facts = Timestamp;
    type Output = Coverage;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-coverage"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", META.slug, *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Coverage> {
        let organisation = permit.organisation()?;
        let today = tx.now.date(Zone::Wib);
        let months = i32::try_from(permit.act().months.clamp(1, 60)).unwrap_or(6);
        let since = today.checked_sub(Span::new().months(months)).unwrap_or(today);
        let found = communities(tx, organisation).await?;
        let mut regions: BTreeMap<String, RegionCoverage> = BTreeMap::new();
        for (row, _) in &found {
            let region = regions.entry(row.region.clone()).or_insert_with(|| RegionCoverage {
                region: row.region.clone(),
                communities: 0,
                visited: 0,
            });
            region.communities += 1;
            region.visited += i64::from(row.visited_on.is_some_and(|day| day >= since));
        }
        let mut regions: Vec<_> = regions.into_values().collect();
        regions.sort_by_key(|region| {
            (region.visited * 1_000 / region.communities.max(1), region.region.clone())
        });
        let mut waiting: Vec<_> =
            found.iter().filter(|(row, _)| row.visited_on.is_none_or(|day| day < since)).cloned().collect();
        waiting.sort_by_key(|(row, _)| (row.visited_on, row.id));
        let mut planned: Vec<_> = found.iter().filter(|(row, _)| row.planned_on.is_some()).cloned().collect();
        planned.sort_by_key(|(row, _)| (row.planned_on, row.id));
        let open_findings = tx
            .row(
                "select count(*) from matter where kind = 'outreach-finding' and organisation_id = $1 and state = 'open'",
                &[organisation.into()],
            )
            .await?
            .map_or(Ok(0), |row| row.int(0))?;
        tx.trace.kind = Some(META.slug);
        Ok(Coverage {
            regions,
            waiting: named(permit, tx, waiting).await?,
            planned: named(permit, tx, planned).await?,
            open_findings,
        })
    }
}

/// Communities that are visited, with their keys and without their names.
async fn communities(tx: &mut Tx, organisation: Id) -> Result<Vec<(CommunityRow, Id)>> {
    let rows = tx
        .rows(
            "select m.id, m.key_id, k.region, k.last_visited_on,
               (select min(r.planned_on) from matter p join k_outreach_round r on r.id = p.id
                where p.root_id = m.id and p.kind = 'outreach-round' and p.state = 'planned')
             from matter m join k_community k on k.id = m.id
             where m.kind = 'community' and m.organisation_id = $1 and m.state = 'visited'
             order by m.id limit $2",
            &[organisation.into(), MOST.into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let day = |text: Option<String>| text.and_then(|text| text.parse().ok());
            let community = CommunityRow {
                id: row.id(0)?,
                name: String::new(),
                region: row.text(2)?,
                visited_on: day(row.text_opt(3)?),
                planned_on: day(row.text_opt(4)?),
            };
            Ok((community, row.id(1)?))
        })
        .collect()
}

async fn named(
    permit: &Permit<'_, ViewCoverage>,
    tx: &mut Tx,
    found: Vec<(CommunityRow, Id)>,
) -> Result<Vec<CommunityRow>> {
    let mut rows = Vec::new();
    for (mut row, key) in found.into_iter().take(NAMED) {
        let shown = permit.reveal(fields::load(tx, META, row.id, key).await?)?;
        row.name = shown.text("name");
        tx.trace.listed.push(row.id);
        rows.push(row);
    }
    Ok(rows)
}
