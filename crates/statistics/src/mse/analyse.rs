//! One table, every method, or the reason why there is no estimate.

use super::averaging;
use super::bootstrap::{Interval, Settings, interval};
use super::choose::{Criterion, Method, Search};
use super::diagnose::{Diagnostics, diagnose, lower_bound};
use super::fit::{Fit, Fitter, NoFit};
use super::latent;
use super::model::Model;
use super::overlaps::Overlaps;
use super::search::all_models;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The method whose figure comes first; chosen by the number of lists when not given.
    pub headline: Option<String>,
    /// Threshold of the stepwise choice.
    pub threshold: f64,
    /// Most lists of an interaction; as many as can be gone through when not given.
    pub order: Option<usize>,
    /// How intervals are made.
    pub intervals: Settings,
    /// How the latent classes are sampled; none leaves them out.
    pub chain: Option<latent::Chain>,
    /// Average over decomposable graphs?
    pub average: bool,
    /// Every method, or the headline alone?
    pub every: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            headline: None,
            threshold: 0.02,
            order: None,
            intervals: Settings::default(),
            chain: Some(latent::Chain::default()),
            average: true,
            every: true,
        }
    }
}

/// What one method says.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Its name, such as `stepwise` or `bic`.
    pub name: String,
    /// People, observed and not.
    pub estimate: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Is it to be believed? A sampler whose chains do not agree is not.
    pub settled: bool,
    /// The model it chose.
    pub fit: Option<Fit>,
    /// What its interval was made of.
    pub interval: Option<Interval>,
}

/// A model that is nearly as good as the best by the Bayesian criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The fit.
    pub fit: Fit,
    /// How much worse its criterion is.
    pub behind: f64,
}

/// The estimate when something is done otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Otherwise {
    /// Lists that are taken as one, or left out, as a set.
    pub lists: u32,
    /// Are they taken as one? Otherwise the list is left out.
    pub combined: bool,
    /// The estimate of the first method then; none when there is none.
    pub estimate: Option<f64>,
}

/// What a reader must be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caution {
    /// With two lists nothing shows whether they lean on one another.
    TwoLists,
    /// Some lists share fewer than [`FEW`](super::diagnose::FEW) people with the others.
    ThinLists,
    /// Methods differ by more than half.
    MethodsDisagree,
    /// More than one in a hundred repetitions had no estimate.
    SomeWithoutEstimate,
    /// The chains of the latent classes do not agree.
    ChainsApart,
    /// Some interaction of the chosen model is at minus infinity.
    AtMinusInfinity,
    /// Leaving out one list moves the figure by more than half.
    HangsOnOneList,
}

impl Caution {
    /// What a result file and the words of a page know it by.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TwoLists => "two-lists",
            Self::ThinLists => "thin-lists",
            Self::MethodsDisagree => "methods-disagree",
            Self::SomeWithoutEstimate => "some-without-estimate",
            Self::ChainsApart => "chains-apart",
            Self::AtMinusInfinity => "at-minus-infinity",
            Self::HangsOnOneList => "hangs-on-one-list",
        }
    }
}

/// Why the data cannot carry an estimate.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// Nobody at all.
    Empty,
    /// Nobody stands on two lists.
    NoOverlap,
    /// Hardly anybody stands on two lists.
    TooFewShared {
        /// People on several lists.
        shared: u64,
        /// Fewest with which an estimate is made.
        least: u64,
    },
    /// One list holds everybody, so that nobody is known to have been missed by it.
    HoldsEverybody {
        /// Its name.
        list: String,
    },
    /// No estimate exists for any model.
    NoEstimate(NoFit),
    /// The interval has no upper end: too many repetitions had no estimate.
    Unbounded {
        /// Share of repetitions without an estimate.
        share: f64,
    },
    /// The interval is so wide that it says nothing.
    TooWide {
        /// Its lower end.
        low: f64,
        /// Its upper end.
        high: f64,
    },
    /// The method asked for does not fit the table.
    NoSuchMethod(String),
}

