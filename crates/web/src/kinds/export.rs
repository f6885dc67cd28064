//! `/{kind}/export?format=csv|xlsx`: the columns of a list as a file. Each page of it is a list act with its journal entry.

use axum::extract::State;
use axum::http::Uri;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use formats::{ColumnForm, CsvOptions, XlsxOptions, write_csv, write_xlsx};
use model::KindMeta;
use node::acts::ShownRow;
use node::{Error, Shown, access};

use super::list::listed;
use super::{KindPath, list_query};
use crate::error::{Answer, Fault};
use crate::i18n::Words;
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;
use crate::visitor::query;

/// Most rows in one file; more belongs to the command line.
const MOST: usize = 20_000;

pub(crate) async fn file(
    State(state): State<WebState>,
    who: SignedIn,
    KindPath(entry): KindPath,
    uri: Uri,
) -> Answer {
    let (meta, words, actor) = (entry.meta, who.words(), &who.session.actor);
    if !access::holds_right(actor, "export", meta.slug, state.node.now()).allows() {
        return Err(Error::Denied("no-right").into());
    }
    let mut page = list_query::read(&uri, meta);
    (page.limit, page.after) = (200, None);
    let mut rows = Vec::new();
    loop {
        let listed = entry.list(&state.node, actor, page.clone()).await?;
        rows.extend(listed.rows.iter().map(|row| cells(words, meta, row)));
        page.after = listed.next;
        if page.after.is_none() {
            break;
        }
        if rows.len() >= MOST {
            return Err(Error::Refused("export-too-long").into());
        }
    }
    let header = header(words, meta);
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let (kind, ending, bytes) = match query(&uri, "format").as_deref() {
        Some("xlsx") => {
            let columns = vec![ColumnForm::Text; header.len()];
            let mut out = Vec::new();
            write_xlsx(
                &mut out,
                &header,
                rows,
                XlsxOptions { sheet: meta.slug, columns: &columns, ..XlsxOptions::default() },
            )
            .map_err(|_| Fault::Drawing)?;
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", out)
        }
        Some("csv") | None => {
            let mut out = Vec::new();
            write_csv(&mut out, &header, rows, CsvOptions { mark: true, ..CsvOptions::default() })
                .map_err(|_| Fault::Drawing)?;
            ("text/csv; charset=utf-8", "csv", out)
        }
        Some(_) => return Err(Fault::Unreadable),
    };
    let name = format!("attachment; filename=\"{}.{ending}\"", meta.slug);
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
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
