//! A backup file: a readable preamble, then one sealed stream.
//!
//! ```text
//! "JEJARING-BACKUP 1\n"  length (4 bytes)  preamble (JSON)  sealed stream
//! ```
//! The stream is sealed under a key of its own. The preamble carries that key wrapped for the node key, and the recovery box, in
//! which the node key lies sealed under the recovery words: so either the key file or the 24 words open a backup. The stream names the
//! preamble's hash, so neither can be exchanged for another's. Inside: a manifest, then the frames of `Node::dump`.

mod read;
mod write;

pub(crate) use read::{Opened, Sealed};
pub(crate) use write::write;

use seal::{MemberKey, NodeKey, SymmetricKey, Wrapped};
use serde::{Deserialize, Serialize};

use crate::failure::{Failure, Result};
use crate::member_id::MemberId;

const MAGIC: &[u8] = b"JEJARING-BACKUP 1\n";

/// What everybody may read. Believe it once the stream has opened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Preamble {
    /// Whose backup it is.
    pub(crate) member: MemberId,
    /// Its own id.
    pub(crate) id: String,
    /// When it was taken, milliseconds UTC.
    pub(crate) taken_at: i64,
    /// The backup key under the node key, base64.
    wrapped_key: String,
    /// The recovery box, base64.
    recovery_box: String,
}

/// What only the stream tells.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The organisation's name.
    pub(crate) name: String,
    /// Where the server listened.
    pub(crate) listen: std::net::SocketAddr,
    /// The signed head of the journal, from just before the snapshot.
    pub(crate) head: Option<String>,
}

impl Preamble {
    /// What the wrapped key is bound to. Members are bound to ids, which look different.
    fn bound(&self) -> String {
        format!("backup {} {}", self.member, self.id)
    }

    fn stream_key(key: &MemberKey) -> SymmetricKey {
        key.subkey("backup")
    }

    fn unwrap(&self, node: &NodeKey) -> Result<SymmetricKey> {
        let damaged = || Failure::new("the beginning of the backup is damaged: use another copy");
        let wrapped = Wrapped::from_bytes(seal::from_base64(&self.wrapped_key).map_err(|_| damaged())?);
        let key = node.unwrap_member(&wrapped, &self.bound());
        key.map(|key| Self::stream_key(&key)).map_err(|_| {
            Failure::new("the key does not open this backup: use the key or words of the node at that time")
        })
    }
}

/// How the stream names the preamble.
fn key_id(preamble: &[u8]) -> String {
    format!("backup {}", seal::to_hex(&seal::sha256(preamble)))
}
