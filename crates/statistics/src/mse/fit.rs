//! Fitting a model: extended maximum likelihood by Newton's method.
//!
//! An interaction of lists that nobody stands on together has its estimate at minus infinity (Chan, Silverman and
//! Vincent 2021). Then all combinations that hold it have mean 0 and leave the problem with it. What remains is fitted
//! over all combinations at once: linear predictors are sums over parts, scores and information are sums over wholes,
//! and both are fast transforms over the sets of lists.

use super::dense::{factor, information, solve, sum_above, sum_below};
use super::model::Model;
use super::overlaps::Overlaps;
use super::tails::ln_gamma;

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The model.
    pub model: Model,
    /// Expected number of people on no list.
    pub dark: f64,
    /// Observed and unobserved people together.
    pub total: f64,
    /// Asymptotic standard error of the total, the model taken as given.
    pub error: f64,
    /// Log likelihood.
    pub log_likelihood: f64,
    /// Parameters, those at minus infinity included.
    pub parameters: usize,
    /// Twice the distance of the log likelihood from that of a perfect fit.
    pub deviance: f64,
    /// Interactions whose estimate is minus infinity.
    pub at_minus_infinity: Vec<u32>,
    /// Effects by term, for the terms with a finite estimate: the intercept is the term of no list.
    pub effects: Vec<(u32, f64)>,
}

impl Fit {
    /// Akaike's criterion.
    #[must_use]
    pub fn aic(&self) -> f64 {
        2.0 * self.parameters as f64 - 2.0 * self.log_likelihood
    }

    /// The Bayesian criterion, in which the sample is the people observed.
    #[must_use]
    pub fn bic(&self, observed: u64) -> f64 {
        self.parameters as f64 * (observed.max(1) as f64).ln() - 2.0 * self.log_likelihood
    }

    /// Expected counts by combination, that of nobody's list included.
    #[must_use]
    pub fn expected(&self) -> Vec<f64> {
        let mut linear = vec![0.0; 1 << self.model.lists()];
        for (term, effect) in &self.effects {
            if let Some(place) = linear.get_mut(*term as usize) {
                *place = *effect;
            }
        }
        sum_below(&mut linear);
        let gone = |cell: u32| self.at_minus_infinity.iter().any(|term| cell & term == *term);
        linear.iter().zip(0_u32..).map(|(eta, cell)| if gone(cell) { 0.0 } else { eta.exp() }).collect()
    }
}

/// Why a model has no fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoFit {
    /// The likelihood has no maximum.
    DoesNotExist,
    /// Different parameters say the same.
    NotIdentifiable,
}

/// Fits one model. Existence and identifiability are checked first.
///
/// # Errors
/// When the estimate does not exist or is not identifiable.
pub fn fit(table: &Overlaps, model: &Model) -> Result<Fit, NoFit> {
    super::exists::exists(table, model)?;
    let mut fitter = Fitter::new(table.lists().len());
    fitter.take(table);
    let quick = fitter.fit(model, None)?;
    Ok(fitter.tell(model, &quick))
}

/// What a search needs of a fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Quick {
    pub(crate) dark: f64,
    /// Log likelihood without the part that all models share.
    pub(crate) likelihood: f64,
    pub(crate) parameters: usize,
}

/// Steps after which a fit is given up; a fit that exists takes five to nine.
const STEPS: usize = 60;
/// An effect beyond this is on its way to infinity: e³⁰ times as many.
const BEYOND: f64 = 30.0;
/// A step smaller than this is the last.
const SMALL: f64 = 1e-9;

/// Fits models to tables of one shape, over and over, without asking for memory.
#[derive(Debug, Clone)]
pub(crate) struct Fitter {
    pub(crate) lists: usize,
    pub(crate) counts: Vec<f64>,
    /// Counts of people on at least these lists.
    pub(crate) on: Vec<f64>,
    pub(crate) observed: f64,
    /// Effects by term of the last fit.
    pub(crate) effects: Vec<f64>,
    linear: Vec<f64>,
    means: Vec<f64>,
    /// Means of people on at least these lists, of the last fit.
    pub(crate) above: Vec<f64>,
    gone: Vec<bool>,
    terms: Vec<u32>,
    pub(crate) empty: Vec<u32>,
    matrix: Vec<f64>,
    step: Vec<f64>,
    logs: Vec<f64>,
}

