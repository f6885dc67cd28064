//! `export-iati`: a programme as an activity file of the IATI Standard 2.03. What came with a file goes out as it came, with what is
//! new laid over it. What would not be valid is told with its place and is not handed out.

use formats::Finding;
use formats::iati::{IatiDocument, LIMITS, Records, check_iati, write_iati};
use model::kinds::{BudgetLine, Programme, Transaction};
use model::{Id, Kind, ProblemCode};

use super::{books, source};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::fields;

/// Writes a programme.
pub struct ExportIati {
    /// The programme.
    pub id: Id,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Readable number of the programme.
    pub code: String,
    /// The file; nothing where it would not be valid.
    pub xml: Option<String>,
    /// Why it would not be valid, and where.
    pub errors: Vec<Finding>,
    /// What the standard advises against.
    pub warnings: Vec<Finding>,
}

#[async_trait::async_trait]
impl Act for ExportIati {
    type Facts = MatterFacts;
    type Output = Exported;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "export-iati"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = access::load::matter(tx, self.id, false).await?;
        if facts.kind.slug == "programme" { Ok(facts) } else { Err(Error::NotFound) }
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "view", "programme", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Exported> {
        let facts = permit.facts();
        let record = permit.reveal(fields::load(tx, Programme::META, facts.id, facts.key).await?)?;
        for needed in ["iati_identifier", "reporting_ref", "reporting_type"] {
            if record.text(needed).is_empty() {
                return Err(Error::field(needed, ProblemCode::Missing));
            }
        }
        let came = source::of(tx, facts.id, facts.key).await?;
        let mut activity = books::laid_over(came.unwrap_or_default(), &facts.state, &record);
        let instant = tx.now.to_string();
        activity.updated = Some(instant.clone());
        for (part, code, is_budget) in new_parts(tx, facts.id).await? {
            let meta = if is_budget { BudgetLine::META } else { Transaction::META };
            let record = permit.reveal(fields::load(tx, meta, part, facts.key).await?)?;
            if is_budget {
                activity.budgets.push(books::budget(&record));
            } else {
                activity.transactions.push(books::transaction(&code, &record));
            }
        }
        let xml = write_iati(&IatiDocument::new(&instant, Records::Activities(vec![activity])));
        let verdict = check_iati(xml.as_bytes(), &LIMITS, tx.now.millis());
        tx.trace.kind = Some("programme");
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        Ok(Exported {
            code: facts.code.clone(),
            xml: verdict.errors.is_empty().then_some(xml),
            errors: verdict.errors,
            warnings: verdict.warnings,
        })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }
}

/// Budget lines and transactions that did not come with a file: id, number, whether it is a line of a budget.
async fn new_parts(tx: &mut Tx, programme: Id) -> Result<Vec<(Id, String, bool)>> {
    let rows = tx
        .rows(
            "select m.id, m.code, m.kind from matter m where m.root_id = $1 and m.kind in ('budget-line', 'transaction')
             and not exists (select 1 from iati_part p where p.matter_id = m.id) order by m.id",
            &[programme.into()],
        )
        .await?;
    rows.iter().map(|row| Ok((row.id(0)?, row.text(1)?, row.text(2)? == "budget-line"))).collect()
}
