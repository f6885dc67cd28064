//! What comes back is judged by every rule of its form.

use forms::submission::{AnswerValue, Rejection, named_form};
use forms::xml::XmlFault;
use proptest::prelude::*;

use crate::support::{form, refused, send, send_xml};

const VISIT: &str = "
    # survey
    type|name|label|relevant|constraint|constraint_message|required|required_message|calculation|choice_filter
    start|start|
    end|end|
    text|nama|Nama||string-length(.) > 1|Terlalu pendek.|yes|Nama wajib diisi.
    date|lahir|Lahir||. <= today()|
    integer|umur|Umur|${nama} != 'rahasia'||
    begin group|rumah|Rumah|${umur} < 18
    select_one p|provinsi|Provinsi||||yes
    select_one k|kota|Kota|||||||p = ${provinsi}
    end group
    select_multiple p|pernah|Pernah
    calculate|dua|||||||${umur} * 2
    begin repeat|anggota|Anggota
    text|panggilan|Panggilan||||yes
    integer|usia|Usia|${panggilan} != 'x'|. < 100
    calculate|lebih|||||||${usia} + ${umur}
    end repeat
    geopoint|tempat|Tempat
    acknowledge|ok|OK
    dateTime|saat|Saat
    time|jam|Jam
    decimal|berat|Berat
    # choices
    list_name|name|label|p
    p|p1|Satu|
    p|p2|Dua|
    k|k1|Kota Satu|p1
    k|k2|Kota Dua|p2
    # settings
    form_id|version
    visit|7";

#[test]
fn a_good_submission_comes_out_typed() {
    let form = form(VISIT);
    let answers = send(
        &form,
        "<start>2026-03-04T08:00:00.000+07:00</start><end>2026-03-04T09:30:00.000+07:00</end><nama>Contoh</nama>\
         <lahir>2014-03-01</lahir><umur>12</umur><rumah><provinsi>p1</provinsi><kota>k1</kota></rumah><pernah>p1 p2</pernah>\
         <dua>24</dua><anggota><panggilan>A</panggilan><usia>3</usia><lebih>15</lebih></anggota>\
         <anggota><panggilan>B</panggilan><usia/><lebih/></anggota><tempat>-6.2 106.8 5 4</tempat><ok>OK</ok>\
         <saat>2026-03-04T09:00:00.000+07:00</saat><jam>09:15:00.000+07:00</jam><berat>31.5</berat>",
    )
    .unwrap();
    assert_eq!((answers.form.as_str(), answers.version.as_str()), ("visit", "7"));
    assert_eq!(answers.instance_id, "uuid:1");
    // The rules were looked at as of the end of the visit, not of its arrival.
    assert_eq!(answers.filled_at.to_text(), "2026-03-04T09:30:00.000+07:00");
    assert_eq!(answers.tree.at("umur"), Some(&AnswerValue::Integer(12)));
    assert_eq!(answers.tree.at("rumah/kota"), Some(&AnswerValue::Choice("k1".into())));
    assert_eq!(answers.tree.at("pernah"), Some(&AnswerValue::Choices(vec!["p1".into(), "p2".into()])));
    assert_eq!(answers.tree.at("dua"), Some(&AnswerValue::Text("24".into())));
    assert_eq!(answers.tree.at("berat"), Some(&AnswerValue::Decimal(31.5)));
    assert_eq!(answers.tree.at("ok"), Some(&AnswerValue::Acknowledged));
    let rows = answers.tree.rows("anggota");
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].at("usia"), Some(&AnswerValue::Integer(3)));
    assert_eq!(rows[0].at("lebih"), Some(&AnswerValue::Text("15".into())));
    assert_eq!(rows[1].at("usia"), None);
    assert!(answers.dropped.is_empty() && answers.recalculated.is_empty(), "{answers:?}");
    let kept = serde_json::to_string(&answers.tree).unwrap();
    assert_eq!(serde_json::from_str::<forms::submission::Row>(&kept).unwrap(), answers.tree);
}

#[test]
fn what_is_not_asked_is_left_out_and_what_is_computed_is_computed_again() {
    let form = form(VISIT);
    let answers = send(
        &form,
        "<nama>rahasia</nama><umur>12</umur><rumah><provinsi>p1</provinsi></rumah><dua>999</dua>\
         <anggota><panggilan>x</panggilan><usia>500</usia></anggota>",
    )
    .unwrap();
    // Without an age nobody is below eighteen, so the whole group goes with it.
    assert_eq!(answers.dropped, ["/data/umur", "/data/rumah/provinsi", "/data/anggota[1]/usia"]);
    assert_eq!(answers.tree.at("umur"), None);
    assert!(answers.tree.get("rumah").is_none());
    assert!(answers.recalculated.contains(&"/data/dua".to_owned()));
    assert_eq!(answers.tree.at("dua"), None);
}

