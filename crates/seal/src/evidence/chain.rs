//! The versions of a directory one after the other: who signed each, and whether that was enough.
//!
//! Every version names who signs the next one, so whoever has the anchor and the versions needs nobody's word. A version that one
//! operator signed stands only if it took trust away for a day; such versions are named, because a second operator has to confirm
//! what they say.

use serde::{Deserialize, Serialize};

use super::fault::{Fault, FaultKind, Part};
use super::verify::Trust;
use crate::exchange::{
    Anchor, DIRECTORY_TYPE, Directory, DirectoryError, Dsse, Hash, MAX_DIRECTORY, MemberId, MemberStatus,
};
use crate::sign::VerifyingKey;

/// The largest file of versions that is read: 256 MiB.
pub const MAX_HISTORY: usize = 16 * MAX_DIRECTORY;
/// Most versions that one version may rest on.
pub(super) const MAX_BEFORE: usize = 64;
const FORM: &str = "jejaring-directories/1";

/// Versions of a directory as one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    form: String,
    /// The versions, as they were signed.
    pub versions: Vec<Dsse>,
}

impl History {
    /// A file of these versions.
    #[must_use]
    pub fn new(versions: Vec<Dsse>) -> Self {
        Self { form: FORM.to_owned(), versions }
    }

    /// Reads a file of versions, or one version alone. Nothing in it is believed yet.
    ///
    /// # Errors
    /// [`FaultKind::NoBundle`].
    pub fn parse(bytes: &[u8]) -> Result<Self, FaultKind> {
        if let Ok(one) = Dsse::parse_directory(bytes) {
            return Ok(Self::new(vec![one]));
        }
        if bytes.len() > MAX_HISTORY {
            return Err(FaultKind::NoBundle);
        }
        let file: Self = serde_json::from_slice(bytes).map_err(|_| FaultKind::NoBundle)?;
        if file.form == FORM { Ok(file) } else { Err(FaultKind::NoBundle) }
    }

    /// The file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Strings, numbers and lists of them: nothing that could fail.
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }
}

/// What is proven of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionFindings {
    /// The network.
    pub network: String,
    /// The version.
    pub version: u64,
    /// From when and until when it was valid (ms since 1970, UTC).
    pub valid: (i64, i64),
    /// Different operators that signed it, by their keys.
    pub operators: Vec<Hash>,
    /// How many had to.
    pub needed: u8,
    /// What it took away, if fewer than needed signed it.
    pub alone: Option<TakenAway>,
}

/// Trust that a version took away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenAway {
    /// Members that it suspended.
    pub suspended: Vec<MemberId>,
    /// Keys and members that it revoked.
    pub revoked: usize,
    /// The version in which enough operators confirmed or undid it, if one of those shown did.
    pub settled_by: Option<u64>,
}

/// Judges versions of one directory in their order, whatever order they came in. Nobody's clock is asked: a version has to be
/// genuine, not to be valid today.
///
/// # Errors
/// The first [`Fault`]; it names the version.
pub fn verify_directories(documents: &[Dsse], trust: &Trust) -> Result<Vec<VersionFindings>, Fault> {
    let mut ordered = Vec::with_capacity(documents.len());
    for (number, document) in (1..).zip(documents) {
        let part = Part::Version { number, version: None };
        let read = Directory::adopted(document);
        let directory = read.map_err(|error| Fault { part, kind: FaultKind::Directory(error) })?;
        ordered.push((directory.version, number, document, directory.valid_from));
    }
    ordered.sort_by_key(|(version, number, ..)| (*version, *number));
    let mut found: Vec<VersionFindings> = Vec::new();
    let (mut before, mut last): (Option<Directory>, Option<(Directory, &Dsse)>) = (None, None);
    for (version, number, document, at) in ordered {
        let fault = |kind| Fault { part: Part::Version { number, version: Some(version) }, kind };
        let again = last.as_ref().is_some_and(|(known, _)| known.version == version);
        if let Some((_, other)) = last.as_ref().filter(|_| again)
            && other.address() != document.address()
        {
            return Err(fault(FaultKind::OtherDirectory));
        }
        if !again {
            before = last.take().map(|(known, _)| known);
        }
        let directory = next(&trust.anchor, before.as_ref(), document, at).map_err(fault)?;
        if !again {
            found.push(said(&trust.anchor, before.as_ref(), document, &directory));
        }
        last = Some((directory, document));
    }
    if found.is_empty() {
        return Err(Fault { part: Part::Bundle, kind: FaultKind::NoBundle });
    }
    settle(&mut found);
    Ok(found)
}

