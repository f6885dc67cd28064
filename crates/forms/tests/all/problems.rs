//! Every kind of mistake is found where it stands.

use forms::ProblemCode;
use model::Lang;

use crate::support::{codes, form, reading};

fn one(survey: &str) -> Vec<(String, u32)> {
    codes(&format!("# survey\ntype|name|label|relevant|calculation|choice_filter|repeat_count|default\n{survey}\n# choices\nlist_name|name|label|p\nl|a|A|1\nl|b|B|2"))
        .into_iter()
        .filter(|(code, _)| code != "unused-list")
        .collect()
}

#[track_caller]
fn finds(survey: &str, code: &str, row: u32) {
    let found = one(survey);
    assert!(found.contains(&(code.to_owned(), row)), "{survey}: {found:?}");
}

#[test]
fn rows_are_judged_one_by_one() {
    finds("text||Tanya", "missing-name", 2);
    finds("text|1a|Tanya", "bad-name", 2);
    finds("text|meta|Tanya", "reserved-name", 2);
    finds("text|a|Tanya\ntext|A|Lagi", "duplicate-name", 3);
    finds("|a|Tanya", "missing-type", 2);
    finds("teks|a|Tanya", "unknown-type", 2);
    finds("select_one|a|Tanya", "type-needs-list", 2);
    finds("select_one x|a|Tanya", "unknown-list", 2);
    finds("text|a|", "missing-label", 2);
    finds("calculate|a|", "missing-calculation", 2);
}

#[test]
fn what_we_never_take_is_refused_by_name() {
    for kind in ["image", "photo", "audio", "video", "file", "audit", "background-audio"] {
        finds(&format!("{kind}|a|Tanya"), "media-type", 2);
    }
    finds("start-geopoint|a|", "silent-location", 2);
    finds("start_geopoint|a|", "silent-location", 2);
    finds("rank_from_file x.csv|a|Tanya", "external-choices", 2);
    finds("select_multiple_external x|a|Tanya", "external-choices", 2);
    finds("select_one_from_file x.csv or_other|a|Tanya", "external-choices", 2);
    finds("osm|a|Tanya", "unsupported-type", 2);
    let media = "# survey\ntype|name|label|media::image\ntext|a|A|x.png";
    assert!(codes(media).contains(&("media-column".into(), 2)));
    let settings = "# survey\ntype|name|label\ntext|a|A\n# settings\nform_id|version|public_key|submission_url\nx|1|abc|https://contoh.invalid";
    let found = codes(settings);
    assert!(found.contains(&("encrypted-form".into(), 2)) && found.contains(&("sends-elsewhere".into(), 2)));
}

#[test]
fn groups_open_and_close() {
    finds("begin group|g|G\ntext|a|A", "not-closed", 2);
    finds("text|a|A\nend group", "nothing-to-close", 3);
    finds("begin group|g|G\ntext|a|A\nend repeat", "wrong-close", 4);
    finds("begin group|g|G\nend group\ntext|a|A", "empty-group", 3);
}

#[test]
fn expressions_are_read() {
    finds("text|a|A|${b} = 1", "unknown-reference", 2);
    finds("text|nama|A|\ntext|b|B|${nma} = 1", "mistyped-reference", 3);
    finds("text|a|A|${a", "open-reference", 2);
    finds("text|a|A|${last-saved#a} = 1", "last-saved", 2);
    finds("text|a|A|1 +", "xpath-unfinished", 2);
    finds("text|a|A|1 2", "xpath-syntax", 2);
    finds("text|a|A|frob(1)", "xpath-unknown-function", 2);
    finds("text|a|A|regex(., '(')", "xpath-pattern", 2);
    finds("text|a|A\ntext|b|B|a = 1", "unknown-path", 3);
    finds("text|a|A ${zzz}", "unknown-reference", 2);
    finds("begin group|g|G\ntext|a|A\nend group\ntext|a|A\ntext|b|B|${a} = 1", "ambiguous-reference", 6);
    finds("select_one l|a|A|||q = 1", "unknown-filter-column", 2);
}

