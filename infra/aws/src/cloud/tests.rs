//! Both ways of configuring: what the usual loader finds in variables a function is told too, and what is missing is
//! named.

use super::*;
use crate::function::{Keys, Place, Ports, alone};
use crate::machine::MachineClock;
use aws_sdk_dynamodb::config::ProvideCredentials as _;
use aws_types::service_config::ServiceConfigKey;
use nabat_domain::incident::Queue;
use nabat_kit::fault::Fault;
use std::process::{Command, Output};
use std::sync::Arc;

/// Set in a process that is started to read the variables it is started with.
const STARTED: &str = "NABAT_STARTED_TO_READ";

/// What every environment says beside what is asked about. The usual loader is kept from asking a machine's metadata.
const ALWAYS: [(&str, &str); 3] =
    [("AWS_ACCESS_KEY_ID", "night"), ("AWS_SECRET_ACCESS_KEY", "watch"), ("AWS_EC2_METADATA_DISABLED", "true")];

const HERE: (&str, &str) = ("AWS_REGION", "eu-north-1");
const ALL: (&str, &str) = ("AWS_ENDPOINT_URL", "http://all.example");
const TABLES: (&str, &str) = ("AWS_ENDPOINT_URL_DYNAMODB", "http://tables.example");
const QUEUES: (&str, &str) = ("AWS_ENDPOINT_URL_SQS", "http://queues.example:81/here");
const SECRETS: (&str, &str) = ("AWS_ENDPOINT_URL_SECRETS_MANAGER", "https://secrets.example");

/// An environment, and what both ways have to make of it.
type Case = (&'static [(&'static str, &'static str)], &'static [&'static str]);

const CASES: [Case; 11] = [
    (&[HERE], &["region eu-north-1", "DynamoDB at nowhere", "SQS at nowhere", "Secrets Manager at nowhere"]),
    (
        &[HERE, ALL],
        &["DynamoDB at http://all.example", "SQS at http://all.example", "Secrets Manager at http://all.example"],
    ),
    (
        &[HERE, ALL, TABLES, QUEUES, SECRETS],
        &[
            "DynamoDB at http://tables.example",
            "SQS at http://queues.example:81/here",
            "Secrets Manager at https://secrets.example",
        ],
    ),
    (&[HERE, QUEUES], &["DynamoDB at nowhere", "SQS at http://queues.example:81/here", "Secrets Manager at nowhere"]),
    (&[HERE, ALL, TABLES, ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "True")], &["DynamoDB at nowhere", "SQS at nowhere"]),
    // Neither true nor false: as if it were not said.
    (
        &[HERE, ALL, TABLES, ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "yes")],
        &["DynamoDB at http://tables.example", "SQS at http://all.example"],
    ),
    (
        &[HERE, ("AWS_USE_FIPS_ENDPOINT", "true"), ("AWS_USE_DUALSTACK_ENDPOINT", "TRUE")],
        &["fips Some(true)", "dual stack Some(true)"],
    ),
    (
        &[HERE, ("AWS_USE_FIPS_ENDPOINT", "1"), ("AWS_USE_DUALSTACK_ENDPOINT", "false")],
        &["fips None", "dual stack Some(false)"],
    ),
    (
        &[HERE, ("AWS_SDK_UA_APP_ID", "chat-posting"), ("AWS_DISABLE_CLOCK_SKEW_CORRECTION", "true")],
        &["called chat-posting", "by its own clock Some(true)"],
    ),
    (&[HERE, ("AWS_SDK_UA_APP_ID", "two words")], &["called nothing"]),
    (
        &[
            ("AWS_DEFAULT_REGION", "eu-west-1"),
            ("AWS_SESSION_TOKEN", "an hour"),
            ("AWS_ACCOUNT_ID", "123456789012"),
            ("AWS_ACCOUNT_ID_ENDPOINT_MODE", "required"),
        ],
        &["region eu-west-1", "night with watch, an hour, of 123456789012", "account Some(Required)"],
    ),
];

#[tokio::test]
async fn a_function_is_told_in_variables_what_the_usual_loader_finds_in_them() {
    if std::env::var_os(STARTED).is_some() {
        return are_alike().await;
    }
    for (environment, expected) in CASES {
        let output = started(environment);
        let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        // Of another name the test would be passed over, and nothing compared.
        assert!(output.status.success() && told.contains("1 passed"), "{environment:?}: {told}");
        for expected in expected {
            let said = told.lines().any(|line| line == *expected);
            assert!(said, "{environment:?}: {expected}, and not {told}");
        }
    }
}

