//! Expressions, one by one and with chance.

use forms::xpath::{
    Budget, Context, Env, FaultCode, Forest, Lookups, Moment, NodeId, Value, evaluate, parse,
};
use proptest::prelude::*;

use crate::support::now;

struct World;

impl Lookups for World {
    fn choice_name(&self, path: &str, value: &str) -> Option<String> {
        (path == "/data/a").then(|| format!("<{value}>"))
    }
    fn table_cell(&self, table: &str, column: &str, key_column: &str, key: &str) -> Option<String> {
        Some(format!("{table}.{column}[{key_column}={key}]"))
    }
    fn property(&self, name: &str) -> Option<String> {
        Some(format!("my {name}"))
    }
    fn random(&self) -> f64 {
        0.25
    }
    // Not a hash: that lies elsewhere. The name and the first letter say that both arrived.
    fn digest(&self, algorithm: &str, bytes: &[u8]) -> Option<Vec<u8>> {
        let known = ["MD5", "SHA-256"].contains(&algorithm);
        known.then(|| [algorithm.as_bytes(), b"|", &bytes[..1]].concat())
    }
    fn uuid(&self) -> String {
        "01234567-89ab-cdef-0123-456789abcdef".into()
    }
}

/// `/data/{a, empty, r[n=1,2,3; g/deep], date}` and a list `kota`.
fn forest() -> (Forest, NodeId) {
    let (mut forest, root) = Forest::new("data");
    let a = forest.add(root, "a", "x y z");
    forest.add(root, "empty", "");
    for (number, deep) in [("1", "satu"), ("2", "dua"), ("", "")] {
        let row = forest.add(root, "r", "");
        forest.add(row, "n", number);
        let group = forest.add(row, "g", "");
        forest.add(group, "deep", deep);
    }
    forest.add(root, "date", "2026-02-28");
    let list = forest.add_instance("kota", "root");
    for (name, pulau) in [("k1", "a"), ("k2", "b"), ("k3", "b")] {
        let item = forest.add(list, "item", "");
        forest.add(item, "name", name);
        forest.add(item, "pulau", pulau);
    }
    (forest, a)
}

fn value(text: &str) -> Result<String, FaultCode> {
    let (forest, node) = forest();
    let budget = Budget::new(10_000);
    let env = Env::new(&forest, now(), &World, &budget);
    let expr = parse(text).map_err(|fault| fault.code)?;
    let value = evaluate(&expr, Context::at(node), &env).map_err(|fault| fault.code)?;
    env.string(&value).map_err(|fault| fault.code)
}

#[track_caller]
fn is(text: &str, expected: &str) {
    assert_eq!(value(text).as_deref(), Ok(expected), "{text}");
}

#[test]
fn arithmetic_and_comparison_follow_xpath() {
    is("1 + 2 * 3", "7");
    is("7 mod 3 + 8 div 4 - -1", "4");
    is("(1 + 2) * 3 = 9 and not(1 > 2)", "true");
    is("-(2 + 3)", "-5");
    is("1 div 0", "Infinity");
    is("'a' = 'b' or 2 >= 2", "true");
    is("'5' + 1", "6");
    is("'x' + 1", "NaN");
    is("1 = 1.0", "true");
    is("true() = 1", "true");
    is("0.1 + 0.2 < 0.4", "true");
}

#[test]
fn paths_lead_where_they_say() {
    is("/data/a", "x y z");
    is(".", "x y z");
    is("../r[2]/n", "2");
    is("../r[n = 2]/g/deep", "dua");
    is("count(/data/r)", "3");
    is("count(//deep)", "3");
    is("count(/data/r/n | /data/a)", "4");
    is("/data/r[position() = last()]/g/../n = ''", "true");
    is("instance('kota')/root/item[name = 'k2']/pulau", "b");
    is("count(instance('kota')/root/item[pulau = 'b'])", "2");
    is("position(/data/r[2])", "2");
    is("count(/data/r[2]/preceding-sibling::r)", "1");
    is("name(..)", "data");
    is("/data/nothing = ''", "true");
    is("current()/../date", "2026-02-28");
    is("instance('kota')/root/item[name = substr(current(), 0, 0) or name = 'k3']/pulau", "b");
}

