//! Parts of a list of 1 MiB each, and envelopes to many recipients.

use model::{Draft, kinds};
use node::acts::Open;
use node::acts::exchange::{SendList, Sent};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::super::figures::{rate, round};
use super::super::tell;
use super::pair::Pair;
use super::single::carry;
use crate::failure::Result;

/// Encodings of 256 bytes that fill one part.
const IN_PART: usize = 2_950;

/// A list of so many parts, from the act that sends it to the receipt of the last part.
pub(super) async fn measure(pair: &Pair, parts: u32) -> Result<Value> {
    tell(format_args!("a list of {parts} parts of 1 MiB"));
    let to = super::pair::RECEIVER.to_owned();
    let row = |number: usize| {
        let seed = seal::sha256(&number.to_be_bytes());
        seed.iter().cycle().take(256).copied().collect::<Vec<u8>>()
    };
    let rows = (0..IN_PART * parts as usize).map(row).collect();
    let list = SendList {
        to,
        entity: "children".into(),
        from: "2025-01-01".into(),
        until: "2025-12-31".into(),
        list: Sent::Encodings("clk/1:n@0f3a1b2c".into(), rows),
    };
    let began = Instant::now();
    pair.from.node.perform(&pair.from.boss, list).await?;
    let sent = began.elapsed();
    carry(pair).await?;
    let took = began.elapsed();
    Ok(json!({
        "parts": parts, "parts_per_second": rate(parts as usize, took),
        "encodings_per_second": rate(IN_PART * parts as usize, took),
        "queued_seconds": round(sent.as_secs_f64()), "seconds": round(took.as_secs_f64()),
    }))
}

/// Warnings to everybody: sealed to each of many, carried to the one that can be reached, laid ready for the others.
pub(super) async fn wide(pair: &Pair, recipients: u32, envelopes: u32) -> Result<Value> {
    tell(format_args!("{envelopes} warnings to {recipients} members"));
    pair.crowd(recipients).await?;
    let until = pair.from.node.now().plus(20 * model::time::DAY).date(model::time::Zone::default());
    let warn = || {
        let draft = Draft::default()
            .with("alert_type", "recruitment")
            .with("severity", "severe")
            .with("valid_until", until.to_string())
            .with("title", "Tawaran kerja palsu (rekaan)")
            .with("text", super::pure::words());
        Open::<kinds::NetworkAlert>::root(draft)
    };
    let began = Instant::now();
    for _ in 0..envelopes {
        pair.from.node.perform(&pair.from.boss, warn()).await?;
    }
    let queued = began.elapsed();
    carry(pair).await?;
    let took = began.elapsed();
    Ok(json!({
        "recipients": recipients, "envelopes": envelopes, "envelopes_per_second": rate(envelopes as usize, took),
        "recipients_per_second": rate((envelopes * recipients) as usize, took),
        "queued_seconds": round(queued.as_secs_f64()), "seconds": round(took.as_secs_f64()),
    }))
}
