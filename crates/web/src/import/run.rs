//! Runs in the background, so that a list of 100,000 rows needs no patient browser.

use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::time::Duration;

use formats::{Claim, KnownNames, ReadOptions, TableReader, open_table_with, synonyms};
use model::Id;
use node::Actor;
use node::import::{ColumnMap, Ended, RunOptions, Summary, run_import};

use super::store::{Held, Run};
use crate::state::WebState;

/// A short list is done before its page is drawn.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// Opens the table of a file.
pub(super) fn open(bytes: &[u8], ending: &str) -> Result<TableReader, formats::FormatError> {
    let known = KnownNames::of(synonyms::CASE);
    let knows = |heading: &str| known.knows(heading);
    let options = ReadOptions { known_name: Some(&knows), ..ReadOptions::default() };
    let name = format!("list.{ending}");
    open_table_with(bytes, &Claim::named(&name), &options)
}

/// Starts a run and waits a moment for it.
pub(super) async fn start(state: &WebState, actor: &Actor, owner: &str, id: Id, held: &Held, run: &Run) {
    let (node, imports, now) = (state.node.clone(), state.imports.clone(), state.node.now());
    let (actor, owner, run) = (actor.clone(), owner.to_owned(), run.clone());
    let (bytes, ending, columns) = (held.bytes.clone(), held.ending.clone(), held.columns.clone());
    let task = tokio::spawn(async move {
        let opened = tokio::task::spawn_blocking(move || open(&bytes, &ending)).await;
        let summary = match (opened, ColumnMap::by_column(&columns)) {
            (Ok(Ok(table)), Ok(map)) => {
                let options = RunOptions { post: None, dry_run: run.dry, take_likely: run.take_likely };
                let progress = |summary: &Summary| {
                    if let Ok(mut so_far) = run.so_far.lock() {
                        so_far.rows = summary.rows;
                    }
                    let stopped = run.stop.load(Ordering::Relaxed);
                    if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                };
                run_import(&node, &actor, table, &map, options, progress).await
            }
            (Ok(Err(error)), _) => Summary { ended: Ended::Broken(error), ..Summary::default() },
            _ => Summary { ended: Ended::Stopped, ..Summary::default() },
        };
        let whole = matches!(summary.ended, Ended::Whole);
        if let Ok(mut so_far) = run.so_far.lock() {
            so_far.rows = summary.rows;
            so_far.summary = Some(summary.into());
        }
        if whole && !run.dry {
            // Taken in: the file has done its work.
            imports.with(id, &owner, now, |held| held.bytes = Vec::new().into());
        }
    });
    // The run goes on when the page does not wait any longer.
    drop(tokio::time::timeout(PATIENCE, task).await);
}
