//! `jejaring serve`

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use futures_util::future::join_all;
use node::{Node, Place, Upkeep};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinHandle;

use crate::failure::{Failure, Result};
use crate::home::{DRAIN, Home, Lock, Which};
use crate::out::Out;
use crate::{exchange, logging, mail, router};

/// Bytes kept back on the disk of a SQLite database, so that looks can still be journalled for hours after it has filled.
const RESERVE: u64 = 64 * 1024 * 1024;
/// How often the head and the list of erasures are written beside the database.
const KEEPING: Duration = Duration::from_secs(60);
/// How long requests may take to end after a signal.
const PATIENCE: Duration = Duration::from_secs(10);

/// Run the node until it gets SIGTERM or Ctrl-C
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring serve --dir /srv/jejaring --listen 127.0.0.1:8080
  (prints the address, then `ready`; logs are JSON lines on standard error)")]
pub(crate) struct Serve {
    /// Directory of the node
    #[arg(long)]
    dir: PathBuf,
    /// Address to listen on [default: `listen` in jejaring.toml]
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Address to listen on for other nodes, over mutual TLS [default: `exchange_listen` in jejaring.toml, else nowhere]
    #[arg(long, value_name = "ADDR")]
    exchange_listen: Option<SocketAddr>,
    /// Database instead of the configured one: postgres://user@host/name or sqlite:PATH
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Seconds by which this process believes to be ahead, for trials with wrong clocks
    #[arg(long, hide = true, allow_hyphen_values = true, default_value_t = 0)]
    clock_ahead: i64,
}

impl Serve {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        let mut home = Home::open(&self.dir)?;
        home.ahead = self.clock_ahead;
        let _lock = match home.place(self.database.as_deref())? {
            Place::Sqlite(_) => Lock::alone(&home)?,
            Place::Postgres(_) => Lock::together(&home)?,
        };
        logging::start();
        let secrets = home.secrets()?;
        let (node, which) = home.node_with(self.database.as_deref(), secrets).await?;
        if which == Which::Next {
            tracing::warn!(
                "an exchange of the node key was interrupted: run `jejaring rotate` to complete it"
            );
        }
        if let Some(address) = &home.config.public_address {
            node.note_public_address(address).await?;
        }
        let web = router::settings(&home.config, false);
        let others = self.exchange_listen.or(home.config.exchange_listen);
        let exchange = start_exchange(&home, &node, others).await?;
        let listen = self.listen.unwrap_or(home.config.listen);
        let served = run_nodes(vec![Serving { home, node, listen, web }], out, "").await;
        exchange.iter().for_each(JoinHandle::abort);
        served
    }
}

/// Listens for other nodes where that is asked for, and carries what is due to them wherever the node belongs to a network.
async fn start_exchange(home: &Home, node: &Node, listen: Option<SocketAddr>) -> Result<Vec<JoinHandle<()>>> {
    let in_network = node.exchange_directory().await?.is_some();
    if listen.is_none() && !in_network {
        return Ok(Vec::new());
    }
    let identity = Arc::new(exchange::Identity::of(home)?);
    let mut tasks = vec![exchange::carry(node.clone(), identity.clone())];
    if let Some(asked) = listen {
        let (address, task) = exchange::listen(node.clone(), &identity, asked).await?;
        tracing::info!(%address, "listening for other nodes");
        tasks.push(task);
    }
    Ok(tasks)
}

/// A node that is about to be served.
pub(super) struct Serving {
    pub(super) home: Home,
    pub(super) node: Node,
    pub(super) listen: SocketAddr,
    pub(super) web: web::Settings,
}

/// Serves open nodes until a signal comes. `greeting` is printed between the addresses and `ready`.
pub(super) async fn run_nodes(nodes: Vec<Serving>, out: &mut Out, greeting: &str) -> Result<()> {
    let mut running = Vec::with_capacity(nodes.len());
    for node in nodes {
        running.push(Running::start(node).await?);
    }
    // Before `ready` is said: whoever reads it may ask the server to stop at once.
    let mut stops = Vec::with_capacity(running.len());
    for one in &running {
        stops.push(Stop::listen()?);
        out.say(format_args!("http://{}", one.address));
    }
    if !greeting.is_empty() {
        out.say(greeting);
    }
    let addresses: Vec<String> = running.iter().map(|one| format!("http://{}", one.address)).collect();
    out.finish(&json!({ "ok": true, "address": addresses.first(), "addresses": addresses }));
    out.always("ready");
    let served = join_all(running.iter_mut().zip(stops).map(|(one, stop)| one.serve(stop))).await;
    for one in running {
        one.end().await?;
    }
    tracing::info!("stopped");
    served.into_iter().collect()
}

