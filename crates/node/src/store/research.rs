//! The budget of the research desk, the seats at it, and what was told there.

use model::{Id, Timestamp, Value};
use serde::Serialize;

use super::counting::insert_many;
use crate::db::{Row, Sql, Tx, dialect};
use crate::error::{Error, Result};
use crate::research::Asked;

/// What may be told of the children of an organisation altogether; ρ in thousand-millionths.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Budget {
    /// ε that was granted, as it was written.
    pub epsilon: String,
    /// ρ that was granted.
    pub granted: i64,
    /// ρ that was spent.
    pub spent: i64,
    /// When it was granted.
    pub at: Timestamp,
}

/// A place at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seat {
    /// The data request.
    pub request: Id,
    /// Its readable number.
    pub code: String,
    /// Its state.
    pub state: String,
    /// The post that it is for.
    pub post: Id,
    /// The organisation whose data it is about.
    #[serde(skip)]
    pub organisation: Id,
    /// What may be done: a code of list `research-access`.
    pub access: String,
    /// Variables that may be used.
    pub variables: Vec<String>,
    /// First day of the period.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Last day on which anything is shown.
    pub ends_on: String,
    /// The run that it looks at; none until it is prepared.
    pub run: Option<Id>,
    /// ρ of its own share.
    pub allotted: i64,
    /// ρ of it that was spent.
    pub spent: i64,
}

impl Seat {
    /// Whether it may look at anything today.
    #[must_use]
    pub fn open(&self, today: &str) -> bool {
        ["prepared", "released"].contains(&self.state.as_str())
            && ["table_builder", "synthetic_records"].contains(&self.access.as_str())
            && self.run.is_some()
            && self.ends_on.as_str() >= today
    }
}

/// Something that was told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// Id.
    pub id: Id,
    /// Identifier that follows from inputs, question, program and secret.
    pub identity: String,
    /// `table` or `records`.
    pub kind: String,
    /// The question, as it was kept.
    #[serde(skip)]
    pub wanted: String,
    /// The run.
    pub run: Id,
    /// What went in, as a hash.
    pub inputs_hash: String,
    /// The program.
    pub code_version: String,
    /// What says which secret the noise was drawn with, without telling it.
    pub seed_commitment: String,
    /// ρ that it cost.
    pub cost: i64,
    /// Records, or cells.
    pub records: i64,
    /// When.
    pub at: Timestamp,
    /// What was told.
    #[serde(skip)]
    pub(crate) told: String,
    /// What only officers see of it.
    #[serde(skip)]
    pub(crate) report: String,
}

impl Told {
    /// What was asked, of a table.
    #[must_use]
    pub fn asked(&self) -> Option<Asked> {
        if self.kind == "table" { serde_json::from_str(&self.wanted).ok() } else { None }
    }
}

/// The budget of an organisation.
pub(crate) async fn budget(tx: &mut Tx, organisation: Id) -> Result<Option<Budget>> {
    let row = tx
        .row(
            "select epsilon, granted, spent, granted_at from research_budget where organisation_id = $1",
            &[organisation.into()],
        )
        .await?;
    let read = |row: Row| {
        Ok(Budget { epsilon: row.text(0)?, granted: row.int(1)?, spent: row.int(2)?, at: row.time(3)? })
    };
    row.map(read).transpose()
}

/// Grants a budget, once.
pub(crate) async fn grant(
    tx: &mut Tx,
    organisation: Id,
    account: Option<Id>,
    (epsilon, delta, rho): (String, String, i64),
) -> Result<()> {
    let now = tx.now;
    tx.run_one(
        "insert into research_budget (organisation_id, epsilon, delta, granted, spent, account_id, granted_at)
         values ($1, $2, $3, $4, 0, $5, $6)",
        &[organisation.into(), epsilon.into(), delta.into(), rho.into(), account.into(), now.into()],
    )
    .await
}

const SEAT: &str = "select s.request_id, m.code, m.state, s.post_id, s.organisation_id, k.access, k.variables, k.period_from,
    k.period_to, k.ends_on, s.run_id, s.allotted, s.spent
    from research_seat s join matter m on m.id = s.request_id join k_data_request k on k.id = s.request_id where ";

