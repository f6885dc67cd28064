//! Acts of telephones that this node does not know. Nobody ended them: a node that was restored from a backup has forgotten whoever was
//! registered since. What they send is kept as it was sealed, so that nothing is lost with the telephone, and read by nobody; registered
//! again, the telephone shows its old greeting, and what lies here becomes acts under the permits of its user.

use super::{Hello, Queued};
use crate::db::{Row, Tx, Verdict};
use crate::error::{Error, Result};
use crate::field::Device;
use crate::field::device::secret_tag;
use crate::node::Node;

/// Acts that are kept for one telephone.
const MOST: i64 = 1_000;
/// Acts that are kept for all of them: anybody who ever had a device knows the key to seal to.
const MOST_OF_ALL: i64 = 20_000;
/// Longest name of a device in bytes.
const LONGEST_NAME: usize = 40;

fn count(row: Option<Row>) -> Result<i64> {
    row.map_or(Ok(0), |row| row.int(0))
}

impl Node {
    /// Keeps an act of a device that this node does not know, as it was sealed. Answers whether there was room; the same act is kept once.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn park_queued(&self, queued: &Queued, sealed: Vec<u8>) -> Result<bool> {
        if queued.user.len() > LONGEST_NAME {
            return Ok(false);
        }
        let queued = queued.clone();
        self.db()
            .write(move |tx: &mut Tx| {
                let (queued, sealed) = (queued.clone(), sealed.clone());
                Box::pin(async move {
                    let kept = park(tx, &queued, sealed).await;
                    (if kept.is_ok() { Verdict::Keep } else { Verdict::Undo }, kept)
                })
            })
            .await
    }

    /// A telephone that was unknown is `device` now; answers what lies here of it, in its order.
    ///
    /// # Errors
    /// [`Error::Refused`] `device-known` when this node knows the old name, or it came back as another device; [`Error::Storage`].
    pub async fn know_device_again(&self, device: &Device, hello: &Hello) -> Result<Vec<Vec<u8>>> {
        let (id, hello) = (device.id, hello.clone());
        self.db()
            .write(move |tx: &mut Tx| {
                let hello = hello.clone();
                Box::pin(async move {
                    let known = again(tx, id, &hello).await;
                    (if known.is_ok() { Verdict::Keep } else { Verdict::Undo }, known)
                })
            })
            .await
    }

    /// Names of devices that this node does not know and that sent something, each with how much of it lies here.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn parked_devices(&self) -> Result<Vec<(String, i64)>> {
        self.db()
            .read(|tx| {
                Box::pin(async move {
                    let sql = "select user_name, count(*) from offline_parked group by user_name order by user_name limit 50";
                    let rows = tx.rows(sql, &[]).await?;
                    rows.iter().map(|row| Ok((row.text(0)?, row.int(1)?))).collect()
                })
            })
            .await
    }
}

async fn park(tx: &mut Tx, queued: &Queued, sealed: Vec<u8>) -> Result<bool> {
    let known = tx.row("select 1 from offline_parked where act_id = $1", &[queued.act.into()]).await?;
    if known.is_some() {
        return Ok(true);
    }
    // A wrong secret of a device that is known is just that.
    if is_device(tx, &queued.user).await? {
        return Ok(false);
    }
    let tag = secret_tag(tx, &queued.user, &queued.secret);
    let own = "select count(*) from offline_parked where device_tag = $1";
    let own = count(tx.row(own, &[tag.clone().into()]).await?)?;
    let all = count(tx.row("select count(*) from offline_parked", &[]).await?)?;
    if own >= MOST || all >= MOST_OF_ALL {
        return Ok(false);
    }
    let now = tx.now;
    tx.run(
        "insert into offline_parked (act_id, device_tag, user_name, seq, received_at, sealed)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            queued.act.into(),
            tag.into(),
            queued.user.as_str().into(),
            queued.seq.into(),
            now.into(),
            sealed.into(),
        ],
    )
    .await?;
    Ok(true)
}

async fn is_device(tx: &mut Tx, user: &str) -> Result<bool> {
    Ok(tx.row("select 1 from field_device where user_name = $1", &[user.into()]).await?.is_some())
}

async fn again(tx: &mut Tx, device: model::Id, hello: &Hello) -> Result<Vec<Vec<u8>>> {
    if is_device(tx, &hello.user).await? {
        return Err(Error::Refused("device-known"));
    }
    let (tag, now) = (secret_tag(tx, &hello.user, &hello.secret), tx.now);
    tx.run(
        "insert into offline_again (device_tag, device_id, at) values ($1, $2, $3) on conflict (device_tag) do nothing",
        &[tag.clone().into(), device.into(), now.into()],
    )
    .await?;
    if now_as(tx, &tag).await? != Some(device) {
        return Err(Error::Refused("device-known"));
    }
    let rows = "select sealed from offline_parked where device_tag = $1 order by seq, act_id";
    tx.rows(rows, &[tag.into()]).await?.iter().map(|row| row.bytes(0)).collect()
}

/// Which device an unknown telephone came back as.
pub(in crate::field) async fn now_as(tx: &mut Tx, tag: &[u8]) -> Result<Option<model::Id>> {
    let sql = "select device_id from offline_again where device_tag = $1";
    tx.row(sql, &[tag.to_vec().into()]).await?.map(|row| row.id(0)).transpose()
}
