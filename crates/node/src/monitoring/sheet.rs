//! What the program knows of an indicator without opening it.

use model::{Id, Kind, Record, Value, kinds};

use super::block::{Guard, Per};
use super::period::Frequency;
use super::population;
use crate::access::MatterFacts;
use crate::db::{Row, Sql, Tx};
use crate::error::{Error, Result};

/// An indicator's clear facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sheet {
    pub(crate) indicator: Id,
    pub(crate) organisation: Id,
    pub(crate) reference: String,
    pub(crate) name: [String; 2],
    pub(crate) caveat: [String; 2],
    pub(crate) definition: String,
    pub(crate) source: String,
    pub(crate) custodian: String,
    pub(crate) unit: String,
    pub(crate) entity: String,
    pub(crate) frequency: String,
    pub(crate) strata: String,
    pub(crate) direction: String,
    pub(crate) feed: String,
    pub(crate) minimum: i64,
    pub(crate) revision: i64,
    pub(crate) input_mark: String,
    pub(crate) state: String,
    /// When the node first counted it; 0 before that.
    pub(crate) counted_since: i64,
    /// Another that counts the same children.
    pub(crate) same_as: Option<Id>,
    /// Another among whose children these are.
    pub(crate) within: Option<Id>,
}

const COLUMNS: &str =
    "select s.indicator_id, s.organisation_id, s.reference, s.name_id, s.name_en, s.caveat_id, s.caveat_en, s.definition,
       s.source, s.custodian, s.unit, s.counted_entity, s.frequency, s.strata, s.direction, s.feed, s.minimum, s.revision,
       s.input_mark, m.state, s.counted_since, s.same_as, s.within_of
     from indicator_sheet s join matter m on m.id = s.indicator_id";

/// Feeds by which the node counts people itself.
const PEOPLE: [&str; 5] =
    ["children_registered", "children_served", "cases_closed", "reports_received", "content_notices"];

impl Sheet {
    /// Whether new periods of it are counted.
    pub(crate) fn is_in_use(&self) -> bool {
        ["active", "published"].contains(&self.state.as_str())
    }

    /// Whether the node counts people for it.
    pub(crate) fn is_counted_here(&self) -> bool {
        PEOPLE.contains(&self.feed.as_str())
    }

    /// How often it is observed.
    pub(crate) fn frequency(&self) -> Frequency {
        Frequency::from_code(&self.frequency).unwrap_or(Frequency::Year)
    }

    /// How its numbers are protected: a number counts somebody, unless it says that it counts places.
    pub(crate) fn guard(&self) -> Guard {
        let minimum = u64::try_from(self.minimum).unwrap_or(11);
        match (self.unit.as_str(), self.feed.as_str()) {
            // Protected and proven where it was made.
            (_, "linkage_release") => Guard::Open,
            // What the node counts there are children, cases or reports, whatever the unit says.
            (_, feed) if PEOPLE.contains(&feed) => Guard::Counts(minimum),
            ("number", _) => Guard::Counts(minimum),
            ("percent", _) => Guard::Rates(minimum, Per::Hundred),
            ("per_100k", _) => Guard::Rates(minimum, Per::HundredThousand),
            ("days" | "score", _) => Guard::Rates(minimum, Per::Nobody),
            _ => Guard::Open,
        }
    }

    /// Whether it is a share of which it is said whose it is.
    pub(crate) fn is_share_of_people(&self) -> bool {
        let is_share = matches!(self.unit.as_str(), "percent" | "per_100k") && self.feed == "file";
        is_share && (self.same_as.is_some() || self.within.is_some())
    }

    /// Its name in a language.
    pub(crate) fn name_in(&self, lang: model::Lang) -> &str {
        let [id, en] = &self.name;
        if lang == model::Lang::En { en } else { id }
    }
}

