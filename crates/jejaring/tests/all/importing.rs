//! `jejaring import` through the binary, on a demonstration that has ended: a road map, a country profile, and a list of children of whom
//! neither the answer nor a backup nor any file of the node names one.

use std::path::Path;

use crate::demo::Demo;
use crate::run::{Ended, run};

/// Somebody who writes the memory of the invented ministry.
const ANALYST: &str = "analis@badan.contoh.invalid";

fn sheet(rows: &[&[&str]]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
}

fn workbook(file: &Path, name: &str, rows: &[&[&str]]) {
    let mut bytes = Vec::new();
    formats::write_sheets(&mut bytes, &[(name, &sheet(rows))]).unwrap();
    std::fs::write(file, bytes).unwrap();
}

fn import(dir: &Path, more: &[&str], file: &Path) -> Ended {
    let mut args = vec!["--json", "import", "--dir", dir.to_str().unwrap(), "--as", ANALYST];
    args.extend(more);
    args.push(file.to_str().unwrap());
    run(&args)
}

const HEADER: &[&str] = &[
    "Fokus Strategi",
    "Intervensi Kunci",
    "Keluaran",
    "Target Waktu",
    "K/L Penanggung Jawab",
    "K/L Terkait",
];

fn a_road_map_is_taken_in(dir: &Path, beside: &Path) {
    let file = beside.join("peta-jalan.xlsx");
    let line = |target: &'static str| {
        [
            "Pencegahan (rekaan)",
            "Temu orang tua",
            "Modul untuk 40 kabupaten",
            target,
            "Kementerian Contoh",
            "",
        ]
    };
    workbook(&file, "Matriks", &[HEADER, &line("segera")]);
    import(dir, &["--kind", "roadmap"], &file).failed_saying(&["nothing was taken in"]);
    let (dir_name, name) = (dir.to_str().unwrap(), file.to_str().unwrap());
    let bad = run(&["import", "--dir", dir_name, "--as", ANALYST, "--kind", "roadmap", name]);
    assert!(bad.code == 1 && bad.out.contains("row 2, column D"), "places are named to people: {bad:?}");
    workbook(&file, "Matriks", &[HEADER, &line("2027")]);
    let looked = import(dir, &["--kind", "roadmap", "--dry-run"], &file).succeeded().json();
    assert_eq!((&looked["kept"], &looked["created"]), (&false.into(), &1.into()));
    let taken = import(dir, &["--kind", "roadmap"], &file).succeeded().json();
    assert_eq!((&taken["kept"], &taken["created"]), (&true.into(), &1.into()));
    let again = import(dir, &["--kind", "roadmap"], &file).succeeded().json();
    assert_eq!((&again["created"], &again["unchanged"]), (&0.into(), &1.into()));
}

fn a_profile_is_taken_in(dir: &Path, beside: &Path) {
    let (file, mapping) = (beside.join("profil.xlsx"), beside.join("profil.toml"));
    workbook(
        &file,
        "Uraian",
        &[&["Tema", "Pernyataan"], &["Pencegahan", "Modul ada di separuh sekolah (rekaan)."]],
    );
    let map = "source = \"https://contoh.invalid/profil\"\ndate = \"2026-01-31\"\nconfidence = \"low\"\ncountry = \"ID\"\n\
               [[sheet]]\nname = \"Uraian\"\nkind = \"country-statement\"\n[sheet.columns]\nTema = \"theme\"\n";
    std::fs::write(&mapping, map).unwrap();
    let kind = ["--kind", "profile", "--mapping", mapping.to_str().unwrap()];
    import(dir, &kind, &file).failed_saying(&["Uraian", "statement"]);
    std::fs::write(&mapping, format!("{map}Pernyataan = \"statement\"\n")).unwrap();
    let taken = import(dir, &kind, &file).succeeded().json();
    assert_eq!((&taken["kept"], &taken["created"]), (&true.into(), &1.into()));
    let again = import(dir, &kind, &file).succeeded().json();
    assert_eq!((&again["created"], &again["unchanged"]), (&0.into(), &1.into()));
    assert_eq!(
        import(dir, &kind[..2], &file).code,
        2,
        "without a mapping it is not known what the columns are"
    );
}

