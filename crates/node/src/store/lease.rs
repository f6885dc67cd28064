//! Work that one of several processes does: whoever holds the lease, until it gives it back or its time has run out. A lease spares double work;
//! that nothing happens twice is the business of [`serialize`], which does not depend on clocks.

use crate::db::Tx;
use crate::error::Result;

/// Takes or renews a lease for so many milliseconds; answers whether this process has it.
pub(crate) async fn take(tx: &mut Tx, name: &str, holder: &str, millis: i64) -> Result<bool> {
    let now = tx.now;
    let taken = tx
        .run(
            "insert into lease (name, holder, until_at) values ($1, $2, $3)
             on conflict (name) do update set holder = $2, until_at = $3
             where lease.holder = $2 or lease.until_at < $4",
            &[name.into(), holder.into(), now.plus(millis).into(), now.into()],
        )
        .await?;
    Ok(taken == 1)
}

/// Waits until no other transaction does the work of this name; others wait until this one has ended. A statement after it sees what the one
/// before has done.
pub(crate) async fn serialize(tx: &mut Tx, name: &str, holder: &str) -> Result<()> {
    let now = tx.now;
    tx.run(
        "insert into lease (name, holder, until_at) values ($1, $2, $3)
         on conflict (name) do update set holder = $2, until_at = $3",
        &[name.into(), holder.into(), now.into()],
    )
    .await
    .map(drop)
}

/// Gives everything back that a process holds.
pub(crate) async fn release(tx: &mut Tx, holder: &str) -> Result<()> {
    tx.run("delete from lease where holder = $1", &[holder.into()]).await.map(drop)
}
