//! Failed sign-ins: counted by where they come from and by the address they are about.

use model::time::{DAY, HOUR};

use crate::db::Tx;
use crate::error::Result;
use crate::store::attempts::{self, Limit};

/// Failures of one source. An office shares one address, so this is far above what one person needs.
const BY_SOURCE: Limit = Limit { purpose: "sign-in", most: 50, window: HOUR / 4 };
/// Failures about one address before it is locked.
pub(crate) const MOST_BY_ADDRESS: i64 = 10;
/// The first lock; each further failure doubles it.
const FIRST_LOCK: i64 = 60_000;
const LONGEST_LOCK: i64 = HOUR;

/// Where an attempt comes from and which address it is about, as tags.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    source: Vec<u8>,
    address: Vec<u8>,
}

impl Marks {
    /// `source` is what the web floor knows of the caller; only its keyed hash is kept.
    pub(crate) fn new(source: &[u8], address: Vec<u8>) -> Self {
        Self { source: source.to_vec(), address }
    }

    /// Seconds to wait before another attempt is looked at, if any.
    pub(crate) async fn wait(&self, tx: &mut Tx) -> Result<Option<i64>> {
        let now = tx.now;
        let by_source = attempts::count(tx, &BY_SOURCE, &self.source).await?;
        let locked = tx
            .row(
                "select locked_until from sign_in_guard where address_tag = $1",
                &[self.address.clone().into()],
            )
            .await?
            .map_or(Ok(None), |row| row.time_opt(0))?;
        let source_until = (by_source >= BY_SOURCE.most).then(|| now.plus(1_000 * BY_SOURCE.wait(now)));
        let until = source_until.max(locked).filter(|until| *until > now);
        Ok(until.map(|until| (until.millis() - now.millis() + 999) / 1_000))
    }

    /// Counts a failure.
    pub(crate) async fn failed(&self, tx: &mut Tx) -> Result<()> {
        let now = tx.now;
        attempts::add(tx, &BY_SOURCE, &self.source).await?;
        let failures = tx
            .row(
                "insert into sign_in_guard (address_tag, failures, failed_at) values ($1, 1, $2)
                 on conflict (address_tag) do update set failures = sign_in_guard.failures + 1, failed_at = $2
                 returning failures",
                &[self.address.clone().into(), now.into()],
            )
            .await?
            .map_or(Ok(1), |row| row.int(0))?;
        if let Some(lock) = lock_after(failures) {
            tx.run(
                "update sign_in_guard set locked_until = $2 where address_tag = $1",
                &[self.address.clone().into(), now.plus(lock).into()],
            )
            .await?;
        }
        forget(tx).await
    }

    /// Forgets the failures about an address.
    pub(crate) async fn succeeded(&self, tx: &mut Tx) -> Result<()> {
        clear(tx, &self.address).await
    }
}

/// Forgets the failures about an address: somebody came in, or an administrator gave a new start.
pub(crate) async fn clear(tx: &mut Tx, address: &[u8]) -> Result<()> {
    tx.run("delete from sign_in_guard where address_tag = $1", &[address.to_vec().into()]).await?;
    Ok(())
}

/// How long the address is locked after so many failures.
fn lock_after(failures: i64) -> Option<i64> {
    let beyond = u64::try_from(failures.saturating_sub(MOST_BY_ADDRESS))
        .ok()
        .filter(|_| failures >= MOST_BY_ADDRESS)?;
    Some(FIRST_LOCK.saturating_mul(1_i64 << beyond.min(10)).min(LONGEST_LOCK))
}

/// Failures older than a day say nothing any more; addresses that nobody has would pile up otherwise.
async fn forget(tx: &mut Tx) -> Result<()> {
    let yesterday = tx.now.plus(-DAY);
    tx.run("delete from sign_in_guard where failed_at < $1", &[yesterday.into()]).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_grow_and_stop_growing() {
        assert_eq!(lock_after(MOST_BY_ADDRESS - 1), None);
        assert_eq!(lock_after(MOST_BY_ADDRESS), Some(60_000));
        assert_eq!(lock_after(MOST_BY_ADDRESS + 1), Some(120_000));
        assert_eq!(lock_after(i64::MAX), Some(LONGEST_LOCK));
    }
}
