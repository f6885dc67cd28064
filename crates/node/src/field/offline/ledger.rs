//! What became of queued acts. The acts themselves are journalled as they are performed; here stands only which id came to what, so
//! that a device is told the same whenever it asks.

use model::{Id, Timestamp};

use super::Queued;
use crate::acts::field::{KEPT_REASONS, KeepQueued};
use crate::db::{Row, Tx, Verdict};
use crate::error::{Error, Result};
use crate::field::Device;
use crate::field::take::reason_of;
use crate::node::Node;
use crate::store::field_log;

/// How a queued act ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Applied,
    /// Done, and a field has two values now: a person chooses.
    Conflict,
    /// Not done; it lies sealed with the device's post until a person decides.
    Kept,
    /// Not done, and nothing to keep: a look.
    Refused,
    /// Waits for another act that has not come.
    Held,
}

impl Outcome {
    const ALL: [Self; 5] = [Self::Applied, Self::Conflict, Self::Kept, Self::Refused, Self::Held];

    /// As devices are told.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Conflict => "conflict",
            Self::Kept => "kept",
            Self::Refused => "refused",
            Self::Held => "held",
        }
    }
}

/// What became of a queued act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// How it ended.
    pub outcome: Outcome,
    /// Why not, by a code of list `submission-reason`.
    pub reason: Option<&'static str>,
    /// The record that it made or changed.
    pub record: Option<Id>,
}

impl Settled {
    /// It was done.
    pub const fn applied(record: Option<Id>) -> Self {
        Self { outcome: Outcome::Applied, reason: None, record }
    }
    /// It carries a picture or a file: not done, and nothing of it is kept.
    pub const CARRIES: Self = Self { outcome: Outcome::Refused, reason: Some("carries_file"), record: None };
    /// It waits.
    pub const HELD: Self = Self { outcome: Outcome::Held, reason: None, record: None };
}

fn read(row: &Row) -> Result<Settled> {
    let outcome = row.text(0)?;
    let outcome = Outcome::ALL.into_iter().find(|known| known.code() == outcome);
    let reason = row.text_opt(1)?;
    Ok(Settled {
        outcome: outcome.ok_or_else(|| Error::Storage("an unknown outcome".into()))?,
        reason: reason.map(|code| KEPT_REASONS.into_iter().find(|known| *known == code).unwrap_or("refused")),
        record: row.id_opt(2)?,
    })
}

impl Node {
    /// What became of an act that came before.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn queued_before(&self, act: Id) -> Result<Option<Settled>> {
        self.db()
            .read(move |tx| {
                Box::pin(async move {
                    let sql = "select outcome, reason, record_id from offline_act where act_id = $1";
                    tx.row(sql, &[act.into()]).await?.as_ref().map(read).transpose()
                })
            })
            .await
    }

    /// Writes down what became of an act. `sealed` is kept while it is held; `made_at` by the node's clock.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn note_queued(
        &self,
        device: &Device,
        queued: &Queued,
        settled: &Settled,
        made_at: Timestamp,
        sealed: Option<Vec<u8>>,
    ) -> Result<()> {
        let now = self.now();
        let act = [queued.act.into()];
        let row = [
            queued.act.into(),
            device.id.into(),
            queued.seq.into(),
            settled.outcome.code().into(),
            settled.reason.map(str::to_owned).into(),
            settled.record.into(),
            made_at.into(),
            now.into(),
            model::Value::Bytes(sealed),
        ];
        self.db()
            .write(move |tx: &mut Tx| {
                let (row, act) = (row.clone(), act.clone());
                Box::pin(async move {
                    let written = tx
                        .run(
                            "insert into offline_act (act_id, device_id, seq, outcome, reason, record_id, made_at,
                               received_at, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                             on conflict (act_id) do update set outcome = excluded.outcome, reason = excluded.reason,
                               record_id = excluded.record_id, sealed = excluded.sealed
                             where offline_act.outcome = 'held'",
                            &row,
                        )
                        .await;
                    let written = match written {
                        Ok(_) => tx.run("delete from offline_parked where act_id = $1", &act).await,
                        failed => failed,
                    };
                    (if written.is_ok() { Verdict::Keep } else { Verdict::Undo }, written.map(drop))
                })
            })
            .await
    }

    /// Acts of a device that wait for others, in the order in which they were made, as they were sealed.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn queued_held(&self, device: Id) -> Result<Vec<Vec<u8>>> {
        self.db()
            .read(move |tx| {
                Box::pin(async move {
                    let rows = tx
                        .rows(
                            "select sealed from offline_act where device_id = $1 and outcome = 'held'
                             and sealed is not null order by seq, act_id limit 200",
                            &[device.into()],
                        )
                        .await?;
                    rows.iter().map(|row| row.bytes(0)).collect()
                })
            })
            .await
    }

    /// Whether a record got a second value for a field at or after an instant.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn contested_since(&self, record: Id, since: Timestamp) -> Result<bool> {
        self.db()
            .read(move |tx| {
                Box::pin(async move {
                    let sql = "select count(*) from field_conflict
                               where record_id = $1 and settled_at is null and offered_at >= $2";
                    let row = tx.row(sql, &[record.into(), since.into()]).await?;
                    Ok(row.map_or(Ok(0), |row| row.int(0))? > 0)
                })
            })
            .await
    }

    /// Names of a record's fields that were changed after a version of it.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn changed_since(&self, record: Id, version: i64) -> Result<Vec<String>> {
        self.db()
            .read(move |tx| {
                Box::pin(async move {
                    let since = field_log::since(tx, record, version).await?;
                    Ok(since.into_iter().map(|one| one.field).collect())
                })
            })
            .await
    }

    /// When an act was done by this node's clock, as far as its device knew it; `None` for one that has not come.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn queued_made_at(&self, act: Id) -> Result<Option<Timestamp>> {
        self.db()
            .read(move |tx| {
                Box::pin(async move {
                    let row =
                        tx.row("select made_at from offline_act where act_id = $1", &[act.into()]).await?;
                    row.map(|row| row.time(0)).transpose()
                })
            })
            .await
    }

    /// Keeps an act that was not done, sealed, for a person to decide about.
    ///
    /// # Errors
    /// [`Error::NotFound`] for somebody else's device; [`Error::Storage`].
    pub async fn keep_queued(&self, device: &Device, keep: KeepQueued) -> Result<Id> {
        self.perform_as(self.id_of_keeping(keep.act), &device.actor, keep).await
    }

    /// What stood in the way of an act, as a code of list `submission-reason`.
    ///
    /// # Errors
    /// The same error, when it is trouble of the node itself and the act should be sent again.
    pub fn queued_reason(&self, error: Error) -> Result<&'static str> {
        reason_of(error)
    }

    /// The same whenever the same act is kept. It tells the time of the act's own id, no other.
    fn id_of_keeping(&self, act: Id) -> Id {
        let key = self.keys().lookup.subkey("offline-kept");
        let tag = seal::tag(&key, &seal::frame("jejaring/offline-kept/1", &[&act.to_u128().to_be_bytes()]));
        let mut random = [0; 10];
        random.iter_mut().zip(tag).for_each(|(byte, drawn)| *byte = drawn);
        Id::new(Timestamp::from_millis(0), random)
    }
}
