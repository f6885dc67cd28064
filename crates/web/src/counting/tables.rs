//! Protected tables in words: on pages and as files.

use formats::{ColumnForm, CsvOptions, XlsxOptions, write_csv, write_xlsx};
use statistics::output::{Rows, SdmxHead, Wording, bars, page, sdmx, tidy, tiles};
use statistics::publish::{Note, Published, Shown};

use super::category;
use crate::error::Fault;
use crate::i18n::Words;
use crate::say;

/// Id of the data flow in SDMX.
const FLOW: &str = "JEJARING:DF_CHILDREN(1.0)";

/// What stands around the tables of a release.
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    pub(super) source: &'a str,
    pub(super) period: &'a str,
}

/// The sentences that stand under tables.
pub(super) fn notes(w: Words, published: &Published) -> Vec<String> {
    let sentence = |note: &Note| match note {
        Note::Counts(_) => w.t("note-counts").into_owned(),
        Note::ReportedNotPrevalence => w.t("dc-caveat").into_owned(),
        Note::Withheld { minimum } => w.with("note-withheld", &[("n", &minimum.to_string())]).into_owned(),
        Note::Perturbed { largest, .. } => {
            w.with("note-perturbed", &[("n", &largest.to_string())]).into_owned()
        }
        Note::TotalsAreDistinct => w.t("note-distinct").into_owned(),
        Note::UnknownIsShown => w.t("note-unknown").into_owned(),
        _ => w.t("note-other").into_owned(),
    };
    published.notes.iter().map(sentence).collect()
}

/// Letters of a province after ISO 3166-2.
pub(crate) fn short(code: &str) -> String {
    let iso = model::regions::get(code).and_then(|region| region.iso);
    iso.map_or(code, |iso| iso.strip_prefix("ID-").unwrap_or(iso)).to_owned()
}

/// Does something with the words of a release.
fn with<T>(w: Words, published: &Published, about: &About<'_>, f: impl FnOnce(&Wording<'_>) -> T) -> T {
    let text = |key: &str| w.t(key).into_owned();
    let (counted, source, notes_word) =
        (text("dc-figure").to_lowercase(), text("release-sources"), text("release-notes"));
    let (withheld, no_data, by) = (text("release-withheld"), text("release-no-data"), text("release-by"));
    let notes = notes(w, published);
    f(&Wording {
        lang: w.lang.code(),
        title: about.title,
        counted: &counted,
        source_word: &source,
        source: about.source,
        notes_word: &notes_word,
        notes: &notes,
        thousands: if w.lang == model::Lang::Id { '.' } else { ',' },
        withheld: &withheld,
        no_data: &no_data,
        incomplete: "*",
        by: &by,
        dimension: &|name| w.t(&format!("dim-{name}")).into_owned(),
        category: &|name, code| category(w, name, code),
        short: &|code| short(code),
    })
}

/// A figure of a table by one dimension: tiles for provinces, bars for the rest.
pub(super) fn drawing(w: Words, published: &Published, about: &About<'_>) -> Result<String, Fault> {
    let request = published.requests().first().cloned().unwrap_or_default();
    let map = request.by.first().is_some_and(|name| name == "province");
    let drawn = with(w, published, about, |words| {
        let bars = bars(published, &request, words)?;
        if !map {
            return Ok(bars);
        }
        // Thirty-eight tiles can be read on a wide screen alone; a phone gets the bars.
        let tiles = tiles(published, &request, words)?;
        Ok(format!("<div class=\"wide-only\">{tiles}</div><div class=\"narrow-only\">{bars}</div>"))
    });
    drawn.map_err(|_: statistics::Error| Fault::Drawing)
}

/// A table as a page shows it: the last dimension across.
pub(super) struct Table {
    pub(super) title: String,
    pub(super) first: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<(String, Vec<String>)>,
}

