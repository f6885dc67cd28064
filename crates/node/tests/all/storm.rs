//! A process that acts without pause, for tests that kill it or take its disk away; and the reckoning afterwards: what it was told
//! is done against what the database holds, one by one.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use model::kinds::Report;
use model::{Draft, Id, Lang};
use node::access::Origin;
use node::acts::{Edit, Open, View};
use node::{Actor, Error, Node, Place, SetClock, SystemChance, Upkeep};

use crate::casework::report;
use crate::world::{ORIGIN, START, World, raw_sql, secrets};

const HOUR: i64 = 3_600_000;

fn variable(name: &str) -> Option<String> {
    std::env::var(format!("JEJARING_STORM_{name}")).ok()
}

/// The program. It says on its standard output what it was told: `ack ACT SUBJECT open|edit|read`, `fail ACT why`, `head NOTE`.
#[test]
#[ignore = "a program that other tests start and kill"]
fn program() {
    let Some(place) = variable("PLACE") else { return };
    let place = if place.contains("://") { Place::Postgres(place) } else { Place::Sqlite(place.into()) };
    let number = |name| variable(name).and_then(|text| text.parse().ok()).unwrap_or(0_i64);
    let clock = Arc::new(SetClock::at(START.plus(number("ROUND") * HOUR)));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let node = Node::open(&place, ORIGIN, secrets(), clock, Arc::new(SystemChance)).await.unwrap();
        let account: Id = variable("ACCOUNT").unwrap().parse().unwrap();
        let actor = node.actor(account, Lang::Id, Origin::Online).await.unwrap();
        let reserve = variable("RESERVE").map(|path| (path.into(), 2 << 20));
        node.start(Upkeep { reserve, checkpoint_file: None }).await.unwrap();
        for _ in 0..4 {
            tokio::spawn(act_on(node.clone(), actor.clone(), number("READS") > 0));
        }
        let mut last = String::new();
        loop {
            tokio::time::sleep(Duration::from_millis(20)).await;
            if let Ok(Some(note)) = node.checkpoint().await
                && note != last
            {
                say(&format!("head {}", note.replace('\n', "|")));
                last = note;
            }
        }
    });
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // Whoever listened may have gone: then this process is about to be killed.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

async fn act_on(node: Node, actor: Actor, reads: bool) {
    let mut newest = None;
    loop {
        let id = node.new_id();
        let opened = node.perform_as(id, &actor, Open::<Report>::root(report())).await;
        tell(id, "open", opened.as_ref().map(|opened| opened.id)).await;
        newest = opened.ok().map(|opened| opened.id).or(newest);
        let Some(subject) = newest else { continue };
        let id = node.new_id();
        let change = Draft::default().with("call_type", "information").with("triage_note", id.to_string());
        let edited = node.perform_as(id, &actor, Edit::<Report>::new(subject, change)).await;
        tell(id, "edit", edited.as_ref().map(|_| subject)).await;
        if reads {
            let id = node.new_id();
            let seen = node.perform_as(id, &actor, View::<Report>::new(subject)).await;
            tell(id, "read", seen.as_ref().map(|_| subject)).await;
        }
    }
}

