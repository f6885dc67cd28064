use std::path::Path;

use formats::iati::{
    Activity, Amount, Budget, IatiDocument, IatiVerdict, LIMITS, Narrative, Participant, Party, Records,
    Ruleset, Share, Transaction, check_iati, in_language, read_iati, standard_rules, write_iati,
};
use formats::xml::{Element, XmlLimits, parse, write_tree};
use formats::xsd::{Options, load};
use proptest::prelude::*;

const ACTIVITIES: &str = include_str!("../../../../fuzz/seeds/iati/kegiatan.xml");
const ORGANISATIONS: &str = include_str!("../../../../fuzz/seeds/iati/organisasi.xml");

/// 5 March 2026.
const NOW: i64 = 1_772_700_000_000;

fn check(xml: &str) -> IatiVerdict {
    check_iati(xml.as_bytes(), &LIMITS, NOW)
}

fn tree(xml: &str) -> Element {
    parse(xml.as_bytes(), &XmlLimits::default()).unwrap()
}

/// Everything but lines, prefixes and spaces between elements.
fn said(at: &Element) -> String {
    let mut attributes: Vec<String> =
        at.attributes.iter().map(|(name, value)| format!("{}|{:?}={value:?}", name.space, name)).collect();
    attributes.sort();
    let text = if at.text.trim().is_empty() && !at.children.is_empty() { "" } else { at.text.as_str() };
    let children: Vec<String> = at.children.iter().map(said).collect();
    format!("{}|{:?} {attributes:?} {text:?} {children:?}", at.name.space, at.name)
}

fn read(xml: &str) -> IatiDocument {
    read_iati(xml.as_bytes(), &LIMITS).unwrap()
}

fn activities(document: &mut IatiDocument) -> &mut Vec<Activity> {
    match &mut document.records {
        Records::Activities(list) => list,
        Records::Organisations(_) => panic!("an activity file"),
    }
}

#[test]
fn the_official_schemas_are_judged_wholly() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/iati");
    for name in ["iati-activities-schema.xsd", "iati-organisations-schema.xsd"] {
        let main = std::fs::read(data.join(name)).unwrap();
        let schema =
            load(&main, Options::default(), &mut |name| std::fs::read(data.join(name)).ok()).unwrap();
        assert_eq!(schema.unjudged(), [""; 0], "{name}");
    }
    assert!(standard_rules().is_some());
}

#[test]
fn valid_files_are_valid_and_lose_nothing_on_the_way_through() {
    for xml in [ACTIVITIES, ORGANISATIONS] {
        let verdict = check(xml);
        assert_eq!(verdict, IatiVerdict { records: 1, ..IatiVerdict::default() });
        let written = write_iati(&read(xml));
        assert_eq!(said(&tree(&written)), said(&tree(xml)));
        assert_eq!(check(&written), verdict);
        let mixed = "<x:lain a=\"1\">teks <x:b>tebal</x:b> sesudah</x:lain>";
        assert_eq!(written.contains(mixed), xml.contains(mixed));
        // Once written it stays as it is.
        assert_eq!(write_iati(&read(&written)), written);
    }
}

#[test]
fn a_change_touches_nothing_else() {
    let mut document = read(ACTIVITIES);
    let activity = &mut activities(&mut document)[0];
    activity.status = "4".into();
    activity.dates.push(("4".into(), "2026-02-28".into()));
    activity.transactions[0].amount.value = "49000".into();
    activity.budgets[0].end = "2025-12-30".into();
    let written = write_iati(&document);
    let expected = ACTIVITIES
        .replace("activity-status code=\"2\"", "activity-status code=\"4\"")
        .replace(
            "<activity-date iso-date=\"2027-12-31\" type=\"3\"/>",
            "<activity-date iso-date=\"2027-12-31\" type=\"3\"/><activity-date iso-date=\"2026-02-28\" type=\"4\"/>",
        )
        .replace(">50000<", ">49000<")
        .replacen("<period-end iso-date=\"2025-12-31\"/>", "<period-end iso-date=\"2025-12-30\"/>", 1);
    assert_eq!(said(&tree(&written)), said(&tree(&expected)));
    assert_eq!(check(&written).errors, []);
}

