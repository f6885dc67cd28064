//! From an analysis to what is kept of it.

use statistics::mse::analyse;
use statistics::mse::bootstrap::Interval;
use statistics::mse::carry::Carried;
use statistics::mse::{Analysis, Answer, Overlaps};

use super::hidden::{Else, GraphSays, Hidden, Leaning, ListIn, OfMethod, OfModel, Says, ThinList};

fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}

impl Hidden {
    /// The figure over all clusterings of the linkage where there are some, and everything of the likeliest.
    pub(super) fn told(table: &Overlaps, analysis: &Analysis, carried: Option<&Carried>) -> Self {
        let first = analysis.answers.first();
        let (estimate, low, high) = match (carried, first) {
            (Some(carried), _) => (carried.estimate, carried.low, carried.high),
            (None, Some(first)) => (first.estimate, first.low, first.high),
            (None, None) => (0.0, 0.0, 0.0),
        };
        // A child that was half seen is not yet one.
        let observed = carried.map_or(table.observed(), |carried| carried.observed as u64);
        let lists = table.lists().iter().enumerate().map(|(at, name)| ListIn {
            name: name.clone(),
            children: table.on(1 << at),
            alone: table.exactly(1 << at),
        });
        let otherwise = analysis.otherwise.iter().map(|other| Else {
            lists: table.name(other.lists),
            combined: other.combined,
            estimate: other.estimate.and_then(finite),
        });
        Self {
            estimate,
            low,
            high,
            observed,
            spread: analyse::spread(&analysis.answers),
            cautions: analysis.cautions.iter().map(|caution| caution.code().to_owned()).collect(),
            shares: carried.map(|c| vec![c.linkage, c.threshold, c.sampling, c.choice]).unwrap_or_default(),
            lists: lists.collect(),
            methods: analysis.answers.iter().map(|answer| method(table, answer)).collect(),
            models: models(table, analysis),
            pairs: pairs(table, analysis),
            otherwise: otherwise.collect(),
            thin: thin(table, analysis),
            graphs: graphs(table, analysis),
            chains: analysis.latent.as_ref().and_then(|latent| finite(latent.apart)),
            ..Self::default()
        }
    }
}

fn method(table: &Overlaps, answer: &Answer) -> Says {
    let interval = answer.interval.as_ref();
    Says {
        name: answer.name.clone(),
        estimate: finite(answer.estimate),
        low: finite(answer.low),
        high: finite(answer.high),
        method: Some(OfMethod {
            model: answer.fit.as_ref().map(|fit| fit.model.name(table)),
            bias: interval.and_then(|interval| finite(interval.bias)),
            acceleration: interval.and_then(|interval| finite(interval.acceleration)),
            without_estimate: interval.map(Interval::without_estimate),
            settled: answer.settled,
        }),
        model: None,
    }
}

fn models(table: &Overlaps, analysis: &Analysis) -> Vec<Says> {
    let name = |term: u32| if term == 0 { String::new() } else { table.name(term) };
    let one = |near: &analyse::Near| Says {
        name: near.fit.model.name(table),
        estimate: finite(near.fit.total),
        low: None,
        high: None,
        method: None,
        model: Some(OfModel {
            behind: near.behind,
            aic: near.fit.aic(),
            bic: near.fit.bic(table.observed()),
            deviance: near.fit.deviance,
            parameters: near.fit.parameters as u64,
            effects: near.fit.effects.iter().map(|(term, effect)| (name(*term), *effect)).collect(),
        }),
    };
    analysis.near.iter().map(one).collect()
}

fn pairs(table: &Overlaps, analysis: &Analysis) -> Vec<Leaning> {
    let one = |pair: &statistics::mse::diagnose::Pair| Leaning {
        pair: table.name(pair.pair),
        both: pair.both,
        expected: finite(pair.expected).unwrap_or_default(),
        chance: finite(pair.chance),
        alone: finite(pair.alone),
    };
    analysis.diagnostics.pairs.iter().map(one).collect()
}

fn thin(table: &Overlaps, analysis: &Analysis) -> Vec<ThinList> {
    let name = |at: usize| table.lists().get(at).cloned().unwrap_or_default();
    let thin = analysis.diagnostics.thin.iter();
    thin.map(|one| ThinList { name: name(one.list), children: one.on, shared: one.shared }).collect()
}

/// The ten likeliest.
fn graphs(table: &Overlaps, analysis: &Analysis) -> Vec<GraphSays> {
    let all = analysis.averaged.iter().flat_map(|averaged| averaged.graphs.iter()).take(10);
    all.map(|(model, chance, mean)| GraphSays { model: model.name(table), chance: *chance, mean: *mean })
        .collect()
}
