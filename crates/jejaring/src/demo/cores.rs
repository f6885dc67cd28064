//! Each node is seeded by threads that share one processor.
//!
//! Every statement goes from the thread that asks to the thread that owns the connection and back. Between two processors each such step
//! wakes one that sleeps, which on a virtual machine costs more than most statements: two fifths of the processor time of the whole seeding.

use std::future::Future;
use std::thread;

use tokio::runtime::Builder;
use tokio::sync::oneshot;

use crate::failure::{Failure, Result};

/// Which of so many processors takes which work: the heaviest first, each to the one that has least.
pub(crate) fn shared<const N: usize>(weights: [usize; N], processors: usize) -> [usize; N] {
    let mut loads = vec![0; processors.max(1)];
    let mut order: [usize; N] = std::array::from_fn(|at| at);
    order.sort_by_key(|&at| std::cmp::Reverse(weights.get(at).copied()));
    let mut places = [0; N];
    for at in order {
        let least = (0..loads.len()).min_by_key(|&one| loads.get(one).copied()).unwrap_or(0);
        if let (Some(load), Some(place)) = (loads.get_mut(least), places.get_mut(at)) {
            *load += weights.get(at).copied().unwrap_or(0);
            *place = least;
        }
    }
    places
}

/// Processors that this program may use.
pub(crate) fn processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Does work on a thread of its own, which stays with everything that it starts on one of the processors, counted from nought.
///
/// # Errors
/// When the system gives no thread, or the work broke off.
pub(crate) async fn on<T, F>(processor: usize, work: impl FnOnce() -> F + Send + 'static) -> Result<T>
where
    T: Send + 'static,
    F: Future<Output = Result<T>>,
{
    let (tell, told) = oneshot::channel();
    let begun = thread::Builder::new().name("seeding".to_owned()).spawn(move || {
        stay(processor);
        let runtime = Builder::new_current_thread().enable_all().build();
        let done = runtime.map_err(no_thread).and_then(|runtime| runtime.block_on(work()));
        // Nobody listens any more when the program is ending.
        let _ = tell.send(done);
    });
    begun.map_err(no_thread)?;
    told.await.map_err(|_| Failure::new("seeding broke off: try again"))?
}

fn no_thread(error: std::io::Error) -> Failure {
    Failure::new(format!("the system gives no thread ({}): end other programs", error.kind()))
}

/// Where the system does not let a thread choose, it goes where it is sent: slower, and no less right.
#[cfg(target_os = "linux")]
fn stay(processor: usize) {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
    let Ok(may) = sched_getaffinity(None) else { return };
    let Some(one) = (0..CpuSet::MAX_CPU).filter(|&one| may.is_set(one)).nth(processor) else { return };
    let mut only = CpuSet::new();
    only.set(one);
    let _ = sched_setaffinity(None, &only);
}

#[cfg(not(target_os = "linux"))]
fn stay(_: usize) {}

#[cfg(test)]
mod tests {
    use super::{on, processors, shared};
    use crate::failure::Failure;

    #[test]
    fn the_heaviest_stands_alone_as_long_as_it_is_the_heaviest() {
        assert_eq!(shared([600, 900, 500], 2), [1, 0, 1]);
        assert_eq!(shared([600, 900, 500], 3), [1, 0, 2]);
        assert_eq!(shared([600, 900, 500], 8), [1, 0, 2]);
        assert_eq!(shared([600, 900, 500], 1), [0, 0, 0]);
    }

    #[tokio::test]
    async fn what_works_there_stays_there_and_answers() {
        let last = processors() - 1;
        let seen = on(last, || async {
            tokio::task::spawn_blocking(processors).await.map_err(|_| Failure::new(""))
        });
        assert_eq!(seen.await.ok(), Some(if cfg!(target_os = "linux") { 1 } else { last + 1 }));
        assert!(on::<(), _>(0, || async { Err(Failure::new("no")) }).await.is_err());
    }
}
