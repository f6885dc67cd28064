//! The exchange with other nodes: HTTPS with mutual TLS. Certificates are known by their hash from the signed directory; no
//! certificate authority is asked.

mod carrier;
mod client;
mod identity;
mod listed;
mod pins;
mod post;
mod server;

pub(crate) use carrier::start as carry;
pub(crate) use identity::Identity;
pub(crate) use listed::listed;
pub(crate) use post::Post;
pub(crate) use server::start as listen;
pub(crate) use server::start_on as listen_on;
