//! JSON Web Tokens for Open Badges alone: compact form (RFC 7515), Ed25519 as RFC 8037 has it, and no other algorithm, so that there is
//! nothing to choose and nothing to confuse. What is signed has neither a NUL nor a line feed: it can never be one of our framed messages
//! or a signed note.

use crate::sign::{SignatureError, SigningKey, VerifyingKey};
use crate::tag::{from_base64url, to_base64url};

/// The public key as a JSON Web Key (RFC 8037, section 2).
#[must_use]
pub fn to_jwk(key: &VerifyingKey) -> String {
    format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{}"}}"#, to_base64url(&key.to_bytes()))
}

/// The key as a name that carries it (DID method `jwk`): whoever reads a token can check it without asking anybody.
#[must_use]
pub fn to_did(key: &VerifyingKey) -> String {
    format!("did:jwk:{}", to_base64url(to_jwk(key).as_bytes()))
}

/// Signs claims, which are JSON.
#[must_use]
pub fn sign_claims(key: &SigningKey, claims: &str) -> String {
    let kid = format!("{}#0", to_did(&key.verifying_key()));
    let header = format!(r#"{{"alg":"EdDSA","typ":"JWT","kid":"{kid}"}}"#);
    let signed = format!("{}.{}", to_base64url(header.as_bytes()), to_base64url(claims.as_bytes()));
    let signature = key.sign_bare(signed.as_bytes());
    format!("{signed}.{}", to_base64url(&signature))
}

/// The claims of a token that this key signed. The header is not believed: the algorithm is always the same.
///
/// # Errors
/// [`SignatureError::Invalid`] for anything else.
pub fn read_claims(key: &VerifyingKey, token: &str) -> Result<Vec<u8>, SignatureError> {
    let (signed, signature) = token.trim().rsplit_once('.').ok_or(SignatureError::Invalid)?;
    let (_, claims) = signed.split_once('.').ok_or(SignatureError::Invalid)?;
    let signature = from_base64url(signature).map_err(|_| SignatureError::Invalid)?;
    key.verify_bare(signed.as_bytes(), &signature)?;
    from_base64url(claims).map_err(|_| SignatureError::Invalid)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_signed_is_read_and_nothing_else(seed: [u8; 32], other: [u8; 32], at in 0_usize..400, text in "[ -~]{0,80}") {
            prop_assume!(seed != other);
            let key = SigningKey::from_bytes(&seed);
            let token = sign_claims(&key, &text);
            prop_assert_eq!(read_claims(&key.verifying_key(), &token).unwrap(), text.into_bytes());
            prop_assert!(read_claims(&SigningKey::from_bytes(&other).verifying_key(), &token).is_err());
            let mut bytes = token.clone().into_bytes();
            let at = at % bytes.len();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            // The spare bits of the last character of a signature are checked, too.
            prop_assert!(changed == token || read_claims(&key.verifying_key(), &changed).is_err());
        }
    }
}
