//! What comes to `/chat/builtin`: checked like any messenger's, though it is our own.

use nabat_domain::time::At;
use nabat_kit::port::{ChatDelivery, ChatSource, Reject};
use nabat_kit::signature::{SigningSecret, verify};

/// Reads the built-in messenger's deliveries.
pub struct BuiltinSource {
    secrets: Vec<Vec<u8>>,
}

impl BuiltinSource {
    /// A source that takes what is signed with any of these.
    pub fn new(keys: &[SigningSecret]) -> Self {
        Self { secrets: keys.iter().map(|key| key.bytes().to_vec()).collect() }
    }
}

impl ChatSource for BuiltinSource {
    fn read(
        &self,
        headers: &dyn Fn(&str) -> Option<String>,
        body: &[u8],
        now: At,
    ) -> Result<Vec<ChatDelivery>, Reject> {
        let id = verify(&self.secrets, headers, body, now)?;
        let delivery: ChatDelivery = serde_json::from_slice(body).map_err(|error| Reject::Body(error.to_string()))?;
        if delivery.id == id { Ok(vec![delivery]) } else { Err(Reject::Body("it names another delivery".to_owned())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabat_kit::port::Said;
    use nabat_kit::signature::{ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, sign};

    const NOW: i64 = 1_800_000_000;

    fn read(id: &str, body: &[u8]) -> Result<Vec<ChatDelivery>, Reject> {
        let key = SigningSecret::new(b"key".to_vec()).expect("not empty");
        let signature = sign(key.bytes(), id, NOW, body);
        let headers = |name: &str| match name {
            ID_HEADER => Some(id.to_owned()),
            TIMESTAMP_HEADER => Some(NOW.to_string()),
            SIGNATURE_HEADER => Some(signature.clone()),
            _ => None,
        };
        BuiltinSource::new(&[key]).read(&headers, body, At(NOW * 1_000))
    }

    #[test]
    fn a_signed_delivery_is_read_and_must_name_itself() {
        let body = br#"{"id":"d1","room":"r","user":"p","at":5,"said":{"type":"text","text":"ok"}}"#;
        let deliveries = read("d1", body).expect("good");
        assert_eq!(deliveries[0].said, Said::Text { text: "ok".to_owned(), prompt: None });
        assert!(matches!(read("d2", body), Err(Reject::Body(_))));
        assert!(matches!(read("d1", b"{}"), Err(Reject::Body(_))));
    }
}
