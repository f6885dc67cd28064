//! Keys that members seal to: X25519, wrapped with HPKE (RFC 9180).

use std::convert::Infallible;
use std::fmt;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::{Kem as _, X25519HkdfSha256};
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, OpModeR, OpModeS, Serializable, single_shot_open, single_shot_seal_with_rng};
use zeroize::Zeroizing;

use crate::entropy::{Entropy, draw};
use crate::error::SealError;
use crate::key::SymmetricKey;

/// DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305, by the code points of RFC 9180 section 7.
pub const SUITE: &str = "0x0020/0x0001/0x0003";

type Kem = X25519HkdfSha256;
type PrivateKey = <Kem as hpke::Kem>::PrivateKey;
type Point = <Kem as hpke::Kem>::PublicKey;
type Encapped = <Kem as hpke::Kem>::EncappedKey;

/// Bytes of an encapsulated key.
pub(crate) const ENC: usize = 32;
/// Bytes of a wrapped content key.
pub(crate) const WRAPPED: usize = 48;

/// The private half of a sealing key. Wiped when dropped.
pub struct SealingKey(Zeroizing<[u8; 32]>);

/// The public half of a sealing key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SealingPublic([u8; 32]);

impl SealingKey {
    /// Draws a fresh sealing key (RFC 9180 section 7.1.3, `DeriveKeyPair`).
    #[must_use]
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        let ikm = draw::<32>(entropy);
        let (private, _) = Kem::derive_keypair(ikm.as_slice());
        Self(Zeroizing::new(private.to_bytes().into()))
    }

    /// Takes the bytes as they were stored, sealed.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, to be stored sealed only.
    #[must_use]
    pub fn expose_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The public half.
    ///
    /// # Errors
    /// [`SealError::Malformed`] when these bytes are no key.
    pub fn public(&self) -> Result<SealingPublic, SealError> {
        Ok(SealingPublic(Kem::sk_to_pk(&self.private()?).to_bytes().into()))
    }

    /// Opens a message that was sealed to this key: the encapsulated key, then the ciphertext (RFC 9180 section 6.1, base mode).
    ///
    /// # Errors
    /// [`SealError::NotAuthentic`] when it was sealed to another key, for another purpose, or changed.
    pub fn open(&self, sealed: &[u8], info: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (enc, text) = sealed.split_at_checked(ENC).ok_or(SealError::Malformed)?;
        let enc = Encapped::from_bytes(enc).map_err(|_| SealError::NotAuthentic)?;
        single_shot_open::<ChaCha20Poly1305, HkdfSha256, Kem>(
            &OpModeR::Base,
            &self.private()?,
            &enc,
            info,
            text,
            &[],
        )
        .map(Zeroizing::new)
        .map_err(|_| SealError::NotAuthentic)
    }

    fn private(&self) -> Result<PrivateKey, SealError> {
        PrivateKey::from_bytes(self.0.as_slice()).map_err(|_| SealError::Malformed)
    }

    /// Opens a content key that was wrapped to this key.
    pub(crate) fn unwrap(&self, enc: &[u8], wrapped: &[u8], info: &[u8]) -> Result<SymmetricKey, SealError> {
        let enc = Encapped::from_bytes(enc).map_err(|_| SealError::NotAuthentic)?;
        let plain = single_shot_open::<ChaCha20Poly1305, HkdfSha256, Kem>(
            &OpModeR::Base,
            &self.private()?,
            &enc,
            info,
            wrapped,
            &[],
        )
        .map_err(|_| SealError::NotAuthentic)?;
        let plain = Zeroizing::new(plain);
        let bytes = plain.as_slice().try_into().map_err(|_| SealError::Malformed)?;
        Ok(SymmetricKey::from_bytes(bytes))
    }
}

