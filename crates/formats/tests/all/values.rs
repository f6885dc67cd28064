use formats::values::{
    AgeBand, CellProblem, DatePrecision, DateRules, ParsedDate, ProblemCode, RISK_LEVEL, STATUS, Sex, Shape,
    code_of, meaningful, parse_age, parse_date, parse_integer, parse_nik, parse_sex, parse_yes_no,
    split_values,
};
use formats::{Cell, CellFlag};
use proptest::prelude::*;

fn rules() -> DateRules {
    DateRules::for_year(2026)
}

fn date(text: &str) -> Result<(i16, u8, u8, bool), ProblemCode> {
    parse_date(text, &rules()).map(|d| (d.year, d.month.unwrap_or(0), d.day.unwrap_or(0), d.ambiguous))
}

#[test]
fn dates_in_many_forms() {
    let cases = [
        ("2024-03-05", (2024, 3, 5, false)),
        ("2024/3/5", (2024, 3, 5, false)),
        ("05/03/2024", (2024, 3, 5, true)),
        ("25/03/2024", (2024, 3, 25, false)),
        ("03/25/2024", (2024, 3, 25, false)),
        ("05/05/2024", (2024, 5, 5, false)),
        ("5.3.2024", (2024, 3, 5, true)),
        ("5 Maret 2024", (2024, 3, 5, false)),
        ("Selasa, 5 Maret 2024", (2024, 3, 5, false)),
        ("5-Mar-24", (2024, 3, 5, true)),
        ("17 agustus 1998", (1998, 8, 17, false)),
        ("17-08-98", (1998, 8, 17, true)),
        ("March 5, 2024", (2024, 3, 5, false)),
        ("20240305", (2024, 3, 5, false)),
        ("45356", (2024, 3, 5, false)),
        ("45356.5", (2024, 3, 5, false)),
        ("2024-03-05 10:20:30", (2024, 3, 5, false)),
        ("2024-03-05T10:20:30Z", (2024, 3, 5, false)),
        ("2024", (2024, 0, 0, false)),
        ("Maret 2024", (2024, 3, 0, false)),
        ("Nopember 2019", (2019, 11, 0, false)),
        ("03/2024", (2024, 3, 0, false)),
        ("2024-03", (2024, 3, 0, false)),
        ("29 Feb 2024", (2024, 2, 29, false)),
    ];
    for (text, expected) in cases {
        assert_eq!(date(text), Ok(expected), "{text}");
    }
    let american = DateRules { month_first: true, ..rules() };
    assert_eq!(parse_date("05/03/2024", &american).map(|d| (d.month, d.ambiguous)), Ok((Some(5), true)));
}

#[test]
fn dates_that_are_none() {
    let cases = [
        ("", ProblemCode::Empty),
        ("-", ProblemCode::Empty),
        ("tidak diketahui", ProblemCode::Empty),
        ("31/02/2015", ProblemCode::ImpossibleDate),
        ("29 Februari 2023", ProblemCode::ImpossibleDate),
        ("2015-13-40", ProblemCode::ImpossibleDate),
        ("00/00/2015", ProblemCode::ImpossibleDate),
        ("1 Januari 1850", ProblemCode::YearOutOfRange),
        ("12/12/2099", ProblemCode::YearOutOfRange),
        ("kemarin", ProblemCode::NotADate),
        ("12", ProblemCode::NotADate),
        ("03/24", ProblemCode::NotADate),
        ("1 2 3 4", ProblemCode::NotADate),
        ("10:20", ProblemCode::NotADate),
    ];
    for (text, code) in cases {
        assert_eq!(date(text), Err(code), "{text}");
    }
}

#[test]
fn precision_follows_what_is_known() {
    let precision = |text| parse_date(text, &rules()).map(|d| d.precision());
    assert_eq!(precision("2024"), Ok(DatePrecision::Year));
    assert_eq!(precision("Mei 2024"), Ok(DatePrecision::Month));
    assert_eq!(precision("1 Mei 2024"), Ok(DatePrecision::Day));
}

#[test]
fn sexes_and_yes_and_no() {
    for text in ["L", "lk", "Laki-laki", "LAKI LAKI", "Anak Laki-laki", "M", "male", "Pria", "boy"] {
        assert_eq!(parse_sex(text), Ok(Sex::Male), "{text}");
    }
    for text in ["P", "pr.", "Perempuan", "F", "female", "wanita", "anak perempuan"] {
        assert_eq!(parse_sex(text), Ok(Sex::Female), "{text}");
    }
    assert_eq!(parse_sex("laki2"), Err(ProblemCode::NotASex));
    assert_eq!(parse_sex("?"), Err(ProblemCode::Empty));
    for text in ["ya", "Y", "TRUE", "1", "v", "x", "√", "Ada"] {
        assert_eq!(parse_yes_no(text), Ok(true), "{text}");
    }
    for text in ["tidak", "T", "no", "0", "FALSE"] {
        assert_eq!(parse_yes_no(text), Ok(false), "{text}");
    }
    assert_eq!(parse_yes_no(""), Err(ProblemCode::Empty));
    assert_eq!(parse_yes_no("mungkin"), Err(ProblemCode::NotYesNo));
}

#[test]
fn whole_numbers_with_separators() {
    let cases = [
        ("12", 12),
        ("-7", -7),
        ("1.234", 1234),
        ("1,234", 1234),
        ("1.234.567", 1_234_567),
        ("1.234,00", 1234),
        ("1,234.00", 1234),
        ("12,0", 12),
        ("1 234", 1234),
    ];
    for (text, expected) in cases {
        assert_eq!(parse_integer(text), Ok(expected), "{text}");
    }
    for text in ["1.23", "12,5", "1.2345", "dua", "1.234,567", "--3", "1..234", "."] {
        assert!(parse_integer(text).is_err(), "{text}");
    }
    assert_eq!(parse_integer("99999999999999999999"), Err(ProblemCode::NumberOutOfRange));
}

