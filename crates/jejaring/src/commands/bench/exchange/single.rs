//! Envelopes of 2 KiB to one recipient: queued, carried, and both at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::future::try_join_all;
use model::{Draft, Id};
use node::acts::exchange::AskInformation;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::super::figures::{rate, round};
use super::super::tell;
use super::pair::Pair;
use super::pure::words;
use crate::exchange::Post;
use crate::failure::{Failure, Result};

/// Ticks of the processor clock in a second, as Linux counts them for everybody.
const TICKS: f64 = 100.0;

/// Seconds of processor time of this process, threads and all.
fn processor() -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = told.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / TICKS
}

/// How long something took, by the wall and by the processor.
struct Span {
    began: Instant,
    processor: f64,
}

impl Span {
    fn start() -> Self {
        Self { began: Instant::now(), processor: processor() }
    }

    fn json(&self, envelopes: u32) -> Value {
        let took = self.began.elapsed();
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let cores = u32::try_from(cores).map_or(1.0, f64::from);
        let busy = (processor() - self.processor) / (took.as_secs_f64() * cores).max(1e-9);
        json!({
            "per_second": rate(envelopes as usize, took), "seconds": round(took.as_secs_f64()),
            "processor_share": round(busy),
            "bounded_by": if busy > 0.75 { "processor" } else { "disk and waiting" },
        })
    }
}

/// Measures queueing alone, carrying alone, and everything together.
pub(super) async fn measure(pair: &Pair, envelopes: u32, writers: u32) -> Result<Value> {
    let to = pair.peer().await?;
    // The first ones open connections and prepare statements.
    write(pair, to, 50.min(envelopes), writers).await?;
    carry(pair).await?;
    tell(format_args!("{envelopes} envelopes, queued and then carried"));
    let span = Span::start();
    write(pair, to, envelopes, writers).await?;
    let queued = span.json(envelopes);
    let span = Span::start();
    let rounds = carry(pair).await?;
    let carried = span.json(envelopes);
    tell(format_args!("{envelopes} envelopes, written and carried at the same time"));
    let span = Span::start();
    let (written, carried_too) =
        tokio::join!(write(pair, to, envelopes, writers), carry_until(pair, envelopes));
    written?;
    carried_too?;
    let together = span.json(envelopes);
    Ok(json!({
        "envelopes": envelopes, "writers": writers, "body_bytes": words().len(), "queued": queued, "carried": carried,
        "rounds": rounds, "end_to_end": together,
    }))
}

async fn write(pair: &Pair, to: Id, envelopes: u32, writers: u32) -> Result<()> {
    let next = Arc::new(AtomicU32::new(0));
    let one = || {
        let (node, boss, next) = (pair.from.node.clone(), pair.from.boss.clone(), next.clone());
        async move {
            while next.fetch_add(1, Ordering::Relaxed) < envelopes {
                let needed = node.now().plus(5 * model::time::DAY).date(model::time::Zone::default());
                let draft = Draft::default().with("question", words()).with("needed_by", needed.to_string());
                node.perform(&boss, AskInformation { to, case: None, draft }).await?;
            }
            Ok::<(), Failure>(())
        }
    };
    try_join_all((0..writers).map(|_| tokio::spawn(one())))
        .await
        .map_err(|_| Failure::new("a writer broke off"))?
        .into_iter()
        .collect()
}

/// Carries until nothing waits; answers how many rounds that took.
pub(super) async fn carry(pair: &Pair) -> Result<u32> {
    let (mut post, mut rounds) = (pair.post(), 0);
    while post.round().await > 0 {
        rounds += 1;
    }
    settled(pair).await?;
    Ok(rounds)
}

async fn carry_until(pair: &Pair, envelopes: u32) -> Result<()> {
    let (mut post, mut carried) = (pair.post(), 0);
    while carried < envelopes as usize {
        carried += some(&mut post).await;
    }
    while post.round().await > 0 {}
    settled(pair).await
}

async fn some(post: &mut Post) -> usize {
    let count = post.round().await;
    if count == 0 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    count
}

/// Everything that can arrive has been receipted.
async fn settled(pair: &Pair) -> Result<()> {
    let waiting = pair.from.node.exchange_health().await?.silent;
    match waiting.iter().find(|(member, _)| member.ends_with("UKUR-DUA")) {
        None => Ok(()),
        Some(_) => Err(Failure::new("an envelope was not receipted: the figures say nothing")),
    }
}