impl Refusal {
    /// Its code, for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "nobody-observed",
            Self::NoOverlap => "no-overlap",
            Self::TooFewShared { .. } => "too-few-shared",
            Self::HoldsEverybody { .. } => "holds-everybody",
            Self::NoEstimate(NoFit::DoesNotExist) => "does-not-exist",
            Self::NoEstimate(NoFit::NotIdentifiable) => "not-identifiable",
            Self::Unbounded { .. } => "no-upper-end",
            Self::TooWide { .. } => "too-wide",
            Self::NoSuchMethod(_) => "no-such-method",
        }
    }
}

/// Fewest people on several lists with which an estimate is made: with seven recaptures an estimate from two lists has, 95
/// times in 100, no bias to speak of (Robson and Regier 1964).
pub const LEAST_SHARED: u64 = 7;
/// An interval whose upper end is more than so many times the lower says nothing.
pub const WIDEST: f64 = 20.0;
/// Chains further apart than this do not agree.
const APART: f64 = 1.1;
/// Models further behind the best than this are not told.
const NEAR: f64 = 10.0;

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// All methods, the headline first.
    pub answers: Vec<Answer>,
    /// Models near the best by the Bayesian criterion.
    pub near: Vec<Near>,
    /// What the table shows.
    pub diagnostics: Diagnostics,
    /// The averaging over graphs.
    pub averaged: Option<averaging::Posterior>,
    /// The latent classes.
    pub latent: Option<latent::Posterior>,
    /// The first method with a list left out or thin lists taken as one.
    pub otherwise: Vec<Otherwise>,
    /// What a reader must be told.
    pub cautions: Vec<Caution>,
}

/// Names of the methods for a table of so many lists, the usual headline first.
#[must_use]
pub fn methods(lists: usize, threshold: f64, order: Option<usize>) -> Vec<(&'static str, Method)> {
    let most = lists.saturating_sub(1).max(1);
    let order = order.unwrap_or(most).clamp(1, most);
    let best = |criterion, order, search| Method::Best { criterion, order, search };
    let mut all = vec![
        ("stepwise", Method::Stepwise { threshold }),
        ("main-effects", Method::Fixed(Model::main_effects(lists))),
    ];
    let countable = (1..=order).rev().find(|order| all_models(lists, *order).is_some()).unwrap_or(1);
    if countable > 1 {
        let bic = ("bic", best(Criterion::Bic, countable, Search::All));
        // Few lists: every model can be looked at. Many: pairs are added one by one, as published.
        let first = if lists <= 4 { 0 } else { all.len() };
        all.insert(first, bic);
        if countable > 2 {
            all.push(("bic-pairs", best(Criterion::Bic, 2, Search::All)));
        }
        all.push(("aic", best(Criterion::Aic, countable, Search::All)));
    }
    if order > 1 {
        all.push(("bic-downhill", best(Criterion::Bic, order, Search::Downhill)));
        if order > 2 {
            all.push(("bic-downhill-pairs", best(Criterion::Bic, 2, Search::Downhill)));
        }
    }
    all
}

/// Looks, refuses or estimates. `stage` hears the name of each method as it begins.
///
/// # Errors
/// When the data cannot carry an estimate: the reason.
pub fn analyse(table: &Overlaps, plan: &Plan, stage: &mut dyn FnMut(&str)) -> Result<Analysis, Refusal> {
    let mut methods = methods(table.lists().len(), plan.threshold, plan.order);
    if let Some(wanted) = &plan.headline {
        let at = methods.iter().position(|(name, _)| name == wanted);
        let at = at.ok_or_else(|| Refusal::NoSuchMethod(wanted.clone()))?;
        let first = methods.remove(at);
        methods.insert(0, first);
    }
    if !plan.every {
        methods.truncate(1);
    }
    let mut answers = Vec::new();
    for (name, method) in &methods {
        stage(name);
        if answers.is_empty() {
            // The first method must answer; of the others those that can.
            answers.push(carrying(table, name, method, &plan.intervals)?);
        } else if let Ok(found) = answer(table, name, method, &plan.intervals) {
            answers.push(found);
        }
    }
    let level = plan.intervals.level;
    let averaged = plan.average.then(|| {
        stage("dga");
        averaging::average(table, &averaging::Prior::default(), level)
    });
    let averaged = averaged.flatten();
    let latent = plan.chain.map(|chain| {
        stage("lcmcr");
        latent::sample(table, &latent::Chain { threads: plan.intervals.threads, ..chain }, level)
    });
    answers.extend(others(table, averaged.as_ref(), latent.as_ref(), level));
    let diagnostics = diagnose(table);
    let otherwise =
        methods.first().map(|(_, method)| otherwise(table, method, &diagnostics)).unwrap_or_default();
    let cautions = cautions(table, &answers, &diagnostics, latent.as_ref(), &otherwise);
    stage("models");
    let near = near(table, plan);
    Ok(Analysis { answers, near, diagnostics, averaged, latent, otherwise, cautions })
}

