//! TLS by the server itself, if no proxy in front of it does that.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::app::files::cannot;
use crate::error::{Error, Result};

use super::TlsFiles;

/// Reads certificate and key. They may be links, as the common tools for certificates lay them out.
///
/// # Errors
/// `failed` when one cannot be read or the two do not fit; `usage` when others can read the key.
pub fn acceptor(files: &TlsFiles) -> Result<TlsAcceptor> {
    let certificate = fs::read(&files.certificate).map_err(|error| cannot("read", &files.certificate, &error))?;
    let key = fs::read(&files.key).map_err(|error| cannot("read", &files.key, &error))?;
    let mode = fs::metadata(&files.key).map_err(|error| cannot("read", &files.key, &error))?.mode();
    if mode & 0o007 != 0 {
        return Err(Error::usage(format!("everyone on this machine can read the key {}", files.key.display()))
            .advice("let its owner and one group read it alone"));
    }
    let broken = |what: &str, error: &dyn std::fmt::Display| Error::failed(format!("{what} cannot be used: {error}"));
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&certificate)
        .collect::<std::result::Result<_, _>>()
        .map_err(|error| broken(&files.certificate.display().to_string(), &error))?;
    if chain.is_empty() {
        return Err(broken(&files.certificate.display().to_string(), &"it holds no certificate in PEM"));
    }
    let key = PrivateKeyDer::from_pem_slice(&key).map_err(|error| broken(&files.key.display().to_string(), &error))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| broken("TLS", &error))?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| broken("the certificate with its key", &error))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
