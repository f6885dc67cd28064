//! Where chance comes from: the caller, never the operating system behind our back.

use zeroize::Zeroizing;

/// A source of unpredictable bytes.
///
/// The node hands in the operating system's generator; a simulation hands in a seeded one and becomes exact. Every key,
/// nonce and code of this crate is only as good as this source: a production source must be cryptographically secure and must
/// never repeat itself, not even after a virtual machine is restored from a snapshot.
pub trait Entropy {
    /// Fills the whole of `out`. A source that cannot do so must not return.
    fn fill(&mut self, out: &mut [u8]);
}

/// Draws an array that is wiped when dropped.
pub(crate) fn draw<const N: usize>(entropy: &mut dyn Entropy) -> Zeroizing<[u8; N]> {
    let mut bytes = Zeroizing::new([0; N]);
    entropy.fill(bytes.as_mut_slice());
    bytes
}
