//! The second factor: time-based codes (RFC 6238), SHA-1, 30 seconds, 6 digits, as every authenticator app has them.

use std::fmt;

use totp_rs::{Builder, Secret, Totp};

use crate::entropy::{Entropy, draw};

/// Length of a time step in seconds.
pub const TOTP_STEP_SECONDS: u64 = 30;

/// The secret that a node and an authenticator app share. To be stored sealed only.
pub struct TotpSecret(Totp);

/// Text that is no shared secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a 160-bit secret in base32: set up the authenticator again")]
pub struct BadTotpSecret;

impl TotpSecret {
    /// Draws a fresh secret of 160 bits, the length RFC 4226 recommends.
    #[must_use]
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self::from_bytes(*draw(entropy))
    }

    /// Takes a stored secret.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 20]) -> Self {
        // The builder's defaults are ours; 20 bytes and 6 digits comply with the RFC, so its checks have nothing to find.
        Self(Builder::new().with_secret(Secret::new_stack(bytes)).build_noncompliant())
    }

    /// The secret, to be stored sealed only.
    #[must_use]
    pub fn expose_bytes(&self) -> &[u8] {
        self.0.secret().as_bytes()
    }

    /// Base32 of RFC 4648 without padding, for typing into an app: 32 characters.
    #[must_use]
    pub fn to_base32(&self) -> String {
        self.0.secret().to_base32()
    }

    /// Reads what [`TotpSecret::to_base32`] wrote.
    ///
    /// # Errors
    /// [`BadTotpSecret`].
    pub fn from_base32(text: &str) -> Result<Self, BadTotpSecret> {
        let secret = Secret::try_from_base32(text).map_err(|_| BadTotpSecret)?;
        secret.as_bytes().try_into().map(Self::from_bytes).map_err(|_| BadTotpSecret)
    }

    /// The code at a Unix time in seconds.
    #[must_use]
    pub fn code_at(&self, unix_seconds: u64) -> String {
        self.0.generate(unix_seconds).to_string()
    }

    /// The time step `code` belongs to, when that is the present one or its neighbour on either side. The caller keeps the step of
    /// the last accepted code and refuses any that is not later (RFC 6238 section 5.2): otherwise a code read over a shoulder
    /// works a second time. Spaces between the digits are allowed, apps show them.
    #[must_use]
    pub fn matched_step(&self, code: &str, unix_seconds: u64) -> Option<u64> {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        self.0.check(&code, unix_seconds)
    }

    /// The `otpauth://` address that an app reads from a square code (Google Authenticator's key URI format).
    #[must_use]
    pub fn uri(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (percent(issuer), percent(account));
        format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", self.to_base32())
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

/// Percent-encoding of everything but the unreserved characters of RFC 3986. A colon would end the issuer, so it goes too.
fn percent(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}
