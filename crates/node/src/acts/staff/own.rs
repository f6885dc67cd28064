//! Facts and rule of what people do with their own account.

use model::Timestamp;

use crate::access::{Actor, Decision};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::accounts::{self, Account};

/// Anybody who is signed in, about nobody but themselves. It needs no post: it reads nothing but their own account.
pub(in crate::acts) fn rule(actor: &Actor) -> Decision {
    if actor.account().is_some() { Decision::allow("self") } else { Decision::Deny("not-signed-in") }
}

/// The instant; the account follows from the actor once the rule has been asked.
pub(super) fn now(tx: &Tx) -> Timestamp {
    tx.now
}

/// The actor's own account.
pub(in crate::acts) async fn account(tx: &mut Tx, actor: &Actor) -> Result<Account> {
    let id = actor.account().ok_or(Error::NotSignedIn)?;
    tx.trace.kind = Some("account");
    tx.trace.subject = Some(id);
    accounts::by_id(tx, id).await
}
