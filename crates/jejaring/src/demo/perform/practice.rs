//! Places of invented shelters, and who sits in invented conferences.

use std::sync::atomic::AtomicUsize;

use model::Id;
use node::acts::conference::{ListSeats, Member, NoteAttendance, SeatMember};
use node::acts::places::{ListPlaces, NewBand, OpenPlace, TakePlace};
use node::{Actor, Error, Node, Result};

use super::found::act;

/// Opens a shelter; answers its band of places.
pub(crate) async fn open_place(
    node: &Node,
    acts: &AtomicUsize,
    actor: &Actor,
    (name, sex, places): (&str, Option<&str>, i64),
) -> Result<Id> {
    let band = NewBand { sex: sex.map(str::to_owned), age_from: 0, age_to: 18, places };
    let open = OpenPlace {
        name: name.to_owned(),
        service_type: "shelter".to_owned(),
        region: None,
        bands: vec![band],
    };
    let service = act(node, acts, actor, open).await?.id;
    let listed = act(node, acts, actor, ListPlaces::default()).await?;
    let opened = listed.iter().find(|row| row.id == service).and_then(|row| row.bands.first());
    opened.map(|one| one.band.id).ok_or(Error::NotFound)
}

/// Asks for a place; a child who has grown too old for it simply gets none.
pub(crate) async fn take_place(
    node: &Node,
    acts: &AtomicUsize,
    actor: &Actor,
    (service, band): (Id, Id),
) -> Result<()> {
    match act(node, acts, actor, TakePlace { service, band }).await {
        Ok(_) | Err(Error::Refused("place-not-for-child")) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Posts are given seats in a conference, and it is noted that they were there.
pub(crate) async fn assemble(
    node: &Node,
    acts: &AtomicUsize,
    actor: &Actor,
    conference: Id,
    posts: &[Id],
) -> Result<()> {
    for post in posts {
        let seat = SeatMember { conference, member: Member::Post(*post), heard: false };
        act(node, acts, actor, seat).await?;
    }
    for seat in act(node, acts, actor, ListSeats { conference }).await? {
        let note = NoteAttendance { seat: seat.id, present: true, conflict: false, note: String::new() };
        act(node, acts, actor, note).await?;
    }
    Ok(())
}
