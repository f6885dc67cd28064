//! Which filters of two lists are alike: every pair, in tiles that stay in the nearest memory.

use std::sync::atomic::{AtomicUsize, Ordering};

use fearless_simd::{Level, dispatch};

/// Two alike filters: their places, and twice the bits they share over all bits they have, in thousandths rounded down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// Place in the first list.
    pub a: u32,
    /// Place in the second list.
    pub b: u32,
    /// Dice coefficient in thousandths.
    pub dice: u32,
}

/// Filters of a tile.
const TILE: usize = 128;

/// All pairs of two lists of filters of `N` words whose Dice coefficient is at least so many thousandths, ordered.
///
/// Lists are looked at in order of how many bits are set, so that most of what cannot be alike is never compared.
#[must_use]
pub fn matches<const N: usize>(a: &[[u64; N]], b: &[[u64; N]], least: u32, threads: usize) -> Vec<Match> {
    let (left, right) = (Ranked::new(a), Ranked::new(b));
    let next = AtomicUsize::new(0);
    let tiles = left.filters.len().div_ceil(TILE);
    // What this processor can do is asked once; the same lines are compiled for each kind.
    let level = Level::new();
    let work = || {
        let mut found = Vec::new();
        loop {
            let tile = next.fetch_add(1, Ordering::Relaxed);
            if tile >= tiles {
                return found;
            }
            dispatch!(level, _kind => one_tile(&left, &right, tile * TILE, least, &mut found));
        }
    };
    let mut all: Vec<Match> = Vec::new();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            all.extend(worker.join().unwrap_or_default());
        }
    });
    all.sort_unstable();
    all
}

/// Filters in order of how full they are.
struct Ranked<const N: usize> {
    filters: Vec<[u64; N]>,
    full: Vec<u32>,
    /// Bits set in the second half of each.
    rest: Vec<u32>,
    place: Vec<u32>,
}

impl<const N: usize> Ranked<N> {
    fn new(filters: &[[u64; N]]) -> Self {
        let mut order: Vec<(u32, u32)> = (0..).zip(filters).map(|(at, filter)| (ones(filter), at)).collect();
        order.sort_unstable();
        let at = |place: u32| filters.get(place as usize).copied().unwrap_or([0; N]);
        Self {
            filters: order.iter().map(|(_, place)| at(*place)).collect(),
            full: order.iter().map(|(full, _)| *full).collect(),
            rest: order.iter().map(|(_, place)| ones(halves(&at(*place)).1)).collect(),
            place: order.iter().map(|(_, place)| *place).collect(),
        }
    }
}

// Must become part of the code that is compiled for one kind of processor.
#[allow(clippy::inline_always)]
#[inline(always)]
fn one_tile<const N: usize>(
    left: &Ranked<N>,
    right: &Ranked<N>,
    from: usize,
    least: u32,
    found: &mut Vec<Match>,
) {
    let rows = left.filters.iter().zip(&left.full).zip(&left.rest).zip(&left.place).skip(from).take(TILE);
    let (Some(fewest), Some(most)) =
        (left.full.get(from), left.full.get((from + TILE).min(left.full.len()) - 1))
    else {
        return;
    };
    // Dice is at most twice the smaller over the sum: what is much emptier or fuller cannot be alike.
    let first = right.full.partition_point(|full| (2_000 - least) * full < least * fewest);
    let last = right.full.partition_point(|full| least * full <= (2_000 - least) * most);
    let columns: Vec<usize> = (first..last).step_by(TILE).collect();
    for column in columns {
        let end = (column + TILE).min(last);
        let others = (
            right.filters.get(column..end).unwrap_or_default(),
            right.full.get(column..end).unwrap_or_default(),
            right.rest.get(column..end).unwrap_or_default(),
            right.place.get(column..end).unwrap_or_default(),
        );
        for (((filter, full), rest), place) in rows.clone() {
            let (first, second) = halves(filter);
            let list = others.0.iter().zip(others.1).zip(others.2).zip(others.3);
            for (((other, other_full), other_rest), other_place) in list {
                let (other_first, other_second) = halves(other);
                let sum = full + other_full;
                let mut common = shared(first, other_first);
                // Most pairs show by half that the other half cannot make them alike.
                if 2_000 * (common + rest.min(other_rest)) < least * sum {
                    continue;
                }
                common += shared(second, other_second);
                if 2_000 * common >= least * sum && sum > 0 {
                    found.push(Match { a: *place, b: *other_place, dice: 2_000 * common / sum });
                }
            }
        }
    }
}

/// A filter in two halves, the first of whole eights where there are any.
#[allow(clippy::inline_always)]
#[inline(always)]
fn halves<const N: usize>(filter: &[u64; N]) -> (&[u64], &[u64]) {
    let middle = if N >= 16 { N / 16 * 8 } else { N / 2 };
    filter.split_at_checked(middle).unwrap_or((filter, &[]))
}

#[inline]
fn ones(filter: &[u64]) -> u32 {
    filter.iter().map(|word| word.count_ones()).sum()
}

/// Bits that two filters share. Eight words at a time, which is one instruction or two where the processor counts bits.
#[allow(clippy::inline_always)]
#[inline(always)]
fn shared(a: &[u64], b: &[u64]) -> u32 {
    let ((eights_a, rest_a), (eights_b, rest_b)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let count =
        |x: &[u64], y: &[u64]| x.iter().zip(y).map(|(x, y)| u64::from((x & y).count_ones())).sum::<u64>();
    let eights: u64 = eights_a.iter().zip(eights_b).map(|(x, y)| count(x, y)).sum();
    (eights + count(rest_a, rest_b)) as u32
}

/// Dice coefficient of two filters in thousandths, rounded down; none when both are empty.
pub(crate) fn dice(a: &[u64], b: &[u64]) -> Option<u32> {
    let (mut shared, mut sum) = (0, 0);
    for (x, y) in a.iter().zip(b) {
        shared += (x & y).count_ones();
        sum += x.count_ones() + y.count_ones();
    }
    (2_000 * shared).checked_div(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn tiles_find_what_every_pair_would(
            a in prop::collection::vec(any::<[u64; 16]>(), 0..40),
            b in prop::collection::vec(any::<[u64; 16]>(), 0..40),
            least in 1_u32..1_000,
        ) {
            let mut all = Vec::new();
            // Some in common, some thin.
            let b: Vec<[u64; 16]> = b.iter().chain(a.iter().step_by(3)).map(|f| if f[0] % 3 == 0 { f.map(|w| w & f[1]) } else { *f }).collect();
            for (i, x) in (0..).zip(&a) {
                for (j, y) in (0..).zip(&b) {
                    let (shared, sum) = (super::shared(x, y), ones(x) + ones(y));
                    let plain: u32 = x.iter().zip(y).map(|(x, y)| (x & y).count_ones()).sum();
                    prop_assert_eq!(shared, plain);
                    if sum > 0 && 2_000 * shared >= least * sum {
                        all.push(Match { a: i, b: j, dice: dice(x, y).expect("some bits") });
                    }
                }
            }
            all.sort_unstable();
            prop_assert_eq!(&matches(&a, &b, least, 1), &all);
            prop_assert_eq!(&matches(&a, &b, least, 3), &all);
        }
    }
}
