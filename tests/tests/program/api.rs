//! What every list and every thing of the API holds.

use crate::client::{Api, Grant};
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, failure, sample};
use crate::until::until;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[tokio::test]
async fn products_are_the_tokens_with_their_names() {
    let (_data, _host, api) = start();
    let products = api.get("/api/products").await.expect(200);
    assert_eq!(products, json!({ "items": [{ "id": PRODUCT, "name": "Yasnorechensk Ambulance and Call Centre" }] }));
}

#[tokio::test]
async fn the_catalogue_lists_services_with_functions_and_neighbours_both_ways() {
    let (_data, _host, api) = start();
    let catalogue = api.get(&format!("/api/{PRODUCT}/catalogue")).await.expect(200);
    assert!(catalogue["version"].as_str().is_some_and(|version| !version.is_empty()));
    let services = catalogue["services"].as_array().expect("services");
    let ids: BTreeSet<&str> = services.iter().filter_map(|service| service["id"].as_str()).collect();
    assert_eq!(ids.len(), services.len());
    for service in services {
        assert!(!service["functions"].as_array().expect("functions").is_empty(), "{service}");
        for neighbour in service["neighbours"].as_array().expect("neighbours") {
            assert!(ids.contains(neighbour["id"].as_str().expect("an id")), "{neighbour}");
        }
    }
    let of = |id: &str| services.iter().find(|service| service["id"] == id).expect("a service").clone();
    assert_eq!(of("dispatch")["criticality"], "mission_critical");
    assert_eq!(of("crew-tablet")["criticality"], "business_critical");
    assert_eq!(of("vehicle-tracking")["criticality"], "business_operational");
    assert_eq!(of("shift-reports")["criticality"], "office_productivity");
    let has = |service: &str, id: &str, direction: &str, hard: bool| {
        let wanted = json!({ "id": id, "direction": direction, "hard": hard });
        of(service)["neighbours"].as_array().is_some_and(|neighbours| neighbours.contains(&wanted))
    };
    assert!(has("dispatch", "call-taking", "supplier", true));
    assert!(has("call-taking", "dispatch", "consumer", true));
}

#[tokio::test]
async fn incidents_come_newest_first() {
    let (_data, host, api) = start();
    let mut wanted = Vec::new();
    for number in 0..4 {
        let body = failure(&format!("SD-{number}"), "shift-reports", "shift-report");
        wanted.push(host.desk().send(PRODUCT, &format!("msg_{number}"), &body).await.text("incident"));
    }
    wanted.reverse();
    let items = api.all(&format!("/api/{PRODUCT}/incidents")).await;
    assert_eq!(items.iter().map(|item| item["id"].as_str().expect("an id")).collect::<Vec<_>>(), wanted);
}

#[tokio::test]
async fn a_prompt_says_whom_it_asks_and_what_may_be_answered() {
    let (_data, host, api) = start();
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    let shown = api.incident(PRODUCT, &incident).await;
    assert_eq!((&shown["id"], &shown["product"]), (&json!(incident), &json!(PRODUCT)));
    let prompts = shown["prompts"].as_array().expect("prompts");
    let accept = prompts.iter().find(|prompt| prompt["step"] == "accept").expect("the duty engineer is asked");
    assert_eq!((&accept["role"], &accept["kind"]), (&json!("duty_engineer"), &json!("accept")));
    assert_eq!(accept["choices"], json!(["accepted"]));
    assert!(accept["holder"].is_string());
}

#[tokio::test]
async fn the_journal_is_a_chain_oldest_first_and_the_version_counts_it() {
    let (_data, host, api) = start();
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    let (events, version) = until("the journal to stand still", async || {
        let events = api.all(&format!("/api/{PRODUCT}/incidents/{incident}/journal")).await;
        let shown = api.incident(PRODUCT, &incident).await;
        let still = shown["called_at"].is_string() && shown["version"] == events.len();
        still.then(|| (events, shown["version"].clone()))
    })
    .await;
    assert_eq!(events.last().map(|event| &event["number"]), Some(&version));
    assert_eq!(events[0]["previous"], "0".repeat(64));
    assert_eq!(events[0]["type"], "registered");
    for (number, pair) in events.windows(2).enumerate() {
        assert_eq!(pair[0]["number"], number + 1);
        assert_eq!(pair[1]["previous"], pair[0]["hash"]);
        assert!(pair[0]["at"].as_i64() <= pair[1]["at"].as_i64());
    }
}

#[tokio::test]
async fn messages_come_newest_first_with_their_prompts() {
    let (_data, host, api) = start();
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    let list = format!("/api/{PRODUCT}/incidents/{incident}/messages");
    let messages = until("the first prompt in the chat", async || {
        let messages = api.all(&list).await;
        messages
            .iter()
            .any(|message| message["prompt"].as_str().is_some_and(|id| id.starts_with("accept")))
            .then_some(messages)
    })
    .await;
    assert!(messages.iter().all(|message| message["text"].as_str().is_some_and(|text| !text.trim().is_empty())));
    let holder = holder(&api.incident(PRODUCT, &incident).await, "accept");
    let said = api.says(PRODUCT, &incident, &holder, "accepted").await;
    let newest = api.all(&list).await;
    let own = newest.iter().find(|message| message["id"] == *said.text("message")).expect("what was said is there");
    assert_eq!((&own["author"], &own["text"]), (&json!(holder), &json!("accepted")));
    let times: Vec<&str> = newest.iter().map(|message| message["at"].as_str().expect("a time")).collect();
    assert!(times.is_sorted_by(|newer, older| moment(newer) >= moment(older)), "{times:?}");
}

#[tokio::test]
async fn the_dead_list_is_empty_while_everything_works() {
    let (_data, host, api) = start();
    host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.expect(202);
    assert_eq!(api.get(&format!("/api/{PRODUCT}/jobs/dead")).await.expect(200), json!({ "items": [] }));
}

/// Who is asked this step now.
pub fn holder(incident: &Value, step: &str) -> String {
    let prompts = incident["prompts"].as_array().expect("prompts");
    let prompt = prompts.iter().find(|prompt| prompt["step"] == step);
    let holder = prompt.and_then(|prompt| prompt["holder"].as_str());
    holder.unwrap_or_else(|| panic!("nobody is asked `{step}` in {prompts:?}")).to_owned()
}

fn moment(text: &str) -> i64 {
    nabat_domain::time::At::from_rfc3339(text).expect("RFC 3339").0
}

fn start() -> (Data, Host, Api) {
    let data = Data::new();
    let host = Host::start(&data);
    let api = host.api(&data, &Grant::acting(PRODUCT));
    (data, host, api)
}
