//! The secrets of a deployed installation: one secret in Secrets Manager, as JSON.

use crate::fault::told;
use crate::function::StartError;
use aws_sdk_secretsmanager::Client;
use nabat_kit::env::Secrets;
use nabat_kit::signature::SigningSecret;
use nabat_kit::signing::SigningKey;
use serde::Deserialize;

/// What the secret holds. Desks have two while one is changed for another.
#[derive(Deserialize)]
struct Written {
    desk: Vec<String>,
    body: String,
    /// The private key that signs heads of journals, PEM.
    #[serde(default)]
    signing: Option<String>,
}

/// Reads it.
pub async fn read(client: &Client, id: &str) -> Result<Secrets, StartError> {
    let answer = client.get_secret_value().secret_id(id).send().await;
    let answer = answer.map_err(|error| StartError::Secret(id.to_owned(), told(error)))?;
    let text = answer.secret_string.unwrap_or_default();
    of_text(&text).map_err(|why| StartError::Secret(id.to_owned(), why.to_owned()))
}

/// Nothing of the text comes into the reason: it would stand in a log.
fn of_text(text: &str) -> Result<Secrets, &'static str> {
    let shape = r#"it is not {"desk": ["whsec_…"], "body": "whsec_…"}"#;
    let written: Written = serde_json::from_str(text).map_err(|_| shape)?;
    let parse = |text: &String| SigningSecret::parse(text).map_err(|_| "it holds what is no signing secret");
    let desk = written.desk.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
    if desk.is_empty() {
        return Err("it holds no secret for desks");
    }
    let body = parse(&written.body)?;
    let body_key = body.bytes().first_chunk().copied().ok_or("its key for bodies has fewer than 32 bytes")?;
    let signing = written.signing.as_deref().map(SigningKey::from_pem).transpose();
    let signing = signing.map_err(|_| "what is to sign heads of journals is no Ed25519 key")?;
    Ok(Secrets { desk: desk.iter().map(|secret| secret.bytes().to_vec()).collect(), body_key, signing })
}

#[cfg(test)]
mod tests {
    use super::of_text;

    const KEY: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    #[test]
    fn two_secrets_of_desks_live_side_by_side() {
        let text = format!(r#"{{"desk":["{KEY}","whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],"body":"{KEY}","more":1}}"#);
        let read = of_text(&text).expect("both are read");
        assert_eq!((read.desk.len(), read.body_key), (2, *b"0123456789abcdef0123456789abcdef"));
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
            let told = of_text(&text).expect_err("refused");
            assert!(!told.contains("canary") && told.len() > 10, "{told}");
        }
    }
}
