//! Something that was sent here is taken back.

use model::{Id, Kind, kinds};
use seal::exchange::ReceiptState;
use seal::exchange::message::{Recall, RecallScope};

use super::{Inbound, Judged};
use crate::access::load;
use crate::db::Tx;
use crate::error::Result;
use crate::exchange::bytes;
use crate::exchange::receipts::{self, Said};
use crate::store::{fields, notification, offer};

const META: &model::KindMeta = kinds::IncomingReferral::META;

pub(super) async fn recalled(tx: &mut Tx, inbound: &Inbound<'_>, recall: &Recall) -> Result<Judged> {
    let row = tx
        .row(
            "select id, matter_id from exchange_inbox where eid = $1 and organisation_id = $2 and from_member = $3
               and state = 'taken'",
            &[
                recall.eid.to_string().into(),
                inbound.own.organisation.into(),
                inbound.payload.from.as_str().into(),
            ],
        )
        .await?;
    let matter = match row {
        Some(row) => {
            let (item, matter) = (row.id(0)?, row.id_opt(1)?);
            if let Some(matter) = matter {
                stop(tx, matter, recall.scope).await?;
            }
            super::service::recalled(tx, &recall.eid.to_string()).await?;
            if recall.scope == RecallScope::Erase {
                erase(tx, item, &recall.eid.to_string()).await?;
            }
            matter
        }
        // It overtook what it takes back. Only the same sender's envelope is meant.
        None => {
            remember(tx, inbound, recall).await?;
            None
        }
    };
    let (to, said) = (&inbound.payload.from, Said::state(ReceiptState::Decided));
    let receipt = receipts::give(tx, inbound.own, to, recall.eid, said).await?;
    receipts::tell(tx, to, &receipt).await?;
    Ok(Ok(matter))
}

async fn remember(tx: &mut Tx, inbound: &Inbound<'_>, recall: &Recall) -> Result<()> {
    let now = tx.now;
    tx.run(
        "insert into exchange_recalled (eid, organisation_id, from_member, at) values ($1, $2, $3, $4)
         on conflict (eid, organisation_id) do nothing",
        &[
            recall.eid.to_string().into(),
            inbound.own.organisation.into(),
            inbound.payload.from.as_str().into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Whether an envelope was taken back before it came.
pub(super) async fn before(tx: &mut Tx, inbound: &Inbound<'_>) -> Result<bool> {
    let row = tx
        .row(
            "select eid from exchange_recalled where eid = $1 and organisation_id = $2 and from_member = $3",
            &[
                inbound.eid.to_string().into(),
                inbound.own.organisation.into(),
                inbound.payload.from.as_str().into(),
            ],
        )
        .await?;
    Ok(row.is_some())
}

/// The sealed content is destroyed; the envelope stays as evidence.
pub(crate) async fn erase(tx: &mut Tx, item: Id, eid: &str) -> Result<()> {
    let now = tx.now;
    tx.run_one("update exchange_inbox set erased_at = $2 where id = $1", &[item.into(), now.into()]).await?;
    bytes::destroy(tx, &bytes::sealed(eid)).await
}

/// A referral that nobody accepted yet ends, with everything it told; one that was accepted ends and what was told stays as far
/// as the receiver's own duty asks, unless it is to be erased.
async fn stop(tx: &mut Tx, matter: Id, scope: RecallScope) -> Result<()> {
    let facts = load::matter(tx, matter, true).await?;
    if facts.kind.slug == kinds::IncomingRfi::META.slug && scope != RecallScope::Correct {
        return super::rfi::stop(tx, matter).await;
    }
    if facts.kind.slug == kinds::IncomingTransfer::META.slug && scope != RecallScope::Correct {
        return super::transfer::stop(tx, matter).await;
    }
    if facts.kind.slug == kinds::IncomingNotice::META.slug && scope != RecallScope::Correct {
        return crate::harm::answers::withdraw(tx, matter).await;
    }
    if facts.kind.slug == kinds::IncomingAlert::META.slug && scope != RecallScope::Correct {
        return super::alert::stop(tx, matter).await;
    }
    if facts.kind.slug != META.slug || scope == RecallScope::Correct {
        return Ok(());
    }
    let open = matches!(facts.state.as_str(), "in_progress" | "accepted");
    if facts.state == "in_progress" || scope == RecallScope::Erase {
        forget(tx, matter, facts.key).await?;
    }
    if facts.state == "done" {
        // It was finished: what the receiver's own duty does not ask for is to go.
        notification::tell(tx, facts.custodian, "incoming-referral-revoked", Some(matter)).await?;
    }
    if open {
        offer::reach(tx, matter, META, "revoked").await?;
        notification::tell(tx, facts.custodian, "incoming-referral-revoked", Some(matter)).await?;
    }
    Ok(())
}

/// Empties what the message told about the child.
async fn forget(tx: &mut Tx, matter: Id, key: Id) -> Result<()> {
    let key = tx.key_for_writing(key).await?;
    let told: Vec<&'static str> =
        META.fields.iter().map(|field| field.name).filter(|name| TOLD.contains(name)).collect();
    fields::change(tx, META, matter, &key, &model::Record::empty(META), &told).await
}

/// Fields that find the child or say what happened.
const TOLD: [&str; 28] = [
    "reason",
    "child_name",
    "child_aliases",
    "birth_year",
    "birth_day",
    "nik",
    "address",
    "phone",
    "household",
    "circumstances",
    "suspects",
    "child_wishes",
    "disability",
    "schooling",
    "other_documents",
    "marital_status",
    "occupation",
    "difficulty_seeing",
    "difficulty_hearing",
    "difficulty_walking",
    "difficulty_remembering",
    "difficulty_self_care",
    "difficulty_communicating",
    "unhcr_id_no",
    "un_no",
    "icrc_ref_no",
    "other_id_type",
    "other_id_no",
];
