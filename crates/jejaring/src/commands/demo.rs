//! `jejaring demo`

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use model::time::Zone;
use node::acts::MarkInvented;
use node::{Clock, Node, NodeSecrets, SetClock, Settings, SystemClock};
use serde::{Deserialize, Serialize};

use super::serve::run_node;
use crate::demo::{self, CONTOH_KASIH, Options};
use crate::failure::{Failure, Result};
use crate::home::{Config, Home, Lock, chance, clock, files};
use crate::out::Out;
use crate::{logging, router};

/// Seed and run an invented network on this machine
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring demo --port 8080 --children 2000
  (prints addresses and sign-ins, then `ready`; everything in it is invented; a second run goes on where the first stopped)")]
pub(crate) struct Demo {
    /// Directory for the demonstration [default: jejaring-demo in the system's temporary directory]
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Port on this machine
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// How many invented children
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    children: u32,
}

/// What tells a finished demonstration from any other directory.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    children: u32,
    version: String,
    greeting: String,
}

const MARK: &str = "demo.json";
/// The same network on every machine.
const SEED: u64 = 20_260_305;

impl Demo {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        logging::quiet();
        let dir = self.dir.clone().unwrap_or_else(|| std::env::temp_dir().join("jejaring-demo"));
        let mark = match read_mark(&dir) {
            Some(mark) if mark.children == self.children && mark.version == env!("CARGO_PKG_VERSION") => mark,
            found => {
                make_room(&dir, found.is_some())?;
                self.seed(&dir, out).await?
            }
        };
        let mut home = Home::open(&dir)?;
        home.config.listen = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let _lock = Lock::alone(&home)?;
        let node = open(&home, home.secrets()?, clock(), demo::settings()).await?;
        let web = router::settings(&home.config, true);
        run_node(&home, node, home.config.listen, web, out, &mark.greeting).await
    }

    async fn seed(&self, dir: &Path, out: &mut Out) -> Result<Mark> {
        files::private_directory(dir)?;
        let name = CONTOH_KASIH.agencies.first().map_or("", |agency| agency.name);
        let mut config = Config::new(CONTOH_KASIH.member.parse().map_err(Failure::new)?, name, None);
        config.plain_http = true;
        let home = Home::at(dir, config);
        let secrets = NodeSecrets::generate(&mut *node::Chance::stream(&*chance()));
        home.write_secrets(&home.key_path(), &secrets)?;
        let standing = Arc::new(SetClock::at(SystemClock.now()));
        let node = open(&home, secrets, standing.clone(), demo::seeding_settings()).await?;
        node.perform(&node.system("demo"), MarkInvented).await?;
        let today = SystemClock.now().date(Zone::Wib);
        let options = Options { node: CONTOH_KASIH, children: self.children as usize, today, seed: SEED };
        let bar = out.steps("menyiapkan jejaring rekaan / seeding the invented network");
        let summary = demo::seed(&node, &standing, options, |progress| {
            bar.set_length(progress.total as u64);
            bar.set_position(progress.done as u64);
        })
        .await?;
        bar.finish_and_clear();
        home.keep_apart(&node).await?;
        let samples = demo::write_samples(dir).map_err(|error| Failure::file(dir, &error))?;
        out.say(format_args!(
            "{} children in {} records, {} cases, {} reports, {} acts in {:.1} s",
            summary.children, summary.records, summary.cases, summary.reports, summary.acts, summary.seconds
        ));
        let tables =
            samples.iter().map(|path| format!("  {}", path.display())).collect::<Vec<_>>().join("\n");
        let greeting = format!(
            "\n{}\n\nDaftar contoh untuk diimpor / sample lists to import:\n{tables}\n",
            demo::table(&summary.sign_ins)
        );
        let mark = Mark { children: self.children, version: env!("CARGO_PKG_VERSION").into(), greeting };
        let text = serde_json::to_string(&mark)
            .map_err(|_| Failure::new("the mark of the demonstration cannot be written"))?;
        home.save()?;
        // Written last: a directory with it is a whole demonstration.
        files::replace(&dir.join(MARK), text.as_bytes(), files::PRIVATE)?;
        Ok(mark)
    }
}

async fn open(home: &Home, secrets: NodeSecrets, clock: Arc<dyn Clock>, settings: Settings) -> Result<Node> {
    let member = home.config.member.as_str();
    Ok(Node::open_with(&home.place(None)?, member, secrets, clock, chance(), settings).await?)
}

fn read_mark(dir: &Path) -> Option<Mark> {
    serde_json::from_str(&fs::read_to_string(dir.join(MARK)).ok()?).ok()
}

/// Empties the directory of an older or unfinished demonstration; refuses to touch anything else.
fn make_room(dir: &Path, is_demo: bool) -> Result<()> {
    let unfinished = dir.join("keys/node.key").exists() && !dir.join("jejaring.toml").exists();
    if !dir.exists() || files::empty_but(dir, &[])? {
        return Ok(());
    }
    if !is_demo && !unfinished {
        return Err(Failure::new(format!(
            "{} is not empty and holds no demonstration: name another with --dir",
            dir.display()
        )));
    }
    fs::remove_dir_all(dir).map_err(|error| Failure::file(dir, &error))
}
