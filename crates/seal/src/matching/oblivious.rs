//! The asker's side: blinding, and taking the blinding off a proven answer.

use voprf::{BlindedElement, EvaluationElement, Proof, Ristretto255, VoprfClient};
use voprf_rand_core::{CryptoRng, Error, RngCore};
use zeroize::Zeroizing;

use super::MatchingError;
use super::guardian::GuardianPublicKey;
use crate::entropy::Entropy;

/// Most points of one request and of one proof. A query has 24; a register goes in batches of this size.
pub const BLINDED_BATCH: usize = 1024;

/// What one guardian's function gives for one text.
pub type Output = Zeroizing<[u8; 64]>;

/// Our entropy as the generator that the group library expects.
pub(super) struct Source<'a>(pub(super) &'a mut dyn Entropy);

impl RngCore for Source<'_> {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        self.0.fill(dest);
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), Error> {
        self.0.fill(dest);
        Ok(())
    }
}

impl CryptoRng for Source<'_> {}

/// A guardian's answer to a batch: one point for each that was asked, and one proof for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// Points in the order they were asked.
    pub points: Vec<[u8; 32]>,
    /// That all were made with the published key.
    pub proof: [u8; 64],
}

/// Texts that wait for one guardian's answer, with the secrets that blind them. Wiped when dropped. Blind anew for each guardian, so
/// that two guardians cannot even tell that they were asked the same.
pub struct Blinding {
    texts: Vec<Zeroizing<Vec<u8>>>,
    clients: Vec<VoprfClient<Ristretto255>>,
}

impl std::fmt::Debug for Blinding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Blinding({} texts)", self.texts.len())
    }
}

impl Blinding {
    /// Blinds texts; the points go to the guardian.
    ///
    /// # Errors
    /// [`MatchingError::BadBatch`] for none or more than [`BLINDED_BATCH`], [`MatchingError::BadInput`] for an empty or overlong text.
    pub fn new<T: AsRef<[u8]>>(
        texts: &[T],
        entropy: &mut dyn Entropy,
    ) -> Result<(Self, Vec<[u8; 32]>), MatchingError> {
        if texts.is_empty() || texts.len() > BLINDED_BATCH {
            return Err(MatchingError::BadBatch);
        }
        let mut blinding =
            Self { texts: Vec::with_capacity(texts.len()), clients: Vec::with_capacity(texts.len()) };
        let mut points = Vec::with_capacity(texts.len());
        for text in texts {
            let text = text.as_ref();
            if text.is_empty() {
                return Err(MatchingError::BadInput);
            }
            let blinded = VoprfClient::<Ristretto255>::blind(text, &mut Source(entropy))?;
            blinding.texts.push(Zeroizing::new(text.to_vec()));
            blinding.clients.push(blinded.state);
            points.push(blinded.message.serialize().into());
        }
        Ok((blinding, points))
    }

    /// The secrets that take the blinding off, 64 bytes for each text, to be kept sealed until the answer comes. The texts are kept
    /// beside them by whoever blinded them.
    #[must_use]
    pub fn expose_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.clients.iter().flat_map(VoprfClient::serialize).collect())
    }

    /// Takes texts and what [`Blinding::expose_bytes`] gave for them; of several blindings of one request one after the other.
    ///
    /// # Errors
    /// [`MatchingError::BadBatch`], [`MatchingError::BadInput`], [`MatchingError::BadEncoding`].
    pub fn from_bytes<T: AsRef<[u8]>>(texts: &[T], bytes: &[u8]) -> Result<Self, MatchingError> {
        let (each, rest) = bytes.as_chunks::<64>();
        if texts.is_empty() || texts.len() > BLINDED_BATCH || each.len() != texts.len() || !rest.is_empty() {
            return Err(MatchingError::BadBatch);
        }
        if texts.iter().any(|text| text.as_ref().is_empty()) {
            return Err(MatchingError::BadInput);
        }
        let clients = each.iter().map(|one| VoprfClient::<Ristretto255>::deserialize(one));
        Ok(Self {
            clients: clients.collect::<Result<Vec<_>, _>>()?,
            texts: texts.iter().map(|text| Zeroizing::new(text.as_ref().to_vec())).collect(),
        })
    }

    /// Checks the proof against the guardian's published key and gives the function's value for each text, in order.
    ///
    /// # Errors
    /// [`MatchingError::BadBatch`], [`MatchingError::BadEncoding`], [`MatchingError::BadProof`].
    pub fn finish(
        &self,
        answer: &Evaluation,
        guardian: &GuardianPublicKey,
    ) -> Result<Vec<Output>, MatchingError> {
        if answer.points.len() != self.clients.len() {
            return Err(MatchingError::BadBatch);
        }
        let points = answer.points.iter().map(|point| EvaluationElement::<Ristretto255>::deserialize(point));
        let points = points.collect::<Result<Vec<_>, _>>()?;
        let proof = Proof::<Ristretto255>::deserialize(&answer.proof)?;
        let texts: Vec<&[u8]> = self.texts.iter().map(|text| text.as_slice()).collect();
        let values = VoprfClient::batch_finalize(&texts, &self.clients, &points, &proof, guardian.element())?;
        values.map(|value| Ok(Zeroizing::new(value?.into()))).collect()
    }
}

/// Reads the points of a request.
pub(super) fn read_points(points: &[[u8; 32]]) -> Result<Vec<BlindedElement<Ristretto255>>, MatchingError> {
    if points.is_empty() || points.len() > BLINDED_BATCH {
        return Err(MatchingError::BadBatch);
    }
    let read = points.iter().map(|point| BlindedElement::<Ristretto255>::deserialize(point));
    Ok(read.collect::<Result<Vec<_>, _>>()?)
}
