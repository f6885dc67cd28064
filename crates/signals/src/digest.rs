//! Hashes as others hand them over: digits, of a known kind and length.

use std::fmt;

use crate::pdq::Pdq;

/// Kinds of hash that are exchanged. The names are those of the exchange (`hash.delta`) and of ThreatExchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DigestKind {
    /// 128 bits, exact (RFC 1321).
    Md5,
    /// 160 bits, exact (FIPS 180-4).
    Sha1,
    /// 256 bits, exact (FIPS 180-4).
    Sha256,
    /// 256 bits, near (published by its makers as "PDQ"); two are alike up to a Hamming distance of 31.
    Pdq,
}

impl DigestKind {
    /// All kinds, in the order of their codes.
    pub const ALL: [Self; 4] = [Self::Md5, Self::Sha1, Self::Sha256, Self::Pdq];

    /// The code on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Pdq => "pdq",
        }
    }

    /// The kind of a code, upper or lower case, with or without a hyphen.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        let plain: String = code.chars().filter(|c| *c != '-').collect();
        Self::ALL.into_iter().find(|kind| plain.eq_ignore_ascii_case(kind.code()))
    }

    /// Length in bytes.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 | Self::Pdq => 32,
        }
    }
}

/// Why digits are no hash of their kind. The digits themselves are not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigestProblem {
    /// Another number of digits than the kind has.
    Length {
        /// Hexadecimal digits that the kind has.
        expected: usize,
        /// Digits that were written.
        found: usize,
    },
    /// Something other than 0–9 and a–f.
    NotHexadecimal,
}

impl fmt::Display for DigestProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { expected, found } => {
                write!(f, "the hash has {found} digits where its kind has {expected}: copy it again")
            }
            Self::NotHexadecimal => {
                f.write_str("the hash holds something other than the digits 0-9 and a-f: copy it again")
            }
        }
    }
}

impl std::error::Error for DigestProblem {}

/// A hash of a known kind. `Debug` shows the kind alone: what is looked for stays out of logs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Digest {
    /// [`DigestKind::Md5`]
    Md5([u8; 16]),
    /// [`DigestKind::Sha1`]
    Sha1([u8; 20]),
    /// [`DigestKind::Sha256`]
    Sha256([u8; 32]),
    /// [`DigestKind::Pdq`]
    Pdq(Pdq),
}

impl Digest {
    /// Reads the hexadecimal digits of a kind.
    ///
    /// # Errors
    /// [`DigestProblem`] says what is wrong.
    pub fn parse(kind: DigestKind, digits: &str) -> Result<Self, DigestProblem> {
        let digits = digits.trim();
        Ok(match kind {
            DigestKind::Md5 => Self::Md5(hexadecimal(digits)?),
            DigestKind::Sha1 => Self::Sha1(hexadecimal(digits)?),
            DigestKind::Sha256 => Self::Sha256(hexadecimal(digits)?),
            DigestKind::Pdq => Self::Pdq(Pdq::from_bytes(&hexadecimal(digits)?)),
        })
    }

    /// The kind.
    #[must_use]
    pub const fn kind(&self) -> DigestKind {
        match self {
            Self::Md5(_) => DigestKind::Md5,
            Self::Sha1(_) => DigestKind::Sha1,
            Self::Sha256(_) => DigestKind::Sha256,
            Self::Pdq(_) => DigestKind::Pdq,
        }
    }

    /// The digits, lower case.
    #[must_use]
    pub fn digits(&self) -> String {
        match self {
            Self::Md5(bytes) => written(bytes),
            Self::Sha1(bytes) => written(bytes),
            Self::Sha256(bytes) => written(bytes),
            Self::Pdq(pdq) => written(&pdq.to_bytes()),
        }
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({} …)", self.kind().code())
    }
}

fn hexadecimal<const N: usize>(digits: &str) -> Result<[u8; N], DigestProblem> {
    let found = digits.chars().count();
    if found != N * 2 {
        return Err(DigestProblem::Length { expected: N * 2, found });
    }
    let value = |byte: u8| char::from(byte).to_digit(16).ok_or(DigestProblem::NotHexadecimal);
    let mut out = [0u8; N];
    for (place, pair) in out.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        let [high, low] = pair else { return Err(DigestProblem::NotHexadecimal) };
        *place = u8::try_from(value(*high)? * 16 + value(*low)?).unwrap_or_default();
    }
    Ok(out)
}

fn written(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|d| char::from_digit(d.into(), 16))
        .collect()
}