#[test]
fn every_rule_refuses_by_path() {
    let form = form(VISIT);
    assert_eq!(refused(&form, ""), [("/data/nama".into(), "missing")]);
    let good = "<nama>Contoh</nama>";
    let with = |more: &str| refused(&form, &format!("{good}{more}"));
    assert_eq!(refused(&form, "<nama>C</nama>"), [("/data/nama".into(), "constraint")]);
    assert_eq!(with("<lahir>2026-03-06</lahir>"), [("/data/lahir".into(), "constraint")]);
    assert_eq!(with("<lahir>besok</lahir>").last().unwrap().1, "not-a-date");
    assert_eq!(with("<umur>dua</umur>"), [("/data/umur".into(), "not-a-number")]);
    assert_eq!(with("<umur>3</umur>"), [("/data/rumah/provinsi".into(), "missing")]);
    let home = |kota: &str| {
        with(&format!("<umur>3</umur><rumah><provinsi>p1</provinsi><kota>{kota}</kota></rumah>"))
    };
    assert_eq!(home("k2"), [("/data/rumah/kota".into(), "not-offered")]);
    assert_eq!(home("k9"), [("/data/rumah/kota".into(), "unknown-choice")]);
    assert_eq!(with("<pernah>p1 p3</pernah>"), [("/data/pernah".into(), "unknown-choice")]);
    assert_eq!(
        with("<anggota><panggilan>A</panggilan></anggota><anggota><panggilan/></anggota>"),
        [("/data/anggota[2]/panggilan".into(), "missing")]
    );
    assert_eq!(
        with("<anggota><panggilan>A</panggilan><usia>100</usia></anggota>"),
        [("/data/anggota[1]/usia".into(), "constraint")]
    );
    assert_eq!(with("<tempat>91 0</tempat>"), [("/data/tempat".into(), "not-a-place")]);
    assert_eq!(with("<jam>25:00</jam>"), [("/data/jam".into(), "not-a-time")]);
    assert_eq!(with("<asing>1</asing>"), [("/data".into(), "unknown-field")]);
    assert_eq!(with("<nama>Lagi</nama>"), [("/data/nama".into(), "twice")]);
    assert_eq!(with("<umur><a/></umur>"), [("/data/umur".into(), "not-an-answer")]);
    assert_eq!(
        with(&format!("<pernah>{}</pernah>", "p1 ".repeat(4_000))),
        [("/data/pernah".into(), "too-long")]
    );
}

#[test]
fn messages_are_the_forms_own_or_in_its_language() {
    let form = form(VISIT);
    let Err(Rejection::Answers(problems)) = send(&form, "<umur>x</umur>") else { panic!("taken") };
    assert_eq!(problems[0].message, "Nama wajib diisi.");
    assert_eq!(problems[1].message, "Isi dengan angka.");
}

#[test]
fn foreign_xml_is_refused_as_a_whole() {
    let form = form(VISIT);
    let wrong = |xml: &str| send_xml(&form, xml).unwrap_err();
    let meta = "<meta><instanceID>uuid:1</instanceID></meta>";
    assert_eq!(wrong("<data"), Rejection::Xml(XmlFault::Broken));
    assert_eq!(wrong("<!DOCTYPE data [<!ENTITY a \"b\">]><data/>"), Rejection::Xml(XmlFault::Forbidden));
    assert_eq!(
        wrong(&format!("<data id=\"visit\" version=\"7\"><nama>&a;</nama>{meta}</data>")),
        Rejection::Xml(XmlFault::Forbidden)
    );
    assert_eq!(
        wrong(&format!(
            "<data id=\"visit\" version=\"7\"><nama>data:image/png;base64,iVBORw0KGgo=</nama>{meta}</data>"
        )),
        Rejection::Xml(XmlFault::Picture)
    );
    assert_eq!(wrong("<data id=\"visit\" version=\"7\"/>"), Rejection::NoInstanceId);
    assert_eq!(
        wrong(&format!("<data id=\"visit\" version=\"6\">{meta}</data>")),
        Rejection::OtherForm { id: "visit".into(), version: "6".into() }
    );
    let deep =
        format!("<data id=\"visit\" version=\"7\">{}{}{meta}</data>", "<a>".repeat(60), "</a>".repeat(60));
    assert_eq!(wrong(&deep), Rejection::Xml(XmlFault::TooLarge));
    let rows = "<anggota><panggilan>A</panggilan></anggota>".repeat(2_001);
    assert_eq!(send(&form, &format!("<nama>Contoh</nama>{rows}")), Err(Rejection::TooManyRows));
    let wide: String = (0..400).map(|at| format!("\ntext|q{at}|Q")).collect();
    let wide =
        crate::support::form(&format!("# survey\ntype|name|label\nbegin repeat|r|R{wide}\nend repeat"));
    assert_eq!(send(&wide, &"<r/>".repeat(1_000)), Err(Rejection::TooManyRows));
    assert_eq!(named_form(b"<data id=\"visit\" version=\"6\"/>"), Ok(("visit".into(), "6".into())));
}

