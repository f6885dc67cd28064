#![doc = include_str!("../README.md")]

mod aead;
mod checkpoint;
mod encoding_key;
mod entropy;
mod error;
pub mod evidence;
pub mod exchange;
mod frame;
mod jwt;
mod key;
mod keyed_chance;
pub mod matching;
mod named_key;
mod note;
mod password;
mod recovery;
mod recovery_code;
mod sealed;
mod sign;
mod stream;
mod tag;
mod token;
mod totp;
pub mod tree;
pub mod witness;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use encoding_key::{ENCODING_SECRET_BYTES, EncodingKey, ShortSecret};
pub use entropy::Entropy;
pub use error::SealError;
pub use frame::frame;
pub use jwt::{read_claims, sign_claims, to_did, to_jwk};
pub use key::{MemberKey, NodeKey, PersonKey, SymmetricKey, Wrapped};
pub use keyed_chance::KeyedChance;
pub use named_key::NamedKey;
pub use note::{NoteError, NoteSigner, NoteVerifier, SignedNote};
pub use password::{PasswordCost, PasswordError, hash_password, needs_rehash, verify_password};
pub use recovery::{RECOVERY_WORDS, RecoveryBox, RecoverySecret, RecoveryWordsError};
pub use recovery_code::{RECOVERY_CODES, RecoveryCode, find_recovery_code, recovery_code_hash};
pub use sealed::{Place, open, seal, sealed_length};
pub use sign::{SignatureError, SigningKey, VerifyingKey};
pub use stream::{OpenReader, STREAM_CHUNK, SealWriter, StreamError, StreamHeader};
pub use tag::{
    DecodeError, Digest, digest, from_base64, from_base64url, from_hex, openrosa_checksum, same, sha256, tag,
    to_base64, to_base64url, to_hex, verify_tag,
};
pub use token::{BadReceiptCode, ReceiptCode, Token, token_hash};
pub use totp::{BadTotpSecret, TOTP_STEP_SECONDS, TotpSecret};
pub use zeroize::Zeroizing;
