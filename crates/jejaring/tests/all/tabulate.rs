//! From a list to tables that can be published. All rows are invented.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::run::{Ended, run};

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A list in which each child stands twice: province, girls, boys.
    fn list(&self, name: &str, children: &[(&str, usize, usize)]) {
        let mut text = "cluster_id;Provinsi;sex\n".to_owned();
        for (province, girls, boys) in children {
            for (sex, count) in [("f", girls), ("m", boys)] {
                for child in 0..*count {
                    let row = format!("{province}-{sex}-{child};{province};{sex}\n");
                    text += &row.repeat(2);
                }
            }
        }
        fs::write(self.path(name), text).unwrap();
    }

    fn tabulate(&self, list: &str, out: &str, more: &[&str]) -> Ended {
        let (list, out) = (self.path(list), self.path(out));
        let mut args = vec!["--json", "tabulate", list.to_str().unwrap(), "--out", out.to_str().unwrap()];
        args.extend(more);
        run(&args)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Count and status of each province and sex.
    fn cells(&self, name: &str) -> BTreeMap<(String, String), (String, String)> {
        let text = self.read(name);
        let rows = text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        rows.map(|row| ((row[1].clone(), row[2].clone()), (row[5].clone(), row[6].clone()))).collect()
    }
}

const PLACES: [(&str, usize, usize); 4] =
    [("Jawa Barat", 40, 3), ("Bali", 30, 25), ("Aceh", 22, 31), ("Riau", 60, 50)];

const BY: [&str; 4] = ["--by", "province,sex", "--protect", "suppress"];

#[test]
fn small_counts_are_withheld_with_what_gives_them_away() {
    let desk = Desk::new();
    desk.list("anak.csv", &PLACES);
    let answer = desk.tabulate("anak.csv", "tabel.csv", &BY).succeeded().json();
    assert_eq!((answer["ok"].as_bool(), answer["audit"]["safe"].as_bool()), (Some(true), Some(true)));
    assert_eq!(
        (&answer["primary"], &answer["complementary"], &answer["gap"]),
        (&1.into(), &3.into(), &0.0.into())
    );
    let cells = desk.cells("tabel.csv");
    let shown = |province: &str, sex: &str| cells[&(province.to_owned(), sex.to_owned())].clone();
    assert_eq!(shown("_T", "_T"), ("261".to_owned(), "shown".to_owned()), "each child once");
    assert_eq!(shown("32", "m"), (String::new(), "withheld".to_owned()));
    assert_eq!(cells.values().filter(|(_, status)| status == "withheld").count(), 4);
    assert!(desk.read("tabel.csv.notes.txt").contains("di bawah 11"), "the caveat travels with the figures");
}

#[test]
fn every_form_names_what_is_counted() {
    let desk = Desk::new();
    desk.list("anak.csv", &PLACES);
    let by = ["--by", "province", "--by", "province,sex", "--protect", "suppress", "--lang", "en"];
    for (file, more, part) in [
        ("t.html", &[][..], "<caption>Protected tables — children by Province"),
        ("t.svg", &[], "children by Province"),
        ("map.svg", &["--format", "map"], "Jawa Barat: 43"),
        ("sdmx.csv", &["--format", "sdmx"], "STRUCTURE,STRUCTURE_ID,ACTION,PROVINCE,SEX,COUNTED_ENTITY"),
    ] {
        desk.tabulate("anak.csv", file, &[&by, more].concat()).succeeded();
        assert!(desk.read(file).contains(part), "{file}");
    }
    desk.tabulate("anak.csv", "t.xlsx", &by).succeeded();
    // A workbook is a list again: counting its counts gives the same grand total.
    assert!(fs::read(desk.path("t.xlsx")).unwrap().starts_with(b"PK"));
}

#[test]
fn the_same_list_gives_the_same_bytes_in_any_order() {
    let desk = Desk::new();
    desk.list("a.csv", &PLACES);
    let mut turned = PLACES;
    turned.reverse();
    desk.list("b.csv", &turned);
    fs::write(desk.path("kunci"), [7; 32]).unwrap();
    let key = desk.path("kunci");
    let noise = ["--by", "province,sex", "--protect", "perturb", "--key-file", key.to_str().unwrap()];
    for (name, more) in
        [("suppress", &BY[..]), ("perturb", &noise), ("round", &["--by", "sex", "--protect", "round"])]
    {
        for list in ["a", "b"] {
            desk.tabulate(&format!("{list}.csv"), &format!("{name}-{list}.csv"), more).succeeded();
        }
        assert_eq!(desk.read(&format!("{name}-a.csv")), desk.read(&format!("{name}-b.csv")), "{name}");
    }
}

