//! The guardian's side: a key for one epoch, and evaluating points that say nothing.

use std::fmt;

use voprf::{BlindedElement, Group, Ristretto255, VoprfServer};
use zeroize::Zeroizing;

use super::MatchingError;
use super::oblivious::{Evaluation, Source, read_points};
use crate::entropy::{Entropy, draw};
use crate::tag::{from_base64, to_base64};

type Element = <Ristretto255 as Group>::Elem;

/// One guardian's key for one epoch. Wiped when dropped. Destroy it when the epoch ends: then nobody can make its tokens again.
pub struct GuardianKey {
    server: VoprfServer<Ristretto255>,
    public: GuardianPublicKey,
}

impl GuardianKey {
    /// Draws a fresh key.
    ///
    /// # Errors
    /// [`MatchingError::BadEncoding`] with a chance far below that of a broken machine.
    pub fn generate(entropy: &mut dyn Entropy) -> Result<Self, MatchingError> {
        Self::from_seed(&draw(entropy), b"jejaring/guardian/1")
    }

    /// Derives the key from a seed (RFC 9497 section 3.2.1).
    ///
    /// # Errors
    /// [`MatchingError::BadInput`] when `info` is over 65,000 bytes.
    pub fn from_seed(seed: &[u8; 32], info: &[u8]) -> Result<Self, MatchingError> {
        Self::of(VoprfServer::new_from_seed(seed, info)?)
    }

    /// Takes the bytes that [`GuardianKey::expose_bytes`] gave.
    ///
    /// # Errors
    /// [`MatchingError::BadEncoding`].
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, MatchingError> {
        Self::of(VoprfServer::new_with_key(bytes)?)
    }

    /// The secret scalar, to be stored sealed only.
    #[must_use]
    pub fn expose_bytes(&self) -> Zeroizing<[u8; 32]> {
        let both = Zeroizing::new(<[u8; 64]>::from(self.server.serialize()));
        let [secret, _] = both.as_chunks::<32>().0 else { return Zeroizing::new([0; 32]) };
        Zeroizing::new(*secret)
    }

    fn of(server: VoprfServer<Ristretto255>) -> Result<Self, MatchingError> {
        let public = GuardianPublicKey::from_element(server.get_public_key());
        Ok(Self { server, public })
    }

    /// The public side, for the directory.
    #[must_use]
    pub fn public_key(&self) -> &GuardianPublicKey {
        &self.public
    }

    /// Evaluates a batch and proves it. Count its points against the member's [`super::Allowance`] first.
    ///
    /// # Errors
    /// [`MatchingError::BadBatch`], [`MatchingError::BadEncoding`].
    pub fn evaluate(
        &self,
        points: &[[u8; 32]],
        entropy: &mut dyn Entropy,
    ) -> Result<Evaluation, MatchingError> {
        let points: Vec<BlindedElement<Ristretto255>> = read_points(points)?;
        let answer = self.server.batch_blind_evaluate(&mut Source(entropy), &points)?;
        Ok(Evaluation {
            points: answer.messages.iter().map(|point| point.serialize().into()).collect(),
            proof: answer.proof.serialize().into(),
        })
    }
}

impl fmt::Debug for GuardianKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GuardianKey(…)")
    }
}

/// What the directory says of a guardian's key.
#[derive(Clone, PartialEq, Eq)]
pub struct GuardianPublicKey {
    bytes: [u8; 32],
    element: Element,
}

impl GuardianPublicKey {
    fn from_element(element: Element) -> Self {
        Self { bytes: Ristretto255::serialize_elem(element).into(), element }
    }

    /// Reads 32 bytes; the neutral element, under which every key is the same, is refused.
    ///
    /// # Errors
    /// [`MatchingError::BadEncoding`].
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, MatchingError> {
        Ok(Self { bytes: *bytes, element: Ristretto255::deserialize_elem(bytes)? })
    }

    /// Reads what [`GuardianPublicKey::to_base64`] wrote.
    ///
    /// # Errors
    /// [`MatchingError::BadEncoding`].
    pub fn from_base64(text: &str) -> Result<Self, MatchingError> {
        let bytes = from_base64(text).map_err(|_| MatchingError::BadEncoding)?;
        Self::from_bytes(bytes.as_slice().try_into().map_err(|_| MatchingError::BadEncoding)?)
    }

    /// The 32 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        self.bytes
    }

    /// Base64 with padding.
    #[must_use]
    pub fn to_base64(&self) -> String {
        to_base64(&self.bytes)
    }

    pub(super) fn element(&self) -> Element {
        self.element
    }
}

impl fmt::Debug for GuardianPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GuardianPublicKey({})", self.to_base64())
    }
}
