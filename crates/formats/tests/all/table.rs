use formats::synonyms::CASE;
use formats::{
    CellFlag, Claim, FormatError, KnownNames, Limits, ReadOptions, Row, TableReader, column_letters,
    open_table, open_table_with,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

fn rows(table: TableReader) -> Vec<Row> {
    table.map(Result::unwrap).collect()
}

fn texts(row: &Row) -> Vec<&str> {
    row.cells.iter().map(|cell| cell.text.as_str()).collect()
}

#[test]
fn letters_of_columns() {
    let cases =
        [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")];
    for (index, letters) in cases {
        assert_eq!(column_letters(index), letters);
    }
}

#[test]
fn every_separator_and_encoding_gives_the_same_table() {
    let plain = "Nama;Alamat\r\nContoh é;\"Jalan, Rekaan\"\r\n";
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        let mark = std::iter::once(0xfeff_u16);
        let units = mark.chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let variants: Vec<Vec<u8>> = vec![
        plain.as_bytes().to_vec(),
        [b"\xef\xbb\xbf".as_slice(), plain.as_bytes()].concat(),
        plain.replace(';', "\t").into_bytes(),
        plain.replace(';', "|").into_bytes(),
        plain.replace(';', ",").into_bytes(),
        plain.replace("\r\n", "\n").into_bytes(),
        format!("sep=;\r\n{plain}").into_bytes(),
        utf16(plain, false),
        utf16(plain, true),
        plain.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
    ];
    for bytes in variants {
        let table = open_table(&bytes, "a.csv").unwrap();
        assert_eq!(table.header().names, ["Nama", "Alamat"], "{bytes:?}");
        let rows = rows(table);
        assert_eq!(rows.len(), 1);
        assert_eq!(texts(&rows[0]), ["Contoh é", "Jalan, Rekaan"]);
        assert_eq!(rows[0].number, 2);
    }
}

#[test]
fn rows_are_numbered_as_the_spreadsheet_shows_them() {
    let text = "\nJudul\n\nNama;Usia\n\"dua\nbaris\";1\n\n;\nsatu;2\n\n\nakhir;3";
    let table = open_table(text.as_bytes(), "a.csv").unwrap();
    assert_eq!(table.header().row, 4);
    let numbers: Vec<u32> = rows(table).iter().map(|row| row.number).collect();
    assert_eq!(numbers, [5, 8, 11]);
}

#[test]
fn known_names_find_the_header_below_wide_titles() {
    let text = "Rekap;Tahun 2025\nNama Anak;Jenis Kelamin\nContoh;P\n";
    let names = KnownNames::of(CASE);
    let known = |heading: &str| names.knows(heading);
    let options = ReadOptions { known_name: Some(&known), ..ReadOptions::default() };
    let table = open_table_with(text.as_bytes(), &Claim::named("a.csv"), &options).unwrap();
    assert_eq!(table.header().row, 2);
    assert_eq!(open_table(text.as_bytes(), "a.csv").unwrap().header().row, 1);
}

#[test]
fn mangled_long_numbers_are_flagged() {
    let table = open_table(b"NIK;Nama\n3,20190E+15;Contoh\n3201901203100001;Contoh\n", "a.csv").unwrap();
    let flags: Vec<_> = rows(table).iter().map(|row| row.cells[0].flag).collect();
    assert_eq!(flags, [Some(CellFlag::PrecisionLost), None]);
}

fn sample_workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let hidden = workbook.add_worksheet();
    hidden.set_name("rahasia").unwrap().set_hidden(true);
    hidden.write_string(0, 0, "x").unwrap();
    let sheet = workbook.add_worksheet();
    sheet.set_name("kasus").unwrap().set_active(true);
    sheet.merge_range(0, 0, 0, 3, "REKAP CONTOH", &Format::new()).unwrap();
    for (column, name) in ["Nama", "Tgl Lahir", "NIK", "Usia"].into_iter().enumerate() {
        sheet.write_string(2, u16::try_from(column).unwrap(), name).unwrap();
    }
    sheet.write_string(3, 0, "Contoh").unwrap();
    let date = ExcelDateTime::from_ymd(2014, 3, 5).unwrap();
    sheet.write_datetime_with_format(3, 1, &date, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
    sheet.write_string(3, 2, "3201901203100001").unwrap();
    sheet.write_number(3, 3, 11).unwrap();
    sheet.write_number(5, 2, 3_201_901_203_100_001.0_f64).unwrap();
    let second = workbook.add_worksheet();
    second.set_name("lain").unwrap().write_string(0, 0, "Nama").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn the_first_visible_sheet_is_read() {
    let table = open_table(&sample_workbook(), "a.xlsx").unwrap();
    assert_eq!(
        (table.header().row, table.header().names.join("|")),
        (3, "Nama|Tgl Lahir|NIK|Usia".to_owned())
    );
    let rows = rows(table);
    assert_eq!(texts(&rows[0]), ["Contoh", "2014-03-05", "3201901203100001", "11"]);
    assert_eq!(rows[0].cells[2].flag, None);
    assert_eq!(rows[1].number, 6);
    assert_eq!(rows[1].cells[2].flag, Some(CellFlag::PrecisionLost));
}

#[test]
fn a_sheet_can_be_named_but_not_a_hidden_one() {
    let bytes = sample_workbook();
    let open = |sheet| {
        let options = ReadOptions { sheet: Some(sheet), ..ReadOptions::default() };
        open_table_with(&bytes, &Claim::named("a.xlsx"), &options).map(|table| table.header().names.clone())
    };
    assert_eq!(open("lain"), Ok(vec!["Nama".to_owned()]));
    assert_eq!(open("rahasia"), Err(FormatError::NoSuchSheet));
    assert_eq!(open("entah"), Err(FormatError::NoSuchSheet));
}

#[test]
fn a_cell_in_the_last_corner_takes_no_memory() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "Nama").unwrap().write_string(0, 1, "Usia").unwrap();
    sheet.write_string(1_048_575, 0, "jauh").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let found = rows(open_table(&bytes, "a.xlsx").unwrap());
    assert_eq!((found.len(), found[0].number), (1, 1_048_576));

    let mut wide = Workbook::new();
    wide.add_worksheet().write_string(0, 16_383, "jauh").unwrap();
    let refused = open_table(&wide.save_to_buffer().unwrap(), "a.xlsx").err();
    assert_eq!(refused, Some(FormatError::TooManyColumns { row: 1, limit: 500 }));
}

#[test]
fn limits_of_rows_columns_and_cells_hold() {
    let limits = Limits { rows: 2, columns: 3, cell_chars: 5, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let last = |text: &str| match open_table_with(text.as_bytes(), &Claim::named("a.csv"), &options) {
        Ok(table) => table.last().and_then(Result::err),
        Err(error) => Some(error),
    };
    assert_eq!(last("a;b\n1;2\n3;4\n"), None);
    assert_eq!(last("a;b\n1;2\n3;4\n5;6\n"), Some(FormatError::TooManyRows { limit: 2 }));
    assert_eq!(last("a;b\n1;2;3;4\n"), Some(FormatError::TooManyColumns { row: 2, limit: 3 }));
    let long = FormatError::CellTooLong { row: 2, column: "B".to_owned(), limit: 5 };
    assert_eq!(last("a;b\n1;panjang\n"), Some(long));
    assert_eq!(last("\n\n"), Some(FormatError::NoHeader));
}
