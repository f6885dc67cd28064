//! `jejaring rotate`

use std::path::PathBuf;

use clap::Args;
use node::acts::operate::RotateKey;
use node::{Chance, Node, NodeSecrets};
use seal::{NodeKey, RecoverySecret, SigningKey};
use serde_json::json;

use super::init::{say_words, seal_box};
use crate::failure::{Failure, Result};
use crate::home::{Home, Lock, Which, chance, files};
use crate::out::Out;

/// Exchange the node key and print new recovery words; run it again if it was interrupted
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring rotate --dir /srv/jejaring
  (stop every server of this node first; have paper and a pen ready; backups made before still open with the old words)")]
pub(crate) struct Rotate {
    /// Directory of the node
    #[arg(long)]
    dir: PathBuf,
}

impl Rotate {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        let home = Home::open(&self.dir)?;
        let _lock = Lock::alone(&home)?;
        let resumed = home.next_key_path().exists();
        let next = next_secrets(&home)?;
        let (node, which) = home.node_with(None, home.secrets()?).await?;
        // Whether the database has changed already shows by which key opens it.
        let wrapped = match which {
            Which::Present => node.perform(&node.system("rotate"), RotateKey { next: copy(&next) }).await?,
            Which::Next => 0,
        };
        drop(node);
        let node = self.reopened(&home, &next).await?;
        node.place_waiting().await?;
        let words = RecoverySecret::generate(&mut *chance().stream());
        seal_box(&home, &words, &next, &home.path("recovery.box"))?;
        home.keep_apart(&node).await?;
        let words = words.words();
        if resumed {
            out.say("An interrupted exchange of the key was completed.");
        }
        out.say(format_args!("The node key was exchanged; {wrapped} key(s) were wrapped anew."));
        say_words(out, &words);
        out.say(
            "The old words still open backups made before today: keep them as long as such backups exist.",
        );
        out.finish(&json!({
            "ok": true, "wrapped": wrapped, "resumed": resumed, "recovery_words": words.as_str(),
        }));
        // Last of all: until here an interruption is completed by running the command again, which prints new words.
        let path = home.key_path();
        files::settle(&home.next_key_path(), &path).map_err(|error| Failure::file(&path, &error))
    }

    async fn reopened(&self, home: &Home, next: &NodeSecrets) -> Result<Node> {
        Ok(home.opened(&home.place(None)?, next.duplicate()).await?)
    }
}

/// The key that was prepared before an interruption, else a new one. It is on the disk before the database hears of it.
fn next_secrets(home: &Home) -> Result<NodeSecrets> {
    if let Some(next) = home.next_secrets()? {
        return Ok(next);
    }
    // The signing key stays: it is the name under which others know the journal.
    let signing = SigningKey::from_bytes(home.secrets()?.signing.expose_bytes());
    let next = NodeSecrets { node: NodeKey::generate(&mut *chance().stream()), signing };
    home.write_secrets(&home.next_key_path(), &next)?;
    Ok(next)
}

fn copy(secrets: &NodeSecrets) -> NodeKey {
    NodeKey::from_bytes(*secrets.node.expose_bytes())
}
