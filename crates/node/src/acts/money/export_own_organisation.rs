//! `export-own-organisation`: an organisation file of the IATI Standard 2.03 from one's own books: what may be spent, for whom and in which
//! country, what was spent, and where documents lie. Who reports is read from the programmes that were opened here; programmes that came
//! with a file count where the same organisation reports them. Nothing is left out in silence: a programme with money and without an identifier
//! of who reports it stops the whole.

use std::collections::{BTreeMap, BTreeSet};

use formats::iati::{
    Amount, BookSum, Books, DocumentLink, IatiDocument, LIMITS, Narrative, Participant, Records, SumLine,
    SumOf, check_iati, write_iati,
};
use model::kinds::{self, Programme};
use model::{Id, Kind, Timestamp, regions};
use statistics::money::{Amount as Sum, Layer};

use super::books;
use super::export_iati::Exported;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::scope::{self, Builder, Reach};
use crate::store::{ShownRecord, fields};

/// Writes it.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExportOwnOrganisation;

/// The country of these books.
const COUNTRY: &str = "ID";
/// DocumentCategory of the page of an activity.
const PAGE: &str = "A12";

#[async_trait::async_trait]
impl Act for ExportOwnOrganisation {
    type Facts = Timestamp;
    type Output = Exported;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "export-own-organisation"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "programme", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Exported> {
        let programmes = programmes(permit, tx).await?;
        let mine: BTreeSet<&str> =
            programmes.iter().filter(|one| !one.came).map(|one| one.reporter.as_str()).collect();
        if programmes.iter().any(|one| one.reporter.is_empty() && !one.parts.is_empty()) {
            return Err(Error::Refused("own-books-without-reporter"));
        }
        let updated = tx.now.to_string();
        let mut organisations = Vec::new();
        for reporter in mine.into_iter().filter(|reporter| !reporter.is_empty()) {
            let of = programmes.iter().filter(|one| one.reporter == reporter);
            organisations.push(of_books(reporter, &updated, of).organisation());
        }
        if organisations.is_empty() {
            return Err(Error::Refused("no-own-books"));
        }
        let xml = write_iati(&IatiDocument::new(&updated, Records::Organisations(organisations)));
        let verdict = check_iati(xml.as_bytes(), &LIMITS, tx.now.millis());
        tx.trace.kind = Some("programme");
        tx.trace.listed = programmes.iter().map(|one| one.id).collect();
        Ok(Exported {
            code: "own-organisation".to_owned(),
            xml: verdict.errors.is_empty().then_some(xml),
            errors: verdict.errors,
            warnings: verdict.warnings,
        })
    }
}

/// A programme with its lines of a budget and its transactions, in the order in which they were noted.
struct Whole {
    id: Id,
    reporter: String,
    /// It came with a file.
    came: bool,
    /// Nothing of it is still to be spent.
    cancelled: bool,
    /// What names it in a line: its identifier, else its number.
    reference: String,
    record: ShownRecord,
    parts: Vec<(String, ShownRecord)>,
}

async fn programmes(permit: &Permit<'_, ExportOwnOrganisation>, tx: &mut Tx) -> Result<Vec<Whole>> {
    let now = tx.now;
    let mut b = Builder::new(
        "select m.id, m.key_id, m.code, m.state, (select count(*) from iati_source s where s.matter_id = m.id)
         from matter m join matter r on r.id = m.root_id where m.kind = 'programme'",
    );
    scope::narrow(&mut b, Reach { verb: "list", kind: "programme", parts: false }, permit.actor(), now);
    b.text(" order by m.id");
    let mut found = Vec::new();
    let programmes = tx.rows(b.sql, &b.params).await?;
    for row in &programmes {
        let (id, key) = (row.id(0)?, row.id(1)?);
        let record = permit.reveal(fields::load(tx, Programme::META, id, key).await?)?.into_inner();
        let mut parts = Vec::new();
        let rows = tx
            .rows(
                "select id, kind from matter where root_id = $1 and kind in ('budget-line', 'transaction') order by id",
                &[id.into()],
            )
            .await?;
        for part in &rows {
            let kind = part.text(1)?;
            let Some(meta) = kinds::by_slug(&kind) else { continue };
            let shown = permit.reveal(fields::load(tx, meta, part.id(0)?, key).await?)?;
            parts.push((kind, shown.into_inner()));
        }
        found.push(Whole {
            id,
            reporter: record.text("reporting_ref"),
            came: row.int(4)? > 0,
            cancelled: row.text(3)? == "cancelled",
            reference: books::said(&record, "iati_identifier").map_or_else(|| row.text(2), Ok)?,
            record,
            parts,
        });
    }
    Ok(found)
}

/// What tells one sum from another: for whom, its status, its time, its currency.
type Which = (SumOf, Option<String>, String, String, String);

/// Sums while they are added up; a line for each programme or province in them.
#[derive(Default)]
struct Adding {
    sum: Sum,
    /// The latest day of value of its entries.
    value_date: String,
    lines: BTreeMap<String, (String, Sum, String)>,
}

#[derive(Default)]
struct Sums(BTreeMap<Which, Adding>);

