//! Passwords: argon2id (RFC 9106), stored as a PHC string that carries its own salt and cost.

use argon2::password_hash::{self, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

use crate::entropy::{Entropy, draw};

/// What one password check costs, and so what one guess costs a thief.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for PasswordCost {
    /// 19 MiB, 2 passes, 1 lane: the OWASP Password Storage Cheat Sheet's first choice, bearable on a small server.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 }
    }
}

/// The most memory (1 GiB) a stored hash may demand, so that one altered row cannot exhaust the server.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
/// The most passes a stored hash may demand.
const MOST_PASSES: u32 = 64;

/// Why a password could not be hashed or checked. A wrong password is no error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// The cost is outside what argon2id allows.
    #[error("password cost is out of range: correct the configuration")]
    BadCost,
    /// The stored hash is no argon2id PHC string, or demands absurd cost.
    #[error("stored password hash is damaged: set a new password")]
    BadHash,
}

/// Hashes a password for storage.
///
/// # Errors
/// [`PasswordError::BadCost`].
pub fn hash_password(
    password: &str,
    cost: PasswordCost,
    entropy: &mut dyn Entropy,
) -> Result<String, PasswordError> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None);
    let params = params.map_err(|_| PasswordError::BadCost)?;
    let salt = draw::<16>(entropy);
    let hash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(password.as_bytes(), salt.as_slice())
        .map_err(|_| PasswordError::BadCost)?;
    Ok(hash.to_string())
}

/// Whether `password` is the one that was hashed. The comparison takes constant time; the whole takes as long as the hash costs, so
/// check against some stored hash even when the account does not exist.
///
/// # Errors
/// [`PasswordError::BadHash`].
pub fn verify_password(password: &str, stored: &str) -> Result<bool, PasswordError> {
    let (hash, _) = read(stored)?;
    match Argon2::default().verify_password(password.as_bytes(), &hash) {
        Ok(()) => Ok(true),
        Err(password_hash::Error::PasswordInvalid) => Ok(false),
        Err(_) => Err(PasswordError::BadHash),
    }
}

/// Whether a stored hash costs something else than `cost` and should be replaced at the next successful sign-in.
#[must_use]
pub fn needs_rehash(stored: &str, cost: PasswordCost) -> bool {
    read(stored).map_or(true, |(_, now)| now != cost)
}

fn read(stored: &str) -> Result<(PasswordHash, PasswordCost), PasswordError> {
    let hash = PasswordHash::new(stored).map_err(|_| PasswordError::BadHash)?;
    let params = Params::try_from(&hash).map_err(|_| PasswordError::BadHash)?;
    let cost = PasswordCost { memory_kib: params.m_cost(), passes: params.t_cost(), lanes: params.p_cost() };
    let id = hash.algorithm == argon2::ARGON2ID_IDENT && hash.salt.is_some() && hash.hash.is_some();
    if !id || cost.memory_kib > MOST_MEMORY_KIB || cost.passes > MOST_PASSES {
        return Err(PasswordError::BadHash);
    }
    Ok((hash, cost))
}
