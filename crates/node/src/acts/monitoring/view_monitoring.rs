//! `view-monitoring`: the dashboard of whoever watches: open alerts first, then each indicator with its latest number, where it comes from and
//! how to read it, for the country or one province.

use model::{Id, Lang, Timestamp, regions};
use serde::Serialize;
use statistics::table::TOTAL;

use super::view_observations::{Target, targets};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::monitoring::block::COUNTRY;
use crate::monitoring::period::Frequency;
use crate::monitoring::sheet::{self, Sheet};
use crate::store::fields;
use crate::store::scope::{self, Builder, Reach};

/// Looks at it.
#[derive(Debug, Clone, Default)]
pub struct ViewMonitoring {
    /// Code of a province; the country when nothing is said.
    pub area: Option<String>,
}

/// Indicators and alerts at a glance.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Monitoring {
    /// The area that is shown.
    pub area: String,
    /// Open alerts, the most important first.
    pub alerts: Vec<AlertRow>,
    /// Indicators in use, by reference.
    pub indicators: Vec<IndicatorRow>,
}

/// An open alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlertRow {
    /// Id.
    pub id: Id,
    /// Readable number.
    pub code: String,
    /// What it is about.
    pub title: String,
    /// Code of list `alert-importance`.
    pub importance: String,
    /// State.
    pub state: String,
    /// Phase.
    pub phase: String,
    /// Title of the post that answers for it.
    pub post: String,
    /// Since when.
    pub since: Timestamp,
}

/// An indicator with its latest number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndicatorRow {
    /// Id.
    pub id: Id,
    /// Reference.
    pub reference: String,
    /// Name.
    pub name: String,
    /// Whether it is public.
    pub public: bool,
    /// Code of list `indicator-unit`.
    pub unit: String,
    /// Code of list `counted-entity`.
    pub counted_entity: String,
    /// Source.
    pub source: String,
    /// What must be known to read it.
    pub caveat: String,
    /// Code of list `indicator-direction`.
    pub direction: String,
    /// The periods that are known, oldest first, at most twenty-four: the number, or nothing where it is withheld.
    pub recent: Vec<(String, Option<f64>)>,
    /// When the latest was observed.
    pub at: Option<Timestamp>,
    /// Code of the progress towards its target, in the country.
    pub progress: Option<String>,
    /// The target.
    pub target: Option<Target>,
}

/// Periods of a small line.
const RECENT: i64 = 24;
/// Alerts that are shown.
const ALERTS: i64 = 50;

#[async_trait::async_trait]
impl Act for ViewMonitoring {
    type Facts = Timestamp;
    type Output = Monitoring;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-monitoring"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "indicator", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Monitoring> {
        let asked = permit.act().area.as_deref().and_then(regions::get);
        let area = asked.filter(|region| region.parent.is_none()).map_or(COUNTRY, |region| region.code);
        let organisation = permit.organisation()?;
        let alerts = alerts(permit, tx).await?;
        let mut indicators = Vec::new();
        for sheet in sheet::in_use(tx, organisation).await? {
            indicators.push(row(tx, &sheet, area, permit.actor().lang()).await?);
        }
        tx.trace.kind = Some("indicator");
        tx.trace.listed = indicators.iter().map(|row| row.id).collect();
        Ok(Monitoring { area: area.to_owned(), alerts, indicators })
    }
}

/// An indicator with its numbers of one area.
pub(crate) async fn row(tx: &mut Tx, sheet: &Sheet, area: &str, lang: Lang) -> Result<IndicatorRow> {
    let rows = tx
        .rows(
            "select period, shown, at from observation where indicator_id = $1 and area = $2 and stratum = $3
             order by period desc limit $4",
            &[sheet.indicator.into(), area.into(), TOTAL.into(), RECENT.into()],
        )
        .await?;
    let at = rows.first().map(|row| row.time(2)).transpose()?;
    let mut recent =
        rows.iter().map(|row| Ok((row.text(0)?, row.real_opt(1)?))).collect::<Result<Vec<_>>>()?;
    recent.reverse();
    let target = targets(tx, sheet.indicator).await?.into_iter().next_back();
    let progress = progress(sheet.frequency(), target.as_ref(), &recent).filter(|_| area == COUNTRY);
    let [caveat_id, caveat_en] = &sheet.caveat;
    Ok(IndicatorRow {
        id: sheet.indicator,
        reference: sheet.reference.clone(),
        name: sheet.name_in(lang).to_owned(),
        public: sheet.state == "published",
        unit: sheet.unit.clone(),
        counted_entity: sheet.entity.clone(),
        source: sheet.source.clone(),
        caveat: if lang == Lang::En { caveat_en } else { caveat_id }.clone(),
        direction: sheet.direction.clone(),
        recent,
        at,
        progress,
        target,
    })
}

/// How far an indicator has come, by its latest number that is shown.
pub(super) fn progress(
    frequency: Frequency,
    target: Option<&Target>,
    recent: &[(String, Option<f64>)],
) -> Option<String> {
    let target = target?;
    let (period, value) = recent.iter().rev().find_map(|(period, shown)| Some((period, (*shown)?)))?;
    let year = frequency.year(frequency.number(period)?);
    let course = statistics::monitor::Course {
        base: (target.base_year, target.base),
        target: (target.year, target.value),
    };
    Some(course.progress(year, value).code().to_owned())
}

async fn alerts(permit: &Permit<'_, ViewMonitoring>, tx: &mut Tx) -> Result<Vec<AlertRow>> {
    let now = tx.now;
    let mut b = Builder::new("select m.id, m.code, m.state, m.phase, m.opened_at, k.importance, ");
    b.text(if permit.actor().lang() == Lang::En { "p.title_en" } else { "p.title_id" });
    b.text(" from matter m join matter r on r.id = m.root_id join k_rule_alert k on k.id = m.id");
    b.text(" join post p on p.id = m.custodian_post where m.kind = 'rule-alert' and m.phase <> 'closed'");
    scope::narrow(&mut b, Reach { verb: "list", kind: "rule-alert", parts: false }, permit.actor(), now);
    b.text(" order by case k.importance when 'high' then 0 when 'medium' then 1 else 2 end, m.opened_at, m.id limit ");
    b.value(ALERTS);
    let rows = tx.rows(b.sql, &b.params).await?;
    let mut alerts = Vec::with_capacity(rows.len());
    for row in &rows {
        let facts = access::load::matter(tx, row.id(0)?, false).await?;
        let record = permit.reveal(fields::load(tx, facts.kind, facts.id, facts.key).await?)?;
        alerts.push(AlertRow {
            id: facts.id,
            code: row.text(1)?,
            title: record.text("title"),
            importance: row.text(5)?,
            state: row.text(2)?,
            phase: row.text(3)?,
            post: row.text(6)?,
            since: row.time(4)?,
        });
    }
    Ok(alerts)
}