/// Refuses before anything is fitted.
pub(crate) fn refuse(table: &Overlaps) -> Result<(), Refusal> {
    if table.observed() == 0 {
        return Err(Refusal::Empty);
    }
    let shared: u64 = table.by_number().iter().skip(1).sum();
    if shared == 0 {
        return Err(Refusal::NoOverlap);
    }
    let everybody = table.lists().iter().enumerate().find(|(at, _)| table.on(1 << at) == table.observed());
    if let Some((_, list)) = everybody {
        return Err(Refusal::HoldsEverybody { list: list.clone() });
    }
    if shared < LEAST_SHARED {
        return Err(Refusal::TooFewShared { shared, least: LEAST_SHARED });
    }
    super::exists::exists(table, &Model::main_effects(table.lists().len()))
        .map(|_| ())
        .map_err(Refusal::NoEstimate)
}

/// Refuses when an interval shows that the data say nothing.
pub(crate) fn bears(low: f64, high: f64, without_estimate: f64) -> Result<(), Refusal> {
    if !high.is_finite() || without_estimate > 0.05 {
        return Err(Refusal::Unbounded { share: without_estimate });
    }
    if high > WIDEST * low {
        return Err(Refusal::TooWide { low, high });
    }
    Ok(())
}

/// One method with its interval, if the data can carry it: refused before anything is fitted, when there is no estimate, and when
/// the interval says nothing.
///
/// # Errors
/// The reason.
pub fn carrying(
    table: &Overlaps,
    name: &str,
    method: &Method,
    settings: &Settings,
) -> Result<Answer, Refusal> {
    refuse(table)?;
    let found = answer(table, name, method, settings).map_err(Refusal::NoEstimate)?;
    let share = found.interval.as_ref().map_or(0.0, Interval::without_estimate);
    bears(found.low, found.high, share)?;
    Ok(found)
}

/// One method with its interval.
///
/// # Errors
/// When the method has no estimate for the table.
pub fn answer(table: &Overlaps, name: &str, method: &Method, settings: &Settings) -> Result<Answer, NoFit> {
    let (fit, chooser) = method.chosen(table)?;
    let interval = interval(table, &chooser, fit.total, settings);
    Ok(Answer {
        name: name.to_owned(),
        estimate: fit.total,
        // Whoever was seen is there, even where a repetition saw fewer.
        low: interval.low.max(table.observed() as f64),
        high: interval.high,
        settled: true,
        fit: Some(fit),
        interval: Some(interval),
    })
}

fn others(
    table: &Overlaps,
    averaged: Option<&averaging::Posterior>,
    latent: Option<&latent::Posterior>,
    level: f64,
) -> Vec<Answer> {
    let plain = |name: &str, (estimate, low, high), settled| Answer {
        name: name.to_owned(),
        estimate,
        low,
        high,
        settled,
        fit: None,
        interval: None,
    };
    let dga = averaged.map(|p| plain("dga", (p.median, p.low, p.high), true));
    let lcmcr = latent.map(|p| plain("lcmcr", (p.median, p.low, p.high), p.apart <= APART));
    let least = lower_bound(table, level).map(|bound| plain("chao-lower-bound", bound, true));
    [dga, lcmcr, least].into_iter().flatten().collect()
}

