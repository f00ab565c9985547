//! A bare program on Lambda with the clients of a function that calls partners too: what `bare` is for the others.
//! The usual loader configures it too; functions do without.

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let config = aws_config::defaults(BehaviorVersion::latest()).http_client(client).load().await;
    let table = aws_sdk_dynamodb::Client::new(&config);
    let queues = aws_sdk_sqs::Client::new(&config);
    let secrets = aws_sdk_secretsmanager::Client::new(&config);
    // Somebody else may have been quicker to say which; both say the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let partners = reqwest::Client::new();
    let key = |text: &str| AttributeValue::S(text.to_owned());
    // At once, as a function asks.
    let (row, keys, queue) = tokio::join!(
        table.get_item().table_name("nabat").key("pk", key("a")).key("sk", key("b")).send(),
        secrets.get_secret_value().secret_id("keys").send(),
        queues.get_queue_attributes().queue_url("nabat").send(),
    );
    row?;
    keys?;
    queue?;
    let (table, queues, partners) = (&table, &queues, &partners);
    run(service_fn(|event: LambdaEvent<Value>| async move {
        let text = event.payload.to_string();
        table.get_item().table_name("nabat").key("pk", key(&text)).key("sk", key(&text)).send().await?;
        queues.send_message().queue_url(&text).message_body(&text).send().await?;
        let answer = partners.post(&text).json(&event.payload).send().await?;
        Ok::<Value, Error>(answer.json().await?)
    }))
    .await
}
