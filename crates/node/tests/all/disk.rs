//! Writes that fail or come out short, and a disk that is full: nothing acknowledged is lost, nothing refused has happened, and the
//! node goes on by itself when it can.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use node::{Chance, Place, SeededChance};

use crate::storm::{Ledger, Storm, examiner};
use crate::world::{World, raw_sql};

/// Limits the size of files that a process may write; `None` lifts the limit. Answers whether that was possible.
fn limit(pid: u32, bytes: Option<u64>) -> bool {
    let size = bytes.map_or("unlimited".to_owned(), |bytes| bytes.to_string());
    let done =
        Command::new("prlimit").args(["--pid", &pid.to_string(), &format!("--fsize={size}:")]).status();
    done.is_ok_and(|status| status.success())
}

fn size_of(path: &Path, end: &str) -> u64 {
    std::fs::metadata(format!("{}{end}", path.to_string_lossy())).map_or(0, |found| found.len())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_that_come_out_short_are_refused_whole() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("node.db");
    let world = World::found(Place::Sqlite(path.clone()), None).await;
    let account = world.staff("case-worker", Some(world.unit)).await.account;
    let mut random = SeededChance::new(21).stream();
    let mut ledger = Ledger::default();
    let mut storm = Storm::start(&world.place, account, 1, &[]);
    storm.wait_beyond(0, "ack", "");
    if !limit(storm.pid(), None) {
        eprintln!("skipped: prlimit (util-linux) is missing or may not be used");
        return;
    }
    for round in 0..40_u64 {
        let mut bytes = [0; 8];
        random.fill(&mut bytes);
        // Anywhere up to a little beyond the log, mostly within a page: the write that crosses it is short.
        let reach = size_of(&path, "-wal") + 64 * 1024;
        assert!(limit(storm.pid(), Some(u64::from_be_bytes(bytes) % reach)));
        std::thread::sleep(Duration::from_millis(20 + round % 7 * 10));
        assert!(limit(storm.pid(), None));
        storm.wait_beyond(storm.count("ack", ""), "ack", "");
    }
    // Whatever was left behind in the log by a failed commit has been written over by now.
    storm.wait_beyond(storm.count("ack", "") + 20, "ack", "");
    storm.kill(&mut ledger);
    ledger.compare(&world.place, &examiner(&world.place, 1).await, true).await;
    assert_eq!(raw_sql(&world.place, "pragma integrity_check").await, [["ok"]]);
    assert!(ledger.failed.len() > 40, "{} failures", ledger.failed.len());
    eprintln!(
        "{} acts acknowledged, {} refused, none otherwise",
        ledger.acknowledged.len(),
        ledger.failed.len()
    );
}

/// A small file system of its own, gone with the value.
struct Small(PathBuf);

impl Small {
    fn mount(at: PathBuf) -> Option<Self> {
        std::fs::create_dir(&at).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=24m", "tmpfs"]).arg(&at);
        mount.output().is_ok_and(|out| out.status.success()).then_some(Self(at))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_stops_writing_but_not_reading() {
    let dir = tempfile::tempdir().unwrap();
    let Some(small) = Small::mount(dir.path().join("small")) else {
        eprintln!("skipped: only root may mount the small file system that this test fills");
        return;
    };
    let (path, reserve) = (small.0.join("node.db"), small.0.join("reserve"));
    let world = World::found(Place::Sqlite(path), None).await;
    let account = world.staff("case-worker", Some(world.unit)).await.account;
    let ballast = small.0.join("ballast");
    std::fs::write(&ballast, vec![1; 12 << 20]).unwrap();
    let ways = [("READS", "1"), ("RESERVE", reserve.to_str().unwrap())];
    let mut storm = Storm::start(&world.place, account, 1, &ways);
    storm.wait_beyond(0, "ack", "");
    assert_eq!(size_of(&reserve, ""), 2 << 20);

    storm.wait_beyond(8, "fail", "disk-full");
    assert!(!reserve.exists(), "the reserve was given up");
    let written = storm.count("ack", "open") + storm.count("ack", "edit");
    storm.wait_beyond(storm.count("ack", "read") + 100, "ack", "read");
    let now = storm.count("ack", "open") + storm.count("ack", "edit");
    assert!(now <= written + 8, "writing stopped, but for what was under way");

    std::fs::remove_file(ballast).unwrap();
    storm.wait_beyond(now + 20, "ack", "");
    storm.wait_beyond(storm.count("ack", "open") + 20, "ack", "open");
    assert_eq!(size_of(&reserve, ""), 2 << 20, "the reserve is back");
    let mut ledger = Ledger::default();
    storm.kill(&mut ledger);
    ledger.compare(&world.place, &examiner(&world.place, 1).await, true).await;
    assert_eq!(raw_sql(&world.place, "pragma integrity_check").await, [["ok"]]);
    // The node of this test lies on the small file system, too.
    drop(world);
}
