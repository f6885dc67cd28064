//! Clients behind a balancer: each sends a report under an id of its own, and sends it again to the next process until it is acknowledged.

use std::hash::{BuildHasher, RandomState};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::http::Person;

/// A client waits so long for an answer before it asks another process.
const PATIENCE: Duration = Duration::from_secs(3);
/// After the end of the load an act that was not acknowledged is still sent for so long.
const LAST: Duration = Duration::from_secs(30);

/// What clients saw.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) acknowledged: Vec<String>,
    /// Acts that nobody ever acknowledged; they may or may not have happened.
    pub(super) unanswered: usize,
    /// The longest time between two acknowledgements.
    pub(super) gap: Duration,
}

struct Tally {
    acknowledged: Vec<String>,
    last: Instant,
    gap: Duration,
}

/// Clients at work.
pub(super) struct Clients {
    stop: Arc<AtomicBool>,
    tally: Arc<Mutex<Tally>>,
    unanswered: Arc<AtomicUsize>,
    threads: Vec<JoinHandle<()>>,
}

impl Clients {
    pub(super) fn start(addresses: Vec<SocketAddr>, person: &Person, count: usize) -> Self {
        let tally = Tally { acknowledged: Vec::new(), last: Instant::now(), gap: Duration::ZERO };
        let (stop, tally) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(tally)));
        let unanswered = Arc::new(AtomicUsize::new(0));
        let threads = (0..count).map(|number| {
            let (stop, tally, person, addresses) =
                (stop.clone(), tally.clone(), person.clone(), addresses.clone());
            let unanswered = unanswered.clone();
            thread::spawn(move || {
                let mut turn = number;
                while !stop.load(Ordering::Relaxed) {
                    if !send(&addresses, &person, (&stop, &tally), &mut turn) {
                        unanswered.fetch_add(1, Ordering::Relaxed);
                    }
                }
            })
        });
        let threads = threads.collect();
        Self { stop, tally, unanswered, threads }
    }

    pub(super) fn acknowledged(&self) -> usize {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner).acknowledged.len()
    }

    pub(super) fn end(self) -> Seen {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            // A client that failed acknowledged nothing.
            let _ = thread.join();
        }
        let tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        Seen {
            acknowledged: tally.acknowledged.clone(),
            unanswered: self.unanswered.load(Ordering::Relaxed),
            gap: tally.gap,
        }
    }
}

/// Sends one act until it is acknowledged; answers whether it was.
fn send(
    addresses: &[SocketAddr],
    person: &Person,
    (stop, tally): (&AtomicBool, &Mutex<Tally>),
    turn: &mut usize,
) -> bool {
    let act = new_id();
    let mut until = None;
    loop {
        *turn += 1;
        let Some(to) = addresses.get(*turn % addresses.len().max(1)) else { return false };
        if person.report(*to, PATIENCE, &act).is_ok_and(|answer| answer.status == 200) {
            let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
            tally.gap = tally.gap.max(tally.last.elapsed());
            tally.last = Instant::now();
            tally.acknowledged.push(act);
            return true;
        }
        if stop.load(Ordering::Relaxed)
            && Instant::now() > *until.get_or_insert_with(|| Instant::now() + LAST)
        {
            return false;
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// A UUID of version 7. Its chance is that of the standard library's hash tables: enough to be unique.
#[allow(clippy::disallowed_methods, reason = "a trial of real processes lives in the world's own time")]
pub(super) fn new_id() -> String {
    let millis = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let (one, two) = (RandomState::new().hash_one(1), RandomState::new().hash_one(2));
    let (a, b) = (one & 0xfff, (two & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000);
    let time = format!("{millis:012x}");
    let (high, low) = time.split_at(8);
    let tail = format!("{b:016x}");
    let (fourth, fifth) = tail.split_at(4);
    format!("{high}-{low}-7{a:03x}-{fourth}-{fifth}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn ids_have_the_form_of_version_7() {
        let id = super::new_id();
        assert_eq!(id.len(), 36);
        assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert_eq!(id.as_bytes().get(14), Some(&b'7'));
        assert!(matches!(id.as_bytes().get(19), Some(b'8' | b'9' | b'a' | b'b')));
        assert_ne!(id, super::new_id());
    }
}