/// This test once more, in a process that is told nothing but this.
fn started(environment: &[(&str, &str)]) -> Output {
    let name = "cloud::tests::a_function_is_told_in_variables_what_the_usual_loader_finds_in_them";
    let told = ALWAYS.iter().chain(environment).copied();
    let mut again = Command::new(std::env::current_exe().expect("this test is a file"));
    again.args(["--exact", name, "--nocapture"]).env_clear().envs(told).env(STARTED, "");
    again.output().expect("a test can be started")
}

async fn are_alike() {
    let loaded = facts(&Cloud::from_environment().await.config).await;
    let said = Cloud::of_function(|variable| std::env::var(variable).ok()).expect("enough is said");
    // The harness ends no line before the test's own.
    println!("\n{}", loaded.join("\n"));
    assert_eq!(facts(&said.config).await, loaded);
}

/// All that clients take from a configuration, a line each.
async fn facts(config: &SdkConfig) -> Vec<String> {
    let provider = config.credentials_provider().expect("somebody provides credentials");
    let who = provider.provide_credentials().await.expect("there are credentials");
    let token = who.session_token().unwrap_or("no token");
    let account = who.account_id().map_or("nobody", |id| id.as_str());
    let known = [
        config.identity_cache().is_some(),
        config.sleep_impl().is_some(),
        config.time_source().is_some(),
        config.http_client().is_some(),
        config.token_provider().is_some(),
        config.stalled_stream_protection().is_some(),
    ];
    let services = ["DynamoDB", "SQS", "Secrets Manager"];
    let mut facts = Vec::from(services.map(|service| format!("{service} at {}", address(config, service))));
    facts.extend([
        format!("region {}", config.region().map_or("nowhere", |region| region.as_ref())),
        format!("{} with {}, {token}, of {account}", who.access_key_id(), who.secret_access_key()),
        format!("fips {:?}", config.use_fips()),
        format!("dual stack {:?}", config.use_dual_stack()),
        format!("account {:?}", config.account_id_endpoint_mode()),
        format!("called {}", config.app_name().map_or("nothing", |name| name.as_ref())),
        format!("by its own clock {:?}", config.disable_clock_skew_correction()),
        format!("retries {:?}, said by {}", config.retry_config(), config.get_origin("retry_config")),
        format!("timeouts {:?}", config.timeout_config()),
        format!("as of {:?}", config.behavior_version()),
        format!("known {known:?}"),
    ]);
    facts
}

/// Where a client goes: as those of the SDK ask a configuration when they are made.
fn address(config: &SdkConfig, service: &str) -> String {
    let key = ServiceConfigKey::builder().service_id(service).env("AWS_ENDPOINT_URL").profile("endpoint_url");
    let key = key.build().expect("all of it is said");
    let own = config.service_config().and_then(|said| said.load_config(key));
    own.or_else(|| config.endpoint_url().map(str::to_owned)).unwrap_or_else(|| "nowhere".to_owned())
}

/// Enough to begin with.
fn enough(variable: &str) -> Option<String> {
    ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].contains(&variable).then(|| "said".to_owned())
}

#[test]
fn a_variable_that_is_missing_or_empty_is_named() {
    type Says = fn(&str) -> Option<String>;
    let cases: [(Says, &str); 5] = [
        (|_| None, "AWS_REGION"),
        (|variable| enough(variable).filter(|_| variable != "AWS_REGION"), "AWS_REGION"),
        (|variable| enough(variable).filter(|_| variable != "AWS_ACCESS_KEY_ID"), "AWS_ACCESS_KEY_ID"),
        (|variable| enough(variable).filter(|_| variable != "AWS_SECRET_ACCESS_KEY"), "AWS_SECRET_ACCESS_KEY"),
        (|variable| enough(variable).map(|_| " ".to_owned()), "AWS_REGION"),
    ];
    for (says, missing) in cases {
        assert_eq!(Cloud::of_function(says).map(drop), Err(StartError::Missing(missing)));
    }
    assert!(Cloud::of_function(enough).is_ok());
}

#[tokio::test]
async fn a_function_that_is_told_too_little_says_what_is_missing_at_every_event() {
    let (cloud, clock) = (Cloud::of_function(|_| None), Arc::new(MachineClock));
    let place = Place { cloud, clock, says: |_| None, queue: Queue::StepRecording, keys: Keys::IfTold };
    let ports = Ports::begin(place, alone).await;
    for _ in 0..2 {
        let told = "the environment of this function does not say AWS_REGION".to_owned();
        assert_eq!(ports.env().await.map(drop), Err(Fault::Retry(told)));
    }
}

#[test]
fn an_empty_address_is_none() {
    let says = |variable: &str| match variable {
        "AWS_ENDPOINT_URL" => Some("http://all.example".to_owned()),
        "AWS_ENDPOINT_URL_SQS" => Some(String::new()),
        _ => enough(variable),
    };
    let cloud = Cloud::of_function(says).expect("enough is said");
    assert_eq!(address(&cloud.config, "SQS"), "http://all.example");
}
