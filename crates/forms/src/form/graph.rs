//! The order in which answers follow from one another, and the rings in which none comes first.

use std::collections::BTreeSet;

use super::item::{Item, ItemId};
use crate::problem::{Problem, ProblemCode};

/// Items ordered so that whatever an item's relevance or calculation looks at comes before it; items in a ring are named.
pub(super) fn order(items: &[Item], problems: &mut Vec<Problem>) -> Vec<ItemId> {
    let needs: Vec<Vec<ItemId>> = items.iter().map(needed).collect();
    let mut waits: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut opens: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
    for (index, needed) in needs.iter().enumerate() {
        for need in needed {
            if let Some(list) = opens.get_mut(need.0) {
                list.push(index);
            }
        }
    }
    // The set keeps the order of the form among those that are ready.
    let mut ready: BTreeSet<usize> =
        waits.iter().enumerate().filter(|(_, wait)| **wait == 0).map(|(index, _)| index).collect();
    let mut order = Vec::new();
    while let Some(next) = ready.pop_first() {
        order.push(ItemId(next));
        for follower in opens.get(next).into_iter().flatten() {
            if let Some(wait) = waits.get_mut(*follower) {
                *wait = wait.saturating_sub(1);
                if *wait == 0 {
                    ready.insert(*follower);
                }
            }
        }
    }
    if order.len() < items.len() {
        name_ring(items, &needs, &waits, problems);
    }
    order
}

/// Items that one looks at, those around it included, each once.
fn needed(item: &Item) -> Vec<ItemId> {
    let count = match &item.kind {
        super::item::Kind::Repeat { count } => count.as_ref(),
        _ => None,
    };
    let formulas = [item.relevant.as_ref(), item.calculation.as_ref(), count];
    let mut needs: Vec<ItemId> =
        formulas.into_iter().flatten().flat_map(|formula| formula.needs.clone()).collect();
    needs.extend(item.parent);
    needs.sort_unstable();
    needs.dedup();
    needs
}

/// Goes back from an item that never became ready until one comes again: that is the ring.
fn name_ring(items: &[Item], needs: &[Vec<ItemId>], waits: &[usize], problems: &mut Vec<Problem>) {
    let stuck = |index: usize| waits.get(index).is_some_and(|wait| *wait > 0);
    let Some(mut at) = (0..items.len()).find(|index| stuck(*index)) else { return };
    let mut way: Vec<usize> = Vec::new();
    while !way.contains(&at) {
        way.push(at);
        let before = needs.get(at).into_iter().flatten().find(|need| stuck(need.0));
        let Some(before) = before else { return };
        at = before.0;
    }
    let ring: Vec<usize> = way.iter().copied().skip_while(|index| *index != at).collect();
    let names: Vec<&str> =
        ring.iter().filter_map(|index| items.get(*index)).map(|item| item.name.as_str()).collect();
    let ring_text = names.iter().rev().chain(names.last()).copied().collect::<Vec<_>>().join(" → ");
    let first = ring.iter().filter_map(|index| items.get(*index)).find(|item| item.row > 0);
    let place = first.map(Item::place).unwrap_or_default();
    problems.push(Problem::new(ProblemCode::Cycle, place, &[&ring_text]));
}
