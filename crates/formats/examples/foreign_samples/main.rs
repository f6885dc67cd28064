//! Writes samples of foreign formats into a directory, with our own verdicts on them, for `bench/formats/judge.py`.
//! Everything in them is invented.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

use formats::case_uco::{Action, CaseExport, CaseHash, Investigation, InvestigationForm, write_case};
use formats::xml::{XmlLimits, parse};
use formats::xsd::{Options, check, load};

const SCHEMA: &[u8] = include_bytes!("../../tests/data/goaml/contoh.xsd");
const COMMON: &[u8] = include_bytes!("../../tests/data/goaml/umum.xsd");
const REPORT: &str = include_str!("../../../../fuzz/seeds/reports/transaksi.xml");

fn main() -> Result<(), Box<dyn Error>> {
    let home = PathBuf::from(std::env::args().nth(1).ok_or("name a directory")?);
    let case = write_case(&case())?;
    std::fs::write(home.join("case.json"), serde_json::to_string_pretty(&case)?)?;
    let schema = load(SCHEMA, Options::default(), &mut |_| Some(COMMON.to_vec()))?;
    let mut verdicts = BTreeMap::new();
    for (number, xml) in reports().into_iter().enumerate() {
        let name = format!("laporan-{number:04}.xml");
        let Ok(root) = parse(xml.as_bytes(), &XmlLimits::default()) else { continue };
        verdicts.insert(name.clone(), check(&schema, &root).is_empty());
        std::fs::write(home.join(name), xml)?;
    }
    std::fs::write(home.join("verdicts.json"), serde_json::to_string(&verdicts)?)?;
    Ok(())
}

fn case() -> CaseExport {
    CaseExport {
        id: [0x5a; 16],
        investigation: Investigation {
            name: "KS-26-CONTOH".into(),
            form: InvestigationForm::Case,
            focus: vec!["eksploitasi daring".into()],
            authorization: Some(("surat perintah".into(), "SP/1/2026".into())),
        },
        from: "Hotline Contoh".into(),
        hashes: vec![
            (CaseHash::Md5, "0".repeat(32)),
            (CaseHash::Sha1, "1".repeat(40)),
            (CaseHash::Sha256, "a".repeat(64)),
        ],
        address: Some("https://contoh.invalid/halaman".into()),
        actions: vec![Action {
            name: "laporan diterima".into(),
            start: 0,
            end: Some(1_000),
            exhibit: Some("B-1".into()),
        }],
        marking: "TLP:AMBER".into(),
    }
}

/// The report, then the report without each of its elements, with each doubled, and with each value replaced.
fn reports() -> Vec<String> {
    let mut all = vec![REPORT.to_owned()];
    let mut at = 0;
    while let Some(start) = REPORT.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        at = start + 1;
        let rest = REPORT.get(at..).unwrap_or_default();
        if rest.starts_with(['/', '?']) {
            continue;
        }
        let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let close = format!("</{name}>");
        let Some(length) = rest.find(&close) else { continue };
        let end = at + length + close.len();
        let (before, after) =
            (REPORT.get(..start).unwrap_or_default(), REPORT.get(end..).unwrap_or_default());
        let element = REPORT.get(start..end).unwrap_or_default();
        all.push(format!("{before}{after}"));
        all.push(format!("{before}{element}{element}{after}"));
        if !element.get(1..).unwrap_or_default().trim_end_matches(&close).contains('<') {
            for value in [
                "",
                "x",
                "-1",
                "12",
                "1.50",
                "1.505",
                "2026-02-30T00:00:00",
                "ID",
                "IDR",
                "SAR",
                "E",
                "5.0",
                " 7 ",
                "true",
            ] {
                all.push(format!("{before}<{name}>{value}</{name}>{after}"));
            }
        }
    }
    all
}
