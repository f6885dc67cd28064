//! Comparing every candidate pair on all threads, and keeping those that may be of one child.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::block::{Blocks, RULES};
use super::model::{Evidence, Model};
use super::people::People;

/// A pair worth keeping: two places in the order of records, the smaller first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edge {
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) evidence: Evidence,
}

/// Pairs that one task compares, about.
const TASK: u64 = 100_000;

/// Compares all candidate pairs. Gives those above [`Model::keep`], ordered, and how many pairs were compared.
pub(crate) fn compare_all(
    people: &People,
    blocks: &Blocks,
    model: &Model,
    threads: usize,
) -> (Vec<Edge>, u64) {
    let tasks = tasks(blocks);
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut edges, mut compared) = (Vec::new(), 0);
        while let Some((rule, from, to)) = tasks.get(next.fetch_add(1, Ordering::Relaxed)).copied() {
            for bounds in blocks.of_rule(rule).get(from..to).unwrap_or_default() {
                compared += one_block(people, blocks, model, rule, blocks.members(rule, *bounds), &mut edges);
            }
        }
        (edges, compared)
    };
    let (mut all, mut compared) = (Vec::new(), 0);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            let (edges, count): (Vec<Edge>, u64) = worker.join().unwrap_or_default();
            compared += count;
            // There are millions: no more room than they take.
            all.reserve_exact(edges.len());
            all.extend(edges);
        }
    });
    all.sort_unstable_by_key(|edge: &Edge| (edge.a, edge.b));
    (all, compared)
}

fn one_block(
    people: &People,
    blocks: &Blocks,
    model: &Model,
    rule: usize,
    members: &[u32],
    edges: &mut Vec<Edge>,
) -> u64 {
    let mut compared = 0;
    for (nth, a) in members.iter().enumerate() {
        let (Some(left), keys) = (people.records.get(*a as usize), blocks.keys_of(*a)) else { continue };
        for b in members.iter().skip(nth + 1) {
            if Blocks::seen_before(&keys, &blocks.keys_of(*b), rule) {
                continue;
            }
            let Some(right) = people.records.get(*b as usize) else { continue };
            compared += 1;
            let pattern = people.compare(left, right);
            let evidence = model.weigh(&pattern);
            if model.score(model.without_nik(&pattern, evidence)) >= model.keep {
                edges.push(Edge { a: *a.min(b), b: *a.max(b), evidence });
            }
        }
    }
    compared
}

/// Runs of blocks of about equal work: rule, first block, last block.
fn tasks(blocks: &Blocks) -> Vec<(usize, usize, usize)> {
    let mut tasks = Vec::new();
    for rule in 0..RULES.len() {
        let (mut from, mut load) = (0, 0);
        let bounds = blocks.of_rule(rule);
        for (at, (first, last)) in bounds.iter().enumerate() {
            let size = u64::from(last - first);
            load += size * size / 2 + 1;
            if load >= TASK {
                tasks.push((rule, from, at + 1));
                (from, load) = (at + 1, 0);
            }
        }
        if from < bounds.len() {
            tasks.push((rule, from, bounds.len()));
        }
    }
    tasks
}
