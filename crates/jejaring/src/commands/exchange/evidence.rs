//! Evidence of one message, for whoever must not trust this node.

use std::path::PathBuf;

use clap::Args;
use node::acts::exchange::ExportEvidence;
use seal::exchange::Eid;
use serde_json::json;

use super::Of;
use crate::failure::{Failure, Result};
use crate::home::{Home, files};
use crate::out::Out;

/// Write what proves one message: envelope, receipts and directory, for `jejaring-verify`
#[derive(Debug, Args)]
pub(super) struct Evidence {
    #[command(flatten)]
    of: Of,
    /// Content address of the message, 64 hexadecimal digits
    #[arg(long, value_name = "EID")]
    eid: String,
    /// Also reveal what was written; only at the node that received it, and for good
    #[arg(long)]
    content: bool,
    /// Where the evidence is written
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Evidence {
    pub(super) async fn run(self, out: &mut Out) -> Result<()> {
        let eid: Eid = self.eid.parse().map_err(|_| {
            Failure::usage(format!("{} is no content address of 64 hexadecimal digits", self.eid))
        })?;
        let node = Home::open(&self.of.dir)?.node(self.of.database.as_deref()).await?;
        let act = ExportEvidence { eid, reveal: self.content };
        let bundle = node.perform(&node.system("exchange"), act).await?;
        files::replace(&self.out, &bundle.to_bytes(), files::PRIVATE)?;
        out.say(format_args!(
            "{} receipt(s). Check it anywhere with: jejaring-verify {} --anchor FILE",
            bundle.receipts.len(),
            self.out.display()
        ));
        out.finish(
            &json!({ "ok": true, "receipts": bundle.receipts.len(), "content": bundle.content.is_some() }),
        );
        Ok(())
    }
}
