//! Choices beside the form: the sheet `external_choices`, and tables of text in files.

use forms::sheets::Workbook;
use forms::submission::{Arrival, Tables, check};
use forms::{Form, ITEMSETS, itemsets, read};
use model::Lang;

use crate::support::{book, codes, now, refused, send};

/// A form with tables beside it.
fn beside(text: &str, files: &[(&str, &str)]) -> Workbook {
    let mut book = book(text);
    for (name, content) in files {
        book.attach(name, content.as_bytes()).unwrap();
    }
    book
}

fn form(text: &str, files: &[(&str, &str)]) -> Form {
    let reading = read(&beside(text, files), "contoh");
    let errors: Vec<String> = reading.errors().map(ToString::to_string).collect();
    reading.form.unwrap_or_else(|| panic!("{errors:#?}"))
}

/// Codes of problems with their sheet and row.
fn problems(text: &str, files: &[(&str, &str)]) -> Vec<(String, String, u32)> {
    let found = read(&beside(text, files), "contoh").problems.into_iter();
    found.map(|one| (one.code.code().to_owned(), one.place.sheet, one.place.row)).collect()
}

#[track_caller]
fn finds(text: &str, files: &[(&str, &str)], code: &str, sheet: &str, row: u32) {
    let found = problems(text, files);
    assert!(found.contains(&(code.to_owned(), sheet.to_owned(), row)), "{found:?}");
}

const DESA: &str = "name,label,kode,kabupaten\nd1,Desa Satu,01,a1\nd2,Desa Dua,02,b1\nd1,Desa Satu,01,b1\n";

const EXTERNAL: &str = "# survey
type|name|label|choice_filter
text|provinsi|Provinsi
select_one_external kab|kab|Kabupaten|provinsi = ${provinsi}
# external_choices
list_name|name|label|provinsi
kab|a1|A satu|a
kab|x|Sama|a
kab|x|Sama|b
kab|b1|B satu|b";

#[test]
fn external_choices_lie_beside_the_form_and_are_judged_all_the_same() {
    let form = form(EXTERNAL, &[]);
    let document = forms::compile(&form);
    assert!(
        document.contains("query=\"instance('kab')/root/item[provinsi =  /data/provinsi ]\""),
        "{document}"
    );
    assert!(!document.contains("<select1") && !document.contains("B satu"), "{document}");
    assert_eq!(
        itemsets(&form).unwrap(),
        "list_name,name,label,provinsi\nkab,a1,A satu,a\nkab,x,Sama,a\nkab,x,Sama,b\nkab,b1,B satu,b\n"
    );
    assert_eq!(ITEMSETS, "itemsets.csv");
    send(&form, "<provinsi>a</provinsi><kab>a1</kab>").unwrap();
    // One name under two provinces: it is offered where one of them fits.
    send(&form, "<provinsi>b</provinsi><kab>x</kab>").unwrap();
    let elsewhere = refused(&form, "<provinsi>b</provinsi><kab>a1</kab>");
    assert_eq!(elsewhere, [("/data/kab".to_owned(), "not-offered")]);
    let unknown = refused(&form, "<provinsi>b</provinsi><kab>q</kab>");
    assert_eq!(unknown, [("/data/kab".to_owned(), "unknown-choice")]);
}

#[test]
fn an_engine_without_that_file_finds_the_choices_within_the_form() {
    let form = form(EXTERNAL, &[]);
    let whole = forms::whole_document(&form).to_document();
    assert!(whole.contains("<select1 ref=\"/data/kab\">") && whole.contains("B satu"), "{whole}");
    assert!(whole.contains("nodeset=\"instance('kab')/root/item[provinsi =  /data/provinsi ]\""), "{whole}");
    assert!(!whole.contains("query="), "{whole}");
    // Where nothing lies in that sheet, both are one and the same.
    let plain = crate::support::form("# survey\ntype|name|label\ntext|a|A");
    assert_eq!(forms::whole_document(&plain).to_document(), forms::compile(&plain));
    assert_eq!(itemsets(&plain), None);
}