#[test]
fn what_is_understood_is_what_stands_there() {
    let mut document = read(ACTIVITIES);
    let activity = activities(&mut document).remove(0);
    assert_eq!(activity.identifier, "XI-IATI-CONTOH-LINDUNGI-1");
    let default = activity.lang.as_deref();
    assert_eq!(in_language(&activity.title, "id", default), Some("Pendampingan anak korban eksploitasi"));
    assert_eq!(in_language(&activity.title, "en", default), Some("Support for children who were exploited"));
    assert_eq!((activity.date("2"), activity.date("4")), (Some("2025-02-01"), None));
    assert_eq!(activity.participants[0].activity.as_deref(), Some("XI-IATI-DANACONTOH-9"));
    let shares: Vec<_> =
        activity.sectors.iter().map(|share| (share.code.as_str(), share.percentage.as_deref())).collect();
    assert_eq!(shares, [("15160", Some("60")), ("16010", Some("40")), ("11", None)]);
    let amounts: Vec<_> = activity
        .transactions
        .iter()
        .map(|one| (one.kind.as_str(), one.amount.value.as_str(), one.amount.currency.as_deref()))
        .collect();
    assert_eq!(amounts, [("1", "50000", Some("USD")), ("4", "-250000", None)]);
    let provider = activity.transactions[0].provider.clone().unwrap();
    assert_eq!(provider.activity.as_deref(), Some("XI-IATI-DANACONTOH-9"));
    let Records::Organisations(list) = read(ORGANISATIONS).records else { panic!("an organisation file") };
    assert_eq!((list[0].budgets.len(), list[0].expenditures[0].amount.value.as_str()), (1, "3500000000"));
}

#[test]
fn what_is_written_anew_is_valid() {
    let org = |role: Option<&str>| Participant {
        reference: Some("XI-IATI-CONTOH".into()),
        kind: Some("22".into()),
        role: role.map(str::to_owned),
        names: vec![Narrative::new("id", "Yayasan Contoh Kasih")],
        ..Participant::default()
    };
    let amount = |value: &str| Amount {
        value: value.into(),
        currency: Some("IDR".into()),
        value_date: "2026-01-01".into(),
    };
    let party = || Some(Party { reference: Some("XI-IATI-CONTOH".into()), ..Party::default() });
    let activity = Activity {
        identifier: "XI-IATI-CONTOH-2".into(),
        reporting: org(None),
        title: vec![Narrative::new("id", "Kelas <aman> & \"lucu\"")],
        descriptions: vec![(Some("1".into()), vec![Narrative::new("id", "Sekolah")])],
        participants: vec![org(Some("4"))],
        status: "2".into(),
        dates: vec![("2".into(), "2026-01-01".into())],
        scope: Some("4".into()),
        countries: vec![Share { code: "ID".into(), ..Share::default() }],
        sectors: vec![Share { code: "15160".into(), ..Share::default() }],
        budgets: vec![Budget {
            start: "2026-01-01".into(),
            end: "2026-12-31".into(),
            amount: amount("5.5"),
            ..Budget::default()
        }],
        transactions: vec![Transaction {
            kind: "3".into(),
            date: "2026-02-01".into(),
            amount: amount("1000000"),
            provider: party(),
            receiver: party(),
            channel: Some("2".into()),
            ..Transaction::default()
        }],
        ..Activity::default()
    };
    let document = IatiDocument::new("2026-03-05T00:00:00Z", Records::Activities(vec![activity]));
    let written = write_iati(&document);
    assert_eq!(check(&written), IatiVerdict { records: 1, ..IatiVerdict::default() }, "{written}");
    assert_eq!(read(&written), document);
}

