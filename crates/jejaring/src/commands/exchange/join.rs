//! Joining a network: keys, anchor, directory.

use std::path::PathBuf;

use clap::Args;
use node::acts::exchange::{AdoptDirectory, EnrolMember, SetAnchor};
use seal::exchange::{self, Dsse};
use serde_json::json;

use super::{Of, no_json, read};
use crate::exchange::{Identity, listed};
use crate::failure::{Failure, Result};
use crate::home::{Home, files};
use crate::out::Out;

/// Make the keys of a member, and the entry that the operators put into the directory
#[derive(Debug, Args)]
pub(super) struct Enrol {
    #[command(flatten)]
    of: Of,
    /// Member on this node [default: the one of jejaring.toml]
    #[arg(long, value_name = "ID")]
    member: Option<String>,
    /// host:port at which other nodes reach this one; without it, this node comes for its messages
    #[arg(long, value_name = "HOST:PORT")]
    endpoint: Option<String>,
    /// Where the entry is written
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Enrol {
    pub(super) async fn run(self, out: &mut Out) -> Result<()> {
        let home = Home::open(&self.of.dir)?;
        let node = home.node(self.of.database.as_deref()).await?;
        let identity = Identity::of(&home)?;
        let member = self.member.unwrap_or_else(|| home.config.member.as_str().to_owned());
        let keys = node.perform(&node.system("set-up"), EnrolMember { member }).await?;
        let entry = listed(&keys, &home.config.name, self.endpoint, &identity)?;
        let text =
            serde_json::to_vec_pretty(&entry).map_err(|_| Failure::new("the entry could not be written"))?;
        files::replace(&self.out, &text, 0o644)?;
        out.say(format_args!(
            "Keys of {} were made. Give {} to the operators of the network",
            keys.member,
            self.out.display()
        ));
        out.say(format_args!("and read them this fingerprint over the telephone: {}", entry.fingerprint()));
        out.say(format_args!(
            "If this node is to be a witness of others, give the operators this, too: {}",
            keys.witness
        ));
        out.finish(&json!({
            "ok": true, "member": keys.member, "fingerprint": entry.fingerprint(), "witness": keys.witness,
        }));
        Ok(())
    }
}

/// Set whose signatures make a directory, as handed over in person
#[derive(Debug, Args)]
pub(super) struct Anchor {
    #[command(flatten)]
    of: Of,
    /// The anchor
    file: PathBuf,
}

impl Anchor {
    pub(super) async fn run(self, out: &mut Out) -> Result<()> {
        let anchor: exchange::Anchor =
            serde_json::from_slice(&read(&self.file)?).map_err(|_| no_json(&self.file))?;
        let node = Home::open(&self.of.dir)?.node(self.of.database.as_deref()).await?;
        let fingerprint = anchor.fingerprint();
        node.perform(&node.system("set-up"), SetAnchor { anchor }).await?;
        out.say(format_args!(
            "Anchor set. Compare its fingerprint with whoever gave it to you: {fingerprint}"
        ));
        out.finish(&json!({ "ok": true, "fingerprint": fingerprint }));
        Ok(())
    }
}

/// Adopt a version of the directory
#[derive(Debug, Args)]
pub(super) struct Adopt {
    #[command(flatten)]
    of: Of,
    /// The directory, as it was signed
    file: PathBuf,
}

impl Adopt {
    pub(super) async fn run(self, out: &mut Out) -> Result<()> {
        let document = Dsse::parse_directory(&read(&self.file)?).map_err(|_| no_json(&self.file))?;
        let node = Home::open(&self.of.dir)?.node(self.of.database.as_deref()).await?;
        let adopted = node.perform(&node.system("set-up"), AdoptDirectory { document }).await?;
        out.say(format_args!(
            "Version {} adopted; {} member(s) new or changed",
            adopted.version, adopted.changed
        ));
        out.finish(&json!({ "ok": true, "version": adopted.version, "changed": adopted.changed }));
        Ok(())
    }
}
