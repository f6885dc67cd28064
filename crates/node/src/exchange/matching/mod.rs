//! Private matching: "do you know this child?" without telling whom one asks about (docs/PROTOCOL.md).
//!
//! Each of a member's roles has a file: [`asker`] asks, [`guardian`] evaluates what it cannot read, [`register`] keeps the tokens
//! of a holder's own children, [`holder`] looks questions up and lets a person decide. [`blind`] is what asker and register share:
//! points for two guardians, and tokens of what comes back. [`hand`] is what time does.

pub(crate) mod asker;
pub(crate) mod blind;
pub(crate) mod budget;
pub(crate) mod epoch;
pub(crate) mod guardian;
pub(crate) mod hand;
pub(crate) mod holder;
pub(crate) mod register;

use model::Id;
use seal::exchange::{Marking, MemberId, Message};

use crate::acts::moves;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::outbox::{self, InThread, Outgoing};

/// Before an epoch begins registers are made ready for it.
pub(crate) const PREPARE: i64 = 7 * model::time::DAY;

/// Whoever said yes is heard of at the beginning of the next window of this length, so that nobody can tell from the time who looked
/// and how long (ms).
pub const WINDOW: i64 = 3_600_000;

/// One message of private matching.
struct Said<'a> {
    organisation: Id,
    post: Id,
    to: Id,
    message: Message,
    /// Until when the receiver may keep it.
    until: i64,
    /// The matter that it is sent from.
    matter: Option<Id>,
    answers: Option<&'a InThread>,
}

async fn queue(tx: &mut Tx, said: Said<'_>) -> Result<InThread> {
    let out = Outgoing {
        organisation: said.organisation,
        post: said.post,
        to: &[said.to],
        message: said.message,
        marking: marking(tx, said.organisation, said.until).await?,
        thread: said.answers.map(|before| before.thread.clone()),
        in_reply_to: said.answers.map(|before| before.eid),
        derived_from: Vec::new(),
        matter: said.matter,
        subject: said.matter,
        urgent: None,
    };
    outbox::queue(tx, out).await
}

/// For the receiver alone, to protect a child, and not for long.
async fn marking(tx: &mut Tx, organisation: Id, until: i64) -> Result<Marking> {
    let mut marking = moves::marking(tx, organisation, None).await?;
    marking.purpose = seal::exchange::Code::try_from("protect_child").into_iter().collect();
    marking.retain_until = until.max(tx.now.plus(model::time::DAY).millis());
    Ok(marking)
}

/// The organisation of a member, wherever it lives.
pub(crate) async fn organisation_of(tx: &mut Tx, member: &MemberId) -> Result<Option<Id>> {
    let row = tx.row("select id from organisation where member_id = $1", &[member.as_str().into()]).await?;
    row.map(|row| row.id(0)).transpose()
}

/// Who acts for an organisation where nobody in particular does: whoever receives for it, else its first post. A guardian may have
/// nobody who takes reports.
async fn post_of(tx: &mut Tx, organisation: Id) -> Result<Option<Id>> {
    if let Some(receiver) = crate::store::duty::receiver(tx, Some(organisation)).await? {
        return Ok(Some(receiver.post));
    }
    let row = tx
        .row(
            "select id from post where organisation_id = $1 and state <> 'abolished' order by id limit 1",
            &[organisation.into()],
        )
        .await?;
    row.map(|row| row.id(0)).transpose()
}

/// Something a guardian or a holder could not be told: whoever tries again later does so with the same.
fn waits(error: &Error) -> bool {
    matches!(
        error,
        Error::Refused(
            "peer-not-active"
                | "peer-takes-no-such-kind"
                | "directory-expired"
                | "no-directory"
                | "no-exchange-keys"
                | "no-guardians"
                | "no-such-post"
        )
    )
}
