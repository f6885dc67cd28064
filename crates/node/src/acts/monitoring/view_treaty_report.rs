//! `view-treaty-report`: the draft of a report to a treaty body, put together from what the network knows: its recommendations, the answer to each,
//! the commitments that answer it, and the indicators that are public. A draft: people write the report.

use model::{Id, Lang, Timestamp, codes, kinds};
use serde::Serialize;

use super::view_monitoring::{IndicatorRow, row};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::monitoring::block::COUNTRY;
use crate::monitoring::sheet;
use crate::store::fields;
use crate::store::scope::{self, Builder, Reach};

/// Looks at it.
#[derive(Debug, Clone, Default)]
pub struct ViewTreatyReport {
    /// Code of list `recommendation-source`.
    pub body: String,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TreatyReport {
    /// To whom.
    pub body: String,
    /// Recommendations, in the order in which they were issued.
    pub entries: Vec<ReportEntry>,
    /// Public indicators with their latest numbers.
    pub indicators: Vec<IndicatorRow>,
}

/// A recommendation with what was made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportEntry {
    /// The recommendation.
    pub id: Id,
    /// Its reference.
    pub reference: String,
    /// Its words, in the language of the reader where there are such.
    pub text: String,
    /// Day of issue.
    pub issued_on: String,
    /// Year since which it has been repeated.
    pub first_year: String,
    /// Code of list `support-position`.
    pub support: String,
    /// The answer.
    pub response: String,
    /// Code of list `recommendation-progress`.
    pub progress: String,
    /// Commitments that answer it: id, title, state.
    pub commitments: Vec<(Id, String, String)>,
}

/// Recommendations of one draft.
const MOST: i64 = 300;

#[async_trait::async_trait]
impl Act for ViewTreatyReport {
    type Facts = Timestamp;
    type Output = TreatyReport;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-treaty-report"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "recommendation", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<TreatyReport> {
        let body = permit.act().body.clone();
        codes::list("recommendation-source").and_then(|list| list.get(&body)).ok_or(Error::NotFound)?;
        let (actor, now) = (permit.actor(), tx.now);
        let mut b = Builder::new(
            "select m.id from matter m join matter r on r.id = m.root_id join k_recommendation k on k.id = m.id
             where m.kind = 'recommendation' and m.state <> 'unreviewed' and k.source_body = ",
        );
        b.value(body.as_str());
        scope::narrow(&mut b, Reach { verb: "list", kind: "recommendation", parts: false }, actor, now);
        b.text(" order by k.issued_on, m.id limit ").value(MOST);
        let rows = tx.rows(b.sql, &b.params).await?;
        let mut entries = Vec::with_capacity(rows.len());
        for row in &rows {
            entries.push(entry(permit, tx, row.id(0)?).await?);
        }
        let mut indicators = Vec::new();
        if access::holds_right(actor, "list", "indicator", now).allows() {
            for sheet in sheet::in_use(tx, permit.organisation()?).await? {
                if sheet.state == "published" {
                    indicators.push(row(tx, &sheet, COUNTRY, actor.lang()).await?);
                }
            }
        }
        tx.trace.kind = Some("recommendation");
        tx.trace.listed = entries.iter().map(|entry| entry.id).collect();
        Ok(TreatyReport { body, entries, indicators })
    }
}

async fn entry(permit: &Permit<'_, ViewTreatyReport>, tx: &mut Tx, id: Id) -> Result<ReportEntry> {
    let facts = access::load::matter(tx, id, false).await?;
    let record = permit.reveal(fields::load(tx, facts.kind, id, facts.key).await?)?;
    let translation = record.text("translation");
    let english = permit.actor().lang() == Lang::En;
    let text = if english || translation.is_empty() { record.text("text") } else { translation };
    let ties = tx
        .rows(
            "select m.id, m.state, m.key_id from tie t join matter m on m.id = t.to_id
             where t.from_id = $1 and m.kind = 'commitment' and m.organisation_id = $2 order by m.id",
            &[id.into(), facts.organisation.into()],
        )
        .await?;
    let mut commitments = Vec::new();
    if access::holds_right(permit.actor(), "list", "commitment", tx.now).allows() {
        for row in &ties {
            let meta = <kinds::Commitment as model::Kind>::META;
            let record = permit.reveal(fields::load(tx, meta, row.id(0)?, row.id(2)?).await?)?;
            commitments.push((row.id(0)?, record.text("title"), row.text(1)?));
        }
    }
    Ok(ReportEntry {
        id,
        reference: record.text("reference"),
        text,
        issued_on: record.text("issued_on"),
        first_year: record.text("first_year"),
        support: record.text("support"),
        response: record.text("response"),
        progress: record.text("progress"),
        commitments,
    })
}
