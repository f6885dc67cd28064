//! `export-htcds`: one case as a record of the Human Trafficking Case Data Standard, without anything that finds the child: no name, no number, no
//! day of birth, no place. It leaves the network, so somebody else approves it first. For whom and on which legal basis stays in the journal.

use formats::htcds::{HtcdsRecord, write_htcds};
use model::{Id, Kind, KindMeta, codes, kinds};

use super::said;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::harm::basis;
use crate::store::{ShownRecord, approval, fields};

const CASE: &KindMeta = kinds::Case::META;
const PERSON: &KindMeta = kinds::Person::META;

/// Writes the record of a case.
pub struct ExportHtcds {
    /// The case.
    pub case: Id,
    /// For whom it is.
    pub receiver: String,
    /// A code of list `outgoing-basis`.
    pub legal_basis: String,
}

/// The record, given out once.
#[derive(Debug, Clone)]
pub struct HtcdsFile {
    /// Readable number of the case.
    pub code: String,
    /// CSV with one record.
    pub text: String,
}

#[async_trait::async_trait]
impl Act for ExportHtcds {
    type Facts = MatterFacts;
    type Output = HtcdsFile;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "export-htcds"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.case, true).await?, CASE)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "export", CASE.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<HtcdsFile> {
        let (act, facts) = (permit.act(), permit.facts());
        let receiver = said(&act.receiver, "receiver", 160)?;
        basis::must_fit(&act.legal_basis, basis::Item::Record)?;
        // A record of one child leaves the network only when somebody else said so.
        let post = permit.rule().post.ok_or(Error::NotFound)?;
        if !approval::use_up(tx, facts.id, ("export", None), post).await? {
            return Err(Error::Refused("export-needs-approval"));
        }
        let case = permit.reveal(fields::load(tx, CASE, facts.id, facts.key).await?)?;
        let row = tx.row("select child from k_case where id = $1", &[facts.id.into()]).await?;
        let child = match row.map(|row| row.id_opt(0)).transpose()?.flatten() {
            Some(child) => Some(permit.reveal(fields::load(tx, PERSON, child, facts.key).await?)?),
            None => None,
        };
        let record = record(&case, child.as_deref(), &facts.state);
        let bytes = write_htcds(&[record]).map_err(|_| Error::Refused("format-refuses"))?;
        let text = String::from_utf8(bytes).map_err(|_| Error::Refused("format-refuses"))?;
        tx.trace.kind = Some(CASE.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        tx.trace.detail.to = Some(receiver);
        tx.trace.detail.reason = Some(act.legal_basis.clone());
        Ok(HtcdsFile { code: facts.code.clone(), text })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.case)
    }
}

/// What the standard has a place for and finds nobody.
fn record(case: &ShownRecord, child: Option<&ShownRecord>, state: &str) -> HtcdsRecord {
    let mut record = HtcdsRecord::default();
    let mut set = |field: &str, value: String| {
        if !value.is_empty() {
            record.0.insert(field.to_owned(), value);
        }
    };
    let status = match state {
        "closed" | "duplicate" => "Closed",
        "transferred" => "ClosedReferred",
        _ => "Active",
    };
    set("cas_Status", status.to_owned());
    set("vic_TypeOfExploitation", exploitation(&case.text("exploitation_forms")));
    if let Some(child) = child {
        let gender = match child.text("sex").as_str() {
            "female" => "Feminine",
            "male" => "Masculine",
            "" => "",
            _ => "NonSpecifiedUnknown",
        };
        set("prs_Gender", gender.to_owned());
        let country = child.text("nationality");
        set("prs_Citizenship", if country.len() == 2 { country } else { String::new() });
    }
    record
}

/// Forms of exploitation in the standard's words, each once.
fn exploitation(forms: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for form in forms.split_whitespace() {
        let code = codes::list("exploitation-form").and_then(|list| list.get(form));
        for word in code.into_iter().flat_map(|code| code.targets("htcds")) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words.join(";")
}
