//! The gateway of short messages: HTTP in, HTTP out, both signed. It brings what a telephone wrote and takes the answer back on the
//! same way, so that this node never writes to anybody on its own.
//!
//! Two things can be written: a report, behind the word LAPOR (or `1*` from a USSD menu), and a number to come back with, behind the
//! word CEK (or `2*`). Answers name no child, no case and no report.

use model::{Id, Lang, Timestamp};
use seal::{Place, SymmetricKey};
use serde::Deserialize;

use crate::access::Actor;
use crate::acts::intake::{FileMessage, OpenReceipt, ReporterState, Source};
use crate::carried::{Way, carries};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::open_text;
use crate::node::Node;

/// What a gateway brings: JSON.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// The gateway's number of it; brought twice, it counts once.
    pub id: String,
    /// The telephone. It tells one from another and is not kept.
    pub from: String,
    /// What was written.
    pub text: String,
}

/// What is answered to the telephone. The words belong to whoever speaks with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Taken; this number is to come back with.
    Taken(String),
    /// How far it is.
    State(ReporterState),
    /// No such number, or not one at all.
    Unknown,
    /// What can be written.
    Help,
    /// Later.
    Wait,
}

/// Milliseconds that a signature may be old or ahead.
const FRESH: i64 = 5 * 60_000;
/// Longest body in bytes.
pub(crate) const LONGEST: usize = 8 * 1024;

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
enum Asked<'t> {
    Report(&'t str),
    Status(&'t str),
    Help,
}

fn asked(text: &str) -> Asked<'_> {
    let text = text.trim();
    if let Some((choice, rest)) = text.split_once('*') {
        return match choice.trim() {
            "1" if !rest.trim().is_empty() => Asked::Report(rest.trim()),
            "2" if !rest.trim().is_empty() => Asked::Status(rest.trim()),
            _ => Asked::Help,
        };
    }
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    match (word.to_uppercase().as_str(), rest.trim()) {
        ("LAPOR" | "REPORT", rest) if !rest.is_empty() => Asked::Report(rest),
        ("CEK" | "CHECK", rest) if !rest.is_empty() => Asked::Status(rest),
        _ => Asked::Help,
    }
}

/// What a gateway signs (HMAC-SHA256): milliseconds since 1970, a line feed, `in`, a line feed, the body.
fn signed(at: i64, body: &[u8]) -> Vec<u8> {
    [format!("{at}\nin\n").as_bytes(), body].concat()
}

/// What this node signs: the same with `out`, and before the body the signature of the message that is answered, so that an answer
/// belongs to one message and cannot be given to another telephone.
fn signed_reply(at: i64, message: &str, body: &[u8]) -> Vec<u8> {
    [format!("{at}\nout\n{message}\n").as_bytes(), body].concat()
}

struct Known {
    organisation: Id,
    key: SymmetricKey,
}

impl Node {
    /// Takes a message from a gateway that signed it at `at`; answers the reply and the signature over whatever `word` makes of it.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`] for an unknown or ended gateway, a wrong or stale signature; [`Error::Refused`] `gateway-unread` for
    /// what is no message; [`Error::Storage`].
    pub async fn gateway_message(
        &self,
        gateway: Id,
        (at, signature): (i64, &str),
        body: &[u8],
        lang: Lang,
    ) -> Result<Reply> {
        let known = self.known_gateway(gateway).await?;
        let signature = seal::from_hex(signature).map_err(|_| Error::NotSignedIn)?;
        let fresh = (self.now().millis() - at).abs() <= FRESH;
        if !fresh || !seal::verify_tag(&known.key, &signed(at, body), &signature) {
            return Err(Error::NotSignedIn);
        }
        if body.len() > LONGEST {
            return Err(Error::Refused("gateway-unread"));
        }
        let message: Message = serde_json::from_slice(body).map_err(|_| Error::Refused("gateway-unread"))?;
        if carries(&message.text) {
            self.note_carried(&Actor::public(lang), Way::Program).await?;
            return Ok(Reply::Help);
        }
        let source = self.telephone(gateway, &message.from);
        let reply = match asked(&message.text) {
            Asked::Help => return Ok(Reply::Help),
            Asked::Report(text) => self.message_report(gateway, &known, &message, text, source, lang).await,
            Asked::Status(receipt) => self.message_status(receipt, source, lang).await,
        };
        match reply {
            Err(Error::TooMany(_)) => Ok(Reply::Wait),
            Err(Error::Invalid(_)) => Ok(Reply::Help),
            other => other,
        }
    }