/// Refused before anything of it is read as a list, whatever its name says; that it came stands in the journal, without a byte of it.
fn a_picture_is_refused_and_written_down(dir: &Path, beside: &Path) {
    let noted = || {
        const READ: &str = "import sqlite3, sys\n\
            rows = sqlite3.connect(sys.argv[1], timeout=20).execute(\"select act from journal where rule = 'carries-file'\")\n\
            print(' '.join(row[0] for row in rows))";
        let ran = std::process::Command::new("python3")
            .args(["-c", READ])
            .arg(dir.join("node.db"))
            .output()
            .unwrap();
        String::from_utf8(ran.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(noted(), "");
    let pixel = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";
    for (name, kind) in [("daftar.csv", "case"), ("matriks.xlsx", "roadmap"), ("kegiatan.xml", "iati")] {
        let file = beside.join(name);
        std::fs::write(&file, pixel).unwrap();
        import(dir, &["--kind", kind], &file).failed_saying(&["picture", "hotline or the police"]);
    }
    assert_eq!(noted(), "refuse-import refuse-import refuse-import");
}

#[test]
fn road_maps_and_profiles_are_taken_in_by_the_command() {
    let mut demo = Demo::start(6);
    let dir = demo.home("kementerian");
    demo.end();
    let beside = tempfile::tempdir().unwrap();
    a_road_map_is_taken_in(&dir, beside.path());
    a_profile_is_taken_in(&dir, beside.path());
    a_picture_is_refused_and_written_down(&dir, beside.path());
}

/// What a list says of two children.
const LIST: &str = "Nama Korban;Jenis Kelamin;Tgl Lahir;No HP;Nama Wali;Alamat;Tanggal Pengaduan;Tingkat Risiko;Keterangan
Kusumawardhani Sekarjagad;P;17-05-2012;0800-0000-7731;Hadisoewignyo;Gang Trenggiling;01-03-2026;sedang;Data rekaan: rerimbunan.
Wulaningtyas Padmasari;P;02-02-2011;0800-0000-7732;Prabandaru;Gang Kelabulembayung;02-03-2026;rendah;Data rekaan: persimpangan.
";
const PLANTED: [&str; 8] = [
    "Kusumawardhani",
    "Wulaningtyas",
    "Hadisoewignyo",
    "Prabandaru",
    "Trenggiling",
    "rerimbunan",
    "0800-0000-7731",
    "08000000773",
];

fn names_nobody(what: &str, bytes: &[u8]) {
    let small = bytes.to_ascii_lowercase();
    for planted in PLANTED {
        let form = planted.to_ascii_lowercase();
        let found = small.windows(form.len()).any(|window| window == form.as_bytes());
        assert!(!found, "{planted} stands in {what}");
    }
}

/// Every file below a folder.
fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn a_list_that_was_taken_in_names_nobody_in_answers_files_and_backups() {
    let mut demo = Demo::start(6);
    let dir = demo.home("kasih");
    demo.end();
    let beside = tempfile::tempdir().unwrap();
    let (list, backup) = (beside.path().join("daftar.csv"), beside.path().join("cadangan"));
    std::fs::write(&list, LIST).unwrap();
    let worker = ["--json", "import", "--kind", "case", "--as", "pekerja1.anak@lbh.contoh.invalid"];
    let place = ["--dir", dir.to_str().unwrap(), list.to_str().unwrap()];
    let taken = run(&[worker.as_slice(), &place].concat()).succeeded();
    assert_eq!(taken.json()["created"], 2, "{}", taken.out);
    names_nobody("the answer", taken.out.as_bytes());
    names_nobody("the log", taken.err.as_bytes());
    run(&["backup", "--dir", dir.to_str().unwrap(), "--to", backup.to_str().unwrap()]).succeeded();
    let kept = std::fs::read(&backup).unwrap();
    assert!(kept.len() > 10_000, "there is something to look through");
    names_nobody("the backup", &kept);
    for file in files(&dir) {
        names_nobody(&file.display().to_string(), &std::fs::read(&file).unwrap());
    }
}
