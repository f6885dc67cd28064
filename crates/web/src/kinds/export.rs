//! `/{kind}/export?format=csv|xlsx`: the columns of a list as a file. Each page of it is a list act with its journal entry.

use std::io::Write;

use axum::body::Body;
use axum::extract::State;
use axum::http::Uri;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use formats::{ColumnForm, CsvOptions, CsvWriter, FormatError, XlsxOptions, write_xlsx};
use model::{KindMeta, Lang};
use node::acts::{ListQuery, ShownRow};
use node::registry::KindEntry;
use node::{Actor, Error, Node, Seen, Shown, access};

use super::list::listed;
use super::{KindPath, list_query};
use crate::error::{Answer, Fault};
use crate::i18n::Words;
use crate::pieces::{Pieces, Spool};
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;
use crate::visitor::query;

/// Most rows in one workbook, which must be put together before it is sent; separated text has no limit.
const MOST: usize = 20_000;

pub(crate) async fn file(
    State(state): State<WebState>,
    who: SignedIn,
    KindPath(entry): KindPath,
    uri: Uri,
) -> Answer {
    let (meta, actor) = (entry.meta, &who.session.actor);
    let sheet = Sheet { entry, words: who.words() };
    let mut pages = sheet.pages(&state.node, actor, list_query::read(&uri, meta))?;
    let (kind, ending, body) = match query(&uri, "format").as_deref() {
        Some("xlsx") => {
            let mut rows = Vec::new();
            while let Some(page) = pages.next().await? {
                rows.extend(page.iter().map(|row| sheet.cells(row)));
                if rows.len() >= MOST && pages.more() {
                    return Err(Error::Refused("export-too-long").into());
                }
            }
            let mut out = Vec::new();
            sheet.write_xlsx(&mut out, rows).map_err(|_| Fault::Drawing)?;
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", Body::from(out))
        }
        Some("csv") | None => {
            let spool = Spool::default();
            let csv = Some(sheet.begin_csv(spool.clone()).map_err(|_| Fault::Drawing)?);
            ("text/csv; charset=utf-8", "csv", Rows { sheet, pages, csv, spool }.body().await?)
        }
        Some(_) => return Err(Fault::Unreadable),
    };
    let name = format!("attachment; filename=\"{}.{ending}\"", meta.slug);
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], body).into_response())
}

/// A list as separated text, each page on its way before the next is read.
struct Rows {
    sheet: Sheet,
    pages: Pages,
    spool: Spool,
    /// Nothing once it is finished.
    csv: Option<CsvWriter<Spool>>,
}

impl Pieces for Rows {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        while let Some(csv) = &mut self.csv {
            match self.pages.next().await? {
                Some(page) => {
                    let mut rows = page.iter();
                    rows.try_for_each(|row| csv.row(&self.sheet.cells(row))).map_err(|_| Fault::Drawing)?;
                }
                None => {
                    let csv = self.csv.take();
                    csv.map(CsvWriter::finish).transpose().map_err(|_| Fault::Drawing)?;
                }
            }
            let piece = self.spool.take();
            if !piece.is_empty() {
                return Ok(Some(piece));
            }
        }
        Ok(None)
    }
}

/// The list of a kind as a table to take away: what the list shows, and no sealed field.
pub struct Sheet {
    entry: &'static KindEntry,
    words: Words,
}

impl Sheet {
    /// The table of a kind, with headings and labels in a language.
    pub const fn new(entry: &'static KindEntry, lang: Lang) -> Self {
        Self { entry, words: Words::new(lang) }
    }

    /// The list, page by page; every page is a list act with its journal entry.
    ///
    /// # Errors
    /// [`Error::Denied`] for whom no role lets export this kind.
    pub fn pages(&self, node: &Node, actor: &Actor, query: ListQuery) -> node::Result<Pages> {
        if !access::holds_right(actor, "export", self.entry.meta.slug, node.now()).allows() {
            return Err(Error::Denied("no-right"));
        }
        let query = ListQuery { limit: 200, after: None, ..query };
        Ok(Pages { entry: self.entry, node: node.clone(), actor: actor.clone(), query: Some(query) })
    }

    /// Headings of the columns.
    pub fn header(&self) -> Vec<String> {
        header(self.words, self.entry.meta)
    }

    /// One record, in the order of the headings.
    pub fn cells(&self, row: &ShownRow) -> Vec<String> {
        cells(self.words, self.entry.meta, row)
    }

    /// Separated text to be written row by row.
    ///
    /// # Errors
    /// [`FormatError::Write`] when `out` fails.
    pub fn begin_csv<W: Write>(&self, out: W) -> Result<CsvWriter<W>, FormatError> {
        let header = self.header();
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        CsvWriter::new(out, &header, CsvOptions { mark: true, ..CsvOptions::default() })
    }

    /// A workbook of one sheet.
    ///
    /// # Errors
    /// As [`write_xlsx`].
    pub fn write_xlsx<W: Write>(&self, out: W, rows: Vec<Vec<String>>) -> Result<(), FormatError> {
        let header = self.header();
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let columns = vec![ColumnForm::Text; header.len()];
        let options =
            XlsxOptions { sheet: self.entry.meta.slug, columns: &columns, ..XlsxOptions::default() };
        write_xlsx(out, &header, rows, options)
    }
}

/// The pages of a list, one after the other.
pub struct Pages {
    entry: &'static KindEntry,
    node: Node,
    actor: Actor,
    query: Option<ListQuery>,
}

impl Pages {
    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// What the list act answers.
    pub async fn next(&mut self) -> node::Result<Option<Vec<Seen<ShownRow>>>> {
        let Some(query) = self.query.take() else { return Ok(None) };
        let listed = self.entry.list(&self.node, &self.actor, query.clone()).await?;
        self.query = listed.next.map(|after| ListQuery { after: Some(after), ..query });
        Ok(Some(listed.rows))
    }

    /// Whether there is another.
    pub const fn more(&self) -> bool {
        self.query.is_some()
    }
}

const ENVELOPE: [&str; 6] =
    ["list-code", "list-state", "list-phase", "list-priority", "list-opened", "list-due"];

fn header(words: Words, meta: &'static KindMeta) -> Vec<String> {
    let envelope = ENVELOPE.into_iter().map(|key| words.t(key).into_owned());
    envelope.chain(listed(meta).map(|field| words.field(meta.slug, field.name).into_owned())).collect()
}

/// Dates as `2026-03-05`, which every spreadsheet reads; codes as their labels.
fn cells(words: Words, meta: &'static KindMeta, row: &ShownRow) -> Vec<String> {
    let envelope = &row.envelope;
    let day = |at: model::Timestamp| at.date(model::time::Zone::default()).to_string();
    let mut cells = vec![
        envelope.code.clone(),
        words.code(meta.state_list, &envelope.state).to_owned(),
        words.code("phase", &envelope.phase).to_owned(),
        words.code("priority", &envelope.priority).to_owned(),
        day(envelope.opened_at),
        envelope.due_at.map(day).unwrap_or_default(),
    ];
    for field in listed(meta) {
        let shown = row.fields.iter().find(|(other, _)| other.name == field.name).map(|(_, shown)| shown);
        cells.push(match (shown, field.shape) {
            (Some(Shown::Value(value)), model::Shape::Date { .. }) => value.to_text(),
            (Some(Shown::Value(value)), _) => say::plain(words, field, value),
            _ => String::new(),
        });
    }
    cells
}