#[test]
fn rings_are_named() {
    let found = reading(
        "# survey\ntype|name|label|relevant|calculation\ntext|a|A|${b} = 1|\ntext|b|B|${c} = 1|\ncalculate|c|||${a} + 1\ntext|d|D",
    );
    let ring = found.problems.iter().find(|problem| problem.code == ProblemCode::Cycle).unwrap();
    let named = &ring.arguments[0];
    assert!(["a", "b", "c"].iter().all(|name| named.contains(name)) && !named.contains('d'), "{named}");
    finds("begin group|g|G|${a} = 1\ntext|a|A\nend group", "cycle", 2);
    finds("calculate|a||||", "missing-calculation", 2);
    finds("calculate|a|||${a} + 1", "cycle", 2);
    // A constraint may look at its own answer, and a row at the rows before it by number.
    form("# survey\ntype|name|label|constraint\ninteger|a|A|${a} > 0");
}

#[test]
fn places_and_words_are_complete() {
    let found = reading("# survey\ntype|name|label|relevant\ntext|a|A|${zzz} = 1");
    let problem = found.errors().next().unwrap();
    assert_eq!((problem.place.sheet.as_str(), problem.place.row), ("survey", 2));
    assert_eq!((problem.place.letters.as_str(), problem.place.column.as_str()), ("D", "relevant"));
    assert_eq!(
        problem.line(Lang::Id),
        "lembar survey, baris 2, kolom D (relevant): Tidak ada pertanyaan bernama “zzz”. Periksa nama di dalam ${…}."
    );
    assert!(
        problem.line(Lang::En).starts_with("sheet survey, row 2, column D (relevant): No question is named")
    );
    assert!(found.form.is_none());
}

#[test]
fn choices_are_judged() {
    let of = |rows: &str| {
        codes(&format!(
            "# survey\ntype|name|label\nselect_one l|q|Q\n# choices\nlist_name|name|label\n{rows}"
        ))
    };
    assert!(of("l|a|A\nl|a|B").contains(&("duplicate-choice".into(), 3)));
    assert!(of("l|a b|A").contains(&("space-in-choice".into(), 2)));
    assert!(of("l||A").contains(&("missing-choice-name".into(), 2)));
    assert!(of("l|a|").contains(&("missing-choice-label".into(), 2)));
    assert!(of("l|a|A\nl'x|a|A").contains(&("bad-name".into(), 3)));
    assert!(of("|a|A").contains(&("missing-list".into(), 2)));
    assert!(of("l|a|${q}").contains(&("answer-in-choice".into(), 2)));
}

#[test]
fn parameters_are_known_and_plain() {
    let of = |given: &str| codes(&format!("# survey\ntype|name|label|parameters\nrange|a|A|{given}"));
    assert!(of("start=0 end=10 step=2").is_empty());
    for wrong in ["start=a", "start=0 step=0", "end=10 warna=biru", "end=1)"] {
        assert!(!of(wrong).is_empty(), "{wrong}");
    }
}

#[test]
fn curly_quotation_marks_become_straight() {
    let csv = "type,name,label,relevant\ntext,a,A,\ntext,b,B,${a} = ‘x’\n";
    let book = forms::sheets::Workbook::of_csv(&[("survey", csv.as_bytes())]).unwrap();
    assert!(forms::read(&book, "f").form.is_some());
}

#[test]
fn codes_are_all_different() {
    let mut codes: Vec<&str> = ProblemCode::all().map(ProblemCode::code).collect();
    let all = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all);
}

#[test]
fn what_cannot_be_evaluated_is_refused_when_the_form_is_read() {
    finds("text|a|A\ncalculate|b|||jr:itext('a')", "xpath-unknown-function", 3);
}