#[test]
fn external_choices_that_phones_cannot_look_up_are_named() {
    let of = |filter: &str| {
        EXTERNAL.replace("kab|kab|Kabupaten|provinsi = ${provinsi}", &format!("kab|kab|Kabupaten|{filter}"))
    };
    for filter in ["", "provinsi != ${provinsi}", "starts-with(provinsi, ${provinsi})", "not(provinsi = 'a')"]
    {
        finds(&of(filter), &[], "external-filter", "survey", 3);
    }
    form(&of("provinsi = ${provinsi} or provinsi = 'semua'"), &[]);
    finds(&of("pulau = ${provinsi}"), &[], "unknown-filter-column", "survey", 3);
    finds(&EXTERNAL.replace("external kab", "external lain"), &[], "unknown-list", "survey", 3);
    // A list of one sheet is none of the other's.
    finds(&EXTERNAL.replace("select_one_external", "select_one"), &[], "unknown-list", "survey", 3);
    let twice = format!("{EXTERNAL}\n# choices\nlist_name|name|label\nkab|z|Z");
    finds(&twice, &[], "list-twice", "external_choices", 2);
}

const FILES: &str = "# survey
type|name|label|choice_filter|calculation|parameters
text|kabupaten|Kabupaten
select_one_from_file desa.csv|desa|Desa|kabupaten = ${kabupaten}
select_multiple_from_file desa.csv|lain|Lain|||value=kode label=label
select_one_from_file layanan.xml|layanan|Layanan
calculate|nama|||pulldata('desa', 'label', 'name', ${desa})
calculate|kuota|||instance('layanan')/root/item[name = ${layanan}]/kuota";

const LAYANAN: &str = "<root><item><name>rumah</name><label>Rumah aman</label><kuota>4</kuota></item>\
                       <item><name>hukum</name><label>Bantuan hukum</label></item></root>";

#[test]
fn tables_beside_the_form_give_choices_and_look_ups() {
    let form = form(FILES, &[("desa.csv", DESA), ("layanan.xml", LAYANAN)]);
    let answers = "<kabupaten>b1</kabupaten><desa>d1</desa><lain>01 02</lain><layanan>rumah</layanan><nama>Palsu</nama>\
                   <kuota>9</kuota>";
    let sent = send(&form, answers).unwrap();
    // The same tables lie here and there, so what the phone looked up is looked up again.
    assert_eq!(sent.recalculated, ["/data/nama", "/data/kuota"]);
    let text = |path: &str| format!("{:?}", sent.tree.at(path).unwrap());
    assert_eq!((text("nama"), text("kuota")), ("Text(\"Desa Satu\")".into(), "Text(\"4\")".into()));
    assert_eq!(text("lain"), "Choices([\"01\", \"02\"])");
    let elsewhere = refused(&form, "<kabupaten>a1</kabupaten><desa>d2</desa>");
    assert_eq!(elsewhere, [("/data/desa".to_owned(), "not-offered")]);
    // What is stored is the column that the form names, and no other.
    assert_eq!(refused(&form, "<lain>d1</lain>"), [("/data/lain".to_owned(), "unknown-choice")]);
    assert_eq!(refused(&form, "<layanan>Rumah</layanan>"), [("/data/layanan".to_owned(), "unknown-choice")]);
}

#[test]
fn tables_go_to_devices_as_they_were_given() {
    let form = form(FILES, &[("desa.csv", DESA), ("layanan.xml", LAYANAN)]);
    let content = |id: &str| form.table(id).unwrap().content();
    assert_eq!(content("desa"), DESA);
    assert!(content("layanan").starts_with("<root>"), "{}", content("layanan"));
    let again = forms::xml::read(content("layanan").as_bytes(), &forms::xml::XmlLimits::default()).unwrap();
    let first = again.elements().next().unwrap();
    assert_eq!(first.child("kuota").unwrap().text(), "4");
    assert_eq!(form.table("desa").unwrap().address(), "jr://file-csv/desa.csv");
    assert_eq!(form.table("layanan").unwrap().address(), "jr://file/layanan.xml");
    // Spreadsheets set to Indonesian part cells by semicolons; labels may hold commas and quotation marks.
    let mut book = Workbook::default();
    book.attach("a.csv", "name;label\n1;\"Desa \"\"Dua\"\", hilir\"\n".as_bytes()).unwrap();
    assert_eq!(book.files[0].rows[1].cells, ["1", "Desa \"Dua\", hilir"]);
}

