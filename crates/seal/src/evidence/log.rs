//! Journals of several nodes compared with one another, offline.
//!
//! A node writes a [`LogFile`]: the hashes of its own journal's entries (which say nothing of what the entries say), checkpoints of
//! it, and the checkpoints of other nodes' journals that it saw as a witness. Whoever holds the files of several nodes sees whether
//! each journal is one and the same for everybody who looked at it: every checkpoint that anybody ever saw has to lie on the tree
//! that its entries make.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::chain::{MAX_BEFORE, resting};
use super::fault::{Fault, FaultKind, Part};
use super::verify::{Trust, log_keys, witnesses};
use crate::checkpoint::Checkpoint;
use crate::exchange::{Bytes, Directory, Dsse};
use crate::note::NoteVerifier;
use crate::tag::Digest;
use crate::tree::Frontier;
use crate::witness::{Cosigned, CosignedError, WitnessVerifier};

/// The largest file that is read: 256 MiB, a journal of six million entries.
pub const MAX_LOG: usize = 256 * 1024 * 1024;
const MAX_HASHES: usize = 192 * 1024 * 1024;
const FORM: &str = "jejaring-log/1";

/// What one node shows of journals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogFile {
    form: String,
    /// The directory in use, with the keys of nodes and witnesses.
    pub directory: Dsse,
    /// Versions that it rests on, the oldest first: where one operator alone had taken trust away, or operators had changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Dsse>,
    /// Name of the node's own journal.
    pub origin: String,
    /// Hashes of its entries, 32 bytes each, from the first on.
    pub hashes: Bytes<MAX_HASHES>,
    /// Checkpoints of it, as signed notes with the witnesses' lines.
    pub checkpoints: Vec<String>,
    /// Checkpoints of other journals that this node saw.
    pub seen: Vec<String>,
}

impl LogFile {
    /// A file without checkpoints; add them.
    #[must_use]
    pub fn new(directory: Dsse, origin: &str, hashes: Vec<u8>) -> Self {
        let (before, checkpoints, seen) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            form: FORM.to_owned(),
            directory,
            before,
            origin: origin.to_owned(),
            hashes: Bytes(hashes),
            checkpoints,
            seen,
        }
    }

    /// Reads a file. Nothing in it is believed yet.
    ///
    /// # Errors
    /// [`FaultKind::NoBundle`].
    pub fn parse(bytes: &[u8]) -> Result<Self, FaultKind> {
        if bytes.len() > MAX_LOG {
            return Err(FaultKind::NoBundle);
        }
        let file: Self = serde_json::from_slice(bytes).map_err(|_| FaultKind::NoBundle)?;
        if file.form == FORM && file.hashes.0.len().is_multiple_of(32) && file.before.len() <= MAX_BEFORE {
            Ok(file)
        } else {
            Err(FaultKind::NoBundle)
        }
    }

    /// The file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Strings, numbers and lists of them: nothing that could fail.
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }
}

/// What is proven of one journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFindings {
    /// Name of the journal.
    pub origin: String,
    /// Entries shown.
    pub size: u64,
    /// Checkpoints of the node's own that lie on the tree.
    pub checkpoints: usize,
    /// Checkpoints that other nodes saw and that lie on the tree.
    pub seen: usize,
    /// The largest checkpoint with enough cosignatures: its size and the witnesses. Beyond it, that entries were cut off cannot be
    /// excluded.
    pub cosigned: Option<(u64, Vec<String>)>,
}

/// What is believed while the files are read.
struct Ground {
    directory: Directory,
    witnesses: Vec<WitnessVerifier>,
    needed: usize,
}

/// Checks every journal for which there is a file against every checkpoint of it in any file.
///
/// # Errors
/// The first [`Fault`].
pub fn verify_logs(files: &[LogFile], trust: &Trust) -> Result<Vec<LogFindings>, Fault> {
    let ground = ground(files, trust)?;
    two_faces(&ground, files)?;
    let mut found = Vec::with_capacity(files.len());
    for (number, file) in (1..).zip(files) {
        found.push(one(&ground, files, (number, file))?);
    }
    Ok(found)
}

/// The newest directory in the files.
fn ground(files: &[LogFile], trust: &Trust) -> Result<Ground, Fault> {
    let mut newest: Option<Directory> = None;
    for (number, file) in (1..).zip(files) {
        let fault = |kind| Fault { part: Part::Log(number), kind };
        let from = Directory::adopted(&file.directory)
            .map_err(|error| fault(FaultKind::Directory(error)))?
            .valid_from;
        // Checkpoints tell no time: the version has only to be genuine.
        let adopted = resting(&trust.anchor, &file.before, &file.directory, from);
        let adopted = adopted.map_err(|error| fault(FaultKind::Directory(error)))?;
        if newest.as_ref().is_none_or(|known| known.version < adopted.version) {
            newest = Some(adopted);
        }
    }
    let directory = newest.ok_or(Fault { part: Part::Bundle, kind: FaultKind::NoBundle })?;
    let witnesses = witnesses(&directory, trust)?;
    let needed = trust.needed.unwrap_or_else(|| directory.policy.witnesses.into());
    Ok(Ground { directory, witnesses, needed })
}