/// What is broken, where it must be found, and a word of the remedy.
const BROKEN: [(&str, &str, &str, &str); 26] = [
    ("<activity-status code=\"2\"/>", "", "/activity-date[1]", "activity-status"),
    ("<activity-scope code=\"5\"/>", "<activity-scope kode=\"5\"/>", "/activity-scope/@kode", "not declared"),
    ("iso-date=\"2025-02-01\"", "iso-date=\"1 Februari\"", "/activity-date[2]/@iso-date", "is no date"),
    (
        "<value value-date=\"2025-01-01\">1500000000",
        "<value value-date=\"2025-01-01\">RAHASIA",
        "/budget/value",
        "decimal",
    ),
    ("version=\"2.03\"", "version=\"1.05\"", "/@version", "2.03"),
    (
        "ref=\"XI-IATI-CONTOH\" type=\"22\" secondary",
        "ref=\"XI-IATI-CONTOH-LINDUNGI-1\" type=\"22\" secondary",
        "/iati-identifier",
        "1.1.3",
    ),
    (
        "type=\"2\"/>\n    <activity-date iso-date=\"2027",
        "type=\"4\"/>\n    <activity-date iso-date=\"2024",
        "/activity-date[1]/@iso-date",
        "11.1.2",
    ),
    (
        "iso-date=\"2025-02-01\" type=\"2\"",
        "iso-date=\"2099-02-01\" type=\"2\"",
        "/activity-date[2]/@iso-date",
        "11.1.4",
    ),
    ("last-updated-datetime=\"2026", "last-updated-datetime=\"2036", "/@last-updated-datetime", "11.1.1"),
    ("percentage=\"40\"", "percentage=\"41\"", "/sector[1]/@percentage", "2.1.2"),
    ("percentage=\"40\"", "percentage=\"140\"", "/sector[2]/@percentage", "12.3.1"),
    (" percentage=\"40\"", "", "/sector[1]", "2.1.1"),
    ("<narrative>Layanan bagi korban</narrative>", "", "/sector[3]", "2.2.1"),
    (
        "<recipient-country code=\"ID\"/>",
        "<recipient-country code=\"ID\" percentage=\"90\"/>",
        "/recipient-country",
        "3.1.4",
    ),
    ("<flow-type", "<sector code=\"15160\"/><flow-type", "/sector[1]", "6.6.2"),
    ("<recipient-country code=\"ID\"/>", "", "/iati-activity", "3.7.1"),
    ("default-currency=\"IDR\"", "x:currency=\"IDR\"", "/budget/value", "7.8.1"),
    ("xml:lang=\"id\"", "x:lang=\"id\"", "/narrative", "4.1.1"),
    (
        "<period-end iso-date=\"2025-12-31\"/>\n      <value",
        "<period-end iso-date=\"2026-12-31\"/>\n      <value",
        "/budget/period-end/@iso-date",
        "7.5.3",
    ),
    (
        "<period-start iso-date=\"2025-01-01\"/>\n      <period-end iso-date=\"2025-12-31\"/>\n      <value",
        "<period-start iso-date=\"2025-12-31\"/>\n      <period-end iso-date=\"2025-01-01\"/>\n      <value",
        "/budget/period-start/@iso-date",
        "8.6.3",
    ),
    ("<target value=\"60\"/>", "<target/>", "/target", "8.9.1"),
    ("<provider-org ref=\"XI-IATI-CONTOH\"/>", "<provider-org/>", "/transaction[2]/provider-org", "6.9.1"),
    (
        "<title>\n      <narrative>Pendampingan anak korban eksploitasi</narrative>\n      <narrative xml:lang=\"en\">Support for children who were exploited</narrative>",
        "<title>\n      <narrative/>",
        "/title",
        "4.3.1",
    ),
    (
        "<transaction-type code=\"4\"/>",
        "<transaction-type code=\"44\"/>",
        "/transaction[2]/transaction-type/@code",
        "TransactionType",
    ),
    ("code=\"16010\"", "code=\"99999\"", "/sector[2]/@code", "Sector"),
    ("<budget type=\"1\"", "<budget type=\"3\"", "/budget/@type", "BudgetType"),
];

#[test]
fn what_is_broken_is_found_with_its_place_line_and_remedy() {
    for (from, to, place, remedy) in BROKEN {
        let broken = ACTIVITIES.replacen(from, to, 1);
        assert_ne!(broken, ACTIVITIES, "{from}");
        let verdict = check(&broken);
        let fits = |finding: &formats::Finding| {
            finding.place.ends_with(place) && finding.reason.contains(remedy) && finding.line > 0
        };
        assert!(verdict.errors.iter().any(fits), "{to}: {:#?}", verdict.errors);
        assert!(!format!("{verdict:?}").contains("RAHASIA"));
    }
}

#[test]
fn what_is_only_advised_against_is_a_warning() {
    for (from, to, rule) in [
        ("<iati-identifier>XI", "<iati-identifier> XI", "1.3.1"),
        ("<iati-identifier>XI-IATI-CONTOH-", "<iati-identifier>LAIN-", "1.1.21"),
        ("ref=\"XI-IATI-MITRA\"", "ref=\"XI/IATI/MITRA\"", "1.15.13"),
        ("<recipient-country code=\"ID\"/>", "<recipient-country code=\"QQ\"/>", "Country"),
    ] {
        let unusual = ACTIVITIES.replacen(from, to, 1);
        assert_ne!(unusual, ACTIVITIES, "{from}");
        let verdict = check(&unusual);
        assert_eq!(verdict.errors, [], "{to}");
        assert!(verdict.warnings.iter().any(|finding| finding.reason.contains(rule)), "{to}: {verdict:?}");
    }
}

#[test]
fn what_is_no_such_file_is_refused_with_a_remedy() {
    for (xml, reason) in [
        ("<iati-activities", "well-formed"),
        ("<kegiatan/>", "the root must be"),
        ("<iati-activities version='2.03'/>", "expected: iati-activity"),
        ("<!DOCTYPE a><iati-activities/>", "document type"),
        (
            "<iati-activities version='2.03'><x>data:image/png;base64,iVBORw0KGgo=</x></iati-activities>",
            "picture",
        ),
    ] {
        let verdict = check(xml);
        assert!(verdict.errors.iter().any(|finding| finding.reason.contains(reason)), "{xml}: {verdict:?}");
    }
    assert!(read_iati(b"<kegiatan/>", &LIMITS).is_err());
}

