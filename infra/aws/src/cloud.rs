//! The way to the cloud: one HTTP client for all services, credentials as the environment has them.

use crate::environment;
use crate::function::StartError;
use crate::queue::Queues;
use crate::table::DynamoTable;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, ConfigLoader, Region, SdkConfig};
use aws_sdk_dynamodb::config::Credentials;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::connector_metadata::ConnectorMetadata;
use aws_smithy_runtime_api::client::http::{HttpClient, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_types::origin::Origin;
use std::time::Duration;

/// One call with all its retries: shorter than the lease under which it is made.
const CALL: Duration = Duration::from_secs(9);

/// One attempt of a call.
const ATTEMPT: Duration = Duration::from_secs(4);

/// Until a connection stands.
const CONNECT: Duration = Duration::from_secs(2);

/// Attempts of one call; what still fails then is told, and the clock rings again.
const ATTEMPTS: u32 = 4;

/// Where the services are and who asks them. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Cloud {
    config: SdkConfig,
}

impl Cloud {
    /// As the environment says, in all the ways AWS tools look for it: for who is started by people, anywhere.
    pub async fn from_environment() -> Self {
        Self { config: settings().load().await }
    }

    /// As the environment of a function says, in variables alone.
    ///
    /// # Errors
    /// `Missing`: a variable Lambda sets is not there.
    pub fn of_function(says: fn(&str) -> Option<String>) -> Result<Self, StartError> {
        let mut settings = environment::told(says)?
            .behavior_version(BehaviorVersion::latest())
            .http_client(client())
            .retry_config(retries())
            .timeout_config(timeouts());
        // As the usual loader notes it: a client puts no number of attempts of its own in the place of ours.
        settings.insert_origin("retry_config", Origin::shared_config());
        Ok(Self { config: settings.build() })
    }

    /// Everything at one address that lets in whoever asks: an emulator.
    pub async fn at(address: &str) -> Self {
        let anybody = Credentials::new("nabat", "nabat", None, None, "nobody checks");
        let settings = settings().endpoint_url(address).region(Region::new("us-east-1")).credentials_provider(anybody);
        Self { config: settings.load().await }
    }

    /// The table of this name, which has to be there.
    pub fn table(&self, name: &str) -> DynamoTable {
        DynamoTable::new(aws_sdk_dynamodb::Client::new(&self.config), name)
    }

    /// Secrets Manager.
    pub(crate) fn secrets(&self) -> aws_sdk_secretsmanager::Client {
        aws_sdk_secretsmanager::Client::new(&self.config)
    }

    /// The queues whose names begin so, which have to be there.
    pub fn queues(&self, prefix: &str) -> Queues {
        Queues::new(aws_sdk_sqs::Client::new(&self.config), prefix)
    }
}

/// Passes connectors on and nothing else. What is within would be tried once for every client that is built, by a
/// connector that is thrown away; the first call tries it too.
#[derive(Debug)]
struct Untried(SharedHttpClient);

impl HttpClient for Untried {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        self.0.http_connector(settings, components)
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        self.0.connector_metadata()
    }
}

fn settings() -> ConfigLoader {
    aws_config::defaults(BehaviorVersion::latest())
        .http_client(client())
        .retry_config(retries())
        .timeout_config(timeouts())
}

fn client() -> SharedHttpClient {
    let client = aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    SharedHttpClient::new(Untried(client))
}

fn retries() -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(ATTEMPTS)
        .with_initial_backoff(Duration::from_millis(50))
        .with_max_backoff(Duration::from_secs(1))
}

fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder().connect_timeout(CONNECT).operation_attempt_timeout(ATTEMPT).operation_timeout(CALL).build()
}

#[cfg(test)]
mod tests;
