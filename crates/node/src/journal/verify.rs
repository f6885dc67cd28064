//! Checking the whole journal: every entry against its leaf, every tile and every kept checkpoint against the tree, every
//! waiting entry against its tag, and the end against a checkpoint from outside. Reads a few hundred entries at a time, however
//! long the journal is.
//!
//! Only a signed root can tell an altered entry from an altered tile: where the two differ, the check goes on to the next
//! checkpoint with the entries as they are. If its root is reached, they are what was signed.

use std::collections::VecDeque;

use model::Id;
use seal::tree::Frontier;
use seal::{Checkpoint, NoteVerifier};

use super::check_tiles::Tiles;
use super::check_waiting::check_waiting;
use super::{COLUMNS, Entry, tiles};
use crate::db::{Row, Sql, Tx};
use crate::error::{Error, Result};

/// What is wrong with the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// A column is not what it was when the entry was written.
    Altered,
    /// An entry is gone.
    Removed,
    /// Entries stand in another order than they were placed in.
    Reordered,
    /// An entry that this node never wrote, or one twice.
    Inserted,
    /// A genuine entry that lost its place in the queue.
    Lost,
    /// Entries beyond the last signed checkpoint: its signature was removed or they were added.
    Unsigned,
    /// The journal ends before a checkpoint says it should.
    Truncated,
    /// The entries are as they were signed, but a tile of their tree is not.
    BadTile,
    /// The entries are as they were signed, but the saved right edge of their tree is not.
    BadEdge,
    /// A checkpoint does not carry this node's signature, or names another log or size. The position is its size.
    BadCheckpoint,
    /// The entries are as they were signed, but the node key at hand did not write them.
    WrongKey,
}

/// The first fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Its position in the tree, if it has one.
    pub position: Option<u64>,
    /// The id of the entry, if it can be known.
    pub entry: Option<Id>,
}

/// A journal in which no fault was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Entries in the tree.
    pub placed: u64,
    /// Entries not yet placed; all carry this node's tag.
    pub waiting: u64,
    /// The signed head, empty while nothing has been placed.
    pub head: String,
    /// Whether an outside checkpoint was compared. Without one truncation cannot be excluded.
    pub compared: bool,
}

pub(super) type Checked<T> = std::result::Result<T, Fault>;

/// Told how many entries of how many have been checked.
pub(super) type Progress = Box<dyn FnMut(u64, u64) + Send>;

/// Checks everything. `outside` is a signed checkpoint kept elsewhere.
pub(super) async fn verify(
    tx: &mut Tx,
    origin: &str,
    outside: Option<&str>,
    mut progress: Progress,
) -> Result<Checked<Verified>> {
    let verifier = NoteVerifier::new(origin, tx.context.keys.signing.verifying_key())
        .map_err(|_| Error::Setup("the member id cannot name a log".into()))?;
    let notes = checkpoints(tx).await?;
    let head = notes.last().map(|(_, note)| note.clone()).unwrap_or_default();
    let marks = match read_marks(origin, &verifier, &notes, outside) {
        Ok(marks) => marks,
        Err(fault) => return Ok(Err(fault)),
    };
    let signed = marks.iter().map(Checkpoint::size).max().unwrap_or(0);
    let mut walk =
        Walk { frontier: Frontier::new(), tiles: Tiles::default(), marks, suspicion: None, good: 0 };
    if let Err(fault) = walk.all(tx, signed, &mut progress).await? {
        return Ok(Err(fault));
    }
    let placed = walk.frontier.size();
    if let Some(fault) = walk.tiles.end(tx, &walk.frontier).await? {
        return Ok(Err(fault));
    }
    Ok(check_waiting(tx, placed).await?.map(|waiting| Verified {
        placed,
        waiting,
        head,
        compared: outside.is_some(),
    }))
}

async fn checkpoints(tx: &mut Tx) -> Result<Vec<(u64, String)>> {
    let rows = tx.rows("select size, note from checkpoint order by size", &[]).await?;
    rows.iter().map(|row| Ok((number(row.int(0)?), row.text(1)?))).collect()
}

/// A stored number that should count something; what counts nothing fits no tree.
pub(super) fn number(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(u64::MAX)
}

