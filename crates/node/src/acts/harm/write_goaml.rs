//! `write-goaml`: a reviewed transaction report as goAML for a financial-intelligence unit, with that unit's own codes as data. It is given out
//! once; the step that says it was handed in asks for the unit's number.

use formats::goaml::{Account, Activity, Entity, Party, Person, Profile, Report, write_goaml};
use model::kinds::TransactionReport;
use model::{Id, Kind, KindMeta, ProblemCode};

use super::said;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
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
}

/// The document, given out once.
#[derive(Debug, Clone)]
pub struct WrittenGoaml {
    /// Its words.
    pub text: String,
}

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
        let profile = Profile::parse(act.profile.as_bytes()).map_err(|_| Error::Refused("goaml-profile"))?;
        let (entity, reporter) = (said(&act.entity, "entity", 80)?, said(&act.reporter, "reporter", 120)?);
        let shown = permit.reveal(fields::load(tx, META, facts.id, facts.key).await?)?.to_record();
        let of = |name: &str| shown.to_text(META, name);
        let activity = parties(&of("parties"), &of("grounds"))?;
        let (first_name, last_name) = names(&reporter);
        let report = Report {
            entity_id: entity,
            electronic: true,
            code: of("report_code"),
            reference: facts.code.clone(),
            fiu_reference: Some(of("fiu_reference")).filter(|said| !said.is_empty()),
            submitted: tx.now.millis(),
            reporter: Person { first_name, last_name, ..Person::default() },
            reason: Some(of("grounds")).filter(|said| !said.is_empty()),
            action: Some(of("transactions")).filter(|said| !said.is_empty()),
            activity,
            indicators: act.indicators.split_whitespace().map(str::to_owned).collect(),
            ..Report::default()
        };
        let text = write_goaml(&report, &profile).map_err(|_| Error::Refused("format-refuses"))?;
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(facts.id);
        Ok(WrittenGoaml { text })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.report)
    }
}

/// Parties, one a line: `account: BANK NUMBER`, `entity: NAME`, `person: NAME`. Other lines are not understood, and nothing is left out in
/// silence.
fn parties(lines: &str, grounds: &str) -> Result<Vec<Activity>> {
    let wrong = || Error::field("parties", ProblemCode::UnknownCode);
    let mut read = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (kind, value) = line.split_once(':').ok_or_else(wrong)?;
        let value = value.trim().to_owned();
        let party = match kind.trim() {
            "account" => {
                let (bank, number) = value.rsplit_once(' ').ok_or_else(wrong)?;
                Party::Account(Box::new(Account {
                    institution: Some(bank.to_owned()),
                    institution_code: Some(bank.to_owned()),
                    number: number.to_owned(),
                    name: number.to_owned(),
                    ..Account::default()
                }))
            }
            "entity" => Party::Entity(Box::new(Entity { name: value, ..Entity::default() })),
            "person" => {
                let (first_name, last_name) = names(&value);
                Party::Person(Box::new(Person { first_name, last_name, ..Person::default() }))
            }
            _ => return Err(wrong()),
        };
        let reason = Some(grounds.to_owned()).filter(|said| !said.is_empty());
        read.push(Activity { party, significance: None, reason });
    }
    Ok(read)
}

/// Given and family name; a single name is both.
fn names(name: &str) -> (String, String) {
    match name.trim().rsplit_once(' ') {
        Some((first, last)) => (first.to_owned(), last.to_owned()),
        None => (name.trim().to_owned(), name.trim().to_owned()),
    }
}
