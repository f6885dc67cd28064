//! The directory of services as anybody may read it. A listing is a row without what its confidentiality forbids, so that nothing
//! here, nor anything that is made of it, can give a place away.

use formats::hsds::Listing;
use model::time::Zone;
use model::{Date, Id, Lang, Timestamp, codes, regions};
use serde::Serialize;

use crate::db::{Row, Tx};
use crate::error::{Error, Result};
use crate::node::Node;
use crate::store::scope::Builder;

/// Which services.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DirectoryQuery {
    /// Of this type.
    pub service_type: Option<String>,
    /// Serving this province or regency, or the whole country.
    pub region: Option<String>,
    /// For a child of this age in years.
    pub age: Option<i64>,
    /// Of this organisation.
    pub organisation: Option<Id>,
    /// After this service in their order, for whoever goes through all of them.
    pub after: Option<Id>,
    /// Not changed since: whoever goes through all of them more than once meets the same ones.
    pub until: Option<Timestamp>,
    /// Rows before.
    pub skip: i64,
    /// Rows at most, 1 to 1,000.
    pub limit: i64,
}

/// A page of the directory.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Directory {
    /// Services, by id.
    pub rows: Vec<PublicListing>,
    /// How many there are in all.
    pub total: i64,
}

/// A service as anybody may know it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicListing {
    /// Id.
    pub id: Id,
    /// Id of its organisation.
    pub organisation_key: Id,
    /// Its organisation.
    pub organisation: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// For a place that is not told: whom to ask.
    pub application: String,
    /// A code of list `service-type`.
    pub service_type: String,
    /// A code of list `listing-status`.
    pub status: String,
    /// Who is eligible.
    pub eligibility: String,
    /// Youngest and oldest age.
    pub ages: (Option<i64>, Option<i64>),
    /// Codes of list `language`.
    pub languages: Vec<String>,
    /// Days as in RFC 5545.
    pub days: Vec<String>,
    /// Opens and closes at.
    pub hours: (String, String),
    /// Fees.
    pub fees: String,
    /// Whether it is free of charge.
    pub free: Option<bool>,
    /// Region that it serves.
    pub region: Option<String>,
    /// Whether it serves the whole country.
    pub nationwide: bool,
    /// Telephone, e-mail, web address.
    pub reach: [String; 3],
    /// Street, city, post code.
    pub address: [String; 3],
    /// Degrees.
    pub position: Option<(f64, f64)>,
    /// Why there is no address, as a code: `front_gate`, `not_given`, or nothing.
    pub no_address: String,
    /// Places in all, free ones, and the day on which they were counted.
    pub places: (Option<i64>, Option<i64>, Option<String>),
    /// Accessibility.
    pub accessibility: String,
    /// Licence.
    pub accreditation: String,
    /// Day of assurance, by whom, and until when it holds.
    pub assured: [String; 3],
    /// Whether nobody has assured it for too long.
    pub stale: bool,
    /// Last change.
    pub changed_at: Timestamp,
}

/// Days after the end of its assurance for which a listing is shown with a warning; then it is hidden.
pub const WARNED_FOR: i32 = 30;

impl Node {
    /// Services that anybody may know.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn directory(&self, query: DirectoryQuery) -> Result<Directory> {
        self.db().read(move |tx| Box::pin(async move { directory(tx, &query).await })).await
    }

    /// The services of a page alone, without how many there are in all.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn directory_rows(&self, query: DirectoryQuery) -> Result<Vec<PublicListing>> {
        self.db().read(move |tx| Box::pin(async move { rows(tx, &query).await })).await
    }

    /// One service of each organisation in the directory, by its key, and how many organisations there are.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn directory_organisations(&self, skip: i64, limit: i64) -> Result<Directory> {
        self.db().read(move |tx| Box::pin(async move { organisations(tx, skip, limit).await })).await
    }

    /// In how many services of a choice somebody finds help in each province, by its code; those for the whole country are in none.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn directory_places(&self, query: DirectoryQuery) -> Result<Vec<(String, u64)>> {
        self.db().read(move |tx| Box::pin(async move { places(tx, &query).await })).await
    }

    /// One service that anybody may know.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Storage`].
    pub async fn listing(&self, id: Id) -> Result<PublicListing> {
        self.db().read(move |tx| Box::pin(async move { one(tx, id).await })).await
    }
}

