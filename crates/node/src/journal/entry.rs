//! One entry: its columns, and the bytes that its leaf is the hash of.

use model::{Id, Timestamp};
use seal::SymmetricKey;
use serde::{Deserialize, Serialize};

use crate::db::Row;
use crate::error::Result;

/// How an act ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It happened.
    Done,
    /// The policy said no.
    Denied,
}

impl Outcome {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Denied => "denied",
        }
    }
}

/// One changed field, as kept in the sealed detail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The field's name.
    pub field: String,
    /// What stood there before; what stands there now is in the record or in a later entry.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub old: String,
}

/// The sealed part of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// Fields that changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Fields of which a second value is kept until somebody chooses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<String>,
    /// State before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// State after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Reason given by the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was searched for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
}

impl Detail {
    /// Whether there is nothing to seal.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a running act wants written into its entry.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trace {
    /// Kind of what the act was about.
    pub kind: Option<&'static str>,
    /// The record it was about.
    pub subject: Option<Id>,
    /// Records that a list or search showed.
    pub listed: Vec<Id>,
    /// The person key that seals the detail.
    pub key: Option<Id>,
    /// Seals the detail under a key of its own instead, so that it can be erased alone.
    pub own_key: bool,
    /// What is sealed.
    pub detail: Detail,
    /// The entry itself, when the act had to know its leaf before it ended. What else is set here is then left aside.
    pub prepared: Option<Box<Entry>>,
}

/// A row of table `journal`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: Id,
    pub(crate) at: Timestamp,
    pub(crate) act: String,
    pub(crate) kind: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) listed: Option<String>,
    pub(crate) actor: String,
    pub(crate) account: Option<String>,
    pub(crate) post: Option<String>,
    pub(crate) organisation: Option<String>,
    pub(crate) rule: String,
    pub(crate) outcome: String,
    pub(crate) origin: String,
    pub(crate) key_id: Option<String>,
    pub(crate) detail: Option<Vec<u8>>,
    pub(crate) tag: Vec<u8>,
}

/// The columns in the order of [`Entry::from_row`] and of the leaf.
pub(crate) const COLUMNS: &str = "j.id, j.at, j.act, j.kind, j.subject, j.listed, j.actor, j.account, j.post, \
                                  j.organisation, j.rule, j.outcome, j.origin, j.key_id, j.detail, j.tag";

impl Entry {
    /// Reads the columns of [`COLUMNS`], the first of which stands at `first`.
    pub(crate) fn from_row(row: &Row, first: usize) -> Result<Self> {
        Self::from_row_as(row, first, row.id(first)?)
    }

    /// The same, under another id than the row's own.
    pub(crate) fn from_row_as(row: &Row, first: usize, id: Id) -> Result<Self> {
        Ok(Self {
            id,
            at: row.time(first + 1)?,
            act: row.text(first + 2)?,
            kind: row.text_opt(first + 3)?,
            subject: row.text_opt(first + 4)?,
            listed: row.text_opt(first + 5)?,
            actor: row.text(first + 6)?,
            account: row.text_opt(first + 7)?,
            post: row.text_opt(first + 8)?,
            organisation: row.text_opt(first + 9)?,
            rule: row.text(first + 10)?,
            outcome: row.text(first + 11)?,
            origin: row.text(first + 12)?,
            key_id: row.text_opt(first + 13)?,
            detail: row.bytes_opt(first + 14)?,
            tag: row.bytes(first + 15)?,
        })
    }

    /// Every column but the tag, injectively: presence, length, bytes.
    fn body(&self) -> Vec<u8> {
        let id = self.id.to_string();
        let at = self.at.millis().to_be_bytes();
        let columns: [Option<&[u8]>; 15] = [
            Some(id.as_bytes()),
            Some(&at),
            Some(self.act.as_bytes()),
            self.kind.as_deref().map(str::as_bytes),
            self.subject.as_deref().map(str::as_bytes),
            self.listed.as_deref().map(str::as_bytes),
            Some(self.actor.as_bytes()),
            self.account.as_deref().map(str::as_bytes),
            self.post.as_deref().map(str::as_bytes),
            self.organisation.as_deref().map(str::as_bytes),
            Some(self.rule.as_bytes()),
            Some(self.outcome.as_bytes()),
            Some(self.origin.as_bytes()),
            self.key_id.as_deref().map(str::as_bytes),
            self.detail.as_deref(),
        ];
        let mut out = b"jejaring/journal/1\0".to_vec();
        for column in columns {
            match column {
                None => out.push(0),
                Some(bytes) => {
                    out.push(1);
                    out.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
                    out.extend_from_slice(bytes);
                }
            }
        }
        out
    }

    /// The tag that only a holder of the node key can make: it protects an entry until the tree does.
    pub(crate) fn make_tag(&self, key: &SymmetricKey) -> Vec<u8> {
        seal::tag(key, &self.body()).to_vec()
    }

    /// Whether the tag fits the other columns.
    pub(crate) fn tag_fits(&self, key: &SymmetricKey) -> bool {
        seal::verify_tag(key, &self.body(), &self.tag)
    }

    /// The RFC 6962 leaf hash of the whole entry, tag included.
    pub(crate) fn leaf(&self) -> [u8; 32] {
        let mut bytes = self.body();
        bytes.extend_from_slice(&self.tag);
        seal::tree::leaf_hash(&bytes)
    }
}