/// The widest table of a release; rows of nothing but zeros are left out, which their sum says too.
pub(super) fn table(w: Words, published: &Published) -> Result<Table, Fault> {
    let wrong = |_| Fault::Drawing;
    let request = published.requests().last().cloned().unwrap_or_default();
    let layout = published.layout();
    let down = request.by.first().cloned().unwrap_or_default();
    let across = request.by.get(1).cloned();
    let dimension = |name: &str| {
        let at = layout.dimension(name).map_err(wrong)?;
        let found = layout.dimensions().get(at).ok_or(Fault::Drawing)?;
        Ok::<_, Fault>((
            at,
            found.in_order().into_iter().map(|node| found.code(node).to_owned()).collect::<Vec<_>>(),
        ))
    };
    let (down_at, down_codes) = dimension(&down)?;
    let (across_at, across_codes) = match &across {
        Some(name) => dimension(name)?,
        None => (usize::MAX, vec!["_T".to_owned()]),
    };
    let said = |cell: usize| match published.shown(cell) {
        Shown::NotAsked => String::new(),
        Shown::NoData => w.t("release-no-data").into_owned(),
        Shown::Withheld => w.t("release-withheld").into_owned(),
        Shown::Count(count) => say::grouped(w, i64::try_from(count).unwrap_or(i64::MAX)),
    };
    let mut rows = Vec::new();
    for code in &down_codes {
        let mut cells = Vec::with_capacity(across_codes.len());
        for other in &across_codes {
            let codes: Vec<&str> = (0..layout.dimensions().len())
                .map(|at| {
                    if at == down_at {
                        code.as_str()
                    } else if at == across_at {
                        other.as_str()
                    } else {
                        "_T"
                    }
                })
                .collect();
            cells.push(said(layout.find(&codes).map_err(wrong)?));
        }
        if code == "_T" || cells.iter().any(|cell| cell != "0") {
            rows.push((category(w, &down, code), cells));
        }
    }
    let by = match &across {
        Some(name) => format!("{} × {}", w.t(&format!("dim-{down}")), w.t(&format!("dim-{name}"))),
        None => w.t(&format!("dim-{down}")).into_owned(),
    };
    let columns = match &across {
        Some(name) => across_codes.iter().map(|code| category(w, name, code)).collect(),
        None => vec![w.t("rec-children").into_owned()],
    };
    Ok(Table {
        title: w.with("rec-by", &[("by", &by)]).into_owned(),
        first: w.t(&format!("dim-{down}")).into_owned(),
        columns,
        rows,
    })
}

/// A release as a file: its type and its bytes.
pub(super) fn file(
    w: Words,
    published: &Published,
    about: &About<'_>,
    form: &str,
) -> Result<(&'static str, Vec<u8>), Fault> {
    let head = SdmxHead { flow: FLOW, period: about.period, counted: "children" };
    match form {
        "html" => {
            let text =
                with(w, published, about, |words| page(published, words)).map_err(|_| Fault::Drawing)?;
            Ok(("text/html; charset=utf-8", text.into_bytes()))
        }
        "sdmx" => Ok(("text/csv; charset=utf-8", csv(&sdmx(published, head).map_err(|_| Fault::Drawing)?)?)),
        "xlsx" => {
            let rows =
                with(w, published, about, |words| tidy(published, words)).map_err(|_| Fault::Drawing)?;
            Ok((XLSX, workbook(w, &rows, &notes(w, published), about)?))
        }
        "csv" => {
            let rows =
                with(w, published, about, |words| tidy(published, words)).map_err(|_| Fault::Drawing)?;
            Ok(("text/csv; charset=utf-8", csv(&rows)?))
        }
        _ => Err(Fault::NOT_FOUND),
    }
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn csv(rows: &Rows) -> Result<Vec<u8>, Fault> {
    let header: Vec<&str> = rows.header.iter().map(String::as_str).collect();
    let mut bytes = Vec::new();
    write_csv(&mut bytes, &header, &rows.rows, CsvOptions::default()).map_err(|_| Fault::Drawing)?;
    Ok(bytes)
}

/// The rows, and under them the notes and the source: what belongs to a table travels with it.
fn workbook(w: Words, rows: &Rows, notes: &[String], about: &About<'_>) -> Result<Vec<u8>, Fault> {
    let header: Vec<&str> = rows.header.iter().map(String::as_str).collect();
    let source = format!("{}: {}", w.t("release-sources"), about.source);
    let below: Vec<String> =
        [about.title.to_owned()].into_iter().chain(notes.iter().cloned()).chain([source]).collect();
    // Codes such as 01 and bands such as 0-5 are names, not quantities; only the counts are.
    let columns: Vec<ColumnForm> = header
        .iter()
        .map(|name| if *name == "count" { ColumnForm::Auto } else { ColumnForm::Text })
        .collect();
    let mut bytes = Vec::new();
    let options = XlsxOptions { sheet: "tabel", columns: &columns, below: &below };
    write_xlsx(&mut bytes, &header, &rows.rows, options).map_err(|_| Fault::Drawing)?;
    Ok(bytes)
}
