//! Recovery words and the box they open: the way back after the server is lost.

use std::fmt;

use bip39::{Language, Mnemonic};
use zeroize::Zeroizing;

use crate::aead;
use crate::entropy::Entropy;
use crate::error::SealError;
use crate::frame::frame;
use crate::key::{NodeKey, SymmetricKey};
use crate::sign::SigningKey;

/// Number of recovery words.
pub const RECOVERY_WORDS: usize = 24;

/// The 256-bit secret behind the recovery words. Printed once at `init`, kept on paper, never stored by the node.
pub struct RecoverySecret(SymmetricKey);

/// What is wrong with typed recovery words. The words themselves are never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryWordsError {
    /// Not 24 words.
    #[error("there are 24 recovery words, but {0} were given")]
    WrongCount(usize),
    /// A word outside the list.
    #[error("word {position} of 24 is not in the word list: compare its spelling with the paper")]
    UnknownWord {
        /// Counted from 1.
        position: usize,
    },
    /// Every word is in the list, but together they do not fit.
    #[error(
        "the words do not fit together: one was exchanged for another word of the list, or two were swapped"
    )]
    BadChecksum,
}

impl RecoverySecret {
    /// Draws a fresh secret.
    #[must_use]
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        Self(SymmetricKey::generate(entropy))
    }

    /// The secret as 24 English words with a checksum of 8 bits (BIP-39), separated by single spaces.
    #[must_use]
    #[expect(clippy::expect_used, reason = "BIP-39 takes any 32 bytes")]
    pub fn words(&self) -> Zeroizing<String> {
        let words = Mnemonic::from_entropy_in(Language::English, self.0.bytes()).expect("32 bytes");
        Zeroizing::new(words.to_string())
    }

    /// Reads the words from paper. Case and spacing do not matter; of each word the first four letters suffice, as the list has no
    /// two words that begin with the same four.
    ///
    /// # Errors
    /// [`RecoveryWordsError`], with the position of the first bad word.
    pub fn from_words(typed: &str) -> Result<Self, RecoveryWordsError> {
        let count = typed.split_whitespace().count();
        if count != RECOVERY_WORDS {
            return Err(RecoveryWordsError::WrongCount(count));
        }
        let mut words = Zeroizing::new(String::with_capacity(RECOVERY_WORDS * 9));
        for (n, word) in typed.split_whitespace().enumerate() {
            let word = complete(word).ok_or(RecoveryWordsError::UnknownWord { position: n + 1 })?;
            words.push_str(word);
            words.push(' ');
        }
        let mnemonic = Mnemonic::parse_in_normalized(Language::English, words.trim_end())
            .map_err(|_| RecoveryWordsError::BadChecksum)?;
        let entropy = Zeroizing::new(mnemonic.to_entropy());
        let bytes = entropy.as_slice().try_into().map_err(|_| RecoveryWordsError::BadChecksum)?;
        Ok(Self(SymmetricKey::from_bytes(bytes)))
    }
}

impl fmt::Debug for RecoverySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoverySecret(…)")
    }
}

/// The word of the list that was meant: spelt in full, or by exactly its first four letters.
fn complete(typed: &str) -> Option<&'static str> {
    let typed = Zeroizing::new(typed.to_ascii_lowercase());
    let meant =
        |word: &&&str| **word == typed.as_str() || (typed.len() == 4 && word.starts_with(typed.as_str()));
    Language::English.word_list().iter().find(meant).copied()
}

/// The keys of a node, sealed under the recovery secret. It lies beside the database and travels with every backup.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryBox(Vec<u8>);

const LABEL: &str = "jejaring/recovery-box/1";

impl RecoveryBox {
    /// Seals the node key and the signing key, bound to the name of the node.
    #[must_use]
    pub fn seal(
        secret: &RecoverySecret,
        node: &str,
        node_key: &NodeKey,
        signing_key: &SigningKey,
        entropy: &mut dyn Entropy,
    ) -> Self {
        let mut keys = Zeroizing::new([0; 64]);
        let (first, second) = keys.split_at_mut(32);
        first.copy_from_slice(node_key.expose_bytes());
        second.copy_from_slice(signing_key.expose_bytes());
        Self(aead::encrypt(&secret.0.subkey(LABEL), &bound(node), keys.as_slice(), &[], entropy))
    }

    /// Gives the keys back.
    ///
    /// # Errors
    /// [`SealError::NotAuthentic`] when the words or the box belong to another node.
    pub fn open(&self, secret: &RecoverySecret, node: &str) -> Result<(NodeKey, SigningKey), SealError> {
        let keys = aead::decrypt(&secret.0.subkey(LABEL), &bound(node), &self.0)?;
        let ([node_key, signing_key], []) = keys.as_chunks::<32>() else {
            return Err(SealError::Malformed);
        };
        Ok((NodeKey::from_bytes(*node_key), SigningKey::from_bytes(signing_key)))
    }

    /// Takes stored bytes.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for RecoveryBox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryBox(…)")
    }
}

fn bound(node: &str) -> Vec<u8> {
    frame(LABEL, &[node.as_bytes()])
}
