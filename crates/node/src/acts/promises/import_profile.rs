//! `import-profile`: statements of a country's profile enter as unreviewed entries, each with source, date and confidence. All of them or
//! none: a workbook with one row that cannot stand changes nothing. The same workbook again changes nothing either.

use std::collections::BTreeSet;

use model::{Id, KindMeta, Record, Timestamp};

use super::follow;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::guards;
use crate::acts::open::open_root;
use crate::acts::promises::rules;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::import::profile::ProfileRow;

/// Takes a country profile in.
pub struct ImportProfile {
    /// Its statements, as they were read.
    pub rows: Vec<ProfileRow>,
    /// Only say what would happen.
    pub dry_run: bool,
}

/// What became of one statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileOutcome {
    /// It became an unreviewed entry, or would.
    Created,
    /// It is there already.
    Unchanged,
    /// A field of it cannot stand: its name and what is wrong.
    Refused(String, model::ProblemCode),
}

/// One row with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileLine {
    /// The sheet.
    pub sheet: String,
    /// Row as the spreadsheet shows it.
    pub row: u32,
    /// Slug of the kind.
    pub kind: &'static str,
    /// What became of it.
    pub outcome: ProfileOutcome,
}

/// What became of all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProfileDone {
    /// Each row, in the order of the workbook; a refused one once for each field.
    pub lines: Vec<ProfileLine>,
    /// Whether anything was kept.
    pub kept: bool,
}

impl ProfileDone {
    /// How many rows came to this.
    #[must_use]
    pub fn count(&self, what: fn(&ProfileOutcome) -> bool) -> usize {
        self.lines.iter().filter(|line| what(&line.outcome)).count()
    }
}

/// A row that may stand, and how it is known again.
type Ready = (&'static KindMeta, Record, String);

#[async_trait::async_trait]
impl Act for ImportProfile {
    type Facts = Timestamp;
    type Output = ProfileDone;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "import-profile"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        // Whoever may not open an entry of a kind does not bring it in by the hundred.
        let kinds: BTreeSet<&str> = self.rows.iter().map(|row| row.meta.slug).collect();
        let denied = kinds
            .into_iter()
            .map(|kind| access::holds_right(actor, "open", kind, *now))
            .find(|decision| !decision.allows());
        denied.unwrap_or_else(|| access::holds_right(actor, "import", "country-statement", *now))
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<ProfileDone> {
        let act = permit.act();
        let organisation = permit.organisation()?;
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let (mut done, mut ready) = (ProfileDone::default(), Vec::new());
        let mut seen = BTreeSet::new();
        for row in &act.rows {
            let key = key(tx, row);
            let known = tx
                .row(
                    "select id from entry_origin where organisation_id = $1 and row_key = $2",
                    &[organisation.into(), key.as_str().into()],
                )
                .await?;
            if known.is_some() || !seen.insert(key.clone()) {
                done.lines.push(line(row, ProfileOutcome::Unchanged));
                continue;
            }
            take(tx, row, key, (&mut done, &mut ready))?;
        }
        let whole = done.count(|outcome| matches!(outcome, ProfileOutcome::Refused(..))) == 0;
        if whole && !act.dry_run {
            for (meta, mut record, key) in ready {
                follow::prepare(tx, meta, &mut record);
                let id = open_root(tx, meta, organisation, post, &record).await?;
                let by = (permit.actor().account(), Some(key));
                follow::opened(tx, (meta, id, organisation), &record, by).await?;
            }
            done.kept = true;
        }
        tx.trace.kind = Some("country-statement");
        tx.trace.subject = None;
        tx.trace.key = None;
        Ok(done)
    }

    fn again(_: Option<Id>) -> Option<ProfileDone> {
        Some(ProfileDone { lines: Vec::new(), kept: true })
    }
}

fn line(row: &ProfileRow, outcome: ProfileOutcome) -> ProfileLine {
    ProfileLine { sheet: row.sheet.clone(), row: row.number, kind: row.meta.slug, outcome }
}

fn take(
    tx: &Tx,
    row: &ProfileRow,
    key: String,
    (done, ready): (&mut ProfileDone, &mut Vec<Ready>),
) -> Result<()> {
    let read = row.draft.parse(row.meta, tx.now.date(Default::default())).map_err(Error::Invalid);
    let checked = read.and_then(|record| {
        guards::texts(row.meta, &record)?;
        rules::check(row.meta, &record)?;
        Ok(record)
    });
    match checked {
        Ok(record) => {
            done.lines.push(line(row, ProfileOutcome::Created));
            ready.push((row.meta, record, key));
        }
        Err(Error::Invalid(problems)) => done.lines.extend(
            problems
                .into_iter()
                .map(|problem| line(row, ProfileOutcome::Refused(problem.field, problem.code))),
        ),
        Err(other) => return Err(other),
    }
    Ok(())
}

/// A statement is known again by a keyed tag of what it says, so that no words lie about in the clear. The same said by another source, or
/// on another day, is another statement.
fn key(tx: &Tx, row: &ProfileRow) -> String {
    let mut words = row.meta.slug.to_owned();
    for (field, text) in &row.draft.0 {
        let text = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        words.push_str(&format!("\n{field}\t{text}"));
    }
    let tag = crate::keys::lookup_tag(&tx.context.keys, "profile-row", &words);
    tag.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
