//! `jejaring demo`

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Args;
use futures_util::future::try_join_all;
use indicatif::ProgressBar;
use model::time::Zone;
use node::acts::MarkInvented;
use node::{Clock, Node, NodeSecrets, SetClock, Settings, SystemClock};
use seal::RecoverySecret;
use serde::{Deserialize, Serialize};

use super::init::seal_box;
use super::serve::{Serving, run_nodes};
use crate::demo::{self, CONTOH, CONTOH_KASIH, DemoNode, NODES, Options, Side, Summary};
use crate::failure::{Failure, Result};
use crate::home::{Config, Home, Lock, chance, clock, files};
use crate::out::Out;
use crate::{logging, router};

/// Seed and run an invented network of three nodes on this machine
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring demo --port 8080 --children 2000
  (three nodes on ports 8080, 8081 and 8082; prints addresses and sign-ins, then `ready`; everything in it is invented; a second
  run goes on where the first stopped)")]
pub(crate) struct Demo {
    /// Directory for the demonstration [default: jejaring-demo in the system's temporary directory]
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Port of the first node on this machine; the others take the two that follow
    #[arg(long, default_value_t = 8080, value_parser = clap::value_parser!(u16).range(1..=65_533))]
    port: u16,
    /// How many invented children in all
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    children: u32,
}

/// What tells a finished demonstration from any other directory.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    children: u32,
    version: String,
    /// The ways into each node.
    #[serde(default)]
    sign_ins: Vec<String>,
    /// Lists to try an import with.
    #[serde(default)]
    samples: Vec<PathBuf>,
}

impl Mark {
    /// Whether it is the demonstration that is asked for, made by this program.
    fn is_of(&self, children: u32) -> bool {
        let whole = self.sign_ins.len() == NODES.len();
        whole && self.children == children && self.version == env!("CARGO_PKG_VERSION")
    }
}

const MARK: &str = "demo.json";
/// The same network on every machine.
const SEED: u64 = 20_260_305;

impl Demo {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        logging::quiet();
        let dir = self.dir.clone().unwrap_or_else(|| std::env::temp_dir().join("jejaring-demo"));
        let (mark, new) = match read_mark(&dir) {
            Some(mark) if mark.is_of(self.children) => (mark, false),
            found => {
                make_room(&dir, found.is_some())?;
                (self.seed(&dir, out).await?, true)
            }
        };
        let (mut sides, mut locks) = (Vec::new(), Vec::new());
        for (demo, port) in NODES.into_iter().zip(self.port..) {
            let mut home = Home::open(&dir.join(demo.folder))?;
            home.config.listen = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            locks.push(Lock::alone(&home)?);
            if !home.path("recovery.box").exists() {
                seal_words(&home, &home.secrets()?)?;
            }
            let node = open(&home, home.secrets()?, clock(), demo::settings()).await?;
            sides.push(Side { demo, home, node });
        }
        let tasks = demo::join(&dir, &sides).await?;
        if new {
            demo::sample_messages(&sides.iter().map(|side| &side.node).collect::<Vec<_>>()).await?;
            write_mark(&dir, &mark)?;
        }
        let greeting = greeting(&mark, self.port);
        let served = sides.into_iter().map(|Side { home, node, .. }| Serving {
            listen: home.config.listen,
            web: router::settings(&home.config, true),
            home,
            node,
        });
        let served = run_nodes(served.collect(), out, &greeting).await;
        tasks.iter().for_each(tokio::task::JoinHandle::abort);
        served
    }

    /// Seeds the nodes side by side: none waits for another.
    async fn seed(&self, dir: &Path, out: &mut Out) -> Result<Mark> {
        files::private_directory(dir)?;
        let today = SystemClock.now().date(Zone::Wib);
        let shares = demo::spread(self.children as usize);
        let bar = out.steps("menyiapkan jejaring rekaan / seeding the invented network");
        let places = demo::cores::shared(shares, demo::cores::processors());
        let seeds =
            NODES.into_iter().zip(shares).zip(places).zip(SEED..).map(|(((node, children), place), seed)| {
                let counts = node.member == CONTOH.member;
                let beside = counts.then_some((CONTOH_KASIH, shares[1], SEED + 1));
                let options = Options { node, children, today, seed, beside };
                let (dir, bar) = (dir.join(node.folder), bar.clone());
                demo::cores::on(place, move || async move { seed_node(&dir, options, &bar).await })
            });
        let summaries = try_join_all(seeds).await?;
        bar.finish_and_clear();
        let samples = demo::write_samples(dir).map_err(|error| Failure::file(dir, &error))?;
        let sum = |of: fn(&Summary) -> usize| summaries.iter().map(of).sum::<usize>();
        out.say(format_args!(
            "{} children in {} records, {} cases, {} reports, {} acts in {:.1} s",
            sum(|one| one.children),
            sum(|one| one.records),
            sum(|one| one.cases),
            sum(|one| one.reports),
            sum(|one| one.acts),
            summaries.iter().map(|one| one.seconds).fold(0.0, f64::max)
        ));
        let sign_ins = summaries.iter().map(|one| demo::table(&one.sign_ins)).collect();
        Ok(Mark { children: self.children, version: env!("CARGO_PKG_VERSION").into(), sign_ins, samples })
    }
}

