//! Daily digests by mail: to mailboxes of posts, from a neutral sender, with numbers and a link and no name.

mod letter;
#[cfg(test)]
mod tests;

use std::fs;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use node::Node;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::failure::{Failure, Result};
use crate::home::{Home, MailConfig, MailSecurity};

/// How often a node looks whether a mailbox waits for today's digest.
const LOOK: Duration = Duration::from_secs(300);

/// Whoever sends digests is replaced after so many milliseconds of silence: longer than a mail server may take.
const LEASE: i64 = 120_000;

/// The way to a mail server.
pub(crate) struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    config: MailConfig,
}

impl Post {
    /// Reads what is configured; connects to nothing yet.
    pub(crate) fn new(config: &MailConfig, password: Option<String>) -> Result<Self> {
        type Smtp = AsyncSmtpTransport<Tokio1Executor>;
        let wrong = |_| Failure::new("`mail.server` in jejaring.toml is no host name: correct it");
        let local = ["localhost", "127.0.0.1", "::1"].contains(&config.server.as_str());
        let mut builder = match config.security {
            MailSecurity::Starttls => Smtp::starttls_relay(&config.server).map_err(wrong)?,
            MailSecurity::Tls => Smtp::relay(&config.server).map_err(wrong)?,
            MailSecurity::None if local => Smtp::builder_dangerous(&config.server),
            MailSecurity::None => {
                return Err(Failure::new(
                    "`mail.security = \"none\"` in jejaring.toml is for this machine alone: use \"starttls\" or \"tls\"",
                ));
            }
        };
        if let Some(port) = config.port {
            builder = builder.port(port);
        }
        if let (Some(user), Some(password)) = (&config.user, password) {
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        let transport = builder.timeout(Some(Duration::from_secs(30))).build();
        Ok(Self { transport, config: config.clone() })
    }

    /// Sends what waits; what could not be sent waits for the next look. Answers how many mails went out.
    pub(crate) async fn send_due(&self, node: &Node) -> node::Result<usize> {
        let mut sent = 0;
        for digest in node.digests().await? {
            // One of several processes writes; it asks again before each letter, because a mail server may be slow.
            if !node.hold("digests", LEASE).await? {
                break;
            }
            let Some(letter) = letter::write(&self.config, &digest) else {
                tracing::warn!("a mailbox or `mail.from` is no address; its digest was left out");
                continue;
            };
            match self.transport.send(letter).await {
                Ok(_) => {
                    node.digest_sent(&digest).await?;
                    sent += 1;
                }
                // The error names the server's answer, which may repeat the address: it stays out of the log.
                Err(_) => tracing::warn!("the mail server took no digest; the next look tries again"),
            }
        }
        Ok(sent)
    }
}

/// Starts sending, where mail is configured.
pub(crate) fn start(home: &Home, node: &Node) -> Result<Option<JoinHandle<()>>> {
    let Some(config) = &home.config.mail else { return Ok(None) };
    let password = match &config.password_file {
        Some(name) => {
            let path = home.path(name);
            let text = fs::read_to_string(&path).map_err(|error| Failure::file(&path, &error))?;
            Some(text.trim_end_matches(['\r', '\n']).to_owned())
        }
        None => None,
    };
    let (post, node) = (Post::new(config, password)?, node.clone());
    Ok(Some(tokio::spawn(async move {
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            look.tick().await;
            if let Err(error) = post.send_due(&node).await {
                tracing::warn!(%error, "digests could not be gathered; the next look tries again");
            }
        }
    })))
}
