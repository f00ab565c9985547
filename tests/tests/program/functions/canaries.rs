//! What is planted in a deployed Nabat, secrets and personal data, stands in no log, no row, no message and no dead
//! letter of it.

use super::deployed::{Deployed, STACK};
use super::desks::elsewhere;
use super::missing::{DOORS, QUEUES, TICKS};
use super::story::{led_on, pressed};
use crate::api::holder;
use crate::canaries::coats;
use crate::client::Api;
use crate::masking::{PLANTED, speak, tell};
use crate::samples::PRODUCT;
use crate::until::until;
use nabat::clocks::MachineClock;
use nabat_domain::ids::RoomId;
use nabat_kit::port::Clock;
use nabat_tests::atlassian::confluence::ConfluenceModel;
use nabat_tests::atlassian::jira::JiraModel;
use nabat_tests::messengers::Act;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// What nobody can read, for the dead letters.
const UNREADABLE: &str = r#"{"schema":9,"bell":{"fax":"clinics"}}"#;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_planted_is_found_nowhere() {
    let clock = Arc::new(MachineClock) as Arc<dyn Clock>;
    let (jira, confluence) = (JiraModel::new(Arc::clone(&clock)), ConfluenceModel::new(clock));
    let changed = |estate: &Path| elsewhere(estate, &jira, &confluence).expect("an estate");
    let deployed = Deployed::start_over(&[], changed).await;
    // Who fails says most: the wiki is away, and the desk has no record of what it is said to have told.
    confluence.is_down(Some(500));
    let token = deployed.token(PRODUCT);
    let api = Api::new(&deployed.recorder.address, Some(token.clone()));
    let incident = tell(&deployed.desk()).await;
    let room = pressed(&deployed, &api, &incident, &[]).await;
    let person = holder(&api.incident(PRODUCT, &incident).await, "accept");
    speak(&api, &incident).await;
    typed(&deployed, &api, &incident, (&room, person.as_str())).await;
    led_on(&deployed, &api, &incident, &room).await;
    for queue in ["step-recording", "report-publishing"] {
        let ending = if queue == "step-recording" { ".fifo" } else { "" };
        deployed.put(&format!("{queue}{ending}"), UNREADABLE).await;
        let dead = format!("{queue}-dead{ending}");
        until("the message to be buried", async || (deployed.depth(&dead).await > 0).then_some(())).await;
    }
    let planted = planted(&deployed, token).await;
    assert!(planted.len() > 8, "{:?}", planted.keys());
    for (place, text) in places(&deployed, &api, &incident).await {
        for (what, forms) in &planted {
            assert!(!forms.iter().any(|form| text.contains(form)), "{what} stands in {place}");
        }
    }
}

/// Somebody types it in the chat.
async fn typed(deployed: &Deployed, api: &Api, incident: &str, (room, person): (&RoomId, &str)) {
    let inside = async || {
        deployed.tick().await;
        deployed.peer.seen(room).people.contains(person).then_some(())
    };
    until("whoever is asked to be in", inside).await;
    let words = format!("The second caller was {}", PLANTED.join(", "));
    for request in deployed.peer.does(room, person, Act::Says(&words)) {
        assert!(deployed.chat(&request).await.is_success(), "what is said is taken");
    }
    let list = format!("/api/{PRODUCT}/incidents/{incident}/messages");
    let heard = async || {
        deployed.tick().await;
        api.all(&list).await.iter().any(|message| message.to_string().contains("The second caller was")).then_some(())
    };
    until("what was said to be kept", heard).await;
}

