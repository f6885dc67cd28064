//! Several processes of one node on one PostgreSQL, for measurements.

use std::fs;
use std::path::Path;

use super::server::Server;
use crate::failure::Result;
use crate::home::Home;

/// Connections of each process while several are measured: four of them fit PostgreSQL's usual hundred.
pub(super) const EACH: u32 = 20;

/// Processes that serve one directory.
pub(super) struct Fleet(pub(super) Vec<Server>);

impl Fleet {
    /// Starts so many, one after the other. They stop as soon as they are asked to: nothing stands before them.
    pub(super) async fn start(dir: &Path, count: usize) -> Result<Self> {
        let mut home = Home::open(dir)?;
        home.config.connections = Some(EACH);
        home.config.drain_seconds = Some(0);
        home.save()?;
        let mut servers = Vec::with_capacity(count);
        for number in 0..count {
            servers.push(Server::start_as(dir, &format!("server-{number}.log")).await?);
        }
        Ok(Self(servers))
    }

    /// Processor time of all of them so far, in seconds.
    pub(super) fn processor(&self) -> f64 {
        self.0.iter().map(Server::processor).sum()
    }

    /// Waits until none has anything more to do.
    pub(super) async fn settle(&self) {
        for server in &self.0 {
            server.settle().await;
        }
    }

    pub(super) async fn stop(self) -> Result<()> {
        for server in self.0 {
            server.stop().await?;
        }
        Ok(())
    }
}

/// Processor time of every PostgreSQL process of this machine that runs now, in seconds.
pub(super) fn postgres_processor() -> f64 {
    let Ok(entries) = fs::read_dir("/proc") else { return 0.0 };
    let stats = entries.flatten().filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok());
    stats.filter(|stat| stat.contains("(postgres")).map(|stat| super::server::ticks(&stat)).sum()
}
