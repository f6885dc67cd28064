//! A node of several processes under load while things break: processes are killed and stopped, the database goes, disks fill, clocks are wrong,
//! wires lose answers, an upgrade is half done. Real processes, real signals, a real PostgreSQL. What was acknowledged must be there once.

mod clients;
mod faults;
mod fleet;
mod http;
mod report;

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use crate::Error;
use clients::Clients;

pub use faults::{FAULTS, Fault};
pub use fleet::Fleet;
pub use http::{Answer, Person, ask};
pub use report::{Line, json};

/// Chance that is the same for the same seed (SplitMix64).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % u64::try_from(sides.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

/// Load before and after a fault.
const AROUND: Duration = Duration::from_secs(1);
/// A fleet that has not recovered by then never will.
const PATIENCE: Duration = Duration::from_secs(60);

/// Breaks the things of `names` (all of [`FAULTS`] when empty) under one seed, one after the other, on a fresh fleet of three processes of
/// `program`. `tell` hears each line as it comes.
///
/// # Errors
/// When the surroundings cannot be made, or the fleet does not come back.
pub fn run(
    program: &Path,
    seed: u64,
    names: &[&str],
    tell: &mut dyn FnMut(&Line),
) -> Result<Vec<Line>, Error> {
    let mut fleet = Fleet::start(program, 3)?;
    let person = Person::sign_in(fleet.any()?, "petugas0@contoh.invalid", http::PASSWORD)?;
    let mut dice = Dice::new(seed);
    let mut lines = Vec::new();
    for fault in FAULTS.iter().filter(|fault| names.is_empty() || names.contains(&fault.name)) {
        let line = one(&mut fleet, &person, (fault, seed), &mut dice)?;
        tell(&line);
        lines.push(line);
    }
    fleet.verify()?;
    Ok(lines)
}

fn one(
    fleet: &mut Fleet,
    person: &Person,
    (fault, seed): (&Fault, u64),
    dice: &mut Dice,
) -> Result<Line, Error> {
    let reports = fleet.count("select count(*) from matter where kind = 'report'")?;
    let entries = fleet.count(DONE)?;
    let clients = Clients::start(fleet.addresses(), person, 6);
    sleep(AROUND);
    let broken = (fault.inject)(fleet, dice)?;
    let recovery = recover(fleet, &clients)?;
    sleep(AROUND);
    let seen = clients.end();
    let done = fleet.rows("select id from journal where act = 'open-report' and outcome = 'done'")?;
    let lost = seen.acknowledged.iter().filter(|act| !done.contains(*act)).count();
    let reports = fleet.count("select count(*) from matter where kind = 'report'")? - reports;
    let entries = fleet.count(DONE)? - entries;
    let doubled = fleet.count("select count(*) - count(distinct subject) from journal where act = 'open-report' and outcome = 'done'")?;
    Ok(Line {
        fault: fault.name,
        seed,
        injected: broken.injected,
        observed: broken.observed,
        acknowledged: seen.acknowledged.len(),
        unanswered: seen.unanswered,
        lost,
        twice: usize::try_from((reports - entries).max(0) + doubled).unwrap_or(usize::MAX),
        gap: seen.gap,
        recovery,
    })
}

const DONE: &str = "select count(*) from journal where act = 'open-report' and outcome = 'done'";

/// Waits until every process is ready and acts are acknowledged again; answers how long that took since the fault was over.
fn recover(fleet: &Fleet, clients: &Clients) -> Result<Duration, Error> {
    let over = std::time::Instant::now();
    let before = clients.acknowledged();
    while over.elapsed() < PATIENCE {
        if fleet.is_ready() && clients.acknowledged() > before {
            return Ok(over.elapsed());
        }
        sleep(Duration::from_millis(50));
    }
    Err(Error::new(format!("the fleet did not recover within a minute: {}", fleet.unready())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_twelve_faults_and_dice_repeat() {
        assert_eq!(FAULTS.len(), 12);
        let mut names: Vec<_> = FAULTS.iter().map(|fault| fault.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 12, "each has a name of its own");
        let throws = |seed| {
            let mut dice = Dice::new(seed);
            (0..20).map(|_| dice.throw(3)).collect::<Vec<_>>()
        };
        assert_eq!(throws(1), throws(1));
        assert_ne!(throws(1), throws(2));
        assert!(throws(3).iter().all(|throw| *throw < 3));
    }
}
