//! The one TLS back end: rustls with ring, verified by what the machine trusts (`SSL_CERT_FILE` adds to it).

/// Makes it the program's back end; before the first client of any sort, as often as one likes.
pub fn ready() {
    // Somebody who was quicker installed the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
