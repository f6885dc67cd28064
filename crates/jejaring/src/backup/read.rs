//! Reading a backup.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use node::{Check, Contents, NodeSecrets};
use seal::{OpenReader, RecoveryBox, RecoverySecret, StreamHeader};

use super::{MAGIC, Manifest, Preamble, key_id};
use crate::failure::{Failure, Result};

/// Longest preamble that is read: it is not yet known to be genuine.
const PREAMBLE: u32 = 1 << 20;

/// A backup of which the preamble was read.
#[derive(Debug)]
pub(crate) struct Sealed {
    path: PathBuf,
    pub(crate) preamble: Preamble,
}

/// An open backup, read frame by frame.
pub(crate) struct Opened {
    path: PathBuf,
    pub(crate) manifest: Manifest,
    stream: OpenReader<BufReader<File>>,
}

impl Sealed {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let (preamble, _, _) = begin(path)?;
        Ok(Self { path: path.to_owned(), preamble })
    }

    /// The keys of the node, from the recovery words.
    pub(crate) fn keys(&self, words: &RecoverySecret) -> Result<NodeSecrets> {
        let bytes = seal::from_base64(&self.preamble.recovery_box);
        let bytes =
            bytes.map_err(|_| Failure::new("the backup's recovery box is damaged: use another copy"))?;
        let opened = RecoveryBox::from_bytes(bytes).open(words, self.preamble.member.as_str());
        let (node, signing) = opened.map_err(|_| {
            Failure::new("the recovery words are not those of this backup: use the words that were valid when it was made")
        })?;
        Ok(NodeSecrets { node, signing })
    }

    /// The recovery box, to be kept by the restored node.
    pub(crate) fn recovery_box(&self) -> Result<Vec<u8>> {
        seal::from_base64(&self.preamble.recovery_box)
            .map_err(|_| Failure::new("the backup's recovery box is damaged: use another copy"))
    }

    /// Opens the sealed stream.
    pub(crate) fn open(&self, secrets: &NodeSecrets) -> Result<Opened> {
        let (preamble, bytes, mut file) = begin(&self.path)?;
        let key = preamble.unwrap(&secrets.node)?;
        let header = StreamHeader::read(&mut file).map_err(|error| damaged(&self.path, &error))?;
        if header.key_id() != key_id(&bytes) {
            return Err(Failure::new(format!(
                "{} was put together from two backups: use another copy",
                self.path.display()
            )));
        }
        let mut stream = OpenReader::new(file, &header, &key).map_err(|error| damaged(&self.path, &error))?;
        let manifest = next(&self.path, &mut stream)?.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let manifest =
            manifest.ok_or_else(|| Failure::new("the backup holds no manifest: use another copy"))?;
        Ok(Opened { path: self.path.clone(), manifest, stream })
    }
}

impl Opened {
    /// The next frame; nothing at the proved end.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<u8>>> {
        next(&self.path, &mut self.stream)
    }

    /// Reads to the end and compares what is there with what it says.
    pub(crate) fn check(mut self, progress: &ProgressBar) -> Result<Contents> {
        let mut check = Check::default();
        while let Some(frame) = self.next()? {
            progress.inc(frame.len() as u64);
            check.take(&frame)?;
        }
        Ok(check.finish()?)
    }
}

fn next(path: &Path, stream: &mut impl Read) -> Result<Option<Vec<u8>>> {
    let mut length = Vec::with_capacity(4);
    let read = stream.take(4).read_to_end(&mut length);
    read.map_err(|error| damaged(path, &error))?;
    if length.is_empty() {
        return Ok(None);
    }
    let cut = || damaged(path, &ErrorKind::UnexpectedEof.into());
    let length = u32::from_be_bytes(length.try_into().map_err(|_| cut())?);
    let mut frame = Vec::new();
    let read = stream.take(u64::from(length)).read_to_end(&mut frame);
    read.map_err(|error| damaged(path, &error))?;
    if u32::try_from(frame.len()) == Ok(length) { Ok(Some(frame)) } else { Err(cut()) }
}

/// The preamble, its bytes, and the file at the first byte of the sealed stream.
fn begin(path: &Path) -> Result<(Preamble, Vec<u8>, BufReader<File>)> {
    let mut file = BufReader::new(File::open(path).map_err(|error| Failure::file(path, &error))?);
    let ours = || Failure::new(format!("{} is no backup of Jejaring: choose another file", path.display()));
    let mut magic = vec![0; MAGIC.len()];
    file.read_exact(&mut magic).map_err(|_| ours())?;
    let mut length = [0; 4];
    file.read_exact(&mut length).map_err(|_| ours())?;
    let length = u32::from_be_bytes(length);
    if magic != MAGIC || length > PREAMBLE {
        return Err(ours());
    }
    let mut bytes = Vec::new();
    let read = (&mut file).take(u64::from(length)).read_to_end(&mut bytes);
    read.map_err(|error| damaged(path, &error))?;
    let preamble = serde_json::from_slice(&bytes)
        .map_err(|_| damaged(path, &std::io::Error::other("its beginning cannot be read")))?;
    Ok((preamble, bytes, file))
}

fn damaged(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("the backup {} is damaged or altered ({error}): use another copy", path.display()))
}
