//! The directory of a node.
//!
//! | path | holds |
//! |---|---|
//! | `jejaring.toml` | member id, name, database address, listen address |
//! | `keys/node.key` | node key and signing key; readable by the owner alone |
//! | `node.db` | the database, unless it lies elsewhere |
//! | `recovery.box` | the same keys, sealed under the recovery words |
//! | `checkpoint` | the newest signed head of the journal, to be kept elsewhere as well |
//! | `erasures` | keys that were destroyed, kept apart from backups |
//! | `people.index` | the sealed people index of the last stop, for a quick start |
//! | `last-backup` | when the last backup was verified |
//! | `lock` | held while a server runs |

mod address;
mod config;
mod erasures;
pub(crate) mod files;
mod keyfile;
mod lock;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::Lang;
use node::{Actor, CONNECTIONS, Clock, Node, NodeSecrets, Place, Settings, SystemChance, SystemClock};

pub(crate) use address::{has_password, place, spell};
pub(crate) use config::{Config, DRAIN, MailConfig, MailSecurity};
pub(crate) use erasures::Erasures;
pub(crate) use lock::Lock;

use crate::failure::{Failure, Result};

/// A node's directory and what its configuration says.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    dir: PathBuf,
    pub(crate) config: Config,
    /// Seconds by which this process believes to be ahead: for trials with wrong clocks.
    pub(crate) ahead: i64,
}

/// Somebody with an account, for commands that act in their name.
///
/// # Errors
/// When no account has the address.
pub(crate) async fn actor(node: &Node, email: &str) -> Result<Actor> {
    node.actor_by_email(email, Lang::En).await.map_err(|error| match error {
        node::Error::NotFound => Failure::new(format!("no account has the address {email}")),
        other => other.into(),
    })
}

/// Which of the key files opens the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// `keys/node.key`
    Present,
    /// `keys/node.key.next`: an exchange of the key was interrupted after the database had changed.
    Next,
}

impl Home {
    /// The node that lies in a directory.
    pub(crate) fn open(dir: &Path) -> Result<Self> {
        let config = Config::read(&dir.join("jejaring.toml")).map_err(|failure| match dir.exists() {
            true => failure,
            false => Failure::new(format!("{} is not there: `jejaring init` makes a node", dir.display())),
        })?;
        Ok(Self { dir: dir.to_owned(), config, ahead: 0 })
    }

    /// A directory that is about to become a node's.
    pub(crate) fn at(dir: &Path, config: Config) -> Self {
        Self { dir: dir.to_owned(), config, ahead: 0 }
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    pub(crate) fn key_path(&self) -> PathBuf {
        self.path("keys/node.key")
    }

    pub(crate) fn next_key_path(&self) -> PathBuf {
        self.path("keys/node.key.next")
    }

    /// Where the data lies, unless the command line says otherwise.
    pub(crate) fn place(&self, instead: Option<&str>) -> Result<Place> {
        place(instead.or(self.config.database.as_deref()), &self.dir)
    }

    /// Writes the configuration in one step.
    pub(crate) fn save(&self) -> Result<()> {
        self.config.write(&self.path("jejaring.toml"))
    }

    pub(crate) fn secrets(&self) -> Result<NodeSecrets> {
        keyfile::read(&self.key_path())
    }

    pub(crate) fn next_secrets(&self) -> Result<Option<NodeSecrets>> {
        let path = self.next_key_path();
        if path.exists() { keyfile::read(&path).map(Some) } else { Ok(None) }
    }

    /// The keys of a file anywhere.
    pub(crate) fn key_at(path: &Path) -> Result<NodeSecrets> {
        keyfile::read(path)
    }

    /// Writes a key file.
    pub(crate) fn write_secrets(&self, path: &Path, secrets: &NodeSecrets) -> Result<()> {
        files::private_directory(&self.path("keys"))?;
        keyfile::write(path, secrets)
    }

    /// Opens the node.
    pub(crate) async fn node(&self, instead: Option<&str>) -> Result<Node> {
        let secrets = self.secrets()?;
        self.node_with(instead, secrets).await.map(|(node, _)| node)
    }

    /// Opens the node with the key file that fits: after an interrupted exchange of the key that is the next one.
    pub(crate) async fn node_with(
        &self,
        instead: Option<&str>,
        present: NodeSecrets,
    ) -> Result<(Node, Which)> {
        let place = self.place(instead)?;
        if let Place::Sqlite(path) = &place
            && !path.exists()
        {
            return Err(Failure::new(format!(
                "the database {} is not there: check `database` in jejaring.toml or restore a backup",
                path.display()
            )));
        }
        match self.opened(&place, present).await {
            Err(node::Error::Sealed) => match self.next_secrets()? {
                Some(next) => Ok((self.opened(&place, next).await?, Which::Next)),
                None => Err(node::Error::Sealed.into()),
            },
            other => Ok((other?, Which::Present)),
        }
    }

    /// Opens a database as this node's.
    pub(crate) async fn opened(&self, place: &Place, secrets: NodeSecrets) -> node::Result<Node> {
        let settings = Settings::default().with_connections(self.config.connections.unwrap_or(CONNECTIONS));
        Node::open_with(
            place,
            self.config.member.as_str(),
            secrets,
            clock_ahead(self.ahead),
            chance(),
            settings,
        )
        .await
    }

    /// Keeps the newest signed head beside the database, and the list of erasures up to date.
    pub(crate) async fn keep_apart(&self, node: &Node) -> Result<()> {
        if let Some(head) = node.checkpoint().await? {
            files::replace(&self.path("checkpoint"), head.as_bytes(), files::PRIVATE)?;
        }
        let mut erasures = Erasures::read_if_there(&self.path("erasures"))?;
        if erasures.add(node.erasures().await?) {
            erasures.write(&self.path("erasures"))?;
        }
        Ok(())
    }
}

/// The machine's clock, off by so many seconds.
fn clock_ahead(seconds: i64) -> Arc<dyn Clock> {
    struct Off(i64);
    impl Clock for Off {
        fn now(&self) -> model::Timestamp {
            SystemClock.now().plus(self.0)
        }
    }
    if seconds == 0 { clock() } else { Arc::new(Off(seconds.saturating_mul(1_000))) }
}

/// The machine's clock.
pub(crate) fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

/// The machine's chance.
pub(crate) fn chance() -> Arc<SystemChance> {
    Arc::new(SystemChance)
}
