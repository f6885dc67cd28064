//! `take-goaml`: a suspicious-transaction report that came as goAML becomes a record of the financial duty. No case follows by itself.

use formats::goaml::{GoamlFacts, read_goaml};
use formats::xml::XmlLimits;
use model::kinds::TransactionReport;
use model::{Draft, Id, Kind, KindMeta, Timestamp};

use super::said;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::{Opened, guards, open_root};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::harm::lines;
use crate::store::custody;

const META: &KindMeta = TransactionReport::META;
/// Transactions that are written out; of more the number stays.
const MOST_LINES: usize = 100;

/// Takes a report in.
pub struct TakeGoaml {
    /// The document, as it came.
    pub document: String,
    /// Who sent it.
    pub institution: String,
    /// A code of list `transaction-direction`.
    pub direction: String,
}

#[async_trait::async_trait]
impl Act for TakeGoaml {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "take-goaml"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "open", META.slug, *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        let institution = said(&act.institution, "institution", 160)?;
        let limits = XmlLimits { bytes: 1 << 20, ..XmlLimits::default() };
        let facts =
            read_goaml(act.document.as_bytes(), &limits).map_err(|_| Error::Refused("goaml-unreadable"))?;
        let draft = draft(&facts).with("institution", institution).with("direction", act.direction.as_str());
        let record = draft.parse(META, tx.now.date(Default::default())).map_err(Error::Invalid)?;
        guards::texts(META, &record)?;
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let organisation = custody::post(tx, post).await?.0;
        let id = open_root(tx, META, organisation, post, &record).await?;
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

/// What a report names, in lines; a code that our list does not know stays in words.
fn draft(facts: &GoamlFacts) -> Draft {
    let known =
        |list: &str, code: &str| model::codes::list(list).is_some_and(|list| list.get(code).is_some());
    let (ours, foreign): (Vec<&String>, Vec<&String>) =
        facts.indicators.iter().partition(|code| known("transaction-indicator", code));
    let mut parties = Vec::new();
    parties.extend(facts.accounts.iter().map(|(_, bank, number)| format!("account: {bank} {number}")));
    parties.extend(facts.phones.iter().map(|(_, number)| format!("phone: {number}")));
    parties.extend(facts.entities.iter().map(|(_, name)| format!("entity: {name}")));
    let code = if known("transaction-report-code", &facts.code) { facts.code.as_str() } else { "STR" };
    let foreign: Vec<&str> = foreign.into_iter().map(String::as_str).collect();
    let grounds =
        if foreign.is_empty() { String::new() } else { format!("indicator: {}", foreign.join(", ")) };
    let ours: Vec<&str> = ours.into_iter().map(String::as_str).collect();
    Draft::default()
        .with("report_code", code)
        .with("own_reference", facts.reference.as_str())
        .with("fiu_reference", facts.fiu_reference.clone().unwrap_or_default())
        .with("indicators", ours.join(" "))
        .with("parties", parties.join("\n"))
        .with("transactions", transactions(facts))
        .with("grounds", grounds)
}

/// A line for each transaction that says when, how much and between whom, and how many there are of the others.
fn transactions(facts: &GoamlFacts) -> String {
    let mut all: Vec<String> = facts.moved.iter().filter_map(lines::line).take(MOST_LINES).collect();
    let more = facts.transactions.saturating_sub(all.len());
    if more > 0 || all.is_empty() {
        all.push(format!("{more} ({})", facts.code));
    }
    all.join("\n")
}
