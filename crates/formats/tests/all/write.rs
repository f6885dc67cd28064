use formats::{
    ColumnForm, CsvOptions, FormatError, XlsxOptions, neutralise, open_table, restore, write_csv, write_xlsx,
};
use proptest::prelude::*;

const HEADER: [&str; 3] = ["Nama", "NIK", "Catatan"];

fn csv(rows: &[Vec<String>], options: CsvOptions) -> Vec<u8> {
    let mut out = Vec::new();
    write_csv(&mut out, &HEADER, rows, options).unwrap();
    out
}

fn xlsx(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = Vec::new();
    let columns = [ColumnForm::Auto, ColumnForm::Text, ColumnForm::Auto];
    write_xlsx(
        &mut out,
        &HEADER,
        rows,
        XlsxOptions { sheet: "data", columns: &columns, ..XlsxOptions::default() },
    )
    .unwrap();
    out
}

fn read_back(bytes: &[u8], name: &str) -> Vec<Vec<String>> {
    let table = open_table(bytes, name).unwrap();
    assert_eq!(table.header().names, HEADER);
    let mut rows = Vec::new();
    for row in table {
        let mut cells: Vec<String> = row.unwrap().cells.into_iter().map(|cell| cell.text).collect();
        cells.resize(HEADER.len(), String::new());
        rows.push(cells);
    }
    rows
}

#[test]
fn formulas_are_neutralised_and_numbers_are_not() {
    let cases = [
        ("=1+1", "'=1+1"),
        ("+62 000", "'+62 000"),
        ("+62000", "'+62000"),
        ("-abc", "'-abc"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("'=1", "''=1"),
        ("-5", "-5"),
        ("-5.25", "-5.25"),
        ("-1+1", "'-1+1"),
        ("a=b", "a=b"),
        ("'kutip", "'kutip"),
        ("", ""),
    ];
    for (text, written) in cases {
        assert_eq!(neutralise(text), written);
        assert_eq!(restore(written), text);
    }
}

#[test]
fn the_bytes_of_a_csv_are_exact() {
    let rows = [vec!["Contoh; satu".to_owned(), "=x".to_owned(), "a\nb".to_owned()]];
    let plain = csv(&rows, CsvOptions { separator: b';', mark: true });
    assert_eq!(plain, b"\xef\xbb\xbfNama;NIK;Catatan\r\n\"Contoh; satu\";'=x;\"a\nb\"\r\n");
}

#[test]
fn long_digits_stay_digits_in_a_workbook() {
    let rows = [vec!["12".to_owned(), "3201901203100001".to_owned(), "0800".to_owned()]];
    assert_eq!(read_back(&xlsx(&rows), "a.xlsx"), rows);
}

#[test]
fn ragged_and_overlong_rows_are_errors() {
    let ragged = write_csv(Vec::new(), &HEADER, [vec!["a".to_owned()]], CsvOptions::default());
    assert_eq!(ragged, Err(FormatError::RaggedRow { row: 1, found: 1, expected: 3 }));
    let long = [vec![String::new(), "x".repeat(40_000), String::new()]];
    let overlong = write_xlsx(Vec::new(), &HEADER, long, XlsxOptions::default());
    assert_eq!(overlong, Err(FormatError::CellTooLong { row: 2, column: "B".to_owned(), limit: 32_767 }));
    let name = XlsxOptions { sheet: "a/b", ..XlsxOptions::default() };
    assert_eq!(write_xlsx(Vec::new(), &HEADER, Vec::<Vec<String>>::new(), name), Err(FormatError::Write));
}

/// A cell with something in it; a first column always filled keeps rows from being skipped as empty.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[=+@'-]{0,3}[a-zA-Z0-9é;,|\" \t]{0,12}",
        "-?[0-9]{1,18}",
        "-?[0-9]{1,8}\\.[0-9]{1,8}",
        "[a-z]{1,5}\n[=a-z]{1,5}",
        Just(String::new()),
    ]
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    proptest::collection::vec(("[A-Z][a-z]{1,8}", cell(), cell()), 1..12)
        .prop_map(|rows| rows.into_iter().map(|(a, b, c)| vec![a, b, c]).collect())
}

proptest! {
    #[test]
    fn restoring_undoes_neutralising(text in "['=+@\t\r\n-]{0,4}\\PC{0,10}") {
        let written = neutralise(&text);
        prop_assert_eq!(restore(&written), text.as_str());
    }

    #[test]
    fn no_written_text_is_a_formula(text in "['=+@\t\r\n-]{0,4}\\PC{0,10}") {
        let written = neutralise(&text);
        let first = written.chars().next();
        let number = written.parse::<f64>().is_ok();
        prop_assert!(number || !matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n')));
    }

    #[test]
    fn a_csv_comes_back_as_it_went(rows in table(), which in 0usize..4, mark in any::<bool>()) {
        let separator = [b',', b';', b'\t', b'|'][which];
        let bytes = csv(&rows, CsvOptions { separator, mark });
        let declared = [format!("sep={}\r\n", char::from(separator)).as_bytes(), bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)].concat();
        prop_assert_eq!(read_back(&declared, "a.csv"), rows.as_slice());
        prop_assert_eq!(csv(&rows, CsvOptions { separator, mark }), bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn a_workbook_comes_back_as_it_went(rows in table()) {
        let bytes = xlsx(&rows);
        prop_assert_eq!(read_back(&bytes, "a.xlsx"), rows.as_slice());
        prop_assert_eq!(xlsx(&rows), bytes);
    }
}

#[test]
fn notes_stand_under_the_table_as_text() {
    let below = ["Sumber: rekaan".to_owned(), "=1+1".to_owned()];
    let mut out = Vec::new();
    let options = XlsxOptions { below: &below, ..XlsxOptions::default() };
    write_xlsx(&mut out, &HEADER, [["a", "b", "c"].map(str::to_owned)], options).unwrap();
    let rows = read_back(&out, "x.xlsx");
    let first: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(first, ["a", "Sumber: rekaan", "=1+1"]);
}
