//! Opening a database and running transactions on it.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use tokio::sync::{mpsc, oneshot};

use super::reserve::Reserve;
use super::writer::{self, Counts, Deliver, Job, Verdict};
use super::{Conn, Tx, TxContext, dialect};
use crate::clock::{Chance, Clock};
use crate::error::{DISK_FULL, Error, Result};
use crate::search::Change;

/// Which engine holds the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file, the default.
    Sqlite,
    /// A server, for those who outgrow one machine.
    Postgres,
}

/// An open database.
pub(crate) struct Db {
    pools: Pools,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    context: TxContext,
    counts: Arc<Counts>,
    reserve: Reserve,
}

enum Pools {
    Sqlite { writer: mpsc::Sender<Job>, readers: SqlitePool },
    Postgres(PgPool),
}

/// Statements kept prepared per connection: more than the node has.
const STATEMENTS: usize = 512;
const READERS: u32 = 4;
const CONNECTIONS: u32 = 32;
/// How often a contended PostgreSQL transaction is repeated before its caller hears of it.
const REPEATS: usize = 8;

/// The database stays whole after a loss of power, but may lack the last commits. Pages are written back less often.
fn hurried(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .synchronous(SqliteSynchronous::Normal)
        .pragma("wal_autocheckpoint", "16000")
        .pragma("cache_size", "-64000")
}

impl Db {
    /// Opens SQLite at a path, making the file if there is none.
    pub(crate) async fn open_sqlite(
        path: &Path,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        context: TxContext,
    ) -> Result<Self> {
        make_private(path)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            // Full durability: an acknowledged act survives the loss of power.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            // Deleted keys and sealed values are overwritten, not merely unlinked.
            .pragma("secure_delete", "on")
            .pragma("cache_size", "-8000")
            .pragma("journal_size_limit", "67108864")
            .statement_cache_capacity(STATEMENTS)
            .disable_statement_logging();
        let options = if context.settings.hurried { hurried(options) } else { options };
        let conn = options.clone().connect().await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_lazy_with(options.pragma("query_only", "on"));
        let counts = Arc::<Counts>::default();
        let writer = writer::start(conn, clock.clone(), &chance, context.clone(), counts.clone());
        let pools = Pools::Sqlite { writer, readers };
        Ok(Self { pools, clock, chance, context, counts, reserve: Reserve::default() })
    }

    /// Opens PostgreSQL at an address such as `postgres://user@host/database`.
    pub(crate) async fn open_postgres(
        url: &str,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        context: TxContext,
    ) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|_| {
                Error::Setup("the database address is not of the form postgres://user@host/name".into())
            })?
            .application_name("jejaring")
            .statement_cache_capacity(STATEMENTS)
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(Duration::from_secs(20))
            .connect_with(options)
            .await?;
        let (pools, counts) = (Pools::Postgres(pool), Arc::default());
        Ok(Self { pools, clock, chance, context, counts, reserve: Reserve::default() })
    }

    /// Lets every later transaction know another context: the keys are complete only once the database has been read.
    pub(crate) async fn adopt(mut self, context: TxContext) -> Result<Self> {
        self.context = context.clone();
        if let Pools::Sqlite { .. } = self.pools {
            // The writer keeps one transaction value for its whole life.
            self.write(move |tx| {
                tx.context = context.clone();
                Box::pin(async { (Verdict::Keep, Ok(())) })
            })
            .await?;
        }
        Ok(self)
    }

    /// Which engine this is.
    pub(crate) fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// What was committed since this database was opened.
    pub(crate) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Jobs that wait for the writer.
    pub(crate) fn queued(&self) -> usize {
        match &self.pools {
            Pools::Sqlite { writer, .. } => writer.max_capacity() - writer.capacity(),
            Pools::Postgres(pool) => usize::try_from(pool.size()).unwrap_or(0) - pool.num_idle(),
        }
    }

    /// Space kept back for the journal.
    pub(crate) fn reserve(&self) -> &Reserve {
        &self.reserve
    }

    /// Runs a job that writes. The job says with its verdict whether its changes stay; what it returns is handed over only
    /// when the transaction has ended.
    pub(crate) async fn write<T, F>(&self, job: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, (Verdict, Result<T>)> + Send + Sync + 'static,
    {
        match &self.pools {
            Pools::Sqlite { writer, .. } => {
                let job = Arc::new(job);
                match self.queue(writer, job.clone()).await {
                    Err(Error::Refused(DISK_FULL)) if self.reserve.release() => self.queue(writer, job).await,
                    other => other,
                }
            }
            Pools::Postgres(pool) => {
                for _ in 0..REPEATS {
                    match self.once(pool, &job).await {
                        Err(Error::Transient) => {}
                        other => return other,
                    }
                }
                Err(Error::Transient)
            }
        }
    }

    async fn queue<T, F>(&self, writer: &mpsc::Sender<Job>, job: Arc<F>) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, (Verdict, Result<T>)> + Send + Sync + 'static,
    {
        let (tell, told) = oneshot::channel::<Result<T>>();
        let job: Job = Box::new(move |tx| {
            let running = job(tx);
            Box::pin(async move {
                let (verdict, result) = running.await;
                let deliver: Deliver = Box::new(move |ended| {
                    // The caller may have gone; what it asked for was done all the same.
                    let _ = tell.send(ended.and(result));
                });
                (verdict, deliver)
            })
        });
        let gone = || Error::Storage("the writer could not take this".into());
        writer.send(job).await.map_err(|_| gone())?;
        told.await.map_err(|_| gone())?
    }

    async fn once<T, F>(&self, pool: &PgPool, job: &F) -> Result<T>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, (Verdict, Result<T>)>,
    {
        let begun = pool.begin_with(dialect::begin_write(Engine::Postgres)).await?;
        let mut tx = self.tx(Conn::Postgres(begun));
        let (verdict, result) = job(&mut tx).await;
        if verdict == Verdict::Keep {
            // PostgreSQL answers the commit of a failed transaction with a quiet rollback.
            if let Some(broken) = tx.broken {
                return result.and(Err(broken.error()));
            }
            let changes = tx.commit().await.inspect_err(|_| self.counts.failure())?;
            self.counts.group(1);
            if changes.iter().any(Change::erases)
                && let Err(error) = sqlx::raw_sql(dialect::forget(Engine::Postgres)).execute(pool).await
            {
                tracing::warn!(error = %Error::from(error), "old keys could not be vacuumed after an erasure");
            }
            self.context.people.apply(changes);
        }
        result
    }

    /// Runs a job on one snapshot without changing anything.
    pub(crate) async fn read<T, F>(&self, job: F) -> Result<T>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>>,
    {
        let conn = match &self.pools {
            Pools::Sqlite { readers, .. } => {
                Conn::SqliteReader(readers.begin_with(dialect::begin_read(Engine::Sqlite)).await?)
            }
            Pools::Postgres(pool) => {
                Conn::Postgres(pool.begin_with(dialect::begin_read(Engine::Postgres)).await?)
            }
        };
        let mut tx = self.tx(conn);
        let result = job(&mut tx).await;
        tx.commit().await?;
        result
    }

    fn tx(&self, conn: Conn) -> Tx {
        Tx::new(conn, self.clock.now(), self.chance.stream(), self.context.clone())
    }
}

/// Makes an empty file that only its owner may read, if there is none; SQLite gives its companions the same rights.
fn make_private(path: &Path) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(sqlx::Error::Io(error).into()),
        _ => Ok(()),
    }
}
