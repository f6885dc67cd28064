//! One event, as the act or the few acts that it stands for.

use std::sync::atomic::{AtomicUsize, Ordering};

use model::kinds::{Assessment, Case, FollowUp, LegalProcess, PlanGoal, Report, Service};
use model::{Date, Draft, Id, Kind};
use node::acts::desk::{Approve, RequestApproval};
use node::acts::people::{NewCase, OpenCase, SearchPeople};
use node::acts::{AddDecision, List, ListQuery, Move, Open};
use node::registry;
use node::{Actor, Error, Node, Result};

use super::super::plan::{Event, Key, Part, What};
use super::at;
use super::found::{Stage, act};
use super::{practice, public};

/// Carries out an event; answers what it made, for events to come.
pub(crate) async fn perform(
    node: &Node,
    stage: &Stage,
    event: &Event,
    acts: &AtomicUsize,
) -> Result<Option<(Key, Id)>> {
    let actor = stage.actor(event.who)?;
    let done = match &event.what {
        What::Tenure { .. } | What::PublicReport { .. } => None,
        What::AskApproval { key, case } => {
            let draft = Draft::default().with("approval_type", "closure");
            let ask = RequestApproval { case: stage.made(*case)?, draft, recipient: None };
            Some((*key, act(node, acts, actor, ask).await?.id))
        }
        What::Approve { approval, .. } => {
            let approve = Approve { approval: stage.made(*approval)?, granted: true, note: String::new() };
            act(node, acts, actor, approve).await?;
            None
        }
        What::OpenRoot { key, kind, draft } => {
            acts.fetch_add(1, Ordering::Relaxed);
            let kind = registry::kind(kind).ok_or(Error::NotFound)?;
            Some((*key, kind.open(node, node.new_id(), actor, None, draft.clone()).await?.id))
        }
        What::OpenPlace { key, name, sex, places } => {
            Some((*key, practice::open_place(node, acts, actor, (name, *sex, *places)).await?))
        }
        What::TakePlace { service, place, .. } => {
            practice::take_place(node, acts, actor, (stage.made(*service)?, stage.made(*place)?)).await?;
            None
        }
        What::Assemble { conference, posts, .. } => {
            let posts = posts.iter().map(|post| stage.post(*post)).collect::<Result<Vec<_>>>()?;
            practice::assemble(node, acts, actor, stage.made(*conference)?, &posts).await?;
            None
        }
        What::Decide { key, conference, draft, .. } => {
            let decide = AddDecision {
                conference: stage.made(*conference)?,
                post: stage.post(event.who)?,
                draft: draft.clone(),
            };
            Some((*key, act(node, acts, actor, decide).await?.id))
        }
        What::Report { key, draft } => {
            let report = Open::<Report>::root(draft.clone()).with_custodian(stage.post(event.who)?);
            Some((*key, act(node, acts, actor, report).await?.id))
        }
        What::Say { report, by_reporter, text } => {
            public::say(node, stage, (event.who, *report), (*by_reporter, text), acts).await?;
            None
        }
        What::StepReport { report, action, draft } => {
            step::<Report>(node, acts, actor, (stage.made(*report)?, action, draft)).await?;
            None
        }
        What::OpenCase { key, child, case, report, custodian } => {
            let report = report.map(|report| stage.made(report)).transpose()?;
            let custodian = stage.post(*custodian)?;
            let opened = open_case(node, acts, actor, (child, case), report, custodian).await?;
            Some((*key, opened))
        }
        What::StepCase { case, action, draft } => {
            // Contact, closing and reopening change which follow-ups are due.
            stage.forget_due(*case);
            step::<Case>(node, acts, actor, (stage.made(*case)?, action, draft)).await?;
            None
        }
        What::OpenPart { key, part, case, draft } => {
            Some((*key, open_part(node, acts, actor, *part, (stage.made(*case)?, draft)).await?))
        }
        What::StepPart { key, part, action, draft, .. } => {
            step_part(node, acts, actor, *part, (stage.made(*key)?, action, draft)).await?;
            None
        }
        What::StepFollowUp { case, action, draft } => {
            let due = due_about(node, acts, (stage, actor), *case, event.on).await?;
            // The next visit follows by itself.
            stage.forget_due(*case);
            step::<FollowUp>(node, acts, actor, (due, action, draft)).await?;
            None
        }
    };
    Ok(done)
}