impl SealingPublic {
    /// Takes the 32 bytes of RFC 7748.
    ///
    /// # Errors
    /// [`SealError::Malformed`] for a wrong length or a point under which everybody could read.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        let point = Point::from_bytes(bytes).map_err(|_| SealError::Malformed)?;
        let bytes: [u8; 32] = point.to_bytes().into();
        if bytes == [0; 32] { Err(SealError::Malformed) } else { Ok(Self(bytes)) }
    }

    /// The 32 bytes of RFC 7748.
    #[must_use]
    pub const fn to_bytes(&self) -> [u8; 32] {
        self.0
    }

    /// Seals a message to this key; whoever seals cannot open it again. See [`SealingKey::open`].
    ///
    /// # Errors
    /// [`SealError::Malformed`] when this is no key.
    pub fn seal(&self, plain: &[u8], info: &[u8], entropy: &mut dyn Entropy) -> Result<Vec<u8>, SealError> {
        let point = Point::from_bytes(&self.0).map_err(|_| SealError::Malformed)?;
        let (enc, text) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Kem>(
            &OpModeS::Base,
            &point,
            info,
            plain,
            &[],
            &mut Chance(entropy),
        )
        .map_err(|_| SealError::Malformed)?;
        Ok([enc.to_bytes().as_slice(), text.as_slice()].concat())
    }

    /// Wraps a content key to this key.
    pub(crate) fn wrap(
        &self,
        key: &SymmetricKey,
        info: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<([u8; ENC], Vec<u8>), SealError> {
        let point = Point::from_bytes(&self.0).map_err(|_| SealError::Malformed)?;
        let (enc, wrapped) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Kem>(
            &OpModeS::Base,
            &point,
            info,
            key.bytes(),
            &[],
            &mut Chance(entropy),
        )
        .map_err(|_| SealError::Malformed)?;
        Ok((enc.to_bytes().into(), wrapped))
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey(…)")
    }
}

impl fmt::Debug for SealingPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingPublic({})", crate::tag::to_hex(&self.0))
    }
}

/// Our source of chance as the library expects one.
struct Chance<'a>(&'a mut dyn Entropy);

impl TryRng for Chance<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(out);
        Ok(())
    }
}

impl TryCryptoRng for Chance<'_> {}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a proof")]
mod proofs {
    use super::*;
    use crate::tag::from_hex;

    struct Given(Vec<u8>);

    impl Entropy for Given {
        fn fill(&mut self, out: &mut [u8]) {
            out.copy_from_slice(&self.0[..out.len()]);
        }
    }

    /// RFC 9180, appendix A.2.1, base mode, sequence number 0.
    #[test]
    fn base_mode_of_rfc_9180() {
        let hex = |text: &str| from_hex(text).unwrap();
        let info = hex("4f6465206f6e2061204772656369616e2055726e");
        let ikm_r = hex("1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df");
        let key = SealingKey::generate(&mut Given(ikm_r));
        // The library keeps keys with the highest bit cleared, as RFC 7748 section 5 reads them.
        let mut private = hex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
        private[31] &= 0x7f;
        assert_eq!(key.expose_bytes().as_slice(), private);
        let public = key.public().unwrap();
        assert_eq!(
            public.to_bytes().as_slice(),
            hex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a")
        );
        let ikm_e = hex("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b");
        let point = Point::from_bytes(&public.to_bytes()).unwrap();
        let (enc, sealed) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Kem>(
            &OpModeS::Base,
            &point,
            &info,
            &hex("4265617574792069732074727574682c20747275746820626561757479"),
            &hex("436f756e742d30"),
            &mut Chance(&mut Given(ikm_e)),
        )
        .unwrap();
        assert_eq!(
            enc.to_bytes().as_slice(),
            hex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a")
        );
        assert_eq!(
            sealed,
            hex("1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28")
        );
    }

    #[test]
    fn what_was_wrapped_opens_with_its_key_and_info_alone() {
        let mut chance = Given((1..=200).collect());
        let key = SealingKey::generate(&mut chance);
        let other = SealingKey::generate(&mut Given(vec![9; 64]));
        let content = SymmetricKey::from_bytes([7; 32]);
        let (enc, wrapped) = key.public().unwrap().wrap(&content, b"info", &mut chance).unwrap();
        assert_eq!(key.unwrap(&enc, &wrapped, b"info").unwrap().bytes(), content.bytes());
        assert!(key.unwrap(&enc, &wrapped, b"other").is_err());
        assert!(other.unwrap(&enc, &wrapped, b"info").is_err());
        assert_eq!((enc.len(), wrapped.len()), (ENC, WRAPPED));
    }

    #[test]
    fn a_message_opens_for_its_key_and_purpose_alone() {
        let mut chance = Given((1..=200).collect());
        let key = SealingKey::generate(&mut chance);
        let other = SealingKey::generate(&mut Given(vec![9; 64]));
        let sealed = key.public().unwrap().seal(b"queued", b"purpose", &mut chance).unwrap();
        assert_eq!(key.open(&sealed, b"purpose").unwrap().as_slice(), b"queued");
        assert!(key.open(&sealed, b"another").is_err());
        assert!(other.open(&sealed, b"purpose").is_err());
        assert!(key.open(&sealed[..20], b"purpose").is_err());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            // The highest bit of a coordinate is not read (RFC 7748 section 5); flipping the lowest always is.
            assert!(key.open(&changed, b"purpose").is_err(), "byte {at}");
        }
    }
}
