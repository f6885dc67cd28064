//! Whether a child or a guardian may be written to, called or visited (domain model, sections 6.1, rule 3, and 6.3, rule 2).

use model::{Date, Id};

use super::read;
use super::verdict::CaseConsents;
use crate::db::Tx;
use crate::error::Result;

/// Whom something would reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whom {
    /// The child.
    Child,
    /// The guardian of the child's record.
    Guardian,
}

/// Whether a contact may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contact {
    /// This channel was named as safe.
    Allowed,
    /// Not, and why: `guardian-is-suspect`, `withheld`, `not-marked-safe`.
    Withheld(&'static str),
}

/// Why nothing may go to somebody, by whatever way; `None` where it depends on the way.
pub(crate) async fn kept_from(tx: &mut Tx, case: Id, whom: Whom) -> Result<Option<&'static str>> {
    let consents = read::case(tx, case).await?;
    Ok(kept(&consents, whom, tx.now.date(Default::default())))
}

fn kept(consents: &CaseConsents, whom: Whom, today: Date) -> Option<&'static str> {
    match whom {
        Whom::Child => None,
        Whom::Guardian if consents.suspect => Some("guardian-is-suspect"),
        Whom::Guardian => consents.keeps_from_home(today).then_some("withheld"),
    }
}

/// Whether something may go to somebody through a channel (code of list `safe-channel`). Letters ask this; without a word that says the
/// channel is safe the answer is no.
///
/// While the guardian is a suspect nothing goes to the guardian, and no letter to the child: it would come to the same door.
pub(crate) async fn safe_contact(tx: &mut Tx, case: Id, whom: Whom, channel: &str) -> Result<Contact> {
    let consents = read::case(tx, case).await?;
    let today = tx.now.date(Default::default());
    if let Some(why) = kept(&consents, whom, today) {
        return Ok(Contact::Withheld(why));
    }
    if whom == Whom::Child && consents.suspect && channel == "letter" {
        return Ok(Contact::Withheld("guardian-is-suspect"));
    }
    let by: &[&str] = match whom {
        Whom::Child => &["child"],
        Whom::Guardian => &["guardian", "other_guardian"],
    };
    let live = |until: Option<Date>| until.is_none_or(|until| today <= until);
    let spoken = consents.said.iter().rfind(|said| {
        by.contains(&said.by.as_str())
            && said.state == "given"
            && live(said.until)
            && !said.channels.is_empty()
    });
    let safe = spoken.is_some_and(|said| said.channels.iter().any(|named| named == channel));
    Ok(if safe { Contact::Allowed } else { Contact::Withheld("not-marked-safe") })
}
