//! The certificate that this node shows to others, made once and kept in the directory.

use std::path::Path;

use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use seal::exchange::Hash;

use crate::failure::{Failure, Result};
use crate::home::{Home, files};

/// Certificate and key of the node.
pub(crate) struct Identity {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl Identity {
    /// Reads the certificate, or makes one.
    pub(crate) fn of(home: &Home) -> Result<Self> {
        let (certificate, key) = (home.path("keys/exchange.crt.der"), home.path("keys/exchange.key.der"));
        if certificate.exists() && key.exists() {
            return Ok(Self { certificate: read(&certificate)?, key: read(&key)? });
        }
        let bad = |error: rcgen::Error| Failure::new(format!("no certificate could be made: {error}"));
        // The name is never looked at: the directory says which certificate belongs to whom.
        let params = CertificateParams::new(vec!["node.invalid".to_owned()]).map_err(bad)?;
        let pair = KeyPair::generate().map_err(bad)?;
        let made = params.self_signed(&pair).map_err(bad)?;
        files::private_directory(&home.path("keys"))?;
        files::replace(&key, &pair.serialize_der(), files::PRIVATE)?;
        files::replace(&certificate, made.der(), files::PRIVATE)?;
        Ok(Self { certificate: made.der().to_vec(), key: pair.serialize_der() })
    }

    /// What the directory lists: SHA-256 of the certificate.
    pub(crate) fn pin(&self) -> Hash {
        Hash::of(&self.certificate)
    }

    /// As TLS wants it.
    pub(super) fn chain(&self) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
        let key = PrivatePkcs8KeyDer::from(self.key.clone());
        (vec![CertificateDer::from(self.certificate.clone())], PrivateKeyDer::Pkcs8(key))
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| Failure::file(path, &error))
}
