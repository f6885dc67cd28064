//! The seam to the web floor.

use axum::Router;
use node::Node;

use crate::home::Config;

/// How the pages of a node are served.
pub(crate) fn settings(config: &Config, demo: bool) -> web::Settings {
    web::Settings {
        secure: !config.plain_http,
        // Browsers do not part cookies by port, so several nodes on one machine need different names.
        cookie: if demo { format!("jejaring-{}", config.listen.port()) } else { "jejaring".to_owned() },
        demo,
        name: config.name.clone(),
        proxy_header: config.proxy_header.clone(),
        metrics_token: config.metrics_token.clone(),
        ..web::Settings::default()
    }
}

/// Everything that this node answers over HTTP.
pub(crate) fn router(node: Node, settings: web::Settings) -> Router {
    web::router(web::WebState::new(node, settings))
}
