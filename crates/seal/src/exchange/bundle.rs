//! Deliveries and receipts in one file, for nodes that never see each other.

use super::dsse::DsseError;
use super::hash::Hash;

/// First bytes of a bundle.
const MAGIC: &[u8] = b"JJB1\n";

/// One item of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BundleItem {
    /// A delivery, see [`Delivery::to_bytes`](super::Delivery::to_bytes).
    Delivery(Vec<u8>),
    /// Receipts, as a JSON list.
    Receipts(Vec<u8>),
    /// Which receipts of an earlier bundle were taken: a JSON list of the SHA-256 of their items.
    Heard(Vec<u8>),
}

/// The SHA-256 of an item of receipts. Only who read the item can name it.
#[must_use]
pub fn heard(item: &[u8]) -> Hash {
    Hash::of(item)
}

/// Writes a bundle.
#[must_use]
pub fn write_bundle(items: &[BundleItem]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    for item in items {
        let (sort, bytes) = match item {
            BundleItem::Delivery(bytes) => (b'E', bytes),
            BundleItem::Receipts(bytes) => (b'R', bytes),
            BundleItem::Heard(bytes) => (b'H', bytes),
        };
        out.push(sort);
        out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend_from_slice(bytes);
    }
    out
}

/// Reads a bundle. What is inside is checked by whoever takes it.
///
/// # Errors
/// [`DsseError::Shape`].
pub fn read_bundle(bytes: &[u8]) -> Result<Vec<BundleItem>, DsseError> {
    let mut rest = bytes.strip_prefix(MAGIC).ok_or(DsseError::Shape)?;
    let mut items = Vec::new();
    while let Some((sort, after)) = rest.split_first() {
        let (length, after) = after.split_first_chunk::<4>().ok_or(DsseError::Shape)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| DsseError::Shape)?;
        let (item, after) = after.split_at_checked(length).ok_or(DsseError::Shape)?;
        items.push(match sort {
            b'E' => BundleItem::Delivery(item.to_vec()),
            b'R' => BundleItem::Receipts(item.to_vec()),
            b'H' => BundleItem::Heard(item.to_vec()),
            _ => return Err(DsseError::Shape),
        });
        rest = after;
    }
    Ok(items)
}