/// Checkpoints by size, smallest first.
fn read_marks(
    origin: &str,
    key: &NoteVerifier,
    notes: &[(u64, String)],
    outside: Option<&str>,
) -> Checked<VecDeque<Checkpoint>> {
    let own = notes.iter().map(|(size, note)| (Some(*size), note.as_str()));
    let mut list = Vec::new();
    for (size, note) in own.chain(outside.map(|note| (None, note))) {
        match Checkpoint::open(note, origin, std::slice::from_ref(key)) {
            Ok((checkpoint, _)) if size.is_none_or(|size| size == checkpoint.size()) => list.push(checkpoint),
            _ => return Err(Fault { kind: FaultKind::BadCheckpoint, position: size, entry: None }),
        }
    }
    list.sort_by_key(Checkpoint::size);
    Ok(list.into())
}

/// Something that does not fit; the next checkpoint says what it means.
struct Suspicion {
    position: u64,
    entry: Option<Id>,
    /// If the entries turn out to be what was signed.
    if_signed: FaultKind,
    /// If they do not.
    if_not: FaultKind,
}

struct Walk {
    frontier: Frontier,
    tiles: Tiles,
    marks: VecDeque<Checkpoint>,
    suspicion: Option<Suspicion>,
    /// Size of the last checkpoint whose root was reached.
    good: u64,
}

impl Walk {
    async fn all(&mut self, tx: &mut Tx, signed: u64, progress: &mut Progress) -> Result<Checked<()>> {
        if let Err(fault) = self.compare() {
            return Ok(Err(fault));
        }
        loop {
            let from = self.frontier.size();
            let rows = chunk(tx, from).await?;
            if rows.is_empty() {
                break;
            }
            self.tiles.load(tx, from).await?;
            for (index, placed) in rows.iter().enumerate() {
                let next = rows.get(index + 1).and_then(|next| next.entry.as_ref());
                if let Err(fault) = self.step(tx, placed, next, signed).await? {
                    return Ok(Err(fault));
                }
            }
            progress(self.frontier.size(), signed.max(self.frontier.size()));
        }
        Ok(match (self.suspicion.take(), self.marks.front()) {
            (Some(found), _) => Err(found.fault(false)),
            // The tree ended before this checkpoint.
            (None, Some(_)) => Err(self.at(FaultKind::Truncated, None)),
            (None, None) => Ok(()),
        })
    }

    /// Checks one placed entry; `next` is the one after it.
    async fn step(
        &mut self,
        tx: &mut Tx,
        placed: &Placed,
        next: Option<&Entry>,
        signed: u64,
    ) -> Result<Checked<()>> {
        let position = self.frontier.size();
        if placed.position != position {
            return Ok(Err(self.first(FaultKind::Removed, None)));
        }
        let Some(entry) = &placed.entry else {
            let kind = if placed.unreadable || self.was_renamed(tx, placed).await? {
                FaultKind::Altered
            } else {
                FaultKind::Removed
            };
            return Ok(Err(self.first(kind, placed.id)));
        };
        let (ours, leaf) = (entry.tag_fits(&tx.context.keys.journal_tag), entry.leaf());
        if position >= signed {
            let kind = if ours { FaultKind::Unsigned } else { FaultKind::Inserted };
            return Ok(Err(self.first(kind, placed.id)));
        }
        let fits = self.tiles.leaf(position) == Some(&leaf);
        if !ours || !fits {
            let next_fits = next.is_some_and(|next| self.tiles.leaf(position) == Some(&next.leaf()));
            let if_not = match (ours, next_fits, self.tiles.leaf(position + 1) == Some(&leaf)) {
                (_, true, true) | (true, false, false) => FaultKind::Reordered,
                (_, true, false) => FaultKind::Inserted,
                (true, false, true) => FaultKind::Removed,
                (false, false, _) => FaultKind::Altered,
            };
            let if_signed = if ours { FaultKind::BadTile } else { FaultKind::WrongKey };
            self.suspect(Suspicion { position, entry: placed.id, if_signed, if_not });
        }
        let mut completed = Vec::new();
        self.frontier.append_with(leaf, |subtree, hash| completed.push((subtree, hash)));
        if !self.tiles.inner_fit(tx, &completed).await? {
            let (if_signed, if_not) = (FaultKind::BadTile, FaultKind::Reordered);
            self.suspect(Suspicion { position, entry: None, if_signed, if_not });
        }
        Ok(self.compare())
    }

