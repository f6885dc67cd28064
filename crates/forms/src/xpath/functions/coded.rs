//! Hashes, base64, and the order that chance gives.

use base64::Engine;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};

use super::super::fault::{Fault, FaultCode};
use super::super::tree::NodeId;
use super::super::value::Value;
use super::{Answer, Call};

/// Apps take base64 with and without its padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

pub(super) fn call(call: &Call<'_>) -> Answer {
    Ok(Some(match call.name {
        "digest" => Value::Text(digest(call)?),
        "base64-decode" => {
            let text: String = call.text(0)?.split_whitespace().collect();
            // What is no base64 is no text either.
            let bytes = LENIENT.decode(text).unwrap_or_default();
            Value::Text(call.env.grown(String::from_utf8_lossy(&bytes).into_owned())?)
        }
        "randomize" => Value::Nodes(shuffled(call)?),
        _ => return Ok(None),
    }))
}

/// XForms 1.1, section 7.8.1: in base64 unless hexadecimal digits are asked for.
fn digest(call: &Call<'_>) -> Result<String, Fault> {
    let (text, algorithm) = (call.text(0)?, call.text(1)?);
    call.env.spend(1 + text.len() / 64)?;
    let hash = call.env.lookups.digest(&algorithm, text.as_bytes());
    let hash = hash.ok_or_else(|| Fault::new(FaultCode::Kind, call.name))?;
    let encoding = if call.has(2) { call.text(2)? } else { "base64".to_owned() };
    match encoding.as_str() {
        "base64" => Ok(STANDARD.encode(hash)),
        "hex" => Ok(hash.iter().map(|byte| format!("{byte:02x}")).collect()),
        _ => Err(Fault::new(FaultCode::Kind, call.name)),
    }
}

/// The order of the ODK XForms specification: Fisher and Yates' shuffle, inside out, over Park and Miller's numbers from the seed.
/// Without a seed it is the device's chance, so the order of the document stands.
fn shuffled(call: &Call<'_>) -> Result<Vec<NodeId>, Fault> {
    let nodes = call.nodes(0)?;
    call.env.spend(nodes.len())?;
    if !call.has(1) {
        return Ok(nodes);
    }
    let mut chance = ParkMiller::of(call.number(1)?);
    let mut order: Vec<NodeId> = Vec::with_capacity(nodes.len());
    for (place, node) in nodes.into_iter().enumerate() {
        let other = chance.below(place + 1);
        let moved = order.get(other).copied().unwrap_or(node);
        order.push(moved);
        if let Some(slot) = order.get_mut(other) {
            *slot = node;
        }
    }
    Ok(order)
}

/// The minimal standard generator of Park and Miller (1988).
struct ParkMiller(i64);

const MODULUS: i64 = 2_147_483_647;

impl ParkMiller {
    fn of(seed: f64) -> Self {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "as Java makes a whole number of it: NaN is 0, and the rest saturates"
        )]
        let seed = seed as i64 % MODULUS;
        Self(if seed <= 0 { seed + MODULUS - 1 } else { seed })
    }

    /// A whole number below another.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0 * 16_807 % MODULUS;
        #[allow(clippy::cast_precision_loss, reason = "both are far below 2^53")]
        let part = (self.0 - 1) as f64 / (MODULUS - 1) as f64 * limit as f64;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the limit")]
        let place = part.floor() as usize;
        place
    }
}
