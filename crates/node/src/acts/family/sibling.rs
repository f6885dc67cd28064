//! The case of a brother or sister: it carries the family on, and copies nothing of the child.

use model::{Id, Participant, ParticipantRole, Record};

use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::Result;
use crate::store::family;
use crate::store::participation::{self, NewParticipation};

/// Links a new case with that of a brother or sister: both are of one family, and whoever cares for the one child cares for the
/// other, as the same person.
pub(crate) async fn carry(tx: &mut Tx, sibling: &MatterFacts, case: (Id, Id)) -> Result<()> {
    let family = match family::of_case(tx, sibling.id).await? {
        Some(family) => family,
        None => {
            let new = family::insert(tx, sibling.organisation, &Record::empty(family::META)).await?;
            family::link(tx, sibling.id, Some(new)).await?;
            new
        }
    };
    family::link(tx, case.0, Some(family)).await?;
    let there = participation::of_matter(tx, case.0).await?;
    for part in participation::of_matter(tx, sibling.id).await? {
        let child = there.iter().any(|known| known.person == part.person);
        if child || !part.role.of_family() || part.role == ParticipantRole::Sibling {
            continue;
        }
        // A note was written about the other child.
        let said = Participant { note: None, ..part.clear() };
        participation::add(tx, case, NewParticipation { person: part.person, role: part.role, said }).await?;
    }
    tx.trace.listed.push(family);
    Ok(())
}
