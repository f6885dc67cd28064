//! `jejaring doctor`

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use clap::Args;
use node::exchange::Health;
use node::{Connections, Examination, Node, Place};
use serde_json::json;

use crate::failure::{Failure, Result};
use crate::home::{Home, Which, clock, has_password, spell};
use crate::out::Out;

/// Check configuration, database, clock, keys, disk and journal; each line says the remedy
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring doctor --dir /srv/jejaring
  (exit code 1 when a line says `bad`)")]
pub(crate) struct Doctor {
    /// Directory of the node
    #[arg(long)]
    dir: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Ok,
    Warn,
    Bad,
}

/// One line of the report.
#[derive(Debug, serde::Serialize)]
struct Line {
    check: &'static str,
    state: State,
    found: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    remedy: &'static str,
}

#[derive(Debug, Default)]
struct Report(Vec<Line>);

impl Report {
    fn ok(&mut self, check: &'static str, found: impl Into<String>) {
        self.0.push(Line { check, state: State::Ok, found: found.into(), remedy: "" });
    }
    fn warn(&mut self, check: &'static str, found: impl Into<String>, remedy: &'static str) {
        self.0.push(Line { check, state: State::Warn, found: found.into(), remedy });
    }
    fn bad(&mut self, check: &'static str, found: impl Into<String>, remedy: &'static str) {
        self.0.push(Line { check, state: State::Bad, found: found.into(), remedy });
    }
}

const DAY: i64 = 24 * 60 * 60 * 1000;
/// A backup older than this is a warning.
const BACKUP_DAYS: i64 = 7;
/// Free bytes below which the disk is a warning, and below which it is bad.
const ROOM: (u64, u64) = (2 << 30, 200 << 20);
/// Exchange keys that end sooner are a warning: a new entry needs operators, who need time.
const KEY_DAYS: i64 = 30;
/// A partner that is silent for longer is a warning.
const SILENT_DAYS: i64 = 1;
/// Entries that have waited longer show that no server places them.
const WAITING: i64 = 60_000;

impl Doctor {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        let mut report = Report::default();
        match Home::open(&self.dir) {
            Ok(home) => {
                report.ok("configuration", format!("member {}", home.config.member));
                check_files(&mut report, &home);
                check_disk(&mut report, &home);
                check_backup(&mut report, &home);
                check_database(&mut report, &home).await;
            }
            Err(failure) => {
                report.bad("configuration", failure.to_string(), "correct jejaring.toml or restore a backup");
            }
        }
        let bad = report.0.iter().filter(|line| line.state == State::Bad).count();
        for line in &report.0 {
            let state = match line.state {
                State::Ok => "ok  ",
                State::Warn => "warn",
                State::Bad => "bad ",
            };
            let arrow = if line.remedy.is_empty() { "" } else { " -> " };
            out.say(format_args!("{state} {}: {}{arrow}{}", line.check, line.found, line.remedy));
        }
        out.finish(&json!({ "ok": bad == 0, "checks": report.0 }));
        match bad {
            0 => Ok(()),
            1 => Err(Failure::new("one check is bad: follow its remedy")),
            several => Err(Failure::new(format!("{several} checks are bad: follow their remedies"))),
        }
    }
}

fn check_files(report: &mut Report, home: &Home) {
    match home.secrets() {
        Ok(_) => report.ok("key file", "readable by its owner alone"),
        Err(failure) => {
            report.bad(
                "key file",
                failure.to_string(),
                "set its rights, or restore a backup with the recovery words",
            );
        }
    }
    if home.next_key_path().exists() {
        report.warn("key exchange", "was interrupted", "run `jejaring rotate` once more");
    }
    let open_to_others =
        |name: &str| fs::metadata(home.path(name)).is_ok_and(|about| about.mode() & 0o077 != 0);
    match ["jejaring.toml", "node.db", "recovery.box"].into_iter().find(|name| open_to_others(name)) {
        Some(_) if fs::metadata(home.dir()).is_ok_and(|about| about.mode() & 0o077 == 0) => {
            report.ok("file rights", "the directory is closed to others");
        }
        Some(name) => {
            report.warn("file rights", format!("{name} may be read by others"), "run `chmod -R go= DIR`");
        }
        None => report.ok("file rights", "closed to others"),
    }
    match fs::metadata(home.path("recovery.box")).map(|about| about.len()) {
        Ok(length) if length > 64 => report.ok("recovery box", "present"),
        _ => report.bad("recovery box", "missing or damaged", "run `jejaring rotate` for new recovery words"),
    }
}

fn check_disk(report: &mut Report, home: &Home) {
    match rustix::fs::statvfs(home.dir()) {
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            let found = format!("{} MiB free", free >> 20);
            match free {
                free if free < ROOM.1 => report.bad("disk", found, "make room now: writing will stop soon"),
                free if free < ROOM.0 => report.warn("disk", found, "make room or use a larger disk"),
                _ => report.ok("disk", found),
            }
        }
        Err(error) => {
            report.warn("disk", format!("cannot be asked: {error}"), "check that the disk is mounted");
        }
    }
}

