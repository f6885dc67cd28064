//! Seven nodes and a network that loses, doubles, delays and reorders, that parts and heals, with clocks that differ, members that
//! are suspended and change their keys meanwhile, and nodes that stop and start again after any step. Every history follows from
//! its seed alone.
//!
//! `cargo xtask histories --n 10000` runs more of them. A history that fails is shortened, its seed is printed, and it belongs into
//! `kept.txt`, which every run plays first.

mod check;
mod dice;
mod ground;
mod play;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) use dice::Dice;
use ground::Ground;
use play::Sim;

/// Histories in an ordinary run.
const HISTORIES: u64 = 200;
/// Steps of a history, before the network heals.
const STEPS: usize = 36;
/// Seeds of histories that failed once, with their steps.
const KEPT: &str = include_str!("kept.txt");

/// Plays one history of so many steps; says what went wrong.
async fn history(ground: &Ground, seed: u64, steps: usize) -> Result<(), String> {
    let mut sim = Sim::new(ground, seed).await;
    for _ in 0..steps {
        sim.step().await;
    }
    sim.heal().await?;
    check::everything(&sim).await
}

/// The fewest steps with which a history still fails.
async fn shortened(ground: &Ground, seed: u64) -> usize {
    let (mut fine, mut bad) = (0, STEPS);
    while bad - fine > 1 {
        let middle = fine + (bad - fine) / 2;
        match history(ground, seed, middle).await {
            Ok(()) => fine = middle,
            Err(_) => bad = middle,
        }
    }
    bad
}

fn kept() -> Vec<(u64, usize)> {
    let lines = KEPT.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let read = |line: &str| {
        line.split_once(' ').map(|(seed, steps)| (seed.parse().unwrap(), steps.parse().unwrap()))
    };
    lines.map(|line| read(line).expect("a seed and its steps")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_history_loses_doubles_or_widens() {
    let histories =
        std::env::var("JEJARING_HISTORIES").ok().and_then(|text| text.parse().ok()).unwrap_or(HISTORIES);
    let first = std::env::var("JEJARING_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let ground = Arc::new(Ground::new().await);
    for (seed, steps) in kept() {
        history(&ground, seed, steps)
            .await
            .unwrap_or_else(|why| panic!("history {seed} of {steps} steps: {why}"));
    }
    let next = Arc::new(AtomicU64::new(first));
    let player = || {
        let (ground, next) = (ground.clone(), next.clone());
        tokio::spawn(async move {
            loop {
                let seed = next.fetch_add(1, Ordering::SeqCst);
                if seed >= first + histories {
                    return None;
                }
                if let Err(why) = history(&ground, seed, STEPS).await {
                    return Some((seed, why));
                }
            }
        })
    };
    for player in [player(), player()] {
        if let Some((seed, why)) = player.await.unwrap() {
            let steps = shortened(&ground, seed).await;
            panic!("history {seed}: {why}\nKeep it: add the line `{seed} {steps}` to simulation/kept.txt");
        }
    }
}
