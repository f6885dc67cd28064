//! `view-funding`: need and money side by side, region by region: children who were reported, places that are free, what was allocated and what was
//! spent. Other currencies are converted at the last rate of exchange that was noted, or told apart.

use std::collections::BTreeMap;

use model::{Id, Timestamp, kinds, regions};
use statistics::money::{Layer, Layers, Rate, Rates};
use statistics::table::TOTAL;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::money::{Money, books};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::monitoring::block::COUNTRY;
use crate::monitoring::sheet;
use crate::store::fields;
use crate::store::scope::{self, Builder, Reach};

/// Looks at it.
#[derive(Debug, Clone, Copy, Default)]
pub struct ViewFunding {
    /// The indicator that says what the need is; the first that counts children when nothing is said.
    pub need: Option<Id>,
}

/// Need and money.
#[derive(Debug, Clone, Default)]
pub struct Funding {
    /// Indicators that may say what the need is: id and name.
    pub needs: Vec<(Id, String)>,
    /// The one that was taken.
    pub need: Option<Id>,
    /// Its period.
    pub period: String,
    /// One row for each province of which something is known; the country comes first.
    pub rows: Vec<FundingRow>,
    /// Rates of exchange, newest first.
    pub rates: Vec<RateRow>,
    /// Whether there were more programmes than were looked at.
    pub cut: bool,
}

/// A region.
#[derive(Debug, Clone, Default)]
pub struct FundingRow {
    /// Code of the province; `ID` is the country; empty for money that names no region.
    pub area: String,
    /// The need, where it is shown. `Some(None)` is withheld.
    pub need: Option<Option<f64>>,
    /// Places of services in the directory that count them.
    pub places: i64,
    /// Those that are free.
    pub free: i64,
    /// Layer by layer, never added up.
    pub layers: Layers,
}

/// A rate of exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateRow {
    /// Currency.
    pub currency: String,
    /// Its day.
    pub dated: String,
    /// Rupiah for one unit.
    pub rate: String,
    /// Who says so.
    pub source: String,
}

/// Days for which a rate holds after its own.
const HOLDS: u32 = 92;

#[async_trait::async_trait]
impl Act for ViewFunding {
    type Facts = Timestamp;
    type Output = Funding;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-funding"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        match access::holds_right(actor, "list", "indicator", *now) {
            allowed @ Decision::Allow(_)
                if access::holds_right(actor, "list", "programme", *now).allows() =>
            {
                allowed
            }
            Decision::Allow(_) => Decision::Deny("no-right"),
            refused => refused,
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Funding> {
        let organisation = permit.organisation()?;
        let mut funding = Funding { rates: rates(tx, organisation).await?, ..Funding::default() };
        let mut rows: BTreeMap<String, FundingRow> = BTreeMap::new();
        need(permit, tx, organisation, (&mut funding, &mut rows)).await?;
        capacity(tx, organisation, &mut rows).await?;
        let known = known(&funding.rates);
        funding.cut = money(permit, tx, &known, &mut rows).await?;
        funding.rows = rows.into_iter().map(|(area, row)| FundingRow { area, ..row }).collect();
        funding.rows.sort_by_key(|row| (row.area != COUNTRY, row.area.is_empty(), row.area.clone()));
        tx.trace.kind = Some("programme");
        Ok(funding)
    }
}

async fn rates(tx: &mut Tx, organisation: Id) -> Result<Vec<RateRow>> {
    let rows = tx
        .rows(
            "select currency, dated, rate, source from exchange_rate where organisation_id = $1
             order by dated desc, id desc limit 500",
            &[organisation.into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(RateRow {
                currency: row.text(0)?,
                dated: row.text(1)?,
                rate: row.text(2)?,
                source: row.text(3)?,
            })
        })
        .collect()
}

fn known(rows: &[RateRow]) -> Rates {
    let mut rates = Rates::to(Money::OWN, HOLDS);
    // Newest first: of two words about a day the later one is noted last.
    for row in rows.iter().rev() {
        if let (Some(day), Some(rate)) = (day(&row.dated), Rate::parse(&row.rate)) {
            rates.note(&row.currency, day, rate);
        }
    }
    rates
}

/// Days since 1970.
fn day(text: &str) -> Option<i64> {
    let day: model::Date = text.parse().ok()?;
    Some(
        (Timestamp::start_of(day, model::time::Zone::Wib).millis() + model::time::DAY / 2) / model::time::DAY,
    )
}

type Rows = BTreeMap<String, FundingRow>;

