//! Writes samples of foreign formats into a directory, with our own verdicts on them, for `bench/formats/judge.py`.
//! Everything in them is invented.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

use formats::JsonLimits;
use formats::case_uco::{
    Action, CaseExport, CaseHash, Investigation, InvestigationForm, read_case, write_case,
};
use formats::stix::{Body, Bundle, Common, HashName, Pattern, Receiver, StixId, Tlp, Verdict, read_stix};
use formats::xml::{XmlLimits, parse};
use formats::xsd::{Options, check, load};

const GOAML: &[u8] = include_bytes!("../../tests/data/goaml/contoh.xsd");
const COMMON: &[u8] = include_bytes!("../../tests/data/goaml/umum.xsd");
const REPORT: &str = include_str!("../../../../fuzz/seeds/reports/transaksi.xml");
const WIDE: &[u8] = include_bytes!("../../tests/data/xsd/luas.xsd");
const DOCUMENT: &str = include_str!("../../tests/data/xsd/luas.xml");

fn main() -> Result<(), Box<dyn Error>> {
    let home = PathBuf::from(std::env::args().nth(1).ok_or("name a directory")?);
    let case = write_case(&case())?;
    std::fs::write(home.join("case.json"), serde_json::to_string_pretty(&case)?)?;
    // What was read of it is written again, and judged like the first.
    let read = read_case(&serde_json::to_vec(&case)?, &JsonLimits::default())?;
    let again = write_case(&read.again([0xa5; 16]).ok_or("our own document lost something")?)?;
    std::fs::write(home.join("case-again.json"), serde_json::to_string_pretty(&again)?)?;
    for (receiver, name) in [(Receiver::Police, "stix-police"), (Receiver::Other, "stix-others")] {
        let bundle = serde_json::to_vec_pretty(&bundle(receiver)?)?;
        read_stix(&bundle, &JsonLimits::default()).map_err(|_| "our own bundle is not read again")?;
        std::fs::write(home.join(format!("{name}.json")), bundle)?;
    }
    let mut verdicts = BTreeMap::new();
    // Blanks inside a decimal number pass with the other judge, so numbers in a row are tried on the wide schema alone.
    for (kind, schema, document, more) in [("goaml", GOAML, REPORT, ""), ("luas", WIDE, DOCUMENT, "1 2 3 4")]
    {
        let schema = load(schema, Options::default(), &mut |_| Some(COMMON.to_vec()))?;
        for (number, xml) in broken(document, more).into_iter().enumerate() {
            let name = format!("{kind}-{number:04}.xml");
            let Ok(root) = parse(xml.as_bytes(), &XmlLimits::default()) else { continue };
            verdicts.insert(name.clone(), check(&schema, &root).is_empty());
            std::fs::write(home.join(name), xml)?;
        }
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

/// Every object that is written, with every marking; an address where the receiver may have one.
fn bundle(receiver: Receiver) -> Result<serde_json::Value, Box<dyn Error>> {
    let about = || vec![("indicator".to_owned(), StixId([3; 16]))];
    let hash = |name, digits: String| Body::Indicator { pattern: Pattern::Hash(name, digits), valid_from: 0 };
    let mut bodies = vec![
        Body::Organisation { name: "Hotline Contoh".into() },
        Body::Location { country: "ID".into(), area: Some("JB".into()) },
        hash(HashName::Md5, "0123456789abcdef".repeat(2)),
        hash(HashName::Sha1, "0".repeat(40)),
        hash(HashName::Sha256, "a".repeat(64)),
        hash(HashName::Pdq, "0f".repeat(32)),
        Body::Sighting { of: StixId([3; 16]), count: 2 },
        Body::Alert { name: "Peringatan contoh".into(), about: about() },
        Body::Note { content: "Catatan rekaan".into(), about: about() },
        Body::Opinion { verdict: Verdict::Disagree, about: about() },
        Body::Report { name: "Laporan contoh".into(), published: 0, about: about() },
        Body::Relationship {
            kind: "related-to".into(),
            source: ("indicator".into(), StixId([3; 16])),
            target: ("identity".into(), StixId([1; 16])),
        },
    ];
    if receiver == Receiver::Police {
        let address = Pattern::Url("https://contoh.invalid/it's\\x".into());
        bodies.push(Body::Indicator { pattern: address, valid_from: 0 });
    }
    let mut bundle = Bundle::new(StixId([0xab; 16]), receiver);
    for ((number, body), tlp) in (1..).zip(&bodies).zip(Tlp::ALL.into_iter().cycle()) {
        let common = Common {
            id: StixId([number; 16]),
            created: 1_772_600_767_089,
            modified: 1_772_600_767_089,
            created_by: Some(StixId([1; 16])),
            tlp,
            revoked: number == 6,
        };
        bundle.add(&common, body)?;
    }
    Ok(bundle.finish())
}

const VALUES: &[&str] = &[
    "",
    "x",
    "-1",
    "12",
    "1.50",
    "1.505",
    "2026-02-30T00:00:00",
    "2026-02-28T23:59:59.5Z",
    "ID",
    "IDR",
    "SAR",
    "E",
    "5.0",
    " 7 ",
    "true",
    "2026-03",
    "2026-02-29",
    "24:00:00",
    "99999",
    "abcde",
    "abcdef",
    "axe",
    "k-1",
    "0",
    "1",
    "1.0000001",
    "INF",
    "PT5M",
    "P",
    "abc",
    "ABCD",
    "a b",
    "tidak  tahu",
];

/// The document, then it without each of its elements and attributes, with each element doubled, with its neighbour in its place, and with each
/// value replaced.
fn broken(document: &str, more: &str) -> Vec<String> {
    let mut all = vec![document.to_owned()];
    let mut at = 0;
    while let Some(start) = document.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        at = start + 1;
        let rest = document.get(at..).unwrap_or_default();
        if rest.starts_with(['/', '?']) {
            continue;
        }
        let name: String = rest.chars().take_while(|c| !matches!(c, ' ' | '>' | '/')).collect();
        let close = format!("</{name}>");
        let Some(length) = rest.find(&close) else { continue };
        let end = at + length + close.len();
        let (before, after) =
            (document.get(..start).unwrap_or_default(), document.get(end..).unwrap_or_default());
        let element = document.get(start..end).unwrap_or_default();
        all.push(format!("{before}{after}"));
        all.push(format!("{before}{element}{element}{after}"));
        all.push(format!("{before}teks{element}{after}"));
        if let Some(next) =
            after.find("<").filter(|next| !after.get(*next..).unwrap_or_default().starts_with("</"))
        {
            let skipped = after.get(next..).and_then(|rest| rest.find('>')).map(|length| next + length + 1);
            let (head, tail) = after.split_at(skipped.unwrap_or(next));
            all.push(format!("{before}{head}{element}{tail}"));
        }
        let open = element.find('>').map_or(0, |found| found + 1);
        let head = element.get(..open).unwrap_or_default();
        if head.contains("=\"") {
            all.push(format!("{before}<{name}>{}{after}", element.get(open..).unwrap_or_default()));
            all.push(format!(
                "{before}{}{}{after}",
                head.replace("=\"", "=\"-9"),
                element.get(open..).unwrap_or_default()
            ));
            all.push(format!(
                "{before}<{name} lain=\"1\"{}{after}",
                element.get(name.len() + 1..).unwrap_or_default()
            ));
        }
        let inside = element.get(open..element.len() - close.len()).unwrap_or_default();
        if !inside.contains('<') {
            all.extend(
                VALUES.iter().chain([&more]).map(|value| format!("{before}{head}{value}{close}{after}")),
            );
        }
    }
    all
}
