//! Messages by file, between nodes that never see each other.

use std::path::PathBuf;

use clap::Args;
use seal::exchange::{BundleItem, MemberId, read_bundle, write_bundle};
use serde_json::json;

use super::{Of, no_json, read};
use crate::failure::{Failure, Result};
use crate::home::{Home, files};
use crate::out::Out;

/// Write what waits for a member into a file
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    of: Of,
    /// For whom
    #[arg(long, value_name = "ID")]
    member: String,
    /// The file; only the member can read what is inside
    #[arg(long, visible_alias = "file", value_name = "FILE")]
    out: PathBuf,
}

impl Export {
    pub(super) async fn run(self, out: &mut Out) -> Result<()> {
        let member: MemberId = self.member.parse().map_err(|_| {
            Failure::usage(format!("{} is no member id, such as PH/HOT/HALIMBAWA", self.member))
        })?;
        let node = Home::open(&self.of.dir)?.node(self.of.database.as_deref()).await?;
        let (mut items, mut after) = (Vec::new(), None);
        loop {
            let page = node.exchange_mailbox(&member, after).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.cursor);
            items.extend(page.into_iter().map(|item| BundleItem::Delivery(item.delivery)));
        }
        let (messages, mut after) = (items.len(), None);
        loop {
            let page = node.exchange_untold(&member, Vec::new(), after).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.cursor);
            items.extend(page.into_iter().map(|one| BundleItem::Receipts(one.item)));
        }
        let receipts = items.len() - messages;
        files::replace(&self.out, &write_bundle(&items), files::PRIVATE)?;
        out.say(format_args!(
            "{messages} message(s) and {receipts} receipt(s) for {member}. Bring {} there and bring the answer back",
            self.out.display()
        ));
        out.finish(&json!({ "ok": true, "messages": messages, "receipts": receipts }));
        Ok(())
    }
}

/// Take messages and receipts from a file
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    of: Of,
    /// The file that was brought
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// Where the answer is written, to be brought back: receipts, and which receipts were heard
    #[arg(long, value_name = "FILE")]
    receipts: Option<PathBuf>,
}

impl Import {
    pub(super) async fn run(self, out: &mut Out) -> Result<()> {
        let items = read_bundle(&read(&self.file)?).map_err(|_| no_json(&self.file))?;
        let brings = items.iter().any(|item| matches!(item, BundleItem::Delivery(_)));
        if brings && self.receipts.is_none() {
            return Err(Failure::usage(
                "name a file for the receipts with --receipts: the sender waits for them",
            ));
        }
        let node = Home::open(&self.of.dir)?.node(self.of.database.as_deref()).await?;
        let (mut answers, mut taken, mut receipts, mut heard) = (Vec::new(), 0, 0, Vec::new());
        for item in &items {
            match item {
                BundleItem::Delivery(bytes) => {
                    answers.push(BundleItem::Receipts(node.exchange_accept(bytes).await?.to_bytes()));
                    taken += 1;
                }
                BundleItem::Receipts(bytes) => {
                    receipts += node.exchange_receipts(bytes).await?;
                    heard.push(seal::exchange::heard(bytes));
                }
                BundleItem::Heard(bytes) => {
                    let heard = serde_json::from_slice(bytes).map_err(|_| no_json(&self.file))?;
                    node.exchange_heard(heard).await?;
                }
            }
        }
        if !heard.is_empty() {
            answers.push(BundleItem::Heard(serde_json::to_vec(&heard).unwrap_or_default()));
        }
        if let Some(path) = &self.receipts {
            files::replace(path, &write_bundle(&answers), files::PRIVATE)?;
        }
        out.say(format_args!("{taken} message(s) taken, {receipts} new receipt(s)"));
        out.finish(&json!({ "ok": true, "messages": taken, "receipts": receipts }));
        Ok(())
    }
}