/// A node at work.
struct Running {
    home: Home,
    node: Node,
    address: SocketAddr,
    listener: Option<TcpListener>,
    web: web::Settings,
    work: JoinHandle<()>,
    people: JoinHandle<()>,
    mail: Option<JoinHandle<()>>,
}

impl Running {
    async fn start(Serving { home, node, listen, web }: Serving) -> Result<Self> {
        let listener = TcpListener::bind(listen).await.map_err(|error| {
            Failure::new(format!(
                "cannot listen on {listen} ({}): name another address or port",
                error.kind()
            ))
        })?;
        let address = listener.local_addr().unwrap_or(listen);
        // A demonstration can be seeded again: it keeps no disk back.
        let keeps = node.engine() == node::Engine::Sqlite && !web.demo;
        let reserve = keeps.then(|| (home.path("reserve"), RESERVE));
        node.start(Upkeep { checkpoint_file: None, reserve }).await?;
        let people = node.start_people_index(Some(home.path("people.index")));
        let work = tokio::spawn(keep_up(home.clone(), node.clone()));
        let mail = mail::start(&home, &node)?;
        Ok(Self { home, node, address, listener: Some(listener), web, work, people, mail })
    }

    async fn serve(&mut self, stop: Stop) -> Result<()> {
        let Some(listener) = self.listener.take() else { return Ok(()) };
        tracing::info!(address = %self.address, "serving");
        let alone = self.node.engine() == node::Engine::Sqlite;
        let usual = if alone { 0 } else { DRAIN };
        let drain = Duration::from_secs(self.home.config.drain_seconds.unwrap_or(usual));
        let router = router::router(self.node.clone(), self.web.clone());
        serve(listener, router, stop, (self.node.clone(), drain)).await
    }

    async fn end(self) -> Result<()> {
        self.work.abort();
        // It may be in the middle of writing a file.
        let _ = self.work.await;
        self.people.abort();
        if let Some(mail) = self.mail {
            mail.abort();
        }
        // The next start is quicker with it and does without it.
        if let Err(error) = self.node.save_people_snapshot(self.home.path("people.index")).await {
            tracing::warn!(%error, "the people index was not saved");
        }
        // Entries of the last requests need not wait for the next start.
        self.node.stop().await;
        self.home.keep_apart(&self.node).await
    }
}

async fn serve(
    listener: TcpListener,
    router: axum::Router,
    signals: Stop,
    (node, drain): (Node, Duration),
) -> Result<()> {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    // The pages ask where a caller comes from, to slow down whoever guesses passwords and receipts.
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        signals.drained(&node, drain).await;
        let _ = stop.send(());
    });
    let too_long = async {
        let _ = stopped.await;
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        ended = serving => ended.map_err(|error| Failure::new(format!("the network failed: {error}"))),
        () = too_long => Ok(()),
    }
}

/// The signals that end a server.
struct Stop {
    terminate: Signal,
    interrupt: Signal,
}

impl Stop {
    fn listen() -> Result<Self> {
        let of = |kind| {
            signal(kind).map_err(|error| Failure::new(format!("the system gives no signals: {error}")))
        };
        Ok(Self { terminate: of(SignalKind::terminate())?, interrupt: of(SignalKind::interrupt())? })
    }

    /// Waits for a signal, then until nobody sends more requests here. A second signal ends the waiting.
    async fn drained(mut self, node: &Node, drain: Duration) {
        self.told().await;
        node.drain();
        if drain.is_zero() {
            return;
        }
        tracing::info!(
            seconds = drain.as_secs(),
            "not ready any more; requests still under way are answered"
        );
        tokio::select! {
            () = tokio::time::sleep(drain) => {}
            () = self.told() => {}
        }
    }

    async fn told(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// What a running node does by itself.
async fn keep_up(home: Home, node: Node) {
    let mut keeping = tokio::time::interval(KEEPING);
    loop {
        keeping.tick().await;
        if let Err(failure) = home.keep_apart(&node).await {
            tracing::error!(%failure, "head and erasures could not be kept apart");
        }
    }
}
