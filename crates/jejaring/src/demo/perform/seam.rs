//! The acts of other branches, in one place until they are merged.

use std::sync::atomic::AtomicUsize;

use model::kinds::{Case, Report};
use model::{Draft, Id};
use node::acts::Open;
use node::{Actor, Node, Result};

use super::super::plan::PostKey;
use super::found::{Stage, act};

/// A case about to be opened.
pub(crate) struct Opening<'a> {
    pub(crate) child: &'a Draft,
    pub(crate) case: &'a Draft,
    pub(crate) report: Option<Id>,
    pub(crate) custodian: Id,
}

/// Opens a case. SEAM: without the child and the report until `OpenCase` is there.
pub(crate) async fn open_case(
    node: &Node,
    actor: &Actor,
    opening: Opening<'_>,
    acts: &AtomicUsize,
) -> Result<Id> {
    let _ = opening.child;
    if let Some(report) = opening.report {
        let draft = Draft::default().with("triage_outcome", "advice_given");
        act(node, acts, actor, node::acts::Move::<Report>::new(report, "triage", draft)?).await?;
    }
    let case = Open::<Case>::root(opening.case.clone()).with_custodian(opening.custodian);
    Ok(act(node, acts, actor, case).await?.id)
}

/// Files a public report. SEAM: by the post itself until `FileReport` is there.
pub(crate) async fn file_report(
    node: &Node,
    stage: &Stage,
    receiver: PostKey,
    draft: &Draft,
    acts: &AtomicUsize,
) -> Result<Id> {
    let report = Open::<Report>::root(draft.clone()).with_custodian(stage.post(receiver)?);
    Ok(act(node, acts, stage.actor(receiver)?, report).await?.id)
}

/// A message in a thread. SEAM: nothing until threads are there.
pub(crate) async fn say(
    _node: &Node,
    _stage: &Stage,
    _to: (PostKey, Id),
    _message: (bool, &str),
    _acts: &AtomicUsize,
) -> Result<()> {
    Ok(())
}
