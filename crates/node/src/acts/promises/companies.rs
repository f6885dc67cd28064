//! Companies: a member of The Code begins with its six criteria and owes a report every year; a platform begins with the duties of PP
//! TUNAS. Whoever said something does not find it true.

use model::kinds::{CodeCriterion, Company, CompanyReport, PlatformDuty};
use model::time::{Span, Zone};
use model::{Date, Draft, Id, Kind, KindMeta, Record, Step};

use crate::access::{self, Actor, MatterFacts};
use crate::acts::guards;
use crate::acts::open::open_part;
use crate::db::Tx;
use crate::error::{Error, Result};

/// Months within which a platform shows its first evidence.
const FIRST_EVIDENCE: i32 = 3;

/// What follows from recording a company.
pub(crate) async fn opened_root(tx: &mut Tx, (meta, id): (&KindMeta, Id), record: &Record) -> Result<()> {
    if meta.slug != "company" || record.text(meta, "company_kind") != "platform" {
        return Ok(());
    }
    let company = access::load::matter(tx, id, false).await?;
    let due = later(tx.now.date(Zone::Wib), Span::new().months(FIRST_EVIDENCE))?;
    for duty in Company::DUTIES {
        let draft = Draft::default().with("duty", duty).with("review_due", due.to_string());
        part::<PlatformDuty>(tx, &company, &draft).await?;
    }
    Ok(())
}

/// What follows from a step.
pub(crate) async fn after(tx: &mut Tx, facts: &MatterFacts, step: &Step, record: &Record) -> Result<()> {
    match (facts.kind.slug, step.action) {
        ("company", "apply") => {
            for criterion in Company::CRITERIA {
                part::<CodeCriterion>(tx, facts, &Draft::default().with("criterion", criterion)).await?;
            }
            Ok(())
        }
        ("company", "join") => {
            let joined = day(record.text(facts.kind, "agreed_on"))?;
            report(tx, facts, later(joined, Span::new().years(1))?).await
        }
        // What is owed every year is asked for every year, whoever holds the post by then.
        ("company-report", "give" | "miss") => {
            let due = day(record.text(facts.kind, "due_on"))?;
            let company = access::load::matter(tx, facts.root, false).await?;
            if !company.is_open() {
                return Ok(());
            }
            report(tx, &company, later(due, Span::new().years(1))?).await
        }
        _ => Ok(()),
    }
}

/// What must hold before a step: two pairs of eyes.
pub(crate) async fn step(tx: &mut Tx, actor: &Actor, facts: &MatterFacts, step: &Step) -> Result<()> {
    match (facts.kind.slug, step.action) {
        ("company", "approve") => guards::not_own_work(tx, actor, facts, "plan").await,
        ("company", "join") => criteria_begun(tx, facts).await,
        ("platform-duty", "assess") => guards::not_own_work(tx, actor, facts, "give_evidence").await,
        ("platform-duty", "meet") => found(tx, facts, &["substantial", "complete"]).await,
        _ => Ok(()),
    }
}

/// A member has begun with every criterion.
async fn criteria_begun(tx: &mut Tx, facts: &MatterFacts) -> Result<()> {
    let waiting = tx
        .row(
            "select id from matter where root_id = $1 and kind = 'code-criterion' and state = 'not_started' order by id limit 1",
            &[facts.id.into()],
        )
        .await?;
    if waiting.is_some() { Err(Error::Refused("criteria-not-begun")) } else { Ok(()) }
}

/// A duty is met when somebody else found it so.
async fn found(tx: &mut Tx, facts: &MatterFacts, enough: &[&str]) -> Result<()> {
    let row =
        tx.row("select independent_status from k_platform_duty where id = $1", &[facts.id.into()]).await?;
    let status = row.map(|row| row.text_opt(0)).transpose()?.flatten().unwrap_or_default();
    if enough.contains(&status.as_str()) { Ok(()) } else { Err(Error::Refused("duty-not-found-met")) }
}

async fn report(tx: &mut Tx, company: &MatterFacts, due: Date) -> Result<()> {
    let draft = Draft::default().with("year", (due.year() - 1).to_string()).with("due_on", due.to_string());
    part::<CompanyReport>(tx, company, &draft).await
}

async fn part<K: Kind>(tx: &mut Tx, company: &MatterFacts, draft: &Draft) -> Result<()> {
    let record = draft.parse(K::META, tx.now.date(Default::default())).map_err(Error::Invalid)?;
    open_part(tx, K::META, company, &record).await?;
    Ok(())
}

fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| Error::Storage("a day that is none".into()))
}

fn later(from: Date, span: Span) -> Result<Date> {
    from.checked_add(span).map_err(|_| Error::Storage("a day out of range".into()))
}
