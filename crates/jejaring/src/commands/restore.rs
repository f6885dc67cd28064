//! `jejaring restore`

use std::path::{Path, PathBuf};

use clap::Args;
use model::Timestamp;
use node::acts::operate::RestoreNode;
use node::acts::people::ReapplyErasures;
use node::{Blank, Contents, Erasure, Node, NodeSecrets, Place};
use serde_json::json;
use tokio::sync::mpsc;

use super::verify;
use crate::backup::{Opened, Sealed};
use crate::failure::{Failure, Result};
use crate::home::{Config, Erasures, Home, chance, clock, files, spell};
use crate::out::Out;
use crate::secret_input;

/// Make a node out of a backup, with the 24 recovery words or the node's key file
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring restore --from /media/usb/jejaring-2026-03-05.backup --dir /srv/jejaring --erasures /media/usb/erasures
  (asks for the 24 recovery words; of each word the first four letters suffice)")]
pub(crate) struct Restore {
    /// The backup
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Directory to make; it must be empty, except for a file `erasures`
    #[arg(long)]
    dir: PathBuf,
    /// Database to fill: postgres://user@host/name or sqlite:PATH [default: node.db in the directory]
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Read the recovery words from standard input
    #[arg(long)]
    words_stdin: bool,
    /// Open with a key file instead of the words
    #[arg(long, value_name = "FILE", conflicts_with = "words_stdin")]
    key_file: Option<PathBuf>,
    /// List of erasures, kept apart from the backup; may be given several times
    #[arg(long, value_name = "FILE")]
    erasures: Vec<PathBuf>,
}

impl Restore {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        if !files::empty_but(&self.dir, &["erasures"])? {
            return Err(Failure::new(format!("{} is not empty: name a new directory", self.dir.display())));
        }
        let sealed = Sealed::read(&self.from)?;
        let erasures = self.erasures()?;
        let secrets = match &self.key_file {
            Some(path) => Home::key_at(path)?,
            None => sealed.keys(&secret_input::recovery_words(self.words_stdin)?)?,
        };
        // Everything is checked before anything is made.
        let checking = out.progress("checking");
        let opened = sealed.open(&secrets)?;
        let manifest = opened.manifest.clone();
        let expected = tokio::task::block_in_place(|| opened.check(&checking))?;
        checking.finish_and_clear();
        let mut config = Config::new(sealed.preamble.member.clone(), &manifest.name, self.database.clone());
        config.listen = manifest.listen;
        let home = Home::at(&self.dir, config);
        let place = home.place(None)?;
        let existed = self.dir.exists();
        files::private_directory(&self.dir)?;
        let made = self.make(out, &home, &place, &sealed, secrets, &expected, erasures).await;
        let (erased_again, verified) = match made {
            Ok(made) => made,
            Err(failure) => {
                clean(&self.dir, existed);
                return Err(failure);
            }
        };
        let taken_at = Timestamp::from_millis(sealed.preamble.taken_at);
        out.say(format_args!("Node {} restored from the backup of {taken_at}:", sealed.preamble.member));
        out.say(format_args!(
            "  {} rows of {} tables, all as counted",
            expected.rows(),
            expected.tables.len()
        ));
        out.say(format_args!(
            "  journal whole: {} entries, the restore among them",
            verified.placed + verified.waiting
        ));
        out.say(format_args!("  {erased_again} key(s) destroyed again by the list of erasures"));
        out.say(format_args!("  database: {}", spell(&place)));
        if self.erasures.is_empty() && !existed {
            out.say("No list of erasures was given: who was erased after the backup is back. Apply the list by restoring again.");
        }
        out.say(
            "What happened after the backup is not here: ask partners to send again, and compare with paper.",
        );
        out.finish(&json!({
            "ok": true, "member": sealed.preamble.member, "taken_at": taken_at.to_string(), "rows": expected.rows(),
            "tables": expected.tables.len(), "erased_again": erased_again, "placed": verified.placed,
            "head": verified.head,
        }));
        Ok(())
    }

    fn erasures(&self) -> Result<Vec<Erasure>> {
        let mut list = Erasures::read_if_there(&self.dir.join("erasures"))?;
        for path in &self.erasures {
            list.add(Erasures::read(path)?.into_list());
        }
        Ok(list.into_list())
    }

    #[allow(clippy::too_many_arguments, reason = "one step of one command, split off for length")]
    async fn make(
        &self,
        out: &Out,
        home: &Home,
        place: &Place,
        sealed: &Sealed,
        secrets: NodeSecrets,
        expected: &Contents,
        erasures: Vec<Erasure>,
    ) -> Result<(usize, node::Verified)> {
        let loading = out.progress("loading");
        let opened = sealed.open(&secrets)?;
        let head = opened.manifest.head.clone();
        fill(place, opened, &loading).await?;
        loading.finish_and_clear();
        let node = home.opened(place, secrets.duplicate()).await?;
        same(expected, &node.contents().await?)?;
        let restore = RestoreNode { taken_at: Timestamp::from_millis(sealed.preamble.taken_at) };
        node.perform(&node.system("restore"), restore).await?;
        let erased_again =
            node.perform(&node.system("restore"), ReapplyErasures { erasures: erasures.clone() }).await?;
        node.place_waiting().await?;
        let verified = verify_whole(&node, head).await?;
        home.write_secrets(&home.key_path(), &secrets)?;
        files::replace(&home.path("recovery.box"), &sealed.recovery_box()?, files::PRIVATE)?;
        // The whole list, also what concerns people who are not in this backup.
        let mut list = Erasures::default();
        list.add(erasures);
        list.write(&home.path("erasures"))?;
        home.keep_apart(&node).await?;
        // Written last: a directory with it is a whole node.
        home.save()?;
        Ok((erased_again, verified))
    }
}

async fn fill(place: &Place, mut opened: Opened, loading: &indicatif::ProgressBar) -> Result<()> {
    let blank = Blank::open(place, clock(), chance()).await?;
    let (send, frames) = mpsc::channel(4);
    let bar = loading.clone();
    let reading = tokio::task::spawn_blocking(move || -> Result<()> {
        while let Some(frame) = opened.next()? {
            bar.inc(frame.len() as u64);
            if send.blocking_send(frame).is_err() {
                break;
            }
        }
        Ok(())
    });
    let loaded = blank.load(frames).await;
    // A backup that does not open says more than a load that ended early.
    reading.await.map_err(|_| Failure::new("reading the backup was interrupted: begin again"))??;
    loaded?;
    Ok(())
}

/// That two databases hold the same.
pub(super) fn same(expected: &Contents, found: &Contents) -> Result<()> {
    match expected.difference(found) {
        None => Ok(()),
        Some(table) => Err(Failure::new(format!(
            "the copy differs in table {table}: nothing was switched; check the disk and begin again"
        ))),
    }
}

/// The whole journal, or the sentence about its first bad entry.
pub(super) async fn verify_whole(node: &Node, head: Option<String>) -> Result<node::Verified> {
    node.verify(head).await?.map_err(|fault| verify::bad(&fault))
}

/// Takes away what a failed restore made: half a node is of no use. A list of erasures that was there stays.
fn clean(dir: &Path, existed: bool) {
    if !existed {
        let _ = std::fs::remove_dir_all(dir);
        return;
    }
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name() != "erasures") {
        let path = entry.path();
        let _ = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    }
}
