//! A case gets another owner: its parts follow, and so does the child's record unless the former owner still works with it.

use model::Id;

use super::standing;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::offer::{self, Offer};
use crate::store::{custody, person};

/// Passes a case to the receiver of a transfer.
pub(super) async fn pass(tx: &mut Tx, offer: &Offer) -> Result<()> {
    let (root, now, to) = (offer.matter, tx.now, offer.to.organisation);
    // What was offered to the next owner is settled by this, and so is a part that was given to a post of the former one.
    let settled = |open: &&Offer| open.to.organisation == to || open.kind == "assignment";
    for open in offer::open_in(tx, root).await?.iter().filter(settled) {
        standing::stop(tx, open, "revoked", "transfer-accepted").await?;
    }
    tx.run(
        "update custody set to_at = $2 where to_at is null and matter_id in
           (select id from matter where root_id = $1 and id <> $1)",
        &[root.into(), now.into()],
    )
    .await?;
    tx.run(
        "update matter set organisation_id = $2, custodian_post = null where root_id = $1 and id <> $1",
        &[root.into(), to.into()],
    )
    .await?;
    tx.run_one("update matter set organisation_id = $2 where id = $1", &[root.into(), to.into()]).await?;
    // What anybody of the former owner was given in an emergency ends with the ownership.
    tx.run(
        "update matter_grant set until_at = $2 where (until_at is null or until_at > $2) and matter_id in
           (select id from matter where root_id = $1)",
        &[root.into(), now.into()],
    )
    .await?;
    custody::pass(tx, root, offer.to.post).await?;
    people(tx, root, offer.from.organisation, to).await
}

/// Records of people who take part in nothing else of the former owner.
async fn people(tx: &mut Tx, root: Id, from: Id, to: Id) -> Result<()> {
    let rows = tx
        .rows(
            "select distinct q.person_id from participation q join k_person p on p.id = q.person_id
             where q.matter_id = $1 and q.to_at is null and p.organisation_id = $2
               and not exists (select 1 from participation z join matter m on m.id = z.matter_id
                               where z.person_id = q.person_id and z.to_at is null and m.organisation_id = $2)
             order by q.person_id",
            &[root.into(), from.into()],
        )
        .await?;
    for row in &rows {
        let person = row.id(0)?;
        let key = tx.row("select key_id from k_person where id = $1", &[person.into()]).await?;
        let key = key.ok_or(Error::NotFound)?.id(0)?;
        tx.pass_person_key(key, to).await?;
        person::pass(tx, person, to).await?;
    }
    Ok(())
}
