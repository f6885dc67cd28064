//! `jejaring.toml`.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::files;
use crate::failure::{Failure, Result};
use crate::member_id::MemberId;

/// What an operator may read and change with an editor. No key is in it; for a password of PostgreSQL use a password file
/// (`PGPASSFILE`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Who this node is.
    pub(crate) member: MemberId,
    /// The organisation's name.
    pub(crate) name: String,
    /// Where the server listens.
    pub(crate) listen: SocketAddr,
    /// Whether browsers reach the server without TLS: for trying it on one machine. Cookies then travel in the clear.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) plain_http: bool,
    /// Header in which the proxy before the server writes the client's address, such as `x-forwarded-for`; believed only when
    /// named here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) proxy_header: Option<String>,
    /// Address under which the public finds the pages, such as `https://jejaring.contoh.go.id`. It stands in every badge, so it must stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) public_address: Option<String>,
    /// What a program on another machine shows as `Authorization: Bearer …` to read `/metrics`; at least 20 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) metrics_token: Option<String>,
    /// Where this node listens for other nodes, over mutual TLS; nowhere while this is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) exchange_listen: Option<SocketAddr>,
    /// `postgres://…` or `sqlite:PATH`; `node.db` in the directory when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) database: Option<String>,
    /// Connections to PostgreSQL of each process; [`node::CONNECTIONS`] when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) connections: Option<u32>,
    /// Seconds that a process goes on answering after it was asked to stop, saying at `/readyz` that it is not ready, so that a
    /// proxy leaves it out in time; [`DRAIN`] on PostgreSQL and none on SQLite when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) drain_seconds: Option<u64>,
    /// How daily digests reach the mailboxes of posts; none is sent while this is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mail: Option<MailConfig>,
}

/// Through which server mail goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailConfig {
    /// Host name of the mail server.
    pub(crate) server: String,
    /// Its port; the usual one when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) port: Option<u16>,
    /// How the way there is protected.
    #[serde(default)]
    pub(crate) security: MailSecurity,
    /// The account at the server, if it asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user: Option<String>,
    /// File with its password, below the node's directory unless absolute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) password_file: Option<String>,
    /// The address that mail comes from. A neutral one: it stands in inboxes.
    pub(crate) from: String,
    /// Address of the pages, to which each mail links.
    pub(crate) link: String,
}

/// How the way to a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MailSecurity {
    /// TLS from a plain greeting on, or not at all.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// None; only to this machine itself.
    None,
}

/// Seconds that one of several processes goes on answering after it was asked to stop.
pub(crate) const DRAIN: u64 = 5;

/// A token that nobody guesses.
const SHORTEST_TOKEN: usize = 20;

/// Where a server listens unless told otherwise: this machine alone, behind a proxy that speaks TLS.
pub(crate) const LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

impl Config {
    pub(crate) fn new(member: MemberId, name: &str, database: Option<String>) -> Self {
        Self {
            member,
            name: name.to_owned(),
            listen: LISTEN,
            plain_http: false,
            proxy_header: None,
            public_address: None,
            metrics_token: None,
            exchange_listen: None,
            database,
            connections: None,
            drain_seconds: None,
            mail: None,
        }
    }

    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
        let config: Self = toml::from_str(&text).map_err(|error| {
            let why = error.message().replace('\n', " ");
            Failure::new(format!("{} cannot be read ({why}): correct it", path.display()))
        })?;
        if config.metrics_token.as_ref().is_some_and(|token| token.len() < SHORTEST_TOKEN) {
            let why = format!("metrics_token needs at least {SHORTEST_TOKEN} characters");
            return Err(Failure::new(format!("{}: {why}", path.display())));
        }
        Ok(config)
    }

    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let text = toml::to_string(self)
            .map_err(|_| Failure::new("the configuration cannot be written: check name and address"))?;
        files::replace(path, text.as_bytes(), files::PRIVATE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_comes_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("jejaring.toml");
        for database in [None, Some("postgres://contoh@localhost/jejaring".to_owned())] {
            let config =
                Config::new("ID/NGO/CONTOH-KASIH".parse().unwrap(), "Yayasan \"Contoh\" = Kasih", database);
            config.write(&path).unwrap();
            assert_eq!(Config::read(&path).unwrap(), config);
        }
    }

    #[test]
    fn a_bad_configuration_names_its_file_and_reason() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("jejaring.toml");
        fs::write(&path, "member = \"ID/XXX/CONTOH\"\nname = \"Contoh\"\nlisten = \"127.0.0.1:8080\"")
            .unwrap();
        let failure = Config::read(&path).unwrap_err().to_string();
        assert!(failure.contains("jejaring.toml") && failure.contains("XXX"), "{failure}");
        let short = "member = \"ID/NGO/CONTOH\"\nname = \"Contoh\"\nlisten = \"127.0.0.1:8080\"\nmetrics_token = \"kata\"";
        fs::write(&path, short).unwrap();
        let failure = Config::read(&path).unwrap_err().to_string();
        assert!(failure.contains("metrics_token needs at least 20"), "{failure}");
    }
}
