//! Clock and entropy as parameters, so that tests and simulations are exact.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use model::{SplitMix, Timestamp};
use seal::Entropy;

/// What time it is.
pub trait Clock: Send + Sync + 'static {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A clock for tests, simulations and the seeding of demonstrations: it goes on by one millisecond each time it is asked, so
/// that no two acts share an instant, and otherwise stands until it is moved.
#[derive(Debug)]
pub struct SetClock(AtomicI64);

impl SetClock {
    /// A clock standing at this instant.
    pub fn at(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.millis()))
    }
    /// Moves the clock on.
    pub fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
    /// Sets the clock.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.millis(), Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.fetch_add(1, Ordering::SeqCst))
    }
}

/// Where random bytes come from. Each transaction opens a stream of its own.
pub trait Chance: Send + Sync + 'static {
    /// A new stream of random bytes.
    fn stream(&self) -> Box<dyn Entropy + Send>;
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn stream(&self) -> Box<dyn Entropy + Send> {
        Box::new(Self)
    }
}

impl Entropy for SystemChance {
    #[allow(clippy::disallowed_methods, reason = "the one place that asks the machine for chance")]
    fn fill(&mut self, out: &mut [u8]) {
        // Without entropy no key is safe: stop rather than go on with zeros.
        if getrandom::fill(out).is_err() {
            std::process::abort();
        }
    }
}

/// Repeatable bytes for tests and simulations ([`SplitMix`]). Never for keys that matter.
#[derive(Debug)]
pub struct SeededChance {
    seed: u64,
    streams: AtomicU64,
}

impl SeededChance {
    /// Streams that follow from this seed.
    pub fn new(seed: u64) -> Self {
        Self { seed, streams: AtomicU64::new(0) }
    }
}

struct Repeatable(SplitMix);

impl Entropy for Repeatable {
    fn fill(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(8) {
            for (byte, random) in chunk.iter_mut().zip(self.0.draw().to_le_bytes()) {
                *byte = random;
            }
        }
    }
}

impl Chance for SeededChance {
    fn stream(&self) -> Box<dyn Entropy + Send> {
        let n = self.streams.fetch_add(1, Ordering::SeqCst);
        Box::new(Repeatable(SplitMix::new(self.seed.wrapping_add(n.wrapping_mul(0xd134_2543_de82_ef95)))))
    }
}
