//! The README's two commands, as somebody new gives them: the zips are there, the example is put in force, and what is
//! printed leads to an incident on record.

use super::deployed::zips;
use crate::client::{Answer, Grant, answer};
use crate::desk::{bytes, seconds_now, signature};
use crate::host::{Data, program};
use crate::samples::{PRODUCT, sample};
use nabat_tests::emulator::{Emulator, Kind};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// What stands behind these words on a line of its own.
fn printed<'t>(told: &'t str, words: &str) -> &'t str {
    let line = told.lines().find_map(|line| line.strip_prefix(words));
    line.unwrap_or_else(|| panic!("`{words}` is not printed: {told}")).trim()
}

/// The second command, by somebody who set nothing of AWS before; what it printed.
fn deployed_as_said(emulator: &Emulator) -> String {
    let mut command = Command::new("bash");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("AWS_")) {
        command.env_remove(name);
    }
    let done = command
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .args(["scripts/deploy".as_ref(), zips().as_os_str()])
        .args(["--endpoint", &emulator.address, "--config", "infra/host/example"])
        .env("NABAT_PROGRAM", program())
        .output()
        .expect("bash runs");
    let told = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{told}{}", String::from_utf8_lossy(&done.stderr));
    told
}

/// What desks sign with, from where it is said to lie.
async fn desk_secret(emulator: &Emulator, client: &Client, told: &str) -> String {
    let id = printed(told, "Desks sign with the first secret of `desk` in ");
    let credential = "AWS4-HMAC-SHA256 Credential=t/20261129/us-east-1/secretsmanager/aws4_request, Signature=0";
    let asked = client.post(&emulator.address).header("authorization", credential);
    let asked = asked.header("x-amz-target", "secretsmanager.GetSecretValue");
    let asked = asked.header("content-type", "application/x-amz-json-1.1").body(json!({ "SecretId": id }).to_string());
    let kept = answer(asked).await.expect("the emulator answers").text("SecretString");
    let keys: Value = serde_json::from_str(&kept).expect("JSON");
    keys["desk"][0].as_str().expect("a secret").to_owned()
}

/// A signed registration to the address that is printed for desks.
async fn registered(emulator: &Emulator, client: &Client, told: &str) -> Answer {
    let (secret, body) = (desk_secret(emulator, client, told).await, bytes(&sample("registered")));
    let desk = printed(told, "Desks post to").replace("PRODUCT", PRODUCT);
    let (host, path) = desk.trim_start_matches("https://").split_once('/').expect("a host and a path");
    let timestamp = seconds_now().to_string();
    let asked = client.post(format!("{}/{path}", emulator.address)).header("host", host);
    let asked = asked.header("webhook-id", "msg_1").header("webhook-timestamp", &timestamp);
    let asked = asked.header("webhook-signature", signature(&secret, "msg_1", &timestamp, &body));
    answer(asked.body(body)).await.expect("the function answers")
}

#[tokio::test(flavor = "multi_thread")]
async fn two_commands_lead_to_a_running_stack_and_print_its_addresses() {
    let emulator = Emulator::start(Kind::Ministack);
    let told = deployed_as_said(&emulator);
    for (words, path) in [
        ("Desks post to", "desk/PRODUCT/generic"),
        ("Alerts go to", "alerts/PRODUCT"),
        ("Messengers post to", "chat/CONNECTION"),
        ("Machines ask", "api/…"),
    ] {
        let address = printed(&told, words);
        assert!(address.starts_with("http") && address.ends_with(path), "{address}");
    }
    // As the last line says it: the emulator's names are known to nobody else.
    let asked = printed(&told, "Where these names lead nowhere: curl -H 'Host: ");
    let (host, address) = asked.split_once("' ").expect("a host and an address");
    let client = nabat_connectors::http::loopback().build().expect("a client");
    let address = address.replace("api/…", &format!("api/{PRODUCT}/incidents"));
    let asked = || client.get(&address).header("host", host);
    // The function itself: whoever asks without a token is told so.
    let refused = answer(asked()).await.expect("answered");
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{}", String::from_utf8_lossy(&refused.bytes));
    let incident = registered(&emulator, &client, &told).await.text("incident");
    let stores = emulator.environment().into_iter().chain([("NABAT_TABLE", "dynamodb:nabat".to_owned())]);
    let token = Data::with_environment(stores.collect()).token(&Grant::admin(PRODUCT));
    let shown = answer(asked().bearer_auth(token)).await.expect("answered").expect(200);
    assert_eq!(shown["items"][0]["id"], incident, "{shown}");
}
