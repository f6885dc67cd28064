//! The fixed list of what breaks.

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::fleet::{Fleet, signal_to};
use super::{Dice, PATIENCE};
use crate::Error;

/// What was done and what was seen.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) injected: String,
    pub(super) observed: String,
}

/// Something that breaks. When `inject` returns, what broke is mended.
pub struct Fault {
    /// Its name.
    pub name: &'static str,
    pub(super) inject: fn(&mut Fleet, &mut Dice) -> Result<Broken, Error>,
}

/// Twelve of them.
pub static FAULTS: &[Fault] = &[
    Fault { name: "kill-each", inject: kill_each },
    Fault { name: "kill-all", inject: kill_all },
    Fault { name: "terminate", inject: terminate },
    Fault { name: "stop-shortly", inject: stop_shortly },
    Fault { name: "stop-holder", inject: stop_holder },
    Fault { name: "database-crash", inject: database_crash },
    Fault { name: "connections-ended", inject: connections_ended },
    Fault { name: "database-stalls", inject: database_stalls },
    Fault { name: "answers-lost", inject: answers_lost },
    Fault { name: "disk-full", inject: disk_full },
    Fault { name: "clock-skew", inject: clock_skew },
    Fault { name: "mid-upgrade", inject: mid_upgrade },
];

fn broken(injected: impl Into<String>, observed: impl Into<String>) -> Broken {
    Broken { injected: injected.into(), observed: observed.into() }
}

/// A moment of its own for each seed.
fn moment(dice: &mut Dice) {
    sleep(Duration::from_millis(u64::try_from(dice.throw(700)).unwrap_or(0)));
}

fn kill_each(fleet: &mut Fleet, dice: &mut Dice) -> Result<Broken, Error> {
    let first = dice.throw(fleet.len());
    for turn in 0..fleet.len() {
        let victim = (first + turn) % fleet.len();
        moment(dice);
        fleet.signal(victim, "-KILL")?;
        fleet.wait(victim)?;
        fleet.restart(victim, &[])?;
    }
    Ok(broken("each process killed in turn and started again", "the others went on"))
}

fn kill_all(fleet: &mut Fleet, dice: &mut Dice) -> Result<Broken, Error> {
    moment(dice);
    for victim in 0..fleet.len() {
        fleet.signal(victim, "-KILL")?;
    }
    for victim in 0..fleet.len() {
        fleet.wait(victim)?;
    }
    for victim in 0..fleet.len() {
        fleet.restart(victim, &[])?;
    }
    Ok(broken("all processes killed at once", "nobody answered until they were started again"))
}

fn terminate(fleet: &mut Fleet, dice: &mut Dice) -> Result<Broken, Error> {
    let victim = dice.throw(fleet.len());
    moment(dice);
    fleet.signal(victim, "-TERM")?;
    sleep(Duration::from_millis(300));
    let ready = fleet.probe(victim, "/readyz")?;
    let page = fleet.probe(victim, "/sign-in")?;
    let code = fleet.wait(victim)?;
    if (ready, page, code) != (503, 200, Some(0)) {
        return Err(Error::new(format!("it did not drain: readyz {ready}, page {page}, exit code {code:?}")));
    }
    fleet.restart(victim, &[])?;
    Ok(broken(
        format!("process {victim} asked to stop"),
        "it said that it is not ready, answered what came, and ended with 0",
    ))
}

fn stop_shortly(fleet: &mut Fleet, dice: &mut Dice) -> Result<Broken, Error> {
    let victim = dice.throw(fleet.len());
    moment(dice);
    fleet.signal(victim, "-STOP")?;
    sleep(Duration::from_secs(4));
    fleet.signal(victim, "-CONT")?;
    Ok(broken(format!("process {victim} stood still for 4 s"), "clients went to the others"))
}

fn stop_holder(fleet: &mut Fleet, dice: &mut Dice) -> Result<Broken, Error> {
    // Under load the one that stands still may be any of them that places entries.
    let victim = dice.throw(fleet.len());
    moment(dice);
    fleet.signal(victim, "-STOP")?;
    let begin = Instant::now();
    sleep(Duration::from_secs(14));
    let waiting = "select count(*) from waiting w join journal j on j.id = w.entry where j.at < (extract(epoch from now()) * 1000)::bigint - 3000";
    let late = fleet.count(waiting)?;
    fleet.signal(victim, "-CONT")?;
    if late > 0 {
        return Err(Error::new(format!("{late} entries waited although other processes ran")));
    }
    Ok(broken(
        format!(
            "process {victim} stood still for {:.0} s, longer than its locks hold",
            begin.elapsed().as_secs_f64()
        ),
        "the others placed every entry",
    ))
}

fn database_crash(fleet: &mut Fleet, dice: &mut Dice) -> Result<Broken, Error> {
    moment(dice);
    fleet.cluster().crash()?;
    sleep(Duration::from_secs(2));
    let ready = fleet.probe(0, "/healthz")?;
    fleet.cluster().restart()?;
    Ok(broken(
        "PostgreSQL ended at once, as by a power cut, for 2 s",
        format!("the processes stayed up (healthz {ready}) and connected again"),
    ))
}

