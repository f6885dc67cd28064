//! The exchange with other nodes: HTTPS with mutual TLS. Certificates are known by their hash from the signed directory; no
//! certificate authority is asked.

mod carrier;
mod client;
mod identity;
mod pins;
mod server;

pub(crate) use carrier::start as carry;
pub(crate) use identity::Identity;
pub(crate) use server::start as listen;