/// Makes one node and seeds it.
async fn seed_node(dir: &Path, options: Options, bar: &ProgressBar) -> Result<Summary> {
    files::private_directory(dir)?;
    let name = options.node.agencies.first().map_or("", |agency| agency.name);
    let mut config = Config::new(options.node.member.parse().map_err(Failure::new)?, name, None);
    config.plain_http = true;
    let home = Home::at(dir, config);
    let secrets = NodeSecrets::generate(&mut *node::Chance::stream(&*chance()));
    home.write_secrets(&home.key_path(), &secrets)?;
    seal_words(&home, &secrets)?;
    let standing = Arc::new(SetClock::at(SystemClock.now()));
    let node = open(&home, secrets, standing.clone(), demo::seeding_settings()).await?;
    node.perform(&node.system("demo"), MarkInvented).await?;
    let before = AtomicU64::new(0);
    let summary = demo::seed(&node, &standing, options, |progress| {
        let done = progress.done as u64;
        match before.swap(done, Ordering::Relaxed) {
            0 => bar.inc_length(progress.total as u64),
            last => bar.inc(done - last),
        }
    })
    .await?;
    home.keep_apart(&node).await?;
    home.save()?;
    Ok(summary)
}

/// The recovery box of a node, as `init` makes it, with the words beside it: everything in a demonstration is invented, and
/// whoever tries a restore needs them.
fn seal_words(home: &Home, secrets: &NodeSecrets) -> Result<()> {
    let words = RecoverySecret::generate(&mut *node::Chance::stream(&*chance()));
    seal_box(home, &words, secrets, &home.path("recovery.box"))?;
    files::replace(&home.path("recovery-words.txt"), words.words().as_bytes(), files::PRIVATE)
}

/// What a newcomer reads first.
fn greeting(mark: &Mark, port: u16) -> String {
    let address = |at: u16| format!("http://127.0.0.1:{}", port + at);
    let mut lines = vec![String::new(), demo::heading()];
    for ((DemoNode { member, .. }, table), at) in NODES.iter().zip(&mark.sign_ins).zip(0..) {
        lines.extend([String::new(), format!("{}  {member}", address(at)), table.clone()]);
    }
    let (ministry, kasih, abroad) = (address(0), address(1), address(2));
    lines.push(format!(
        "\nCoba dalam lima menit / try it in five minutes:\n\
         \x20 1. {kasih} sebagai / as pekerja1.barat@kasih.contoh.invalid: catat laporan, buka kasus / record a report, open a case\n\
         \x20    (siapa pun dapat melapor di / anybody can report at {kasih}/lapor)\n\
         \x20 2. pada kasus itu / in that case: catat persetujuan, lalu rujuk ke Hotline Halimbawa / record consent, then refer it\n\
         \x20 3. {abroad} sebagai / as lapor.helpline@halimbawa.contoh.invalid: terima rujukan / accept the referral\n\
         \x20 4. {kasih}/exchange: lihat tanda terima / see the signed receipt\n\
         \x20 5. {ministry}/data-centre sebagai / as statistik@kementerian.contoh.invalid: anak dihitung sekali / a child counts once"
    ));
    let samples = mark.samples.iter().map(|path| format!("  {}", path.display())).collect::<Vec<_>>();
    lines.push(format!("\nDaftar contoh untuk diimpor / sample lists to import:\n{}\n", samples.join("\n")));
    lines.join("\n")
}

async fn open(home: &Home, secrets: NodeSecrets, clock: Arc<dyn Clock>, settings: Settings) -> Result<Node> {
    let member = home.config.member.as_str();
    Ok(Node::open_with(&home.place(None)?, member, secrets, clock, chance(), settings).await?)
}

fn read_mark(dir: &Path) -> Option<Mark> {
    serde_json::from_str(&fs::read_to_string(dir.join(MARK)).ok()?).ok()
}

/// Written last: a directory with it is a whole demonstration.
fn write_mark(dir: &Path, mark: &Mark) -> Result<()> {
    let text = serde_json::to_string(mark)
        .map_err(|_| Failure::new("the mark of the demonstration cannot be written"))?;
    files::replace(&dir.join(MARK), text.as_bytes(), files::PRIVATE)
}

/// Empties the directory of an older or unfinished demonstration; refuses to touch anything else.
fn make_room(dir: &Path, is_demo: bool) -> Result<()> {
    if !dir.exists() || files::empty_but(dir, &[])? {
        return Ok(());
    }
    let own: Vec<&str> = NODES.iter().map(|node| node.folder).chain(OURS).collect();
    let unfinished =
        dir.join(CONTOH_KASIH.folder).join("keys/node.key").exists() && files::empty_but(dir, &own)?;
    if !is_demo && !unfinished {
        return Err(Failure::new(format!(
            "{} is not empty and holds no demonstration: name another with --dir",
            dir.display()
        )));
    }
    fs::remove_dir_all(dir).map_err(|error| Failure::file(dir, &error))
}

/// What else lies in the directory of a demonstration.
const OURS: [&str; 5] = ["samples", "operator-1.key", "operator-2.key", demo::ANCHOR, MARK];