pub(crate) fn read(row: &Row) -> Result<Sheet> {
    Ok(Sheet {
        indicator: row.id(0)?,
        organisation: row.id(1)?,
        reference: row.text(2)?,
        name: [row.text(3)?, row.text(4)?],
        caveat: [row.text(5)?, row.text(6)?],
        definition: row.text(7)?,
        source: row.text(8)?,
        custodian: row.text(9)?,
        unit: row.text(10)?,
        entity: row.text(11)?,
        frequency: row.text(12)?,
        strata: row.text(13)?,
        direction: row.text(14)?,
        feed: row.text(15)?,
        minimum: row.int(16)?,
        revision: row.int(17)?,
        input_mark: row.text(18)?,
        state: row.text(19)?,
        counted_since: row.int(20)?,
        same_as: row.id_opt(21)?,
        within: row.id_opt(22)?,
    })
}

/// The sheet of an indicator.
pub(crate) async fn get(tx: &mut Tx, indicator: Id) -> Result<Sheet> {
    let mut sql = Sql::from(COLUMNS);
    sql.push(" where s.indicator_id = $1 order by s.indicator_id");
    tx.row(sql, &[indicator.into()]).await?.map(|row| read(&row)).ok_or(Error::NotFound)?
}

/// The sheet that an organisation knows by a reference.
pub(crate) async fn by_reference(tx: &mut Tx, organisation: Id, reference: &str) -> Result<Option<Sheet>> {
    let mut sql = Sql::from(COLUMNS);
    sql.push(" where s.organisation_id = $1 and s.reference = $2 order by s.indicator_id");
    tx.row(sql, &[organisation.into(), reference.into()]).await?.map(|row| read(&row)).transpose()
}

/// The indicators in use of an organisation, by reference.
pub(crate) async fn in_use(tx: &mut Tx, organisation: Id) -> Result<Vec<Sheet>> {
    let mut sql = Sql::from(COLUMNS);
    sql.push(" where s.organisation_id = $1 and m.state in ('active', 'published') order by s.reference, s.indicator_id");
    tx.rows(sql, &[organisation.into()]).await?.iter().map(read).collect()
}

/// Public indicators of every organisation.
pub(crate) async fn public(tx: &mut Tx) -> Result<Vec<Sheet>> {
    let mut sql = Sql::from(COLUMNS);
    sql.push(" where m.state = 'published' order by s.reference, s.indicator_id");
    tx.rows(sql, &[]).await?.iter().map(read).collect()
}

/// Those that the node counts itself and has not looked at today.
pub(crate) async fn to_count(tx: &mut Tx, today: &str, most: i64) -> Result<Vec<Sheet>> {
    let mut sql = Sql::from(COLUMNS);
    sql.push(" where s.feed <> 'file' and s.looked_on <> $1 and m.state in ('active', 'published')");
    // Months before the years that they make.
    sql.push(" order by s.looked_on, case s.frequency when 'month' then 1 when 'quarter' then 2 else 3 end, s.indicator_id limit $2");
    tx.rows(sql, &[today.into(), most.into()]).await?.iter().map(read).collect()
}

/// Every indicator of an organisation, whatever its state.
pub(crate) async fn of_organisation(tx: &mut Tx, organisation: Id) -> Result<Vec<Sheet>> {
    let mut sql = Sql::from(COLUMNS);
    sql.push(" where s.organisation_id = $1 order by s.indicator_id");
    tx.rows(sql, &[organisation.into()]).await?.iter().map(read).collect()
}

fn text(record: &Record, name: &str) -> String {
    record.to_text(kinds::Indicator::META, name).trim().to_owned()
}

/// Keeps the sheet of an indicator that was opened.
pub(crate) async fn opened(tx: &mut Tx, id: Id, record: &Record) -> Result<()> {
    let row = tx.row("select organisation_id from matter where id = $1", &[id.into()]).await?;
    let organisation = row.ok_or(Error::NotFound)?.id(0)?;
    if by_reference(tx, organisation, &text(record, "reference")).await?.is_some() {
        return Err(Error::Refused("indicator-known"));
    }
    tx.run(
        "insert into indicator_sheet (indicator_id, organisation_id, reference, name_id, name_en, caveat_id, caveat_en, definition,
           source, custodian, unit, counted_entity, frequency, strata, direction, feed, minimum, written_by, revision, input_mark, looked_on,
           counted_since)
         values ($1, $2, $3, '', '', '', '', '', '', '', '', '', '', '', '', '', 11, null, 0, '', '', 0)",
        &[id.into(), organisation.into(), text(record, "reference").into()],
    )
    .await?;
    write(tx, id, record).await
}

