//! Lists of keyed encodings: names are turned into filters where they belong, and counted once where nobody can read them.
//!
//! A row travels as so many items of one length: a filter for each field and, if the agency chose so, one item with what a table
//! is counted by. The name of how they were made says which: `clk/1:nsdkmx@0f3a1b2c` is a letter for each item and the digits by
//! which lists of one secret and one schema know each other.

use formats::TableReader;
use linkage::encoding::{Encoder, KeyedHash, READY_SCHEMA, Schema, row_filters};
use linkage::link::{Column, Intake};
use model::Date;
use seal::{EncodingKey, ShortSecret, to_base64, to_hex};

use super::taken::{ListTable, Taken, TakenRow};

/// Letters of the columns that a filter can stand for.
const LETTERS: [(char, Column); 11] = [
    ('n', Column::Name),
    ('g', Column::GivenName),
    ('f', Column::FamilyName),
    ('s', Column::Sex),
    ('d', Column::Dob),
    ('v', Column::Province),
    ('y', Column::Regency),
    ('r', Column::RegionCode),
    ('k', Column::Nik),
    ('p', Column::Phone),
    ('m', Column::GuardianName),
];
/// The letter of the item with what a table is counted by.
const FACTS: char = 'x';
const HEAD: &str = "clk/1:";

/// Items of one row of a list made in a way; 1 for a way that is not known here.
pub(crate) fn items_of(name: &str) -> usize {
    Form::parse(name).map_or(1, |form| form.columns.len() + usize::from(form.facts))
}

/// How the items of a row are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) columns: Vec<Column>,
    facts: bool,
    /// Digits by which secret and schema know each other.
    check: String,
}

impl Form {
    /// Reads the name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let (letters, check) = name.strip_prefix(HEAD)?.split_once('@')?;
        let facts = letters.ends_with(FACTS);
        let column = |letter: char| LETTERS.iter().find(|(one, _)| *one == letter).map(|(_, column)| *column);
        let columns: Vec<Column> =
            letters.trim_end_matches(FACTS).chars().map(column).collect::<Option<_>>()?;
        let once = columns.iter().all(|one| columns.iter().filter(|other| *other == one).count() == 1);
        let named = columns.iter().any(|column| column.is_evidence());
        let sound = once && named && (1..=32).contains(&check.len());
        sound.then(|| Self { columns, facts, check: check.to_owned() })
    }

    fn name(&self) -> String {
        let letter =
            |column: &Column| LETTERS.iter().find(|(_, one)| one == column).map(|(letter, _)| *letter);
        let letters: String = self.columns.iter().filter_map(letter).collect();
        let facts = if self.facts { FACTS.to_string() } else { String::new() };
        format!("{HEAD}{letters}{facts}@{}", self.check)
    }

    /// Whether rows of two forms can be laid side by side.
    pub(crate) fn alike(&self, other: &Self) -> bool {
        (&self.columns, &self.check) == (&other.columns, &other.check)
    }

    /// The filters of a row that was kept as cells.
    pub(crate) fn filters(&self, cells: &[String; 15]) -> Vec<(Column, Vec<u64>)> {
        let read = |column: &Column| {
            let text = cells.get(*column as usize).map_or("", String::as_str);
            let bytes = seal::from_base64(text).unwrap_or_default();
            (*column, words(&bytes))
        };
        let mut filters: Vec<(Column, Vec<u64>)> = self.columns.iter().map(read).collect();
        let width = filters.iter().map(|(_, filter)| filter.len()).max().unwrap_or_default();
        filters.iter_mut().for_each(|(_, filter)| filter.resize(width, 0));
        filters
    }
}

fn words(bytes: &[u8]) -> Vec<u64> {
    bytes.as_chunks::<8>().0.iter().map(|eight| u64::from_le_bytes(*eight)).collect()
}

