//! Envelopes of 2 KiB to one recipient: queued, carried, and both at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::future::try_join_all;
use model::{Draft, Id};
use node::Node;
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

/// Statements, commits and writes that shared them, on one node so far.
async fn asked(node: &Node) -> Result<[f64; 3]> {
    let figures = node.metrics().await?;
    let names = ["jejaring_statements_total", "jejaring_commits_total", "jejaring_writes_committed_total"];
    Ok(names.map(|name| figures.iter().find(|(known, _)| known == name).map_or(0.0, |(_, value)| *value)))
}

/// How long something took, by the wall and by the processor, and what was asked of either database for it.
struct Span {
    began: Instant,
    processor: f64,
    asked: [[f64; 3]; 2],
}

impl Span {
    async fn start(pair: &Pair) -> Result<Self> {
        let asked = [asked(&pair.from.node).await?, asked(&pair.to.node).await?];
        Ok(Self { began: Instant::now(), processor: processor(), asked })
    }

    async fn json(&self, pair: &Pair, envelopes: u32) -> Result<Value> {
        let took = self.began.elapsed();
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let cores = u32::try_from(cores).map_or(1.0, f64::from);
        let busy = (processor() - self.processor) / (took.as_secs_f64() * cores).max(1e-9);
        let mut sides = Vec::new();
        for (node, before) in [&pair.from.node, &pair.to.node].into_iter().zip(self.asked) {
            let [statements, commits, writes] = asked(node).await?;
            let [first, second, third] = before;
            let each = |after: f64, before: f64| round((after - before) / f64::from(envelopes));
            sides.push(json!({
                "statements_per_envelope": each(statements, first), "commits_per_envelope": each(commits, second),
                "acts_per_envelope": each(writes, third),
            }));
        }
        Ok(json!({
            "per_second": rate(envelopes as usize, took), "seconds": round(took.as_secs_f64()),
            "processor_share": round(busy),
            "bounded_by": if busy > 0.75 { "processor" } else { "disk and waiting" },
            "sender_and_receiver": sides,
        }))
    }
}

/// Measures queueing alone, carrying alone, and everything together.
pub(super) async fn measure(pair: &Pair, envelopes: u32, writers: u32) -> Result<Value> {
    let to = pair.peer().await?;
    // The first ones open connections and prepare statements.
    write(pair, to, 50.min(envelopes), writers).await?;
    carry(pair).await?;
    tell(format_args!("{envelopes} envelopes, queued and then carried"));
    let span = Span::start(pair).await?;
    write(pair, to, envelopes, writers).await?;
    let queued = span.json(pair, envelopes).await?;
    let span = Span::start(pair).await?;
    let rounds = carry(pair).await?;
    let carried = span.json(pair, envelopes).await?;
    tell(format_args!("{envelopes} envelopes, written and carried at the same time"));
    let span = Span::start(pair).await?;
    let (written, carried_too) =
        tokio::join!(write(pair, to, envelopes, writers), carry_until(pair, envelopes));
    written?;
    carried_too?;
    let together = span.json(pair, envelopes).await?;
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
