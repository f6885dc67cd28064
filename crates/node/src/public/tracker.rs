//! Commitments as the public follows them. The words are those that were put out; states and statuses are those of now.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::db::{Row, Tx};
use crate::error::{Error, Result};
use crate::node::Node;
use crate::store::scope::Builder;

/// Which commitments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrackerQuery {
    /// In this state.
    pub state: Option<String>,
    /// In this province or regency.
    pub region: Option<String>,
    /// About this form of exploitation.
    pub form: Option<String>,
    /// After this one.
    pub after: Option<Id>,
}

/// A page of the tracker.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tracker {
    /// Commitments, by id.
    pub rows: Vec<Tracked>,
    /// Where the next page begins.
    pub next: Option<Id>,
    /// How many there are by state, whatever the query.
    pub states: Vec<(String, i64)>,
}

impl Tracker {
    /// Rows of a page.
    pub const MOST: i64 = 50;
}

/// A commitment that is public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tracked {
    /// Id.
    pub id: Id,
    /// Readable number.
    pub code: String,
    /// What was promised.
    pub title: String,
    /// The responsible institution.
    pub lead: String,
    /// State.
    pub state: String,
    /// Target.
    pub due_at: Option<Timestamp>,
    /// Target as it was first promised.
    pub first_target: String,
    /// Status by its own account.
    pub self_status: Option<String>,
    /// Status as somebody from outside found it.
    pub independent_status: Option<String>,
    /// Day of the last movement.
    pub moved_on: String,
    /// Region.
    pub region: Option<String>,
}

/// Everything that the public may know of one commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrackedMore {
    /// The row.
    pub row: Tracked,
    /// Strategic focus.
    pub strategy: String,
    /// Key intervention.
    pub intervention: String,
    /// Output.
    pub output: String,
    /// Supporting institutions.
    pub supporting: String,
    /// Where it is written.
    pub source: String,
    /// When these words were put out.
    pub put_out_at: Timestamp,
    /// Milestones reached, and in all.
    pub milestones: (i64, i64),
    /// Recommendations that it answers and that are public.
    pub recommendations: Vec<TrackedRecommendation>,
    /// Comments that were answered.
    pub comments: Vec<TrackedComment>,
}

/// A recommendation that is public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrackedRecommendation {
    /// Reference.
    pub reference: String,
    /// Who recommends: a code of list `recommendation-source`.
    pub source_body: String,
    /// Its words.
    pub words: String,
    /// Its translation.
    pub translation: String,
    /// Year since which it has been repeated.
    pub first_year: Option<i64>,
}

/// A comment with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrackedComment {
    /// Who comments.
    pub organisation: String,
    /// What they say.
    pub comment: String,
    /// What was answered.
    pub answer: String,
}

impl Node {
    /// Commitments that the public may follow.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn tracker(&self, query: TrackerQuery) -> Result<Tracker> {
        self.db().read(move |tx| Box::pin(async move { tracker(tx, &query).await })).await
    }

    /// One commitment that the public may follow.
    ///
    /// # Errors
    /// [`Error::NotFound`] for any that was not put out, [`Error::Storage`].
    pub async fn tracked(&self, id: Id) -> Result<TrackedMore> {
        self.db().read(move |tx| Box::pin(async move { tracked(tx, id).await })).await
    }
}

const ROW: &str = "select c.id, c.code, c.title, c.lead, m.state, m.due_at, k.first_target, k.self_status,
    k.independent_status, k.moved_on, m.region";
const FROM: &str =
    " from public_commitment c join matter m on m.id = c.id join k_commitment k on k.id = c.id";

fn row_of(row: &Row) -> Result<Tracked> {
    Ok(Tracked {
        id: row.id(0)?,
        code: row.text(1)?,
        title: row.text(2)?,
        lead: row.text(3)?,
        state: row.text(4)?,
        due_at: row.time_opt(5)?,
        first_target: row.text(6)?,
        self_status: row.text_opt(7)?,
        independent_status: row.text_opt(8)?,
        moved_on: row.text(9)?,
        region: row.text_opt(10)?,
    })
}

async fn tracker(tx: &mut Tx, query: &TrackerQuery) -> Result<Tracker> {
    let mut b = Builder::new(ROW);
    b.text(FROM).text(" where 1 = 1");
    if let Some(state) = &query.state {
        b.text(" and m.state = ").value(state.as_str());
    }
    if let Some(region) = &query.region {
        b.text(" and m.region = ").value(region.as_str());
    }
    if let Some(form) = &query.form {
        b.text(
            " and exists (select 1 from coded d where d.record_id = c.id and d.field = 'forms' and d.code = ",
        );
        b.value(form.as_str()).text(")");
    }
    if let Some(after) = query.after {
        b.text(" and c.id > ").value(after);
    }
    b.text(" order by c.id limit ").value(Tracker::MOST + 1);
    let mut rows = tx.rows(b.sql, &b.params).await?.iter().map(row_of).collect::<Result<Vec<_>>>()?;
    let size = usize::try_from(Tracker::MOST).unwrap_or(1);
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| more).map(|row| row.id);
    let states = tx
        .rows(
            "select m.state, count(*) from public_commitment c join matter m on m.id = c.id
             group by m.state order by m.state",
            &[],
        )
        .await?;
    let states = states.iter().map(|row| Ok((row.text(0)?, row.int(1)?))).collect::<Result<Vec<_>>>()?;
    Ok(Tracker { rows, next, states })
}

async fn tracked(tx: &mut Tx, id: Id) -> Result<TrackedMore> {
    let mut b = Builder::new(ROW);
    b.text(", c.strategy, c.intervention, c.output, c.supporting, c.source, c.put_out_at").text(FROM);
    b.text(" where c.id = ").value(id);
    let row = tx.row(b.sql, &b.params).await?.ok_or(Error::NotFound)?;
    let milestones = tx
        .row(
            "select count(case when state = 'done' then 1 end), count(*) from matter
             where root_id = $1 and kind = 'milestone' and state <> 'dropped'",
            &[id.into()],
        )
        .await?;
    let recommendations = tx
        .rows(
            "select r.reference, k.source_body, r.words, r.translation, k.first_year
             from tie t join public_recommendation r on r.id = t.from_id join k_recommendation k on k.id = r.id
             where t.to_id = $1 order by k.issued_on, r.id",
            &[id.into()],
        )
        .await?;
    let comments = tx
        .rows(
            "select organisation, comment, answer from public_comment where commitment_id = $1 order by at, id",
            &[id.into()],
        )
        .await?;
    Ok(TrackedMore {
        row: row_of(&row)?,
        strategy: row.text(11)?,
        intervention: row.text(12)?,
        output: row.text(13)?,
        supporting: row.text(14)?,
        source: row.text(15)?,
        put_out_at: row.time(16)?,
        milestones: match milestones {
            Some(row) => (row.int(0)?, row.int(1)?),
            None => (0, 0),
        },
        recommendations: recommendations.iter().map(recommendation).collect::<Result<Vec<_>>>()?,
        comments: comments
            .iter()
            .map(|row| {
                Ok(TrackedComment { organisation: row.text(0)?, comment: row.text(1)?, answer: row.text(2)? })
            })
            .collect::<Result<Vec<_>>>()?,
    })
}

fn recommendation(row: &Row) -> Result<TrackedRecommendation> {
    Ok(TrackedRecommendation {
        reference: row.text(0)?,
        source_body: row.text(1)?,
        words: row.text(2)?,
        translation: row.text(3)?,
        first_year: row.int_opt(4)?,
    })
}
