//! Choosing a model from the data.

use super::fit::{Fit, Fitter, NoFit, Quick};
use super::model::Model;
use super::overlaps::Overlaps;
use super::search::{all_models, downhill};
use super::tails::poisson_tail;

/// What a good model is short of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// Akaike's.
    Aic,
    /// The Bayesian, in which the sample is the people observed.
    Bic,
}

/// Where the best model is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// Among all.
    All,
    /// Downhill from the main effects.
    Downhill,
}

/// A way from a table to an estimate.
#[derive(Debug, Clone, PartialEq)]
pub enum Method {
    /// This model, whatever the data say.
    Fixed(Model),
    /// Pairs of lists are added while the least likely has a chance of at most this (Chan, Silverman and Vincent 2021).
    Stepwise {
        /// Threshold of the one-sided Poisson chance; the paper recommends 0.02.
        threshold: f64,
    },
    /// The model that is best by a criterion.
    Best {
        /// The criterion.
        criterion: Criterion,
        /// Most lists of an interaction.
        order: usize,
        /// Where it is looked for.
        search: Search,
    },
}

/// A method made ready for one table: models that are looked at again and again are listed once.
#[derive(Debug, Clone)]
pub(crate) struct Chooser {
    method: Method,
    /// Models among which a repetition chooses.
    kept: Vec<Model>,
}

/// Models among which repetitions choose after a search among all: all of them when they are few.
const KEPT: usize = 120;

impl Method {
    /// The estimate from a table, with the model that was chosen.
    ///
    /// # Errors
    /// When not even the main effects have an estimate, or the given model has none.
    pub fn estimate(&self, table: &Overlaps) -> Result<Fit, NoFit> {
        self.chosen(table).map(|(fit, _)| fit)
    }

    /// The same, with what repetitions need.
    pub(crate) fn chosen(&self, table: &Overlaps) -> Result<(Fit, Chooser), NoFit> {
        let mut fitter = Fitter::new(table.lists().len());
        fitter.take(table);
        let ranked = self.ranked(table, &mut fitter)?;
        for (model, _) in &ranked {
            // A fit is a proof of existence already; the program proves it once more without the fit.
            if super::exists::exists(table, model).is_ok() {
                let quick = fitter.fit(model, None)?;
                let fit = fitter.tell(model, &quick);
                let kept = ranked.iter().map(|(model, _)| model.clone()).take(KEPT).collect();
                return Ok((fit, Chooser { method: self.clone(), kept }));
            }
        }
        Err(NoFit::DoesNotExist)
    }

    /// Models by score, best first; a method that looks at one way only gives the end of it.
    pub(crate) fn ranked(&self, table: &Overlaps, fitter: &mut Fitter) -> Result<Vec<(Model, f64)>, NoFit> {
        let lists = table.lists().len();
        match self {
            Self::Fixed(model) => Ok(vec![(model.clone(), 0.0)]),
            Self::Stepwise { threshold } => Ok(vec![(stepwise(fitter, *threshold, Some(table))?.0, 0.0)]),
            Self::Best { criterion, order, search } => {
                let score = criterion.score(fitter.observed);
                let models = if *search == Search::All { all_models(lists, *order) } else { None };
                let Some(models) = models else {
                    let (model, quick) = downhill(fitter, &Model::main_effects(lists), *order, &score)?;
                    return Ok(vec![(model, score(&quick))]);
                };
                let mut ranked: Vec<(Model, f64)> = models
                    .into_iter()
                    .filter_map(|model| fitter.fit(&model, None).ok().map(|quick| (model, score(&quick))))
                    .collect();
                ranked.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
                if ranked.is_empty() { Err(NoFit::DoesNotExist) } else { Ok(ranked) }
            }
        }
    }
}

impl Criterion {
    fn score(self, observed: f64) -> impl Fn(&Quick) -> f64 + 'static {
        let price = match self {
            Self::Aic => 2.0,
            Self::Bic => observed.max(1.0).ln(),
        };
        move |quick: &Quick| price * quick.parameters as f64 - 2.0 * quick.likelihood
    }
}

