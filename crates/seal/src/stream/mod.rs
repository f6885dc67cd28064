//! Sealing what is too large for memory, such as a backup: the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár
//! ("Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", CRYPTO 2015) over XChaCha20-Poly1305.
//!
//! Layout: a [`StreamHeader`], then chunks of 64 KiB plaintext with 16 bytes of tag each; the last may be shorter. Each chunk is bound
//! to its position, to whether it is the last, and to the header: cutting, swapping, repeating or joining streams is noticed.

mod open;
mod seal;

pub use open::OpenReader;
pub use seal::SealWriter;

use std::io::{self, Read};

use aead_stream::{NewStream, Nonce, StreamBE32};
use chacha20poly1305::XChaCha20Poly1305;

use crate::entropy::{Entropy, draw};
use crate::key::SymmetricKey;

/// Plaintext bytes in each chunk but the last.
pub const STREAM_CHUNK: usize = 64 * 1024;
const TAG: usize = 16;
const NONCE: usize = 19;
const MAGIC: &[u8; 8] = b"JEJARING";
const FORM: u8 = 1;

type Cipher = StreamBE32<XChaCha20Poly1305>;

/// What is wrong with a sealed stream. It arrives inside an [`io::Error`] of kind `InvalidData`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StreamError {
    /// The first bytes are not ours.
    #[error("not a sealed stream of Jejaring: choose another file")]
    NotOurs,
    /// The header names a form this program does not know.
    #[error("sealed stream has form {0}, which this version does not know: update the program")]
    UnknownForm(u8),
    /// The key id is longer than 255 bytes.
    #[error("key id of a sealed stream is too long")]
    KeyIdTooLong,
    /// The header ends early or its key id is not UTF-8.
    #[error("header of the sealed stream is damaged: use another copy")]
    DamagedHeader,
    /// Wrong key, altered, cut, reordered, or with something appended. Counted from 0.
    #[error("sealed stream does not open at chunk {chunk}: wrong key, altered or cut off; use another copy")]
    NotAuthentic {
        /// Number of the first chunk that does not open.
        chunk: u32,
    },
    /// Beyond 256 TiB.
    #[error("sealed stream is too long")]
    TooLong,
}

impl From<StreamError> for io::Error {
    fn from(error: StreamError) -> Self {
        io::Error::new(io::ErrorKind::InvalidData, error)
    }
}

/// The readable beginning of a sealed stream: it says which key opens it. Believe it only once the stream has opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamHeader {
    key_id: String,
    nonce: [u8; NONCE],
}

impl StreamHeader {
    fn new(key_id: &str, entropy: &mut dyn Entropy) -> Self {
        Self { key_id: key_id.to_owned(), nonce: *draw(entropy) }
    }

    /// Reads the header off a stream, leaving the reader at the first chunk.
    ///
    /// # Errors
    /// Those of the reader, and [`StreamError`].
    pub fn read(reader: &mut impl Read) -> io::Result<Self> {
        let mut start = [0; MAGIC.len() + 2];
        fill(reader, &mut start, StreamError::NotOurs)?;
        let [magic @ .., form, length] = start;
        if magic != *MAGIC {
            return Err(StreamError::NotOurs.into());
        }
        if form != FORM {
            return Err(StreamError::UnknownForm(form).into());
        }
        let mut key_id = vec![0; usize::from(length)];
        fill(reader, &mut key_id, StreamError::DamagedHeader)?;
        let key_id = String::from_utf8(key_id).map_err(|_| StreamError::DamagedHeader)?;
        let mut nonce = [0; NONCE];
        fill(reader, &mut nonce, StreamError::DamagedHeader)?;
        Ok(Self { key_id, nonce })
    }

    /// Name of the key that sealed the stream.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    fn to_bytes(&self) -> Result<Vec<u8>, StreamError> {
        let length = u8::try_from(self.key_id.len()).map_err(|_| StreamError::KeyIdTooLong)?;
        Ok([MAGIC.as_slice(), &[FORM, length], self.key_id.as_bytes(), &self.nonce].concat())
    }

    fn cipher(&self, key: &SymmetricKey) -> Cipher {
        Cipher::new(key.bytes().into(), &Nonce::<XChaCha20Poly1305, Cipher>::from(self.nonce))
    }
}

fn fill(reader: &mut impl Read, out: &mut [u8], cut: StreamError) -> io::Result<()> {
    reader.read_exact(out).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => cut.into(),
        _ => error,
    })
}
