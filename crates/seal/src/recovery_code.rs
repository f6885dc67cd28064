//! Recovery codes: ten of them, for the day the phone with the authenticator is lost.

use std::fmt;

use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::entropy::{Entropy, draw};
use crate::frame::frame;
use crate::key::SymmetricKey;
use crate::tag::{Digest, tag};

/// Codes given at one time.
pub const RECOVERY_CODES: usize = 10;

/// Crockford's base 32: no I, L, O or U, so nothing is misread from paper.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 10;

/// One code, shown once: `K7QF2-9XWBM`, 50 bits.
pub struct RecoveryCode(Zeroizing<String>);

impl RecoveryCode {
    /// Draws a fresh set.
    #[must_use]
    pub fn generate_set(entropy: &mut dyn Entropy) -> Vec<RecoveryCode> {
        (0..RECOVERY_CODES).map(|_| Self::generate(entropy)).collect()
    }

    fn generate(entropy: &mut dyn Entropy) -> Self {
        let bytes = draw::<LENGTH>(entropy);
        // 256 is a multiple of 32: the remainder is uniform.
        let letter = |byte: &u8| ALPHABET.get(usize::from(byte % 32)).copied().map_or('0', char::from);
        let mut code = Zeroizing::new(String::with_capacity(LENGTH + 1));
        for (n, byte) in bytes.iter().enumerate() {
            if n == LENGTH / 2 {
                code.push('-');
            }
            code.push(letter(byte));
        }
        Self(code)
    }

    /// The code as it is printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored of this code.
    #[must_use]
    pub fn hash(&self, key: &SymmetricKey, account: &str) -> Digest {
        recovery_code_hash(key, account, self.as_str())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

/// The keyed hash of a typed code for one account. Without `key` (a subkey of the node key) a stolen database does not even allow
/// guessing. Case, spaces and hyphens do not matter; O reads as 0, I and L as 1.
#[must_use]
pub fn recovery_code_hash(key: &SymmetricKey, account: &str, typed: &str) -> Digest {
    let plain = Zeroizing::new(normal(typed));
    let framed = Zeroizing::new(frame("jejaring/recovery-code/1", &[account.as_bytes(), plain.as_bytes()]));
    tag(key, &framed)
}

/// Which of the stored hashes a typed code fits. All are compared, so the time does not tell which. The caller must strike out the
/// one that was used.
#[must_use]
pub fn find_recovery_code(
    key: &SymmetricKey,
    account: &str,
    typed: &str,
    stored: &[Digest],
) -> Option<usize> {
    let hash = recovery_code_hash(key, account, typed);
    let (mut found, mut position) = (Choice::from(0), 0_u64);
    for (n, candidate) in (0_u64..).zip(stored) {
        let fits = hash.ct_eq(candidate);
        position.conditional_assign(&n, fits);
        found |= fits;
    }
    bool::from(found).then_some(position).and_then(|position| usize::try_from(position).ok())
}

fn normal(typed: &str) -> String {
    let letters = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    letters
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}
