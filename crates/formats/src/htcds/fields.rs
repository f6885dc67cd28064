//! The standard's fields, from its own table.

use std::sync::OnceLock;

const TABLE: &str = include_str!("../../data/htcds/fields.csv");

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// Words.
    Text,
    /// A day, `2014-03-04`.
    Date,
    /// A number.
    Number,
    /// `true` or `false`.
    Checkbox,
    /// One value of the list.
    Picklist,
    /// Values of the list, parted by semicolons.
    Multiselect,
}

/// A field of the standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its id, such as `vic_TypeOfExploitation`.
    pub id: String,
    /// The group it belongs to.
    pub group: String,
    /// What it holds.
    pub kind: FieldType,
    /// It is one of the core fields.
    pub core: bool,
    /// It is deprecated: taken in, never given out.
    pub deprecated: bool,
    /// The values it may have; empty where the standard names another list (countries, languages) or none.
    pub values: Vec<String>,
}

/// All fields, in the order of the standard.
pub fn fields() -> &'static [Field] {
    static FIELDS: OnceLock<Vec<Field>> = OnceLock::new();
    FIELDS.get_or_init(read)
}

/// A field by its id.
#[must_use]
pub fn field(id: &str) -> Option<&'static Field> {
    fields().iter().find(|field| field.id == id)
}

fn read() -> Vec<Field> {
    let mut table = csv::Reader::from_reader(TABLE.as_bytes());
    let columns = table.headers().cloned().unwrap_or_default();
    let place = |name: &str| columns.iter().position(|column| column == name);
    let rows = table.records().filter_map(Result::ok);
    rows.map(|row| {
        let cell = |name| place(name).and_then(|at| row.get(at)).unwrap_or_default().trim();
        let kind = match cell("field_type") {
            "Date" => FieldType::Date,
            "Number" | "Geolocation" => FieldType::Number,
            "Checkbox" => FieldType::Checkbox,
            "Picklist" => FieldType::Picklist,
            "Multiselect Picklist" => FieldType::Multiselect,
            _ => FieldType::Text,
        };
        Field {
            id: cell("field_id").to_owned(),
            group: cell("group").to_owned(),
            kind,
            core: cell("core") == "Core",
            deprecated: cell("status") == "DEPRECATED",
            values: values(cell("value_names")),
        }
    })
    .collect()
}

/// The listed values. A cell that names another standard is no list.
fn values(cell: &str) -> Vec<String> {
    if cell.contains("ISO ") {
        return Vec::new();
    }
    cell.split('|').map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
}
