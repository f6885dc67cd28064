//! Checking the whole journal: every entry against its leaf, every kept checkpoint against the tree, every waiting entry
//! against its tag, and the end against a checkpoint from outside.

use model::Id;
use seal::tree::Frontier;
use seal::{Checkpoint, NoteVerifier};

use super::{COLUMNS, Entry, tiles};
use crate::db::{Sql, Tx};
use crate::error::{Error, Result};

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// A column is not what it was when the entry was written.
    Altered,
    /// A placed entry is gone.
    Removed,
    /// Entries stand in another order than they were placed in.
    Reordered,
    /// An entry that this node never wrote, or a place beyond the signed end.
    Inserted,
    /// The journal ends before a checkpoint says it should.
    Truncated,
    /// A checkpoint does not carry this node's signature, or names another log.
    BadCheckpoint,
}

/// The first bad entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Its position in the tree, if it has one.
    pub position: Option<u64>,
    /// Its id, if it is still there.
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

type Checked<T> = std::result::Result<T, Fault>;

const CHUNK: u64 = 4_096;

struct Marks {
    /// Checkpoints by size, smallest first; the flag says that it came from outside.
    list: std::collections::VecDeque<(Checkpoint, bool)>,
    /// Size of the last checkpoint that fitted.
    good: u64,
}

/// Checks everything. `outside` is a signed checkpoint kept elsewhere.
pub(crate) async fn verify(tx: &mut Tx, origin: &str, outside: Option<&str>) -> Result<Checked<Verified>> {
    let verifier = NoteVerifier::new(origin, tx.context.keys.signing.verifying_key())
        .map_err(|_| Error::Setup("the member id cannot name a log".into()))?;
    let notes = checkpoints(tx).await?;
    let head = notes.last().cloned().unwrap_or_default();
    let mut marks = match read_marks(origin, &verifier, &notes, outside) {
        Ok(marks) => marks,
        Err(fault) => return Ok(Err(fault)),
    };
    let signed_end =
        marks.list.iter().filter(|(_, outside)| !outside).map(|(mark, _)| mark.size()).max().unwrap_or(0);
    let placed = match check_placed(tx, &mut marks, signed_end).await? {
        Ok(placed) => placed,
        Err(fault) => return Ok(Err(fault)),
    };
    if let Some((mark, _)) = marks.list.front() {
        // The tree ended before this checkpoint.
        let position = Some(placed.min(mark.size()));
        return Ok(Err(Fault { kind: FaultKind::Truncated, position, entry: None }));
    }
    Ok(check_waiting(tx, placed).await?.map(|waiting| Verified {
        placed,
        waiting,
        head,
        compared: outside.is_some(),
    }))
}

async fn checkpoints(tx: &mut Tx) -> Result<Vec<String>> {
    let rows = tx.rows("select note from checkpoint order by size", &[]).await?;
    rows.iter().map(|row| row.text(0)).collect()
}

fn read_marks(origin: &str, key: &NoteVerifier, notes: &[String], outside: Option<&str>) -> Checked<Marks> {
    let own = notes.iter().map(|note| (note.as_str(), false));
    let mut list = Vec::new();
    for (note, from_outside) in own.chain(outside.map(|note| (note, true))) {
        match Checkpoint::open(note, origin, std::slice::from_ref(key)) {
            Ok((checkpoint, _)) => list.push((checkpoint, from_outside)),
            Err(_) => return Err(Fault { kind: FaultKind::BadCheckpoint, position: None, entry: None }),
        }
    }
    list.sort_by_key(|(checkpoint, _)| checkpoint.size());
    Ok(Marks { list: list.into(), good: 0 })
}

impl Marks {
    /// Compares every checkpoint of the tree's present size.
    fn compare(&mut self, frontier: &Frontier) -> Checked<()> {
        while let Some((mark, _)) = self.list.front() {
            if mark.size() > frontier.size() {
                break;
            }
            if *mark.root() != frontier.root() {
                // Every entry fits its own tag, so it is their order or number that changed since the last good head.
                return Err(Fault { kind: FaultKind::Reordered, position: Some(self.good), entry: None });
            }
            self.good = mark.size();
            self.list.pop_front();
        }
        Ok(())
    }
}

