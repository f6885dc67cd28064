//! Foreign formats of online harm and money: whatever the bytes are, each reader ends without a panic, in bounded time and memory.

use formats::xml::{XmlLimits, parse};
use formats::{JsonLimits, Limits, xsd};

/// Bundles of STIX 2.1, and what must never be inside.
pub fn stix(bytes: &[u8]) {
    if let Ok(bundle) = formats::stix::read_stix(bytes, &JsonLimits::default()) {
        for object in &bundle.objects {
            let _ = object.handling();
        }
    }
}

/// CASE documents. What was understood whole is written and understood again as the same.
pub fn case(bytes: &[u8]) {
    use formats::case_uco::{read_case, write_case};
    let limits = JsonLimits::default();
    let Ok(read) = read_case(bytes, &limits) else { return };
    if let Some(Ok(document)) = read.again([7; 16]).map(|export| write_case(&export)) {
        let again = read_case(document.to_string().as_bytes(), &limits);
        assert!(again.is_ok_and(|again| again.again([7; 16]) == read.again([7; 16])));
    }
}

/// CyberTipline XML. What was understood is written and understood again in the same words.
pub fn cybertip(bytes: &[u8]) {
    use formats::cybertip::{CyberTipDocument, read_cybertip, write_cybertip, write_file_details};
    let limits = XmlLimits::default();
    let Ok(document) = read_cybertip(bytes, &limits) else { return };
    let written = match &document {
        CyberTipDocument::Report(report) => write_cybertip(report).ok(),
        CyberTipDocument::File(file) => write_file_details(file).ok(),
    };
    if let Some(xml) = written {
        let again = read_cybertip(xml.as_bytes(), &limits);
        assert!(again.is_ok());
    }
}

/// Reports of transactions, HTCDS records, profiles of financial-intelligence units.
pub fn reports(bytes: &[u8]) {
    let _ = formats::goaml::read_goaml(bytes, &XmlLimits::default());
    let _ = formats::goaml::Profile::parse(bytes);
    let _ = formats::htcds::read_htcds(bytes, "kasus.csv", &Limits::default());
}

/// Activities and organisations of the IATI Standard, and rulesets. What was read is written and read again with nothing lost.
pub fn iati(bytes: &[u8]) {
    use formats::iati::{Ruleset, check_iati, read_iati, write_iati};
    let limits = XmlLimits { bytes: 1 << 20, ..XmlLimits::default() };
    let _ = check_iati(bytes, &limits, 1_772_700_000_000);
    let _ = Ruleset::parse(bytes);
    if let Ok(document) = read_iati(bytes, &limits) {
        let written = write_iati(&document);
        // A text or a name may grow beyond a limit when it is escaped; what is understood must not change.
        if let Ok(again) = read_iati(written.as_bytes(), &limits) {
            assert!(again == document);
        }
    }
}

/// Schemas, and documents under a fixed schema. The first half of the bytes is the schema when it is one.
pub fn schemas(bytes: &[u8]) {
    const FIXED: &[u8] = include_bytes!("../../crates/formats/tests/data/goaml/contoh.xsd");
    const COMMON: &[u8] = include_bytes!("../../crates/formats/tests/data/goaml/umum.xsd");
    let limits = XmlLimits { bytes: 1 << 20, ..XmlLimits::default() };
    let document = parse(bytes, &limits);
    let options = xsd::Options::default();
    if let (Ok(schema), Ok(root)) = (xsd::load(FIXED, options, &mut |_| Some(COMMON.to_vec())), &document) {
        let _ = xsd::check(&schema, root);
    }
    if let (Ok(schema), Ok(root)) = (xsd::load(bytes, options, &mut |_| None), &document) {
        let _ = xsd::check(&schema, root);
    }
}

/// Any body as it comes over the wire.
pub fn carried(bytes: &[u8]) {
    let _ = formats::refuse_carried(bytes);
    for name in ["daftar.csv", "surat.docx", "isi.json"] {
        let _ =
            formats::refuse_carried_file(bytes, &formats::Claim::named(name), &formats::Limits::default());
    }
}
