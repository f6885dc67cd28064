use formats::goaml::{
    Account, Activity, Address, Entity, GoamlProblem, Involved, Party, Person, Phone, Profile,
    ProfileProblem, Report, Side, Transaction, read_goaml, write_goaml,
};
use formats::xml::{XmlLimits, parse};
use formats::xsd::{Options, Schema, check, load};

const MAIN: &[u8] = include_bytes!("../data/goaml/contoh.xsd");
const COMMON: &[u8] = include_bytes!("../data/goaml/umum.xsd");
const PROFILE: &[u8] = include_bytes!("../data/goaml/profil.json");

fn schema() -> Schema {
    load(MAIN, Options::default(), &mut |name| (name == "umum.xsd").then(|| COMMON.to_vec())).unwrap()
}

fn person(first: &str) -> Person {
    Person {
        gender: Some("F".into()),
        first_name: first.into(),
        last_name: "Rekaan".into(),
        born: Some(0),
        id_number: Some("3291900101700001".into()),
        nationality: Some("ID".into()),
        residence: Some("ID".into()),
        phones: vec![Phone {
            contact: "P".into(),
            communication: "M".into(),
            prefix: Some("+62".into()),
            number: "80000001234".into(),
        }],
        addresses: vec![Address {
            kind: "P".into(),
            address: "Jalan Contoh 1".into(),
            city: "Kota Contoh".into(),
            country: "ID".into(),
            state: "ID-JB".into(),
        }],
        email: Some("contoh@contoh.invalid".into()),
        occupation: Some("pedagang".into()),
        is_protected: false,
    }
}

fn report() -> Report {
    let account = Account {
        institution: Some("Bank Contoh".into()),
        institution_code: Some("990".into()),
        number: "000111222".into(),
        currency: Some("IDR".into()),
        name: "Contoh Rekaan".into(),
        signatory: Some(person("Contoh")),
        opened: Some(0),
        ..Account::default()
    };
    let side = |party| Side { my_client: false, funds: "K".into(), country: "ID".into(), party };
    Report {
        entity_id: "9900".into(),
        branch: Some("Cabang Contoh".into()),
        electronic: true,
        code: "STR".into(),
        reference: "STR-2026-1".into(),
        submitted: 1_772_600_767_089,
        reporter: person("Pelapor"),
        reason: Some("Setoran berulang tanpa hubungan usaha".into()),
        transactions: vec![Transaction {
            number: "T-1".into(),
            location: "Kota Contoh".into(),
            description: "setoran".into(),
            at: 1_772_600_000_000,
            mode: "A".into(),
            amount: "1500000.50".into(),
            from: Side { my_client: true, ..side(Party::Account(Box::new(account))) },
            to: side(Party::Person(Box::new(person("Penerima")))),
        }],
        activity: vec![Activity {
            party: Party::Entity(Box::new(Entity {
                name: "PT Rekaan Jaya".into(),
                registration: Some("AHU-99".into()),
                ..Entity::default()
            })),
            significance: Some(7),
            reason: Some("perekrut".into()),
        }],
        indicators: vec!["CONTOH-ANAK-02".into()],
        ..Report::default()
    }
}

fn places(xml: &str) -> Vec<String> {
    let root = parse(xml.as_bytes(), &XmlLimits::default()).unwrap();
    check(&schema(), &root).into_iter().map(|finding| finding.place).collect()
}

#[test]
fn what_is_written_fits_a_schema_given_at_run_time() {
    let profile = Profile::parse(PROFILE).unwrap();
    let whole = report();
    let xml = write_goaml(&whole, &profile).unwrap();
    assert_eq!(places(&xml), [""; 0]);
    assert!(schema().unjudged().is_empty());
    let activity = Report { transactions: Vec::new(), code: "SAR".into(), ..whole };
    assert_eq!(places(&write_goaml(&activity, &profile).unwrap()), [""; 0]);
    for (from, to, place) in [
        ("<amount_local>1500000.50", "<amount_local>1500000.505", "/report/transaction/amount_local"),
        ("<from_country>ID</from_country>", "", "/report/transaction/t_from_my_client"),
        ("<report_code>STR", "<report_code>XYZ", "/report/report_code"),
        ("<significance>7", "<significance>11", "/report/activity/report_parties/report_party/significance"),
        ("<indicator>CONTOH-ANAK-02</indicator>", "", "/report/report_indicators"),
        ("<entity_reference>", "<reason>x</reason><entity_reference>", "/report/reason[1]"),
    ] {
        let broken = xml.replacen(from, to, 1);
        assert_ne!(broken, xml, "{from}");
        assert!(places(&broken).iter().any(|found| found == place), "{to}: {:?}", places(&broken));
    }
}

#[test]
fn what_the_unit_does_not_take_is_not_written() {
    let profile = Profile::parse(PROFILE).unwrap();
    let problem = |report: Report| write_goaml(&report, &profile).unwrap_err();
    assert_eq!(problem(Report { code: "AIF".into(), ..report() }), GoamlProblem::ReportCode);
    assert_eq!(problem(Report { indicators: vec!["LAIN".into()], ..report() }), GoamlProblem::Indicator);
    assert_eq!(problem(Report { indicators: Vec::new(), ..report() }), GoamlProblem::Indicator);
    assert_eq!(
        problem(Report { transactions: Vec::new(), activity: Vec::new(), ..report() }),
        GoamlProblem::Nothing
    );
    assert_eq!(problem(Report { reference: " ".into(), ..report() }), GoamlProblem::Missing("our reference"));
    assert_eq!(
        problem(Report { reason: Some("data:video/mp4;base64,AA".into()), ..report() }),
        GoamlProblem::Picture
    );
    assert_eq!(Profile::parse(b"{}"), Err(ProfileProblem::Missing("indicators")));
    let twice = String::from_utf8(PROFILE.to_vec()).unwrap().replace("ANAK-03", "ANAK-02");
    assert_eq!(Profile::parse(twice.as_bytes()), Err(ProfileProblem::Twice));
}

#[test]
fn what_comes_in_gives_what_cases_may_share() {
    let xml = write_goaml(&report(), &Profile::parse(PROFILE).unwrap()).unwrap();
    let facts = read_goaml(xml.as_bytes(), &XmlLimits::default()).unwrap();
    assert_eq!((facts.code.as_str(), facts.reference.as_str(), facts.transactions), ("STR", "STR-2026-1", 1));
    assert_eq!(facts.accounts, [(Involved::From, "990".to_owned(), "000111222".to_owned())]);
    assert_eq!(facts.entities, [(Involved::Other, "PT Rekaan Jaya".to_owned())]);
    assert_eq!(facts.phones.len(), 2);
    assert!(facts.phones.contains(&(Involved::To, "+6280000001234".to_owned())));
    assert_eq!(facts.indicators, ["CONTOH-ANAK-02"]);
    // Who reports is no party.
    assert_eq!(facts.id_numbers.len(), 2);
    assert!(read_goaml(b"<lain/>", &XmlLimits::default()).is_err());
    let pieces = xml.replace("setoran<", "<![CDATA[iVBORw0KGgoAAAANSUhEUg]]><![CDATA[AAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCBd81ytgAAAABJRU5ErkJggg==]]><");
    assert_ne!(pieces, xml);
    let findings = read_goaml(pieces.as_bytes(), &XmlLimits::default()).unwrap_err();
    assert_eq!(findings.len(), 1);
}
