//! Records as small numbers.

use std::collections::BTreeMap;

/// A cell without a value.
pub const NOTHING: u16 = u16::MAX;

/// Records of categories. Empty cells are no category: nothing is learned from them and nothing protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Microdata {
    columns: Vec<Column>,
    /// For each column its values by record.
    cells: Vec<Vec<u16>>,
    records: usize,
    /// Whose each record is, in rising order; empty when every record is somebody else's.
    people: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    name: String,
    values: Vec<String>,
    places: BTreeMap<String, u16>,
    declared: bool,
}

impl Microdata {
    /// Without records yet.
    #[must_use]
    pub fn new(columns: Vec<String>) -> Self {
        let cells = vec![Vec::new(); columns.len()];
        let column = |name| Column { name, values: Vec::new(), places: BTreeMap::new(), declared: false };
        Self { columns: columns.into_iter().map(column).collect(), cells, records: 0, people: Vec::new() }
    }

    /// Takes a record in; an empty cell is no value. False when a column has too many different values, which
    /// are names or numbers rather than categories: nothing was taken then.
    pub fn add<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> bool {
        let mut row = Vec::with_capacity(self.columns.len());
        for (column, text) in self.columns.iter_mut().zip(cells) {
            let place = match column.places.get(text) {
                _ if text.is_empty() => NOTHING,
                Some(place) => *place,
                None if column.declared => NOTHING,
                None => {
                    let Some(place) =
                        u16::try_from(column.values.len()).ok().filter(|place| *place < NOTHING)
                    else {
                        return false;
                    };
                    column.values.push(text.to_owned());
                    column.places.insert(text.to_owned(), place);
                    place
                }
            };
            row.push(place);
        }
        row.resize(self.columns.len(), NOTHING);
        self.push(&row);
        true
    }

    /// Says beforehand which values a column can have, so that none of them tells that somebody has it. Any other value is then
    /// taken as an empty cell. To be called before the first record.
    pub fn declare<'a>(&mut self, column: usize, values: impl Iterator<Item = &'a str>) {
        let Some(column) = self.columns.get_mut(column) else { return };
        column.declared = true;
        for value in values.filter(|value| !value.is_empty()) {
            let place = u16::try_from(column.values.len()).unwrap_or(NOTHING);
            if place < NOTHING && !column.places.contains_key(value) {
                column.places.insert(value.to_owned(), place);
                column.values.push(value.to_owned());
            }
        }
    }

    /// Whether the values of a column were declared.
    #[must_use]
    pub fn is_declared(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|column| column.declared)
    }

    /// Takes a record of known values in.
    pub(super) fn push(&mut self, row: &[u16]) {
        self.cells.iter_mut().zip(row).for_each(|(column, place)| column.push(*place));
        self.records += 1;
    }

    /// The same columns and values without records.
    pub(super) fn emptied(&self) -> Self {
        Self {
            columns: self.columns.clone(),
            cells: vec![Vec::new(); self.columns.len()],
            records: 0,
            people: Vec::new(),
        }
    }

    /// Says whose each record is, when somebody may have several: counts are then of people. Records of one come to lie beside one
    /// another. False when there are not as many as records.
    #[must_use]
    pub fn belong_to(&mut self, people: &[u32]) -> bool {
        if people.len() != self.records {
            return false;
        }
        let mut order: Vec<usize> = (0..self.records).collect();
        order.sort_by_key(|record| people.get(*record).copied());
        let chosen = |column: &Vec<u16>| order.iter().filter_map(|at| column.get(*at).copied()).collect();
        self.cells = self.cells.iter().map(chosen).collect();
        self.people = order.iter().filter_map(|at| people.get(*at).copied()).collect();
        true
    }

    /// Whose a record is.
    pub(super) fn person(&self, record: usize) -> u32 {
        let whose = self.people.get(record).copied();
        whose.unwrap_or_else(|| u32::try_from(record).unwrap_or(u32::MAX))
    }

    /// Whether somebody may have several records.
    pub(super) fn has_people(&self) -> bool {
        !self.people.is_empty()
    }

    /// How many people these records are of; they come in rising order.
    pub(super) fn people_of(&self, records: impl Iterator<Item = u32>) -> usize {
        if !self.has_people() {
            return records.count();
        }
        let mut last = None;
        records
            .filter(|record| {
                let person = Some(self.person(*record as usize));
                std::mem::replace(&mut last, person) != person
            })
            .count()
    }

    /// How many people there are: as many as records, unless it was said whose they are.
    #[must_use]
    pub fn people(&self) -> usize {
        self.people_of(0..u32::try_from(self.records).unwrap_or(u32::MAX))
    }

    /// Names of the columns.
    pub fn columns(&self) -> impl ExactSizeIterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// Number of records.
    #[must_use]
    pub fn records(&self) -> usize {
        self.records
    }

    /// Number of different values of a column.
    #[must_use]
    pub fn values(&self, column: usize) -> usize {
        self.columns.get(column).map_or(0, |column| column.values.len())
    }

    /// The value of a cell as a number; [`NOTHING`] where there is none.
    #[must_use]
    pub fn at(&self, record: usize, column: usize) -> u16 {
        self.cells.get(column).and_then(|cells| cells.get(record)).copied().unwrap_or(NOTHING)
    }

    /// A column by record.
    #[must_use]
    pub fn column(&self, column: usize) -> &[u16] {
        self.cells.get(column).map(Vec::as_slice).unwrap_or_default()
    }

    /// The text of a value of a column by its number, empty where there is none.
    #[must_use]
    pub fn value(&self, column: usize, value: usize) -> &str {
        let values = self.columns.get(column).map(|column| &column.values);
        values.and_then(|values| values.get(value)).map_or("", String::as_str)
    }

    /// The text of a cell, empty where there is none.
    #[must_use]
    pub fn text(&self, record: usize, column: usize) -> &str {
        self.value(column, usize::from(self.at(record, column)))
    }
}
