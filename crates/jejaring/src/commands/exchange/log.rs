//! What this node shows of its journal and saw of others', for whoever compares the nodes with one another.

use std::path::PathBuf;

use clap::Args;
use node::acts::exchange::ExportLog;
use serde_json::json;

use super::Of;
use crate::failure::Result;
use crate::home::{Home, files};
use crate::out::Out;

/// Write the hashes of the journal and the checkpoints that were seen, for `jejaring-verify --log`
#[derive(Debug, Args)]
pub(super) struct Log {
    #[command(flatten)]
    of: Of,
    /// Where they are written; no entry can be read from them
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Log {
    pub(super) async fn run(self, out: &mut Out) -> Result<()> {
        let node = Home::open(&self.of.dir)?.node(self.of.database.as_deref()).await?;
        node.place_waiting().await?;
        let file = node.perform(&node.system("exchange"), ExportLog).await?;
        files::replace(&self.out, &file.to_bytes(), files::PRIVATE)?;
        let (own, seen) = (file.checkpoints.len(), file.seen.len());
        out.say(format_args!(
            "{own} checkpoint(s) of {} and {seen} of other nodes. Put the files of several nodes together and check them with: \
             jejaring-verify --log {} --log OTHER --anchor FILE",
            file.origin,
            self.out.display()
        ));
        out.finish(&json!({ "ok": true, "origin": file.origin, "checkpoints": own, "seen": seen }));
        Ok(())
    }
}