#[test]
fn a_later_release_hides_who_was_added() {
    let desk = Desk::new();
    desk.list("q1.csv", &PLACES);
    let mut grown = PLACES;
    grown[1] = ("Bali", 32, 25);
    desk.list("q2.csv", &grown);
    desk.tabulate("q1.csv", "q1-tabel.csv", &BY).succeeded();
    let (list, published) = (desk.path("q1.csv"), desk.path("q1-tabel.csv"));
    let more = ["--earlier", list.to_str().unwrap(), "--earlier-out", published.to_str().unwrap()];
    let answer = desk.tabulate("q2.csv", "q2-tabel.csv", &[&BY[..], &more].concat()).succeeded().json();
    assert_eq!(answer["between_releases"]["safe"], Value::Bool(true));
    let (before, after) = (desk.cells("q1-tabel.csv"), desk.cells("q2-tabel.csv"));
    for (place, (count, status)) in &after {
        if status == "shown" && before[place].1 == "shown" {
            let number = |text: &str| text.parse::<i64>().unwrap();
            let more = number(count) - number(&before[place].0);
            assert!(more == 0 || more >= 11, "{place:?} shows that {more} were added");
        }
    }
}

#[test]
fn counts_of_others_are_added_up_and_no_data_is_not_zero() {
    let desk = Desk::new();
    fs::write(desk.path("l.csv"), "province,sex,n\n32,f,40\n32,m,50\n51,f,\n51,m,60\n").unwrap();
    desk.tabulate("l.csv", "t.csv", &[&BY[..], &["--sum", "n", "--count", "cases"]].concat()).succeeded();
    let cells = desk.cells("t.csv");
    let of = |province: &str, sex: &str| cells[&(province.to_owned(), sex.to_owned())].clone();
    assert_eq!(of("51", "f").1, "no-data");
    assert_eq!(of("51", "_T"), ("60".to_owned(), "incomplete".to_owned()));
    assert_eq!(of("32", "_T"), ("90".to_owned(), "shown".to_owned()));
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_written() {
    let desk = Desk::new();
    desk.list("anak.csv", &PLACES);
    let suppress = ["--protect", "suppress"];
    let with = |more: &[&'static str]| [more, &suppress].concat();
    desk.tabulate("anak.csv", "x.csv", &with(&["--by", "umur"])).failed_saying(&["no column umur", "it has"]);
    for naming in ["cluster_id", "nik", "Nama Anak", "alamat"] {
        desk.tabulate("anak.csv", "x.csv", &with(&["--by", naming])).failed_saying(&["names people"]);
    }
    let disguised: String = (0..60).map(|child| format!("k{child},Rekaan {child},f\n")).collect();
    fs::write(desk.path("lain.csv"), format!("cluster_id,keterangan,sex\n{disguised}")).unwrap();
    desk.tabulate("lain.csv", "x.csv", &with(&["--by", "keterangan"]))
        .failed_saying(&["60 different values"]);
    desk.tabulate("tidak-ada.csv", "x.csv", &with(&["--by", "sex"])).failed_saying(&["is not there"]);
    desk.tabulate("anak.csv", "x.csv", &with(&["--by", "sex", "--sum", "sex"]))
        .failed_saying(&["row 2", "not a whole number"]);
    for wrong in [
        &["--by", "sex", "--bins", "sex=0-5,7-9"][..],
        &["--by", "sex", "--minimum", "1"],
        &["--by", "sex", "--bins", "umur=0-5"],
    ] {
        assert_eq!(desk.tabulate("anak.csv", "x.csv", &with(wrong)).code, 2, "{wrong:?}");
    }
    let perturb = ["--by", "sex", "--protect", "perturb"];
    assert_eq!(desk.tabulate("anak.csv", "x.csv", &perturb).code, 2, "noise needs a secret");
    fs::write(desk.path("kunci"), "pendek").unwrap();
    let key = desk.path("kunci");
    desk.tabulate("anak.csv", "x.csv", &[&perturb[..], &["--key-file", key.to_str().unwrap()]].concat())
        .failed_saying(&["too short for a secret"]);
    assert_eq!(desk.tabulate("anak.csv", "x.doc", &with(&["--by", "sex"])).code, 2);
    assert!(!desk.path("x.csv").exists() && !desk.path("x.doc").exists());
}
