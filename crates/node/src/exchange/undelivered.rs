//! What did not arrive is a matter of the post that sent it, and never goes quiet.

use model::{Kind, Record, Value, codes, kinds};

use crate::access::load;
use crate::acts::open_for_node;
use crate::db::Tx;
use crate::error::Result;
use crate::harm::feedback::{self, QUIET};
use crate::store::{custody, notification};

const META: &model::KindMeta = kinds::Undelivered::META;

/// Raises the matter, once for each receiver. `why` is a code of list `exchange-refusal`.
pub(crate) async fn raise(tx: &mut Tx, eid: &str, to: &str, why: &str) -> Result<()> {
    let raised = "select undelivered_id from exchange_outbox where eid = $1 and to_member = $2";
    let row = tx.row(raised, &[eid.into(), to.into()]).await?;
    if row.map_or(Ok(None), |row| row.id_opt(0))?.is_some() {
        // Its time had ended, and then a refusal came: one matter is enough.
        return Ok(());
    }
    let row = tx
        .row(
            "select s.kind, s.organisation_id, s.post_id, s.matter_id, m.kind from exchange_sent s
               left join matter m on m.id = s.matter_id where s.eid = $1",
            &[eid.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(()) };
    if let (QUIET, Some(report)) = (row.text(0)?.as_str(), row.id_opt(3)?) {
        return feedback::failed(tx, report).await;
    }
    let (organisation, mut post) = (row.id(1)?, row.id(2)?);
    let mut record = Record::empty(META);
    let set = |record: &mut Record, name, value: Value| record.set(META, name, value);
    set(&mut record, "what", Value::from(listed("exchange-kind", &row.text(0)?.replace('.', "_"))));
    set(&mut record, "why", Value::from(listed("exchange-refusal", why)));
    set(&mut record, "to_member", Value::from(to));
    let matter = row.id_opt(3)?;
    if let (Some(matter), Some("case")) = (matter, row.text_opt(4)?.as_deref()) {
        set(&mut record, "concerns", Value::from(Some(matter)));
        // Whoever has the case by now has to know, even if another post sent it.
        post = load::matter(tx, matter, false).await?.custodian;
    }
    if custody::post(tx, post).await?.0 != organisation {
        post = row.id(2)?;
    }
    let key = match matter {
        Some(matter) => Some(load::matter(tx, matter, false).await?.key),
        None => None,
    };
    let id = open_for_node(tx, META, (organisation, post), key, &record).await?;
    tx.run_one(
        "update exchange_outbox set undelivered_id = $3 where eid = $1 and to_member = $2",
        &[eid.into(), to.into(), id.into()],
    )
    .await?;
    notification::tell(tx, post, "undelivered", Some(id)).await
}

/// The code, if the list has it.
fn listed(list: &str, code: &str) -> String {
    let known = codes::list(list).is_some_and(|list| list.get(code).is_some());
    if known { code.to_owned() } else { "other".to_owned() }
}
