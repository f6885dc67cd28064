//! Trials on invented populations: how often does an interval hold the truth?

use std::collections::BTreeMap;

use super::analyse::carrying;
use super::bootstrap::Settings;
use super::chance::Dice;
use super::choose::Method;
use super::model::Model;
use super::overlaps::Overlaps;
use super::work;

/// A population whose size is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// How many there are.
    pub size: u64,
    /// Chance of each list to find somebody, when no list leans on another.
    pub found: Vec<f64>,
    /// Interactions with their effects, on the scale of logarithms.
    pub leaning: Vec<(u32, f64)>,
}

/// What a trial found.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// Tables drawn.
    pub trials: usize,
    /// Tables that were refused, as the command refuses them.
    pub refused: usize,
    /// Why, by the code of the refusal.
    pub reasons: BTreeMap<&'static str, usize>,
    /// Share of the others whose interval holds the truth.
    pub covered: f64,
    /// Standard error of that share, from the number of trials.
    pub error: f64,
    /// Share of the others whose interval lies wholly below the truth.
    pub below: f64,
    /// Mean of the estimates over the truth, less one.
    pub bias: f64,
    /// Middle width of the intervals over the truth.
    pub width: f64,
}

impl Population {
    /// The model that the population follows.
    #[must_use]
    pub fn model(&self) -> Model {
        Model::with(self.found.len(), &self.leaning.iter().map(|(term, _)| *term).collect::<Vec<_>>())
    }

    /// Shares of the combinations, that of no list first.
    fn shares(&self) -> Vec<f64> {
        let lists = self.found.len();
        let share = |cell: u32| {
            let alone: f64 = self
                .found
                .iter()
                .enumerate()
                .map(|(at, chance)| if cell >> at & 1 == 1 { chance / (1.0 - chance) } else { 1.0 })
                .product();
            let leans = self.leaning.iter().filter(|(term, _)| cell & term == *term);
            alone * leans.map(|(_, effect)| effect).sum::<f64>().exp()
        };
        let raw: Vec<f64> = (0..1_u32 << lists).map(share).collect();
        let sum: f64 = raw.iter().sum();
        raw.into_iter().map(|share| share / sum).collect()
    }

    /// Expected counts of the combinations, that of no list first.
    #[must_use]
    pub fn expected(&self) -> Vec<f64> {
        self.shares().into_iter().map(|share| share * self.size as f64).collect()
    }

    /// Draws what the lists would hold.
    fn draw(&self, dice: &mut Dice, shares: &[f64]) -> Option<Overlaps> {
        let names = (0..self.found.len()).map(|at| format!("L{}", at + 1)).collect();
        let mut table = Overlaps::new(names).ok()?;
        let mut fits = true;
        dice.multinomial(self.size, shares, |cell, count| {
            fits &= table.add(u32::try_from(cell).unwrap_or_default(), count).is_ok();
        });
        fits.then_some(table)
    }

    /// Tables drawn from the population, each estimated with an interval or refused, just as [`super::analyse`] does for the method
    /// that comes first.
    #[must_use]
    pub fn coverage(&self, method: &Method, trials: usize, settings: &Settings) -> Coverage {
        let shares = self.shares();
        let one = Settings { threads: 1, ..*settings };
        let results = work::each(
            trials,
            settings.threads,
            || (),
            |(), piece| -> Result<(f64, f64, f64), &'static str> {
                let mut dice = Dice::new(settings.seed ^ 0x0074_7269_616c, piece as u64);
                let table = self.draw(&mut dice, &shares).ok_or("lists-unfit")?;
                let own = Settings { seed: settings.seed.wrapping_add(piece as u64 + 1), ..one };
                let found = carrying(&table, "", method, &own).map_err(|refusal| refusal.code())?;
                Ok((found.estimate, found.low, found.high))
            },
        );
        let truth = self.size as f64;
        let mut reasons = BTreeMap::new();
        results.iter().filter_map(|one| one.err()).for_each(|code| *reasons.entry(code).or_default() += 1);
        let good: Vec<(f64, f64, f64)> = results.into_iter().flatten().collect();
        let count = good.len().max(1) as f64;
        let share = |held: &dyn Fn(&(f64, f64, f64)) -> bool| {
            good.iter().filter(|one| held(one)).count() as f64 / count
        };
        let covered = share(&|(_, low, high)| *low <= truth && truth <= *high);
        let mut widths: Vec<f64> = good.iter().map(|(_, low, high)| (high - low) / truth).collect();
        widths.sort_by(f64::total_cmp);
        Coverage {
            trials,
            refused: trials - good.len(),
            reasons,
            covered,
            error: (covered * (1.0 - covered) / count).sqrt(),
            below: share(&|(.., high)| *high < truth),
            bias: good.iter().map(|(total, ..)| total / truth - 1.0).sum::<f64>() / count,
            width: widths.get(widths.len() / 2).copied().unwrap_or(f64::NAN),
        }
    }
}

fn population(size: u64, found: &[f64], leaning: &[(u32, f64)]) -> Population {
    Population { size, found: found.to_vec(), leaning: leaning.to_vec() }
}

/// Invented populations whose lists cannot carry an estimate, or hardly: what is measured is whether it is refused.
#[must_use]
pub fn thin() -> [(&'static str, Population); 4] {
    let apart = [(0b011, -2.5), (0b101, -2.5), (0b110, -2.5)];
    [
        ("three lists that share some three people", population(2000, &[0.02, 0.03, 0.02], &[])),
        ("three lists that share some eight people", population(2500, &[0.03, 0.04, 0.03], &[])),
        ("three lists that all but exclude one another", population(4000, &[0.12, 0.1, 0.11], &apart)),
        (
            "four lists, one of which shares nobody",
            population(6000, &[0.03, 0.02, 0.025, 0.0004], &[(0b0011, 1.5)]),
        ),
    ]
}

/// Invented populations, from easy to sparse.
#[must_use]
pub fn populations() -> [(&'static str, Population); 4] {
    [
        ("four independent lists", population(3000, &[0.15, 0.1, 0.2, 0.08], &[])),
        ("three lists, two of them alike", population(2000, &[0.3, 0.25, 0.2], &[(0b011, 0.7)])),
        (
            "five lists, two pairs",
            population(5000, &[0.05, 0.08, 0.1, 0.06, 0.04], &[(0b00011, 1.0), (0b01100, -0.7)]),
        ),
        (
            "six sparse lists",
            population(12_000, &[0.01, 0.05, 0.09, 0.07, 0.03, 0.01], &[(0b100100, 1.5), (0b000011, 1.0)]),
        ),
    ]
}
