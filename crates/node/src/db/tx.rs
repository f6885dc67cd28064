//! A transaction as acts see it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::future::BoxFuture;
use model::{Id, Timestamp, Value};
use seal::{Entropy, PersonKey};
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Postgres, Sqlite, Transaction};

use super::{Engine, Row, Sql, Veiled};
use crate::error::{DISK_FULL, Error, Result};
use crate::journal::Trace;
use crate::keys::Keys;
use crate::search::People;
use crate::settings::Settings;

/// Ids in one statement: few enough for either engine, and few enough forms of one statement to keep them prepared.
const AT_ONCE: usize = 200;

/// What every transaction knows besides its connection.
#[derive(Clone)]
pub(crate) struct TxContext {
    pub(crate) keys: Arc<Keys>,
    pub(crate) people: Arc<People>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) callers: Arc<crate::callers::Callers>,
    pub(crate) roles: Arc<crate::access::Roles>,
    /// Statements since this node was opened: what a page costs on a database that is another process.
    pub(crate) asked: Arc<AtomicU64>,
    pub(crate) marks: Arc<crate::harm::marks::Marks>,
    pub(crate) hashes: Arc<crate::harm::hashes::Hashes>,
    pub(crate) directory: Arc<crate::exchange::directory::Read>,
    pub(crate) matching: Arc<crate::exchange::matching::register::Tables>,
}

/// What a transaction runs on.
pub(crate) enum Conn {
    /// The one writing connection of SQLite; its writer opens and ends transactions.
    SqliteWriter(SqliteConnection),
    /// A snapshot of a reading connection.
    SqliteReader(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
    /// Connections outside a transaction, for jobs of one statement.
    SqliteBare(PoolConnection<Sqlite>),
    PostgresBare(PoolConnection<Postgres>),
}

enum Link<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

impl Conn {
    fn link(&mut self) -> Link<'_> {
        match self {
            Self::SqliteWriter(conn) => Link::Sqlite(conn),
            Self::SqliteReader(tx) => Link::Sqlite(tx),
            Self::Postgres(tx) => Link::Postgres(tx),
            Self::SqliteBare(conn) => Link::Sqlite(conn),
            Self::PostgresBare(conn) => Link::Postgres(conn),
        }
    }
}

/// How the database failed under a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// The disk is full.
    Full,
    /// PostgreSQL asks for a repetition.
    Contended,
    /// Anything else.
    Failed,
}

impl Broken {
    pub(super) fn by(error: &Error) -> Self {
        match error {
            Error::Refused(DISK_FULL) => Self::Full,
            Error::Transient => Self::Contended,
            _ => Self::Failed,
        }
    }

    pub(super) fn error(self) -> Error {
        match self {
            Self::Full => Error::Refused(DISK_FULL),
            Self::Contended => Error::Transient,
            Self::Failed => {
                Error::Storage("the database failed during this act; nothing of it was kept".into())
            }
        }
    }
}

/// An open transaction. Only `Node` makes one, and only acts use it; it has no public way to ask the database anything.
///
/// ```compile_fail
/// fn ask(tx: &mut node::Tx) {
///     let _ = tx.rows("select 1", &[]); // private to the node
/// }
/// ```
/// ```compile_fail
/// let tx = node::Tx::new(); // no public constructor
/// ```
pub struct Tx {
    pub(super) conn: Veiled<Conn>,
    pub(crate) now: Timestamp,
    pub(crate) entropy: Box<dyn Entropy + Send>,
    pub(crate) context: Veiled<TxContext>,
    /// What the running act wants written into its journal entry.
    pub(crate) trace: Trace,
    /// The id of the running act and its entry.
    pub(crate) entry: Option<Id>,
    /// Set once the database itself failed under this transaction. From then on nothing more is asked of it: SQLite may
    /// have rolled back by itself, and a later statement would stand alone and be kept.
    pub(super) broken: Option<Broken>,
    /// Changes to the in-memory people index, applied when the transaction has committed.
    pub(crate) people_changes: Vec<crate::search::Change>,
    /// What other processes are told when the transaction has committed.
    pub(super) rings: Vec<super::Ring>,
    /// Keys of people that this job has opened. Ends with the job, as the transaction does.
    pub(crate) opened: HashMap<Id, PersonKey>,
}

