//! The secrets of a deployed installation: two of Secrets Manager, as JSON. One holds its own keys, one
//! what its connections are opened with: each function reads the one it needs.

use crate::fault::told;
use crate::function::StartError;
use aws_sdk_secretsmanager::Client;
use nabat_domain::ids::{ProductId, SecretId};
use nabat_kit::env::Secrets;
use nabat_kit::port::NamedSecrets;
use nabat_kit::signature::SigningSecret;
use nabat_kit::signing::SigningKey;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What the secret with the keys holds. Desks have two while one is changed for another.
#[derive(Deserialize)]
struct Written {
    desk: Vec<String>,
    /// Those of products whose desk has its own.
    #[serde(default)]
    desks: BTreeMap<ProductId, Vec<String>>,
    body: String,
    /// The private key that signs heads of journals, PEM.
    #[serde(default)]
    signing: Option<String>,
}

/// Secrets the configuration names, by their names.
#[derive(Default)]
pub struct Named {
    id: String,
    values: BTreeMap<String, String>,
}

impl NamedSecrets for Named {
    fn secret(&self, name: &SecretId) -> Option<Vec<u8>> {
        let text = self.values.get(name.as_str())?.trim();
        (!text.is_empty()).then(|| text.as_bytes().to_vec())
    }

    fn cure(&self, name: &SecretId) -> String {
        match self.id.as_str() {
            "" => "this function may read no secrets of connections".to_owned(),
            id => format!("add \"{name}\" to the secret `{id}` in Secrets Manager; it is read again within 5 minutes"),
        }
    }
}

/// Reads the installation's keys.
pub async fn keys(client: &Client, id: &str) -> Result<Secrets, StartError> {
    keys_of(&text(client, id).await?).map_err(|why| StartError::Secret(id.to_owned(), why.to_owned()))
}

/// Reads the secrets of its connections.
pub async fn named(client: &Client, id: &str) -> Result<Named, StartError> {
    let values = named_of(&text(client, id).await?).map_err(|why| StartError::Secret(id.to_owned(), why.to_owned()))?;
    Ok(Named { id: id.to_owned(), values })
}

async fn text(client: &Client, id: &str) -> Result<String, StartError> {
    let answer = client.get_secret_value().secret_id(id).send().await;
    let answer = answer.map_err(|error| StartError::Secret(id.to_owned(), told(error)))?;
    Ok(answer.secret_string.unwrap_or_default())
}

/// Nothing of the text comes into the reason: it would stand in a log.
fn named_of(text: &str) -> Result<BTreeMap<String, String>, &'static str> {
    serde_json::from_str(text).map_err(|_| r#"it is not {"NAME": "value", …}"#)
}

/// As [`named_of`].
fn keys_of(text: &str) -> Result<Secrets, &'static str> {
    let shape = r#"it is not {"desk": ["whsec_…"], "body": "whsec_…"}"#;
    let written: Written = serde_json::from_str(text).map_err(|_| shape)?;
    let parse = |text: &String| SigningSecret::parse(text).map_err(|_| "it holds what is no signing secret");
    let each = |texts: &[String]| -> Result<Vec<Vec<u8>>, &'static str> {
        let secrets = texts.iter().map(|text| parse(text).map(|secret| secret.bytes().to_vec()));
        let secrets: Vec<_> = secrets.collect::<Result<_, _>>()?;
        if secrets.is_empty() { Err("it holds no secret for desks") } else { Ok(secrets) }
    };
    let desk = each(&written.desk)?;
    let own = written.desks.iter().map(|(product, texts)| Ok((product.clone(), each(texts)?)));
    let desks = own.collect::<Result<BTreeMap<_, _>, &'static str>>()?;
    let body = parse(&written.body)?;
    let body_key = body.bytes().first_chunk().copied().ok_or("its key for bodies has fewer than 32 bytes")?;
    let signing = written.signing.as_deref().map(SigningKey::from_pem).transpose();
    let signing = signing.map_err(|_| "what is to sign heads of journals is no Ed25519 key")?;
    Ok(Secrets { desk, desks, body_key, signing })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    #[test]
    fn two_secrets_of_desks_live_side_by_side() {
        let text = format!(r#"{{"desk":["{KEY}","whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],"body":"{KEY}","more":1}}"#);
        let read = keys_of(&text).expect("both are read");
        assert_eq!((read.desk.len(), read.body_key), (2, *b"0123456789abcdef0123456789abcdef"));
    }

    #[test]
    fn a_product_may_have_secrets_of_its_desks_own() {
        let text = format!(
            r#"{{"desk":["{KEY}"],"desks":{{"city":["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]}},"body":"{KEY}"}}"#
        );
        let read = keys_of(&text).expect("all are read");
        assert_eq!(read.of_desk(&"other".into()), read.desk);
        assert_ne!(read.of_desk(&"city".into()), read.desk);
        let empty = text.replace(r#"["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]"#, "[]");
        assert!(keys_of(&empty).is_err(), "the installation's are not taken in their place");
    }

    #[test]
    fn what_is_wrong_is_told_without_a_word_of_it() {
        let canary = "whsec_canary";
        for text in [
            canary.to_owned(),
            format!(r#"{{"desk":["{canary}!"],"body":"{KEY}"}}"#),
            format!(r#"{{"desk":[],"body":"{KEY}"}}"#),
            format!(r#"{{"desk":["{KEY}"],"body":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}}"#),
        ] {
            let told = keys_of(&text).expect_err("refused");
            assert!(!told.contains("canary") && told.len() > 10, "{told}");
        }
        let told = named_of(r#"{"mm": ["canary"]}"#).expect_err("refused");
        assert!(!told.contains("canary") && told.contains("NAME"), "{told}");
    }

    #[test]
    fn a_named_secret_is_there_or_it_is_said_where_to_put_it() {
        let values = named_of(r#"{"mm-bot": "abc\n", "empty": " "}"#).expect("both are read");
        let named = Named { id: "nabat/partners".to_owned(), values };
        assert_eq!(named.secret(&"mm-bot".into()), Some(b"abc".to_vec()));
        assert_eq!((named.secret(&"empty".into()), named.secret(&"other".into())), (None, None));
        assert!(named.cure(&"other".into()).contains("\"other\" to the secret `nabat/partners`"));
    }
}
