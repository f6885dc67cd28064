//! `view-gaps`: the matrix of one country: for each article whether the law exists, conforms, works and helps, four answers apart.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::scope::{self, Builder, Reach};

/// Looks at it.
#[derive(Debug, Clone, Default)]
pub struct ViewGaps {
    /// The country; Indonesia when nothing is said.
    pub country: Option<String>,
}

/// The matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gaps {
    /// Countries of which something is assessed.
    pub countries: Vec<String>,
    /// Which one this is.
    pub country: String,
    /// Its articles, the newest assessment of each that is not superseded.
    pub cells: Vec<GapCell>,
}

/// One article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GapCell {
    /// The assessment.
    pub id: Id,
    /// A code of list `instrument-article`.
    pub article: String,
    /// State of the assessment.
    pub state: String,
    /// Whether the law exists.
    pub law_exists: String,
    /// Whether it conforms.
    pub conforms: String,
    /// Practice.
    pub practice: String,
    /// Outcome.
    pub outcome: String,
    /// Severity.
    pub severity: String,
    /// Day of the assessment.
    pub assessed_on: String,
    /// Recommendations and commitments that it leads to.
    pub leads_to: i64,
    /// Whether a lawyer has looked at it.
    pub legal_review: bool,
}

#[async_trait::async_trait]
impl Act for ViewGaps {
    type Facts = Timestamp;
    type Output = Gaps;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-gaps"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "legal-gap", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Gaps> {
        let now = tx.now;
        let country = permit.act().country.clone().unwrap_or_else(|| "ID".to_owned());
        let reach = Reach { verb: "list", kind: "legal-gap", parts: false };
        let mut b = Builder::new("select distinct k.country from k_legal_gap k join matter m on m.id = k.id");
        b.text(" join matter r on r.id = m.root_id where m.state <> 'superseded'");
        scope::narrow(&mut b, reach, permit.actor(), now);
        b.text(" order by k.country");
        let countries = tx.rows(b.sql, &b.params).await?;
        let countries = countries.iter().map(|row| row.text(0)).collect::<Result<Vec<_>>>()?;
        let mut b = Builder::new(
            "select m.id, k.article, m.state, k.law_exists, k.conforms, k.practice, k.outcome, k.severity, k.assessed_on,
               (select count(*) from tie t where t.from_id = m.id), k.legal_review
             from k_legal_gap k join matter m on m.id = k.id join matter r on r.id = m.root_id
             where m.state <> 'superseded' and k.country = ",
        );
        b.value(country.as_str());
        scope::narrow(&mut b, reach, permit.actor(), now);
        b.text(" order by k.article, k.assessed_on desc, m.id desc");
        let mut cells: Vec<GapCell> = Vec::new();
        for row in &tx.rows(b.sql, &b.params).await? {
            let article = row.text(1)?;
            if cells.last().is_some_and(|last| last.article == article) {
                continue;
            }
            cells.push(GapCell {
                id: row.id(0)?,
                article,
                state: row.text(2)?,
                law_exists: row.text(3)?,
                conforms: row.text(4)?,
                practice: row.text(5)?,
                outcome: row.text(6)?,
                severity: row.text(7)?,
                assessed_on: row.text(8)?,
                leads_to: row.int(9)?,
                legal_review: row.flag(10)?,
            });
        }
        tx.trace.kind = Some("legal-gap");
        tx.trace.listed = cells.iter().map(|cell| cell.id).collect();
        Ok(Gaps { countries, country, cells })
    }
}
