//! `review-submission`: a person looks at what came from a device: what it asks for, what became of it, and why something is left.

use std::collections::HashMap;

use model::field::Groups;
use model::{DataGroup, Field, Id, Kind, KindMeta, Timestamp, kinds};

use super::settle_submission::DONE;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::field::answers;
use crate::field::plan::{self, NoPlan, Plan};
use crate::field::shelf::{self, Whole};
use crate::store::fields;

const META: &KindMeta = kinds::FieldSubmission::META;

/// Looks at a submission.
pub struct ReviewSubmission {
    /// Which.
    pub submission: Id,
    /// The case that a person chose for it.
    pub case: Option<Id>,
}

/// What is seen of it.
pub struct Reviewed {
    /// Id.
    pub id: Id,
    /// Readable number.
    pub code: String,
    /// State.
    pub state: String,
    /// Why something is left: a code of list `submission-reason`.
    pub reason: Option<String>,
    /// Title of the form.
    pub form: String,
    /// Its version.
    pub version: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// What it asks for, with what the reader may see of it.
    pub things: Vec<PlannedSeen>,
    /// Answers that belong to no record.
    pub kept: Vec<(String, String)>,
    /// What stands in the way of reading it: place and message.
    pub problems: Vec<(String, String)>,
    /// Whether it still needs to be told which case it is about.
    pub needs_case: bool,
    /// Of an act of the offline app that was not done: its name in the API and its body, as JSON.
    pub queued: Option<String>,
    pub(crate) plan: Option<Plan>,
    pub(crate) done: HashMap<usize, Id>,
}

/// One thing that a submission asks for.
#[derive(Debug, Clone)]
pub struct PlannedSeen {
    /// Its place.
    pub position: usize,
    /// The kind it makes or moves.
    pub meta: &'static KindMeta,
    /// The step it takes, if it makes nothing new.
    pub step: Option<String>,
    /// The record whose step it takes.
    pub target: Option<Id>,
    /// Fields that the reader may see: kind, field, what was sent.
    pub fields: Vec<(&'static KindMeta, &'static Field, String)>,
    /// `done`, a code of list `submission-reason`, or nothing yet.
    pub outcome: Option<String>,
    /// The record that came of it.
    pub record: Option<Id>,
}

#[async_trait::async_trait]
impl Act for ReviewSubmission {
    type Facts = MatterFacts;
    type Output = Reviewed;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "review-submission"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.submission, false).await?, META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "review", META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Reviewed> {
        let facts = permit.facts();
        let record = permit.reveal(fields::load(tx, META, facts.id, facts.key).await?)?;
        let reason = Some(record.text("reason")).filter(|reason| !reason.is_empty());
        let mut seen = Reviewed {
            id: facts.id,
            code: facts.code.clone(),
            state: facts.state.clone(),
            reason,
            form: record.text("form"),
            version: record.text("form_version"),
            received_at: facts.opened_at,
            things: Vec::new(),
            kept: Vec::new(),
            problems: Vec::new(),
            needs_case: false,
            queued: None,
            plan: None,
            done: HashMap::new(),
        };
        let groups = permit.rule().groups;
        if let Some(said) = answers::load(tx, facts.id, facts.key).await? {
            match (said.xml, version_of(tx, facts.id).await?) {
                (Some(xml), Some(whole)) => {
                    let planned = plan::plan(&whole, &xml, facts.opened_at, permit.act().case);
                    show(&mut seen, planned, groups);
                }
                _ => (seen.kept, seen.queued) = (said.kept, said.queued),
            }
        }
        if !groups.has(DataGroup::Incident) {
            seen.kept.clear();
        }
        outcomes(tx, &mut seen).await?;
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(facts.id);
        Ok(seen)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.submission)
    }
}

async fn version_of(tx: &mut Tx, submission: Id) -> Result<Option<Whole>> {
    let row = tx
        .row(
            "select version_id from field_instance where submission_id = $1 order by instance_tag limit 1",
            &[submission.into()],
        )
        .await?;
    match row.map(|row| row.id_opt(0)).transpose()?.flatten() {
        Some(version) => shelf::kept(tx, version).await.map(Some),
        None => Ok(None),
    }
}

fn show(seen: &mut Reviewed, planned: std::result::Result<Plan, NoPlan>, groups: Groups) {
    let plan = match planned {
        Ok(plan) => plan,
        Err(no) => {
            seen.needs_case = no == NoPlan::NoTarget;
            seen.problems = match no {
                NoPlan::Answers(problems) => problems,
                NoPlan::Mapping(problems) => problems
                    .into_iter()
                    .map(|problem| (problem.what, problem.code.code().to_owned()))
                    .collect(),
                NoPlan::NoTarget | NoPlan::Unreadable(_) => Vec::new(),
            };
            return;
        }
    };
    for (position, thing) in plan.things.iter().enumerate() {
        let mut shown = Vec::new();
        for (meta, draft) in thing.drafts() {
            let visible = meta.fields.iter().filter(|field| groups.has(field.group));
            shown.extend(visible.filter_map(|field| {
                let text = draft.text(field.name);
                (!text.is_empty()).then(|| (meta, field, text.to_owned()))
            }));
        }
        let target = match thing {
            plan::Thing::Visit { id, .. } => Some(*id),
            _ => None,
        };
        seen.things.push(PlannedSeen {
            position,
            meta: thing.meta(),
            step: thing.step().map(str::to_owned),
            target,
            fields: shown,
            outcome: None,
            record: None,
        });
    }
    seen.kept.clone_from(&plan.kept);
    seen.plan = Some(plan);
}

async fn outcomes(tx: &mut Tx, seen: &mut Reviewed) -> Result<()> {
    let rows = tx
        .rows(
            "select position, outcome, record_id, kind, step from field_outcome where submission_id = $1 order by position",
            &[seen.id.into()],
        )
        .await?;
    for row in &rows {
        let position = usize::try_from(row.int(0)?).unwrap_or_default();
        let (outcome, record) = (row.text(1)?, row.id_opt(2)?);
        if let (DONE, Some(record)) = (outcome.as_str(), record) {
            seen.done.insert(position, record);
        }
        if !seen.things.iter().any(|thing| thing.position == position)
            && let Some(meta) = kinds::by_slug(&row.text(3)?)
        {
            // The answers are gone or were shared out; what became of them is still known.
            let (step, fields) = (row.text_opt(4)?, Vec::new());
            let thing =
                PlannedSeen { position, meta, step, target: None, fields, outcome: None, record: None };
            seen.things.push(thing);
        }
        if let Some(thing) = seen.things.iter_mut().find(|thing| thing.position == position) {
            (thing.outcome, thing.record) = (Some(outcome), record);
        }
    }
    Ok(())
}