#[test]
fn ages_and_bands() {
    let cases = [
        ("14", 14, 14),
        ("14 tahun", 14, 14),
        ("14th", 14, 14),
        ("14 Thn.", 14, 14),
        ("8 bulan", 0, 0),
        ("2 tahun 3 bulan", 2, 2),
        ("13-17", 13, 17),
        ("13 – 17 tahun", 13, 17),
        ("6 s/d 12 tahun", 6, 12),
    ];
    for (text, low, high) in cases {
        assert_eq!(parse_age(text), Ok(AgeBand { low, high }), "{text}");
    }
    assert_eq!(parse_age("sepuluh"), Err(ProblemCode::NotAnAge));
    assert_eq!(parse_age("17-13"), Err(ProblemCode::NotAnAge));
    assert_eq!(parse_age("500"), Err(ProblemCode::NumberOutOfRange));
}

#[test]
fn a_nik_is_sixteen_trusted_digits() {
    let text = |text: &str| parse_nik(&Cell::from_text(text));
    assert_eq!(text("3201 9012 0310 0001"), Ok("3201901203100001".to_owned()));
    assert_eq!(text("'3201901203100001"), Ok("3201901203100001".to_owned()));
    assert_eq!(text("320190120310001"), Err(ProblemCode::NotANik));
    assert_eq!(text("3,20195E+15"), Err(ProblemCode::PrecisionLost));
    let lost = Cell { text: "3201901203100000".to_owned(), flag: Some(CellFlag::PrecisionLost) };
    assert_eq!(parse_nik(&lost), Err(ProblemCode::PrecisionLost));
}

#[test]
fn lists_and_many_values() {
    assert_eq!(code_of(RISK_LEVEL, "TINGGI"), Ok("high"));
    assert_eq!(code_of(STATUS, "dalam proses"), Ok("open"));
    assert_eq!(code_of(STATUS, "entah"), Err(ProblemCode::NotInList));
    assert_eq!(split_values("Fisik; Psikis,Fisik\nLainnya | -"), ["Fisik", "Psikis", "Lainnya"]);
    assert_eq!(meaningful(" N/A "), None);
}

#[test]
fn a_problem_names_the_place_and_not_the_content() {
    let problem = CellProblem::at(ProblemCode::NotADate, 7, 27, "date_of_birth", "Contoh 12");
    assert_eq!(problem.to_string(), "row 7, column AB (date_of_birth): not_a_date");
    assert_eq!(problem.seen, Shape::Mixed);
    assert!(!format!("{problem:?}").contains("Contoh"));
    let shapes =
        [("", Shape::Blank), ("12", Shape::Digits), ("a b", Shape::Letters), ("1/2", Shape::DigitsAndSigns)];
    for (text, shape) in shapes {
        assert_eq!(Shape::of(text), shape);
    }
}

const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

proptest! {
    #[test]
    fn every_form_of_a_day_reads_the_same(year in 1900i16..=2030, month in 1u8..=12, day in 1u8..=28) {
        let name = MONTHS[usize::from(month) - 1];
        let forms = [
            format!("{year}-{month:02}-{day:02}"),
            format!("{day:02}/{month:02}/{year}"),
            format!("{day} {name} {year}"),
            format!("{year}{month:02}{day:02}"),
            format!("{name} {day}, {year}"),
        ];
        for form in forms {
            let read = parse_date(&form, &rules());
            let expected = Ok((year, Some(month), Some(day)));
            prop_assert_eq!(read.map(|d| (d.year, d.month, d.day)), expected, "{}", form);
        }
    }

    #[test]
    fn serial_days_follow_one_another(serial in 10_000u32..45_000) {
        let read = |serial: u32| parse_date(&serial.to_string(), &rules()).unwrap();
        let key = |d: ParsedDate| (d.year, d.month, d.day);
        let (today, tomorrow) = (read(serial), read(serial + 1));
        prop_assert!(key(today) < key(tomorrow));
        prop_assert!(tomorrow.day == Some(1) || tomorrow.day == today.day.map(|day| day + 1));
    }

    #[test]
    fn integers_survive_indonesian_grouping(number in any::<i64>()) {
        let digits = number.unsigned_abs().to_string();
        let mut grouped = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at) % 3 == 0 {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        let sign = if number < 0 { "-" } else { "" };
        prop_assert_eq!(parse_integer(&format!("{sign}{grouped}")), Ok(number));
    }

    #[test]
    fn no_parser_panics(text in prop_oneof!["\\PC{0,40}", "[0-9./, :TE+-]{0,24}", "[0-9]{1,3} ?[a-z-]{0,6} ?[0-9]{0,5}"]) {
        if let Ok(read) = parse_date(&text, &rules()) {
            prop_assert!((1900..=2036).contains(&read.year));
            prop_assert!(read.month.is_none_or(|month| (1..=12).contains(&month)));
            prop_assert!(read.day.is_none_or(|day| (1..=31).contains(&day) && read.month.is_some()));
        }
        if let Ok(age) = parse_age(&text) {
            prop_assert!(age.low <= age.high && age.high <= 120);
        }
        if let Ok(nik) = parse_nik(&Cell::from_text(&text)) {
            prop_assert!(nik.len() == 16 && nik.bytes().all(|byte| byte.is_ascii_digit()));
        }
        let _ = (parse_integer(&text), parse_sex(&text), parse_yes_no(&text), code_of(STATUS, &text));
        prop_assert!(split_values(&text).iter().all(|value| !value.trim().is_empty()));
    }
}
