//! The versions of the directory that this node adopted, for whoever judges the operators.

use std::path::PathBuf;

use clap::Args;
use seal::evidence::History;
use serde_json::json;

use super::Of;
use crate::failure::Result;
use crate::home::{Home, files};
use crate::out::Out;

/// Write every version of the directory that was adopted here, as it was signed, for `jejaring-verify --directory`
#[derive(Debug, Args)]
pub(super) struct Directories {
    #[command(flatten)]
    of: Of,
    /// Where they are written
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Directories {
    pub(super) async fn run(self, out: &mut Out) -> Result<()> {
        let node = Home::open(&self.of.dir)?.node(self.of.database.as_deref()).await?;
        let versions = node.exchange_directories().await?;
        let count = versions.len();
        files::replace(&self.out, &History::new(versions).to_bytes(), files::PRIVATE)?;
        out.say(format_args!(
            "{count} version(s). Check them with: jejaring-verify --directory {} --anchor FILE",
            self.out.display()
        ));
        out.finish(&json!({ "ok": true, "versions": count }));
        Ok(())
    }
}
