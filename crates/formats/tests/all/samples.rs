//! The committed samples are what the generator writes, and show what an import will meet.

#[path = "../../examples/make_samples/rows.rs"]
mod rows;

use std::fs;
use std::path::Path;

use formats::synonyms::CASE;
use formats::values::{
    CellProblem, DateRules, ProblemCode, STATUS, code_of, parse_age, parse_date, parse_nik, parse_sex,
};
use formats::{Claim, KnownNames, Mapping, ReadOptions, Row, open_table_with, propose_mapping};

fn committed(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name)).unwrap()
}

fn read(bytes: &[u8], name: &str) -> (Mapping, Vec<Row>) {
    let names = KnownNames::of(CASE);
    let known = |heading: &str| names.knows(heading);
    let options = ReadOptions { known_name: Some(&known), ..ReadOptions::default() };
    let table = open_table_with(bytes, &Claim::named(name), &options).unwrap();
    let mapping = propose_mapping(CASE, &table.header().names);
    (mapping, table.map(Result::unwrap).collect())
}

fn problems(mapping: &Mapping, rows: &[Row]) -> Vec<(u32, String, ProblemCode)> {
    let dates = DateRules::for_year(2026);
    let mut found = Vec::new();
    for row in rows {
        for mapped in &mapping.columns {
            let text = row.text(mapped.column);
            let result = match mapped.field.as_str() {
                "name" if text.is_empty() => Err(ProblemCode::Empty),
                "date_of_birth" | "registration_date" => parse_date(text, &dates).map(|_| ()),
                "sex" => parse_sex(text).map(|_| ()),
                "age" => parse_age(text).map(|_| ()),
                "nik" => row.cells.get(mapped.column).map_or(Ok(()), |cell| parse_nik(cell).map(|_| ())),
                "status" => code_of(STATUS, text).map(|_| ()),
                _ => Ok(()),
            };
            if let Err(code) = result {
                let problem = CellProblem::at(code, row.number, mapped.column, &mapped.field, text);
                found.push((problem.row, problem.column, problem.code));
            }
        }
    }
    found
}

#[test]
fn samples_are_current() {
    let advice = "run `cargo run -p formats --example make_samples`";
    assert_eq!(committed("kasus-contoh.csv"), rows::kasus_csv().unwrap(), "{advice}");
    assert!(committed("primero-export-contoh.xlsx") == rows::primero_xlsx().unwrap(), "{advice}");
}

#[test]
fn the_list_of_cases_shows_its_ten_bad_cells() {
    let (mapping, rows) = read(&committed("kasus-contoh.csv"), "kasus-contoh.csv");
    assert_eq!(rows.len(), 41);
    assert_eq!(rows[0].number, 5);
    assert_eq!(mapping.columns.len(), 19);
    assert_eq!(
        (mapping.unmapped.as_slice(), mapping.missing.len(), mapping.competing.len()),
        ([0].as_slice(), 0, 0)
    );
    let mut found = problems(&mapping, &rows);
    found.sort_by_key(|problem| problem.0);
    let expected = [
        (8, "E", ProblemCode::ImpossibleDate),
        (10, "D", ProblemCode::Empty),
        (13, "G", ProblemCode::NotANik),
        (16, "G", ProblemCode::PrecisionLost),
        (19, "F", ProblemCode::NotAnAge),
        (22, "C", ProblemCode::Empty),
        (25, "N", ProblemCode::YearOutOfRange),
        (28, "E", ProblemCode::NotADate),
        (31, "R", ProblemCode::NotInList),
        (34, "D", ProblemCode::NotASex),
    ];
    assert_eq!(found, expected.map(|(row, column, code)| (row, column.to_owned(), code)));
}

#[test]
fn the_primero_export_is_understood_whole() {
    let (mapping, rows) = read(&committed("primero-export-contoh.xlsx"), "primero-export-contoh.xlsx");
    assert_eq!((rows.len(), mapping.columns.len(), mapping.unmapped.len()), (40, 20, 0));
    assert_eq!(problems(&mapping, &rows), [(8, "G".to_owned(), ProblemCode::ImpossibleDate)]);
}

#[test]
fn nothing_in_the_samples_can_belong_to_anyone() {
    for name in ["kasus-contoh.csv", "primero-export-contoh.xlsx"] {
        let (mapping, rows) = read(&committed(name), name);
        let (nik, phone, notes) = (
            mapping.column_of("nik").unwrap(),
            mapping.column_of("phone").unwrap(),
            mapping.column_of("notes").unwrap(),
        );
        for row in &rows {
            if let Some(Ok(nik)) = row.cells.get(nik).map(parse_nik) {
                assert_eq!(&nik[4..5], "9");
            }
            assert!(row.text(phone).starts_with("0800-0000-") || row.text(phone).starts_with("+62 000"));
            assert_eq!(row.text(notes), "data rekaan");
        }
    }
}
