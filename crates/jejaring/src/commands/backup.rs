//! `jejaring backup`

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::backup::{Sealed, write};
use crate::failure::{Failure, Result};
use crate::home::{Home, Which, files};
use crate::out::Out;

/// Write an encrypted backup and read it back; the node may go on running
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring backup --dir /srv/jejaring --to /media/usb/jejaring-2026-03-05.backup
  (opens with the node's key file or with its 24 recovery words; keep DIR/erasures and DIR/checkpoint on another medium)")]
pub(crate) struct Backup {
    /// Directory of the node
    #[arg(long)]
    dir: PathBuf,
    /// File to write; it must not exist yet
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

impl Backup {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        let home = Home::open(&self.dir)?;
        if self.to.exists() {
            return Err(Failure::new(format!("{} exists already: name a new file", self.to.display())));
        }
        let (node, which) = home.node_with(None, home.secrets()?).await?;
        if which == Which::Next {
            return Err(Failure::new(
                "an exchange of the node key was interrupted: complete it with `jejaring rotate`",
            ));
        }
        let secrets = home.secrets()?;
        node.place_waiting().await?;
        home.keep_apart(&node).await?;
        let writing = out.progress("writing");
        let (partial, contents) = write(&home, &node, &secrets, &self.to, &writing).await?;
        writing.finish_and_clear();
        let reading = out.progress("reading back");
        let read_back =
            tokio::task::block_in_place(|| Sealed::read(&partial)?.open(&secrets)?.check(&reading));
        reading.finish_and_clear();
        if read_back.as_ref().ok() != Some(&contents) {
            let _ = std::fs::remove_file(&partial);
            let why = read_back.err().map_or_else(String::new, |failure| format!(" ({failure})"));
            return Err(Failure::new(format!(
                "the backup did not read back as it was written{why}: check the disk"
            )));
        }
        files::settle(&partial, &self.to).map_err(|error| Failure::file(&self.to, &error))?;
        let now = node.now();
        files::replace(&home.path("last-backup"), now.millis().to_string().as_bytes(), files::PRIVATE)?;
        let bytes = std::fs::metadata(&self.to).map_or(0, |about| about.len());
        out.say(format_args!(
            "{}: {} rows of {} tables, {bytes} bytes, read back and compared",
            self.to.display(),
            contents.rows(),
            contents.tables.len()
        ));
        out.say("Keep it with DIR/erasures and DIR/checkpoint on another medium, and the recovery words elsewhere.");
        out.finish(&json!({
            "ok": true, "file": self.to, "bytes": bytes, "rows": contents.rows(), "tables": contents.tables.len(),
            "taken_at": now.to_string(),
        }));
        Ok(())
    }
}
