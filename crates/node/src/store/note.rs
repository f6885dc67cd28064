//! Notes about matters: who reads one is chosen before it is written, and never gets narrower.

use model::field::{DataGroup, Groups};
use model::{Id, Timestamp};
use seal::{PersonKey, Place};
use serde::Serialize;

use crate::access::{Actor, MatterFacts};
use crate::db::{Row, Tx};
use crate::error::{Error, Result};
use crate::held::{Held, Reveal};
use crate::keys::open_text;

/// Who reads a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// The author's post and its later holders.
    Post,
    /// Everybody of the owner organisation who may open the matter.
    Team,
    /// Everybody who may open the matter, receiving organisations too.
    Shared,
}

impl Visibility {
    /// Every level, narrowest first.
    pub const ALL: [Self; 3] = [Self::Post, Self::Team, Self::Shared];

    /// The code of list `note-visibility`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Team => "team",
            Self::Shared => "shared",
        }
    }

    /// The level with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }
}

/// One note as somebody may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoteRow {
    /// Id.
    pub id: Id,
    /// The part it is about, or the root.
    pub matter: Id,
    /// The post that wrote it.
    pub post: Id,
    /// Its title.
    pub by: String,
    /// Who reads it.
    pub visibility: Visibility,
    /// Written.
    pub at: Timestamp,
    /// Whether the reader wrote it and may let more people read it.
    pub own: bool,
    /// What it says; nothing when it was erased or the reader may not see what it is about.
    pub text: Option<String>,
}

/// A note with its text still sealed.
pub(crate) struct HeldNote {
    pub(crate) row: NoteRow,
    key: Option<PersonKey>,
    body: Vec<u8>,
}

impl Reveal for HeldNote {
    type Shown = NoteRow;

    fn reveal(self, groups: Groups) -> Result<NoteRow> {
        let Self { mut row, key, body } = self;
        // Whoever may read plans and visits may read what is noted about them.
        if let (Some(key), true) = (key, groups.has(DataGroup::Services) || groups.has(DataGroup::Incident)) {
            let id = row.id.to_string();
            row.text = Some(open_text(&key, place(&id), &body)?);
        }
        Ok(row)
    }
}

/// Where the text of a note is sealed to.
pub(crate) fn place(row: &str) -> Place<'_> {
    Place { table: "note", row, column: "body" }
}

/// What decides who reads a note.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written {
    pub(crate) post: Id,
    pub(crate) visibility: Visibility,
}

/// Whether somebody who may open a matter reads a note about it. What is for one post alone stays with whoever holds it, and
/// with whoever broke the glass.
pub(crate) fn reads(actor: &Actor, facts: &MatterFacts, note: Written) -> bool {
    let mut held = actor.holdings_at(facts.now);
    let broke = |post| facts.grants.iter().any(|grant| grant.post == post && grant.basis == "break-glass");
    match note.visibility {
        Visibility::Shared => true,
        Visibility::Team => held.any(|holding| holding.organisation == facts.organisation),
        Visibility::Post => held.any(|holding| holding.post == note.post || broke(holding.post)),
    }
}

/// Reads a row of `select id, matter_id, post_id, visibility, at, body`.
pub(crate) fn held(row: &Row, key: Option<PersonKey>) -> Result<HeldNote> {
    let visibility =
        Visibility::from_code(&row.text(3)?).ok_or_else(|| Error::Storage("a note's level".into()))?;
    let shown = NoteRow {
        id: row.id(0)?,
        matter: row.id(1)?,
        post: row.id(2)?,
        by: String::new(),
        visibility,
        at: row.time(4)?,
        own: false,
        text: None,
    };
    Ok(HeldNote { row: shown, key, body: row.bytes(5)? })
}

/// Every note about a matter and its parts, newest first.
pub(crate) async fn about(tx: &mut Tx, facts: &MatterFacts) -> Result<Vec<Held<HeldNote>>> {
    let rows = tx
        .rows(
            "select id, matter_id, post_id, visibility, at, body from note where root_id = $1 order by at desc, id desc
             limit 500",
            &[facts.root.into()],
        )
        .await?;
    let mut notes = Vec::with_capacity(rows.len());
    for row in &rows {
        let key = match tx.person_key(facts.key).await {
            Ok(key) => Some(key),
            Err(Error::Sealed) => None,
            Err(error) => return Err(error),
        };
        notes.push(Held::new(held(row, key)?));
    }
    Ok(notes)
}