#[test]
fn texts_and_choices() {
    is("concat('a', 1, 'b')", "a1b");
    is("join(', ', /data/r/n)", "1, 2, ");
    is("join('-', 'a', 'b')", "a-b");
    is("substr('jejaring', 0, 2)", "je");
    is("substr('jejaring', -4)", "ring");
    is("substring('jejaring', 2, 3)", "eja");
    is("substring-before('a:b:c', ':')", "a");
    is("substring-after('a:b:c', ':')", "b:c");
    is("string-length('anak')", "4");
    is("normalize-space('  a   b ')", "a b");
    is("translate('bar', 'abc', 'AB')", "BAr");
    is("starts-with('anak', 'an') and ends-with('anak', 'ak') and contains('anak', 'na')", "true");
    is("selected(., 'y')", "true");
    is("selected(., 'x y')", "false");
    is("selected-at(., 1)", "y");
    is("selected-at(., 9)", "");
    is("count-selected(.)", "3");
    is("jr:choice-name('k', '/data/a')", "<k>");
    is("jr:choice-name('k', ' /data/b ')", "k");
    is("if(. = '', 'kosong', 'isi')", "isi");
    is("coalesce(/data/empty, 'b')", "b");
    is("once('baru')", "x y z");
    is("regex('0811', '[0-9]+')", "true");
    is("regex('0811x', '[0-9]+')", "false");
    is("boolean-from-string('1')", "true");
    is("join(' ', randomize(instance('kota')/root/item/name, 1))", "k2 k1 k3");
    is("join(' ', randomize(instance('kota')/root/item/name, 42))", "k1 k2 k3");
    is("join(' ', randomize(instance('kota')/root/item/name, -33))", "k3 k2 k1");
    is("count(randomize(/data/r))", "3");
    let square = "'0 0 0 0;0 2 0 0;2 2 0 0;2 0 0 0;0 0 0 0'";
    is(&format!("geofence('1 1 0 0', {square})"), "true");
    is(&format!("geofence('3 1 0 0', {square})"), "false");
    is(&format!("geofence('', {square})"), "false");
    is("geofence('1 1', '0 0;0 2;2 2;2 0')", "false");
    is("base64-decode('YW5haw==')", "anak");
    is("base64-decode('YW5haw')", "anak");
    is("base64-decode('*')", "");
    is("digest('anak', 'SHA-256')", "U0hBLTI1Nnxh");
    is("digest('anak', 'MD5', 'hex')", "4d44357c61");
    assert_eq!(value("digest('anak', 'MD5', 'morse')"), Err(FaultCode::Kind));
    assert_eq!(value("digest('anak', 'CRC')"), Err(FaultCode::Kind));
    is("pulldata('t', 'c', 'k', 'v')", "t.c[k=v]");
    is("uuid(6)", "012345");
    is("property('deviceid')", "my deviceid");
}

#[test]
fn numbers_and_lists() {
    is("int(3.9) + int(-3.9)", "0");
    is("round(2.5)", "3");
    is("round(2.345, 2)", "2.35");
    is("round(1234, -2)", "1200");
    is("pow(2, 10)", "1024");
    is("sum(/data/r/n)", "3");
    is("min(/data/r/n)", "1");
    is("max(4, /data/r/n)", "4");
    is("count-non-empty(/data/r/n)", "2");
    is("checklist(1, 2, 'yes', 'no', 'yes')", "true");
    is("checklist(-1, 1, 'yes', 'no', 'yes')", "false");
    is("weighted-checklist(3, 9, 'yes', 2, 'yes', 1, 'no', 7)", "true");
    is("number('12') + number('')", "NaN");
    is("random() < 0.5", "true");
    is("sqrt(16) + abs(-1) + floor(1.9) + ceiling(1.1)", "8");
    is("indexed-repeat(/data/r/n, /data/r, 2)", "2");
    is("indexed-repeat(/data/r/g/deep, /data/r, 1)", "satu");
    is("indexed-repeat(/data/r/n, /data/r, 9)", "");
}

#[test]
fn days_and_times() {
    is("today()", "2026-03-05");
    is("now()", "2026-03-05T12:00:00.000+07:00");
    is("today() > /data/date", "true");
    is("today() - /data/date", "5");
    is("date(/data/date + 1)", "2026-03-01");
    is("date('2026-03-05T20:00:00.000+00:00')", "2026-03-06");
    is("format-date(/data/date, '%e %b %Y, %d/%m/%y')", "28 Feb 2026, 28/02/26");
    is("format-date-time(now(), '%H:%M')", "12:00");
    is("format-date('', '%Y')", "");
    is("decimal-date-time('1970-01-02')", "1");
    is("decimal-time('06:00:00.000+07:00')", "0.25");
    is("int((today() - date('2014-03-06')) div 365.25)", "11");
    is("date('x') = ''", "true");
}

#[test]
fn places() {
    let side = "0 0 0 0; 0 0.001 0 0; 0.001 0.001 0 0; 0.001 0 0 0; 0 0 0 0";
    let number = |text: &str| value(text).unwrap().parse::<f64>().unwrap();
    // A thousandth of a degree is 111.3 m along this sphere's equator.
    assert!((number(&format!("distance('{side}')")) - 4.0 * 111.32).abs() < 0.5);
    assert!((number(&format!("area('{side}')")) - 111.32 * 111.32).abs() < 20.0);
    is("area('0 0 0 0')", "0");
}

