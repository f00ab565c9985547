//! The one TLS back end: rustls with ring, verified by what the machine trusts (`SSL_CERT_FILE` adds to it).

use rustls::ClientConfig;
use rustls_platform_verifier::ConfigVerifierExt as _;
use std::sync::OnceLock;

/// Makes it the program's back end; before the first client of any sort, as often as one likes.
pub fn ready() {
    // Somebody who was quicker installed the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// What every client verifies others by. What the machine trusts is read once: its certificates are more than a hundred
/// files, and a client that read them by itself would do so for every connection.
///
/// # Errors
/// The machine trusts nobody; it is looked again the next time.
pub fn trusting() -> Result<ClientConfig, rustls::Error> {
    static TRUSTING: OnceLock<ClientConfig> = OnceLock::new();
    if let Some(config) = TRUSTING.get() {
        return Ok(config.clone());
    }
    ready();
    let mut config = ClientConfig::with_platform_verifier()?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TRUSTING.get_or_init(|| config).clone())
}
