//! Work shared among threads. What comes out lies in the order of the work, whoever did it.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Does `count` pieces of work; `begin` makes what each thread works with.
pub(super) fn each<S, R: Send>(
    count: usize,
    threads: usize,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> R + Sync,
) -> Vec<R> {
    if threads <= 1 || count <= 1 {
        let mut tools = begin();
        return (0..count).map(|at| work(&mut tools, at)).collect();
    }
    let next = AtomicUsize::new(0);
    let mine = || {
        let (mut tools, mut done) = (begin(), Vec::new());
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return done;
            }
            done.push((at, work(&mut tools, at)));
        }
    };
    let mut all: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(count)).map(|_| scope.spawn(mine)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    all.sort_unstable_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, result)| result).collect()
}
