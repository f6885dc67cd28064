//! Pairs that people decide, and their decisions.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::counting::Decision;
use crate::db::{Row, Sql, Tx, dialect};
use crate::error::{Error, Result};

/// A pair of the review queue, without what the rows say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PairRow {
    /// Id.
    pub id: Id,
    /// The run that asked.
    pub run: Id,
    /// Readable place in the queue.
    pub place: i64,
    /// log2 of the odds, in 1/1024 bit.
    pub score: i64,
    /// `narrow`, `bridge`, `niks`, `births`.
    pub why: String,
    /// Whether the run put both into one child.
    pub joined: bool,
    /// The agencies of both rows.
    pub agencies: (String, String),
    /// `same`, `different`, `unsure`, as far as a decision stands.
    pub verdict: Option<String>,
    /// The standing decision.
    pub decision: Option<Id>,
    /// When it was made.
    pub decided_at: Option<Timestamp>,
    pub(crate) rows: (Id, Id),
    pub(crate) weights: String,
}

const PAIR: &str =
    "select p.id, p.run_id, p.place, p.score, p.why, p.joined, a.agency, b.agency, d.verdict, d.id, d.decided_at,
       p.one_row, p.other_row, p.weights
     from review_pair p join linkage_run r on r.id = p.run_id
       join delivered_row x on x.id = p.one_row join delivered_list a on a.id = x.list_id
       join delivered_row y on y.id = p.other_row join delivered_list b on b.id = y.list_id
       left join pair_decision d on d.organisation_id = r.organisation_id and d.one_row = p.one_row
         and d.other_row = p.other_row and d.undone_at is null";

fn read(row: &Row) -> Result<PairRow> {
    Ok(PairRow {
        id: row.id(0)?,
        run: row.id(1)?,
        place: row.int(2)?,
        score: row.int(3)?,
        why: row.text(4)?,
        joined: row.flag(5)?,
        agencies: (row.text(6)?, row.text(7)?),
        verdict: row.text_opt(8)?,
        decision: row.id_opt(9)?,
        decided_at: row.time_opt(10)?,
        rows: (row.id(11)?, row.id(12)?),
        weights: row.text(13)?,
    })
}

/// The pairs of a run, most doubtful first.
pub(crate) async fn of_run(tx: &mut Tx, run: Id) -> Result<Vec<PairRow>> {
    let mut sql = Sql::from(PAIR);
    sql.push(" where p.run_id = $1 order by p.place, p.id");
    tx.rows(sql, &[run.into()]).await?.iter().map(read).collect()
}

/// A pair with the organisation whose run asked about it.
pub(crate) async fn get(tx: &mut Tx, id: Id) -> Result<(PairRow, Id)> {
    let mut sql = Sql::from(PAIR);
    sql.push(" where p.id = $1 order by p.id");
    let row = tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?;
    let pair = read(&row)?;
    let of = tx.row("select organisation_id from linkage_run where id = $1", &[pair.run.into()]).await?;
    let organisation = of.ok_or(Error::NotFound)?.id(0)?;
    Ok((pair, organisation))
}

/// Decisions that stand and say something: the same or different. In the order in which they were made.
pub(crate) async fn standing(tx: &mut Tx, organisation: Id) -> Result<Vec<Decision>> {
    tx.rows(
        "select id, one_row, other_row, verdict from pair_decision
         where organisation_id = $1 and undone_at is null and verdict <> 'unsure' order by id",
        &[organisation.into()],
    )
    .await?
    .iter()
    .map(decision)
    .collect()
}

/// The decisions with these ids, whether or not they still stand.
pub(crate) async fn these(tx: &mut Tx, ids: &[Id]) -> Result<Vec<Decision>> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(200) {
        let mut sql = Sql::from("select id, one_row, other_row, verdict from pair_decision where id in (");
        sql.params(1, some.len()).push(") order by id");
        let params: Vec<_> = some.iter().map(|id| (*id).into()).collect();
        for row in &tx.rows(sql, &params).await? {
            found.push(decision(row)?);
        }
    }
    found.sort_by_key(|decision| decision.id);
    Ok(found)
}

fn decision(row: &Row) -> Result<Decision> {
    Ok(Decision { id: row.id(0)?, one: row.id(1)?, other: row.id(2)?, same: row.text(3)? == "same" })
}

/// Writes a decision down.
pub(crate) async fn decide(
    tx: &mut Tx,
    organisation: Id,
    (one, other): (Id, Id),
    verdict: &str,
    (account, post): (Option<Id>, Option<Id>),
) -> Result<Id> {
    let (id, now) = (tx.new_id(), tx.now);
    tx.run(
        "insert into pair_decision (id, organisation_id, one_row, other_row, verdict, account_id, post_id, decided_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            id.into(),
            organisation.into(),
            one.into(),
            other.into(),
            verdict.into(),
            account.into(),
            post.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(id)
}

/// Undoes a decision; what was decided, by whom and when stays.
pub(crate) async fn undo(tx: &mut Tx, id: Id, account: Option<Id>) -> Result<()> {
    let now = tx.now;
    tx.run_one(
        "update pair_decision set undone_at = $2, undone_by = $3 where id = $1 and undone_at is null",
        &[id.into(), now.into(), account.into()],
    )
    .await
}

/// Holds a pair against others until the transaction ends, so that two people cannot decide it at once.
pub(crate) async fn hold(tx: &mut Tx, id: Id) -> Result<()> {
    let mut sql = Sql::from("select id from review_pair where id = $1");
    sql.push(dialect::for_update(tx.engine()));
    tx.row(sql, &[id.into()]).await?.map(drop).ok_or(Error::NotFound)
}
