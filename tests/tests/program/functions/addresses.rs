//! Functions find table, queues and secrets each at an address of its own, as hosts do (`cloud`), and carry no way to
//! look for anything elsewhere.

use super::deployed::{Deployed, zips};
use crate::cloud::NOWHERE;
use crate::host::program;
use crate::samples::{PRODUCT, sample};
use flate2::read::DeflateDecoder;
use nabat_tests::proxy::Proxy;
use serde_json::json;
use std::io::Read as _;
use std::path::Path;

/// It asks all three.
const DOOR: &str = "desk-webhook";

#[tokio::test(flavor = "multi_thread")]
async fn table_queues_and_secrets_are_each_found_at_their_own_address() {
    let deployed = Deployed::start().await;
    let way = async || Proxy::before(&deployed.recorder.address).await;
    let (tables, queues, secrets) = (way().await, way().await, way().await);
    let mut said = deployed.environment(DOOR).await;
    let told = [
        ("AWS_ENDPOINT_URL", NOWHERE),
        ("AWS_ENDPOINT_URL_DYNAMODB", tables.address.as_str()),
        ("AWS_ENDPOINT_URL_SQS", queues.address.as_str()),
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.address.as_str()),
    ];
    said.extend(told.map(|(name, value)| (name.to_owned(), value.to_owned())));
    deployed.configure(DOOR, &json!({ "Environment": { "Variables": said } })).await;
    deployed.desk().send(PRODUCT, "msg_1", &sample("registered")).await.expect(202);
    let asked = |operation: &str| [&tables, &queues, &secrets].map(|way| way.calls(operation) > 0);
    assert_eq!(asked("TransactWriteItems"), [true, false, false], "the table is at its address alone");
    assert_eq!(asked("GetQueueAttributes"), [false, true, false], "the queues are at theirs");
    assert_eq!(asked("GetSecretValue"), [false, false, true], "the secrets are at theirs");
}

/// Variables by which whoever finds no keys in others looks for credentials elsewhere, behind `AWS_`: files, roles,
/// containers, machines.
const ELSEWHERE: [&str; 4] =
    ["SHARED_CREDENTIALS_FILE", "WEB_IDENTITY_TOKEN_FILE", "CONTAINER_CREDENTIALS_FULL_URI", "EC2_METADATA_DISABLED"];

#[test]
fn a_function_carries_no_way_to_credentials_it_never_goes() {
    let host = std::fs::read(program()).expect("the program can be read");
    // Else the names would be others today, and a function without them no better for it.
    assert_eq!(ways(&host), ELSEWHERE, "a host looks everywhere");
    for function in ["clock", DOOR] {
        let found = ways(&bootstrap(&zips().join(format!("{function}.zip"))));
        assert!(found.is_empty(), "{function}: {found:?}");
    }
}

fn ways(program: &[u8]) -> Vec<&'static str> {
    let text = String::from_utf8_lossy(program);
    let variables: Vec<&str> = text.split("AWS_").skip(1).collect();
    let holds = |way: &&str| variables.iter().any(|variable| variable.starts_with(*way));
    ELSEWHERE.into_iter().filter(holds).collect()
}

/// The program of a zip, which holds nothing else: behind the header, its name and what else is said of it.
fn bootstrap(zip: &Path) -> Vec<u8> {
    let bytes = std::fs::read(zip).expect("scripts/package made it");
    let length = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let mut program = Vec::new();
    let begins = 30 + length(26) + length(28);
    DeflateDecoder::new(&bytes[begins..]).read_to_end(&mut program).expect("deflated");
    program
}
