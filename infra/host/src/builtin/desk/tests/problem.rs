//! What people do with a problem's page, behind Nabat's back: it is told what it has to know.

use super::page::{get, send};
use super::{Rig, effect, failure, rig};
use crate::builtin::rig::CSRF;
use nabat_domain::ids::ProblemId;
use nabat_kit::port::{Desk, NewDeskProblem};
use reqwest::StatusCode;
use serde_json::{Value, json};

async fn opened(rig: &Rig) -> ProblemId {
    let from = rig.desk.register(failure(rig)).await.expect("registered");
    let new = NewDeskProblem { product: "city".into(), title: "Leak".to_owned(), text: "memory".to_owned(), from };
    rig.desk.open_problem(&effect("p"), &new).await.expect("opened").id
}

async fn act(rig: &Rig, person: &str, problem: &ProblemId, act: &str, text: &str) -> StatusCode {
    let path = format!("/desk/problems/{problem}/{act}");
    send(rig, person, &path, &format!("csrf={CSRF}&text={text}")).await.status()
}

/// What Nabat was told of problems.
async fn told(rig: &Rig) -> Vec<Value> {
    rig.desk.outbox().deliver_due().await.expect("read");
    let came = rig.receiver.came().into_iter().map(|came| serde_json::from_slice::<Value>(&came.body).expect("JSON"));
    came.filter(|body| body["type"].as_str().is_some_and(|kind| kind.starts_with("problem."))).collect()
}

#[tokio::test]
async fn closed_opened_again_and_changed_by_hand_nabat_hears_each_once() {
    let rig = rig().await;
    let problem = opened(&rig).await;
    for (deed, text) in
        [("close", "enough"), ("close", "again"), ("reopen", "not+yet"), ("edit", "Leak+in+2"), ("edit", "Leak+in+2")]
    {
        assert_eq!(act(&rig, "anna", &problem, deed, text).await, StatusCode::SEE_OTHER, "{deed}");
    }
    assert_eq!(act(&rig, "anna", &problem, "edit", "+").await, StatusCode::UNPROCESSABLE_ENTITY);
    let expected = [
        json!({ "type": "problem.closed", "id": "PRB-0001" }),
        json!({ "type": "problem.reopened", "id": "PRB-0001" }),
        json!({ "type": "problem.updated", "id": "PRB-0001", "summary": "Leak in 2" }),
    ];
    assert_eq!(told(&rig).await, expected);
    let page = get(&rig, "boris", "/desk/problems/PRB-0001").await.text().await.expect("text");
    assert!(page.contains("not yet") && page.contains("Leak in 2") && !page.contains("<p>again"), "{page}");
}

#[tokio::test]
async fn a_comment_stays_in_the_desk_and_only_those_who_register_write() {
    let rig = rig().await;
    let problem = opened(&rig).await;
    assert_eq!(act(&rig, "anna", &problem, "comment", "%3Cb%3Evendor+asked").await, StatusCode::SEE_OTHER);
    assert_eq!(act(&rig, "anna", &problem, "comment", "+").await, StatusCode::UNPROCESSABLE_ENTITY);
    for (person, deed) in [("boris", "close"), ("carl", "comment"), ("anna", "erase")] {
        assert_eq!(act(&rig, person, &problem, deed, "x").await, StatusCode::NOT_FOUND, "{person} {deed}");
    }
    let forged = send(&rig, "anna", "/desk/problems/PRB-0001/close", "csrf=x&text=x").await.status();
    assert_eq!(forged, StatusCode::FORBIDDEN);
    assert!(get(&rig, "anna", "/desk/problems/PRB-0001").await.text().await.expect("text").contains("&lt;b&gt;vendor"));
    assert_eq!(told(&rig).await, Vec::<Value>::new());
}
