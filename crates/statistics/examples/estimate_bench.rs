//! Coverage and refusal on invented populations, without the rest of the program: what `jejaring bench estimate` measures, a line
//! for each population and method as it is done.
//!
//! `cargo run --release -p statistics --example estimate_bench -- 2000 1000 2`: trials, repetitions, threads.
#![allow(clippy::print_stdout, reason = "an example tells what it found")]

use std::time::Instant;

use statistics::mse::bootstrap::{Resample, Settings};
use statistics::mse::trial::{populations, thin};
use statistics::mse::{Criterion, Method, Search};

fn main() {
    let asked: Vec<usize> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let of = |at: usize, usual: usize| asked.get(at).copied().unwrap_or(usual);
    let (trials, repetitions, threads) = (of(0, 2000), of(1, 1000), of(2, 2));
    let settings = Settings { repetitions, seed: 1, threads, resample: Resample::Population, level: 0.95 };
    for (name, population) in populations().into_iter().chain(thin()) {
        let lists = population.found.len();
        let few = lists <= 4;
        let search = if few { Search::All } else { Search::Downhill };
        let order = if few { lists - 1 } else { 2 };
        let best = Method::Best { criterion: Criterion::Bic, order, search };
        let ways = [
            ("fixed", Method::Fixed(population.model())),
            ("stepwise", Method::Stepwise { threshold: 0.02 }),
            ("bic", best),
        ];
        for (way, method) in ways {
            let begun = Instant::now();
            let found = population.coverage(&method, trials, &settings);
            println!(
                "{{\"population\": \"{name}\", \"size\": {}, \"lists\": {lists}, \"way\": \"{way}\", \"trials\": {}, \"refused\": {}, \
                 \"reasons\": {:?}, \"covered\": {}, \"standard_error\": {}, \"below\": {}, \"bias\": {}, \"median_width\": {}, \
                 \"seconds\": {:.1}}}",
                population.size,
                found.trials,
                found.refused,
                found.reasons,
                found.covered,
                found.error,
                found.below,
                found.bias,
                found.width,
                begun.elapsed().as_secs_f64()
            );
        }
    }
}
