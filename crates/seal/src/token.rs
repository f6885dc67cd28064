//! What a person or program carries to be known again: random tokens, and the receipt codes of reporters.

use std::fmt;

use zeroize::Zeroizing;

use crate::entropy::{Entropy, draw};
use crate::frame::frame;
use crate::key::SymmetricKey;
use crate::tag::{Digest, sha256, tag, to_base64url};

/// A 256-bit random token for sessions, invitations and programs: 43 characters of base64url.
pub struct Token(Zeroizing<String>);

impl Token {
    /// Draws a fresh token.
    #[must_use]
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self(Zeroizing::new(to_base64url(draw::<32>(entropy).as_slice())))
    }

    /// The token, to be handed to its bearer once.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self) -> Digest {
        token_hash(self.as_str())
    }
}

/// The hash a presented token is looked up by. A plain SHA-256 is enough, because nobody guesses 256 bits; and because the look-up
/// goes by hash, its timing tells nothing of the token.
#[must_use]
pub fn token_hash(presented: &str) -> Digest {
    sha256(presented.as_bytes())
}

/// The 16 digits with which a reporter comes back to a report without giving a name.
pub struct ReceiptCode(Zeroizing<String>);

/// What was typed is no receipt code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a receipt code has 16 digits; this has {digits} digits and {others} other characters")]
pub struct BadReceiptCode {
    /// Digits found.
    pub digits: usize,
    /// Characters found that are no digit, space, hyphen or dot.
    pub others: usize,
}

impl ReceiptCode {
    /// Number of digits.
    pub const DIGITS: usize = 16;

    /// Draws a code, each of the 10^16 equally likely (a 128-bit number is reduced; the bias is below 2^-74).
    #[must_use]
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        let number = u128::from_be_bytes(*draw(entropy)) % 10_u128.pow(16);
        Self(Zeroizing::new(format!("{number:016}")))
    }

    /// Reads a code as people type it: spaces, hyphens and dots between digits are dropped.
    ///
    /// # Errors
    /// [`BadReceiptCode`] with the count of digits, so that the page can say how many are missing.
    pub fn parse(typed: &str) -> Result<Self, BadReceiptCode> {
        let separator = |c: &char| c.is_whitespace() || *c == '-' || *c == '.';
        let digits: Zeroizing<String> = Zeroizing::new(typed.chars().filter(char::is_ascii_digit).collect());
        let others = typed.chars().filter(|c| !c.is_ascii_digit() && !separator(c)).count();
        if digits.len() == Self::DIGITS && others == 0 {
            Ok(Self(digits))
        } else {
            Err(BadReceiptCode { digits: digits.len(), others })
        }
    }

    /// The 16 digits without spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Four groups of four, as it is shown and read out: `0123 4567 8901 2345`.
    #[must_use]
    pub fn grouped(&self) -> Zeroizing<String> {
        let mut out = Zeroizing::new(String::with_capacity(Self::DIGITS + 3));
        for (n, digit) in self.0.chars().enumerate() {
            if n > 0 && n % 4 == 0 {
                out.push(' ');
            }
            out.push(digit);
        }
        out
    }

    /// The keyed hash a report is looked up by. 10^16 codes could be tried against a plain hash in hours; under a subkey of the
    /// node key the database alone allows no try at all.
    #[must_use]
    pub fn lookup(&self, key: &SymmetricKey) -> Digest {
        tag(key, &Zeroizing::new(frame("jejaring/receipt-code/1", &[self.0.as_bytes()])))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl fmt::Debug for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReceiptCode(…)")
    }
}
