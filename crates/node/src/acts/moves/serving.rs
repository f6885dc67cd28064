//! The service that a referral asks for follows it (domain model, sections 6.7 and 7): offered, agreed, delivered or not, by the
//! provider's answer.

use model::field::Groups;
use model::{Id, Kind, Record, Value, kinds};

use crate::access;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::held::{Held, Reveal};
use crate::store::offer::{self, Offer};
use crate::store::{ShownRecord, fields};

const SERVICE: &model::KindMeta = kinds::Service::META;

/// Opens a record for the node itself, whatever a reader may see; nothing of it leaves the act.
pub(super) fn whole<T: Reveal>(held: Held<T>) -> Result<T::Shown> {
    held.into_inner().reveal(Groups::ALL)
}

/// A service is asked of one provider at a time.
pub(super) async fn not_referred(tx: &mut Tx, service: Id) -> Result<()> {
    let open = tx
        .row("select id from offer where service_id = $1 and ended_at is null limit 1", &[service.into()])
        .await?;
    if open.is_some() { Err(Error::Refused("already-offered")) } else { Ok(()) }
}

/// The provider has been asked.
pub(super) async fn offered(tx: &mut Tx, service: Id) -> Result<()> {
    from_to(tx, service, &["planned"], "offered", &[]).await
}

/// The provider said yes.
pub(super) async fn agreed(tx: &mut Tx, service: Id) -> Result<()> {
    from_to(tx, service, &["planned", "offered"], "agreed", &[]).await
}

/// The provider said no, or the sender took it back: it has to be arranged anew.
pub(super) async fn free_again(tx: &mut Tx, service: Id) -> Result<()> {
    from_to(tx, service, &["offered", "agreed", "scheduled"], "planned", &[]).await
}

/// What became of it, by the provider's word: the loop is closed for the sender.
pub(super) async fn finished(tx: &mut Tx, offer: &Offer, referral: &ShownRecord) -> Result<()> {
    let Some(service) = offer.service else { return Ok(()) };
    let outcome = referral.text("outcome");
    let today = tx.now.date(Default::default()).to_string();
    let on = Some(referral.text("outcome_on")).filter(|on| !on.is_empty()).unwrap_or(today);
    let note = referral.text("outcome_note");
    let (state, reason) = match outcome.as_str() {
        "delivered" | "partly_delivered" => ("delivered", None),
        "child_declined" => ("declined_by_child_or_family", None),
        "could_not_reach" => ("not_delivered", Some("no_show")),
        "no_capacity" => ("not_delivered", Some("waiting_list")),
        "not_eligible" | "referred_on" => ("not_delivered", Some("provider_declined")),
        _ => ("not_delivered", Some("other")),
    };
    let mut set = vec![("provider_note", note)];
    match reason {
        Some(reason) => set.push(("not_delivered_reason", reason.to_owned())),
        None if state == "delivered" => set.push(("delivered_on", on)),
        None => {}
    }
    from_to(tx, service, &["planned", "offered", "agreed", "scheduled"], state, &set).await
}

/// Moves a service if it is where this leads on from; whatever the provider did with it already stays.
async fn from_to(
    tx: &mut Tx,
    service: Id,
    from: &[&str],
    to: &'static str,
    set: &[(&'static str, String)],
) -> Result<()> {
    let facts = access::load::matter(tx, service, true).await?;
    if !from.contains(&facts.state.as_str()) || facts.state == to {
        return Ok(());
    }
    let shown = whole(fields::load(tx, SERVICE, service, facts.key).await?)?;
    let mut record: Record = shown.to_record();
    let mut names = Vec::new();
    for (name, text) in set.iter().filter(|(name, text)| !text.is_empty() && SERVICE.field(name).is_some()) {
        record.set(SERVICE, name, Value::from(text.as_str()));
        names.push(*name);
    }
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, SERVICE, service, &key, &record, &names).await?;
    offer::reach(tx, service, SERVICE, to).await?;
    crate::acts::workflow::part_changed(tx, facts.root).await
}