impl Tx {
    pub(super) fn new(
        conn: Conn,
        now: Timestamp,
        entropy: Box<dyn Entropy + Send>,
        context: TxContext,
    ) -> Self {
        let (trace, people_changes, rings, opened) =
            (Trace::default(), Vec::new(), Vec::new(), HashMap::new());
        let (conn, context) = (Veiled::new(conn), Veiled::new(context));
        Self { conn, now, entropy, context, trace, entry: None, broken: None, people_changes, rings, opened }
    }

    pub(crate) fn engine(&self) -> Engine {
        match *self.conn {
            Conn::SqliteWriter(_) | Conn::SqliteReader(_) | Conn::SqliteBare(_) => Engine::Sqlite,
            Conn::Postgres(_) | Conn::PostgresBare(_) => Engine::Postgres,
        }
    }

    /// A new id at the transaction's instant.
    pub(crate) fn new_id(&mut self) -> Id {
        let mut random = [0; 10];
        self.entropy.fill(&mut random);
        Id::new(self.now, random)
    }

    /// Tells the other processes something once the transaction has committed. On SQLite there are none.
    pub(crate) fn tell_others(&mut self, ring: super::Ring) {
        if self.engine() == Engine::Postgres {
            self.rings.push(ring);
        }
    }

    /// All rows of a query.
    ///
    /// As every question to the database, its future is boxed: what a driver holds while it waits is a large type, and the compiler
    /// would prove anew for each act and each question in it that another thread may go on with it, which was half the time that
    /// this crate took to build.
    pub(crate) fn rows<'t>(
        &'t mut self,
        sql: impl Into<Sql>,
        params: &'t [Value],
    ) -> BoxFuture<'t, Result<Vec<Row>>> {
        Box::pin(self.fetch(sql.into(), params))
    }

    async fn fetch(&mut self, sql: Sql, params: &[Value]) -> Result<Vec<Row>> {
        self.usable()?;
        let sql = sql.into_safe();
        let rows = match self.conn.link() {
            Link::Sqlite(conn) => sqlite_rows(conn, sql, params).await,
            Link::Postgres(conn) => postgres_rows(conn, sql, params).await,
        };
        self.mark(rows)
    }

    /// All rows whose column is one of these ids, each id asked for once: `before` ends with the column's name, `after` orders the
    /// rows. With more ids than one statement takes they come in groups, each in that order.
    pub(crate) fn rows_of<'t>(
        &'t mut self,
        before: impl Into<Sql>,
        ids: &[Id],
        after: &'static str,
    ) -> BoxFuture<'t, Result<Vec<Row>>> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        Box::pin(self.fetch_of(before.into(), ids, after))
    }

    async fn fetch_of(&mut self, before: Sql, ids: Vec<Id>, after: &'static str) -> Result<Vec<Row>> {
        let mut found = Vec::new();
        for some in ids.chunks(AT_ONCE) {
            let mut sql = before.clone();
            sql.push(" in (").params(1, some.len()).push(")").push(after);
            let params: Vec<Value> = some.iter().map(|id| (*id).into()).collect();
            found.extend(self.rows(sql, &params).await?);
        }
        Ok(found)
    }

    fn usable(&self) -> Result<()> {
        self.context.asked.fetch_add(1, Ordering::Relaxed);
        self.broken.map_or(Ok(()), |broken| Err(broken.error()))
    }

    /// Remembers that the database failed. An act that overlooks the error is undone all the same.
    fn mark<T>(&mut self, result: Result<T>) -> Result<T> {
        if let Err(error) = &result {
            self.broken = Some(Broken::by(error));
        }
        result
    }

    /// The first row of a query, if there is one.
    pub(crate) fn row<'t>(
        &'t mut self,
        sql: impl Into<Sql>,
        params: &'t [Value],
    ) -> BoxFuture<'t, Result<Option<Row>>> {
        let rows = self.rows(sql, params);
        Box::pin(async move { Ok(rows.await?.into_iter().next()) })
    }

    /// Runs a statement; answers how many rows it touched.
    pub(crate) fn run<'t>(
        &'t mut self,
        sql: impl Into<Sql>,
        params: &'t [Value],
    ) -> BoxFuture<'t, Result<u64>> {
        Box::pin(self.execute(sql.into(), params))
    }

    async fn execute(&mut self, sql: Sql, params: &[Value]) -> Result<u64> {
        self.usable()?;
        let sql = sql.into_safe();
        let touched = match self.conn.link() {
            Link::Sqlite(conn) => {
                bind_sqlite(sqlx::query(sql), params).execute(conn).await.map(|done| done.rows_affected())
            }
            Link::Postgres(conn) => {
                bind_postgres(sqlx::query(sql), params).execute(conn).await.map(|done| done.rows_affected())
            }
        };
        self.mark(touched.map_err(Error::from))
    }

    /// Runs a statement that must touch exactly one row; anything else means somebody changed it meanwhile.
    pub(crate) fn run_one<'t>(
        &'t mut self,
        sql: impl Into<Sql>,
        params: &'t [Value],
    ) -> BoxFuture<'t, Result<()>> {
        let touched = self.run(sql, params);
        Box::pin(async move {
            match touched.await? {
                1 => Ok(()),
                _ => Err(Error::Conflict),
            }
        })
    }

    /// Runs program text without parameters: `BEGIN`, `SAVEPOINT`, migrations.
    pub(crate) async fn script(&mut self, sql: impl Into<Sql>) -> Result<()> {
        let sql = sqlx::raw_sql(sql.into().into_safe());
        match self.conn.link() {
            Link::Sqlite(conn) => sql.execute(conn).await.map(drop)?,
            Link::Postgres(conn) => sql.execute(conn).await.map(drop)?,
        }
        Ok(())
    }

    /// Ends a transaction that is not the writer's.
    pub(super) async fn commit(self) -> Result<Vec<crate::search::Change>> {
        match self.conn.into_inner() {
            Conn::SqliteWriter(_) | Conn::SqliteBare(_) | Conn::PostgresBare(_) => {}
            Conn::SqliteReader(tx) => tx.commit().await?,
            Conn::Postgres(tx) => tx.commit().await?,
        }
        Ok(self.people_changes)
    }
}