/// A case after a search for the child, as everybody opens one. The plan knows that the child is another than those found.
async fn open_case(
    node: &Node,
    acts: &AtomicUsize,
    actor: &Actor,
    (child, case): (&Draft, &Draft),
    report: Option<Id>,
    custodian: Id,
) -> Result<Id> {
    let mut asked = Draft::default();
    for field in ["name", "birth_year", "birth_day", "nik", "phone"] {
        if !child.text(field).is_empty() {
            asked.set(field, child.text(field));
        }
    }
    let found = act(node, acts, actor, SearchPeople::form(asked)).await?;
    let mut open = OpenCase::new(NewCase::child(case.clone(), child.clone()), found.search)
        .with_custodian(custodian)
        .confirmed_not_duplicate();
    if let Some(report) = report {
        open = open.from_report(report);
    }
    Ok(act(node, acts, actor, open).await?.id)
}

type Step<'a> = (Id, &'static str, &'a Draft);

async fn step<K: Kind>(
    node: &Node,
    acts: &AtomicUsize,
    actor: &Actor,
    (id, action, draft): Step<'_>,
) -> Result<()> {
    act(node, acts, actor, Move::<K>::new(id, action, draft.clone())?).await?;
    Ok(())
}

async fn open_part(
    node: &Node,
    acts: &AtomicUsize,
    actor: &Actor,
    part: Part,
    (case, draft): (Id, &Draft),
) -> Result<Id> {
    let draft = draft.clone();
    let opened = match part {
        Part::Assessment => act(node, acts, actor, Open::<Assessment>::part(case, draft)).await?,
        Part::Goal => act(node, acts, actor, Open::<PlanGoal>::part(case, draft)).await?,
        Part::Service => act(node, acts, actor, Open::<Service>::part(case, draft)).await?,
        Part::Legal => act(node, acts, actor, Open::<LegalProcess>::part(case, draft)).await?,
        Part::Other(slug) => {
            acts.fetch_add(1, Ordering::Relaxed);
            let kind = registry::kind(slug).ok_or(Error::NotFound)?;
            kind.open(node, node.new_id(), actor, Some(case), draft).await?
        }
    };
    Ok(opened.id)
}

async fn step_part(
    node: &Node,
    acts: &AtomicUsize,
    actor: &Actor,
    part: Part,
    taken: Step<'_>,
) -> Result<()> {
    match part {
        Part::Assessment => step::<Assessment>(node, acts, actor, taken).await,
        Part::Goal => step::<PlanGoal>(node, acts, actor, taken).await,
        Part::Service => step::<Service>(node, acts, actor, taken).await,
        Part::Legal => step::<LegalProcess>(node, acts, actor, taken).await,
        Part::Other(slug) => {
            acts.fetch_add(1, Ordering::Relaxed);
            let (id, action, draft) = taken;
            let kind = registry::kind(slug).ok_or(Error::NotFound)?;
            kind.step(node, node.new_id(), actor, id, action, draft.clone()).await.map(drop)
        }
    }
}

/// The follow-up of a case that was to be made about this day. The worker looks at the list once, as in real work, and
/// knows it until something changes what is due.
async fn due_about(
    node: &Node,
    acts: &AtomicUsize,
    (stage, actor): (&Stage, &Actor),
    case: Key,
    day: Date,
) -> Result<Id> {
    let about = at(day, 12);
    if let Some(known) = stage.take_due(case, about) {
        return Ok(known);
    }
    let query = ListQuery {
        filters: [("state".to_owned(), "due".to_owned())].into(),
        root: Some(stage.made(case)?),
        limit: 10,
        ..ListQuery::default()
    };
    let listed = act(node, acts, actor, List::<FollowUp>::new(query)).await?;
    let due = listed.rows.iter().filter_map(|row| Some((row.envelope.id, row.envelope.due_at?)));
    stage.keep_due(case, due.collect());
    stage.take_due(case, about).ok_or(Error::NotFound)
}