#[test]
fn what_is_wrong_with_a_table_is_said_where_it_stands() {
    let one = "# survey\ntype|name|label|calculation|parameters\nselect_one_from_file desa.csv|d|D";
    finds(one, &[], "missing-file", "survey", 2);
    finds(one, &[("desa.csv", "kode,nama\n1,Satu\n")], "missing-file-column", "survey", 2);
    finds(one, &[("desa.csv", "name,label\na b,Satu\n")], "space-in-choice", "desa.csv", 2);
    finds(one, &[("desa.csv", "name,label\n,Satu\n")], "missing-choice-name", "desa.csv", 2);
    finds(one, &[("desa.csv", "name,label,nama desa\na,Satu,x\n")], "bad-column-name", "desa.csv", 1);
    finds(
        one,
        &[("desa.csv", "name,label\na,A\n"), ("lain.csv", "name,label\n")],
        "unused-file",
        "lain.csv",
        0,
    );
    for name in ["peta.geojson", "dir/desa.csv", "itemsets.csv", "jejaring_kasus.csv", "1.csv", "desa.txt"] {
        finds(&one.replace("desa.csv", name), &[], "bad-file-name", "survey", 2);
    }
    let two = format!("{one}\nselect_one_from_file desa.xml|e|E");
    finds(&two, &[("desa.csv", DESA), ("desa.xml", LAYANAN)], "list-twice", "survey", 3);
    let list = format!("{one}\nselect_one desa|e|E\n# choices\nlist_name|name|label\ndesa|a|A");
    finds(&list, &[("desa.csv", DESA)], "list-twice", "survey", 2);
    let pulled =
        "# survey\ntype|name|label|calculation\ntext|a|A\ncalculate|b||pulldata('harga', 'x', 'y', ${a})";
    finds(pulled, &[], "missing-file", "survey", 3);
    finds(&pulled.replace("'harga'", "${a}"), &[], "unnamed-table", "survey", 3);
    assert!(
        codes("# survey\ntype|name|label|parameters\ntext|a|A|value=x")
            .iter()
            .any(|(code, _)| code == "unknown-parameter")
    );
    let said = read(&book(one), "contoh").errors().next().unwrap().line(Lang::Id);
    assert!(
        said.starts_with("lembar survey, baris 2, kolom A (type): Berkas “desa.csv” tidak disertakan"),
        "{said}"
    );
}

#[test]
fn a_table_is_text_and_nothing_else() {
    let mut book = Workbook::default();
    let png = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13];
    assert!(book.attach("desa.csv", &png).is_err());
    assert!(
        book.attach("desa.csv", b"name,label\na,data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==\n").is_err()
    );
    assert!(book.attach("desa.xml", &png).is_err());
    let wrong = [
        "<!DOCTYPE root><root><item><name>a</name></item></root>",
        "<root><item><name>data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==</name></item></root>",
        "<root><item><name>a</name><name>b</name></item></root>",
        "<root><item><name>a<b>c</b></name></item></root>",
        "<root><lain><name>a</name></lain></root>",
        "<data><item><name>a</name></item></data>",
        "<root/>",
        "{\"type\": \"FeatureCollection\"}",
    ];
    for text in wrong {
        assert!(book.attach("desa.xml", text.as_bytes()).is_err(), "{text}");
    }
    assert!(book.files.is_empty());
    let many: String = (0..30_000).map(|n| format!("<item><a>{n}</a></item>")).collect();
    let wide: String = (0..30_000)
        .map(|n| format!("<item>{}</item>", (0..9).map(|c| format!("<c{c}>{n}</c{c}>")).collect::<String>()))
        .collect();
    book.attach("banyak.xml", format!("<root>{many}</root>").as_bytes()).unwrap();
    assert!(book.attach("lebar.xml", format!("<root>{wide}</root>").as_bytes()).is_err());
}

#[test]
fn tables_survive_being_kept() {
    let book = beside(FILES, &[("desa.csv", DESA), ("layanan.xml", LAYANAN)]);
    let text = serde_json::to_string(&book).unwrap();
    let again: Workbook = serde_json::from_str(&text).unwrap();
    assert_eq!(again, book);
    // What was kept before there were any tables is read as before.
    let old: Workbook = serde_json::from_str("{\"sheets\":[]}").unwrap();
    assert_eq!(old, Workbook::default());
}

#[test]
fn a_digest_is_done_again_where_hashes_are_at_hand() {
    let form = crate::support::form(
        "# survey\ntype|name|label|calculation\ntext|a|A\ncalculate|h||digest(${a}, 'SHA-256', 'hex')",
    );
    let xml = "<data id=\"contoh\" version=\"\"><a>x</a><h>dari ponsel</h><meta><instanceID>uuid:1</instanceID></meta></data>";
    let tables = Tables::default();
    let judged = |digest| {
        let arrival = Arrival { now: now(), language: None, tables: &tables, digest };
        check(&form, xml.as_bytes(), &arrival).unwrap().recalculated
    };
    assert_eq!(judged(None), [""; 0]);
    assert_eq!(judged(Some(|name, bytes| (name == "SHA-256").then(|| bytes.to_vec()))), ["/data/h"]);
}