#[test]
fn a_copy_corrected_later_names_what_it_replaces() {
    let form = form(VISIT);
    let xml = "<data id=\"visit\" version=\"7\"><nama>Contoh</nama><orx:meta xmlns:orx=\"http://openrosa.org/xforms\">\
        <orx:instanceID>uuid:2</orx:instanceID><orx:deprecatedID>uuid:1</orx:deprecatedID></orx:meta></data>";
    let answers = send_xml(&form, xml).unwrap();
    assert_eq!((answers.instance_id.as_str(), answers.replaces.as_deref()), ("uuid:2", Some("uuid:1")));
}

#[test]
fn a_form_that_works_too_hard_is_stopped() {
    let form = form(
        "# survey
        type|name|label|calculation
        begin repeat|r|R
        text|a|A
        calculate|n||count(//*[count(//*) > 1])
        end repeat",
    );
    let rows = "<r><a>x</a></r>".repeat(500);
    assert_eq!(send(&form, &rows), Err(Rejection::TooMuchWork));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A number outside its bounds never passes, one inside always does, whatever device wrote it.
    #[test]
    fn bounds_hold(number in -50i64..150) {
        let form = form("# survey\ntype|name|label|constraint\ninteger|a|A|. >= 0 and . <= 100");
        let taken = send(&form, &format!("<a>{number}</a>")).is_ok();
        prop_assert_eq!(taken, (0..=100).contains(&number));
    }

    /// Whatever is answered to a question that is not asked never reaches the answers.
    #[test]
    fn unasked_answers_never_arrive(secret in "[a-z]{1,20}", asked in any::<bool>()) {
        let form = form("# survey\ntype|name|label|relevant\ntext|a|A|\nbegin group|g|G|${a} = 'ya'\ntext|b|B|\nend group");
        let a = if asked { "ya" } else { "tidak" };
        let answers = send(&form, &format!("<a>{a}</a><g><b>{secret}</b></g>")).unwrap();
        prop_assert_eq!(answers.tree.at("g/b").is_some(), asked);
        prop_assert_eq!(answers.dropped.len(), usize::from(!asked));
    }

    /// Text of any kind comes back as it was sent.
    #[test]
    fn text_comes_back(text in "[ -~\u{a0}-\u{2ff}]{0,60}") {
        let form = form("# survey\ntype|name|label\ntext|a|A");
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let answers = send(&form, &format!("<a>{escaped}</a>")).unwrap();
        let trimmed = text.trim();
        let expected = (!trimmed.is_empty()).then(|| AnswerValue::Text(trimmed.to_owned()));
        prop_assert_eq!(answers.tree.at("a").cloned(), expected);
    }
}

/// As ODK Collect: what a rule finds is the answer itself, not that there is a place for it.
#[test]
fn a_rule_asks_for_the_answer_not_for_its_place() {
    let asks = |kind: &str, rule: &str, answer: &str| {
        let text = format!(
            "# survey\ntype|name|label|relevant|required\n{kind}|a|A\ntext|b|B|{rule}|yes\n\
             # choices\nlist_name|name|label\nl|0|Tidak\nl|1|Ya\n# settings\nform_id|version\nx|1"
        );
        let sent = send(&form(&text), &format!("<a>{answer}</a><b/>"));
        // Asked, the required question is missing.
        matches!(sent, Err(Rejection::Answers(_)))
    };
    for rule in [
        "${a}",
        "not(not(${a}))",
        "if(${a}, true(), false())",
        "${a} and true()",
        "false() or ${a}",
        "boolean(${a})",
        "${a} = true()",
    ] {
        assert!(!asks("integer", rule, ""), "{rule}: empty");
        assert!(!asks("integer", rule, "0"), "{rule}: 0");
        assert!(!asks("decimal", rule, "0.0"), "{rule}: 0.0");
        assert!(asks("integer", rule, "3"), "{rule}: 3");
        assert!(!asks("text", rule, ""), "{rule}: no text");
        assert!(asks("text", rule, "0"), "{rule}: a text is no number");
        assert!(asks("select_one l", rule, "0"), "{rule}: a code is no number");
        assert!(asks("date", rule, "2026-03-05"), "{rule}: a day");
    }
    assert!(asks("integer", "not(${a})", "0") && asks("integer", "not(${a})", ""));
    assert!(!asks("integer", "not(${a})", "3"));
}

#[test]
fn names_of_months_stay_as_the_phone_wrote_them() {
    let form = form(
        "# survey\ntype|name|label|calculation\ndate|hari|Hari\n\
         calculate|nama||format-date(${hari}, '%e %b %Y')\ncalculate|angka||format-date(${hari}, '%Y-%n')\n\
         # settings\nform_id|version\nx|1",
    );
    let sent = send(&form, "<hari>2026-08-05</hari><nama>5 Agu 2026</nama><angka>2026/8</angka>").unwrap();
    assert_eq!(sent.tree.at("nama"), Some(&AnswerValue::Text("5 Agu 2026".into())));
    assert_eq!(sent.tree.at("angka"), Some(&AnswerValue::Text("2026-8".into())));
    assert_eq!(sent.recalculated, ["/data/angka"]);
}
