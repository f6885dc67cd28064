//! `import-roadmap`: lines of a road map become commitments that nobody has reviewed yet. All of them or none: a table with one
//! line that cannot be read changes nothing. The same table again changes nothing either.

use model::kinds::Commitment;
use model::{Id, Kind, Timestamp};

use super::follow;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::guards;
use crate::acts::open::open_root;
use crate::acts::promises::rules;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::import::roadmap::RoadmapRow;

/// Takes a road map in.
pub struct ImportRoadmap {
    /// Its lines, as they were read.
    pub rows: Vec<RoadmapRow>,
    /// Only say what would happen.
    pub dry_run: bool,
}

/// What became of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoadmapOutcome {
    /// It became a commitment, or would.
    Created,
    /// It is there already.
    Unchanged,
    /// A field of it cannot stand: its name and what is wrong.
    Refused(String, model::ProblemCode),
}

/// What became of all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoadmapDone {
    /// Row as the spreadsheet shows it, and what became of it.
    pub rows: Vec<(u32, RoadmapOutcome)>,
    /// Whether anything was kept.
    pub kept: bool,
}

impl RoadmapDone {
    /// How many lines came to this.
    #[must_use]
    pub fn count(&self, what: fn(&RoadmapOutcome) -> bool) -> usize {
        self.rows.iter().filter(|(_, outcome)| what(outcome)).count()
    }
}

#[async_trait::async_trait]
impl Act for ImportRoadmap {
    type Facts = Timestamp;
    type Output = RoadmapDone;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "import-roadmap"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "import", "commitment", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<RoadmapDone> {
        let (act, meta) = (permit.act(), Commitment::META);
        let organisation = permit.organisation()?;
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let today = tx.now.date(Default::default());
        let mut done = RoadmapDone::default();
        let mut records = Vec::with_capacity(act.rows.len());
        let mut seen = std::collections::BTreeSet::new();
        for row in &act.rows {
            let key = hex_key(tx, &row.key());
            let known = tx
                .row(
                    "select id from entry_origin where organisation_id = $1 and row_key = $2",
                    &[organisation.into(), key.as_str().into()],
                )
                .await?;
            if known.is_some() || !seen.insert(key.clone()) {
                done.rows.push((row.number, RoadmapOutcome::Unchanged));
                continue;
            }
            let read = row.draft.parse(meta, today).map_err(Error::Invalid);
            let checked = read.and_then(|record| {
                guards::texts(meta, &record)?;
                rules::check(meta, &record)?;
                Ok(record)
            });
            match checked {
                Ok(record) => {
                    done.rows.push((row.number, RoadmapOutcome::Created));
                    records.push((record, key));
                }
                Err(Error::Invalid(problems)) => done.rows.extend(
                    problems
                        .into_iter()
                        .map(|problem| (row.number, RoadmapOutcome::Refused(problem.field, problem.code))),
                ),
                Err(other) => return Err(other),
            }
        }
        let whole = done.count(|outcome| matches!(outcome, RoadmapOutcome::Refused(..))) == 0;
        if whole && !act.dry_run {
            keep(permit, tx, (organisation, post), records).await?;
            done.kept = true;
        }
        tx.trace.kind = Some(meta.slug);
        tx.trace.subject = None;
        tx.trace.key = None;
        Ok(done)
    }

    fn again(_: Option<Id>) -> Option<RoadmapDone> {
        Some(RoadmapDone { rows: Vec::new(), kept: true })
    }
}

async fn keep(
    permit: &Permit<'_, ImportRoadmap>,
    tx: &mut Tx,
    (organisation, post): (Id, Id),
    records: Vec<(model::Record, String)>,
) -> Result<()> {
    let meta = Commitment::META;
    for (mut record, key) in records {
        follow::prepare(tx, meta, &mut record);
        let id = open_root(tx, meta, organisation, post, &record).await?;
        let by = (permit.actor().account(), Some(key));
        follow::opened(tx, (meta, id, organisation), &record, by).await?;
    }
    Ok(())
}

/// A line is known again by a keyed tag of its words, so that no words lie about in the clear.
fn hex_key(tx: &Tx, words: &str) -> String {
    let tag = crate::keys::lookup_tag(&tx.context.keys, "roadmap-row", words);
    tag.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