impl Fitter {
    pub(crate) fn new(lists: usize) -> Self {
        let size = 1 << lists;
        let zeros = || vec![0.0; size];
        Self {
            lists,
            counts: zeros(),
            on: zeros(),
            observed: 0.0,
            effects: zeros(),
            linear: zeros(),
            means: zeros(),
            above: zeros(),
            gone: vec![false; size],
            terms: Vec::new(),
            empty: Vec::new(),
            matrix: Vec::new(),
            step: Vec::new(),
            logs: zeros(),
        }
    }

    /// Takes the counts of a table.
    pub(crate) fn take(&mut self, table: &Overlaps) {
        self.take_counts(&table.dense());
    }

    pub(crate) fn take_counts(&mut self, counts: &[f64]) {
        self.counts.clear();
        self.counts.extend_from_slice(counts);
        self.on.clone_from(&self.counts);
        sum_above(&mut self.on);
        self.observed = self.on.first().copied().unwrap_or_default();
        self.logs.clear();
        self.logs.extend(self.counts.iter().map(|count| (count + 0.1).ln()));
    }

    /// Splits the terms of a model into those with a finite estimate and those at minus infinity.
    fn split(&mut self, model: &Model) {
        self.terms.clear();
        self.empty.clear();
        self.gone.iter_mut().for_each(|gone| *gone = false);
        for term in model.terms() {
            let held = self.on.get(term as usize).copied().unwrap_or_default();
            if held > 0.0 || term == 0 { self.terms.push(term) } else { self.empty.push(term) }
        }
        for empty in &self.empty {
            let cells = self.gone.iter_mut().zip(0_u32..).filter(|(_, cell)| cell & empty == *empty);
            cells.for_each(|(gone, _)| *gone = true);
        }
    }

    /// Fits. A warm start are the effects of a model that is much like this one.
    pub(crate) fn fit(&mut self, model: &Model, warm: Option<&[f64]>) -> Result<Quick, NoFit> {
        self.split(model);
        self.identifiable()?;
        match warm {
            Some(effects) => {
                self.effects.clear();
                self.effects.extend_from_slice(effects);
                self.keep_terms();
            }
            None => self.begin()?,
        }
        for _ in 0..STEPS {
            let size = self.advance()?;
            if size < SMALL {
                return Ok(self.quick(model));
            }
            if self.terms.iter().skip(1).any(|term| self.effect(*term).abs() > BEYOND) {
                break;
            }
        }
        Err(NoFit::DoesNotExist)
    }

    fn effect(&self, term: u32) -> f64 {
        self.effects.get(term as usize).copied().unwrap_or_default()
    }

    /// Effects of terms that are not of this model are none.
    fn keep_terms(&mut self) {
        let kept: Vec<f64> = self.terms.iter().map(|term| self.effect(*term)).collect();
        self.effects.iter_mut().for_each(|effect| *effect = 0.0);
        for (term, effect) in self.terms.iter().zip(kept) {
            if let Some(place) = self.effects.get_mut(*term as usize) {
                *place = effect;
            }
        }
    }

    /// Do the terms differ on the combinations that are left?
    fn identifiable(&mut self) -> Result<(), NoFit> {
        // While nothing is at minus infinity, each term has its own combination, which makes the columns a triangle, and
        // the intercept adds to it as soon as one combination is no term.
        if self.empty.is_empty() && self.terms.len() < self.counts.len() {
            return Ok(());
        }
        let alive = self.gone.iter().map(|gone| f64::from(u8::from(!gone)));
        self.above.clear();
        self.above.extend(alive);
        self.leave_out_nobody();
        sum_above(&mut self.above);
        information(&self.terms, &self.above, &mut self.matrix);
        if factor(&mut self.matrix, self.terms.len()) { Ok(()) } else { Err(NoFit::NotIdentifiable) }
    }

    /// The combination of no list is not observed.
    fn leave_out_nobody(&mut self) {
        if let Some(nobody) = self.above.first_mut() {
            *nobody = 0.0;
        }
    }

