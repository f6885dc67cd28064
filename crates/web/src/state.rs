//! What every request handler knows.

use std::sync::Arc;

use node::Node;

use crate::auth::Auth;
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
    /// Who people are.
    pub auth: Arc<dyn Auth>,
    pub(crate) metrics: Arc<Metrics>,
    /// Files that wait to be taken in.
    pub(crate) imports: Arc<Imports>,
}

impl WebState {
    /// A node served with these settings.
    pub fn new(node: Node, settings: Settings, auth: Arc<dyn Auth>) -> Self {
        Self { node, settings: Arc::new(settings), auth, metrics: Arc::default(), imports: Arc::default() }
    }
}

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
