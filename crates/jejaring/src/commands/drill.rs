//! `jejaring drill`: the restore that everybody means to try.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;
use model::Timestamp;
use model::time::{DAY, HOUR};
use node::Contents;
use serde_json::json;
use tokio::time::Instant;

use super::verify;
use crate::backup::Sealed;
use crate::failure::{Failure, Result};
use crate::home::{Home, files};
use crate::out::Out;

/// Try a backup: restore it into a fresh directory, verify it, compare it with the node, take it away
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring drill --dir /srv/jejaring --from /backup/jejaring-2026-11-21 --into /var/tmp/jejaring-drill
  (the node may go on running and is only read; says how long the restore takes and how old the backup is)")]
pub(crate) struct Drill {
    /// Directory of the node
    #[arg(long)]
    dir: PathBuf,
    /// The backup to try
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Directory to restore into; it must not exist or be empty, and it is removed afterwards
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    /// Key file to open the backup with [default: that of the node]; the recovery words are tried by `jejaring restore`
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Leave the restored node where it is
    #[arg(long)]
    keep: bool,
}

/// A table that holds less than it did when the backup was taken.
#[derive(Debug, PartialEq, Eq)]
struct Fewer {
    table: String,
    then: u64,
    now: u64,
}

impl Drill {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        let home = Home::open(&self.dir)?;
        if !files::empty_but(&self.into, &[])? {
            return Err(Failure::new(format!("{} is not empty: name a new directory", self.into.display())));
        }
        let key_file = self.key_file.clone().unwrap_or_else(|| home.key_path());
        let begin = Instant::now();
        let restored = restore(&self.from, &self.into, (&key_file, &home.path("erasures")));
        let seconds = begin.elapsed().as_secs_f64();
        let compared = match restored {
            Ok(()) => self.compare(&home, &key_file).await,
            Err(failure) => Err(failure),
        };
        if !self.keep {
            // Copies of a node are not left lying about.
            let _ = std::fs::remove_dir_all(&self.into);
        }
        let (taken_at, age, rows, fewer) = compared?;
        out.say(format_args!(
            "The backup of {taken_at} came back in {seconds:.1} s: {rows} rows, its journal whole."
        ));
        out.say(format_args!("It is {} hour(s) old: so much work would be missing.", age / HOUR));
        for table in &fewer {
            out.say(format_args!("  {}: {} rows then, {} now", table.table, table.then, table.now));
        }
        if age > DAY {
            out.say("A node is backed up every night: look at `systemctl status jejaring-backup.timer`.");
        }
        out.finish(&json!({
            "ok": true, "taken_at": taken_at.to_string(), "age_hours": age / HOUR, "restore_seconds": seconds, "rows": rows,
            "journal_continues": true, "kept": self.keep,
            "tables_with_fewer_rows_now": fewer.iter().map(|one| json!({ "table": one.table, "then": one.then, "now": one.now }))
                .collect::<Vec<_>>(),
        }));
        Ok(())
    }

    /// Verifies what was restored, and that the node's journal goes on from where the backup's ended.
    async fn compare(&self, home: &Home, key_file: &Path) -> Result<(Timestamp, i64, u64, Vec<Fewer>)> {
        let sealed = Sealed::read(&self.from)?;
        let head = sealed.open(&Home::key_at(key_file)?)?.manifest.head;
        let fresh = Home::open(&self.into)?.node(None).await?;
        fresh.verify(head.clone()).await?.map_err(|fault| verify::bad(&fault))?;
        let live = home.node(None).await?;
        live.verify(head).await?.map_err(|fault| verify::bad(&fault))?;
        let (then, now) = (fresh.contents().await?, live.contents().await?);
        let taken_at = Timestamp::from_millis(sealed.preamble.taken_at);
        let age = live.now().millis() - taken_at.millis();
        Ok((taken_at, age, then.rows(), fewer(&then, &now)))
    }
}

/// Restores with a process of its own: the very command that would be used on the day.
fn restore(from: &Path, into: &Path, (key_file, erasures): (&Path, &Path)) -> Result<()> {
    let failed = |_| Failure::new("the restore could not be started");
    let mut command = Command::new(std::env::current_exe().map_err(failed)?);
    command.arg("restore").arg("--from").arg(from).arg("--dir").arg(into).arg("--key-file").arg(key_file);
    if erasures.exists() {
        command.arg("--erasures").arg(erasures);
    }
    let ran = command.stdin(Stdio::null()).output().map_err(failed)?;
    if ran.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&ran.stderr).trim().to_owned();
    Err(Failure::new(format!("the backup does not come back: {said}")))
}

/// Tables that lost rows since. Some may: sessions end, notices are sent, limits are forgotten.
fn fewer(then: &Contents, now: &Contents) -> Vec<Fewer> {
    let each = then.tables.iter().filter_map(|table| {
        let now = now.tables.iter().find(|other| other.name == table.name).map_or(0, |other| other.rows);
        (now < table.rows).then(|| Fewer { table: table.name.clone(), then: table.rows, now })
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use node::TableContents;

    use super::*;

    #[test]
    fn only_tables_that_lost_rows_are_named() {
        let of = |rows: &[(&str, u64)]| Contents {
            tables: rows
                .iter()
                .map(|(name, rows)| TableContents { name: (*name).into(), rows: *rows, hash: [0; 32] })
                .collect(),
        };
        let (then, now) =
            (of(&[("journal", 10), ("session", 5), ("gone", 1)]), of(&[("journal", 12), ("session", 4)]));
        let found = fewer(&then, &now);
        let names: Vec<&str> = found.iter().map(|one| one.table.as_str()).collect();
        assert_eq!(names, ["session", "gone"]);
    }
}
