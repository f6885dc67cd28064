//! Who receives what nobody in particular was asked for.

use model::Id;

use crate::db::Tx;
use crate::error::Result;

/// The post that receives public reports, with its organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Receiver {
    pub(crate) organisation: Id,
    pub(crate) post: Id,
}

/// The duty post of an organisation, or of the node's first one; where none was set, a post that takes reports by its role,
/// a held one before a vacant one.
pub(crate) async fn receiver(tx: &mut Tx, organisation: Option<Id>) -> Result<Option<Receiver>> {
    let row = match organisation {
        Some(id) => {
            tx.row(
                "select o.id, p.id from organisation o
                   left join post p on p.id = o.duty_post and p.state <> 'abolished' where o.id = $1",
                &[id.into()],
            )
            .await?
        }
        None => {
            tx.row(
                "select o.id, p.id from organisation o
                   left join post p on p.id = o.duty_post and p.state <> 'abolished'
                 order by o.created_at, o.id limit 1",
                &[],
            )
            .await?
        }
    };
    let Some(row) = row else { return Ok(None) };
    let organisation = row.id(0)?;
    // Whoever is on duty now comes before the post that is there for everything else.
    if let Some(post) = super::roster::now_on(tx, organisation, "intake_line").await? {
        return Ok(Some(Receiver { organisation, post }));
    }
    let post = match row.id_opt(1)? {
        Some(post) => Some(post),
        None => by_role(tx, organisation).await?,
    };
    Ok(post.map(|post| Receiver { organisation, post }))
}

async fn by_role(tx: &mut Tx, organisation: Id) -> Result<Option<Id>> {
    let now = tx.now;
    let row = tx
        .row(
            "select p.id,
               case when exists (select 1 from tenure t where t.post_id = p.id and t.from_at <= $2
                                   and (t.to_at is null or t.to_at > $2)) then 0 else 1 end as vacant,
               case when p.role = 'intake-operator' then 0 else 1 end as second
             from post p
             where p.organisation_id = $1 and p.state <> 'abolished' and p.role in ('intake-operator', 'supervisor')
             order by vacant, second, p.id limit 1",
            &[organisation.into(), now.into()],
        )
        .await?;
    row.map(|row| row.id(0)).transpose()
}
