//! `write-goaml`: a reviewed transaction report as goAML for a financial-intelligence unit, with that unit's own codes as data. It is given out
//! once; the step that says it was handed in asks for the unit's number.

use formats::goaml::{Activity, Person, Profile, Report, write_goaml};
use formats::xml::{XmlLimits, parse};
use formats::{Finding, xsd};
use model::kinds::TransactionReport;
use model::{Id, Kind, KindMeta, ProblemCode};

use super::said;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::harm::{basis, lines};
use crate::store::fields;

const META: &KindMeta = TransactionReport::META;

/// Writes a report.
pub struct WriteGoaml {
    /// The transaction report.
    pub report: Id,
    /// The unit's profile: schema version, currency, codes.
    pub profile: String,
    /// Number of the reporting entity at the unit.
    pub entity: String,
    /// Name of whoever reports.
    pub reporter: String,
    /// Indicators by the unit's codes, separated by spaces.
    pub indicators: String,
    /// A code of list `outgoing-basis`.
    pub legal_basis: String,
    /// The unit's own XML Schema; a document that it refuses is not given out. Nothing where the unit gave none.
    pub schema: String,
}

/// The document, given out once.
#[derive(Debug, Clone)]
pub struct WrittenGoaml {
    /// Its words; nothing where the unit's schema refuses them.
    pub text: Option<String>,
    /// Why it does, and where.
    pub findings: Vec<Finding>,
}

#[async_trait::async_trait]
impl Act for WriteGoaml {
    type Facts = MatterFacts;
    type Output = WrittenGoaml;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "write-goaml"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.report, false).await?, META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "report", META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<WrittenGoaml> {
        let (act, facts) = (permit.act(), permit.facts());
        if facts.state != "reviewed" {
            return Err(Error::Refused("wrong-state"));
        }
        basis::must_fit(&act.legal_basis, basis::Item::Transaction)?;
        let profile = Profile::parse(act.profile.as_bytes()).map_err(|_| Error::Refused("goaml-profile"))?;
        let (entity, reporter) = (said(&act.entity, "entity", 80)?, said(&act.reporter, "reporter", 120)?);
        let shown = permit.reveal(fields::load(tx, META, facts.id, facts.key).await?)?.to_record();
        let of = |name: &str| shown.to_text(META, name);
        let (activity, unplaced) = parties(&of("parties"), &of("grounds"))?;
        let (transactions, told) = lines::transactions(&of("transactions"), &profile.country);
        let action = [told, unplaced].concat().join("\n");
        let (first_name, last_name) = lines::names(&reporter);
        let report = Report {
            entity_id: entity,
            electronic: true,
            code: of("report_code"),
            reference: facts.code.clone(),
            fiu_reference: Some(of("fiu_reference")).filter(|said| !said.is_empty()),
            submitted: tx.now.millis(),
            reporter: Person { first_name, last_name, ..Person::default() },
            reason: Some(of("grounds")).filter(|said| !said.is_empty()),
            action: Some(action).filter(|said| !said.is_empty()),
            activity,
            transactions,
            indicators: act.indicators.split_whitespace().map(str::to_owned).collect(),
            ..Report::default()
        };
        let text = write_goaml(&report, &profile).map_err(|_| Error::Refused("format-refuses"))?;
        let findings = judged(&act.schema, &text)?;
        let text = findings.is_empty().then_some(text);
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        tx.trace.detail.reason = Some(act.legal_basis.clone());
        Ok(WrittenGoaml { text, findings })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.report)
    }
}

/// What the schema that the receiver judges by finds wrong with a document. Further files of the schema follow the first, each below a line with
/// its name, `=== umum.xsd ===`; nothing is fetched.
fn judged(schema: &str, text: &str) -> Result<Vec<Finding>> {
    if schema.trim().is_empty() {
        return Ok(Vec::new());
    }
    let (main, others) = files(schema);
    let beside = |place: &str| {
        others.iter().find(|(name, _)| name == place).map(|(_, text)| text.clone().into_bytes())
    };
    let schema = xsd::load(main.as_bytes(), xsd::Options::default(), &mut |place| beside(place))
        .map_err(|_| Error::Refused("goaml-schema-unreadable"))?;
    let root = parse(text.as_bytes(), &XmlLimits::default()).map_err(|_| Error::Refused("format-refuses"))?;
    Ok(xsd::check(&schema, &root))
}

/// The first file of a schema, and the others by their names.
fn files(text: &str) -> (String, Vec<(String, String)>) {
    let (mut main, mut others) = (String::new(), Vec::<(String, String)>::new());
    for line in text.lines() {
        let name = line.trim().strip_prefix("===").and_then(|rest| rest.strip_suffix("==="));
        match (name, others.last_mut()) {
            (Some(name), _) => others.push((name.trim().to_owned(), String::new())),
            (None, Some((_, file))) => *file += &format!("{line}\n"),
            (None, None) => main += &format!("{line}\n"),
        }
    }
    (main, others)
}

/// Parties that have an element of their own, and those that have none, in words. Other lines are not understood, and nothing is left out in
/// silence.
fn parties(lines: &str, grounds: &str) -> Result<(Vec<Activity>, Vec<String>)> {
    let wrong = || Error::field("parties", ProblemCode::UnknownCode);
    let (mut read, mut words) = (Vec::new(), Vec::new());
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let reason = Some(grounds.to_owned()).filter(|said| !said.is_empty());
        match lines::party(line) {
            Some(party) => read.push(Activity { party, significance: None, reason }),
            None if line.starts_with("phone:") || line.starts_with("wallet:") => words.push(line.to_owned()),
            None => return Err(wrong()),
        }
    }
    Ok((read, words))
}
