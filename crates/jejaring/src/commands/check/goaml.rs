//! `jejaring check --format goaml`: against the schema that the financial-intelligence unit issued.

use std::fs;
use std::path::Path;

use formats::goaml::read_goaml;
use formats::xml::{XmlLimits, parse};
use formats::{Finding, xsd};

use super::{Check, Verdict, read};
use crate::failure::{Failure, Result};

pub(super) fn check(asked: &Check, bytes: &[u8]) -> Result<Verdict> {
    let Some(path) = &asked.schema else { return Err(Failure::usage("goaml needs --schema FILE.xsd")) };
    let main = read(path)?;
    let options = xsd::Options { anchored_patterns: asked.anchored_patterns };
    let beside = path.parent().unwrap_or(Path::new("."));
    let schema = xsd::load(&main, options, &mut |location| included(beside, location));
    let schema = schema.map_err(|problem| Failure::new(format!("{}: {problem}", path.display())))?;
    let root = match parse(bytes, &XmlLimits::default()) {
        Ok(root) => root,
        Err(problem) => {
            let finding = Finding { line: problem.line, place: "/".into(), reason: problem.reason.into() };
            return Ok(Verdict { findings: vec![finding], ..Verdict::default() });
        }
    };
    let mut verdict = Verdict {
        findings: xsd::check(&schema, &root),
        unjudged: schema.unjudged().to_vec(),
        ..Verdict::default()
    };
    // A picture in a field of the schema's own kind is still a picture.
    match read_goaml(bytes, &XmlLimits::default()) {
        Ok(facts) => verdict.told.push(("transactions", facts.transactions.into())),
        Err(findings) => verdict.findings.extend(findings),
    }
    Ok(verdict)
}

/// A document beside the schema or below it, wherever links lead; nothing is fetched, nothing above is read.
fn included(beside: &Path, location: &str) -> Option<Vec<u8>> {
    let home = fs::canonicalize(if beside.as_os_str().is_empty() { Path::new(".") } else { beside }).ok()?;
    let file = fs::canonicalize(home.join(location)).ok()?;
    if file.starts_with(&home) { fs::read(file).ok() } else { None }
}