const COLUMNS: &str = "select d.id, d.organisation_key, d.organisation, d.name, d.description, d.application, d.service_type,
    d.status, d.eligibility, d.minimum_age, d.maximum_age, d.languages, d.days, d.opens, d.closes, d.fees, d.free, d.region,
    d.nationwide, d.phone, d.email, d.url, d.address, d.city, d.postal_code, d.latitude, d.longitude, d.no_address,
    d.capacity, d.available, d.counted_on, d.accessibility, d.accreditation, d.assured_on, d.assurer, d.assurance_due,
    d.changed_at";

/// Oldest end of an assurance that is still shown.
fn hidden_before(tx: &Tx) -> Result<String> {
    let today = tx.now.date(Zone::Wib);
    let day = today
        .checked_sub(model::time::Span::new().days(WARNED_FOR))
        .map_err(|_| Error::Storage("a day out of range".into()))?;
    Ok(day.to_string())
}

fn narrow(b: &mut Builder, query: &DirectoryQuery, hidden: String) {
    b.text(" from public_listing d where d.assurance_due >= ").value(hidden);
    if let Some(service_type) = &query.service_type {
        b.text(" and d.service_type = ").value(service_type.as_str());
    }
    if let Some(region) = &query.region {
        // A province holds its regencies; whoever lives in a regency is served by those of the province, too.
        let province = region.get(..2).unwrap_or(region).to_owned();
        b.text(" and (d.nationwide or d.region = ").value(region.as_str());
        b.text(" or d.region = ").value(province.as_str());
        if *region == province {
            b.text(" or substr(d.region, 1, 2) = ").value(province);
        }
        b.text(")");
    }
    if let Some(age) = query.age {
        b.text(" and coalesce(d.minimum_age, 0) <= ").value(age);
        b.text(" and coalesce(d.maximum_age, 200) >= ").value(age);
    }
    if let Some(organisation) = query.organisation {
        b.text(" and d.organisation_key = ").value(organisation);
    }
    if let Some(until) = query.until {
        b.text(" and d.changed_at <= ").value(until);
    }
}

async fn directory(tx: &mut Tx, query: &DirectoryQuery) -> Result<Directory> {
    let mut b = Builder::new("select count(*)");
    narrow(&mut b, query, hidden_before(tx)?);
    let total = tx.row(b.sql, &b.params).await?.map_or(Ok(0), |row| row.int(0))?;
    Ok(Directory { rows: rows(tx, query).await?, total })
}

async fn rows(tx: &mut Tx, query: &DirectoryQuery) -> Result<Vec<PublicListing>> {
    let today = tx.now.date(Zone::Wib);
    let mut b = Builder::new(COLUMNS);
    narrow(&mut b, query, hidden_before(tx)?);
    if let Some(after) = query.after {
        b.text(" and d.id > ").value(after);
    }
    b.text(" order by d.id limit ").value(query.limit.clamp(1, 1_000));
    b.text(" offset ").value(query.skip.max(0));
    tx.rows(b.sql, &b.params).await?.iter().map(|row| read(row, today)).collect()
}

async fn organisations(tx: &mut Tx, skip: i64, limit: i64) -> Result<Directory> {
    let today = tx.now.date(Zone::Wib);
    let all = DirectoryQuery::default();
    let mut b = Builder::new("select count(distinct d.organisation_key)");
    narrow(&mut b, &all, hidden_before(tx)?);
    let total = tx.row(b.sql, &b.params).await?.map_or(Ok(0), |row| row.int(0))?;
    let mut b = Builder::new(COLUMNS);
    b.text(" from public_listing d where d.id in (select min(d.id)");
    narrow(&mut b, &all, hidden_before(tx)?);
    b.text(" group by d.organisation_key order by d.organisation_key limit ").value(limit.clamp(1, 1_000));
    b.text(" offset ").value(skip.max(0));
    b.text(") order by d.organisation_key");
    let rows = tx.rows(b.sql, &b.params).await?;
    Ok(Directory { rows: rows.iter().map(|row| read(row, today)).collect::<Result<_>>()?, total })
}

async fn places(tx: &mut Tx, query: &DirectoryQuery) -> Result<Vec<(String, u64)>> {
    let mut b = Builder::new("select substr(d.region, 1, 2), count(*)");
    narrow(&mut b, query, hidden_before(tx)?);
    b.text(" and not coalesce(d.nationwide, false) and d.region is not null group by substr(d.region, 1, 2) order by 1");
    let rows = tx.rows(b.sql, &b.params).await?;
    rows.iter().map(|row| Ok((row.text(0)?, u64::try_from(row.int(1)?).unwrap_or(0)))).collect()
}

