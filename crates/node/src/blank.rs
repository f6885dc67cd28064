//! An empty database that waits for the rows of a node.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use tokio::sync::{Mutex, mpsc};

use crate::clock::{Chance, Clock};
use crate::db::{Db, Tx, TxContext, Verdict, dialect, migrate};
use crate::error::{Error, Result};
use crate::keys::{Keys, NodeSecrets};
use crate::node::{Place, connect};
use crate::search::People;
use crate::settings::Settings;
use crate::store::copy::{self, Contents};

/// The target of a move or a restore: it has no tables yet.
pub struct Blank {
    db: Db,
}

impl Blank {
    /// Opens a database and makes sure that it is empty.
    ///
    /// # Errors
    /// [`Error::Refused`] `target-not-empty`; [`Error::Storage`] when it cannot be opened.
    pub async fn open(place: &Place, clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Result<Self> {
        // Copying needs no key: sealed columns stay sealed.
        let nothing = NodeSecrets::generate(&mut *chance.stream());
        let context = TxContext {
            keys: Arc::new(Keys::new(nothing, None)),
            people: Arc::new(People::default()),
            settings: Arc::new(Settings::default()),
            callers: Arc::default(),
            roles: Arc::default(),
            asked: Arc::default(),
            marks: Arc::default(),
            hashes: Arc::default(),
            directory: Arc::default(),
            matching: Arc::default(),
        };
        let db = connect(place, clock, chance, context).await?;
        let tables = db
            .read(|tx| Box::pin(async move { tx.rows(dialect::table_names(tx.engine()), &[]).await }))
            .await?;
        if tables.is_empty() { Ok(Self { db }) } else { Err(Error::Refused("target-not-empty")) }
    }

    /// Makes the tables of an earlier version of the schema, with nothing in them: for trying upgrades.
    ///
    /// # Errors
    /// [`Error::UnknownSchema`], [`Error::Storage`].
    pub async fn prepare(&self, version: i64) -> Result<()> {
        self.db
            .write(move |tx: &mut Tx| -> BoxFuture<'_, (Verdict, Result<()>)> {
                Box::pin(async move {
                    let made = migrate::bring_up_to(tx, version).await.map(drop);
                    (if made.is_ok() { Verdict::Keep } else { Verdict::Undo }, made)
                })
            })
            .await
    }

    /// Versions of the schema that this program knows, oldest first.
    pub fn versions() -> Vec<i64> {
        migrate::versions()
    }

    /// Takes frames of [`Node::dump`](crate::Node::dump) until their channel closes. Everything is there afterwards, or
    /// nothing.
    ///
    /// # Errors
    /// [`Error::Setup`] for frames that are damaged, incomplete or not of their schema; [`Error::UnknownSchema`] for those of a
    /// newer program; [`Error::Storage`].
    pub async fn load(&self, frames: mpsc::Receiver<Vec<u8>>) -> Result<Contents> {
        let frames = Arc::new(Mutex::new(Some(frames)));
        self.db
            .write(move |tx: &mut Tx| -> BoxFuture<'_, (Verdict, Result<Contents>)> {
                let frames = frames.clone();
                Box::pin(async move {
                    // A stream goes by once: a transaction that would have to be repeated fails instead.
                    let taken = frames.lock().await.take();
                    let result = match taken {
                        Some(mut frames) => copy::load(tx, &mut frames).await,
                        None => Err(Error::Storage("the copy was interrupted: begin again".into())),
                    };
                    (if result.is_ok() { Verdict::Keep } else { Verdict::Undo }, result)
                })
            })
            .await
    }
}
