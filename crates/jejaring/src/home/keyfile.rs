//! `keys/node.key`: 64 bytes, the node key and the seed of the signing key.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use node::NodeSecrets;
use seal::{NodeKey, SigningKey, Zeroizing};

use super::files;
use crate::failure::{Failure, Result};

/// Rights of group and others.
const OTHERS: u32 = 0o077;

pub(super) fn read(path: &Path) -> Result<NodeSecrets> {
    let about = fs::metadata(path).map_err(|error| Failure::file(path, &error))?;
    if about.mode() & OTHERS != 0 {
        let path = path.display();
        return Err(Failure::new(format!(
            "{path} may be read by others: run `chmod 600 {path}`, then exchange the key with `jejaring rotate`"
        )));
    }
    let bytes = Zeroizing::new(fs::read(path).map_err(|error| Failure::file(path, &error))?);
    let ([node, signing], []) = bytes.as_chunks::<32>() else {
        return Err(Failure::new(format!("{} is damaged: restore it from a copy", path.display())));
    };
    Ok(NodeSecrets { node: NodeKey::from_bytes(*node), signing: SigningKey::from_bytes(signing) })
}

pub(super) fn write(path: &Path, secrets: &NodeSecrets) -> Result<()> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(64));
    bytes.extend(secrets.node.expose_bytes());
    bytes.extend(secrets.signing.expose_bytes());
    files::replace(path, &bytes, files::PRIVATE)
}
