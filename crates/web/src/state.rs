//! What every request handler knows.

use std::sync::Arc;

use node::Node;
use tokio::sync::Semaphore;

use crate::import::Imports;
use crate::ops::Metrics;
use crate::public::PublicSettings;

/// A node and how it is served.
#[derive(Clone)]
pub struct WebState {
    /// The node.
    pub node: Node,
    /// How it is served.
    pub settings: Arc<Settings>,
    pub(crate) metrics: Arc<Metrics>,
    /// Files that wait to be taken in.
    pub(crate) imports: Arc<Imports>,
    /// Room for requests that are answered at once.
    pub(crate) inside: Arc<Semaphore>,
}

impl WebState {
    /// A node served with these settings.
    pub fn new(node: Node, settings: Settings) -> Self {
        let inside = Arc::new(Semaphore::new(settings.at_once));
        Self { node, settings: Arc::new(settings), metrics: Arc::default(), imports: Arc::default(), inside }
    }
}

/// Requests that a process answers at once: at a thousand in a second each of them waits a quarter of a second.
const AT_ONCE: usize = 256;

/// How a node is served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the pages lie below the host, such as `/jejaring`; empty at the root. No slash at its end.
    pub base: String,
    /// Whether cookies may only travel over TLS. False only for a demonstration on this machine.
    pub secure: bool,
    /// Name of the cookies. Nodes on one host need different names, because browsers do not part cookies by port.
    pub cookie: String,
    /// Whether every page says that its data is invented.
    pub demo: bool,
    /// The organisation's name, beside the product's.
    pub name: String,
    /// Name of the header in which a proxy in front of this node writes the client's address, such as `x-forwarded-for`.
    /// `None` where nothing stands in front: then such a header is not believed.
    pub proxy_header: Option<String>,
    /// What a program elsewhere shows to read `/metrics`; without one only this machine reads them.
    pub metrics_token: Option<String>,
    /// Requests that are answered at once; whoever comes beyond is told to come again.
    pub at_once: usize,
    /// The pages for whoever wants to tell something.
    pub public: PublicSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base: String::new(),
            secure: true,
            cookie: "jejaring".to_owned(),
            demo: false,
            name: String::new(),
            proxy_header: None,
            metrics_token: None,
            at_once: AT_ONCE,
            public: PublicSettings::default(),
        }
    }
}

impl Settings {
    /// An address of this node's pages.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}
