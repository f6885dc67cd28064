//! Where a public request came from: bytes that only the limit on attempts uses. The node keys them; nothing keeps them.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use node::acts::intake::Source;

use crate::state::WebState;

/// The sender's network, if the server knows it.
pub(crate) struct Sender(pub(crate) Option<Source>);

impl FromRequestParts<WebState> for Sender {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &WebState) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(peer.map(|ConnectInfo(peer)| Source(network(peer.ip())))))
    }
}

/// One household has one IPv4 address or one IPv6 network of 64 bits.
fn network(address: IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().into_iter().take(8).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn one_network_counts_once() {
        assert_eq!(network("2001:db8::1".parse().unwrap()), network("2001:db8::ffff:1".parse().unwrap()));
        assert_ne!(network("192.0.2.1".parse().unwrap()), network("192.0.2.2".parse().unwrap()));
    }
}
