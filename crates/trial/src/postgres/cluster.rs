//! A cluster that tests talk to, whoever started it.

use std::process::{Command, Stdio};
use std::sync::OnceLock;

use super::binaries::{output_of, psql, without_pg_variables};
use super::running::{Options, Running, unique};
use super::scratch::Database;
use super::template::{self, Template};
use super::{ADDRESS_VARIABLE, shared};
use crate::Error;

/// PostgreSQL cuts longer names off silently.
const LONGEST_NAME: usize = 63;

/// A PostgreSQL cluster for tests.
#[derive(Debug)]
pub struct Cluster {
    address: String,
    running: Option<Running>,
}

impl Cluster {
    /// The cluster of this test run: the one [`ADDRESS_VARIABLE`] names, or one that the test processes of this
    /// workspace share and that stops a minute after the last of them.
    ///
    /// # Errors
    /// When there is none and none can be started; the message says what to install.
    pub fn shared() -> Result<&'static Self, Error> {
        static SHARED: OnceLock<Result<Cluster, Error>> = OnceLock::new();
        SHARED
            .get_or_init(|| {
                let address = match std::env::var(ADDRESS_VARIABLE) {
                    Ok(address) if !address.is_empty() => address,
                    _ => shared::join_or_start()?,
                };
                Ok(Cluster { address, running: None })
            })
            .as_ref()
            .map_err(Clone::clone)
    }

    /// A cluster of one's own, for tests that stop or crash it. It ends with the value.
    ///
    /// # Errors
    /// When PostgreSQL is missing or does not start.
    pub fn start(options: Options) -> Result<Self, Error> {
        let running = Running::start(options)?;
        Ok(Self { address: running.address(), running: Some(running) })
    }

    /// The address of one of its databases, for `psql` and for SQL drivers.
    pub fn url(&self, database: &str) -> String {
        // scheme://authority/DATABASE?parameters
        let (front, parameters) = self.address.split_once('?').unwrap_or((&self.address, ""));
        let (scheme, rest) = front.split_once("://").unwrap_or(("postgres", front));
        let authority = rest.split_once('/').map_or(rest, |(authority, _)| authority);
        let mark = if parameters.is_empty() { "" } else { "?" };
        format!("{scheme}://{authority}/{database}{mark}{parameters}")
    }

    /// Makes a database, empty or as a copy of `template`, to which nobody may be connected.
    ///
    /// # Errors
    /// When the name is taken or too long, or the template is missing or in use.
    pub fn create_database(&self, name: &str, template: Option<&str>) -> Result<(), Error> {
        let from = template.unwrap_or("template0");
        let statement = format!("CREATE DATABASE {} TEMPLATE {}", identifier(name)?, identifier(from)?);
        self.psql("postgres", &statement).map(drop)
    }

    /// Drops a database if it exists, ending its connections.
    ///
    /// # Errors
    /// When PostgreSQL refuses.
    pub fn drop_database(&self, name: &str) -> Result<(), Error> {
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", identifier(name)?);
        self.psql("postgres", &statement).map(drop)
    }

    /// A database of one's own with a name no other test has; dropped with the value.
    ///
    /// # Errors
    /// As [`Cluster::create_database`].
    pub fn scratch(&self, template: Option<&str>) -> Result<Database<'_>, Error> {
        let name = format!("test_{}", unique());
        self.create_database(&name, template)?;
        Ok(Database::new(self, name))
    }

    /// Claims the making of the template database `name`: `None` when it is ready, otherwise an empty database
    /// to fill and [`Template::finish`]. Other processes wait meanwhile. A shared cluster outlives a build, so
    /// the name must change with the schema (put its version or digest in it).
    ///
    /// # Errors
    /// When PostgreSQL or the lock file refuses.
    pub fn template(&self, name: &str) -> Result<Option<Template<'_>>, Error> {
        template::claim(self, name)
    }

    /// Runs SQL with `psql` and gives what it prints: one row a line, columns separated by `|`.
    ///
    /// # Errors
    /// When a statement fails; the message is PostgreSQL's.
    pub fn psql(&self, database: &str, sql: &str) -> Result<String, Error> {
        let mut command = Command::new(psql()?);
        command.args(["-X", "-q", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1", "-d"]);
        command.arg(self.url(database)).args(["-c", sql]).stdin(Stdio::null());
        without_pg_variables(&mut command);
        Ok(output_of(&mut command, "running SQL with psql")?.trim_end().to_owned())
    }

    /// Ends every server process at once, as a power cut would. Only for a cluster of one's own.
    ///
    /// # Errors
    /// When the cluster is not one's own or does not stop.
    pub fn crash(&self) -> Result<(), Error> {
        self.own()?.crash()
    }

    /// Starts the server again after [`Cluster::crash`], at the same address.
    ///
    /// # Errors
    /// When the cluster is not one's own or does not start.
    pub fn restart(&self) -> Result<(), Error> {
        self.own()?.launch()
    }

    fn own(&self) -> Result<&Running, Error> {
        self.running
            .as_ref()
            .ok_or_else(|| Error::new("this cluster is shared: start one with Cluster::start"))
    }
}

/// A name in double quotes, safe to put into a statement.
pub(crate) fn identifier(name: &str) -> Result<String, Error> {
    if name.is_empty() || name.len() > LONGEST_NAME || name.contains('\0') {
        return Err(Error::new(format!("a database name needs 1 to {LONGEST_NAME} bytes: {name:?}")));
    }
    Ok(format!("\"{}\"", name.replace('"', "\"\"")))
}
