//! Reading a delivered list: columns by the names that agencies give them, codes and days of each row, and what could not be
//! read, by reason.

use std::collections::{BTreeMap, HashSet};

use formats::values::{DateRules, parse_date, parse_sex};
use formats::{FormatError, TableReader};
use linkage::link::{COLUMNS, Column, Intake, People, Raw, Trouble};
use model::{Date, codes, regions};

/// Headings of the column that says how a child was exploited; linkage knows the others.
const FORM: &[&str] = &[
    "form",
    "exploitation_form",
    "form_of_exploitation",
    "bentuk_eksploitasi",
    "jenis_eksploitasi",
    "bentuk",
    "type_of_exploitation",
];

/// Rows of one list at most.
const MOST: usize = 200_000;

/// A row that could be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenRow {
    /// Row as the spreadsheet shows it.
    pub number: u32,
    /// Cells in the order of [`linkage::link::COLUMNS`].
    pub cells: [String; 15],
    /// Day of the event.
    pub on: Option<String>,
    /// Province or regency.
    pub region: Option<String>,
    /// A code of list `exploitation-form`.
    pub form: Option<String>,
    /// A code of list `sex`.
    pub sex: Option<String>,
    /// Year of birth, from the day or from the age at the event.
    pub birth_year: Option<i64>,
}

/// How often something could not be read, and in which row first.
pub type Troubles = BTreeMap<&'static str, (u64, u32)>;

/// A list as it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Rows, in order.
    pub rows: Vec<TakenRow>,
    /// Rows that were set aside, in all.
    pub aside: u64,
    /// Why rows were set aside and cells not used.
    pub troubles: Troubles,
    /// How keyed encodings in place of words were made.
    pub encoded: Option<String>,
}

/// Why a list cannot be taken at all.
#[derive(Debug)]
pub enum ListTable {
    /// No column says who the children are.
    NoNames,
    /// More rows than one list may have.
    TooLong,
    /// The file itself.
    Broken(FormatError),
}

/// Whether a heading is one that lists have; finds the header below title rows.
pub fn knows(heading: &str) -> bool {
    Column::of_heading(heading).is_some() || is_form(heading)
}

fn is_form(heading: &str) -> bool {
    let lower = heading.trim().to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    FORM.contains(&words.join("_").as_str())
}

impl Taken {
    /// Reads a table; `today` settles years of two digits.
    ///
    /// # Errors
    /// [`ListTable`]; single rows that cannot be used are set aside and counted instead.
    pub fn read(table: TableReader, today: Date) -> Result<Self, ListTable> {
        let names = table.header().names.clone();
        let places = COLUMNS.map(|column| names.iter().position(|h| Column::of_heading(h) == Some(column)));
        let form = names.iter().position(|heading| is_form(heading));
        let named =
            COLUMNS.iter().zip(&places).any(|(column, place)| column.is_evidence() && place.is_some());
        if !named {
            return Err(ListTable::NoNames);
        }
        let mut reader = Reader {
            places,
            form,
            rules: DateRules::for_year(today.year()),
            intake: Intake::new(),
            ids: HashSet::new(),
            taken: Self::default(),
        };
        for row in table {
            let row = row.map_err(ListTable::Broken)?;
            if reader.taken.rows.len() >= MOST {
                return Err(ListTable::TooLong);
            }
            reader.row(&row);
        }
        Ok(reader.finish())
    }
}

struct Reader {
    places: [Option<usize>; 15],
    form: Option<usize>,
    rules: DateRules,
    intake: Intake,
    ids: HashSet<String>,
    taken: Taken,
}

impl Reader {
    fn trouble(&mut self, code: &'static str, row: u32) {
        let held = self.taken.troubles.entry(code).or_insert((0, row));
        held.0 += 1;
    }