/// The version that a document adds to those before it.
fn next(
    anchor: &Anchor,
    before: Option<&Directory>,
    document: &Dsse,
    at: i64,
) -> Result<Directory, FaultKind> {
    taken(anchor, before, document, at).map_err(|error| match error {
        DirectoryError::Signatures => few(&signs(anchor, before), document),
        error => FaultKind::Directory(error),
    })
}

/// Whose signatures make the version after `before`.
fn signs(anchor: &Anchor, before: Option<&Directory>) -> Anchor {
    before.map_or_else(|| anchor.clone(), Directory::anchor)
}

/// A version that enough operators signed, or one that only takes trust away for a day.
fn taken(
    anchor: &Anchor,
    before: Option<&Directory>,
    document: &Dsse,
    at: i64,
) -> Result<Directory, DirectoryError> {
    let whole = signs(anchor, before).adopt(document, before.map(|known| known.version), at);
    match (whole, before) {
        (Err(DirectoryError::Signatures), Some(known)) => known.adopt_narrower(document, at),
        (whole, _) => whole,
    }
}

/// Too few signed: how many did, and whether one of them counts himself twice.
fn few(signs: &Anchor, document: &Dsse) -> FaultKind {
    let (signed, needed) = (signers(signs, document).len(), usize::from(signs.threshold));
    let twice = signs.operators.iter().any(|operator| {
        let holding = document.signatures.iter().filter(|signature| {
            let one = Dsse { signatures: vec![(*signature).clone()], ..document.clone() };
            !signers(&Anchor { operators: vec![*operator], ..signs.clone() }, &one).is_empty()
        });
        holding.count() > 1
    });
    if twice {
        FaultKind::OperatorTwice { signed, needed }
    } else {
        FaultKind::FewOperators { signed, needed }
    }
}

fn signers(signs: &Anchor, document: &Dsse) -> Vec<VerifyingKey> {
    let keys: Vec<VerifyingKey> =
        signs.operators.iter().filter_map(|key| VerifyingKey::from_bytes(&key.0).ok()).collect();
    document.signers(DIRECTORY_TYPE, &keys).unwrap_or_default()
}

fn said(
    anchor: &Anchor,
    before: Option<&Directory>,
    document: &Dsse,
    directory: &Directory,
) -> VersionFindings {
    let signs = signs(anchor, before);
    let operators: Vec<Hash> = signers(&signs, document).iter().map(|key| Hash(key.to_bytes())).collect();
    let alone = before.filter(|_| operators.len() < usize::from(signs.threshold)).map(|known| {
        let was = |id: &MemberId| {
            known.members.iter().any(|one| one.id == *id && one.status == MemberStatus::Active)
        };
        let suspended =
            directory.members.iter().filter(|one| one.status == MemberStatus::Suspended && was(&one.id));
        TakenAway {
            suspended: suspended.map(|one| one.id.clone()).collect(),
            revoked: directory.revoked.len().saturating_sub(known.revoked.len()),
            settled_by: None,
        }
    });
    VersionFindings {
        network: directory.network.to_string(),
        version: directory.version,
        valid: (directory.valid_from, directory.valid_until),
        operators,
        needed: signs.threshold,
        alone,
    }
}

/// What one operator took away is settled by the next version that enough signed.
fn settle(found: &mut [VersionFindings]) {
    let mut settles = None;
    for one in found.iter_mut().rev() {
        match &mut one.alone {
            Some(taken) => taken.settled_by = settles,
            None => settles = Some(one.version),
        }
    }
}

/// A version together with those that it rests on, the oldest first: what somebody shows who has no other.
pub(super) fn resting(
    anchor: &Anchor,
    before: &[Dsse],
    document: &Dsse,
    at: i64,
) -> Result<Directory, DirectoryError> {
    let mut known: Option<Directory> = None;
    for one in before {
        // It may be over by then; the last one may not.
        let began = Directory::adopted(one)?.valid_from;
        known = Some(taken(anchor, known.as_ref(), one, began)?);
    }
    taken(anchor, known.as_ref(), document, at)
}
