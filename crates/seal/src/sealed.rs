//! Sealing one column of one row.

use zeroize::Zeroizing;

use crate::aead;
use crate::entropy::Entropy;
use crate::error::SealError;
use crate::frame::frame;
use crate::key::SymmetricKey;

/// Where a sealed value belongs. A ciphertext opens at its own place alone, so nobody who can write to the database can move one
/// person's value to another row, column or table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// Table name.
    pub table: &'a str,
    /// Identifier of the row.
    pub row: &'a str,
    /// Column name.
    pub column: &'a str,
}

impl Place<'_> {
    fn bound(&self) -> Vec<u8> {
        frame("jejaring/column/1", &[self.table.as_bytes(), self.row.as_bytes(), self.column.as_bytes()])
    }
}

/// Marks where the plaintext ends and zeros begin (ISO/IEC 7816-4 padding). It is read only after authentication, so it is no oracle.
const END: u8 = 0x80;
const SMALL: usize = 32;
const LARGE: usize = 256;
const PADDING: [u8; LARGE] = {
    let mut padding = [0; LARGE];
    padding[0] = END;
    padding
};

/// Seals `plaintext` for `place`.
///
/// The length is padded up to a multiple of 32 bytes, above 256 bytes to a multiple of 256, so that the length of a name does not
/// give the name away. Sealing the same text twice gives different bytes.
#[must_use]
pub fn seal<K: AsRef<SymmetricKey> + ?Sized>(
    key: &K,
    place: Place<'_>,
    plaintext: &[u8],
    entropy: &mut dyn Entropy,
) -> Vec<u8> {
    // Between 1 and 256 bytes, whatever the length: the split cannot fail.
    let (padding, _) = PADDING.split_at(padded(plaintext.len()) - plaintext.len());
    aead::encrypt(key.as_ref(), &place.bound(), plaintext, padding, entropy)
}

/// Opens what [`seal`] made for the same place.
///
/// # Errors
/// [`SealError`]; [`SealError::NotAuthentic`] when key, place or bytes are not those of the sealing.
pub fn open<K: AsRef<SymmetricKey> + ?Sized>(
    key: &K,
    place: Place<'_>,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let mut plain = aead::decrypt(key.as_ref(), &place.bound(), sealed)?;
    let last = plain.iter().rposition(|byte| *byte != 0).ok_or(SealError::Malformed)?;
    if plain.get(last) != Some(&END) {
        return Err(SealError::Malformed);
    }
    plain.truncate(last);
    Ok(plain)
}

/// The number of bytes that sealing a plaintext of `length` bytes gives, for limits on columns.
#[must_use]
pub fn sealed_length(length: usize) -> usize {
    padded(length) + aead::OVERHEAD
}

fn padded(length: usize) -> usize {
    let marked = length + 1;
    if marked <= LARGE { marked.next_multiple_of(SMALL) } else { marked.next_multiple_of(LARGE) }
}
