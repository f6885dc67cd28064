//! Country profiles: a workbook of several sheets, read by a mapping file. Every statement carries source, date and confidence. Reading is
//! pure; a cell that cannot be used is named by sheet, row and column, never by its content.

use std::collections::BTreeMap;

use formats::values::{DateRules, parse_date};
use formats::{Claim, FormatError, ReadOptions, TableReader, column_letters, normalise, open_table_with};
use model::field::Field;
use model::{Date, Draft, KindMeta, ProblemCode, Shape, codes};

use super::mapping::{Mapping, SheetMapping};
use crate::carried::carries;

/// A statement, ready to be taken in.
#[derive(Debug, Clone)]
pub struct ProfileRow {
    /// The sheet.
    pub sheet: String,
    /// Row as the spreadsheet shows it.
    pub number: u32,
    /// What it is.
    pub meta: &'static KindMeta,
    /// Its fields.
    pub draft: Draft,
}

/// A cell that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileNote {
    /// The sheet.
    pub sheet: String,
    /// Row as the spreadsheet shows it.
    pub row: u32,
    /// Letters of the column; nothing when no column is mapped to the field.
    pub column: String,
    /// Slug of the kind.
    pub kind: &'static str,
    /// Its field.
    pub field: String,
    /// What is wrong.
    pub problem: ProblemCode,
}

/// A workbook as it was understood.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// Statements that can be used.
    pub rows: Vec<ProfileRow>,
    /// Cells that cannot.
    pub notes: Vec<ProfileNote>,
}

/// Why a workbook is no profile under this mapping.
#[derive(Debug)]
pub enum NoProfile {
    /// A sheet, and what is wrong with it or with the whole file.
    Broken(String, FormatError),
    /// A sheet without columns of these headings.
    Columns(String, Vec<String>),
    /// More rows than a profile has.
    TooLong,
}

/// Statements of one workbook at most.
const MOST: usize = 5_000;

impl Profile {
    /// Reads every sheet that the mapping names. The `name` of the file tells its form; `today` settles years of two digits.
    ///
    /// # Errors
    /// [`NoProfile`]; single cells that cannot be used are named instead.
    pub fn read(bytes: &[u8], name: &str, mapping: &Mapping, today: Date) -> Result<Self, NoProfile> {
        let mut profile = Self::default();
        for sheet in &mapping.sheets {
            let Some(meta) = sheet.meta() else { continue };
            let known = |heading: &str| sheet.columns.keys().any(|one| normalise(one) == normalise(heading));
            let options =
                ReadOptions { sheet: Some(&sheet.name), known_name: Some(&known), ..ReadOptions::default() };
            let broken = |error| NoProfile::Broken(sheet.name.clone(), error);
            let table = open_table_with(bytes, &Claim::named(name), &options).map_err(broken)?;
            let reader = SheetReader {
                places: places(&table, sheet)?,
                defaults: mapping.defaults(meta),
                rules: DateRules::for_year(today.year()),
                meta,
                sheet,
                today,
            };
            for row in table {
                let row = row.map_err(broken)?;
                if profile.rows.len() + profile.notes.len() >= MOST {
                    return Err(NoProfile::TooLong);
                }
                reader.row(&row, &mut profile);
            }
        }
        Ok(profile)
    }
}

/// Field → column.
fn places(table: &TableReader, sheet: &SheetMapping) -> Result<BTreeMap<String, usize>, NoProfile> {
    let names: Vec<String> = table.header().names.iter().map(|name| normalise(name)).collect();
    let mut places = BTreeMap::new();
    let mut missing = Vec::new();
    for (heading, field) in &sheet.columns {
        match names.iter().position(|name| *name == normalise(heading)) {
            Some(at) => {
                places.insert(field.clone(), at);
            }
            None => missing.push(heading.clone()),
        }
    }
    if missing.is_empty() { Ok(places) } else { Err(NoProfile::Columns(sheet.name.clone(), missing)) }
}

struct SheetReader<'s> {
    places: BTreeMap<String, usize>,
    defaults: Vec<(&'static str, String)>,
    rules: DateRules,
    meta: &'static KindMeta,
    sheet: &'s SheetMapping,
    today: Date,
}