/// The first method without each list, and with thin lists taken as one.
fn otherwise(table: &Overlaps, method: &Method, diagnostics: &Diagnostics) -> Vec<Otherwise> {
    let adapt = |lists: usize| match method {
        Method::Fixed(_) => Method::Fixed(Model::main_effects(lists)),
        Method::Best { criterion, order, search } => {
            Method::Best { criterion: *criterion, order: (*order).min(lists - 1).max(1), search: *search }
        }
        Method::Stepwise { .. } => method.clone(),
    };
    let estimate = |other: &Overlaps| {
        refuse(other).ok()?;
        adapt(other.lists().len()).estimate(other).ok().map(|fit| fit.total)
    };
    let mut all = Vec::new();
    if table.lists().len() > 2 {
        for list in 0..table.lists().len() {
            let less = table.without(list).ok();
            all.push(Otherwise {
                lists: 1 << list,
                combined: false,
                estimate: less.and_then(|less| estimate(&less)),
            });
        }
    }
    let thin = diagnostics.thin.iter().fold(0_u32, |set, thin| set | 1 << thin.list);
    if thin.count_ones() > 1 && (thin.count_ones() as usize) < table.lists().len() {
        let one = table.combined(thin).ok();
        all.push(Otherwise { lists: thin, combined: true, estimate: one.and_then(|one| estimate(&one)) });
    }
    all
}

/// The least and the most that methods say which say something: those that can choose a model, or need none, and whose
/// interval is no wider than what is refused.
#[must_use]
pub fn spread(answers: &[Answer]) -> (f64, f64) {
    let says = |answer: &&Answer| {
        !["chao-lower-bound", "main-effects"].contains(&answer.name.as_str())
            && answer.high <= WIDEST * answer.low
    };
    let first = answers.first().map_or(f64::NAN, |first| first.estimate);
    let all = answers.iter().filter(says).map(|answer| answer.estimate);
    all.fold((first, first), |(least, most), estimate| (least.min(estimate), most.max(estimate)))
}

fn cautions(
    table: &Overlaps,
    answers: &[Answer],
    diagnostics: &Diagnostics,
    latent: Option<&latent::Posterior>,
    otherwise: &[Otherwise],
) -> Vec<Caution> {
    let first = answers.first();
    let estimate = first.map_or(f64::NAN, |first| first.estimate);
    let (least, most) = spread(answers);
    let failed = first.and_then(|first| first.interval.as_ref()).map_or(0.0, Interval::without_estimate);
    let endless =
        first.and_then(|first| first.fit.as_ref()).is_some_and(|fit| !fit.at_minus_infinity.is_empty());
    let moved = |other: &Otherwise| {
        !other.combined && other.estimate.is_none_or(|total| (total / estimate).ln().abs() > 1.5_f64.ln())
    };
    let found = [
        (table.lists().len() == 2, Caution::TwoLists),
        (!diagnostics.thin.is_empty(), Caution::ThinLists),
        (most > 1.5 * least, Caution::MethodsDisagree),
        (failed > 0.01, Caution::SomeWithoutEstimate),
        (latent.is_some_and(|posterior| posterior.apart > APART), Caution::ChainsApart),
        (endless, Caution::AtMinusInfinity),
        (otherwise.iter().any(moved), Caution::HangsOnOneList),
    ];
    found.into_iter().filter(|(is_so, _)| *is_so).map(|(_, caution)| caution).collect()
}

/// Models near the best by the Bayesian criterion, at most twenty.
fn near(table: &Overlaps, plan: &Plan) -> Vec<Near> {
    let lists = table.lists().len();
    let ways = methods(lists, plan.threshold, plan.order);
    let way = ways
        .iter()
        .find(|(name, _)| *name == "bic")
        .or_else(|| ways.iter().find(|(name, _)| *name == "bic-downhill"));
    let Some((_, method)) = way else { return Vec::new() };
    let mut fitter = Fitter::new(lists);
    fitter.take(table);
    let mut ranked = method.ranked(table, &mut fitter).unwrap_or_default();
    if let [(best, _)] = ranked.as_slice() {
        // Downhill knows one model alone: its neighbours are looked at too.
        let order = plan.order.unwrap_or(lists - 1);
        let around = best.neighbours(order);
        ranked.extend(around.into_iter().map(|model| (model, f64::NAN)));
    }
    let tell = |(model, _): &(Model, f64)| super::fit::fit(table, model).ok();
    let mut fits: Vec<Fit> = ranked.iter().take(60).filter_map(tell).collect();
    fits.sort_by(|a, b| a.bic(table.observed()).total_cmp(&b.bic(table.observed())));
    let best = fits.first().map_or(0.0, |fit| fit.bic(table.observed()));
    fits.into_iter()
        .map(|fit| Near { behind: fit.bic(table.observed()) - best, fit })
        .filter(|near| near.behind <= NEAR)
        .take(20)
        .collect()
}
