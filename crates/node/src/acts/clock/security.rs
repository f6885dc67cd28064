//! A member looks at its own security when it is admitted to the network, and again every year: the check is laid before whoever
//! holds it, and climbs like any work when nobody does.

use std::collections::BTreeSet;

use model::time::{DAY, Span, Zone};
use model::{Id, Kind, Record, Value, kinds};

use crate::acts::open_for_node;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::{directory, keys};
use crate::store::{duty, notification};

/// How long a self-check holds, and how long there is to do the next one.
const YEAR: i64 = 365;
const TIME: i64 = 30;

/// A member that has to look, with the post that does it.
struct Wanted {
    organisation: Id,
    post: Id,
    what: &'static str,
}

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    Ok(!wanted(tx).await?.is_empty())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let wanted = wanted(tx).await?;
    let meta = kinds::SecurityCheck::META;
    let by = tx.now.date(Zone::Wib).checked_add(Span::new().days(TIME));
    let by = by.map_err(|_| Error::Storage("a day out of range".into()))?;
    for one in &wanted {
        let mut record = Record::empty(meta);
        record.set(meta, "what", Value::from(one.what));
        record.set(meta, "due_on", Value::from(by.to_string()));
        let id = open_for_node(tx, meta, (one.organisation, one.post), None, &record).await?;
        notification::tell(tx, one.post, "security-check-due", Some(id)).await?;
    }
    Ok(wanted.len())
}

async fn wanted(tx: &mut Tx) -> Result<Vec<Wanted>> {
    let Some(directory) = directory::newest(tx).await? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for own in keys::own(tx).await? {
        if directory.member(&own.member).is_none() {
            continue;
        }
        let row = tx
            .row(
                "select max(m.opened_at) from matter m join k_security_check k on k.id = m.id
                 where m.organisation_id = $1 and m.state <> 'cancelled' and k.what in ('self_admission', 'self_yearly')",
                &[own.organisation.into()],
            )
            .await?;
        let last = row.map(|row| row.time_opt(0)).transpose()?.flatten();
        let what = match last {
            None => "self_admission",
            Some(at) if at.plus(YEAR * DAY) <= tx.now => "self_yearly",
            Some(_) => continue,
        };
        if let Some(post) = keeper(tx, own.organisation).await? {
            found.push(Wanted { organisation: own.organisation, post, what });
        }
    }
    Ok(found)
}

/// The post that holds such a check: one that somebody holds before a vacant one.
async fn keeper(tx: &mut Tx, organisation: Id) -> Result<Option<Id>> {
    let rights = "select distinct role from role_right where kind = 'security-check' and verb in ('hold', '*') order by role";
    let rows = tx.rows(rights, &[]).await?;
    let holding = rows.iter().map(|row| row.text(0)).collect::<Result<BTreeSet<_>>>()?;
    let posts = duty::held_first(tx, Some(organisation), &[]).await?;
    Ok(posts.into_iter().find(|post| holding.contains(&post.role)).map(|post| post.id))
}