impl Sums {
    fn add(&mut self, which: Which, (amount, value_date): (Sum, &str), (reference, name): (&str, &str)) {
        let to = self.0.entry(which).or_default();
        to.sum = to.sum.plus(amount);
        if to.value_date.as_str() < value_date {
            value_date.clone_into(&mut to.value_date);
        }
        let line = to.lines.entry(reference.to_owned()).or_default();
        name.clone_into(&mut line.0);
        line.1 = line.1.plus(amount);
        if line.2.as_str() < value_date {
            value_date.clone_into(&mut line.2);
        }
    }

    fn told(self) -> Vec<BookSum> {
        let nothing = Sum::default();
        let one = |((of, status, start, end, currency), adding): (Which, Adding)| {
            let amount = |sum: Sum, value_date: String| Amount {
                value: sum.to_string(),
                currency: Some(currency.clone()),
                value_date,
            };
            let line = |(reference, (name, sum, day)): (String, (String, Sum, String))| SumLine {
                reference,
                amount: amount(sum, day),
                names: vec![Narrative::new("id", &name)],
            };
            BookSum {
                of,
                status,
                start,
                end,
                lines: adding.lines.into_iter().map(line).collect(),
                amount: amount(adding.sum, adding.value_date),
            }
        };
        // What was taken back whole is nothing to tell.
        self.0.into_iter().filter(|(_, adding)| adding.sum != nothing).map(one).collect()
    }
}

fn of_books<'a>(reporter: &str, updated: &str, programmes: impl Iterator<Item = &'a Whole>) -> Books {
    let (mut sums, mut books) = (Sums::default(), Books::default());
    for one in programmes {
        let text = |name: &str| one.record.text(name);
        if books.names.is_empty() {
            books.names = vec![Narrative::new("id", &text("reporting_org"))];
            books.reporting = Participant {
                reference: Some(reporter.to_owned()),
                kind: books::standard("iati-organisation-type", &text("reporting_type")).map(str::to_owned),
                names: books.names.clone(),
                ..Participant::default()
            };
        }
        if !one.cancelled {
            budgets(&mut sums, reporter, one);
        }
        spent(&mut sums, one);
        let url = text("source_uri");
        let known = books.documents.iter().any(|link| link.url == url);
        if (url.starts_with("https://") || url.starts_with("http://")) && !known {
            let format = if url.to_lowercase().ends_with(".pdf") { "application/pdf" } else { "text/html" };
            books.documents.push(DocumentLink {
                url,
                format: format.to_owned(),
                titles: vec![Narrative::new("id", &text("title"))],
                category: PAGE.to_owned(),
            });
        }
    }
    Books { identifier: reporter.to_owned(), updated: Some(updated.to_owned()), sums: sums.told(), ..books }
}

/// The lines of a budget that hold: where some were revised, the last of them.
fn standing(one: &Whole) -> Vec<&ShownRecord> {
    let mut held: BTreeMap<[String; 6], (bool, Vec<&ShownRecord>)> = BTreeMap::new();
    for (_, line) in one.parts.iter().filter(|(kind, _)| kind == "budget-line") {
        let of =
            ["starts_on", "ends_on", "fund", "line_code", "region", "currency"].map(|name| line.text(name));
        let (is_revised, lines) = held.entry(of).or_default();
        if line.text("budget_type") == "revised" {
            (*is_revised, *lines) = (true, vec![line]);
        } else if !*is_revised {
            lines.push(line);
        }
    }
    held.into_values().flat_map(|(_, lines)| lines).collect()
}

fn budgets(sums: &mut Sums, reporter: &str, one: &Whole) {
    let programme = (one.reference.as_str(), one.record.text("title"));
    for line in standing(one) {
        let Some(amount) = Sum::parse(&line.text("amount")) else { continue };
        let status = books::standard("iati-budget-status", &line.text("budget_status")).map(str::to_owned);
        let day = line.text("value_on");
        let which = |of: SumOf| {
            (of, status.clone(), line.text("starts_on"), line.text("ends_on"), line.text("currency"))
        };
        sums.add(which(SumOf::Budget), (amount, &day), (programme.0, &programme.1));
        let (receiver, name) = (one.record.text("implementer_ref"), one.record.text("implementer"));
        if !name.is_empty() && receiver != reporter {
            let of = SumOf::Receiver(receiver, name);
            sums.add(which(of), (amount, &day), (programme.0, &programme.1));
        }
        // Provinces are lines of the country: regions of the standard are larger than countries, and hold nothing that a country holds.
        let region = Some(line.text("region")).filter(|region| !region.is_empty());
        let region = region.unwrap_or_else(|| one.record.text("region"));
        let place = regions::province_of(&region).map_or((COUNTRY, "Indonesia"), |province| {
            (province.iso.unwrap_or(province.code), province.name)
        });
        sums.add(which(SumOf::Country(COUNTRY.to_owned())), (amount, &day), place);
    }
}

/// What was spent, year by year. What was handed on is another layer, and stands in the activity files.
fn spent(sums: &mut Sums, one: &Whole) {
    for (kind, record) in &one.parts {
        let entry = books::entry(&one.reference, kind, record).filter(|entry| entry.layer == Layer::Spent);
        let (Some(entry), Some(year)) = (entry, record.text("happened_on").get(..4).map(str::to_owned))
        else {
            continue;
        };
        let which =
            (SumOf::Spent, None, format!("{year}-01-01"), format!("{year}-12-31"), entry.currency.clone());
        let (title, day) = (one.record.text("title"), record.text("value_on"));
        sums.add(which, (entry.amount, &day), (&one.reference, &title));
    }
}