impl Chooser {
    /// Chooses anew for the counts in the fitter: the number of people on no list.
    pub(crate) fn dark(&self, fitter: &mut Fitter) -> Result<f64, NoFit> {
        match &self.method {
            Method::Fixed(model) => fitter.fit(model, None).map(|quick| quick.dark),
            Method::Stepwise { threshold } => stepwise(fitter, *threshold, None).map(|(_, quick)| quick.dark),
            Method::Best { criterion, order, search } => {
                let score = criterion.score(fitter.observed);
                if *search == Search::Downhill || self.kept.len() <= 1 {
                    let from = Model::main_effects(fitter.lists);
                    return downhill(fitter, &from, *order, &score).map(|(_, quick)| quick.dark);
                }
                let mut best: Option<(f64, f64)> = None;
                let perfect = fitter.perfect();
                for model in &self.kept {
                    // No model is likelier than one that repeats the counts: whoever could not win even then is not fitted. The
                    // choice is the same, and of a hundred models some ten are left.
                    let bound =
                        score(&Quick { dark: 0.0, likelihood: perfect, parameters: model.parameters() });
                    if best.is_some_and(|(least, _)| bound > least + 1e-6) {
                        continue;
                    }
                    let Ok(quick) = fitter.fit(model, None) else { continue };
                    let value = score(&quick);
                    if best.is_none_or(|(least, _)| value < least) {
                        best = Some((value, quick.dark));
                    }
                }
                best.map(|(_, dark)| dark).ok_or(NoFit::DoesNotExist)
            }
        }
    }
}

/// Forward stepwise choice. The program checks each model where a table is given; elsewhere the fit is the proof.
fn stepwise(fitter: &mut Fitter, threshold: f64, table: Option<&Overlaps>) -> Result<(Model, Quick), NoFit> {
    let mut model = Model::main_effects(fitter.lists);
    let mut quick = fitter.fit(&model, None)?;
    loop {
        let chance = |term: u32| {
            let of = |sums: &[f64]| sums.get(term as usize).copied().unwrap_or_default();
            poisson_tail(of(&fitter.on), of(&fitter.above))
        };
        let mut candidates: Vec<(f64, u32)> =
            model.could_add(2).map(|term| (chance(term), term)).filter(|(p, _)| *p <= threshold).collect();
        candidates.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let effects = fitter.effects.clone();
        let mut added = None;
        for (_, term) in candidates {
            let larger = model.plus(term);
            if table.is_some_and(|table| super::exists::exists(table, &larger).is_err()) {
                continue;
            }
            if let Ok(found) = fitter.fit(&larger, Some(&effects)) {
                added = Some((larger, found));
                break;
            }
        }
        let Some((larger, found)) = added else { return Ok((model, quick)) };
        (model, quick) = (larger, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mse::chance::Dice;

    /// A hundred tables of four lists: skipping what cannot win finds what fitting everything finds.
    #[test]
    fn what_is_skipped_could_not_have_won() {
        let mut dice = Dice::new(3, 0);
        let models = all_models(4, 3).unwrap_or_default();
        assert_eq!(models.len(), 113);
        let mut fitter = Fitter::new(4);
        for criterion in [Criterion::Aic, Criterion::Bic] {
            let method = Method::Best { criterion, order: 3, search: Search::All };
            let chooser = Chooser { method, kept: models.clone() };
            for _ in 0..50 {
                let counts: Vec<f64> = (0..16)
                    .map(|set| if set == 0 { 0.0 } else { dice.poisson(dice.clone().share() * 60.0) })
                    .collect();
                fitter.take_counts(&counts);
                let score = criterion.score(fitter.observed);
                let all = models.iter().filter_map(|model| fitter.fit(model, None).ok());
                let best = all.min_by(|a, b| score(a).total_cmp(&score(b))).map(|quick| quick.dark);
                assert_eq!(chooser.dark(&mut fitter).ok(), best);
            }
        }
    }
}