fn seat_of(row: &Row) -> Result<Seat> {
    let text = |at: usize| Ok::<_, Error>(row.text_opt(at)?.unwrap_or_default());
    Ok(Seat {
        request: row.id(0)?,
        code: row.text(1)?,
        state: row.text(2)?,
        post: row.id(3)?,
        organisation: row.id(4)?,
        access: text(5)?,
        variables: text(6)?.split_whitespace().map(str::to_owned).collect(),
        from: text(7)?,
        to: text(8)?,
        ends_on: text(9)?,
        run: row.id_opt(10)?,
        allotted: row.int(11)?,
        spent: row.int(12)?,
    })
}

/// The seat of a request.
pub(crate) async fn seat(tx: &mut Tx, request: Id) -> Result<Option<Seat>> {
    let mut sql = Sql::from(SEAT);
    sql.push("s.request_id = $1 order by s.request_id");
    tx.row(sql, &[request.into()]).await?.map(|row| seat_of(&row)).transpose()
}

/// The seats of a post, newest first.
pub(crate) async fn seats_of(tx: &mut Tx, post: Id) -> Result<Vec<Seat>> {
    let mut sql = Sql::from(SEAT);
    sql.push("s.post_id = $1 order by s.request_id desc limit 100");
    tx.rows(sql, &[post.into()]).await?.iter().map(seat_of).collect()
}

/// All seats of an organisation, newest first.
pub(crate) async fn seats(tx: &mut Tx, organisation: Id) -> Result<Vec<Seat>> {
    let mut sql = Sql::from(SEAT);
    sql.push("s.organisation_id = $1 order by s.request_id desc limit 200");
    tx.rows(sql, &[organisation.into()]).await?.iter().map(seat_of).collect()
}

/// Gives a request its seat.
pub(crate) async fn take_seat(tx: &mut Tx, request: Id, organisation: Id, post: Id) -> Result<()> {
    tx.run_one(
        "insert into research_seat (request_id, organisation_id, post_id, allotted, spent) values ($1, $2, $3, 0, 0)",
        &[request.into(), organisation.into(), post.into()],
    )
    .await
}

/// Sets the share of a seat, when its request is approved.
pub(crate) async fn allot(tx: &mut Tx, request: Id, rho: i64) -> Result<()> {
    tx.run_one(
        "update research_seat set allotted = $2 where request_id = $1 and spent = 0",
        &[request.into(), rho.into()],
    )
    .await
}

/// Locks the run that a seat looks at.
pub(crate) async fn lock(tx: &mut Tx, request: Id, run: Id) -> Result<()> {
    tx.run_one(
        "update research_seat set run_id = $2 where request_id = $1 and run_id is null",
        &[request.into(), run.into()],
    )
    .await
}

/// Holds the budget against others until the transaction ends: the same question asked twice in the same moment is paid for once.
pub(crate) async fn hold(tx: &mut Tx, organisation: Id) -> Result<()> {
    let mut sql = Sql::from("select organisation_id from research_budget where organisation_id = $1");
    sql.push(dialect::for_update(tx.engine()));
    tx.row(sql, &[organisation.into()]).await?.map(drop).ok_or(Error::Refused("no-budget"))
}

/// Pays from the budget of all. Nothing can be spent that was not granted, whoever else spends in the same moment: the statement
/// itself decides, and the table refuses what it should not have let through.
pub(crate) async fn pay(tx: &mut Tx, organisation: Id, cost: i64) -> Result<()> {
    let paid = tx
        .run(
            "update research_budget set spent = spent + $2 where organisation_id = $1 and granted - spent >= $2",
            &[organisation.into(), cost.into()],
        )
        .await?;
    if paid == 1 { Ok(()) } else { Err(Error::Refused("budget-spent")) }
}

/// Pays from the share of a seat, and writes down what for.
pub(crate) async fn charge(tx: &mut Tx, request: Id, release: Id, cost: i64) -> Result<()> {
    let paid = tx
        .run(
            "update research_seat set spent = spent + $2 where request_id = $1 and allotted - spent >= $2",
            &[request.into(), cost.into()],
        )
        .await?;
    if paid != 1 {
        return Err(Error::Refused("share-spent"));
    }
    let now = tx.now;
    tx.run_one(
        "insert into research_charge (request_id, release_id, cost, charged_at) values ($1, $2, $3, $4)",
        &[request.into(), release.into(), cost.into(), now.into()],
    )
    .await
}

