//! `jejaring move`

use std::path::PathBuf;

use clap::Args;
use node::acts::operate::MoveNode;
use node::{Blank, Place};
use serde_json::json;

use super::restore::{same, verify_whole};
use crate::failure::{Failure, Result};
use crate::home::{Home, Lock, Which, chance, clock, files, has_password, place, spell};
use crate::out::Out;

/// Copy the node to another database, prove the copy and switch to it
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring move --dir /srv/jejaring --to postgres://jejaring@localhost/jejaring
  jejaring move --dir /srv/jejaring --to sqlite:node-2.db
  (stop the server first; the old database is left as it is)")]
pub(crate) struct Move {
    /// Directory of the node
    #[arg(long)]
    dir: PathBuf,
    /// An empty database: postgres://user@host/name or sqlite:PATH
    #[arg(long, value_name = "URL")]
    to: String,
}

impl Move {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        let mut home = Home::open(&self.dir)?;
        let (from, to) = (home.place(None)?, place(Some(&self.to), home.dir())?);
        let _lock = Lock::alone(&home)?;
        let (node, which) = home.node_with(None, home.secrets()?).await?;
        if which == Which::Next {
            return Err(Failure::new(
                "an exchange of the node key was interrupted: complete it with `jejaring rotate`",
            ));
        }
        node.place_waiting().await?;
        let target = Blank::open(&to, clock(), chance()).await?;
        let copying = out.progress("copying");
        let sent = node.copy_to(&target, |bytes| copying.inc(bytes as u64)).await?;
        copying.finish_and_clear();
        drop(target);
        let comparing = out.progress("comparing");
        let there = home.opened(&to, home.secrets()?).await?;
        same(&sent, &there.contents().await?)?;
        // Had somebody changed the old database meanwhile, it would now differ from the copy.
        same(&sent, &node.contents().await?)?;
        let verified = verify_whole(&there, node.checkpoint().await?).await?;
        comparing.finish_and_clear();
        let moved = MoveNode { from: engine(&from).into(), to: engine(&to).into() };
        there.perform(&there.system("move"), moved).await?;
        there.place_waiting().await?;
        home.config.database = Some(self.to.clone());
        home.save()?;
        home.keep_apart(&there).await?;
        leave_note(&home, &from, &to, &there.now().to_string())?;
        out.say(format_args!(
            "{} rows of {} tables copied and compared; {} entries of the journal verified",
            sent.rows(),
            sent.tables.len(),
            verified.placed
        ));
        out.say(format_args!("The node now lives in {}.", spell(&to)));
        out.say(format_args!(
            "{} is as it was: destroy it when a backup of the new one exists.",
            spell(&from)
        ));
        if has_password(&to) {
            out.say("The address carries a password, which now stands in jejaring.toml: a password file (PGPASSFILE) is better.");
        }
        out.finish(&json!({
            "ok": true, "from": spell(&from), "to": spell(&to), "rows": sent.rows(), "tables": sent.tables.len(),
            "placed": verified.placed, "equal": true,
        }));
        Ok(())
    }
}

fn engine(place: &Place) -> &'static str {
    match place {
        Place::Sqlite(_) => "sqlite",
        Place::Postgres(_) => "postgres",
    }
}

/// Whoever finds the old database should know that it is not the node any more.
fn leave_note(home: &Home, from: &Place, to: &Place, at: &str) -> Result<()> {
    let note = format!(
        "{at}: node dipindahkan / the node was moved\n  dari / from: {}\n  ke / to: {}\n\
         Basis data lama dibiarkan apa adanya dan tidak dipakai lagi. / The old database was left as it was and is no longer used.\n",
        spell(from),
        spell(to)
    );
    files::replace(&home.path("MOVED.txt"), note.as_bytes(), files::PRIVATE)
}
