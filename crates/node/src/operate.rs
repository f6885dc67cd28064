//! What an operator does with a node as a whole: copying, checking, exchanging its key.

use model::time::DAY;
use model::{Id, Timestamp};
use tokio::sync::mpsc;

use crate::acts::staff::SetFirstPassword;
use crate::blank::Blank;
use crate::db::{Engine, dialect, migrate};
use crate::error::Result;
use crate::journal;
use crate::node::Node;
use crate::passwords;
use crate::store::copy::{self, Contents};
use crate::store::process::Connections;
use crate::store::{process, staff};

/// Frames on their way between two databases at most.
const UNDER_WAY: usize = 4;

/// What a look over the node found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// Whether the data lies on a PostgreSQL server.
    pub postgres: bool,
    /// Version of the schema.
    pub schema: i64,
    /// Bytes that the database takes up.
    pub bytes: i64,
    /// When the last entry was written.
    pub last_entry: Option<Timestamp>,
    /// Keys of members that open.
    pub members: u64,
    /// Organisations whose key does not open.
    pub bad_members: Vec<Id>,
    /// Whether a sealed value, the name of the newest account, opens; nothing when there is no account.
    pub sample_opens: Option<bool>,
    /// Entries in the tree.
    pub placed: u64,
    /// Entries that wait for their place.
    pub waiting: u64,
    /// When the entry that has waited longest was written.
    pub waiting_since: Option<Timestamp>,
    /// Whether the saved tree head, the number of placed entries and the newest checkpoint speak of one and the same tree.
    pub head_fits: bool,
}

/// How much happens on a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    /// Entries of the last seven days.
    pub entries_in_a_week: i64,
    /// Entries of the busiest hour among them.
    pub busiest_hour: i64,
    /// Root matters that are open.
    pub open_matters: i64,
}

impl Node {
    /// How much happened in the last week, and how much is open.
    ///
    /// # Errors
    /// [`crate::Error::Storage`].
    pub async fn growth(&self) -> Result<Growth> {
        self.db().read(|tx| Box::pin(growth(tx))).await
    }

    /// Sends all rows, from one snapshot, as opaque frames: sealed columns stay sealed, and what is in clear in the database is
    /// in clear in the frames.
    ///
    /// # Errors
    /// [`crate::Error::Storage`], also when the receiver goes away.
    pub async fn dump(&self, frames: mpsc::Sender<Vec<u8>>) -> Result<Contents> {
        self.db().read(move |tx| Box::pin(copy::dump(tx, Some(frames)))).await
    }

    /// Counts and hashes all rows on one snapshot.
    ///
    /// # Errors
    /// [`crate::Error::Storage`].
    pub async fn contents(&self) -> Result<Contents> {
        self.db().read(move |tx| Box::pin(copy::dump(tx, None))).await
    }

    /// Copies all rows into an empty database. `progress` hears of the bytes of each frame.
    ///
    /// # Errors
    /// As [`Blank::load`].
    pub async fn copy_to(&self, target: &Blank, progress: impl Fn(usize) + Send) -> Result<Contents> {
        let (send, mut pass) = mpsc::channel(UNDER_WAY);
        let (hand, take) = mpsc::channel(UNDER_WAY);
        let pump = async move {
            while let Some(frame) = pass.recv().await {
                let frame: Vec<u8> = frame;
                progress(frame.len());
                if hand.send(frame).await.is_err() {
                    break;
                }
            }
        };
        let (sent, loaded, ()) = tokio::join!(self.dump(send), target.load(take), pump);
        // When both fail, the target knows the reason: the source only saw its receiver go away.
        let loaded = loaded?;
        sent?;
        Ok(loaded)
    }

    /// Sets the password of an account that has none yet: the first administrator's, at `init`.
    ///
    /// # Errors
    /// [`crate::Error::Refused`] with `password-is-set`, and as [`set_password`](Node::set_password).
    pub async fn set_first_password(&self, mut act: SetFirstPassword, email: &str) -> Result<()> {
        passwords::good_enough(&act.password, email)?;
        act.hash = Some(self.passwords().hash(self.chance(), &act.password).await?);
        self.perform(&self.system("init"), act).await
    }

