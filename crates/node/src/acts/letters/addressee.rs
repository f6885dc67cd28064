//! To whom a letter may go (domain model, sections 6.1, rule 3, and 6.3, rule 2): nothing is sent to a suspect, nor to a door behind which
//! one may open it.

use model::kinds::Document;
use model::{Id, Kind, ProblemCode, Record};

use crate::access::MatterFacts;
use crate::consent::{self, Contact, Whom};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::guardian;

/// How letters travel, code of list `safe-channel`.
const BY_LETTER: &str = "letter";

/// Refuses to issue a letter that may not reach whom it is for.
///
/// # Errors
/// `not-a-letter`, `letter-to-suspect`, `letter-withheld`, `letter-not-safe`; a missing person where a letter is for one.
pub(crate) async fn may_go(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let meta = Document::META;
    if record.text(meta, "direction") != "outgoing" {
        return Err(Error::Refused("not-a-letter"));
    }
    let person = record.read::<Id>(meta, "addressee_person");
    if let Some(person) = person
        && guardian::accused(tx, facts.root).await?.contains(&person)
    {
        return Err(Error::Refused("letter-to-suspect"));
    }
    match record.text(meta, "addressee_kind") {
        "child" => by_post(tx, facts.root, Whom::Child).await,
        "guardian" => by_post(tx, facts.root, Whom::Guardian).await,
        "institution" => Ok(()),
        kind => {
            if kind == "family_member" && consent::kept_from(tx, facts.root, Whom::Guardian).await?.is_some()
            {
                return Err(Error::Refused("letter-withheld"));
            }
            person.map(|_| ()).ok_or_else(|| Error::field("addressee_person", ProblemCode::Missing))
        }
    }
}

async fn by_post(tx: &mut Tx, case: Id, whom: Whom) -> Result<()> {
    match consent::safe_contact(tx, case, whom, BY_LETTER).await? {
        Contact::Allowed => Ok(()),
        Contact::Withheld("guardian-is-suspect") => Err(Error::Refused("letter-to-suspect")),
        Contact::Withheld("withheld") => Err(Error::Refused("letter-withheld")),
        Contact::Withheld(_) => Err(Error::Refused("letter-not-safe")),
    }
}
