//! What people do who do not sign in: they report, keep their receipt, come back and write.

use std::sync::atomic::{AtomicUsize, Ordering};

use model::kinds::Report;
use model::{Draft, Id, Lang};
use node::acts::intake::{AnswerReporter, FileReport, PUBLIC_FIELDS, WriteAsReporter};
use node::acts::{List, ListQuery};
use node::{Actor, Error, Node, Result};

use super::super::plan::{Key, PostKey};
use super::found::{Stage, act};

/// A report that somebody filed, with the receipt they got.
#[derive(Debug)]
pub(crate) struct Filed {
    pub(crate) report: Id,
    receipt: String,
}

/// Files a public report. The reporter learns the receipt alone; the post that receives it finds it at the top of its list.
pub(crate) async fn file_report(
    node: &Node,
    stage: &Stage,
    receiver: PostKey,
    draft: &Draft,
    acts: &AtomicUsize,
) -> Result<Filed> {
    let mut draft = draft.clone();
    // Channel and mode follow from how it was told; the node fills them in.
    draft.0.retain(|field, _| PUBLIC_FIELDS.contains(&field.as_str()));
    let organisation = Some(stage.organisation(receiver)?);
    let file = FileReport { organisation, draft, work: None, source: None };
    acts.fetch_add(1, Ordering::Relaxed);
    let filed = node.perform_as(node.new_public_id(), &Actor::public(Lang::Id), file).await?;
    let query = ListQuery {
        filters: [("channel".to_owned(), "web".to_owned())].into(),
        limit: 20,
        ..ListQuery::default()
    };
    let listed = act(node, acts, stage.actor(receiver)?, List::<Report>::new(query)).await?;
    let new = listed.rows.iter().map(|row| row.envelope.id).find(|id| !stage.knows(*id));
    Ok(Filed { report: new.ok_or(Error::NotFound)?, receipt: filed.receipt.as_str().to_owned() })
}

/// A message in the thread of a report, by its reporter or by the post that has it.
pub(crate) async fn say(
    node: &Node,
    stage: &Stage,
    (post, report): (PostKey, Key),
    (by_reporter, text): (bool, &str),
    acts: &AtomicUsize,
) -> Result<()> {
    let filed = stage.filed(report)?;
    let text = text.to_owned();
    if by_reporter {
        let write = WriteAsReporter { receipt: filed.receipt.clone(), text, source: None };
        acts.fetch_add(1, Ordering::Relaxed);
        node.perform_as(node.new_public_id(), &Actor::public(Lang::Id), write).await?;
    } else {
        act(node, acts, stage.actor(post)?, AnswerReporter { report: filed.report, text }).await?;
    }
    Ok(())
}