fn bytes(filter: &[u64]) -> Vec<u8> {
    filter.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A filter as a cell holds it; nothing where all is zero.
#[must_use]
pub fn filter_text(filter: &[u64]) -> String {
    if filter.iter().all(|word| *word == 0) { String::new() } else { to_base64(&bytes(filter)) }
}

/// A list that came as encodings. Rows in which there is nothing to compare are set aside. None when the items are no rows.
pub(crate) fn taken(name: &str, items: &[Vec<u8>]) -> Option<Taken> {
    let form = Form::parse(name)?;
    let (count, width) = (form.columns.len() + usize::from(form.facts), items.first()?.len());
    if !width.is_multiple_of(8)
        || width == 0
        || !items.len().is_multiple_of(count)
        || items.iter().any(|item| item.len() != width)
    {
        return None;
    }
    let mut taken = Taken { encoded: Some(form.name()), ..Taken::default() };
    let mut intake = Intake::new();
    for (number, row) in (1_u32..).zip(items.chunks(count)) {
        let mut cells: [String; 15] = Default::default();
        for (column, item) in form.columns.iter().zip(row) {
            if let Some(cell) = cells.get_mut(*column as usize) {
                *cell = filter_text(&words(item));
            }
        }
        let filters = form.filters(&cells);
        if let Err(trouble) = intake.take_encoded(&number.to_string(), "list", &filters, number) {
            taken.aside += 1;
            taken.troubles.entry(trouble.code()).or_insert((0, number)).0 += 1;
            continue;
        }
        let facts = if form.facts { row.last().map_or(&[][..], Vec::as_slice) } else { &[] };
        taken.rows.push(with_facts(TakenRow { number, cells, ..TakenRow::default() }, facts));
    }
    Some(taken)
}

/// Reads what a table is counted by: codes, as a plain list has them, and nothing that is none.
fn with_facts(mut row: TakenRow, item: &[u8]) -> TakenRow {
    let text = std::str::from_utf8(item).unwrap_or_default().trim_end_matches('\0');
    let mut parts = text.split('|');
    let mut part = || parts.next().filter(|part| !part.is_empty()).map(str::to_owned);
    let code =
        |list: &str, code: &String| model::codes::list(list).is_some_and(|list| list.get(code).is_some());
    row.on = part().filter(|day| day.parse::<Date>().is_ok());
    row.region = part().filter(|code| model::regions::get(code).is_some());
    row.form = part().filter(|form| code("exploitation-form", form));
    row.sex = part().filter(|sex| code("sex", sex));
    row.birth_year = part().and_then(|year| year.parse().ok()).filter(|year| (1900..2200).contains(year));
    row
}

fn facts(row: &TakenRow, width: usize) -> Option<Vec<u8>> {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let year = row.birth_year.map(|year| year.to_string()).unwrap_or_default();
    let line =
        format!("{}|{}|{}|{}|{year}", text(&row.on), text(&row.region), text(&row.form), text(&row.sex));
    let mut item = line.into_bytes();
    if item.len() > width {
        return None;
    }
    item.resize(width, 0);
    Some(item)
}

/// One key for each field.
struct Keys(Vec<EncodingKey>);

impl KeyedHash for Keys {
    fn hash(&self, field: usize, bytes: &[u8]) -> [u8; 32] {
        self.0.get(field).map(|key| key.hash(bytes)).unwrap_or_default()
    }
}

/// How the agencies of a data centre encode: a schema, and a secret that the data centre never has.
pub struct Encoding {
    schema: Schema,
    salt: Option<Column>,
    keys: Keys,
    check: String,
}

/// Why a list cannot be encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEncoding {
    /// The schema cannot be read.
    Schema,
    /// The secret has fewer than 32 bytes.
    Secret,
}

impl Encoding {
    /// From a schema as it was agreed on, the built-in one when the text is empty.
    ///
    /// # Errors
    /// [`NoEncoding`].
    pub fn agreed(schema: &str, secret: &[u8]) -> Result<Self, NoEncoding> {
        let schema = if schema.trim().is_empty() { READY_SCHEMA } else { schema };
        let schema = Schema::parse(schema).map_err(|_| NoEncoding::Schema)?;
        Self::new(schema, None, secret).map_err(|_| NoEncoding::Secret)
    }

