//! A machine speaks for people: recorded, already so, a question back, refused.

use crate::api::holder;
use crate::client::{Answer, Api, Grant};
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, sample};
use serde_json::{Value, json};

#[tokio::test]
async fn an_answer_is_recorded_and_said_again_already_so() {
    let (_data, _host, api, incident) = start().await;
    let (prompt, person) = asked(&api, &incident, "accept").await;
    let first = said(&api.answers(PRODUCT, &incident, &person, &prompt, "accepted").await, "recorded");
    let prompts = api.incident(PRODUCT, &incident).await["prompts"].clone();
    assert!(prompts.as_array().expect("prompts").iter().all(|open| open["id"] != *prompt), "{prompts}");
    let again = said(&api.answers(PRODUCT, &incident, &person, &prompt, "accepted").await, "already_so");
    assert_ne!(first["message"], again["message"]);
    assert!(!again["reply"].as_str().expect("a reply").is_empty());
    let journal = api.all(&format!("/api/{PRODUCT}/incidents/{incident}/journal")).await;
    let answers: Vec<_> =
        journal.iter().filter(|event| event["type"] == "answered" && event["data"]["step"] == "accept").collect();
    assert_eq!(answers.len(), 1);
    assert_eq!((&answers[0]["data"]["by"], &answers[0]["data"]["prompt"]), (&json!(person), &json!(prompt)));
}

#[tokio::test]
async fn a_time_that_does_not_exist_is_asked_back() {
    let (_data, _host, api, incident) = start().await;
    let (prompt, person) = asked(&api, &incident, "began").await;
    let answer = said(&api.answers(PRODUCT, &incident, &person, &prompt, "25:70").await, "question");
    assert!(!answer["reply"].as_str().expect("a reply").is_empty());
    assert_eq!(asked(&api, &incident, "began").await.0, prompt, "it is still asked");
    said(&api.answers(PRODUCT, &incident, &person, &prompt, "20 minutes ago").await, "recorded");
}

#[tokio::test]
async fn whom_it_does_not_fall_on_is_refused() {
    let (_data, _host, api, incident) = start().await;
    let (prompt, first_line) = asked(&api, &incident, "began").await;
    let (_, engineer) = asked(&api, &incident, "accept").await;
    let answer = said(&api.answers(PRODUCT, &incident, &engineer, &prompt, "as_registered").await, "refused");
    assert!(!answer["reply"].as_str().expect("a reply").is_empty());
    // The token's own role is admin: it decides nothing by itself, and a stranger nothing at all.
    said(&api.answers(PRODUCT, &incident, "nobody-we-know", &prompt, "as_registered").await, "refused");
    said(&api.answers(PRODUCT, &incident, &first_line, "no-such-prompt.1", "as_registered").await, "refused");
    assert_eq!(asked(&api, &incident, "began").await.0, prompt, "it is still asked");
}

#[tokio::test]
async fn a_decision_is_refused_while_steps_are_open_and_says_which() {
    let (_data, _host, api, incident) = start().await;
    let head = shift_head(&api, &incident).await;
    let answer = said(&api.says(PRODUCT, &incident, &head, "/answer decision no_problem").await, "refused");
    assert!(answer["reply"].as_str().expect("a reply").len() > 20, "{answer}");
}

#[tokio::test]
async fn plain_sentences_are_understood_in_both_languages() {
    let (_data, _host, api, incident) = start().await;
    let engineer = asked(&api, &incident, "accept").await.1;
    said(&api.says(PRODUCT, &incident, &engineer, "принял").await, "recorded");
    said(&api.says(PRODUCT, &incident, &engineer, "restored 2 minutes ago").await, "recorded");
    let shown = api.incident(PRODUCT, &incident).await;
    assert!(shown["restored_at"].is_string(), "a fact is never refused for coming early: {shown}");
    for word in ["help", "помощь"] {
        let answer = said(&api.says(PRODUCT, &incident, &engineer, word).await, "question");
        assert!(answer["reply"].as_str().expect("a reply").len() > 20, "{answer}");
    }
}

#[tokio::test]
async fn a_body_without_person_or_words_is_refused() {
    let (_data, _host, api, incident) = start().await;
    let (prompt, person) = asked(&api, &incident, "began").await;
    let path = format!("/api/{PRODUCT}/incidents/{incident}/messages");
    for wrong in [
        json!({}),
        json!({ "as": person }),
        json!({ "text": "accepted" }),
        json!({ "as": person, "prompt": prompt }),
        json!({ "as": person, "text": 5 }),
        json!(["accepted"]),
    ] {
        let answer = api.post(&path, &wrong).await;
        assert_eq!(answer.status, 400, "{wrong}: {}", String::from_utf8_lossy(&answer.bytes));
    }
}

/// The prompt of a step and who is asked.
async fn asked(api: &Api, incident: &str, step: &str) -> (String, String) {
    let shown = api.incident(PRODUCT, incident).await;
    let person = holder(&shown, step);
    let prompts = shown["prompts"].as_array().expect("prompts");
    let prompt = prompts.iter().find(|prompt| prompt["step"] == step).expect("asked");
    (prompt["id"].as_str().expect("an id").to_owned(), person)
}

async fn shift_head(api: &Api, incident: &str) -> String {
    let shown = api.incident(PRODUCT, incident).await;
    let people = shown["people"].as_array().expect("people").clone();
    let heads = |person: &&Value| person["roles"].as_array().is_some_and(|roles| roles.contains(&json!("shift_head")));
    people.iter().find(heads).and_then(|person| person["person"].as_str()).expect("a shift head").to_owned()
}

/// The answer to something said, which has this outcome.
fn said(answer: &Answer, outcome: &str) -> Value {
    let said = answer.expect(202);
    assert_eq!(said["outcome"], outcome, "{said}");
    assert!(said["message"].as_str().is_some_and(|id| !id.is_empty()), "{said}");
    said
}

async fn start() -> (Data, Host, Api, String) {
    let data = Data::new();
    let host = Host::start(&data);
    let api = host.api(&data, &Grant::acting(PRODUCT));
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    (data, host, api, incident)
}
