//! One id from a desk's webhook to the effects that follow, in lines that are JSON and name the incident.

use crate::client::Grant;
use crate::desk::{SECRET, bytes, seconds_now, signature};
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, sample};
use crate::until::until;
use serde_json::Value;
use std::collections::BTreeSet;

/// The id the desk says.
const ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

fn log(host: &Host) -> Vec<Value> {
    let lines = host.log();
    lines.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"))).collect()
}

/// A field of a line, its own or of the work in hand.
fn field<'l>(line: &'l Value, name: &str) -> Option<&'l str> {
    line[name].as_str().or_else(|| line["span"][name].as_str())
}

#[tokio::test]
async fn one_id_leads_from_the_webhook_to_its_effects_and_every_line_names_the_incident() {
    let data = Data::with_environment(vec![("NABAT_LOG", "json".to_owned())]);
    let host = Host::start(&data);
    let body = bytes(&sample("registered"));
    let (sent, parent) = (seconds_now().to_string(), format!("00-{ID}-00f067aa0ba902b7-01"));
    let signed = signature(SECRET, "msg_1", &sent, &body);
    let headers = [
        ("webhook-id", "msg_1"),
        ("webhook-timestamp", sent.as_str()),
        ("webhook-signature", signed.as_str()),
        ("traceparent", parent.as_str()),
    ];
    let incident = host.desk().post(PRODUCT, &headers, &body).await.expect("answered").text("incident");
    let kinds = |lines: &[Value]| -> BTreeSet<String> {
        let of = lines.iter().filter(|line| field(line, "trace.id") == Some(ID));
        of.filter_map(|line| Some(field(line, "job.kind")?.to_owned())).collect()
    };
    // The chat is made by a job of the registration; its card is posted by what came of that job.
    until("effects under the id", async || {
        let kinds = kinds(&log(&host));
        (kinds.contains("open_chat") && kinds.contains("card")).then_some(())
    })
    .await;
    let lines = log(&host);
    let effects: Vec<&Value> = lines.iter().filter(|line| field(line, "job.kind").is_some()).collect();
    assert!(effects.len() > 3, "{lines:?}");
    for line in effects {
        assert_eq!(field(line, "incident.id"), Some(incident.as_str()), "{line}");
    }
    // What a person says is another piece of work, under an id of its own.
    let api = host.api(&data, &Grant::acting(PRODUCT));
    let engineer = crate::api::holder(&api.incident(PRODUCT, &incident).await, "accept");
    api.says(PRODUCT, &incident, &engineer, "принял").await.expect(202);
    until("an effect under another id", async || {
        let lines = log(&host);
        let other = lines.iter().find(|line| {
            let id = field(line, "trace.id").is_some_and(|id| id != ID && id.len() == 32);
            id && field(line, "job.kind").is_some() && field(line, "incident.id") == Some(&incident)
        });
        other.map(|_| ())
    })
    .await;
}
