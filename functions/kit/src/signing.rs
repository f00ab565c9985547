//! Ed25519 (RFC 8032): the key that signs heads of journals and evidence packs, and its public half.
//!
//! Both are written as others read them, PKCS#8 and SubjectPublicKeyInfo in PEM (RFC 8410), so that a
//! stranger checks a signature with `openssl pkeyutl -verify`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use std::fmt;
use std::str::FromStr;

/// What stands before the 32 bytes of a private key in PKCS#8, version 1 (RFC 8410, 10.3).
const PRIVATE: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// What stands before the 32 bytes of a public key in SubjectPublicKeyInfo (RFC 8410, 10.1).
const PUBLIC: [u8; 12] = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];

/// A public key on one line begins so.
const PREFIX: &str = "ed25519:";

const PRIVATE_LABEL: &str = "PRIVATE KEY";
const PUBLIC_LABEL: &str = "PUBLIC KEY";

/// A private key; never shown by `Debug`.
pub struct SigningKey {
    seed: [u8; 32],
    pair: Ed25519KeyPair,
}

/// A public key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublicKey([u8; 32]);

/// The text is no key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this is no Ed25519 key: neither {PREFIX} and base64 nor PEM")]
pub struct NoKey;

impl SigningKey {
    /// The key of a seed of 32 random bytes.
    pub fn of_seed(seed: [u8; 32]) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).expect("any 32 bytes are a seed");
        Self { seed, pair }
    }

    /// Reads a private key as it is kept.
    ///
    /// # Errors
    /// [`NoKey`].
    pub fn from_pem(text: &str) -> Result<Self, NoKey> {
        Ok(Self::of_seed(from_pem(text, PRIVATE_LABEL, &PRIVATE)?))
    }

    /// The key as it is kept.
    pub fn to_pem(&self) -> String {
        pem(PRIVATE_LABEL, &PRIVATE, &self.seed)
    }

    /// The same key once more.
    pub fn again(&self) -> Self {
        Self::of_seed(self.seed)
    }

    /// Its public half.
    pub fn public(&self) -> PublicKey {
        let mut key = [0; 32];
        key.copy_from_slice(self.pair.public_key().as_ref());
        PublicKey(key)
    }

    /// The signature of some bytes: the same bytes have the same one.
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        let mut signature = [0; 64];
        signature.copy_from_slice(self.pair.sign(bytes).as_ref());
        signature
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public())
    }
}

impl PublicKey {
    /// Whether this key's owner signed these bytes.
    pub fn verifies(&self, bytes: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.0).verify(bytes, signature).is_ok()
    }

    /// The key as other programs read it.
    pub fn to_pem(&self) -> String {
        pem(PUBLIC_LABEL, &PUBLIC, &self.0)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", STANDARD.encode(self.0))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for PublicKey {
    type Err = NoKey;

    /// One line as it is displayed, or PEM.
    fn from_str(text: &str) -> Result<Self, NoKey> {
        let Some(encoded) = text.trim().strip_prefix(PREFIX) else {
            return Ok(Self(from_pem(text, PUBLIC_LABEL, &PUBLIC)?));
        };
        let bytes = STANDARD.decode(encoded).map_err(|_| NoKey)?;
        Ok(Self(bytes.try_into().map_err(|_| NoKey)?))
    }
}

fn pem(label: &str, before: &[u8], key: &[u8; 32]) -> String {
    let encoded = STANDARD.encode([before, key].concat());
    format!("-----BEGIN {label}-----\n{encoded}\n-----END {label}-----\n")
}

fn from_pem(text: &str, label: &str, before: &[u8]) -> Result<[u8; 32], NoKey> {
    let inside = text.trim().strip_prefix(&format!("-----BEGIN {label}-----"));
    let inside = inside.and_then(|rest| rest.strip_suffix(&format!("-----END {label}-----"))).ok_or(NoKey)?;
    let encoded: String = inside.split_ascii_whitespace().collect();
    let bytes = STANDARD.decode(encoded).map_err(|_| NoKey)?;
    bytes.strip_prefix(before).and_then(|key| key.try_into().ok()).ok_or(NoKey)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex")).collect()
    }

    /// RFC 8032, 7.1, test 2.
    #[test]
    fn the_published_vector_holds() {
        let seed = bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        let public = bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        let signature = bytes(concat!(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da",
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ));
        let key = SigningKey::of_seed(seed.try_into().expect("32 bytes"));
        assert_eq!(key.public().0.to_vec(), public);
        assert_eq!(key.sign(&[0x72]).to_vec(), signature);
        assert!(key.public().verifies(&[0x72], &signature));
        assert!(!key.public().verifies(&[0x73], &signature));
    }

    /// RFC 8410, 10.1 and 10.3.
    #[test]
    fn keys_are_written_as_others_read_them() {
        let private = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
        let public = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
        let key = SigningKey::from_pem(private).expect("the RFC's key");
        assert_eq!(key.to_pem(), private);
        assert_eq!(key.public().to_pem(), public);
        assert_eq!(public.parse(), Ok(key.public()));
        assert_eq!(key.public().to_string().parse(), Ok(key.public()));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "ed25519:", "ed25519:AAAA", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"] {
            assert_eq!(text.parse::<PublicKey>(), Err(NoKey), "{text}");
            assert!(SigningKey::from_pem(text).is_err());
        }
    }
}
