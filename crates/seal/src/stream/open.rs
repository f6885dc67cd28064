//! Reading a sealed stream.

use std::io::{self, Read};

use aead_stream::StreamPrimitive;
use zeroize::Zeroizing;

use super::{Cipher, STREAM_CHUNK, StreamError, StreamHeader, TAG};
use crate::key::SymmetricKey;

const SEALED_CHUNK: usize = STREAM_CHUNK + TAG;

/// Opens a sealed stream chunk by chunk. Every byte it gives is genuine, but that nothing is missing at the end is known only once
/// it has reported the end: act on the content after that, not before.
pub struct OpenReader<R> {
    inner: R,
    cipher: Cipher,
    header: Vec<u8>,
    position: u32,
    /// Opened bytes, of which the first `given` were handed out.
    plain: Zeroizing<Vec<u8>>,
    given: usize,
    /// The byte after the present chunk: that it exists tells that the chunk is not the last.
    ahead: Option<u8>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Begun,
    Going,
    Ended,
    Broken,
}

impl<R: Read> OpenReader<R> {
    /// Continues after [`StreamHeader::read`], with the key that the header asks for.
    ///
    /// # Errors
    /// None in practice: the header was read from bytes and can be written again.
    pub fn new(inner: R, header: &StreamHeader, key: &SymmetricKey) -> io::Result<Self> {
        let (cipher, header) = (header.cipher(key), header.to_bytes()?);
        let plain = Zeroizing::new(Vec::with_capacity(SEALED_CHUNK));
        Ok(Self { inner, cipher, header, position: 0, plain, given: 0, ahead: None, state: State::Begun })
    }

    fn next_chunk(&mut self) -> io::Result<()> {
        self.plain.clear();
        self.given = 0;
        self.plain.extend(self.ahead.take());
        let missing = SEALED_CHUNK - self.plain.len();
        (&mut self.inner).take(missing as u64).read_to_end(&mut self.plain)?;
        if self.plain.len() == SEALED_CHUNK {
            self.ahead = read_one(&mut self.inner)?;
        }
        let last = self.ahead.is_none();
        let broken = StreamError::NotAuthentic { chunk: self.position };
        self.cipher
            .decrypt_in_place(self.position, last, &self.header, &mut *self.plain)
            .map_err(|_| broken)?;
        // A full chunk is always followed by one with content, so every stream has one form only.
        if last && self.plain.is_empty() && self.state != State::Begun {
            return Err(broken.into());
        }
        self.position = self.position.checked_add(1).ok_or(StreamError::TooLong)?;
        self.state = if last { State::Ended } else { State::Going };
        Ok(())
    }
}

impl<R: Read> Read for OpenReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.plain.len() {
            match self.state {
                State::Ended => return Ok(0),
                State::Broken => return Err(StreamError::NotAuthentic { chunk: self.position }.into()),
                State::Begun | State::Going => {}
            }
            if let Err(error) = self.next_chunk() {
                self.plain.clear();
                self.given = 0;
                self.state = State::Broken;
                return Err(error);
            }
        }
        let (_, rest) = self.plain.split_at(self.given);
        let (now, _) = rest.split_at(rest.len().min(out.len()));
        let (into, _) = out.split_at_mut(now.len());
        into.copy_from_slice(now);
        self.given += now.len();
        Ok(now.len())
    }
}

fn read_one(reader: &mut impl Read) -> io::Result<Option<u8>> {
    let mut byte = Vec::with_capacity(1);
    reader.take(1).read_to_end(&mut byte)?;
    Ok(byte.first().copied())
}