    /// Whether the missing entry is there under another id.
    async fn was_renamed(&self, tx: &mut Tx, placed: &Placed) -> Result<bool> {
        let Some(id) = placed.id else { return Ok(false) };
        let mut sql = Sql::from("select ");
        sql.push(COLUMNS).push(
            " from journal j
              where not exists (select 1 from placed p where p.entry = j.id)
                and not exists (select 1 from waiting w where w.entry = j.id)
              order by j.id limit 256",
        );
        let strays = tx.rows(sql, &[]).await?;
        Ok(strays.iter().any(|row| {
            let entry = Entry::from_row_as(row, 0, id).ok();
            entry.is_some_and(|entry| self.tiles.leaf(placed.position) == Some(&entry.leaf()))
        }))
    }

    fn suspect(&mut self, found: Suspicion) {
        self.suspicion.get_or_insert(found);
    }

    fn at(&self, kind: FaultKind, entry: Option<Id>) -> Fault {
        Fault { kind, position: Some(self.frontier.size()), entry }
    }

    /// A fault here, unless there is an earlier suspicion.
    fn first(&mut self, kind: FaultKind, entry: Option<Id>) -> Fault {
        let here = self.at(kind, entry);
        self.suspicion.take().map_or(here, |found| found.fault(false))
    }

    /// Compares every checkpoint of the tree's present size.
    fn compare(&mut self) -> Checked<()> {
        while let Some(mark) = self.marks.front().filter(|mark| mark.size() == self.frontier.size()) {
            let signed = *mark.root() == self.frontier.root();
            match self.suspicion.take() {
                Some(found) => return Err(found.fault(signed)),
                // Whoever did this made the tiles fit as well: all that is known is since when.
                None if !signed => {
                    return Err(Fault { kind: FaultKind::Reordered, position: Some(self.good), entry: None });
                }
                None => self.good = self.frontier.size(),
            }
            self.marks.pop_front();
        }
        Ok(())
    }
}

impl Suspicion {
    fn fault(self, signed: bool) -> Fault {
        let kind = if signed { self.if_signed } else { self.if_not };
        Fault { kind, position: Some(self.position), entry: self.entry }
    }
}

/// A row of `placed` with what it points at.
struct Placed {
    position: u64,
    id: Option<Id>,
    entry: Option<Entry>,
    /// The entry is there, but some column holds what no entry holds.
    unreadable: bool,
}

impl Placed {
    fn from_row(row: &Row) -> Result<Self> {
        let (position, id) = (number(row.int(0)?), row.text(1)?.parse().ok());
        let present = row.flag(2)?;
        let entry = if present { Entry::from_row(row, 3).ok() } else { None };
        Ok(Self { position, id, unreadable: present && entry.is_none(), entry })
    }
}

/// The entries up to the next tile's edge.
async fn chunk(tx: &mut Tx, from: u64) -> Result<Vec<Placed>> {
    let from = i64::try_from(from).unwrap_or(i64::MAX);
    let to = from.saturating_add(i64::try_from(tiles::WIDTH).unwrap_or(i64::MAX));
    let mut sql = Sql::from("select p.position, p.entry, j.id is not null, ");
    sql.push(COLUMNS).push(
        " from placed p left join journal j on j.id = p.entry
          where p.position >= $1 and p.position < $2 order by p.position",
    );
    let rows = tx.rows(sql, &[from.into(), to.into()]).await?;
    if rows.is_empty() {
        // A gap longer than a chunk must not look like the end.
        let next = tx.row("select min(position) from placed where position >= $1", &[from.into()]).await?;
        if let Some(position) = next.map(|row| row.int_opt(0)).transpose()?.flatten() {
            let position = number(position);
            return Ok(vec![Placed { position, id: None, entry: None, unreadable: false }]);
        }
    }
    rows.iter().map(Placed::from_row).collect()
}
