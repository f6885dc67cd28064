//! Who hosts what a notice is about, confirmed just before it goes: content changes its host, and an address is told to nobody but the one who
//! has it. Somebody with the mandate to look says so, by their own means and with their source; the node opens and resolves nothing.

use model::time::DAY;
use model::{Id, Lang, ProblemCode, Record, Timestamp, Value, codes};

use super::notices::{META, note};
use crate::access::{Actor, Holding, MatterFacts};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::who;

/// A notice goes on a confirmation that is no older than this.
pub(crate) const CONFIRMED_FOR: i64 = DAY;
const SAME: &str = "same";
const OTHER: &str = "other";

/// What must hold before somebody says who hosts it.
pub(super) fn before(now: Timestamp, actor: &Actor, record: &Record) -> Result<()> {
    if !actor.holdings_at(now).any(Holding::checks_content) {
        return Err(Error::Refused("host-by-mandate"));
    }
    let said = |name: &str| record.to_text(META, name);
    if said("host_finding") == OTHER && said("host_found").is_empty() {
        return Err(Error::field("host_found", ProblemCode::Missing));
    }
    Ok(())
}

/// Somebody has said so: by whom, when and for which addressee is written down beside it.
pub(super) async fn confirmed(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    record: &Record,
) -> Result<()> {
    let now = tx.now;
    let mandated = |holding: &&Holding| holding.checks_content();
    let here = actor.holdings_at(now).filter(mandated).find(|one| one.organisation == facts.organisation);
    let by = here.or_else(|| actor.holdings_at(now).find(mandated));
    let (post, class) =
        by.map(|holding| (holding.post, holding.class.clone())).ok_or(Error::Refused("host-by-mandate"))?;
    let title = who::title(tx, post, Lang::Id).await?;
    let by: String = format!("{class}, {title}").chars().take(200).collect();
    let mut said = vec![
        ("host_confirmed_at", Value::from(now)),
        ("host_confirmed_by", Value::from(by)),
        ("host_confirmed_for", Value::from(addressed(record))),
    ];
    if record.to_text(META, "host_finding") != OTHER {
        // Who was found before is not who it is now.
        said.push(("host_found", Value::from(None::<String>)));
    }
    note(tx, facts.id, &said).await
}

/// The party that a notice names, as it is compared: an addressee changed afterwards was confirmed by nobody.
fn addressed(record: &Record) -> String {
    let said = |name: &str| record.to_text(META, name);
    let kind = codes::label_or_code("notice-contact", &said("contact_kind"), Lang::Id).to_owned();
    let parts = [kind, said("addressee"), said("member")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Whether a notice may go to whom it names. The police host nothing.
pub(super) fn must_be_confirmed(now: Timestamp, record: &Record) -> Result<()> {
    let said = |name: &str| record.to_text(META, name);
    if said("contact_kind") == "police" {
        return Ok(());
    }
    let at = said("host_confirmed_at").parse::<i64>().ok();
    let Some(at) = at.filter(|_| said("host_confirmed_for") == addressed(record)) else {
        return Err(Error::Refused("host-unconfirmed"));
    };
    match said("host_finding").as_str() {
        SAME if now.millis() - at > CONFIRMED_FOR => Err(Error::Refused("host-confirmation-old")),
        SAME => Ok(()),
        OTHER => Err(Error::Refused("host-changed")),
        _ => Err(Error::Refused("host-unclear")),
    }
}

/// The same, of a notice by its id.
pub(super) async fn must_be_confirmed_of(tx: &mut Tx, notice: Id) -> Result<()> {
    let facts = crate::access::load::matter(tx, notice, false).await?;
    let stored = crate::store::fields::load(tx, META, notice, facts.key).await?;
    must_be_confirmed(tx.now, &stored.into_inner().reveal_all()?.to_record())
}
