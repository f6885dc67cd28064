//! Foreign formats in and out.
//!
//! This crate knows bytes and nothing else: no file, no clock, no network. Whatever comes from outside passes
//! [`admit`] first, which refuses a whole file when any part of it is a picture, a recording, an embedded file, a
//! macro or encrypted; what is left is read as a [`Table`](TableReader) of text cells, and the columns and values
//! are understood by name and by form.

mod carried;
pub mod case_uco;
mod columns;
mod csv_in;
pub mod ctdc;
pub mod cybertip;
mod docx_in;
mod error;
mod finding;
pub mod goaml;
mod guard;
mod header;
pub mod hsds;
pub mod htcds;
pub mod iati;
mod instant;
mod json_text;
mod limits;
mod package;
mod parts;
mod pdf_in;
pub mod pdf_out;
mod picture_text;
mod primero;
mod refusal;
mod sheets;
mod sniff;
pub mod status_list;
pub mod stix;
pub mod synonyms;
mod table;
mod text;
pub mod values;
mod write;
mod xlsx_in;
pub mod xml;
pub mod xsd;

pub use carried::{refuse_carried, refuse_carried_file, refuse_claimed};
pub use columns::{
    Competition, Confidence, FieldSynonyms, KnownNames, MappedColumn, Mapping, normalise, propose_mapping,
};
pub use error::FormatError;
pub use finding::Finding;
pub use guard::{Claim, FileKind, admit};
pub use instant::{instant, is_instant};
pub use json_text::JsonLimits;
pub use limits::Limits;
pub use picture_text::refuse_picture_text;
pub use primero::{LeftOut, PrimeroCases, looks_like_json, open_primero};
pub use refusal::{Refusal, RefusalKind};
pub use sheets::{Sheet, open_sheets, write_sheets};
pub use sniff::{Magic, sniff};
pub use table::{
    Cell, CellFlag, Header, ReadOptions, Row, TableReader, column_letters, open_table, open_table_with,
};
pub use text::extract_text;
pub use write::{ColumnForm, CsvOptions, CsvWriter, XlsxOptions, neutralise, restore, write_csv, write_xlsx};
