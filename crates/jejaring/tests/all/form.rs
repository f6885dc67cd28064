//! Forms on the command line.

use std::fs;
use std::path::PathBuf;

use crate::run::run;

fn shipped(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../forms").join(name);
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_shipped_form_is_checked_and_compiled() {
    let dir = tempfile::tempdir().unwrap();
    let (form, out) = (shipped("follow-up.xlsx"), dir.path().join("tindak-lanjut.xml"));
    let checked = run(&["--json", "form", "check", &form]).succeeded().json();
    assert_eq!(
        (checked["ok"].clone(), checked["form"]["id"].clone()),
        (true.into(), "jejaring_follow_up".into())
    );
    assert_eq!(checked["problems"].as_array().map(Vec::len), Some(0));
    run(&["form", "compile", &form, "--out", out.to_str().unwrap()]).succeeded();
    let xml = fs::read_to_string(&out).unwrap();
    assert!(xml.starts_with("<?xml") && xml.contains("<h:html") && xml.contains("id=\"jejaring_follow_up\""));
    run(&["check", "--format", "xlsform", &form]).succeeded();
}

#[test]
fn a_form_with_errors_says_where_and_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let (form, out) = (dir.path().join("salah.csv"), dir.path().join("salah.xml"));
    fs::write(&form, "survey,type,name,label,relevant\n,text,a,Tanya,${b} = 1\n,image,c,Gambar,\n").unwrap();
    let form = form.to_str().unwrap();
    let said = run(&["form", "check", form, "--lang", "en"]);
    assert_eq!(said.code, 1, "{said:?}");
    for part in
        ["sheet survey, row 2, column E (relevant)", "No question is named “b”", "row 3", "never keeps any"]
    {
        assert!(said.out.contains(part), "{part}: {said:?}");
    }
    run(&["form", "check", form]).failed_saying(&["belum dapat dipakai", "2 kesalahan"]);
    let object = run(&["--json", "check", "--format", "xlsform", form]).json();
    assert_eq!(object["valid"], false);
    let problems = object["problems"].as_array().unwrap();
    let of = |code: &str| problems.iter().find(|problem| problem["code"] == code).unwrap();
    assert_eq!(
        (of("unknown-reference")["row"].clone(), of("unknown-reference")["letters"].clone()),
        (2.into(), "E".into())
    );
    assert!(of("media-type")["remedy"]["id"].as_str().unwrap().contains("Hapus"));
    assert_eq!(run(&["form", "compile", form, "--out", out.to_str().unwrap()]).code, 1);
    assert!(!out.exists());
    assert_eq!(run(&["form", "check"]).code, 2);
}

#[test]
fn two_versions_are_compared() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let head = "survey,type,name,label\n,text,a,Tanya\n";
    let old = write("lama.csv", &format!("{head},text,b,Hilang\nsettings,form_id,version\n,f,1\n"));
    let new = write("baru.csv", &format!("{head},date,c,Baru\nsettings,form_id,version\n,f,2\n"));
    let said = run(&["form", "compare", &old, &new]).succeeded().out;
    assert!(said.contains("/data/b: pertanyaan ini dihapus."), "{said}");
    let object = run(&["--json", "form", "compare", &old, &new]).succeeded().json();
    assert_eq!(object["changes"][0]["code"], "removed");
}

/// Tables lie in the form's folder; the choices of the sheet external_choices become the file that phones look them up in.
#[test]
fn tables_beside_a_form_are_read_and_external_choices_written() {
    let dir = tempfile::tempdir().unwrap();
    let (form, out) = (dir.path().join("luar.csv"), dir.path().join("luar.xml"));
    let text = "survey,type,name,label,choice_filter\n,select_one_from_file provinsi.csv,provinsi,Provinsi,\n\
                ,select_one_external kab,kab,Kabupaten,provinsi = ${provinsi}\n\
                external_choices,list_name,name,label,provinsi\n,kab,a1,\"Kota A, utara\",a\n\
                settings,form_title,form_id,version\n,Luar,luar,1\n";
    fs::write(&form, text).unwrap();
    let (form, to) = (form.to_str().unwrap(), out.to_str().unwrap());
    let said = run(&["form", "check", form, "--lang", "en"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.contains("row 2, column B (type): The file “provinsi.csv” was not given"), "{said:?}");
    let table = dir.path().join("provinsi.csv");
    fs::write(&table, [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a]).unwrap();
    run(&["form", "compile", form, "--out", to]).failed_saying(&["provinsi.csv"]);
    assert!(!out.exists());
    fs::write(&table, "name,label\na,Provinsi A\n").unwrap();
    run(&["form", "compile", form, "--out", to]).succeeded();
    let xml = fs::read_to_string(&out).unwrap();
    assert!(
        xml.contains("src=\"jr://file-csv/provinsi.csv\"") && xml.contains("query=\"instance('kab')"),
        "{xml}"
    );
    let itemsets = fs::read_to_string(dir.path().join("itemsets.csv")).unwrap();
    assert_eq!(itemsets, "list_name,name,label,provinsi\nkab,a1,\"Kota A, utara\",a\n");
}