async fn tell(id: Id, what: &str, result: Result<Id, &Error>) {
    match result {
        Ok(subject) => say(&format!("ack {id} {subject} {what}")),
        Err(error) => {
            say(&format!("fail {id} {what} {error}"));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// A running storm and all that it has said.
pub(crate) struct Storm {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
    reader: Option<std::thread::JoinHandle<()>>,
}

impl Storm {
    /// Starts this test binary again as the program; `ways` are further variables.
    pub(crate) fn start(place: &Place, account: Id, round: i64, ways: &[(&str, &str)]) -> Self {
        let place = match place {
            Place::Sqlite(path) => path.to_string_lossy().into_owned(),
            Place::Postgres(url) => url.clone(),
        };
        let program = std::env::current_exe().unwrap();
        // A write beyond a limit on file sizes shall fail, not end the process.
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; exec \"$0\" --exact storm::program --ignored --nocapture"]);
        command.arg(program).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.env("JEJARING_STORM_PLACE", place).env("JEJARING_STORM_ACCOUNT", account.to_string());
        command.env("JEJARING_STORM_ROUND", round.to_string());
        for (name, value) in ways {
            command.env(format!("JEJARING_STORM_{name}"), value);
        }
        let mut child = command.spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let lines = Arc::new(Mutex::new(Vec::new()));
        let into = lines.clone();
        let reader = std::thread::spawn(move || read_lines(out, &into));
        Self { child, lines, reader: Some(reader) }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Lines said so far that begin and end so.
    pub(crate) fn count(&self, begin: &str, end: &str) -> usize {
        let lines = self.lines.lock().unwrap();
        lines.iter().filter(|line| line.starts_with(begin) && line.ends_with(end)).count()
    }

    /// Waits until more such lines have been said than `before`.
    pub(crate) fn wait_beyond(&mut self, before: usize, begin: &str, end: &str) {
        let began = Instant::now();
        while self.count(begin, end) <= before {
            let said = self.lines.lock().unwrap().last().cloned();
            assert!(began.elapsed() < Duration::from_secs(60), "no {begin} … {end} came; last: {said:?}");
            assert!(self.child.try_wait().unwrap().is_none(), "the program ended by itself; last: {said:?}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// SIGKILL; what it had said until then goes into the ledger.
    pub(crate) fn kill(mut self, ledger: &mut Ledger) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.reader.take().unwrap().join().unwrap();
        for line in self.lines.lock().unwrap().iter() {
            ledger.note(line);
        }
    }
}

impl Drop for Storm {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read_lines(mut out: impl BufRead, into: &Mutex<Vec<String>>) {
    let mut line = String::new();
    while out.read_line(&mut line).is_ok_and(|bytes| bytes > 0) {
        // The last line may be cut: then nobody was told.
        if let Some(whole) = line.strip_suffix('\n') {
            into.lock().unwrap().push(whole.to_owned());
        }
        line.clear();
    }
}

/// What the program was told.
#[derive(Default)]
pub(crate) struct Ledger {
    pub(crate) acknowledged: Vec<(Id, Id, String)>,
    pub(crate) failed: Vec<(Id, String)>,
    head: Option<String>,
}

impl Ledger {
    fn note(&mut self, line: &str) {
        let words: Vec<_> = line.split(' ').collect();
        match words.as_slice() {
            ["ack", act, subject, what] => {
                self.acknowledged.push((act.parse().unwrap(), subject.parse().unwrap(), (*what).to_owned()));
            }
            ["fail", act, _what, ..] => self.failed.push((act.parse().unwrap(), line.to_owned())),
            ["head", ..] => self.head = Some(line.strip_prefix("head ").unwrap().replace('|', "\n")),
            _ => {}
        }
    }

    /// Compares every acknowledged act with the database, looks for halves, and verifies the journal against the last head
    /// that the program had shown. `certain`: a failed act must not have happened.
    pub(crate) async fn compare(&self, place: &Place, node: &Node, certain: bool) {
        let rows =
            raw_sql(place, "select id, outcome, subject, act from journal where subject is not null").await;
        let entries: HashMap<Id, (String, String, String)> = rows
            .into_iter()
            .map(|row| (row[0].parse().unwrap(), (row[1].clone(), row[2].clone(), row[3].clone())))
            .collect();
        let reports: HashSet<String> = raw_sql(
            place,
            "select k.id from k_report k join matter m on m.id = k.id join custody c on c.matter_id = k.id
             join person_key p on p.id = m.key_id",
        )
        .await
        .into_iter()
        .map(|row| row[0].clone())
        .collect();
        for (act, subject, what) in &self.acknowledged {
            let Some((outcome, about, slug)) = entries.get(act) else {
                panic!("{what} {act} was acknowledged and lost")
            };
            assert_eq!((outcome.as_str(), about), ("done", &subject.to_string()), "{what} {act}");
            assert!(slug.starts_with(if what == "read" { "view" } else { what }), "{act}: {slug}");
            assert!(reports.contains(&subject.to_string()), "{what} {act}: its report is missing");
        }
        if certain {
            for (act, line) in &self.failed {
                assert!(!entries.contains_key(act), "refused, but done: {line}");
            }
        }
        let mut edits: BTreeMap<&str, i64> = BTreeMap::new();
        for (_, subject, slug) in entries.values() {
            *edits.entry(subject).or_default() += i64::from(slug == "edit-report");
        }
        for row in raw_sql(place, "select id, version from matter").await {
            let expected = 1 + edits.get(row[0].as_str()).copied().unwrap_or(0);
            assert_eq!(
                row[1],
                expected.to_string(),
                "report {}: each journalled change happened once",
                row[0]
            );
        }
        no_halves(place).await;
        node.place_waiting().await.unwrap();
        let verified = node.verify(self.head.clone()).await.unwrap().expect("the journal is whole");
        assert_eq!((verified.compared, verified.waiting), (self.head.is_some(), 0));
    }
}

/// No effect without its companions and its entry, and no entry without its effect.
async fn no_halves(place: &Place) {
    let halves = [
        "select count(*) from k_report k where not exists (select 1 from matter m where m.id = k.id)",
        "select count(*) from matter m where not exists (select 1 from k_report k where k.id = m.id)",
        "select count(*) from matter m where not exists (select 1 from custody c where c.matter_id = m.id)",
        "select count(*) from custody c where not exists (select 1 from matter m where m.id = c.matter_id)",
        "select count(*) from person_key p where not exists (select 1 from matter m where m.key_id = p.id)",
        "select count(*) from k_report k where not exists
           (select 1 from journal j where j.subject = k.id and j.act = 'open-report' and j.outcome = 'done')",
        "select count(*) from journal j where j.act = 'open-report' and j.outcome = 'done'
           and not exists (select 1 from k_report k where k.id = j.subject)",
        "select count(*) from journal j where not exists (select 1 from placed p where p.entry = j.id)
           and not exists (select 1 from waiting w where w.entry = j.id)",
    ];
    for half in halves {
        assert_eq!(raw_sql(place, half).await, [["0"]], "{half}");
    }
}

/// The node of the test, later than every storm so far: their leases have run out.
pub(crate) async fn examiner(place: &Place, round: i64) -> Node {
    World::open(
        place.clone(),
        Arc::new(SetClock::at(START.plus(round * HOUR + HOUR / 2))),
        1_000 + round.unsigned_abs(),
    )
    .await
}
