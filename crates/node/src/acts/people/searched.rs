//! Search comes before create (domain model, section 6.3, rule 4): whoever makes a person cites a search of their own.

use model::{Id, Timestamp};

use crate::access::Actor;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::journal;

/// How long a search may be cited, in milliseconds.
const COUNTS: i64 = model::time::HOUR;

/// A search that was made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Searched {
    account: Option<Id>,
    at: Timestamp,
}

/// The search with this id, if there was one.
pub(super) async fn find(tx: &mut Tx, search: Id) -> Result<Option<Searched>> {
    let entry = journal::read::find(tx, search).await?;
    let done = |entry: &journal::Entry| {
        entry.act == "search-people" && entry.outcome == journal::Outcome::Done.code()
    };
    let Some(entry) = entry.filter(done) else { return Ok(None) };
    let account = entry.account.as_deref().map(str::parse).transpose()?;
    Ok(Some(Searched { account, at: entry.at }))
}

/// The search must be the actor's own and fresh.
pub(super) fn first(searched: Option<Searched>, actor: &Actor, now: Timestamp) -> Result<()> {
    let fresh = |searched: &Searched| {
        searched.account.is_some()
            && searched.account == actor.account()
            && searched.at <= now
            && now <= searched.at.plus(COUNTS)
    };
    if searched.as_ref().is_some_and(fresh) { Ok(()) } else { Err(Error::Refused("search-first")) }
}