#[test]
fn rules_are_judged_as_the_standard_itself_tests_them() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/iati/rules");
    let verdicts = std::fs::read_to_string(dir.join("verdicts.tsv")).unwrap();
    let mut judged = 0;
    for line in verdicts.lines().filter(|line| !line.starts_with('#')) {
        let [rules, document, keeps] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let rules = Ruleset::parse(&std::fs::read(dir.join(rules).with_extension("json")).unwrap()).unwrap();
        let root = tree(&std::fs::read_to_string(dir.join(document).with_extension("xml")).unwrap());
        let (errors, _) = rules.judge(&root, NOW);
        assert_eq!(errors.is_empty(), keeps == "true", "{line}: {errors:?}");
        judged += 1;
    }
    assert!(judged > 40, "{judged}");
}

#[test]
fn rulesets_that_are_not_understood_are_refused() {
    for (text, reason) in [
        ("{", "cannot be read"),
        ("{\"/a\": {\"terserah\": {\"cases\": [{}]}}}", "terserah"),
        ("{\"/a[\": {}}", "/a["),
        ("{\"/a\": {\"atleast_one\": {\"cases\": [{\"paths\": [\"a::b(\"]}]}}}", "atleast_one"),
        ("{\"/a\": {\"if_then\": {\"cases\": [{\"if\": \"a\"}]}}}", "if_then"),
    ] {
        let problem = Ruleset::parse(text.as_bytes()).unwrap_err();
        assert!(problem.to_string().contains(reason), "{problem}");
    }
}

#[test]
fn a_value_cannot_change_the_rule_that_it_is_put_into() {
    // The loop over vocabularies puts the value of a file into an expression.
    let sly = ACTIVITIES.replace(
        "<sector vocabulary=\"99\"",
        "<sector vocabulary=\"x' or '1'='1\" code=\"1\" percentage=\"7\"/><sector vocabulary=\"99\"",
    );
    let errors = check(&sly).errors;
    let wrong: Vec<_> = errors.iter().filter(|finding| finding.reason.contains("2.1.4")).collect();
    assert!(matches!(wrong[..], [one] if one.place.ends_with("/sector[3]")), "{errors:#?}");
}

fn element() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        Just(String::new()),
        Just(" \n\t".to_owned()),
        "[ a-zé\u{7f}\u{85}𝄞]{0,6}",
        Just("&amp;&lt;&#13;&#9;<![CDATA[<x>]]>".to_owned())
    ];
    let name = prop::sample::select(vec!["a", "p:b", "q:c", "d"]);
    let spaces = prop::sample::select(vec![
        "",
        " xmlns='urn:1'",
        " xmlns:p='urn:2'",
        " xmlns:q='urn:1' xmlns=''",
        " xmlns:p='urn:3' xmlns:z='urn:2'",
    ]);
    let attributes =
        prop::sample::select(vec!["", " x='1'", " p:x='&#10; &quot;' x=\"'\"", " xml:lang='id' q:k='&#9;'"]);
    let leaf = (name.clone(), spaces.clone(), attributes.clone(), text.clone())
        .prop_map(|(name, spaces, attributes, text)| format!("<{name}{spaces}{attributes}>{text}</{name}>"));
    leaf.prop_recursive(4, 24, 4, move |inside| {
        let children = prop::collection::vec((text.clone(), inside), 0..4);
        (name.clone(), spaces.clone(), attributes.clone(), children, text.clone()).prop_map(
            |(name, spaces, attributes, children, text)| {
                let children: String =
                    children.iter().map(|(text, child)| format!("{text}{child}")).collect();
                format!("<{name}{spaces}{attributes}>{children}{text}</{name}>")
            },
        )
    })
}

/// A document with every text between elements in its place.
fn exactly(xml: &str) -> Vec<String> {
    use std::fmt::Write as _;
    fn walk(at: &Element, out: &mut Vec<String>) {
        let mut line = format!("{}|{:?} {:?}", at.name.space, at.name, at.text);
        for (name, value) in &at.attributes {
            write!(line, " {}|{name:?}={value:?}", name.space).unwrap();
        }
        out.push(line);
        at.children.iter().for_each(|child| walk(child, out));
        out.push("/".into());
    }
    let mut out = Vec::new();
    walk(&tree(xml), &mut out);
    out
}

proptest! {
    #[test]
    fn a_tree_is_written_as_it_was_read(inside in element()) {
        let xml = format!("<r xmlns:p='urn:2' xmlns:q='urn:4'>{inside}</r>");
        let once = write_tree(&tree(&xml));
        prop_assert_eq!(exactly(&once), exactly(&xml));
        // Also the place of each text: what is written again is the same to the byte.
        prop_assert_eq!(write_tree(&tree(&once)), once);
    }
}