/// What is planted, each in the forms it might stand somewhere.
async fn planted(deployed: &Deployed, token: String) -> BTreeMap<String, Vec<String>> {
    let personal = PLANTED.map(|words| (words.to_owned(), vec![words.to_owned()]));
    let mut planted: BTreeMap<String, Vec<String>> = personal.into();
    let mut secrets = vec![("a token".to_owned(), token)];
    for name in ["keys", "partners"] {
        let asked = json!({ "SecretId": format!("{STACK}/{name}") });
        let told = deployed.ask("secretsmanager", "secretsmanager.GetSecretValue", &asked).await;
        let kept: Value = serde_json::from_str(told["SecretString"].as_str().expect("text")).expect("JSON");
        texts(name, &kept, &mut secrets);
    }
    for (what, secret) in secrets {
        // What makes it a secret stands behind its prefix, or between the lines that say what kind of key it is.
        let core = secret.trim_start_matches("whsec_").lines().find(|line| !line.starts_with("-----"));
        planted.insert(what, coats(core.expect("a secret is not empty")).into());
    }
    planted
}

/// Every text in a value, by where it stands.
fn texts(place: &str, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.push((place.to_owned(), text.clone())),
        Value::Array(several) => {
            for (number, one) in several.iter().enumerate() {
                texts(&format!("{place}.{number}"), one, found);
            }
        }
        Value::Object(fields) => {
            for (name, one) in fields {
                texts(&format!("{place}.{name}"), one, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Everything that is kept or told, by where it is.
async fn places(deployed: &Deployed, api: &Api, incident: &str) -> BTreeMap<String, String> {
    let mut places = BTreeMap::new();
    for function in DOORS.iter().chain(&QUEUES).chain(&TICKS) {
        places.insert(format!("the log of {function}"), deployed.log(function).await.join("\n"));
    }
    for queue in QUEUES {
        let ending = if queue == "step-recording" { ".fifo" } else { "" };
        for name in [format!("{queue}{ending}"), format!("{queue}-dead{ending}")] {
            places.insert(name.clone(), lying_in(deployed, &name).await);
        }
    }
    places.insert("the table".to_owned(), rows(deployed).await);
    // What a function is told by whoever keeps its secrets are the secrets.
    let calls = deployed.recorder.calls().into_iter().filter(|call| call.service != "secretsmanager");
    for (number, call) in calls.enumerate() {
        let place = format!("call {number}, {} of {}", call.operation, call.function);
        places.insert(place, format!("{}{}", call.body, call.answer));
    }
    for list in ["incidents".to_owned(), "refused".to_owned(), "jobs/dead".to_owned()]
        .into_iter()
        .chain(["journal", "messages"].map(|of_it| format!("incidents/{incident}/{of_it}")))
    {
        places.insert(list.clone(), Value::Array(api.all(&format!("/api/{PRODUCT}/{list}")).await).to_string());
    }
    // It was there to be found: what stood around it is.
    for (place, words) in [
        ("the table", "cannot be booked"),
        ("refused", "cannot be booked"),
        ("step-recording-dead.fifo", "fax"),
        ("the log of step-recording", "cannot be read"),
    ] {
        assert!(places[place].contains(words), "no {words} in {place}: {}", places[place]);
    }
    places
}

/// The messages in a queue, with all that is said of them; they stay there.
async fn lying_in(deployed: &Deployed, queue: &str) -> String {
    let asked = json!({ "QueueUrl": deployed.queue(queue), "MaxNumberOfMessages": 10, "VisibilityTimeout": 0,
                        "AttributeNames": ["All"], "MessageAttributeNames": ["All"] });
    deployed.ask("sqs", "AmazonSQS.ReceiveMessage", &asked).await.to_string()
}

/// The table, whole.
async fn rows(deployed: &Deployed) -> String {
    let (mut all, mut asked) = (String::new(), json!({ "TableName": STACK }));
    loop {
        let page = deployed.ask("dynamodb", "DynamoDB_20120810.Scan", &asked).await;
        assert!(page["Items"].is_array(), "{page}");
        all.push_str(&page["Items"].to_string());
        match page.get("LastEvaluatedKey").filter(|after| !after.is_null()) {
            Some(after) => asked["ExclusiveStartKey"] = after.clone(),
            None => return all,
        }
    }
}