fn connections_ended(fleet: &mut Fleet, dice: &mut Dice) -> Result<Broken, Error> {
    let mut ended = 0;
    for _ in 0..3 {
        moment(dice);
        ended += fleet.count(
            "select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity
             where application_name = 'jejaring') as ended",
        )?;
    }
    Ok(broken(
        "every connection to the database ended, three times",
        format!("{ended} connections were made anew"),
    ))
}

fn database_stalls(fleet: &mut Fleet, dice: &mut Dice) -> Result<Broken, Error> {
    moment(dice);
    let pids = fleet.rows("select pid from pg_stat_activity where pid <> pg_backend_pid()")?;
    let pids: Vec<u32> = pids.iter().filter_map(|pid| pid.parse().ok()).collect();
    for pid in &pids {
        // One that ended meanwhile cannot stand still.
        let _ = signal_to(*pid, "-STOP");
    }
    sleep(Duration::from_secs(4));
    for pid in &pids {
        let _ = signal_to(*pid, "-CONT");
    }
    Ok(broken(
        "the database stood still for 4 s, as on a disk that hangs",
        format!("{} of its processes were held", pids.len()),
    ))
}

fn answers_lost(fleet: &mut Fleet, dice: &mut Dice) -> Result<Broken, Error> {
    let victim = dice.throw(fleet.len());
    moment(dice);
    fleet.wire(victim)?.lose_answers();
    sleep(Duration::from_secs(3));
    fleet.wire(victim)?.cut();
    sleep(Duration::from_secs(2));
    fleet.wire(victim)?.mend();
    Ok(broken(
        format!("the wire to process {victim} lost every answer for 3 s and was cut for 2 s"),
        "clients sent the same acts to the others",
    ))
}

/// Lays a small full disk over the node's directory while the processes run.
fn disk_full(fleet: &mut Fleet, dice: &mut Dice) -> Result<Broken, Error> {
    let (dir, aside) = (fleet.dir(), fleet.dir().with_extension("aside"));
    let quiet = |command: &mut Command| {
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    let failed = |e| Error::while_doing("copying the node's directory", e);
    fs::create_dir_all(&aside).map_err(failed)?;
    if !quiet(Command::new("cp").arg("-a").arg(dir.join(".")).arg(&aside)) {
        return Err(Error::new("the node's directory could not be copied"));
    }
    if !quiet(Command::new("mount").args(["-t", "tmpfs", "-o", "size=2m", "none"]).arg(&dir)) {
        return Ok(broken("no disk could be filled: mounting one needs root", "left out"));
    }
    quiet(Command::new("cp").arg("-a").arg(aside.join(".")).arg(&dir));
    // Fails when it is full, which is what it is for.
    let _ = fs::write(dir.join("filler"), vec![0_u8; 4 << 20]);
    moment(dice);
    let victim = dice.throw(fleet.len());
    fleet.signal(victim, "-TERM")?;
    let code = fleet.wait(victim)?;
    let _ = fs::remove_file(dir.join("filler"));
    let unmounted = quiet(Command::new("umount").arg("-l").arg(&dir));
    fleet.restart(victim, &[])?;
    if !unmounted {
        return Err(Error::new("the small disk could not be taken away"));
    }
    Ok(broken(
        "the disk of the node's directory was full",
        format!(
            "acts went on; process {victim} stopped meanwhile (exit code {code:?}) and came back when there was room"
        ),
    ))
}

fn clock_skew(fleet: &mut Fleet, dice: &mut Dice) -> Result<Broken, Error> {
    let victim = dice.throw(fleet.len());
    for ahead in ["90", "-90"] {
        fleet.signal(victim, "-KILL")?;
        fleet.wait(victim)?;
        fleet.restart(victim, &[&format!("--clock-ahead={ahead}")])?;
        sleep(Duration::from_secs(2));
    }
    fleet.signal(victim, "-KILL")?;
    fleet.wait(victim)?;
    fleet.restart(victim, &[])?;
    Ok(broken(
        format!("the clock of process {victim} was ninety seconds ahead, then ninety behind"),
        "its acts were taken and placed like the others'",
    ))
}

fn mid_upgrade(fleet: &mut Fleet, dice: &mut Dice) -> Result<Broken, Error> {
    let victim = dice.throw(fleet.len());
    fleet.sql("insert into schema_version (version, name, applied_at) values (9999, 'kelak', 0)")?;
    let begin = Instant::now();
    while (0..fleet.len()).any(|number| fleet.probe(number, "/readyz").ok() != Some(503)) {
        if begin.elapsed() > PATIENCE {
            return Err(Error::new("the processes did not notice the newer schema"));
        }
        sleep(Duration::from_millis(100));
    }
    let noticed = begin.elapsed();
    let page = fleet.probe(victim, "/sign-in")?;
    fleet.signal(victim, "-TERM")?;
    fleet.wait(victim)?;
    let said = fleet.refused_start()?;
    fleet.sql("delete from schema_version where version = 9999")?;
    fleet.restart(victim, &[])?;
    if page != 200 || !said.contains("schema") {
        return Err(Error::new(format!("a newer schema was answered with {page} and: {said}")));
    }
    Ok(broken(
        format!("a newer schema appeared under all processes, and process {victim} was started again on it"),
        format!(
            "after {:.1} s they said that they are not ready and took no changes; pages were still shown; the older program refused to start",
            noticed.as_secs_f64()
        ),
    ))
}
