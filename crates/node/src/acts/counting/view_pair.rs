//! `view-pair`: two rows side by side, with what each field weighs. The rows are shown to whoever decides, and each look is
//! written down.

use linkage::link::COLUMNS;
use model::Id;
use model::field::{DataGroup, Groups};
use serde::Serialize;

use super::PairFacts;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::held::{Held, Reveal, Seen};
use crate::store::counting::lists;
use crate::store::counting::pairs::PairRow;

/// Shows a pair.
#[derive(Debug, Clone, Copy)]
pub struct ViewPair {
    /// The pair.
    pub pair: Id,
}

/// One row as it was delivered: column and text, without what the reader's role may not see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowShown {
    /// The agency.
    pub agency: String,
    /// Column by its canonical heading, and what stands in it; nothing when it may not be seen.
    pub cells: Vec<(&'static str, Option<String>)>,
}

/// What one field says, in 1/1024 bit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldWeight {
    /// Field, as in model files.
    pub field: String,
    /// Level of agreement.
    pub level: String,
    /// For one child against strangers.
    pub weight: i64,
    /// For one child against two of one household.
    pub household: i64,
}

/// A pair to be decided.
#[derive(Debug, Clone, PartialEq)]
pub struct PairShown {
    /// The pair.
    pub pair: PairRow,
    /// Both rows.
    pub rows: (Seen<RowShown>, Seen<RowShown>),
    /// What each field weighs.
    pub weights: Vec<FieldWeight>,
    /// The next pair that waits, if any.
    pub next: Option<Id>,
}

pub(super) struct SealedRow {
    pub(super) agency: String,
    pub(super) cells: [String; 15],
}

fn group(heading: &str) -> DataGroup {
    match heading {
        "name" | "given_name" | "family_name" | "dob" | "nik" | "rec_id" => DataGroup::Identity,
        "phone" => DataGroup::Contact,
        "guardian_name" => DataGroup::Family,
        _ => DataGroup::Record,
    }
}

impl Reveal for SealedRow {
    type Shown = RowShown;

    fn reveal(self, groups: Groups) -> Result<RowShown> {
        let cells = COLUMNS.iter().zip(self.cells).map(|(column, text)| {
            let heading = column.heading();
            (heading, groups.has(group(heading)).then_some(text))
        });
        Ok(RowShown { agency: self.agency, cells: cells.collect() })
    }
}

#[async_trait::async_trait]
impl Act for ViewPair {
    type Facts = PairFacts;
    type Output = PairShown;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-pair"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<PairFacts> {
        PairFacts::of(tx, self.pair).await
    }

    fn policy(&self, actor: &Actor, facts: &PairFacts) -> Decision {
        let decision =
            access::in_organisation(actor, "decide", "linkage-pair", facts.organisation, facts.now);
        with_groups(actor, decision)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<PairShown> {
        let pair = permit.facts().pair.clone().ok_or(Error::NotFound)?;
        let (one, first) = lists::open_row(tx, pair.rows.0).await?;
        let (other, second) = lists::open_row(tx, pair.rows.1).await?;
        let reveal = |given: crate::counting::Given| {
            permit.reveal(Held::new(SealedRow { agency: given.agency, cells: given.cells }))
        };
        let rows = (reveal(one)?, reveal(other)?);
        tx.trace.kind = Some("linkage-pair");
        tx.trace.subject = Some(pair.id);
        tx.trace.listed = vec![first, second];
        let read: Vec<(String, String, i64, i64)> =
            serde_json::from_str(&pair.weights).map_err(|_| Error::Storage("weights of a pair".into()))?;
        let weights = read
            .into_iter()
            .map(|(field, level, weight, household)| FieldWeight { field, level, weight, household })
            .collect();
        let next = tx
            .row(
                "select p.id from review_pair p left join pair_decision d on d.one_row = p.one_row
                   and d.other_row = p.other_row and d.undone_at is null
                 where p.run_id = $1 and p.place > $2 and d.id is null order by p.place, p.id limit 1",
                &[pair.run.into(), pair.place.into()],
            )
            .await?
            .map(|row| row.id(0))
            .transpose()?;
        Ok(PairShown { pair, rows, weights, next })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.pair)
    }
}

/// The data groups of the post through which somebody acts.
pub(super) fn with_groups(actor: &Actor, decision: Decision) -> Decision {
    match decision {
        Decision::Allow(rule) => {
            let groups = rule
                .post
                .and_then(|post| actor.holding(post))
                .map_or(Groups::NONE, crate::access::Holding::groups);
            Decision::Allow(access::Rule {
                groups: groups.without(DataGroup::Reporter).with(DataGroup::Record),
                ..rule
            })
        }
        no => no,
    }
}
