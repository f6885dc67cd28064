//! Figures about the running node, without a word about anybody: which acts, how they ended, how long they took.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::node::Node;

/// Upper bounds of the latency buckets, in seconds.
const BOUNDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Counters of one process since it started.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    tallies: Mutex<Tallies>,
}

#[derive(Debug, Default)]
struct Tallies {
    acts: BTreeMap<(&'static str, &'static str), u64>,
    buckets: [u64; BOUNDS.len()],
    seconds: f64,
    count: u64,
    carried: u64,
}

impl Metrics {
    /// Notes one act.
    pub(crate) fn note<T>(&self, slug: &'static str, result: &Result<T>, took: Duration) {
        let mut tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        *tallies.acts.entry((slug, outcome(result))).or_default() += 1;
        let took = took.as_secs_f64();
        for (bucket, bound) in tallies.buckets.iter_mut().zip(BOUNDS) {
            *bucket += u64::from(took <= bound);
        }
        tallies.seconds += took;
        tallies.count += 1;
    }

    /// Notes that something was refused because it carried a picture or a file, and that this was written down.
    pub(crate) fn note_carried(&self) {
        self.tallies.lock().unwrap_or_else(PoisonError::into_inner).carried += 1;
    }

    fn list(&self) -> Vec<(String, f64)> {
        let tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = Vec::with_capacity(tallies.acts.len() + BOUNDS.len() + 3);
        for ((slug, outcome), count) in &tallies.acts {
            out.push((
                format!("jejaring_acts_total{{act=\"{slug}\",outcome=\"{outcome}\"}}"),
                figure(*count),
            ));
        }
        out.push(("jejaring_files_refused_total".to_owned(), figure(tallies.carried)));
        for (bound, count) in BOUNDS.iter().zip(tallies.buckets) {
            out.push((format!("jejaring_act_seconds_bucket{{le=\"{bound}\"}}"), figure(count)));
        }
        out.push(("jejaring_act_seconds_bucket{le=\"+Inf\"}".to_owned(), figure(tallies.count)));
        out.push(("jejaring_act_seconds_sum".to_owned(), tallies.seconds));
        out.push(("jejaring_act_seconds_count".to_owned(), figure(tallies.count)));
        out
    }
}

/// Prometheus knows one type of number; counts stay exact up to 2^53.
#[allow(clippy::cast_precision_loss, reason = "counts below 2^53")]
fn figure(count: u64) -> f64 {
    count as f64
}

const fn outcome<T>(result: &Result<T>) -> &'static str {
    match result {
        Ok(_) => "done",
        Err(Error::NotFound) => "not-found",
        Err(Error::Denied(_) | Error::NotSignedIn) => "denied",
        Err(Error::Invalid(_)) => "invalid",
        Err(Error::Refused(_) | Error::TooMany(_)) => "refused",
        Err(Error::Conflict | Error::AlreadyDone) => "conflict",
        Err(_) => "failed",
    }
}

impl Node {
    /// Figures in the order and form of the Prometheus text format: name with labels, value. Instants are in seconds, sizes in
    /// bytes. None of them names a person, a place or a record.
    ///
    /// # Errors
    /// [`Error::Storage`] when the database does not answer.
    pub async fn metrics(&self) -> Result<Vec<(String, f64)>> {
        let mut out = self.tallies().list();
        let db = self.db();
        let count = |counter: &std::sync::atomic::AtomicU64| {
            figure(counter.load(std::sync::atomic::Ordering::Relaxed))
        };
        out.push(("jejaring_writes_committed_total".into(), count(&db.counts().kept)));
        out.push(("jejaring_commits_total".into(), count(&db.counts().groups)));
        out.push(("jejaring_commits_failed_total".into(), count(&db.counts().failed)));
        out.push(("jejaring_statements_total".into(), count(db.asked())));
        out.push(("jejaring_queue_length".into(), figure(db.queued() as u64)));
        out.push(("jejaring_disk_full".into(), f64::from(u8::from(db.reserve().is_full()))));
        let (waiting, placed, size) = db.read(|tx| Box::pin(stored(tx))).await?;
        out.push(("jejaring_journal_waiting_entries".into(), waiting));
        out.push(("jejaring_journal_placed_entries".into(), placed));
        out.push(("jejaring_database_bytes".into(), size));
        Ok(out)
    }
}

async fn stored(tx: &mut Tx) -> Result<(f64, f64, f64)> {
    let size = crate::db::dialect::size(tx.engine());
    let mut figures = [0.0; 3];
    let questions = ["select count(*) from waiting", "select max(size) from tree_head", size];
    for (into, question) in figures.iter_mut().zip(questions) {
        let number = tx.row(question, &[]).await?.map_or(Ok(None), |row| row.int_opt(0))?;
        *into = figure(u64::try_from(number.unwrap_or(0)).unwrap_or(0));
    }
    let [waiting, placed, size] = figures;
    Ok((waiting, placed, size))
}
