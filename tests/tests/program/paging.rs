//! Lists longer than a page: `next` leads on, nothing is missing, nothing comes twice.

use crate::client::{Api, Grant};
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, failure, sample};
use serde_json::{Value, json};

#[tokio::test]
async fn incidents_are_read_page_by_page() {
    let (_data, host, api) = start();
    for number in 0..7 {
        let body = failure(&format!("SD-{number}"), "shift-reports", "shift-report");
        host.desk().send(PRODUCT, &format!("msg_{number}"), &body).await.expect(202);
    }
    pages_hold(&api, &format!("/api/{PRODUCT}/incidents"), 3, 7).await;
}

#[tokio::test]
async fn refused_registrations_are_read_page_by_page() {
    let (_data, host, api) = start();
    for number in 0..5 {
        let body = failure(&format!("SD-{number}"), "no-such-service", "any");
        host.desk().send(PRODUCT, &format!("msg_{number}"), &body).await.expect(422);
    }
    pages_hold(&api, &format!("/api/{PRODUCT}/refused"), 2, 5).await;
}

#[tokio::test]
async fn a_journal_is_read_page_by_page() {
    let (_data, host, api) = start();
    // Recorded only: no room is made meanwhile, so the journal stands still.
    let mut incident = String::new();
    for (number, name) in ["recorded-only", "updated", "closed"].into_iter().enumerate() {
        let mut body = sample(name);
        body["id"] = json!("SD-1046");
        body.as_object_mut().expect("an object").remove(if name == "updated" { "functions" } else { "none" });
        incident = host.desk().send(PRODUCT, &format!("msg_{number}"), &body).await.text("incident");
    }
    let journal = format!("/api/{PRODUCT}/incidents/{incident}/journal");
    pages_hold(&api, &journal, 2, 3).await;
}

#[tokio::test]
async fn messages_are_read_page_by_page() {
    let (_data, host, api) = start();
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("recorded-only")).await.text("incident");
    for number in 0..5 {
        api.says(PRODUCT, &incident, "e4003", &format!("note {number}")).await.expect(202);
    }
    pages_hold(&api, &format!("/api/{PRODUCT}/incidents/{incident}/messages"), 2, 5).await;
}

#[tokio::test]
async fn a_cursor_nobody_gave_is_the_callers_mistake() {
    let (_data, _host, api) = start();
    let answer = api.get(&format!("/api/{PRODUCT}/incidents?after=nonsense")).await;
    answer.expect(400);
    api.get(&format!("/api/{PRODUCT}/incidents?limit=0")).await.expect(200);
}

/// Reads a list whole and in pages of this size: the same things in the same order.
async fn pages_hold(api: &Api, list: &str, size: usize, whole: usize) {
    let all = api.get(list).await.expect(200);
    let items = all["items"].as_array().expect("items").clone();
    assert!(items.len() >= whole, "{all}");
    assert_eq!(all.get("next"), None, "everything fits a page");
    let first = api.get(&format!("{list}?limit={size}")).await.expect(200);
    assert_eq!(first["items"].as_array().map(Vec::len), Some(size));
    assert!(first["next"].is_string(), "more follow: {first}");
    let paged: Vec<Value> = api.all(&format!("{list}?limit={size}")).await;
    assert_eq!(paged, items);
}

fn start() -> (Data, Host, Api) {
    let data = Data::new();
    let host = Host::start(&data);
    let api = host.api(&data, &Grant::acting(PRODUCT));
    (data, host, api)
}
