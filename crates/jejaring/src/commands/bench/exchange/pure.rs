//! The cryptography alone, on one core.

use std::time::Instant;

use model::time::DAY;
use node::{Chance, SystemChance};
use seal::SigningKey;
use seal::exchange::message::RfiAsk;
use seal::exchange::{
    Code, Delivery, Draft, ENVELOPE_TYPE, Marking, MemberId, Message, SealingKey, SealingPublic, Text, Uuid,
};
use serde_json::{Value, json};

use super::super::figures::rate;
use crate::failure::{Failure, Result};

/// Envelopes of one measurement.
const ROUNDS: usize = 300;
const NOW: i64 = 1_772_700_000_000;

fn wrong<E: std::fmt::Display>(error: E) -> Failure {
    Failure::new(format!("an envelope could not be made: {error}"))
}

/// Invented text of about 2 KiB.
pub(super) fn words() -> String {
    "Data rekaan untuk pengukuran, tanpa arti. ".repeat(46)
}

fn message() -> Result<Message> {
    Ok(RfiAsk {
        request_id: Uuid::try_from("0195e3a0-0000-7000-8000-000000000001".to_owned()).map_err(wrong)?,
        question: Text::try_from(words()).map_err(wrong)?,
        subject: None,
        needed_by: NOW + DAY,
        known: None,
    }
    .into())
}

fn draft(to: Vec<(MemberId, Code, SealingPublic)>) -> Result<Draft> {
    let from: MemberId = "ID/NGO/UKUR-SATU".parse().map_err(wrong)?;
    let uuid = Uuid::try_from("0195e3a0-0000-7000-8000-000000000002".to_owned()).map_err(wrong)?;
    let basis = Text::try_from("rekaan").map_err(wrong)?;
    Ok(Draft {
        mid: uuid.clone(),
        from: from.clone(),
        from_post: Code::try_from("post").map_err(wrong)?,
        to,
        group: None,
        thread: uuid,
        seq: 1,
        prev: None,
        in_reply_to: None,
        created: NOW,
        expires: NOW + 7 * DAY,
        urgent: None,
        derived_from: Vec::new(),
        marking: Marking::about_a_child(from, "protect_child", basis, NOW + 30 * DAY),
    })
}

/// Sealing with signing and opening with verifying, to one recipient and to many.
pub(super) fn measure(recipients: u32) -> Result<Value> {
    let mut entropy = SystemChance.stream();
    let signer = SigningKey::generate(&mut *entropy);
    let (key, kid) = (SealingKey::generate(&mut *entropy), Code::try_from("k1").map_err(wrong)?);
    let member = |at: u32| format!("ID/NGO/UKUR-{at}").parse::<MemberId>().map_err(wrong);
    let to = |many: u32| -> Result<Vec<_>> {
        (0..many).map(|at| Ok((member(at)?, kid.clone(), key.public().map_err(wrong)?))).collect()
    };
    let (message, mut sealed) = (message()?, Vec::with_capacity(ROUNDS));
    let one = draft(to(1)?)?;
    let began = Instant::now();
    for _ in 0..ROUNDS {
        sealed.push(one.clone().seal(&message, &signer, &mut *entropy).map_err(|_| wrong("refused"))?);
    }
    let seal_one = rate(ROUNDS, began.elapsed());
    let me = member(0)?;
    let began = Instant::now();
    for delivery in &sealed {
        open(delivery, &signer, (&me, &kid, &key))?;
    }
    let open_one = rate(ROUNDS, began.elapsed());
    let (many, rounds) = (draft(to(recipients)?)?, 10);
    let began = Instant::now();
    for _ in 0..rounds {
        std::hint::black_box(
            many.clone().seal(&message, &signer, &mut *entropy).map_err(|_| wrong("refused"))?,
        );
    }
    let seal_many = rate(rounds, began.elapsed());
    let bytes = sealed.first().map_or(0, |delivery| delivery.to_bytes().len());
    Ok(json!({
        "envelope_bytes": bytes, "plaintext_bytes": words().len(), "seal_and_sign_per_second": seal_one,
        "verify_and_open_per_second": open_one,
        "seal_to_many": { "recipients": recipients, "per_second": seal_many },
    }))
}

fn open(
    delivery: &Delivery,
    signer: &SigningKey,
    (me, kid, key): (&MemberId, &Code, &SealingKey),
) -> Result<()> {
    let keys = [signer.verifying_key()];
    let signers = delivery.envelope.signers(ENVELOPE_TYPE, &keys).map_err(wrong)?;
    let payload =
        seal::exchange::Payload::parse(&delivery.envelope.payload.0).map_err(|_| wrong("unread"))?;
    let opened = payload.open(me, kid, key, &delivery.sealed).map_err(wrong)?;
    if signers.is_empty() || opened.plain.is_empty() { Err(wrong("not signed")) } else { Ok(()) }
}
