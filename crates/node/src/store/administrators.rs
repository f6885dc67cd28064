//! An organisation must never be without somebody who can mend its roles, posts and accounts.

use std::collections::HashMap;

use model::Id;

use crate::access::{self, Role, Scope};
use crate::db::Tx;
use crate::error::{Error, Result};

/// What somebody must be able to do to bring everything else back.
const MENDS: [(&str, &str); 4] =
    [("edit", "role"), ("open", "tenure"), ("open", "account"), ("invite", "account")];

/// Refuses what has just been done in this transaction if nobody would be left. To be asked last.
pub(crate) async fn remain(tx: &mut Tx, organisation: Id) -> Result<()> {
    let now = tx.now;
    let rows = tx
        .rows(
            "select p.role from tenure t join post p on p.id = t.post_id join account a on a.id = t.account_id
             where p.organisation_id = $1 and p.state <> 'abolished' and a.state = 'active'
               and t.from_at <= $2 and (t.to_at is null or t.to_at > $2)
             order by t.id",
            &[organisation.into(), now.into()],
        )
        .await?;
    let mut seen: HashMap<String, bool> = HashMap::new();
    for row in &rows {
        let slug = row.text(0)?;
        let mends = match seen.get(&slug) {
            Some(mends) => *mends,
            None => mends(&access::load::role(tx, &slug).await?),
        };
        if mends {
            return Ok(());
        }
        seen.insert(slug, mends);
    }
    Err(Error::Refused("last-administrator"))
}

fn mends(role: &Role) -> bool {
    MENDS.iter().all(|(verb, kind)| role.reach(verb, kind).is_some_and(|scope| scope >= Scope::Organisation))
}
