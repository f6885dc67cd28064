//! Whole workbooks, sheet by sheet.

use formats::{Claim, FormatError, Limits, Sheet, open_sheets, write_sheets};

fn rows(texts: &[&[&str]]) -> Vec<Vec<String>> {
    texts.iter().map(|cells| cells.iter().map(|cell| (*cell).to_owned()).collect()).collect()
}

fn texts(sheet: &Sheet) -> Vec<Vec<String>> {
    sheet.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect()).collect()
}

#[test]
fn sheets_come_back_as_they_were_written() {
    let (one, two) = (rows(&[&["type", "name"], &["text", "=1+1"], &["", "-5"]]), rows(&[&["a"]]));
    let mut bytes = Vec::new();
    write_sheets(&mut bytes, &[("survey", &one), ("choices", &two)]).unwrap();
    let mut again = Vec::new();
    write_sheets(&mut again, &[("survey", &one), ("choices", &two)]).unwrap();
    assert_eq!(bytes, again, "the same sheets give the same bytes");
    let sheets = open_sheets(&bytes, &Claim::named("form.xlsx"), &Limits::default()).unwrap();
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["survey", "choices"]);
    assert_eq!((texts(&sheets[0]), texts(&sheets[1])), (one, two));
    assert_eq!(sheets[0].rows[2].number, 3);
}

#[test]
fn separated_text_is_one_sheet_without_a_name() {
    let sheets = open_sheets(b"a,b\n\n1,2\n", &Claim::named("x.csv"), &Limits::default()).unwrap();
    assert_eq!((sheets.len(), sheets[0].name.as_str(), sheets[0].rows[1].number), (1, "", 3));
}

#[test]
fn limits_and_the_guard_hold() {
    let narrow = Limits { columns: 1, ..Limits::default() };
    assert_eq!(
        open_sheets(b"a,b\n", &Claim::named("x.csv"), &narrow),
        Err(FormatError::TooManyColumns { row: 1, limit: 1 })
    );
    let picture = open_sheets(b"\x89PNG\r\n\x1a\n", &Claim::named("x.csv"), &Limits::default());
    assert!(matches!(picture, Err(FormatError::Refused(_))));
    assert_eq!(write_sheets(Vec::new(), &[("a/b", &[])]), Err(FormatError::Write));
}
