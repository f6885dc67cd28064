//! A growing array that never moves what it holds: adding to it costs the same at the first entry and at the ten millionth, and
//! never needs twice the memory for a moment.

const BITS: u32 = 15;
const SIZE: usize = 1 << BITS;

/// Entries in pieces of 32,768, known by their number.
#[derive(Debug, Clone)]
pub(crate) struct Segments<T> {
    pieces: Vec<Vec<T>>,
    len: u32,
}

impl<T> Default for Segments<T> {
    fn default() -> Self {
        Self { pieces: Vec::new(), len: 0 }
    }
}

impl<T> Segments<T> {
    pub(crate) fn len(&self) -> u32 {
        self.len
    }

    /// Adds an entry and gives its number; `None` when four thousand million are there.
    pub(crate) fn push(&mut self, entry: T) -> Option<u32> {
        let number = self.len;
        self.len = number.checked_add(1).filter(|len| *len < u32::MAX)?;
        match self.pieces.last_mut() {
            Some(piece) if piece.len() < SIZE => piece.push(entry),
            _ => {
                // The first piece grows as it needs, so that a small index stays small.
                let mut piece = if self.pieces.is_empty() { Vec::new() } else { Vec::with_capacity(SIZE) };
                piece.push(entry);
                self.pieces.push(piece);
            }
        }
        Some(number)
    }

    #[inline]
    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        self.pieces.get((number >> BITS) as usize)?.get(number as usize & (SIZE - 1))
    }

    pub(crate) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        self.pieces.get_mut((number >> BITS) as usize)?.get_mut(number as usize & (SIZE - 1))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.pieces.iter().flatten()
    }

    /// Bytes it holds.
    pub(crate) fn bytes(&self) -> u64 {
        self.pieces.iter().map(|piece| (piece.capacity() * size_of::<T>()) as u64).sum()
    }
}
