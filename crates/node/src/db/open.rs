//! Opening a database and running transactions on it.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};
use tokio::sync::{mpsc, oneshot};

use super::bell::{Bell, Ears, Ring};
use super::reserve::Reserve;
use super::writer::{self, Counts, Deliver, Job, Verdict};
use super::{Conn, Tx, TxContext, Veiled, dialect};
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
    Postgres { pool: PgPool, bell: Bell },
}

/// Statements kept prepared per connection: more than the node has.
const STATEMENTS: usize = 512;
const READERS: u32 = 4;
/// Fewer connections to PostgreSQL would wait for each other: a listener, a reader, a writer, and the sequencer.
const FEWEST: u32 = 4;
/// A connection that lay idle for longer is asked whether it still lives before it is used.
const IDLE: Duration = Duration::from_secs(1);
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
            .max_connections(context.settings.connections.max(FEWEST))
            .acquire_timeout(Duration::from_secs(20))
            // A busy connection is not asked each time whether it still lives: that would be a third of all questions.
            .test_before_acquire(false)
            .before_acquire(|conn, used| {
                Box::pin(async move {
                    if used.idle_for > IDLE {
                        conn.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options)
            .await?;
        let bell = Bell::new(unique(&*clock), pool.clone());
        let (pools, counts) = (Pools::Postgres { pool, bell }, Arc::default());
        Ok(Self { pools, clock, chance, context, counts, reserve: Reserve::default() })
    }

    /// Lets every later transaction know another context: the keys are complete only once the database has been read.
    pub(crate) async fn adopt(mut self, context: TxContext) -> Result<Self> {
        self.context = context.clone();
        if let Pools::Sqlite { .. } = self.pools {
            // The writer keeps one transaction value for its whole life.
            self.write(move |tx| {
                tx.context = Veiled::new(context.clone());
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
            Pools::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Begins to hear what other processes on the same database tell; nothing where there can be none.
    pub(crate) async fn ears(&self) -> Result<Option<Ears>> {
        match &self.pools {
            Pools::Sqlite { .. } => Ok(None),
            Pools::Postgres { bell, .. } => bell.ears().await.map(Some),
        }
    }

    /// Tells other processes something outside any transaction.
    pub(crate) fn ring(&self, ring: &Ring) {
        if let Pools::Postgres { bell, .. } = &self.pools {
            bell.ring(ring);
        }
    }

    /// Whether other processes may serve the same database.
    pub(crate) fn is_shared(&self) -> bool {
        self.engine() == Engine::Postgres
    }

    /// What was committed since this database was opened.
    pub(crate) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Statements since this database was opened.
    pub(crate) fn asked(&self) -> &AtomicU64 {
        &self.context.asked
    }

    /// Jobs that wait for the writer.
    pub(crate) fn queued(&self) -> usize {
        match &self.pools {
            Pools::Sqlite { writer, .. } => writer.max_capacity() - writer.capacity(),
            Pools::Postgres { pool, .. } => usize::try_from(pool.size()).unwrap_or(0) - pool.num_idle(),
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
            Pools::Postgres { pool, bell } => {
                for _ in 0..REPEATS {
                    match self.once(pool, bell, &job).await {
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

    async fn once<T, F>(&self, pool: &PgPool, bell: &Bell, job: &F) -> Result<T>
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
            let rings = std::mem::take(&mut tx.rings);
            let changes = tx.commit().await.inspect_err(|_| self.counts.failure())?;
            self.counts.group(1);
            if changes.iter().any(Change::erases)
                && let Err(error) = sqlx::raw_sql(dialect::forget(Engine::Postgres)).execute(pool).await
            {
                tracing::warn!(error = %Error::from(error), "old keys could not be vacuumed after an erasure");
            }
            if !changes.is_empty() {
                bell.ring(&Ring::People);
            }
            self.context.people.apply(changes);
            rings.iter().for_each(|ring| bell.ring(ring));
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
            Pools::Postgres { pool, .. } => {
                Conn::Postgres(pool.begin_with(dialect::begin_read(Engine::Postgres)).await?)
            }
        };
        let mut tx = self.tx(conn);
        let result = job(&mut tx).await;
        tx.commit().await?;
        result
    }

    /// Runs a job of one statement, which sees one state of the database without a transaction around it.
    pub(crate) async fn glance<T, F>(&self, job: F) -> Result<T>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>>,
    {
        let conn = match &self.pools {
            Pools::Sqlite { readers, .. } => Conn::SqliteBare(readers.acquire().await?),
            Pools::Postgres { pool, .. } => Conn::PostgresBare(pool.acquire().await?),
        };
        job(&mut self.tx(conn)).await
    }

    fn tx(&self, conn: Conn) -> Tx {
        Tx::new(conn, self.clock.now(), self.chance.stream(), self.context.clone())
    }
}

/// A name that no other process, and no other node of this process, has; not a secret.
fn unique(clock: &dyn Clock) -> String {
    static OPENED: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    let count = OPENED.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    format!("{:x}-{:x}-{count:x}", clock.now().millis(), std::process::id())
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
