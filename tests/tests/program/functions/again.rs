//! Deploying again: what was said of a stack holds, and one that was never made is begun anew.

use super::deployed::{Deployed, STACK, deploys, zips};
use crate::until::until;
use nabat_tests::emulator::{Emulator, Kind};
use serde_json::{Value, json};

const TOPIC: &str = "arn:aws:sns:us-east-1:000000000000:night";
const OUTSIDE: &str = "https://outside.example/beat";

async fn is_protected(deployed: &Deployed) -> bool {
    let told = deployed.ask("dynamodb", "DynamoDB_20120810.DescribeTable", &json!({ "TableName": STACK })).await;
    // The emulator keeps it as the template's parameter says it.
    let said = &told["Table"]["DeletionProtectionEnabled"];
    assert!(said.is_boolean() || said.is_string(), "{told}");
    *said == json!(true) || *said == json!("true")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_of_a_stack_holds_when_it_is_deployed_again() {
    let said = [("Heartbeat", OUTSIDE), ("Alarms", TOPIC), ("DeletionProtection", "true")];
    let deployed = Deployed::start_with(&said).await;
    let keys = deployed.keys().await;
    deployed.again(&[]);
    deployed.again(&["Pages=https://pages.example"]);
    let clock = deployed.environment("clock").await;
    let expected = [
        ("NABAT_HEARTBEAT", OUTSIDE),
        ("AWS_ENDPOINT_URL", deployed.recorder.address.as_str()),
        ("NABAT_BASE", "https://pages.example"),
    ];
    for (name, value) in expected {
        assert_eq!(clock[name], value, "{name}");
    }
    assert!(is_protected(&deployed).await);
    assert_eq!(deployed.keys().await, keys);
    let alarm = deployed.alarm(&format!("{STACK}-desk-refused")).await;
    assert_eq!((&alarm["AlarmActions"], &alarm["OKActions"]), (&json!([TOPIC]), &json!([TOPIC])), "{alarm}");
    let told = json!([{ "Name": "FunctionName", "Value": format!("{STACK}-desk-webhook") }]);
    assert_eq!((&alarm["MetricName"], &alarm["Dimensions"]), (&json!("Url5xxCount"), &told), "{alarm}");
    deployed.again(&["Heartbeat=", "DeletionProtection=false"]);
    assert!(!is_protected(&deployed).await);
    assert_eq!(deployed.environment("clock").await["NABAT_HEARTBEAT"], "");
}

/// What CloudFormation answers.
async fn formation(emulator: &Emulator, asked: &[(&str, &str)]) -> String {
    let all = [("StackName", STACK), ("Version", "2010-05-15")].into_iter().chain(asked.iter().copied());
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(all).finish();
    let credential = "AWS4-HMAC-SHA256 Credential=t/20261129/us-east-1/cloudformation/aws4_request, Signature=0";
    let client = nabat_connectors::http::loopback().build().expect("a client");
    let asked = client.post(&emulator.address).header("authorization", credential);
    let asked = asked.header("content-type", "application/x-www-form-urlencoded").body(form);
    asked.send().await.expect("answered").text().await.expect("text")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stack_that_was_never_made_is_begun_anew() {
    let emulator = Emulator::start(Kind::Ministack);
    let nobodys = json!({ "Type": "AWS::Lambda::EventInvokeConfig",
                          "Properties": { "FunctionName": "nobody", "Qualifier": "$LATEST" } });
    let template = json!({ "Resources": { "Nobodys": nobodys } }).to_string();
    formation(&emulator, &[("Action", "CreateStack"), ("TemplateBody", &template)]).await;
    until("the creation to fail", async || {
        let told = formation(&emulator, &[("Action", "DescribeStacks")]).await;
        told.contains("ROLLBACK_COMPLETE").then_some(())
    })
    .await;
    let done = deploys(&emulator, &zips(), &[]);
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && told.contains("made anew"), "{told}");
    let outputs: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!(outputs["TableName"], STACK);
}
