//! Answers become drafts that the kinds take; nothing is dropped in silence.

use forms::mapping::{Mapping, MappingCode, drafts};
use forms::submission::{Arrival, Tables, check};
use forms::xpath::Moment;
use model::kinds;

use crate::national::{mapping, national};
use crate::support::{form, now, send};

fn made(name: &str, answers: &str) -> Vec<forms::mapping::Mapped> {
    let form = national(name);
    let xml = format!(
        "<data id=\"{}\" version=\"{}\">{answers}<meta><instanceID>uuid:1</instanceID></meta></data>",
        form.settings.id, form.settings.version
    );
    let tables = Tables::default();
    let answers =
        check(&form, xml.as_bytes(), &Arrival { now: now(), language: None, tables: &tables, digest: None })
            .unwrap();
    drafts(&mapping(name), &form, &answers).unwrap()
}

#[test]
fn a_report_becomes_a_report() {
    let made = made(
        "report",
        "<pelapor><siapa>neighbour</siapa><cara>anonymous</cara></pelapor><kejadian><bahaya>false</bahaya>\
         <uraian>Data rekaan.</uraian><bentuk>child_labour forced_begging</bentuk><tanggal>2026-03-01</tanggal>\
         <provinsi>32</provinsi><wilayah>32.73</wilayah></kejadian><orang><anak>Anak rekaan, kira-kira 12 tahun</anak></orang>",
    );
    assert_eq!(made.len(), 1);
    let draft = &made[0].draft;
    assert_eq!((made[0].kind.as_str(), made[0].step.as_deref()), ("report", None));
    assert_eq!((draft.text("channel"), draft.text("region")), ("outreach", "32.73"));
    assert_eq!(draft.text("exploitation_forms"), "child_labour forced_begging");
    let meta = kinds::by_slug("report").unwrap();
    draft.parse(meta, now().day()).unwrap();
}

#[test]
fn a_visit_is_a_step_of_the_follow_up_that_was_due() {
    let seen = made(
        "follow-up",
        "<tanggal>2026-03-04</tanggal><bertemu>true</bertemu><keadaan><aman>true</aman><perasaan>7</perasaan>\
         <berikut>2026-03-20</berikut></keadaan>",
    );
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].step.as_deref(), Some("record"));
    assert_eq!((seen[0].draft.text("seen_child"), seen[0].draft.text("wellbeing")), ("true", "7"));
    let missed = made(
        "follow-up",
        "<tanggal>2026-03-04</tanggal><bertemu>false</bertemu><sebab>Tidak ada di rumah.</sebab>",
    );
    assert_eq!(missed.len(), 1);
    assert_eq!(missed[0].step.as_deref(), Some("miss"));
}

#[test]
fn intake_gives_a_person_and_a_case() {
    let made = made(
        "intake",
        "<end>2026-03-04T09:00:00.000+07:00</end><anak><nama>Contoh</nama><jenis_kelamin>female</jenis_kelamin><umur>12</umur>\
         <dasar_umur>stated</dasar_umur><tahun_lahir>2014</tahun_lahir><provinsi>32</provinsi><wilayah>32.73</wilayah>\
         <telepon>0800-0000-1234</telepon></anak><keadaan><asal_informasi>outreach</asal_informasi><risiko>high</risiko>\
         <mendesak>true</mendesak><masalah>street_child</masalah><uraian>Data rekaan.</uraian></keadaan>",
    );
    let slugs: Vec<&str> = made.iter().map(|made| made.kind.as_str()).collect();
    assert_eq!(slugs, ["person", "case"]);
    assert_eq!(made[0].draft.text("birth_year"), "2014");
    assert_eq!(made[1].draft.text("registration_date"), "2026-03-04");
    for made in &made {
        made.draft.parse(kinds::by_slug(&made.kind).unwrap(), now().day()).unwrap();
    }
}

#[test]
fn each_child_met_on_outreach_becomes_a_report() {
    let made = made(
        "outreach",
        "<kunjungan><tanggal>2026-03-04</tanggal><provinsi>32</provinsi><wilayah>32.73</wilayah><anak_ditemui>9</anak_ditemui>\
         <dewasa_ditemui>2</dewasa_ditemui></kunjungan><ada_kekhawatiran>true</ada_kekhawatiran>\
         <kekhawatiran><anak>A</anak><uraian>Data rekaan.</uraian><bahaya>false</bahaya></kekhawatiran>\
         <kekhawatiran><anak>B</anak><uraian>Data rekaan.</uraian><bahaya>unknown</bahaya></kekhawatiran>",
    );
    assert_eq!(made.len(), 2);
    assert!(made.iter().all(|made| made.kind == "report" && made.draft.text("region") == "32.73"));
}

#[test]
fn findings_are_written_behind_their_questions() {
    let made = made(
        "trafficking",
        "<status><vic_TraffickingStatus>PossibleVictimOfTrafficking</vic_TraffickingStatus></status>\
         <eksploitasi><vic_TypeOfExploitation>ChildLabour</vic_TypeOfExploitation></eksploitasi>\
         <pandangan>Ingin sekolah.</pandangan><risiko>high</risiko>",
    );
    let findings = made[0].draft.text("findings");
    assert!(findings.contains("Status korban Diduga korban perdagangan orang"), "{findings}");
    assert!(findings.contains("Jenis eksploitasi Pekerja anak"), "{findings}");
}

#[test]
fn an_answer_that_nobody_takes_is_refused() {
    let form = form("# survey\ntype|name|label\ntext|a|A\ntext|b|B\n# settings\nform_id|version\nf|1");
    let answers = send(&form, "<a>x</a><b>y</b>").unwrap();
    let mapping = Mapping::parse(r#"{"form": "f", "version": "1", "makes": [], "kept": ["a"]}"#).unwrap();
    let refused = drafts(&mapping, &form, &answers).unwrap_err();
    assert_eq!(refused.len(), 1);
    assert_eq!((refused[0].code, refused[0].what.as_str()), (MappingCode::Untaken, "b"));
    let other = Mapping { version: "2".into(), ..mapping };
    assert_eq!(drafts(&other, &form, &answers).unwrap_err()[0].code, MappingCode::OtherForm);
}

#[test]
fn a_mapping_that_does_not_fit_is_refused_when_it_is_laid_down() {
    let form = form(
        "# survey\ntype|name|label\ntext|a|A\nselect_one l|b|B\n# choices\nlist_name|name|label\nl|zzz|Z\n# settings\nform_id|version\nf|1",
    );
    let json = r#"{"form": "f", "version": "1", "kept": ["nope"], "makes": [
        {"kind": "nothing", "fields": {}},
        {"kind": "follow-up", "step": "jump", "fields": {}},
        {"kind": "report", "each": "a", "fields": {"channel": {"question": "b"}, "imminent_danger": {"question": "a"},
            "joined_case": {"always": "x"}, "incident_date": {"always": "x"}}}]}"#;
    let found: Vec<MappingCode> =
        Mapping::parse(json).unwrap().problems(&form).into_iter().map(|problem| problem.code).collect();
    for code in [
        MappingCode::UnknownKind,
        MappingCode::UnknownStep,
        MappingCode::UnknownField,
        MappingCode::UnknownQuestion,
        MappingCode::NotARepeat,
        MappingCode::WrongType,
        MappingCode::MissingField,
        MappingCode::Untaken,
    ] {
        assert!(found.contains(&code), "{}: {found:?}", code.code());
    }
    assert!(Mapping::parse(r#"{"form": "f", "version": "1", "makes": [], "stray": 1}"#).is_err());
    assert!(Moment::parse("2026-03-05", 0).is_some());
}
