//! The bundle as a file: one JSON object.

use serde::{Deserialize, Serialize};

use super::chain::MAX_BEFORE;
use super::fault::{Fault, FaultKind, Part};
use crate::exchange::{Bytes, Dsse, Hash, MAX_PLAIN};

/// The largest bundle that is read: 16 MiB.
pub const MAX_BUNDLE: usize = 16 * 1024 * 1024;
/// Most receipts of one bundle: a few of each of 500 recipients.
pub const MAX_RECEIPTS: usize = 2_000;
const FORM: &str = "jejaring-evidence/1";

/// What proves one exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    form: String,
    /// The version of the directory that was in use when the envelope was written, signed by its operators.
    pub directory: Dsse,
    /// Versions that it rests on, the oldest first: where one operator alone had taken trust away, or operators had changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Dsse>,
    /// The signed envelope, without the sealed content.
    pub envelope: Dsse,
    /// Receipts.
    pub receipts: Vec<Proven>,
    /// Salt and text, if the content is revealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Revealed>,
}

/// A receipt with its place in the journal of whoever gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proven {
    /// The signed receipt.
    pub receipt: Dsse,
    /// That its leaf lies in a cosigned journal. Without it only the receiver's signature speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inclusion: Option<Inclusion>,
}

/// That a leaf lies in a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inclusion {
    /// Position of the leaf.
    pub index: u64,
    /// Hashes up to the root, lowest first (RFC 9162).
    pub proof: Vec<Hash>,
    /// The checkpoint as a signed note, with the witnesses' lines.
    pub checkpoint: String,
}

/// The content, shown by somebody who could open it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revealed {
    /// The salt.
    pub salt: Hash,
    /// The text that was sealed.
    pub plain: Bytes<MAX_REVEALED>,
}

/// The bulk kinds hold up to 1 MiB.
const MAX_REVEALED: usize = if MAX_PLAIN > 1 << 20 { MAX_PLAIN } else { 1 << 20 };

/// A receipt as it travels.
#[derive(Deserialize)]
#[serde(untagged)]
enum Travelling {
    Alone(Dsse),
    Placed(Proven),
}

impl From<Travelling> for Proven {
    fn from(travelling: Travelling) -> Self {
        match travelling {
            Travelling::Alone(receipt) => Self { receipt, inclusion: None },
            Travelling::Placed(proven) => proven,
        }
    }
}

impl Proven {
    /// Reads what travels: one receipt or a list, each alone or with its place. Nothing in it is believed yet.
    #[must_use]
    pub fn read_list(bytes: &[u8]) -> Option<Vec<Self>> {
        let listed: Vec<Travelling> = match serde_json::from_slice(bytes) {
            Ok(listed) => listed,
            Err(_) => vec![serde_json::from_slice(bytes).ok()?],
        };
        Some(listed.into_iter().map(Self::from).collect())
    }
}

impl Bundle {
    /// A bundle without receipts or content; add them.
    #[must_use]
    pub fn new(directory: Dsse, envelope: Dsse) -> Self {
        let (before, receipts) = (Vec::new(), Vec::new());
        Self { form: FORM.to_owned(), directory, before, envelope, receipts, content: None }
    }

    /// Reads a file. Nothing in it is believed yet.
    ///
    /// # Errors
    /// [`FaultKind::NoBundle`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let fault = Fault { part: Part::Bundle, kind: FaultKind::NoBundle };
        if bytes.len() > MAX_BUNDLE {
            return Err(fault);
        }
        let bundle: Self = serde_json::from_slice(bytes).map_err(|_| fault.clone())?;
        let fits = bundle.receipts.len() <= MAX_RECEIPTS && bundle.before.len() <= MAX_BEFORE;
        if bundle.form == FORM && fits { Ok(bundle) } else { Err(fault) }
    }

    /// The file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Strings, numbers and lists of them: nothing that could fail.
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }
}
