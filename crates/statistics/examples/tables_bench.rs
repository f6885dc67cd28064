//! Times suppression, audit, rounding and perturbation on tables up to 38 × 6 × 12 and prints one JSON object.
//!
//! `cargo run --release -p statistics --example tables_bench -- [CHILDREN]`
#![allow(clippy::print_stdout, reason = "a measurement prints")]

use std::time::Instant;

use serde_json::{Value, json};
use statistics::perturb::{Noise, PerturbationTable};
use statistics::protect::{Depth, Effort, Problem, audit, round, suppress};
use statistics::table::{Counted, Dimension, Layout, Request, SumCounter};
use statistics::{Result, Rule};

/// Invented counts with long tails: a few large provinces, many cells with hardly anybody.
fn invented(sizes: [usize; 3], children: u64) -> Result<Counted> {
    let dimension = |(name, size): (&str, usize)| {
        // The bin of the unknown is one of the categories.
        Dimension::flat(name, (1..size).map(|at| format!("{at:02}")))
    };
    let named = ["province", "sex_and_age", "form"].into_iter().zip(sizes).map(dimension);
    let layout = Layout::new(named.collect::<Result<Vec<_>>>()?)?;
    let mut counter = SumCounter::new(layout, true);
    let mut dice = 0x9E37_79B9_7F4A_7C15_u64;
    let mut roll = |below: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % below.max(1)
    };
    for _ in 0..children {
        // The smaller of two throws falls on the first categories more often.
        let mut skewed = |size: usize, throws: usize| {
            let least = (0..throws).map(|_| roll(size as u64)).min().unwrap_or(0);
            usize::try_from(least).unwrap_or(0) + 1
        };
        let leaves = [skewed(sizes[0], 3), skewed(sizes[1], 1), skewed(sizes[2], 2)];
        counter.add(Some(1), &leaves)?;
    }
    Ok(counter.finish())
}

fn measure(sizes: [usize; 3], children: u64, linked: bool) -> Result<Value> {
    let counted = invented(sizes, children)?;
    let names = ["province", "sex_and_age", "form"];
    let requests = if linked {
        vec![Request::by(&names[..2]), Request::by(&names[1..]), Request::by(&[names[0], names[2]])]
    } else {
        vec![Request::by(&names)]
    };
    let problem = Problem::new(&counted, &requests, Rule::default())?;
    let (searched, search) = timed(|| suppress(&problem, Effort::Search))?;
    let (outcome, suppression) = timed(|| suppress(&problem, Effort::Bounded))?;
    let (audited, auditing) = timed(|| audit(&problem, &outcome.pattern, Depth::Proof))?;
    let (rounded, rounding) = timed(|| round(&problem, 5))?;
    let (shown, perturbation) =
        timed(|| Ok(PerturbationTable::new(Noise::default())?.apply(&counted).len()))?;
    Ok(json!({
        "size": sizes, "children": children, "linked": linked, "cells": problem.offered(),
        "primary": outcome.primary, "complementary": outcome.complementary, "cost": outcome.cost,
        "bound": outcome.bound, "gap": outcome.gap(), "cost_of_search": searched.cost,
        "audit": { "safe": audited.is_safe(), "programs": audited.programs, "fractional": audited.fractional,
            "narrowest": audited.narrowest() },
        "rounding": { "additive": rounded.additive, "window": rounded.window,
            "largest_change": rounded.largest_change },
        "perturbed_cells": shown,
        "seconds": { "suppression": suppression, "search_alone": search, "audit": auditing, "rounding": rounding,
            "perturbation": perturbation },
    }))
}

fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<(T, f64)> {
    let begun = Instant::now();
    let done = work()?;
    Ok((done, begun.elapsed().as_secs_f64()))
}

#[allow(clippy::print_stderr, reason = "progress of a measurement")]
fn main() -> Result<()> {
    let children = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(100_000);
    let mut tables = Vec::new();
    for (sizes, share, linked) in [
        ([6, 4, 2], 400, false),
        ([8, 6, 4], 100, false),
        ([38, 6, 1], 10, false),
        ([38, 6, 12], 1, true),
        ([38, 6, 12], 1, false),
    ] {
        let table = measure(sizes, children / share, linked)?;
        eprintln!("{table}");
        tables.push(table);
    }
    println!("{}", json!({ "tables": tables }));
    Ok(())
}