impl SheetReader<'_> {
    fn row(&self, row: &formats::Row, profile: &mut Profile) {
        if self.places.values().all(|at| row.text(*at).is_empty()) {
            return;
        }
        let mut draft = Draft::default();
        for (name, text) in &self.defaults {
            draft.set(name, text.clone());
        }
        for (name, text) in &self.sheet.fixed {
            draft.set(name, text.clone());
        }
        let before = profile.notes.len();
        for (name, at) in &self.places {
            let Some((_, field)) = self.meta.field(name) else { continue };
            match row.text(*at) {
                "" => {}
                text if carries(text) => profile.notes.push(self.note(row, name, ProblemCode::Picture)),
                text => self.take(&mut draft, field, text),
            }
        }
        // Every statement carries where it comes from, of what day, and how sure it is.
        for name in [super::mapping::source_field(self.meta), "source_on", "confidence"] {
            if draft.text(name).is_empty() {
                profile.notes.push(self.note(row, name, ProblemCode::Missing));
            }
        }
        if let Err(problems) = draft.parse(self.meta, self.today) {
            let told: Vec<String> =
                profile.notes.iter().skip(before).map(|note| note.field.clone()).collect();
            let new = problems.into_iter().filter(|problem| !told.contains(&problem.field));
            profile.notes.extend(new.map(|problem| self.note(row, &problem.field, problem.code)));
        }
        if profile.notes.len() == before {
            let sheet = self.sheet.name.clone();
            profile.rows.push(ProfileRow { sheet, number: row.number, meta: self.meta, draft });
        }
    }

    fn note(&self, row: &formats::Row, field: &str, problem: ProblemCode) -> ProfileNote {
        ProfileNote {
            sheet: self.sheet.name.clone(),
            row: row.number,
            column: self.places.get(field).map(|at| column_letters(*at)).unwrap_or_default(),
            kind: self.meta.slug,
            field: field.to_owned(),
            problem,
        }
    }

    /// A cell in the words of the field: codes by the mapping, else by code or label of the list; days as people write them.
    fn take(&self, draft: &mut Draft, field: &'static Field, text: &str) {
        let own = self.sheet.codes.get(field.name);
        let mapped = |word: &str| {
            own.and_then(|words| words.iter().find(|(one, _)| normalise(one) == normalise(word)))
                .map(|(_, code)| code.clone())
        };
        if let Some(code) = mapped(text) {
            return draft.set(field.name, code);
        }
        let of_list = |list: &str, word: &str| {
            let found = codes::list(list).and_then(|list| list.from_label_or_code(word));
            mapped(word).or_else(|| found.map(|code| code.code.to_owned())).unwrap_or_else(|| word.to_owned())
        };
        match field.shape {
            Shape::Code(list) => draft.set(field.name, of_list(list, text)),
            Shape::Codes(list) => {
                let codes = text.split([',', ';', '\n']).map(str::trim).filter(|word| !word.is_empty());
                draft.set(field.name, codes.map(|word| of_list(list, word)).collect::<Vec<_>>().join(" "));
            }
            Shape::YesNo => draft.set(field.name, yes_no(text)),
            Shape::Date { .. } => self.day(draft, field.name, text),
            _ => draft.set(field.name, text),
        }
    }

    /// A day of an act may be known by its month or year alone; another day may not.
    fn day(&self, draft: &mut Draft, name: &str, text: &str) {
        let Ok(date) = parse_date(text, &self.rules) else { return draft.set(name, text) };
        let (precision, month, day) = match (date.month, date.day) {
            (Some(month), Some(day)) => ("day", month, day),
            (Some(month), None) => ("month", month, 1),
            _ => ("year", 1, 1),
        };
        let of_act = name == "acted_on";
        if precision != "day" && !of_act {
            return draft.set(name, text);
        }
        if of_act && draft.text("precision").is_empty() && !self.places.contains_key("precision") {
            draft.set("precision", precision);
        }
        draft.set(name, format!("{:04}-{month:02}-{day:02}", date.year));
    }
}

fn yes_no(text: &str) -> &str {
    match text.to_lowercase().as_str() {
        "ya" | "y" | "yes" | "true" | "benar" | "1" => "true",
        "tidak" | "t" | "no" | "n" | "false" | "0" => "false",
        _ => text,
    }
}
