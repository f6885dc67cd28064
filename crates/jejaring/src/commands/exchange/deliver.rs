//! A list for the data centre of another member, in as many parts as it needs.

use std::path::PathBuf;

use clap::Args;
use formats::{Claim, ReadOptions, open_table_with};
use model::Lang;
use node::acts::exchange::{SendList, Sent};
use serde_json::json;

use super::{Of, read};
use crate::failure::{Failure, Result};
use crate::home::Home;
use crate::out::Out;

/// Send a list to the data centre of another member
#[derive(Debug, Args)]
pub(super) struct Deliver {
    #[command(flatten)]
    of: Of,
    /// Whose account sends it
    #[arg(long = "as", value_name = "EMAIL")]
    account: String,
    /// The member that counts
    #[arg(long, value_name = "ID")]
    to: String,
    /// What a row is, a code of list `counted-entity`
    #[arg(long, value_name = "CODE", default_value = "children")]
    entity: String,
    /// First day of its period
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: String,
    /// Last day
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: String,
    /// CSV or XLSX with the headings that data centres know
    file: PathBuf,
}

impl Deliver {
    pub(super) async fn run(self, out: &mut Out) -> Result<()> {
        let bytes = read(&self.file)?;
        let name = self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let options = ReadOptions { known_name: Some(&node::counting::knows), ..ReadOptions::default() };
        let broken = |error: formats::FormatError| Failure::new(format!("{}: {error}", self.file.display()));
        let table = open_table_with(&bytes, &Claim::named(&name), &options).map_err(broken)?;
        let columns = table.header().names.clone();
        let mut rows = Vec::new();
        for row in table {
            let row = row.map_err(broken)?;
            rows.push((0..columns.len()).map(|place| row.text(place).to_owned()).collect::<Vec<_>>());
        }
        let node = Home::open(&self.of.dir)?.node(self.of.database.as_deref()).await?;
        let actor = node.actor_by_email(&self.account, Lang::En).await.map_err(|error| match error {
            node::Error::NotFound => Failure::new(format!("no account has the address {}", self.account)),
            other => other.into(),
        })?;
        let count = rows.len();
        let list = Sent::Rows(columns, rows);
        let send =
            SendList { to: self.to.clone(), entity: self.entity, from: self.from, until: self.until, list };
        let sent = node.perform(&actor, send).await?;
        out.say(format_args!("{count} row(s) for {}; list {}", self.to, sent.id));
        out.finish(&json!({ "ok": true, "rows": count, "list": sent.id.to_string() }));
        Ok(())
    }
}