/// Keeps what was changed. How it counts is settled once there are numbers.
pub(crate) async fn edited(tx: &mut Tx, facts: &MatterFacts, old: &Record, new: &Record) -> Result<()> {
    let settled = [
        "reference",
        "unit",
        "counted_entity",
        "frequency",
        "strata",
        "feed",
        "minimum",
        "same_as",
        "within",
    ];
    let numbers = tx
        .row(
            "select period from observation where indicator_id = $1 order by area, stratum, period limit 1",
            &[facts.id.into()],
        )
        .await?;
    if numbers.is_some() && settled.iter().any(|name| text(old, name) != text(new, name)) {
        return Err(Error::Refused("indicator-has-numbers"));
    }
    let other = by_reference(tx, facts.organisation, &text(new, "reference")).await?;
    if other.is_some_and(|other| other.indicator != facts.id) {
        return Err(Error::Refused("indicator-known"));
    }
    write(tx, facts.id, new).await
}

async fn write(tx: &mut Tx, id: Id, record: &Record) -> Result<()> {
    let minimum: i64 = text(record, "minimum").parse().unwrap_or(11);
    let mut params = vec![id.into()];
    let names = [
        "reference",
        "name",
        "name_en",
        "caveat",
        "caveat_en",
        "definition",
        "source",
        "custodian",
        "unit",
        "counted_entity",
        "frequency",
        "strata",
        "direction",
        "feed",
    ];
    params.extend(names.map(|name| text(record, name).into()));
    params.push(minimum.into());
    let other = |name: &str| Value::Text(Some(text(record, name)).filter(|id| !id.is_empty()));
    params.extend(["same_as", "within"].map(other));
    tx.run_one(
        "update indicator_sheet set reference = $2, name_id = $3, name_en = $4, caveat_id = $5, caveat_en = $6, definition = $7,
           source = $8, custodian = $9, unit = $10, counted_entity = $11, frequency = $12, strata = $13, direction = $14,
           feed = $15, minimum = $16, same_as = $17, within_of = $18 where indicator_id = $1",
        &params,
    )
    .await?;
    population::check(tx, id).await
}

/// Notes who wrote an indicator last.
pub(crate) async fn written_by(tx: &mut Tx, id: Id, account: Option<Id>) -> Result<()> {
    tx.run(
        "update indicator_sheet set written_by = $2 where indicator_id = $1",
        &[id.into(), account.into()],
    )
    .await?;
    Ok(())
}

/// Who wrote an indicator last.
pub(crate) async fn writer(tx: &mut Tx, id: Id) -> Result<Option<Id>> {
    let row = tx.row("select written_by from indicator_sheet where indicator_id = $1", &[id.into()]).await?;
    row.map_or(Ok(None), |row| row.id_opt(0))
}

/// Its numbers have changed.
pub(crate) async fn moved(tx: &mut Tx, indicator: Id) -> Result<()> {
    tx.run("update indicator_sheet set revision = revision + 1 where indicator_id = $1", &[indicator.into()])
        .await?;
    Ok(())
}

/// The node has looked at what it counts from.
pub(crate) async fn looked(tx: &mut Tx, indicator: Id, mark: &str, today: &str) -> Result<()> {
    let now: Value = tx.now.into();
    tx.run(
        "update indicator_sheet set input_mark = $2, looked_on = $3,
           counted_since = case when counted_since = 0 then $4 else counted_since end where indicator_id = $1",
        &[indicator.into(), mark.into(), today.into(), now],
    )
    .await?;
    Ok(())
}
