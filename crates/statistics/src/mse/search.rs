//! Which models there are, and the way downhill among them.

use super::fit::{Fitter, NoFit, Quick};
use super::model::Model;

/// Models that are fitted one by one; beyond, the way downhill is taken.
pub const MOST_MODELS: usize = 40_000;

/// How many hierarchical models with all main effects there are with interactions of at most so many lists; none when
/// they are too many to be gone through.
#[must_use]
pub fn all_models(lists: usize, order: usize) -> Option<Vec<Model>> {
    let order = order.min(lists.saturating_sub(1));
    let mut level = vec![Model::main_effects(lists)];
    for size in 2..=order {
        let mut next = Vec::new();
        for model in &level {
            let could: Vec<u32> =
                model.could_add(size).filter(|term| term.count_ones() as usize == size).collect();
            if could.len() > 20 || next.len() + (1 << could.len()) > MOST_MODELS {
                return None;
            }
            for chosen in 0_u32..1 << could.len() {
                let added = could.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1);
                next.push(added.fold(model.clone(), |model, (_, term)| model.plus(*term)));
            }
        }
        level = next;
    }
    Some(level)
}

/// What makes one model better than another: less is better.
pub(crate) type Score<'a> = &'a dyn Fn(&Quick) -> f64;

/// From a model to the best of its neighbours, again and again, until none is better (Silverman, Chan and Vincent 2024,
/// section 5.2). Keeps the effects of the last model in the fitter.
pub(crate) fn downhill(
    fitter: &mut Fitter,
    from: &Model,
    order: usize,
    score: Score<'_>,
) -> Result<(Model, Quick), NoFit> {
    let mut quick = fitter.fit(from, None)?;
    let (mut model, mut best) = (from.clone(), score(&quick));
    let perfect = fitter.perfect();
    loop {
        let effects = fitter.effects.clone();
        let mut better: Option<(Model, Quick, f64, Vec<f64>)> = None;
        for neighbour in model.neighbours(order) {
            let least = better.as_ref().map_or(best, |(_, _, least, _)| *least);
            // What could not be better even if it repeated the counts is not fitted.
            let parameters = neighbour.parameters();
            if score(&Quick { dark: 0.0, likelihood: perfect, parameters }) >= least {
                continue;
            }
            let Ok(found) = fitter.fit(&neighbour, Some(&effects)) else { continue };
            let value = score(&found);
            if value < least - 1e-9 {
                better = Some((neighbour, found, value, fitter.effects.clone()));
            }
        }
        let Some((next, found, value, effects)) = better else {
            fitter.effects = effects;
            return Ok((model, quick));
        };
        (model, quick, best) = (next, found, value);
        fitter.effects = effects;
    }
}