fn check_backup(report: &mut Report, home: &Home) {
    const REMEDY: &str = "run `jejaring backup` and keep the file elsewhere";
    let last =
        fs::read_to_string(home.path("last-backup")).ok().and_then(|text| text.trim().parse::<i64>().ok());
    match last.map(|at| clock().now().millis().saturating_sub(at) / DAY) {
        None => report.warn("backup", "none was made here yet", REMEDY),
        Some(days) if days > BACKUP_DAYS => report.warn("backup", format!("{days} days old"), REMEDY),
        Some(days) => report.ok("backup", format!("{days} day(s) old")),
    }
}

async fn check_database(report: &mut Report, home: &Home) {
    let place = match home.place(None) {
        Ok(place) => place,
        Err(failure) => {
            return report.bad("database", failure.to_string(), "correct `database` in jejaring.toml");
        }
    };
    if has_password(&place) {
        report.warn("database address", "carries a password", "use a password file (PGPASSFILE)");
    }
    let Ok(secrets) = home.secrets() else {
        return report.bad("database", "not opened, for want of a key", "mend the key file first");
    };
    let (node, which) = match home.node_with(None, secrets).await {
        Ok(opened) => opened,
        Err(failure) => {
            return report.bad(
                "database",
                failure.to_string(),
                "check that it runs and that the key file is its own",
            );
        }
    };
    if which == Which::Next {
        report.bad(
            "key file",
            "the next key opens the database",
            "complete the exchange with `jejaring rotate`",
        );
    }
    match node.exchange_health().await {
        Ok(health) => check_exchange(report, &node, &health),
        Err(error) => {
            report.bad(
                "exchange",
                Failure::from(error).to_string(),
                "run `jejaring verify` and ask the operator",
            );
        }
    }
    if let Ok(Some(found)) = node.connections().await {
        check_connections(report, found);
    }
    match node.examine().await {
        Ok(found) => examined(report, &place, &node, &found),
        Err(error) => {
            report.bad("database", Failure::from(error).to_string(), "check its disk, or restore a backup");
        }
    }
}

/// Whether the processes that serve this database, one more and a backup find connections.
fn check_connections(report: &mut Report, found: Connections) {
    let what = format!(
        "{} process(es) may open {} of {} connections, {} kept by the server",
        found.processes, found.budget, found.most, found.reserved
    );
    if found.left() < found.own {
        let remedy = "raise max_connections of PostgreSQL, or lower `connections` in jejaring.toml: an upgrade starts one process more";
        report.warn("connections", what, remedy);
    } else {
        report.ok("connections", what);
    }
}

/// What runs out in the exchange with other nodes, and who does not answer. A node outside every network has nothing to check.
fn check_exchange(report: &mut Report, node: &Node, found: &Health) {
    let Some(until) = found.directory_until else { return };
    let days = |at: model::Timestamp| (at.millis() - node.now().millis()).div_euclid(DAY);
    match days(until) {
        left if left < 0 => report.bad(
            "directory",
            "has expired: only urgent messages are sent",
            "ask an operator of the network for the newest version, then `jejaring exchange adopt`",
        ),
        left => report.ok("directory", format!("valid for {left} more day(s)")),
    }
    for (member, signing, sealing) in &found.keys {
        let left = days(*signing).min(days(*sealing));
        let remedy = "run `jejaring exchange enrol` and give the new entry to the operators of the network";
        match left {
            left if left < 0 => report.bad("exchange keys", format!("of {member} have run out"), remedy),
            left if left < KEY_DAYS => {
                report.warn("exchange keys", format!("of {member} run out in {left} day(s)"), remedy);
            }
            left => report.ok("exchange keys", format!("of {member} last {left} more day(s)")),
        }
    }
    for (member, since) in &found.silent {
        let ago = -days(*since);
        if ago > SILENT_DAYS {
            let found = format!("a message to {member} has waited for {ago} day(s)");
            report.warn("partner", found, "call them: their node or the line may be down");
        }
    }
}

fn examined(report: &mut Report, place: &Place, node: &Node, found: &Examination) {
    let size = found.bytes >> 10;
    report.ok("database", format!("{}, schema {}, {size} KiB", spell(place), found.schema));
    let now = node.now();
    match found.last_entry {
        Some(last) if last > now => report.bad(
            "clock",
            format!("it says {now}, but the last entry was written at {last}"),
            "set the clock, best by network time",
        ),
        _ => report.ok("clock", now.to_string()),
    }
    if found.bad_members.is_empty() && found.sample_opens != Some(false) {
        report.ok("keys", format!("{} member key(s) and a sealed sample open", found.members));
    } else {
        let bad = format!("{} member key(s) do not open", found.bad_members.len());
        report.bad("keys", bad, "run `jejaring verify`, then restore a backup");
    }
    if found.head_fits {
        report.ok(
            "journal",
            format!("{} entries placed, {} waiting, head signed", found.placed, found.waiting),
        );
    } else {
        report.bad(
            "journal",
            "head, entries and checkpoint do not fit",
            "run `jejaring verify` for the first bad entry",
        );
    }
    if let Some(since) = found.waiting_since
        && now.millis().saturating_sub(since.millis()) > WAITING
    {
        report.warn("sequencer", "entries wait for their place", "start the server, which places them");
    }
}
