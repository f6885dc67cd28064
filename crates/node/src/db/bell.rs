//! What one process tells the others on the same PostgreSQL, by `NOTIFY`: that there is something to read anew. SQLite serves one process,
//! and nobody else listens. A ring may be lost; whoever waits for one looks from time to time all the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::postgres::{PgListener, PgPool};

use crate::error::Result;

const CHANNEL: &str = "jejaring";
/// Rings of one sort within this time are one: a notice takes a lock of the whole database when it commits.
const TOGETHER: Duration = Duration::from_millis(20);

/// What is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ring {
    /// People were added, changed or erased.
    People,
    /// The schema is another one.
    Schema,
    /// A telephone call, sealed: who called before is known in memory alone.
    Call(String),
}

impl Ring {
    fn text(&self, from: &str) -> String {
        match self {
            Self::People => format!("{from} people"),
            Self::Schema => format!("{from} schema"),
            Self::Call(sealed) => format!("{from} call {sealed}"),
        }
    }

    /// What another process told; nothing for one's own words.
    fn heard(text: &str, own: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ' ');
        let from = parts.next().filter(|from| *from != own)?;
        match (from, parts.next()?, parts.next()) {
            (_, "people", None) => Some(Self::People),
            (_, "schema", None) => Some(Self::Schema),
            (_, "call", Some(sealed)) => Some(Self::Call(sealed.to_owned())),
            _ => None,
        }
    }
}

/// The bell of one process.
pub(super) struct Bell {
    own: String,
    pool: PgPool,
    people: Arc<AtomicBool>,
}

impl Bell {
    pub(super) fn new(own: String, pool: PgPool) -> Self {
        Self { own, pool, people: Arc::default() }
    }

    /// Tells the others, without keeping the caller waiting. Called after the commit: what is told stands in the database.
    pub(super) fn ring(&self, ring: &Ring) {
        let people = matches!(ring, Ring::People);
        if people && self.people.swap(true, Ordering::SeqCst) {
            return;
        }
        let (text, pool, pending) = (ring.text(&self.own), self.pool.clone(), self.people.clone());
        tokio::spawn(async move {
            if people {
                tokio::time::sleep(TOGETHER).await;
                pending.store(false, Ordering::SeqCst);
            }
            let told = sqlx::query("select pg_notify($1, $2)").bind(CHANNEL).bind(text).execute(&pool).await;
            if told.is_err() {
                tracing::warn!("the other processes could not be told; they look by themselves");
            }
        });
    }

    /// Begins to listen.
    pub(super) async fn ears(&self) -> Result<Ears> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        listener.listen(CHANNEL).await?;
        Ok(Ears { own: self.own.clone(), listener })
    }
}

/// Hears what other processes tell.
pub(crate) struct Ears {
    own: String,
    listener: PgListener,
}

impl Ears {
    /// Waits for the next ring. A lost connection is made again; what was told meanwhile is not heard.
    pub(crate) async fn next(&mut self) -> Result<Ring> {
        loop {
            let told = self.listener.recv().await?;
            if let Some(ring) = Ring::heard(told.payload(), &self.own) {
                return Ok(ring);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_hear_what_was_told_and_nobody_hears_themselves() {
        for ring in [Ring::People, Ring::Schema, Ring::Call("c2VnZWw".into())] {
            let text = ring.text("a1");
            assert_eq!(Ring::heard(&text, "b2"), Some(ring));
            assert_eq!(Ring::heard(&text, "a1"), None);
        }
        for strange in ["", "people", "c3 people more", "c3 call", "c3 lain"] {
            assert_eq!(Ring::heard(strange, "a1"), None, "{strange}");
        }
    }
}
