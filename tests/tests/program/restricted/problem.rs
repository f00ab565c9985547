//! A problem raised while everybody could read its incident is no longer shown, with the line the desk calls it by.

use super::{MANAGER, PLANTED, STRANGERS, registered};
use crate::client::{Api, Grant};
use crate::host::{Data, Host};
use crate::person::Person;
use crate::samples::PRODUCT;
use crate::until::until;
use crate::whole::answer_to;

/// Answers whatever is asked until the incident is closed with a new problem; its number.
async fn closed_with_a_problem(api: &Api, record: &str) -> (String, String) {
    let incident = until("an incident", async || {
        let all = api.all(&format!("/api/{PRODUCT}/incidents")).await;
        all.iter().find(|one| one["desk_id"] == record)?["id"].as_str().map(str::to_owned)
    })
    .await;
    let number = until("a problem", async || {
        let shown = api.incident(PRODUCT, &incident).await;
        for prompt in shown["prompts"].as_array().expect("prompts") {
            let (Some(id), Some(holder)) = (prompt["id"].as_str(), prompt["holder"].as_str()) else { continue };
            let said = if prompt["step"] == "decision" { "new_problem".to_owned() } else { answer_to(prompt) };
            api.answers(PRODUCT, &incident, holder, id, &said).await.expect(202);
        }
        shown["problem"].as_str().map(str::to_owned)
    })
    .await;
    (incident, number)
}

#[tokio::test]
async fn a_problem_and_its_line_in_the_desk_are_hidden_once_its_incident_is_restricted() {
    let data = Data::new();
    let host = Host::start(&data);
    let record = registered(&host, &data).await;
    let (incident, number) = closed_with_a_problem(&host.api(&data, &Grant::acting(PRODUCT)), &record).await;
    let stranger = Person::of(&host, &data, STRANGERS[0]).await;
    let api = host.api(&data, &Grant::admin(PRODUCT));
    let case = until("the problem's case", async || {
        let all = api.all(&format!("/api/{PRODUCT}/problems")).await;
        all.first()?["id"].as_str().map(str::to_owned)
    })
    .await;
    let desk = format!("/desk/problems/{number}");
    let own = format!("/problems/{PRODUCT}/{case}");
    let shown = stranger.reads(&desk).await;
    assert!(shown.0 == 200 && shown.1.contains(PLANTED), "everybody who sees incidents reads it before: {}", shown.1);
    assert_eq!(stranger.reads(&own).await.0, 200);
    let manager = host.api(&data, &Grant { product: PRODUCT, role: "process_manager", act_as: true });
    let restricted = manager.says(PRODUCT, &incident, MANAGER, "/restrict an inquiry of the security service").await;
    assert_eq!(restricted.expect(202)["outcome"], "recorded");
    until("it to be restricted too", async || (stranger.reads(&own).await.0 == 404).then_some(())).await;
    assert_eq!(stranger.reads(&desk).await.0, 404);
    for page in ["/desk", "/problems", "/"] {
        let (_, shown) = stranger.reads(page).await;
        assert!(!shown.contains(&number) && !shown.contains(PLANTED), "{page}: {shown}");
    }
    assert_eq!(api.all(&format!("/api/{PRODUCT}/problems")).await.len(), 0);
    assert_eq!(Person::of(&host, &data, MANAGER).await.reads(&desk).await.0, 200, "whom it is for read it");
}