async fn one(tx: &mut Tx, id: Id) -> Result<PublicListing> {
    let (hidden, today) = (hidden_before(tx)?, tx.now.date(Zone::Wib));
    let mut b = Builder::new(COLUMNS);
    narrow(&mut b, &DirectoryQuery::default(), hidden);
    b.text(" and d.id = ").value(id);
    let row = tx.row(b.sql, &b.params).await?.ok_or(Error::NotFound)?;
    read(&row, today)
}

fn read(row: &Row, today: Date) -> Result<PublicListing> {
    let words = |text: String| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let due = row.text(35)?;
    Ok(PublicListing {
        id: row.id(0)?,
        organisation_key: row.id(1)?,
        organisation: row.text(2)?,
        name: row.text(3)?,
        description: row.text(4)?,
        application: row.text(5)?,
        service_type: row.text(6)?,
        status: row.text(7)?,
        eligibility: row.text(8)?,
        ages: (row.int_opt(9)?, row.int_opt(10)?),
        languages: words(row.text(11)?),
        days: words(row.text(12)?),
        hours: (row.text(13)?, row.text(14)?),
        fees: row.text(15)?,
        free: row.flag_opt(16)?,
        region: row.text_opt(17)?,
        nationwide: row.flag(18)?,
        reach: [row.text(19)?, row.text(20)?, row.text(21)?],
        address: [row.text(22)?, row.text(23)?, row.text(24)?],
        position: row.real_opt(25)?.zip(row.real_opt(26)?),
        no_address: row.text(27)?,
        places: (row.int_opt(28)?, row.int_opt(29)?, row.text_opt(30)?),
        accessibility: row.text(31)?,
        accreditation: row.text(32)?,
        stale: due.parse::<Date>().is_ok_and(|due| due < today),
        assured: [row.text(33)?, row.text(34)?, due],
        changed_at: row.time(36)?,
    })
}

/// Days in the order of the week.
const WEEK: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl PublicListing {
    /// The listing as HSDS has it, in one language: the specification has one text for each field.
    #[must_use]
    pub fn to_hsds(&self, lang: Lang) -> Listing {
        let label = |list: &str, code: &str| codes::label_or_code(list, code, lang).to_owned();
        let region = self.region.as_deref().and_then(regions::full_label);
        let province =
            self.region.as_deref().and_then(|code| regions::label(code.get(..2)?)).unwrap_or_default();
        let [street, city, post] = &self.address;
        let whole = !street.is_empty() && !city.is_empty() && !post.is_empty();
        let mut days: Vec<String> = self.days.clone();
        days.sort_by_key(|day| WEEK.iter().position(|known| known == day));
        let [phone, email, url] = self.reach.clone();
        let stale = match lang {
            Lang::Id => "Keterangan ini belum dipastikan lagi; hubungi dahulu.",
            Lang::En => "This entry has not been assured again; make contact first.",
        };
        Listing {
            id: self.id.to_string(),
            organization_id: self.organisation_key.to_string(),
            organization: self.organisation.clone(),
            name: self.name.clone(),
            description: self.description.clone(),
            status: self.status.clone(),
            service_type: (self.service_type.clone(), label("service-type", &self.service_type)),
            eligibility: self.eligibility.clone(),
            minimum_age: self.ages.0,
            maximum_age: self.ages.1,
            application: self.application.clone(),
            fees: self.fees.clone(),
            accreditations: self.accreditation.clone(),
            languages: self.languages.iter().map(|code| (code.clone(), label("language", code))).collect(),
            days,
            opens: self.hours.0.replace('.', ":"),
            closes: self.hours.1.replace('.', ":"),
            area: self.region.clone().zip(region).filter(|_| !self.nationwide),
            phone,
            email,
            url,
            address: whole.then(|| [street.clone(), city.clone(), province.to_owned(), post.clone()]),
            position: self.position,
            accessibility: self.accessibility.clone(),
            alert: if self.stale { stale.to_owned() } else { String::new() },
            assured_date: self.assured.first().cloned().unwrap_or_default(),
            last_modified: rfc3339(self.changed_at),
        }
    }
}

/// `2026-03-05T14:07:00+07:00`, to the minute.
fn rfc3339(at: Timestamp) -> String {
    let minute = at.minute(Zone::Wib);
    format!("{}:00+07:00", minute.replace(' ', "T"))
}