const TOLD: &str = "select r.id, r.identity, r.kind, r.wanted, r.run_id, r.inputs_hash, r.code_version, r.seed_commitment, r.cost,
    r.records, r.made_at, r.told, r.report from research_release r";

fn told_of(row: &Row) -> Result<Told> {
    Ok(Told {
        id: row.id(0)?,
        identity: row.text(1)?,
        kind: row.text(2)?,
        wanted: row.text(3)?,
        run: row.id(4)?,
        inputs_hash: row.text(5)?,
        code_version: row.text(6)?,
        seed_commitment: row.text(7)?,
        cost: row.int(8)?,
        records: row.int(9)?,
        at: row.time(10)?,
        told: row.text(11)?,
        report: row.text(12)?,
    })
}

/// What was told a request, newest first.
pub(crate) async fn told(tx: &mut Tx, request: Id) -> Result<Vec<Told>> {
    let mut sql = Sql::from(TOLD);
    sql.push(" join research_charge c on c.release_id = r.id where c.request_id = $1 order by c.charged_at desc, r.id desc limit 200");
    tx.rows(sql, &[request.into()]).await?.iter().map(told_of).collect()
}

/// One of those that were told a request.
pub(crate) async fn told_to(tx: &mut Tx, request: Id, release: Id) -> Result<Told> {
    let mut sql = Sql::from(TOLD);
    sql.push(
        " join research_charge c on c.release_id = r.id where c.request_id = $1 and r.id = $2 order by r.id",
    );
    tx.row(sql, &[request.into(), release.into()]).await?.map(|row| told_of(&row)).ok_or(Error::NotFound)?
}

/// What was told to anybody who asked the same of the same run.
pub(crate) async fn same(
    tx: &mut Tx,
    organisation: Id,
    run: Id,
    kind: &str,
    wanted: &str,
) -> Result<Option<Told>> {
    let mut sql = Sql::from(TOLD);
    sql.push(
        " where r.organisation_id = $1 and r.run_id = $2 and r.kind = $3 and r.wanted = $4 order by r.id",
    );
    let params = [organisation.into(), run.into(), kind.into(), wanted.into()];
    tx.row(sql, &params).await?.map(|row| told_of(&row)).transpose()
}

/// Keeps what is told, with its portions.
pub(crate) async fn keep(tx: &mut Tx, organisation: Id, told: &Told, portions: &[String]) -> Result<()> {
    let row: Vec<Value> = vec![
        told.id.into(),
        organisation.into(),
        told.run.into(),
        told.kind.as_str().into(),
        told.wanted.as_str().into(),
        told.identity.as_str().into(),
        told.inputs_hash.as_str().into(),
        told.code_version.as_str().into(),
        told.seed_commitment.as_str().into(),
        told.cost.into(),
        told.records.into(),
        told.told.as_str().into(),
        told.report.as_str().into(),
        told.at.into(),
    ];
    let head = "insert into research_release (id, organisation_id, run_id, kind, wanted, identity, inputs_hash, code_version,
        seed_commitment, cost, records, told, report, made_at) values ";
    insert_many(tx, head, &[row]).await?;
    let rows: Vec<Vec<Value>> = (0_i64..)
        .zip(portions)
        .map(|(place, text)| vec![told.id.into(), place.into(), text.as_str().into()])
        .collect();
    insert_many(tx, "insert into research_portion (release_id, place, text) values ", &rows).await
}

/// The text of records.
pub(crate) async fn portions(tx: &mut Tx, release: Id) -> Result<Vec<String>> {
    tx.rows(
        "select text from research_portion where release_id = $1 order by place, release_id",
        &[release.into()],
    )
    .await?
    .iter()
    .map(|row| row.text(0))
    .collect()
}

/// A post that assesses data requests and that somebody holds: what is asked for comes to it.
pub(crate) async fn assessor(tx: &mut Tx, organisation: Id) -> Result<Option<Id>> {
    let now = tx.now;
    let row = tx
        .row(
            "select p.id from post p join role_right r on r.role = p.role
             where p.organisation_id = $1 and p.state <> 'abolished' and r.kind = 'data-request' and r.verb = 'assess'
               and exists (select 1 from tenure t where t.post_id = p.id and t.from_at <= $2
                 and (t.to_at is null or t.to_at > $2)) order by p.id limit 1",
            &[organisation.into(), now.into()],
        )
        .await?;
    row.map(|row| row.id(0)).transpose()
}