    /// Keys of all features from the shared secret. Names are salted by `salt`, if it is given.
    ///
    /// # Errors
    /// [`ShortSecret`] for fewer than 32 bytes.
    pub fn new(schema: Schema, salt: Option<Column>, secret: &[u8]) -> Result<Self, ShortSecret> {
        let derive = |field: &str| {
            EncodingKey::derive(secret.trim_ascii(), schema.salt.as_bytes(), &schema.info, field)
        };
        let field = |column: Column| format!("field {}", column.heading());
        let keys =
            schema.features.iter().map(|feature| derive(&field(feature.column))).collect::<Result<_, _>>()?;
        let check = derive("check")?.hash(format!("{schema:?} {salt:?}").as_bytes());
        let check = to_hex(check.get(..4).unwrap_or_default());
        Ok(Self { schema, salt, keys: Keys(keys), check })
    }

    /// What is encoded, and how.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Eight digits by which lists of one secret and one schema know each other.
    #[must_use]
    pub fn check(&self) -> &str {
        &self.check
    }

    /// The filters of a row, in the order of the schema.
    #[must_use]
    pub fn row<'c>(&self, cell: impl Fn(Column) -> &'c str) -> Vec<Vec<u64>> {
        row_filters(&self.schema, &Encoder::new(&self.schema, &self.keys), self.salt, cell)
    }

    /// A plain list as it may leave: the name of how it was made, and its items. `with_facts` adds day, region, form, sex and year
    /// of birth in the clear. None when the schema does not fit what travels.
    #[must_use]
    pub fn list(&self, taken: &Taken, with_facts: bool) -> Option<(String, Vec<Vec<u8>>)> {
        let columns: Vec<Column> = self.schema.features.iter().map(|feature| feature.column).collect();
        let name = Form { columns, facts: with_facts, check: self.check.clone() }.name();
        let form = Form::parse(&name)?;
        let mut items = Vec::with_capacity(taken.rows.len() * (form.columns.len() + 1));
        for row in &taken.rows {
            let cell = |column: Column| row.cells.get(column as usize).map_or("", |cell| cell.trim());
            let filters = self.row(cell);
            let width = filters.first().map_or(0, |filter| filter.len() * 8);
            if width == 0 || width > 256 {
                return None;
            }
            items.extend(filters.iter().map(|filter| bytes(filter)));
            if with_facts {
                items.push(facts(row, width)?);
            }
        }
        Some((name, items))
    }
}

/// The schema's name and the items of every row, one after the other.
pub type NamedItems = (String, Vec<Vec<u8>>);

/// A list of filters that `jejaring encode` wrote, as it may leave. None when it holds no filters, or filters of several secrets.
///
/// # Errors
/// [`ListTable`] when the file cannot be read.
pub fn encoded_table(table: TableReader) -> Result<Option<NamedItems>, ListTable> {
    let names = table.header().names.clone();
    let (mut places, mut checks) = (Vec::new(), Vec::new());
    for (place, heading) in names.iter().enumerate() {
        let Some((name, check)) = heading.trim().strip_prefix("clk_").and_then(|rest| rest.split_once('@'))
        else {
            continue;
        };
        let Some(column) = Column::of_heading(name) else { return Ok(None) };
        places.push((place, column));
        checks.push(check.to_owned());
    }
    checks.dedup();
    let [check] = checks.as_slice() else { return Ok(None) };
    let columns = places.iter().map(|(_, column)| *column).collect();
    let name = Form { columns, facts: false, check: check.clone() }.name();
    let (mut items, mut width) = (Vec::new(), 0);
    for row in table {
        let row = row.map_err(ListTable::Broken)?;
        for (place, _) in &places {
            let cell = row.text(*place).trim();
            let item = seal::from_base64(cell.strip_prefix('\'').unwrap_or(cell)).unwrap_or_default();
            width = width.max(item.len());
            items.push(item);
        }
    }
    items.iter_mut().filter(|item| item.is_empty()).for_each(|item| item.resize(width, 0));
    let even = width > 0 && width <= 256 && items.iter().all(|item| item.len() == width);
    Ok((even && Form::parse(&name).is_some()).then_some((name, items)))
}

/// Whether a heading is one of a list of filters.
#[must_use]
pub fn knows_filters(heading: &str) -> bool {
    heading.trim().starts_with("clk_") || matches!(heading.trim(), "rec_id" | "agency")
}