    /// Connections to PostgreSQL: what it takes and what the processes of this node may ask of it; nothing on SQLite.
    ///
    /// # Errors
    /// [`crate::Error::Storage`].
    pub async fn connections(&self) -> Result<Option<Connections>> {
        self.db().read(|tx| Box::pin(process::connections(tx))).await
    }

    /// Looks the node over. Not the whole journal: that is [`verify`](Node::verify).
    ///
    /// # Errors
    /// [`crate::Error::Storage`] when the database cannot be asked at all.
    pub async fn examine(&self) -> Result<Examination> {
        let origin = self.origin().to_owned();
        self.db().read(move |tx| Box::pin(async move { examine(tx, &origin).await })).await
    }
}

async fn growth(tx: &mut crate::db::Tx) -> Result<Growth> {
    // An entry's id begins with its time: the range is that of a week, however long the journal.
    let since = Id::new(tx.now.plus(-7 * DAY), [0; 10]);
    let rows = tx
        .rows(
            "select cast(at / 3600000 as bigint), count(*) from journal where id >= $1 group by cast(at / 3600000 as bigint)
             order by 1",
            &[since.into()],
        )
        .await?;
    let hours = rows.iter().map(|row| row.int(1)).collect::<Result<Vec<i64>>>()?;
    let open = tx.row("select count(*) from matter where phase = 'open' and id = root_id", &[]).await?;
    Ok(Growth {
        entries_in_a_week: hours.iter().sum(),
        busiest_hour: hours.iter().copied().max().unwrap_or(0),
        open_matters: open.map_or(Ok(0), |row| row.int(0))?,
    })
}

async fn examine(tx: &mut crate::db::Tx, origin: &str) -> Result<Examination> {
    let engine = tx.engine();
    let bytes = tx.row(dialect::size(engine), &[]).await?.map_or(Ok(0), |row| row.int(0))?;
    let last = tx.row("select max(at) from journal", &[]).await?.map(|row| row.time_opt(0)).transpose()?;
    let waiting = tx
        .row("select count(*), min(j.at) from waiting w join journal j on j.id = w.entry", &[])
        .await?
        .map(|row| Ok::<_, crate::Error>((row.int(0)?, row.time_opt(1)?)))
        .transpose()?
        .unwrap_or_default();
    let placed = tx.row("select count(*) from placed", &[]).await?.map_or(Ok(0), |row| row.int(0))?;
    let (members, bad_members) = open_members(tx).await?;
    let whole = |number: i64| u64::try_from(number).unwrap_or(0);
    Ok(Examination {
        postgres: engine == Engine::Postgres,
        schema: migrate::version(tx).await?,
        bytes,
        last_entry: last.flatten(),
        members,
        bad_members,
        sample_opens: open_sample(tx).await?,
        placed: whole(placed),
        waiting: whole(waiting.0),
        waiting_since: waiting.1,
        head_fits: journal::head_fits(tx, origin, whole(placed)).await?,
    })
}

async fn open_members(tx: &mut crate::db::Tx) -> Result<(u64, Vec<Id>)> {
    let rows = tx.rows("select organisation_id from member_key order by organisation_id", &[]).await?;
    let (mut good, mut bad) = (0, Vec::new());
    for row in &rows {
        let organisation = row.id(0)?;
        match tx.member_key(organisation).await {
            Ok(_) => good += 1,
            Err(_) => bad.push(organisation),
        }
    }
    Ok((good, bad))
}

async fn open_sample(tx: &mut crate::db::Tx) -> Result<Option<bool>> {
    let newest = tx.row("select id from account order by id desc limit 1", &[]).await?;
    let Some(row) = newest else { return Ok(None) };
    Ok(Some(staff::name_of(tx, row.id(0)?).await.is_ok()))
}
