//! Attempts counted in windows of time, by tags that name nobody: a keyed hash that is another one in every window.

use model::Timestamp;

use crate::db::Tx;
use crate::error::Result;

/// What is counted, how often it may happen, and in how long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    /// Keeps counts of different things apart.
    pub(crate) purpose: &'static str,
    /// Times in one window.
    pub(crate) most: i64,
    /// Length of a window in milliseconds.
    pub(crate) window: i64,
}

impl Limit {
    fn starts(&self, now: Timestamp) -> i64 {
        now.millis() - now.millis().rem_euclid(self.window.max(1))
    }

    /// Seconds until the next window has begun.
    pub(crate) fn wait(&self, now: Timestamp) -> i64 {
        (self.starts(now) + self.window - now.millis() + 999) / 1000
    }
}

fn tag(tx: &Tx, limit: &Limit, source: &[u8]) -> Vec<u8> {
    let key = tx.context.keys.lookup.subkey("attempt");
    let window = limit.starts(tx.now).to_be_bytes();
    seal::tag(&key, &seal::frame(limit.purpose, &[&window, source])).to_vec()
}

/// How often it happened in the present window.
pub(crate) async fn count(tx: &mut Tx, limit: &Limit, source: &[u8]) -> Result<i64> {
    let tag = tag(tx, limit, source);
    let window = limit.starts(tx.now);
    let row = tx
        .row("select count from attempt where tag = $1 and window_at = $2", &[tag.into(), window.into()])
        .await?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// Counts one more, and forgets what is older than a day.
pub(crate) async fn add(tx: &mut Tx, limit: &Limit, source: &[u8]) -> Result<()> {
    let tag = tag(tx, limit, source);
    let window = limit.starts(tx.now);
    let old = tx.now.plus(-model::time::DAY);
    tx.run("delete from attempt where window_at < $1", &[old.into()]).await?;
    tx.run(
        "insert into attempt (tag, window_at, count) values ($1, $2, 1)
         on conflict (tag, window_at) do update set count = attempt.count + 1",
        &[tag.into(), window.into()],
    )
    .await?;
    Ok(())
}

/// Uses up something that may be used once until it expires; answers whether it was still unused.
pub(crate) async fn spend(
    tx: &mut Tx,
    purpose: &'static str,
    what: &[u8],
    expires: Timestamp,
) -> Result<bool> {
    let key = tx.context.keys.lookup.subkey("attempt");
    let tag = seal::tag(&key, &seal::frame(purpose, &[what])).to_vec();
    let new = tx
        .run(
            "insert into attempt (tag, window_at, count) values ($1, $2, 1) on conflict (tag, window_at) do nothing",
            &[tag.into(), expires.into()],
        )
        .await?;
    Ok(new == 1)
}