    /// What this node signs its reply to a message with, for the gateway to check. `message` is the message's own signature as it came.
    ///
    /// # Errors
    /// As [`gateway_message`](Self::gateway_message).
    pub async fn gateway_signature(
        &self,
        gateway: Id,
        at: Timestamp,
        message: &str,
        body: &[u8],
    ) -> Result<String> {
        let known = self.known_gateway(gateway).await?;
        Ok(seal::to_hex(&seal::tag(&known.key, &signed_reply(at.millis(), message, body))))
    }

    async fn known_gateway(&self, gateway: Id) -> Result<Known> {
        self.db().read(move |tx| Box::pin(async move { find(tx, gateway).await })).await
    }

    /// What tells one telephone from another: a tag under a key of this node, never the number.
    fn telephone(&self, gateway: Id, from: &str) -> Source {
        let key = self.keys().lookup.subkey("gateway-telephone");
        let digits: String = from.chars().filter(char::is_ascii_digit).collect();
        let parts: [&[u8]; 2] = [&gateway.to_u128().to_be_bytes(), digits.as_bytes()];
        Source(seal::tag(&key, &seal::frame("jejaring/gateway-telephone/1", &parts)).to_vec())
    }

    async fn message_report(
        &self,
        gateway: Id,
        known: &Known,
        message: &Message,
        text: &str,
        source: Source,
        lang: Lang,
    ) -> Result<Reply> {
        let key = self.keys().lookup.subkey("gateway-act");
        let parts: [&[u8]; 2] = [&gateway.to_u128().to_be_bytes(), message.id.as_bytes()];
        let tag = seal::tag(&key, &seal::frame("jejaring/gateway-act/1", &parts));
        // The act's id tells nothing of the time: it is the same whenever the message is brought.
        let mut random = [0; 10];
        random.iter_mut().zip(tag).for_each(|(byte, drawn)| *byte = drawn);
        let act = Id::new(Timestamp::from_millis(0), random);
        let file = FileMessage { organisation: known.organisation, text: text.to_owned(), source };
        let receipt = self.perform_as(act, &Actor::public(lang), file).await?;
        Ok(Reply::Taken(receipt.grouped().to_string()))
    }

    async fn message_status(&self, receipt: &str, source: Source, lang: Lang) -> Result<Reply> {
        let open = OpenReceipt { receipt: receipt.to_owned(), source: Some(source) };
        match self.perform(&Actor::public(lang), open).await {
            Ok(returned) => Ok(Reply::State(returned.state)),
            Err(Error::NotFound) => Ok(Reply::Unknown),
            Err(error) => Err(error),
        }
    }
}

async fn find(tx: &mut Tx, gateway: Id) -> Result<Known> {
    let row = tx
        .row(
            "select organisation_id, secret from field_gateway where id = $1 and ended_at is null",
            &[gateway.into()],
        )
        .await?
        .ok_or(Error::NotSignedIn)?;
    let keys = tx.context.keys.clone();
    let place = Place { table: "field_gateway", row: &gateway.to_string(), column: "secret" };
    let secret = open_text(&keys.own, place, &row.bytes(1)?)?;
    let bytes: [u8; 32] =
        seal::from_hex(&secret).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(Error::Sealed)?;
    Ok(Known { organisation: row.id(0)?, key: SymmetricKey::from_bytes(bytes) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_menus_mean_the_same() {
        assert_eq!(asked(" lapor anak bekerja malam "), Asked::Report("anak bekerja malam"));
        assert_eq!(asked("1*anak bekerja malam"), Asked::Report("anak bekerja malam"));
        assert_eq!(asked("CEK 1234 5678 9012 3456"), Asked::Status("1234 5678 9012 3456"));
        assert_eq!(asked("2*1234567890123456"), Asked::Status("1234567890123456"));
        for text in ["", "halo", "LAPOR", "1*", "3*x", "CEK"] {
            assert_eq!(asked(text), Asked::Help, "{text}");
        }
    }
}
