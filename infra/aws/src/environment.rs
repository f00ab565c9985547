//! What the environment of a function says of the cloud: all of it, so nobody else is asked.
//!
//! The usual loader goes on where variables say nothing: to files, to roles it takes on, to what a container or a
//! machine is told. Lambda says everything in variables, and who asks nobody else need not carry how to ask them.

use crate::function::StartError;
use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::identity::IdentityCache;
use aws_config::{AppName, Region, SdkConfig};
use aws_sdk_dynamodb::config::SharedCredentialsProvider;
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_async::time::SystemTimeSource;
use aws_types::endpoint_config::AccountIdEndpointMode;
use aws_types::sdk_config::Builder;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use std::fmt::Display;
use std::str::FromStr as _;

/// Where it runs, and the name that is read where this one says nothing.
const REGION: &str = "AWS_REGION";
const OTHER_REGION: &str = "AWS_DEFAULT_REGION";
/// Who it is.
const KEY_ID: &str = "AWS_ACCESS_KEY_ID";
/// How it proves that, and the name the provider of the SDK reads where this one says nothing.
const SECRET_KEY: &str = "AWS_SECRET_ACCESS_KEY";
const OTHER_SECRET_KEY: &str = "SECRET_ACCESS_KEY";
/// Where all services are; with `_` and a service's name behind it, where that one is.
const ENDPOINT: &str = "AWS_ENDPOINT_URL";
/// Whether what those say is left out of account.
const ENDPOINT_IGNORED: &str = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS";
/// Which of the addresses AWS has for a service is taken.
const FIPS: &str = "AWS_USE_FIPS_ENDPOINT";
const DUAL_STACK: &str = "AWS_USE_DUALSTACK_ENDPOINT";
const ACCOUNT_MODE: &str = "AWS_ACCOUNT_ID_ENDPOINT_MODE";
/// Whether requests are signed by the machine's clock also where that differs from the service's.
const OWN_CLOCK: &str = "AWS_DISABLE_CLOCK_SKEW_CORRECTION";
/// By which name it calls.
const APP: &str = "AWS_SDK_UA_APP_ID";

/// A configuration as the environment has it, but for what is the same wherever Nabat runs.
///
/// Of what the usual loader reads in variables two kinds are left out: retries, of which Nabat has its own, and what
/// none of the three services has (compression, checksums, another way to sign than the one they know). A variable
/// that is there and empty says nothing.
///
/// # Errors
/// `Missing`: region or credentials are not said.
pub fn told(says: fn(&str) -> Option<String>) -> Result<Builder, StartError> {
    let environment = Environment { says };
    let mut told = SdkConfig::builder()
        .region(environment.region()?)
        .credentials_provider(environment.credentials()?)
        .identity_cache(IdentityCache::lazy().build())
        .sleep_impl(TokioSleep::new())
        .time_source(SystemTimeSource::new())
        .service_config(environment);
    told.set_app_name(environment.read(APP, |name| AppName::new(name.to_owned())));
    told.set_use_fips(environment.read(FIPS, truth));
    told.set_use_dual_stack(environment.read(DUAL_STACK, truth));
    told.set_account_id_endpoint_mode(environment.read(ACCOUNT_MODE, AccountIdEndpointMode::from_str));
    told.set_disable_clock_skew_correction(environment.read(OWN_CLOCK, truth));
    Ok(told)
}

#[derive(Clone, Copy, Debug)]
struct Environment {
    says: fn(&str) -> Option<String>,
}

impl Environment {
    fn said(self, variable: &str) -> Option<String> {
        (self.says)(variable).filter(|text| !text.trim().is_empty())
    }

    /// What a variable says, understood. What nobody understands is told and counts as unsaid, as it does elsewhere.
    fn read<T, E: Display>(self, variable: &str, understand: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        let understood = understand(&self.said(variable)?);
        understood.inspect_err(|why| tracing::warn!("what {variable} says is left out of account: {why}")).ok()
    }

    fn region(self) -> Result<Region, StartError> {
        let said = self.said(REGION).or_else(|| self.said(OTHER_REGION));
        said.map(Region::new).ok_or(StartError::Missing(REGION))
    }

    /// The provider of the SDK: it would say that a variable is missing, but not which, and at the first call.
    fn credentials(self) -> Result<SharedCredentialsProvider, StartError> {
        self.said(KEY_ID).ok_or(StartError::Missing(KEY_ID))?;
        let secret = self.said(SECRET_KEY).or_else(|| self.said(OTHER_SECRET_KEY));
        secret.ok_or(StartError::Missing(SECRET_KEY))?;
        Ok(SharedCredentialsProvider::new(EnvironmentVariableCredentialsProvider::new()))
    }
}

/// Asked by each client for what is said of its service.
impl LoadServiceConfig for Environment {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        if key.env() == ENDPOINT && self.read(ENDPOINT_IGNORED, truth) == Some(true) {
            return None;
        }
        let service = key.service_id().to_uppercase().replace(' ', "_");
        self.said(&format!("{}_{service}", key.env())).or_else(|| self.said(key.env()))
    }
}

fn truth(text: &str) -> Result<bool, &'static str> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("it is neither true nor false"),
    }
}