async fn check_placed(tx: &mut Tx, marks: &mut Marks, signed_end: u64) -> Result<Checked<u64>> {
    let mut frontier = Frontier::new();
    if let Err(fault) = marks.compare(&frontier) {
        return Ok(Err(fault));
    }
    loop {
        let from = frontier.size();
        let rows = chunk(tx, from).await?;
        if rows.is_empty() {
            return Ok(Ok(from));
        }
        let mut tile = (u64::MAX, Vec::new());
        for (position, id, entry) in rows {
            let expected = frontier.size();
            let fault = |kind| Ok(Err(Fault { kind, position: Some(expected), entry: id }));
            if position != expected {
                return fault(FaultKind::Removed);
            }
            let Some(entry) = entry else { return fault(FaultKind::Removed) };
            if !entry.tag_fits(&tx.context.keys.journal_tag) {
                return fault(FaultKind::Altered);
            }
            if expected >= signed_end {
                return fault(FaultKind::Inserted);
            }
            let leaf = entry.leaf();
            if tile.0 != expected / tiles::WIDTH {
                tile = (expected / tiles::WIDTH, tiles::load(tx, 0, expected / tiles::WIDTH).await?);
            }
            let at = usize::try_from(expected % tiles::WIDTH).unwrap_or(0) * 32;
            if tile.1.get(at..at + 32) != Some(leaf.as_slice()) {
                return fault(FaultKind::Reordered);
            }
            frontier.append(leaf);
            if let Err(fault) = marks.compare(&frontier) {
                return Ok(Err(fault));
            }
        }
    }
}

type Placed = (u64, Option<Id>, Option<Entry>);

async fn chunk(tx: &mut Tx, from: u64) -> Result<Vec<Placed>> {
    let from = i64::try_from(from).unwrap_or(i64::MAX);
    let to = from.saturating_add(i64::try_from(CHUNK).unwrap_or(i64::MAX));
    let mut sql = Sql::from("select p.position, p.entry, j.id is not null, ");
    sql.push(COLUMNS).push(
        " from placed p left join journal j on j.id = p.entry
          where p.position >= $1 and p.position < $2 order by p.position",
    );
    let mut rows = tx.rows(sql, &[from.into(), to.into()]).await?;
    if rows.is_empty() {
        // A gap longer than a chunk must not look like the end.
        let next = tx.row("select min(position) from placed where position >= $1", &[from.into()]).await?;
        if let Some(position) = next.map(|row| row.int_opt(0)).transpose()?.flatten() {
            return Ok(vec![(u64::try_from(position).unwrap_or(u64::MAX), None, None)]);
        }
    }
    let mut placed = Vec::with_capacity(rows.len());
    for row in rows.drain(..) {
        let position = u64::try_from(row.int(0)?).unwrap_or(u64::MAX);
        let entry = if row.flag(2)? { Some(Entry::from_row(&row, 3)?) } else { None };
        placed.push((position, row.text(1)?.parse().ok(), entry));
    }
    Ok(placed)
}

/// Entries outside the tree: each must wait to be placed and carry this node's tag.
async fn check_waiting(tx: &mut Tx, placed: u64) -> Result<Checked<u64>> {
    let fault = |kind, entry| Ok(Err(Fault { kind, position: None, entry }));
    let mut sql = Sql::from("select w.entry, j.id is not null, ");
    sql.push(COLUMNS).push(" from waiting w left join journal j on j.id = w.entry order by w.entry");
    let rows = tx.rows(sql, &[]).await?;
    for row in &rows {
        let id = row.text(0)?.parse().ok();
        if !row.flag(1)? {
            return fault(FaultKind::Removed, id);
        }
        let entry = Entry::from_row(row, 2)?;
        if !entry.tag_fits(&tx.context.keys.journal_tag) {
            return fault(FaultKind::Altered, id);
        }
    }
    let waiting = rows.len() as u64;
    let total = tx.row("select count(*) from journal", &[]).await?.map_or(Ok(0), |row| row.int(0))?;
    if u64::try_from(total).unwrap_or(0) != placed + waiting {
        return fault(FaultKind::Inserted, stray(tx).await?);
    }
    Ok(Ok(waiting))
}

async fn stray(tx: &mut Tx) -> Result<Option<Id>> {
    let row = tx
        .row(
            "select j.id from journal j
             where not exists (select 1 from placed p where p.entry = j.id)
               and not exists (select 1 from waiting w where w.entry = j.id)
             order by j.id limit 1",
            &[],
        )
        .await?;
    row.map(|row| row.id(0)).transpose()
}
