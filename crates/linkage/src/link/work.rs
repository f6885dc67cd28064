//! Work shared among threads. What comes out lies in the order of the work, whoever did it, so that threads cannot matter.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Does `count` pieces of work on so many threads. Results lie in the order of the pieces.
pub(crate) fn each<R: Send + Default>(
    count: usize,
    threads: usize,
    work: impl Fn(usize) -> R + Sync,
) -> Vec<R> {
    if threads <= 1 || count <= 1 {
        return (0..count).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let mine = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return done;
            }
            done.push((at, work(at)));
        }
    };
    let mut all: Vec<R> = Vec::new();
    all.resize_with(count, R::default);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(count)).map(|_| scope.spawn(mine)).collect();
        for (at, result) in workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()) {
            if let Some(place) = all.get_mut(at) {
                *place = result;
            }
        }
    });
    all
}

/// Hands runs of `items` to threads. Results lie in the order of the runs.
pub(crate) fn runs<T: Sync, R: Send + Default>(
    items: &[T],
    threads: usize,
    work: impl Fn(&[T]) -> R + Sync,
) -> Vec<R> {
    let size = items.len().div_ceil(threads.max(1) * 4).max(1);
    let runs: Vec<&[T]> = items.chunks(size).collect();
    each(runs.len(), threads, |at| work(runs.get(at).copied().unwrap_or_default()))
}

/// Sorts by keys of which no two are the same, in place: halves are told apart first and then sorted side by side.
pub(crate) fn sort_by_key<T: Send, K: Ord>(
    items: &mut [T],
    threads: usize,
    key: impl Fn(&T) -> K + Send + Sync + Copy,
) {
    if threads <= 1 || items.len() < 50_000 {
        items.sort_unstable_by_key(key);
        return;
    }
    let middle = items.len() / 2;
    items.select_nth_unstable_by_key(middle, key);
    let (low, high) = items.split_at_mut(middle);
    std::thread::scope(|scope| {
        scope.spawn(move || sort_by_key(low, threads / 2, key));
        sort_by_key(high, threads - threads / 2, key);
    });
}

/// Bits by which items are told apart at once.
const DIGIT: u32 = 11;

/// Sorts by a number; items of one number stay in their order.
pub(crate) fn sort_by_number<T: Copy + Default>(items: &mut Vec<T>, number: impl Fn(&T) -> u32) {
    let mut other = vec![T::default(); items.len()];
    for digit in 0..32_u32.div_ceil(DIGIT) {
        let part = |item: &T| (number(item) >> (digit * DIGIT) & ((1 << DIGIT) - 1)) as usize;
        let mut places = [0_usize; 1 << DIGIT];
        for item in items.iter() {
            if let Some(count) = places.get_mut(part(item)) {
                *count += 1;
            }
        }
        let mut next = 0;
        for place in &mut places {
            next += std::mem::replace(place, next);
        }
        for item in items.iter() {
            if let Some(place) = places.get_mut(part(item)) {
                if let Some(slot) = other.get_mut(*place) {
                    *slot = *item;
                }
                *place += 1;
            }
        }
        std::mem::swap(items, &mut other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_sorted_and_equals_stay() {
        for numbers in [vec![], vec![7], (0..5_000_u64).map(super::super::letters::mix).collect::<Vec<_>>()] {
            let mut items: Vec<(u32, u32)> =
                (0..).zip(numbers).map(|(at, n)| ((n >> 33) as u32 % 997 * 0x0040_2003, at)).collect();
            let mut plain = items.clone();
            plain.sort_by_key(|(number, _)| *number);
            sort_by_number(&mut items, |(number, _)| *number);
            assert_eq!(items, plain);
        }
    }

    #[test]
    fn threads_do_not_matter() {
        let items: Vec<u64> = (0..120_000).map(super::super::letters::mix).collect();
        for threads in 1..5 {
            let sums = runs(&items, threads, |run| run.iter().fold(0_u64, |sum, n| sum.wrapping_add(*n)));
            let whole = items.iter().fold(0_u64, |sum, n| sum.wrapping_add(*n));
            assert_eq!(sums.into_iter().fold(0_u64, u64::wrapping_add), whole);
            let mut sorted = items.clone();
            sort_by_key(&mut sorted, threads, |n| *n);
            assert!(sorted.is_sorted() && sorted.len() == items.len());
            assert_eq!(each(9, threads, |at| at * at), [0, 1, 4, 9, 16, 25, 36, 49, 64]);
        }
    }
}