#[test]
fn faults_have_codes() {
    for (text, code) in [
        ("", FaultCode::Unfinished),
        ("1 +", FaultCode::Unfinished),
        ("(1", FaultCode::Unfinished),
        ("'a", FaultCode::OpenQuote),
        ("frob(1)", FaultCode::UnknownFunction),
        ("selected('a')", FaultCode::Arguments),
        ("@id", FaultCode::Unsupported),
        ("$x", FaultCode::Unsupported),
        ("regex('a', '(')", FaultCode::Pattern),
        ("regex('a', '(?=a)')", FaultCode::Pattern),
        ("count('a')", FaultCode::Kind),
        ("a b", FaultCode::Syntax),
    ] {
        assert_eq!(value(text), Err(code), "{text}");
    }
    let deep = format!("{}1{}", "(".repeat(60), ")".repeat(60));
    assert_eq!(value(&deep), Err(FaultCode::TooLarge));
    let long = vec!["1"; 16_000].join("+");
    // Long rows of operands are shallow; only the budget ends them.
    assert_eq!(value(&long), Err(FaultCode::TooMuchWork));
    assert_eq!(value(&"1".repeat(40_000)), Err(FaultCode::TooLarge));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[ -~]{0,60}") {
        let _ = value(&text);
    }

    #[test]
    fn no_row_of_words_makes_it_panic(words in proptest::collection::vec(
        prop::sample::select(vec!["(", ")", "[", "]", "/", "//", ".", "..", "a", "r", "n", "1", "0.5", "'x'", ",", "+", "-",
            "*", "=", "!=", "<", "and", "or", "div", "mod", "|", "not(", "count(", "selected(", "sum(", "if(", "date(", "now()"]),
        0..24,
    )) {
        let _ = value(&words.join(" "));
    }

    #[test]
    fn numbers_add_up(a in -1_000_000i32..1_000_000, b in -1_000_000i32..1_000_000) {
        prop_assert_eq!(value(&format!("{a} + {b}")), Ok((i64::from(a) + i64::from(b)).to_string()));
        prop_assert_eq!(value(&format!("{a} < {b}")), Ok((a < b).to_string()));
    }

    #[test]
    fn days_come_back(days in -200_000i32..200_000) {
        let moment = Moment::from_days(f64::from(days), 420).unwrap();
        prop_assert_eq!(moment.days(), f64::from(days));
        prop_assert_eq!(Moment::parse(&moment.to_text(), 420), Some(moment));
    }

    #[test]
    fn instants_come_back(millis in 0i64..4_000_000_000_000, offset in -720i16..720) {
        let moment = Moment::of_instant(millis, offset).unwrap();
        prop_assert_eq!(moment.millis(), millis);
        prop_assert_eq!(Moment::parse_own(&moment.to_text()).map(|own| own.millis()), Some(millis));
    }

    #[test]
    fn a_chosen_code_is_selected_and_no_other(codes in proptest::collection::vec("[a-z]{1,6}", 0..8), other in "[A-Z]{1,6}") {
        let text = codes.join(" ");
        for code in &codes {
            prop_assert_eq!(value(&format!("selected('{text}', '{code}')")), Ok("true".to_owned()));
        }
        prop_assert_eq!(value(&format!("selected('{text}', '{other}')")), Ok("false".to_owned()));
        prop_assert_eq!(value(&format!("count-selected('{text}')")), Ok(codes.len().to_string()));
    }
}

#[test]
fn a_value_can_be_made_outside() {
    assert_eq!(Value::Number(1.0), Value::Number(1.0));
}

/// What `docs/FORMS.md` says is not known, is not; and every function that it names is.
#[test]
fn the_manual_names_the_functions_as_they_are() {
    let manual = std::fs::read_to_string(crate::support::root().join("docs/FORMS.md")).unwrap();
    let after = |mark: &str| {
        let rest = manual.split_once(mark).unwrap_or_else(|| panic!("{mark}")).1;
        rest.split_once("\n\n").unwrap().0.to_owned()
    };
    let names = |text: &str| -> Vec<String> {
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-:".contains(c);
        text.split(|c: char| !letters(c)).filter(|word| word.len() > 1).map(str::to_owned).collect()
    };
    let unknown = after("**Functions of ODK that are not known**, and refused with row and column: ");
    for name in &names(&unknown) {
        assert!(!forms::xpath::is_known(name), "{name} is known");
    }
    assert_eq!(names(&unknown).len(), 4, "{unknown}");
    let known = after("**Functions:** those of XPath 1.0 and ");
    assert!(names(&known).len() > 50, "{known}");
    for name in names(&known) {
        assert!(forms::xpath::is_known(&name), "{name} is not known");
    }
}