fn origin_of(note: &str) -> &str {
    note.lines().next().unwrap_or_default()
}

fn open(note: &str, log: &[NoteVerifier]) -> Result<Checkpoint, FaultKind> {
    let opened = Checkpoint::open(note, origin_of(note), log);
    opened
        .map(|(checkpoint, _)| checkpoint)
        .map_err(|error| FaultKind::Checkpoint(CosignedError::Checkpoint(error)))
}

/// Checkpoints that different nodes saw of a journal without a file of its own are at least compared with one another.
fn two_faces(ground: &Ground, files: &[LogFile]) -> Result<(), Fault> {
    let mut faces: BTreeMap<(String, u64), Digest> = BTreeMap::new();
    for (number, file) in (1..).zip(files) {
        for (at, note) in (1..).zip(&file.seen) {
            let fault = |kind| Fault { part: Part::Seen(number, at), kind };
            let log = log_keys(&ground.directory, origin_of(note)).map_err(fault)?;
            let checkpoint = open(note, &log).map_err(fault)?;
            let place = (checkpoint.origin().to_owned(), checkpoint.size());
            if *faces.entry(place).or_insert(*checkpoint.root()) != *checkpoint.root() {
                return Err(fault(FaultKind::OtherTree));
            }
        }
    }
    Ok(())
}

fn one(ground: &Ground, files: &[LogFile], (number, file): (usize, &LogFile)) -> Result<LogFindings, Fault> {
    let here = |kind| Fault { part: Part::Log(number), kind };
    let log = log_keys(&ground.directory, &file.origin).map_err(here)?;
    let mut marks: Vec<(Checkpoint, Part)> = Vec::new();
    let mut cosigned: Option<(u64, Vec<String>)> = None;
    for (at, note) in (1..).zip(&file.checkpoints) {
        let part = Part::Checkpoint(number, at);
        let checkpoint = open(note, &log).map_err(|kind| Fault { part: part.clone(), kind })?;
        if checkpoint.origin() != file.origin {
            return Err(Fault { part, kind: FaultKind::OtherLog(checkpoint.origin().to_owned()) });
        }
        let seen = Cosigned::open(note, &file.origin, &log, &ground.witnesses, ground.needed.max(1));
        match seen {
            Ok(seen) if cosigned.as_ref().is_none_or(|(size, _)| *size <= checkpoint.size()) => {
                let names = seen.witnesses.iter().map(|one| one.witness.name().to_owned()).collect();
                cosigned = Some((checkpoint.size(), names));
            }
            // Too few have seen it yet: it is compared all the same.
            Ok(_) | Err(CosignedError::TooFew { .. }) => {}
            Err(error) => return Err(Fault { part, kind: FaultKind::Checkpoint(error) }),
        }
        marks.push((checkpoint, part));
    }
    let (checkpoints, mut seen) = (marks.len(), 0);
    for (other, other_file) in (1..).zip(files) {
        for (at, note) in (1..).zip(&other_file.seen).filter(|(_, note)| origin_of(note) == file.origin) {
            let part = Part::Seen(other, at);
            marks.push((open(note, &log).map_err(|kind| Fault { part: part.clone(), kind })?, part));
            seen += 1;
        }
    }
    let size = walk(&file.hashes.0, marks)?;
    Ok(LogFindings { origin: file.origin.clone(), size, checkpoints, seen, cosigned })
}

/// Grows the tree entry by entry and compares each checkpoint when its size is reached.
fn walk(hashes: &[u8], mut marks: Vec<(Checkpoint, Part)>) -> Result<u64, Fault> {
    marks.sort_by_key(|(checkpoint, _)| checkpoint.size());
    let (leaves, _) = hashes.as_chunks::<32>();
    let (mut tree, mut marks) = (Frontier::new(), marks.into_iter().peekable());
    let mut leaves = leaves.iter();
    loop {
        while let Some((checkpoint, part)) = marks.next_if(|(mark, _)| mark.size() == tree.size()) {
            if *checkpoint.root() != tree.root() {
                return Err(Fault { part, kind: FaultKind::OtherTree });
            }
        }
        match leaves.next() {
            Some(leaf) => tree.append(*leaf),
            None => break,
        }
    }
    match marks.next() {
        Some((checkpoint, part)) => {
            let kind = FaultKind::CutOff { said: checkpoint.size(), shown: tree.size() };
            Err(Fault { part, kind })
        }
        None => Ok(tree.size()),
    }
}
