//! Writing a sealed stream.

use std::io::{self, Write};

use aead_stream::StreamPrimitive;
use zeroize::Zeroizing;

use super::{Cipher, STREAM_CHUNK, StreamError, StreamHeader, TAG};
use crate::entropy::Entropy;
use crate::key::SymmetricKey;

/// Seals what is written to it. A stream that was dropped without [`SealWriter::finish`] lacks its last chunk and never opens, so a
/// backup that was interrupted cannot pass for a whole one.
pub struct SealWriter<W> {
    inner: W,
    cipher: Cipher,
    header: Vec<u8>,
    position: u32,
    buffer: Zeroizing<Vec<u8>>,
}

impl<W: Write> SealWriter<W> {
    /// Begins a stream: writes the header. `key_id` stays readable.
    ///
    /// # Errors
    /// Those of the writer, and [`StreamError::KeyIdTooLong`].
    pub fn new(
        mut inner: W,
        key: &SymmetricKey,
        key_id: &str,
        entropy: &mut dyn Entropy,
    ) -> io::Result<Self> {
        let header = StreamHeader::new(key_id, entropy);
        let cipher = header.cipher(key);
        let header = header.to_bytes()?;
        inner.write_all(&header)?;
        let buffer = Zeroizing::new(Vec::with_capacity(STREAM_CHUNK + TAG));
        Ok(Self { inner, cipher, header, position: 0, buffer })
    }

    /// Writes the last chunk and gives the writer back.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn finish(mut self) -> io::Result<W> {
        self.put(true)?;
        self.inner.flush()?;
        Ok(self.inner)
    }

    fn put(&mut self, last: bool) -> io::Result<()> {
        self.cipher
            .encrypt_in_place(self.position, last, &self.header, &mut *self.buffer)
            .map_err(|_| StreamError::TooLong)?;
        self.inner.write_all(&self.buffer)?;
        self.buffer.clear();
        self.position = self.position.checked_add(1).ok_or(StreamError::TooLong)?;
        Ok(())
    }
}

impl<W: Write> Write for SealWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full chunk waits until more comes: only then is it known not to be the last.
        if self.buffer.len() == STREAM_CHUNK && !bytes.is_empty() {
            self.put(false)?;
        }
        let (now, _) = bytes.split_at(bytes.len().min(STREAM_CHUNK - self.buffer.len()));
        self.buffer.extend_from_slice(now);
        Ok(now.len())
    }

    /// Passes on what is sealed. A chunk that is not full stays back: cutting it short would end the stream.
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