    /// First effects: weighted least squares on the logarithms of the counts.
    fn begin(&mut self) -> Result<(), NoFit> {
        self.above.clear();
        let weights = self.counts.iter().zip(&self.gone);
        self.above.extend(weights.map(|(count, gone)| if *gone { 0.0 } else { count + 0.1 }));
        self.leave_out_nobody();
        self.linear.clear();
        self.linear.extend(self.above.iter().zip(&self.logs).map(|(weight, log)| weight * log));
        sum_above(&mut self.above);
        sum_above(&mut self.linear);
        information(&self.terms, &self.above, &mut self.matrix);
        if !factor(&mut self.matrix, self.terms.len()) {
            return Err(NoFit::NotIdentifiable);
        }
        self.step.clear();
        let right =
            self.terms.iter().map(|term| self.linear.get(*term as usize).copied().unwrap_or_default());
        self.step.extend(right);
        solve(&self.matrix, &mut self.step);
        self.effects.iter_mut().for_each(|effect| *effect = 0.0);
        self.move_by(1.0);
        Ok(())
    }

    fn move_by(&mut self, share: f64) {
        for (term, step) in self.terms.iter().zip(&self.step) {
            if let Some(effect) = self.effects.get_mut(*term as usize) {
                *effect += share * step;
            }
        }
    }

    /// Means of the combinations, and above them, for the effects as they are.
    fn means(&mut self) {
        self.linear.clone_from(&self.effects);
        sum_below(&mut self.linear);
        self.means.clear();
        let cells = self.linear.iter().zip(&self.gone);
        self.means.extend(cells.map(|(eta, gone)| if *gone { 0.0 } else { eta.min(200.0).exp() }));
        self.above.clone_from(&self.means);
        self.leave_out_nobody();
        sum_above(&mut self.above);
    }

    /// One step of Newton; its largest part.
    fn advance(&mut self) -> Result<f64, NoFit> {
        self.means();
        information(&self.terms, &self.above, &mut self.matrix);
        if !factor(&mut self.matrix, self.terms.len()) {
            return Err(NoFit::DoesNotExist);
        }
        self.step.clear();
        let score = |term: &u32| {
            let of = |sums: &[f64]| sums.get(*term as usize).copied().unwrap_or_default();
            of(&self.on) - of(&self.above)
        };
        self.step.extend(self.terms.iter().map(score));
        solve(&self.matrix, &mut self.step);
        let size = self.step.iter().fold(0.0, |most: f64, step| most.max(step.abs()));
        if !size.is_finite() {
            return Err(NoFit::DoesNotExist);
        }
        // A long step overshoots where the likelihood is far from a parabola.
        self.move_by(if size > 3.0 { 3.0 / size } else { 1.0 });
        Ok(size)
    }

    fn quick(&mut self, model: &Model) -> Quick {
        self.means();
        let cells = self.counts.iter().zip(&self.linear).filter(|(count, _)| **count > 0.0);
        let weighed: f64 = cells.map(|(count, eta)| count * eta).sum();
        let likelihood = weighed - self.above.first().copied().unwrap_or_default();
        Quick { dark: self.effect(0).exp(), likelihood, parameters: model.parameters() }
    }

    /// The likelihood of a model that repeats the counts: none is likelier.
    pub(crate) fn perfect(&self) -> f64 {
        self.counts.iter().filter(|count| **count > 0.0).map(|count| count * count.ln() - count).sum()
    }

    /// Everything about the last fit.
    pub(crate) fn tell(&mut self, model: &Model, quick: &Quick) -> Fit {
        self.means();
        information(&self.terms, &self.above, &mut self.matrix);
        let mut error = f64::INFINITY;
        if factor(&mut self.matrix, self.terms.len()) {
            let mut unit = vec![0.0; self.terms.len()];
            if let Some(first) = unit.first_mut() {
                *first = 1.0;
            }
            solve(&self.matrix, &mut unit);
            let variance = unit.first().copied().unwrap_or(f64::INFINITY);
            error = (quick.dark + quick.dark * quick.dark * variance).sqrt();
        }
        let shared: f64 = self.counts.iter().map(|count| ln_gamma(count + 1.0)).sum();
        let perfect = self.perfect();
        Fit {
            model: model.clone(),
            dark: quick.dark,
            total: self.observed + quick.dark,
            error,
            log_likelihood: quick.likelihood - shared,
            parameters: quick.parameters,
            deviance: (2.0 * (perfect - quick.likelihood)).max(0.0),
            at_minus_infinity: self.empty.clone(),
            effects: self.terms.iter().map(|term| (*term, self.effect(*term))).collect(),
        }
    }
}