type SqliteQuery<'q> = sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;
type PostgresQuery<'q> = sqlx::query::Query<'q, sqlx::Postgres, sqlx::postgres::PgArguments>;

macro_rules! bind {
    ($query:expr, $params:expr) => {{
        let mut query = $query;
        for value in $params {
            query = match value {
                Value::Text(v) => query.bind(v.clone()),
                Value::Int(v) => query.bind(*v),
                Value::Real(v) => query.bind(*v),
                Value::Bool(v) => query.bind(*v),
                Value::Bytes(v) => query.bind(v.clone()),
            };
        }
        query
    }};
}

fn bind_sqlite<'q>(query: SqliteQuery<'q>, params: &[Value]) -> SqliteQuery<'q> {
    bind!(query, params)
}

fn bind_postgres<'q>(query: PostgresQuery<'q>, params: &[Value]) -> PostgresQuery<'q> {
    bind!(query, params)
}

async fn sqlite_rows(conn: &mut SqliteConnection, sql: sqlx::SqlStr, params: &[Value]) -> Result<Vec<Row>> {
    let rows = bind_sqlite(sqlx::query(sql), params).fetch_all(conn).await?;
    Ok(rows.into_iter().map(Row::Sqlite).collect())
}

async fn postgres_rows(conn: &mut PgConnection, sql: sqlx::SqlStr, params: &[Value]) -> Result<Vec<Row>> {
    let rows = bind_postgres(sqlx::query(sql), params).fetch_all(conn).await?;
    Ok(rows.into_iter().map(Row::Postgres).collect())
}
