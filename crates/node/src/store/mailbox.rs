//! Functional mailboxes of posts, sealed under their organisation's key.

use model::Id;
use seal::Place;

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::open_text;

fn place(row: &str) -> Place<'_> {
    Place { table: "post_mailbox", row, column: "mailbox" }
}

/// Keeps the mailbox of a post; an empty one takes it away.
pub(crate) async fn keep(tx: &mut Tx, post: Id, organisation: Id, address: &str) -> Result<()> {
    if address.is_empty() {
        tx.run("delete from post_mailbox where post_id = $1", &[post.into()]).await?;
        return Ok(());
    }
    let key = tx.member_key(organisation).await?.subkey("staff");
    let row = post.to_string();
    let sealed = tx.seal(&key, place(&row), address);
    tx.run(
        "insert into post_mailbox (post_id, mailbox) values ($1, $2)
         on conflict (post_id) do update set mailbox = excluded.mailbox",
        &[post.into(), sealed.into()],
    )
    .await?;
    Ok(())
}

/// The mailbox of a post, empty when it has none.
pub(crate) async fn of(tx: &mut Tx, post: Id) -> Result<String> {
    let found = tx
        .row(
            "select p.organisation_id, b.mailbox from post_mailbox b join post p on p.id = b.post_id where p.id = $1",
            &[post.into()],
        )
        .await?;
    let Some(found) = found else { return Ok(String::new()) };
    let key = tx.member_key(found.id(0)?).await?.subkey("staff");
    let row = post.to_string();
    open_text(&key, place(&row), &found.bytes(1)?).map_err(|_| Error::Sealed)
}
