//! Small forms written in a few lines.

use forms::sheets::{Line, Sheet, Workbook};
use forms::submission::{Answers, Arrival, Rejection, Tables, check};
use forms::xpath::Moment;
use forms::{Form, Reading, read};

/// Sheets from rows of cells parted by `|`; a line `# name` begins a sheet.
pub(crate) fn book(text: &str) -> Workbook {
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(name) = line.strip_prefix("# ") {
            sheets.push(Sheet { name: name.into(), rows: Vec::new() });
            continue;
        }
        let sheet = sheets.last_mut().expect("a sheet comes first");
        let number = u32::try_from(sheet.rows.len()).unwrap() + 1;
        let cells = line.split('|').map(|cell| cell.trim().to_owned()).collect();
        sheet.rows.push(Line { number, cells });
    }
    Workbook { sheets, files: Vec::new() }
}

/// A form of the corpus or of those that ship, with the tables that it asks for.
pub(crate) fn opened(path: &std::path::Path) -> Workbook {
    let name = path.file_name().unwrap().to_string_lossy();
    let mut book = Workbook::open(&std::fs::read(path).unwrap(), &name).unwrap();
    for problem in read(&book, "f").problems {
        if problem.code == forms::ProblemCode::MissingFile {
            let file = &problem.arguments[0];
            book.attach(file, &std::fs::read(path.with_file_name("tables").join(file)).unwrap()).unwrap();
        }
    }
    book
}

pub(crate) fn reading(text: &str) -> Reading {
    read(&book(text), "contoh")
}

pub(crate) fn form(text: &str) -> Form {
    let reading = reading(text);
    let errors: Vec<String> = reading.errors().map(ToString::to_string).collect();
    reading.form.unwrap_or_else(|| panic!("{errors:#?}"))
}

/// Codes of the problems with their rows, in order.
pub(crate) fn codes(text: &str) -> Vec<(String, u32)> {
    let problems = reading(text).problems;
    let coded = problems.iter().map(|problem| (problem.code.code().to_owned(), problem.place.row));
    coded.filter(|(code, _)| code != "missing-version").collect()
}

/// Noon of 5 March 2026 in western Indonesia.
pub(crate) fn now() -> Moment {
    Moment::parse("2026-03-05T12:00:00.000+07:00", 7 * 60).unwrap()
}

/// Sends answers, the content of the outermost element, to a form.
pub(crate) fn send(form: &Form, answers: &str) -> Result<Answers, Rejection> {
    let id = &form.settings.id;
    let xml = format!(
        "<data id=\"{id}\" version=\"{}\">{answers}<meta><instanceID>uuid:1</instanceID></meta></data>",
        form.settings.version
    );
    send_xml(form, &xml)
}

pub(crate) fn send_xml(form: &Form, xml: &str) -> Result<Answers, Rejection> {
    let tables = Tables::default();
    check(form, xml.as_bytes(), &Arrival { now: now(), language: None, tables: &tables, digest: None })
}

/// Paths and codes of refused answers.
pub(crate) fn refused(form: &Form, answers: &str) -> Vec<(String, &'static str)> {
    match send(form, answers) {
        Err(Rejection::Answers(problems)) => {
            problems.into_iter().map(|problem| (problem.path, problem.code.code())).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// The folder of the repository.
pub(crate) fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
