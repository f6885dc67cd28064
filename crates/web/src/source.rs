//! Where a request comes from, as bytes that tell one network address from another: for counting failed attempts, nothing else.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};

use crate::state::Settings;

/// The source of a request. Behind a proxy that the operator named, the address that this proxy added last; whatever a
/// client wrote into the header itself stands before it and is not believed.
pub(crate) fn of(settings: &Settings, request: &Request) -> Vec<u8> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let told = settings.proxy_header.as_deref().and_then(|name| {
        let last = request.headers().get_all(name).iter().next_back()?.to_str().ok()?;
        last.rsplit(',').next()?.trim().parse().ok()
    });
    told.or(peer).map(bytes).unwrap_or_default()
}

/// A household or an office has one IPv4 address or one /64 of IPv6, in which anybody may take any address.
fn bytes(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(four) => four.octets().to_vec(),
        IpAddr::V6(six) => six.octets().into_iter().take(8).collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests stop where they fail")]
    use super::*;
    use axum::body::Body;

    fn request(forwarded: &str) -> Request {
        let mut request =
            Request::builder().header("x-forwarded-for", forwarded).body(Body::empty()).unwrap();
        let peer: SocketAddr = "192.0.2.7:5000".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    }

    #[test]
    fn a_header_is_believed_only_where_a_proxy_was_named() {
        let plain = Settings::default();
        assert_eq!(of(&plain, &request("198.51.100.1")), [192, 0, 2, 7]);
        let behind = Settings { proxy_header: Some("x-forwarded-for".into()), ..Settings::default() };
        assert_eq!(of(&behind, &request("203.0.113.9, 198.51.100.1")), [198, 51, 100, 1]);
        assert_eq!(of(&behind, &request("nonsense")), [192, 0, 2, 7]);
        let (a, b) = ("2001:db8:1:2::3", "2001:db8:1:2:ffff::9");
        assert_eq!(of(&behind, &request(a)), of(&behind, &request(b)), "one /64 is one source");
    }
}