    fn row(&mut self, row: &formats::Row) {
        let cells = self.places.map(|place| place.map_or("", |place| row.text(place)).to_owned());
        if cells.iter().all(String::is_empty) {
            return;
        }
        if row.cells.iter().any(|cell| crate::carried::carries(&cell.text)) {
            self.taken.aside += 1;
            return self.trouble("picture", row.number);
        }
        if let Err(trouble) = self.check(&cells, row.number) {
            self.taken.aside += 1;
            return self.trouble(trouble.code(), row.number);
        }
        let on = self.day(&cells, row.number);
        let taken = TakenRow {
            number: row.number,
            region: self.region(&cells, row.number),
            form: self.form_of(row),
            sex: parse_sex(text(&cells, Column::Sex)).ok().map(|sex| sex.code().to_owned()),
            birth_year: self.birth_year(&cells, on.as_deref()),
            on,
            cells,
        };
        self.taken.rows.push(taken);
    }

    /// What the linkage would say of the row. A row without a name of its own is known by its number.
    fn check(&mut self, cells: &[String; 15], number: u32) -> Result<(), Trouble> {
        let own = match text(cells, Column::Id) {
            "" => number.to_string(),
            id => id.to_owned(),
        };
        if !self.ids.insert(own.clone()) {
            return Err(Trouble::RepeatedId);
        }
        let mut raw = Raw { cells: cells.each_ref().map(String::as_str) };
        if let Some(id) = raw.cells.get_mut(Column::Id as usize) {
            *id = own.as_str();
        }
        self.intake.take(&raw, number, "list")
    }

    fn day(&mut self, cells: &[String; 15], number: u32) -> Option<String> {
        let written = text(cells, Column::EventDate);
        if written.is_empty() {
            self.trouble("no-day", number);
            return None;
        }
        // What cannot be read is counted by the linkage.
        let date = parse_date(written, &self.rules).ok()?;
        Some(format!("{:04}-{:02}-{:02}", date.year, date.month?, date.day?))
    }

    fn region(&mut self, cells: &[String; 15], number: u32) -> Option<String> {
        let code = text(cells, Column::RegionCode);
        let deep = code.get(..5).unwrap_or(code);
        if let Some(region) = regions::get(deep).or_else(|| regions::get(code.get(..2)?)) {
            return Some(region.code.to_owned());
        }
        let (province, regency) = (text(cells, Column::Province), text(cells, Column::Regency));
        let wanted = match (regency.is_empty(), province.is_empty()) {
            (true, true) => {
                self.trouble("no-region", number);
                return None;
            }
            (true, false) => province.to_owned(),
            (false, true) => regency.to_owned(),
            (false, false) => format!("{regency}, {province}"),
        };
        let found = |text: &str| match regions::find_as_spelt(text).as_slice() {
            [region] => Some(region.code.to_owned()),
            _ => None,
        };
        let region = found(&wanted).or_else(|| found(province));
        if region.is_none() {
            self.trouble("region-not-found", number);
        }
        region
    }

    fn form_of(&mut self, row: &formats::Row) -> Option<String> {
        let written = self.form.map_or("", |place| row.text(place));
        if written.is_empty() {
            self.trouble("no-form", row.number);
            return None;
        }
        let code = codes::list("exploitation-form").and_then(|list| list.from_label_or_code(written));
        if code.is_none() {
            self.trouble("form-not-in-list", row.number);
        }
        code.map(|code| code.code.to_owned()).filter(|code| code != super::fact::UNKNOWN)
    }

    fn birth_year(&self, cells: &[String; 15], on: Option<&str>) -> Option<i64> {
        if let Ok(born) = parse_date(text(cells, Column::Dob), &self.rules) {
            return Some(born.year.into());
        }
        let digits: String = text(cells, Column::Age).chars().take_while(char::is_ascii_digit).collect();
        let age = digits.parse::<i64>().ok().filter(|age| *age <= 120)?;
        Some(on?.get(..4)?.parse::<i64>().ok()? - age)
    }

    fn finish(mut self) -> Taken {
        let people = People::gather(vec![self.intake]);
        for (trouble, times) in people.troubles() {
            // Rows set aside are counted already, with the first of them.
            if !trouble.of_row() {
                self.taken.troubles.entry(trouble.code()).or_insert((*times, 0)).0 = *times;
            }
        }
        self.taken
    }
}

fn text(cells: &[String; 15], column: Column) -> &str {
    cells.get(column as usize).map_or("", |cell| cell.trim())
}
