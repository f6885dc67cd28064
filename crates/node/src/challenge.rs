//! Proof of work for public forms: the fast lane for whoever lets their device calculate for some seconds, without an
//! account, a cookie or a third party. A challenge is signed, expires, and is good for one report.

use model::Timestamp;
use seal::{Entropy, SymmetricKey};
use serde::{Deserialize, Serialize};

/// Leading zero bits asked for when nothing else is configured: about 260,000 hashes, a few seconds on a cheap phone.
pub const DIFFICULTY: u8 = 18;
/// More than this nobody could solve on a telephone.
const HARDEST: u8 = 32;
/// Milliseconds in which a challenge may be used; long, because people write slowly and are interrupted.
const LIFETIME: i64 = 6 * model::time::HOUR;

/// A puzzle: find a nonce such that SHA-256 of `text`, a full stop and the nonce begins with `difficulty` zero bits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Challenge {
    /// What goes before the nonce; it carries its own expiry, difficulty and signature.
    pub text: String,
    /// Leading zero bits.
    pub difficulty: u8,
}

/// A solved challenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofOfWork {
    /// The text of the challenge.
    pub challenge: String,
    /// The nonce found, in decimal.
    pub nonce: String,
}

impl Challenge {
    pub(crate) fn issue(
        key: &SymmetricKey,
        now: Timestamp,
        chance: &mut dyn Entropy,
        difficulty: u8,
    ) -> Self {
        let difficulty = difficulty.min(HARDEST);
        let mut random = [0; 12];
        chance.fill(&mut random);
        let body = format!("1.{}.{difficulty}.{}", now.plus(LIFETIME).millis(), seal::to_hex(&random));
        let tag = seal::to_base64url(&sign(key, &body));
        Self { text: format!("{body}.{tag}"), difficulty }
    }
}

impl ProofOfWork {
    /// Solves a challenge by trying: for clients in Rust and for tests. Takes about 2^difficulty hashes.
    #[must_use]
    pub fn solve(challenge: &Challenge) -> Self {
        let mut nonce = 0_u64;
        while zero_bits(&challenge.text, &nonce.to_string()) < u32::from(challenge.difficulty) {
            nonce += 1;
        }
        Self { challenge: challenge.text.clone(), nonce: nonce.to_string() }
    }

    /// When the challenge expires, if this node made it, it has not expired and the nonce solves it.
    pub(crate) fn holds(&self, key: &SymmetricKey, now: Timestamp) -> Option<Timestamp> {
        let (body, tag) = self.challenge.rsplit_once('.')?;
        if !seal::same(&sign(key, body), &seal::from_base64url(tag).ok()?) {
            return None;
        }
        let mut parts = body.split('.').skip(1);
        let expires = Timestamp::from_millis(parts.next()?.parse().ok()?);
        let difficulty: u32 = parts.next()?.parse().ok()?;
        let short = self.nonce.len() <= 20;
        (now < expires && short && zero_bits(&self.challenge, &self.nonce) >= difficulty).then_some(expires)
    }
}

fn sign(key: &SymmetricKey, body: &str) -> seal::Digest {
    seal::tag(key, &seal::frame("jejaring/challenge/1", &[body.as_bytes()]))
}

/// Plain text, not framed: a script of a few lines must be able to do the same.
fn zero_bits(text: &str, nonce: &str) -> u32 {
    let hash = seal::sha256(format!("{text}.{nonce}").as_bytes());
    let zero_bytes = hash.iter().take_while(|byte| **byte == 0).count();
    let rest = hash.get(zero_bytes).map_or(0, |byte| byte.leading_zeros());
    u32::try_from(zero_bytes).unwrap_or(0) * 8 + rest
}
