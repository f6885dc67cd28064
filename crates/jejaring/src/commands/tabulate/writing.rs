//! The files.

use std::fs;
use std::io::Write;
use std::path::Path;

use formats::{ColumnForm, CsvOptions, XlsxOptions, write_csv, write_xlsx};
use statistics::output::{Rows, SdmxHead, Wording, bars, page, sdmx, tidy, tiles};
use statistics::publish::{Plan, Published};

use super::words::{category, choose, counted, dimension, sentence, short};
use super::{Form, Tabulate, failed};
use crate::failure::{Failure, Result};

/// Id of the data flow in SDMX.
const FLOW: &str = "JEJARING:DF_TABULATION(1.0)";

/// Writes the tables in one form.
pub(super) fn write(asked: &Tabulate, form: Form, plan: &Plan, published: &Published) -> Result<()> {
    let tongue = asked.lang;
    let (id, en) = counted(plan.entity);
    let notes: Vec<String> = published.notes.iter().map(|note| sentence(note, tongue)).collect();
    let title = asked.title.clone().unwrap_or_else(|| {
        let title = choose(tongue, "Tabel terlindungi", "Protected tables");
        if asked.period.is_empty() { title.to_owned() } else { format!("{title}, {}", asked.period) }
    });
    let source = asked.source.clone();
    let source = source.unwrap_or_else(|| choose(tongue, "tidak disebutkan", "not stated").to_owned());
    let wording = Wording {
        lang: choose(tongue, "id", "en"),
        title: &title,
        counted: choose(tongue, id, en),
        source_word: choose(tongue, "Sumber", "Source"),
        source: &source,
        notes_word: choose(tongue, "Catatan", "Notes"),
        notes: &notes,
        thousands: choose(tongue, '.', ','),
        withheld: choose(tongue, "dirahasiakan", "withheld"),
        no_data: choose(tongue, "tidak ada data", "no data"),
        incomplete: "*",
        by: choose(tongue, "menurut", "by"),
        dimension: &|name| dimension(name, tongue),
        category: &|name, code| category(name, code, tongue),
        short: &|code| short(code),
    };
    let first = published.requests().first().cloned().unwrap_or_default();
    let bytes = match form {
        Form::Csv => csv(&tidy(published, &wording).map_err(failed)?)?,
        Form::Xlsx => workbook(&tidy(published, &wording).map_err(failed)?, &wording)?,
        Form::Html => page(published, &wording).map_err(failed)?.into_bytes(),
        Form::Svg => bars(published, &first, &wording).map_err(failed)?.into_bytes(),
        Form::Map => tiles(published, &first, &wording).map_err(failed)?.into_bytes(),
        Form::Sdmx => {
            let head = SdmxHead { flow: FLOW, period: &asked.period, counted: plan.entity.code() };
            csv(&sdmx(published, head).map_err(failed)?)?
        }
    };
    put(&asked.out, &bytes)?;
    if matches!(form, Form::Csv | Form::Sdmx) {
        // Separated text has no place for a note, yet no figure may travel without its caveat.
        let mut beside = asked.out.clone().into_os_string();
        beside.push(".notes.txt");
        put(Path::new(&beside), note_text(&wording).as_bytes())?;
    }
    Ok(())
}

fn note_text(wording: &Wording<'_>) -> String {
    let notes: String = wording.notes.iter().map(|note| format!("- {note}\n")).collect();
    format!("{}\n\n{notes}\n{}: {}\n", wording.title, wording.source_word, wording.source)
}

fn csv(rows: &Rows) -> Result<Vec<u8>> {
    let header: Vec<&str> = rows.header.iter().map(String::as_str).collect();
    let mut bytes = Vec::new();
    write_csv(&mut bytes, &header, &rows.rows, CsvOptions::default()).map_err(unwritten)?;
    Ok(bytes)
}

/// The rows, and under them the notes and the source: what belongs to a table must travel with it.
fn workbook(rows: &Rows, wording: &Wording<'_>) -> Result<Vec<u8>> {
    let header: Vec<&str> = rows.header.iter().map(String::as_str).collect();
    let source = format!("{}: {}", wording.source_word, wording.source);
    let below: Vec<String> = wording.notes.iter().cloned().chain([source]).collect();
    // Codes such as 01 and bins such as 0-5 are names, not quantities; only the counts are.
    let columns: Vec<ColumnForm> = header
        .iter()
        .map(|name| if *name == "count" { ColumnForm::Auto } else { ColumnForm::Text })
        .collect();
    let mut bytes = Vec::new();
    let options = XlsxOptions { sheet: "tabel", columns: &columns, below: &below };
    write_xlsx(&mut bytes, &header, &rows.rows, options).map_err(unwritten)?;
    Ok(bytes)
}

fn unwritten(error: formats::FormatError) -> Failure {
    Failure::new(error.to_string())
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = fs::File::create(path).map_err(|error| Failure::file(path, &error))?;
    file.write_all(bytes).map_err(|error| Failure::file(path, &error))
}
