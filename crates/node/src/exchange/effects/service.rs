//! Services that another member gives: kept with their source until it withdraws them. A place that is kept confidential is never
//! kept, whoever sends it.

use model::{Date, codes};
use seal::exchange::ReceiptState;
use seal::exchange::message::{ListedService, ServiceListing};

use super::{Inbound, Judged};
use crate::db::Tx;
use crate::error::Result;
use crate::exchange::receipts::{self, Said};

/// Levels of list `confidentiality-level` at which a service may be known to others.
const OPEN: [&str; 2] = ["public", "front_gate"];

/// A listing came.
pub(super) async fn listed(tx: &mut Tx, inbound: &Inbound<'_>, listing: &ServiceListing) -> Result<Judged> {
    for service in listing.services.iter() {
        if OPEN.contains(&&*service.level) && service.assured_on.parse::<Date>().is_ok() {
            keep(tx, inbound, service).await?;
        } else {
            // It has become more confidential than others may know.
            forget(tx, inbound, &service.id).await?;
        }
    }
    for id in listing.removed.iter() {
        forget(tx, inbound, id).await?;
    }
    let to = &inbound.payload.from;
    let receipt =
        receipts::give(tx, inbound.own, to, inbound.eid, Said::state(ReceiptState::Decided)).await?;
    receipts::tell(tx, to, &receipt).await?;
    Ok(Ok(None))
}

async fn keep(tx: &mut Tx, inbound: &Inbound<'_>, service: &ListedService) -> Result<()> {
    let known = codes::list("service-type").is_some_and(|list| list.get(&service.service_type).is_some());
    let kind = if known { (*service.service_type).to_owned() } else { "other".to_owned() };
    let area: Vec<&str> = service.area.iter().map(|code| &**code).collect();
    let access = service.access.as_ref().map_or("", |text| text);
    let id = tx.new_id();
    tx.run(
        "insert into shared_service (id, organisation_id, from_member, shared_id, name, service_type, level, area, access,
           assured_on, eid, written_at, removed)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict (organisation_id, from_member, shared_id) do update set name = excluded.name,
           service_type = excluded.service_type, level = excluded.level, area = excluded.area, access = excluded.access,
           assured_on = excluded.assured_on, eid = excluded.eid, written_at = excluded.written_at,
           removed = excluded.removed
         where shared_service.written_at < excluded.written_at",
        &[
            id.into(),
            inbound.own.organisation.into(),
            inbound.payload.from.as_str().into(),
            (*service.id).into(),
            (*service.name).into(),
            kind.into(),
            (*service.level).into(),
            area.join(" ").into(),
            access.into(),
            (*service.assured_on).into(),
            inbound.eid.to_string().into(),
            inbound.payload.created.into(),
            false.into(),
        ],
    )
    .await
    .map(drop)
}

/// Withdrawn: the words go, and the number stays so that an older message cannot bring them back.
async fn forget(tx: &mut Tx, inbound: &Inbound<'_>, shared: &str) -> Result<()> {
    let id = tx.new_id();
    tx.run(
        "insert into shared_service (id, organisation_id, from_member, shared_id, name, service_type, level, area, access,
           assured_on, eid, written_at, removed)
         values ($1, $2, $3, $4, '', '', '', '', '', '', $5, $6, $7)
         on conflict (organisation_id, from_member, shared_id) do update set name = '', service_type = '', level = '',
           area = '', access = '', assured_on = '', eid = excluded.eid, written_at = excluded.written_at,
           removed = excluded.removed
         where shared_service.written_at <= excluded.written_at",
        &[
            id.into(),
            inbound.own.organisation.into(),
            inbound.payload.from.as_str().into(),
            shared.into(),
            inbound.eid.to_string().into(),
            inbound.payload.created.into(),
            true.into(),
        ],
    )
    .await
    .map(drop)
}

/// A recalled listing is forgotten with all that it said.
pub(crate) async fn recalled(tx: &mut Tx, eid: &str) -> Result<()> {
    tx.run("delete from shared_service where eid = $1 and removed = $2", &[eid.into(), false.into()])
        .await
        .map(drop)
}