async fn need(
    permit: &Permit<'_, ViewFunding>,
    tx: &mut Tx,
    organisation: Id,
    (funding, rows): (&mut Funding, &mut Rows),
) -> Result<()> {
    let lang = permit.actor().lang();
    let counts = |sheet: &sheet::Sheet| sheet.unit == "number" && sheet.entity == "children";
    let sheets = sheet::in_use(tx, organisation).await?;
    funding.needs = sheets
        .iter()
        .filter(|one| counts(one))
        .map(|one| (one.indicator, one.name_in(lang).to_owned()))
        .collect();
    let asked = permit.act().need;
    let chosen = funding.needs.iter().find(|(id, _)| Some(*id) == asked).or(funding.needs.first());
    let Some(chosen) = chosen.map(|(id, _)| *id) else { return Ok(()) };
    funding.need = Some(chosen);
    let found = tx
        .rows(
            "select area, shown, period from observation where indicator_id = $1 and stratum = $2 and period =
               (select max(period) from observation where indicator_id = $1 and stratum = $2)
             order by area",
            &[chosen.into(), TOTAL.into()],
        )
        .await?;
    for row in &found {
        funding.period = row.text(2)?;
        rows.entry(row.text(0)?).or_default().need = Some(row.real_opt(1)?);
    }
    Ok(())
}

/// The province of a region as it is kept.
fn province(region: &str) -> String {
    regions::province_of(region).map_or_else(String::new, |province| province.code.to_owned())
}

async fn capacity(tx: &mut Tx, organisation: Id, rows: &mut Rows) -> Result<()> {
    let found = tx
        .rows(
            "select coalesce(k.region, ''), coalesce(k.capacity, 0), coalesce(k.available, 0)
             from matter m join k_service_listing k on k.id = m.id
             where m.kind = 'service-listing' and m.organisation_id = $1 and m.state = 'published' and k.capacity is not null
             order by m.id",
            &[organisation.into()],
        )
        .await?;
    for row in &found {
        for area in [province(&row.text(0)?), COUNTRY.to_owned()] {
            let of = rows.entry(area).or_default();
            of.places += row.int(1)?;
            of.free += row.int(2)?;
        }
    }
    Ok(())
}

/// Adds the money of every programme that the actor may see; answers whether there were more.
async fn money(
    permit: &Permit<'_, ViewFunding>,
    tx: &mut Tx,
    rates: &Rates,
    rows: &mut Rows,
) -> Result<bool> {
    let now = tx.now;
    let mut b = Builder::new(
        "select m.id, m.key_id from matter m join matter r on r.id = m.root_id where m.kind = 'programme'",
    );
    scope::narrow(&mut b, Reach { verb: "list", kind: "programme", parts: false }, permit.actor(), now);
    b.text(" order by m.id limit ").value(Money::MOST + 1);
    let programmes = tx.rows(b.sql, &b.params).await?;
    let most = usize::try_from(Money::MOST).unwrap_or(usize::MAX);
    for programme in programmes.iter().take(most) {
        let (id, key) = (programme.id(0)?, programme.id(1)?);
        let record =
            permit.reveal(fields::load(tx, <kinds::Programme as model::Kind>::META, id, key).await?)?;
        let (activity, home) = (record.text("iati_identifier"), record.text("region"));
        let parts = tx
            .rows(
                "select id, kind from matter where root_id = $1 and kind in ('budget-line', 'transaction') order by id",
                &[id.into()],
            )
            .await?;
        for part in &parts {
            let kind = part.text(1)?;
            let Some(meta) = kinds::by_slug(&kind) else { continue };
            let record = permit.reveal(fields::load(tx, meta, part.id(0)?, key).await?)?;
            let Some(entry) = books::entry(&activity, &kind, &record) else { continue };
            if ![Layer::Allocated, Layer::Disbursed, Layer::Spent].contains(&entry.layer) {
                continue;
            }
            let region =
                Some(record.text("region")).filter(|region| !region.is_empty()).unwrap_or(home.clone());
            // A line of a budget is worth what it was worth on the day that it names.
            let day =
                ["value_on", "happened_on", "starts_on"].into_iter().find_map(|name| day(&record.text(name)));
            let converted =
                rates.convert(entry.amount, &entry.currency, day.unwrap_or(entry.day)).map(|(sum, _)| sum);
            for area in [province(&region), COUNTRY.to_owned()] {
                rows.entry(area).or_default().layers.add(
                    entry.layer,
                    converted,
                    (&entry.currency, entry.amount),
                );
            }
        }
    }
    Ok(programmes.len() > most)
}
