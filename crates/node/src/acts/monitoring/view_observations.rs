//! `view-observations`: everything that may be shown of one indicator: its numbers by area, stratum and period, its targets, and what must be
//! known to read them.

use model::kinds::IndicatorTarget;
use model::{Id, Kind};
use serde::Serialize;

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Sql, Tx};
use crate::error::{Error, Result};
use crate::held::Reveal;
use crate::monitoring::block::COUNTRY;
use crate::monitoring::observation::{self, SEEN};
use crate::monitoring::sheet::{self, Sheet};
use crate::store::fields;

/// Looks at it.
#[derive(Debug, Clone)]
pub struct ViewObservations {
    /// The indicator.
    pub id: Id,
    /// One area, with the provinces of the latest period; everything when nothing is said.
    pub area: Option<String>,
}

/// What is known of an indicator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Observations {
    /// The indicator.
    pub id: Id,
    /// Organisation that answers for it.
    pub organisation: String,
    /// Reference.
    pub reference: String,
    /// Name, Indonesian and English.
    pub name: [String; 2],
    /// What must be known to read it, Indonesian and English.
    pub caveat: [String; 2],
    /// Definition.
    pub definition: String,
    /// Source.
    pub source: String,
    /// Who answers for it.
    pub custodian: String,
    /// Code of list `indicator-unit`.
    pub unit: String,
    /// Code of list `counted-entity`.
    pub counted_entity: String,
    /// Code of list `indicator-frequency`.
    pub frequency: String,
    /// Code of list `indicator-strata`.
    pub strata: String,
    /// Smallest count that is shown.
    pub minimum: i64,
    /// State.
    pub state: String,
    /// Targets, the nearest last.
    pub targets: Vec<Target>,
    /// The numbers.
    pub rows: Vec<ObservationsOf>,
}

/// One number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObservationsOf {
    /// Code of the area; `ID` is the country.
    pub area: String,
    /// Code of the stratum; `_T` is all of them.
    pub stratum: String,
    /// Period.
    pub period: String,
    /// The number; nothing where it is withheld.
    pub shown: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Status, a code of SDMX.
    pub status: String,
    /// Source.
    pub source: String,
    /// When it was observed.
    pub at: model::Timestamp,
}

/// From where to where, by when.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Target {
    /// Year of the base.
    pub base_year: i32,
    /// Its value.
    pub base: f64,
    /// Year of the target.
    pub year: i32,
    /// Its value.
    pub value: f64,
}

#[async_trait::async_trait]
impl Act for ViewObservations {
    type Facts = MatterFacts;
    type Output = Observations;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-observations"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = access::load::matter(tx, self.id, false).await?;
        if facts.kind.slug == "indicator" { Ok(facts) } else { Err(Error::NotFound) }
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "view", "indicator", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Observations> {
        let facts = permit.facts();
        let sheet = sheet::get(tx, facts.id).await?;
        tx.trace.kind = Some("indicator");
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        of(tx, sheet, permit.act().area.as_deref()).await
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }
}

/// Periods of an indicator that are read: twenty years of months.
const PERIODS: i64 = 240;

/// What may be shown of an indicator: everything, or one area with the provinces of the latest period, which is as quick with a million
/// numbers as with a thousand.
pub(crate) async fn of(tx: &mut Tx, sheet: Sheet, area: Option<&str>) -> Result<Observations> {
    let rows = match area {
        None => all(tx, sheet.indicator).await?,
        Some(area) => of_area(tx, sheet.indicator, area).await?,
    };
    let organisation = tx
        .row("select name from organisation where id = $1", &[sheet.organisation.into()])
        .await?
        .map_or_else(|| Ok(String::new()), |row| row.text(0))?;
    Ok(Observations {
        id: sheet.indicator,
        organisation,
        targets: targets(tx, sheet.indicator).await?,
        reference: sheet.reference,
        name: sheet.name,
        caveat: sheet.caveat,
        definition: sheet.definition,
        source: sheet.source,
        custodian: sheet.custodian,
        unit: sheet.unit,
        counted_entity: sheet.entity,
        frequency: sheet.frequency,
        strata: sheet.strata,
        minimum: sheet.minimum,
        state: sheet.state,
        rows,
    })
}

async fn all(tx: &mut Tx, indicator: Id) -> Result<Vec<ObservationsOf>> {
    let since = tx
        .row(
            "select period from observation where indicator_id = $1 and area = 'ID' and stratum = '_T'
             order by period desc limit 1 offset $2",
            &[indicator.into(), PERIODS.into()],
        )
        .await?
        .map_or_else(|| Ok(String::new()), |row| row.text(0))?;
    let mut sql = Sql::from(SEEN);
    sql.push(" where indicator_id = $1 and period > $2 order by period, area, stratum");
    let rows = tx.rows(sql, &[indicator.into(), since.into()]).await?;
    rows.iter().map(|row| observation::seen(row).map(shown)).collect()
}

async fn of_area(tx: &mut Tx, indicator: Id, area: &str) -> Result<Vec<ObservationsOf>> {
    let mut sql = Sql::from(SEEN);
    sql.push(" where indicator_id = $1 and area = $2 order by period desc, stratum limit 2000");
    let mut rows = tx.rows(sql, &[indicator.into(), area.into()]).await?;
    if rows.is_empty() && area != COUNTRY {
        return Box::pin(of_area(tx, indicator, COUNTRY)).await;
    }
    rows.reverse();
    let mut sql = Sql::from(SEEN);
    sql.push(" where indicator_id = $1 and stratum = '_T' and area <> 'ID' and area <> $2 and period =");
    sql.push(" (select max(period) from observation where indicator_id = $1) order by area");
    rows.extend(tx.rows(sql, &[indicator.into(), area.into()]).await?);
    rows.iter().map(|row| observation::seen(row).map(shown)).collect()
}

fn shown(seen: observation::Seen) -> ObservationsOf {
    ObservationsOf {
        area: seen.area,
        stratum: seen.stratum,
        period: seen.period,
        shown: seen.shown,
        low: seen.low,
        high: seen.high,
        status: seen.status,
        source: seen.source,
        at: seen.at,
    }
}

/// Targets that stand, by year. Their values are no secret: nothing in them is about a person.
pub(crate) async fn targets(tx: &mut Tx, indicator: Id) -> Result<Vec<Target>> {
    let rows = tx
        .rows(
            "select m.id, m.key_id from matter m where m.root_id = $1 and m.kind = 'indicator-target' and m.state <> 'dropped' order by m.id",
            &[indicator.into()],
        )
        .await?;
    let mut targets = Vec::new();
    for row in &rows {
        let held = fields::load(tx, IndicatorTarget::META, row.id(0)?, row.id(1)?).await?.into_inner();
        let record = held.reveal(model::field::Groups::NONE.with(model::field::DataGroup::Record))?;
        let number = |name: &str| crate::monitoring::rule::number(&record.text(name));
        let year = record.text("due_on").get(..4).and_then(|year| year.parse().ok());
        let base_year = record.text("base_year").parse().ok();
        if let (Some(base_year), Some(base), Some(year), Some(value)) =
            (base_year, number("base_value"), year, number("target_value"))
        {
            targets.push(Target { base_year, base, year, value });
        }
    }
    targets.sort_by_key(|target| target.year);
    Ok(targets)
}
