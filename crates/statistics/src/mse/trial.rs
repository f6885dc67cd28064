//! Trials on invented populations: how often does an interval hold the truth?

use super::analyse::answer;
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
    /// Tables of which no estimate could be made.
    pub refused: usize,
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

    /// Tables drawn from the population, each estimated with an interval.
    #[must_use]
    pub fn coverage(&self, method: &Method, trials: usize, settings: &Settings) -> Coverage {
        let shares = self.shares();
        let one = Settings { threads: 1, ..*settings };
        let results = work::each(
            trials,
            settings.threads,
            || (),
            |(), piece| {
                let mut dice = Dice::new(settings.seed ^ 0x0074_7269_616c, piece as u64);
                let table = self.draw(&mut dice, &shares)?;
                let own = Settings { seed: settings.seed.wrapping_add(piece as u64 + 1), ..one };
                let found = answer(&table, "", method, &own).ok()?;
                found.high.is_finite().then_some((found.estimate, found.low, found.high))
            },
        );
        let truth = self.size as f64;
        let good: Vec<(f64, f64, f64)> = results.iter().flatten().copied().collect();
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
            covered,
            error: (covered * (1.0 - covered) / count).sqrt(),
            below: share(&|(.., high)| *high < truth),
            bias: good.iter().map(|(total, ..)| total / truth - 1.0).sum::<f64>() / count,
            width: widths.get(widths.len() / 2).copied().unwrap_or(f64::NAN),
        }
    }
}
