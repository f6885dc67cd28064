//! Auditing the model with NIKs: among pairs of which both records have a certain NIK, the truth is known. What the
//! other fields say of such pairs is laid beside it, and the scores of all pairs are set right by a straight line.

use super::fields::{Field, nik};
use super::model::{BIT, Evidence, Model};
use super::pairs::Edge;
use super::work;

/// Steps of scores that are counted together, in 1/1024 bit.
const STEP: i32 = BIT / 4;
/// Fewest pairs of either kind from which a line is drawn.
const ENOUGH: f64 = 150.0;
/// Decisions that a line counts for before some of its own are asked.
pub(crate) const FEW: f64 = 20.0;
/// Line where no NIKs tell better: learned scores promise too much, because fields are not wholly independent.
const USUAL: (f64, f64) = (0.85, -1.5);

/// Sets the scale of the model so that scores are log odds.
pub(crate) fn set_scale(edges: &[Edge], model: &mut Model, threads: usize) {
    let parts = work::runs(edges, threads, |some| counted(some, model));
    let mut parts = parts.into_iter();
    let mut bins = parts.next().unwrap_or_default();
    // Whole numbers: in whatever parts they were counted, the sum is the same.
    for part in parts {
        for (bin, more) in bins.iter_mut().zip(part).filter(|(_, more)| more.1 + more.2 > 0.0) {
            *bin = (more.0, bin.1 + more.1, bin.2 + more.2);
        }
    }
    let line = Line::fit(&bins, -4.0, USUAL);
    model.slope = (line.slope * f64::from(BIT)).round() as i32;
    model.shift = (line.shift * f64::from(BIT)).round() as i32;
}

/// The score of a kept pair; where one looks away from NIKs what it would be had nobody one, and nothing where then no rule
/// would hold the pair.
#[inline]
pub(crate) fn score(edge: &Edge, model: &Model, look_away: bool) -> Option<i32> {
    match look_away {
        false => Some(model.score(edge.evidence())),
        true => edge.without_nik().then(|| model.score(blind(edge, model))),
    }
}

/// The score of a pair where NIKs do not speak against it: such pairs are hopeless by themselves, but the audit must see how
/// many of them there are beside those of one child.
pub(crate) fn fair_score(edge: &Edge, model: &Model) -> i32 {
    let against = model.level(Field::Nik, edge.nik()).weight < 0;
    model.score(if against { blind(edge, model) } else { edge.evidence() })
}

fn blind(edge: &Edge, model: &Model) -> Evidence {
    let weights = model.level(Field::Nik, edge.nik());
    let Evidence { weight, household } = edge.evidence();
    Evidence { weight: weight - weights.weight, household: household - weights.household }
}

/// By step of the score without NIK: pairs of one child, pairs of two.
fn counted(edges: &[Edge], model: &Model) -> Vec<(f64, f64, f64)> {
    let (low, high) = (-12 * BIT, 30 * BIT);
    let mut bins = vec![(0.0, 0.0, 0.0); usize::try_from((high - low) / STEP).unwrap_or_default()];
    for edge in edges {
        let level = edge.nik();
        let same = matches!(level, nik::SAME | nik::ONE_DIGIT);
        if !same && level != nik::DIFFERS || !edge.without_nik() {
            continue;
        }
        let score = model.score(blind(edge, model));
        // Pairs of different NIKs below the kept scores are not here, so neither may those of one NIK be.
        let at = usize::try_from((score - low) / STEP).unwrap_or_default();
        if let Some(bin) = bins.get_mut(at) {
            *bin = (
                f64::from(score / STEP * STEP) / f64::from(BIT),
                bin.1 + f64::from(u8::from(same)),
                bin.2 + f64::from(u8::from(!same)),
            );
        }
    }
    bins
}

/// A straight line from scores in bits to log odds in bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    pub(crate) slope: f64,
    pub(crate) shift: f64,
    /// Decisions it was drawn from; 0 for the usual line.
    pub(crate) seen: f64,
}

impl Line {
    /// The line that makes what was seen most likely: for each slope the one shift that promises as many pairs as there
    /// are. Bins are a score in bits with pairs of one child and of two. Scores below `least` are not looked at.
    pub(crate) fn fit(bins: &[(f64, f64, f64)], least: f64, usual: (f64, f64)) -> Self {
        let fair: Vec<_> =
            bins.iter().filter(|bin| bin.0 > least && bin.0 < 16.0 && bin.1 + bin.2 > 0.0).collect();
        let (one, two) = fair.iter().fold((0.0, 0.0), |sum, bin| (sum.0 + bin.1, sum.1 + bin.2));
        let mut best = (f64::MIN, Self { slope: usual.0, shift: usual.1, seen: 0.0 });
        if one.min(two) < ENOUGH {
            return best.1;
        }
        for step in 0..=18 {
            let mut line = Self { slope: 0.4 + f64::from(step) * 0.05, shift: 0.0, seen: one + two };
            let (mut low, mut high) = (-16.0, 8.0);
            for _ in 0..40 {
                line.shift = (low + high) / 2.0;
                let sum: f64 = fair.iter().map(|(x, a, b)| (a + b) * line.probability(*x)).sum();
                if sum > one { high = line.shift } else { low = line.shift }
            }
            let likely = |(x, a, b): &&(f64, f64, f64)| {
                let p = line.probability(*x).clamp(1e-9, 1.0 - 1e-9);
                a * p.ln() + b * (1.0 - p).ln()
            };
            let sum: f64 = fair.iter().map(likely).sum();
            if sum > best.0 {
                best = (sum, line);
            }
        }
        best.1
    }

    /// This line as some of its decisions would have it: higher or lower, and that as far as there are decisions to say so. `prior` is what
    /// the line itself counts for beside them.
    pub(crate) fn moved_to(self, bins: &[(f64, f64, f64)], least: f64, prior: f64) -> Self {
        let fair = || bins.iter().filter(|bin| bin.0 > least && bin.0 < 16.0);
        let promised = |line: &Self| fair().map(|(x, a, b)| (a + b) * line.probability(*x)).sum::<f64>();
        let (one, two) = fair().fold((0.0, 0.0), |sum, bin| (sum.0 + bin.1, sum.1 + bin.2));
        let expected = promised(&self);
        let towards = |seen: f64, expected: f64| expected * (seen + prior) / (expected + prior).max(1e-9);
        // The rarer kind is the one that has to be reckoned well.
        let wanted = match one < two {
            true => towards(one, expected),
            false => one + two - towards(two, one + two - expected),
        };
        let (mut line, mut low, mut high) = (self, self.shift - 8.0, self.shift + 8.0);
        for _ in 0..40 {
            line.shift = (low + high) / 2.0;
            if promised(&line) > wanted { high = line.shift } else { low = line.shift }
        }
        line
    }

    /// What the line makes of a score in bits.
    pub(crate) fn probability(&self, bits: f64) -> f64 {
        1.0 / (1.0 + (-(self.slope * bits + self.shift)).exp2())
    }
}
