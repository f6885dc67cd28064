//! How many children nobody saw: what an estimate says, and what of it anybody may see.

use serde::{Deserialize, Serialize};

/// A list in an estimate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListIn {
    /// Agency, or several that were taken as one.
    pub name: String,
    /// Children on it.
    pub children: u64,
    /// Of them on no other.
    pub alone: u64,
}

/// What a method or a model says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Says {
    /// Name of the method, or the model.
    pub name: String,
    /// Children in all.
    pub estimate: Option<f64>,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// What a method found out about itself.
    #[serde(default)]
    pub method: Option<OfMethod>,
    /// What a model is, where models are listed.
    #[serde(default)]
    pub model: Option<OfModel>,
}

/// How a method came to its figure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OfMethod {
    /// The model that it chose, where it chooses one.
    pub model: Option<String>,
    /// Bias correction of the bootstrap, as a z.
    pub bias: Option<f64>,
    /// Acceleration of the bootstrap.
    pub acceleration: Option<f64>,
    /// Share of repetitions without an estimate.
    pub without_estimate: Option<f64>,
    /// False when chains of a sampler do not agree.
    pub settled: bool,
}

/// How good a model is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OfModel {
    /// How far behind the best by the Bayesian criterion.
    pub behind: f64,
    /// Criterion of Akaike.
    pub aic: f64,
    /// The Bayesian.
    pub bic: f64,
    /// Twice the distance of the log likelihood from that of a perfect fit.
    pub deviance: f64,
    /// Parameters.
    pub parameters: u64,
    /// Effects by lists, on the scale of logarithms; that of no list is the intercept.
    pub effects: Vec<(String, f64)>,
}

/// Two lists beside one another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Leaning {
    /// The two.
    pub pair: String,
    /// Children on both.
    pub both: u64,
    /// How many there would be if neither leaned on the other.
    pub expected: f64,
    /// Chance of a number at least as far off, one-sided.
    #[serde(default)]
    pub chance: Option<f64>,
    /// What the two alone would say of everybody.
    #[serde(default)]
    pub alone: Option<f64>,
}

/// A list that shares hardly anybody with the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThinList {
    /// Its name.
    pub name: String,
    /// Children on it.
    pub children: u64,
    /// Of them on another too.
    pub shared: u64,
}

/// A graph of lists that lean on one another, in the averaging over graphs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GraphSays {
    /// Lists that lean on one another.
    pub model: String,
    /// Its chance.
    pub chance: f64,
    /// Mean of the total, given the graph.
    pub mean: f64,
}

/// Girls, boys, an age, a form or a province alone: an estimate or the reason why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stratum {
    /// `sex`, `age`, `form` or `province`.
    pub by: String,
    /// Which.
    pub code: String,
    /// Children on any list; none where they are too few to be told.
    pub observed: Option<u64>,
    /// Children in all.
    pub estimate: Option<f64>,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Why there is none; a code.
    pub refusal: Option<String>,
}

/// How the figure was made, so that it can be made again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeWith {
    /// Seed of the bootstrap and the chains.
    pub seed: u64,
    /// Repetitions of the bootstrap for one table.
    pub repetitions: u64,
    /// Clusterings of the linkage that were drawn.
    pub clusterings: u64,
    /// Thresholds of the linkage that they were drawn at.
    pub thresholds: u64,
    /// Tables that differ among those of the clusterings.
    pub tables: u64,
}

/// The figure when something is done otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Else {
    /// Lists that were left out or taken as one.
    pub lists: String,
    /// Whether they were taken as one.
    pub combined: bool,
    /// The figure then, where there is one.
    pub estimate: Option<f64>,
}

/// Everything that an estimate says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Hidden {
    /// Children in all.
    pub estimate: f64,
    /// Lower end of the interval of 95 %.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Children on any list.
    pub observed: u64,
    /// Least and most that methods say.
    pub spread: (f64, f64),
    /// Codes of what a reader must be told.
    pub cautions: Vec<String>,
    /// Shares of the uncertainty: linkage at one threshold, its threshold, sampling, choice of the model; empty where the linkage was
    /// not carried through.
    pub shares: Vec<f64>,
    /// The lists.
    pub lists: Vec<ListIn>,
    /// Agencies that were taken as one list.
    pub together: Vec<String>,
    /// All methods, the first that of the figure.
    pub methods: Vec<Says>,
    /// Models near the best.
    pub models: Vec<Says>,
    /// Lists by pairs.
    pub pairs: Vec<Leaning>,
    /// Otherwise.
    pub otherwise: Vec<Else>,
    /// Lists that share hardly anybody with the others.
    #[serde(default)]
    pub thin: Vec<ThinList>,
    /// The likeliest graphs of the averaging.
    #[serde(default)]
    pub graphs: Vec<GraphSays>,
    /// How far the chains of the latent classes lie apart; 1 when they agree.
    #[serde(default)]
    pub chains: Option<f64>,
    /// By sex, age, form and province.
    #[serde(default)]
    pub strata: Vec<Stratum>,
    /// How it was made.
    #[serde(default)]
    pub made_with: MadeWith,
}

impl Hidden {
    /// What anybody may see who may see figures: rounded to three digits, without lists, overlaps or models.
    #[must_use]
    pub(crate) fn rounded(&self) -> Self {
        let about = |number: f64| {
            let step = 10_f64.powf((number.max(1.0).log10().floor() - 2.0).max(1.0));
            (number / step).round() * step
        };
        Self {
            estimate: about(self.estimate),
            low: about(self.low),
            high: about(self.high),
            spread: (about(self.spread.0), about(self.spread.1)),
            cautions: self.cautions.clone(),
            shares: self.shares.clone(),
            ..Self::default()
        }
    }
}
