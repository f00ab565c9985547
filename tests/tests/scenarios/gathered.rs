//! The bot speaks unasked at most once in three minutes: what falls due meanwhile is one post.

use crate::linked::hub;
use crate::told::SERVICE;
use nabat_domain::ids::IncidentId;
use nabat_domain::procedure::Kind;
use nabat_tests::rig::Rig;
use serde_json::json;

async fn posts(rig: &Rig, incident: &IncidentId) -> usize {
    let room = rig.state(incident).await.head.room.expect("the incident has a room");
    rig.outside.messenger.plain().posts(&room).len()
}

async fn asked_of_linked(rig: &Rig, incident: &IncidentId) -> usize {
    rig.state(incident).await.steps.open.values().filter(|prompt| prompt.kind == Kind::Linked).count()
}

#[tokio::test]
async fn many_neighbours_that_fail_at_once_are_one_post_and_one_question_at_a_time() {
    let mut rig = Rig::new().await;
    let (hub, consumers) = hub(&rig);
    let incident = rig.register("SD-1", &hub).await;
    let before = posts(&rig, &incident).await;
    for (number, consumer) in consumers.iter().enumerate() {
        rig.register(&format!("SD-{}", number + 2), consumer).await;
    }
    assert!(consumers.len() > 3, "enough of them to see the difference");
    assert_eq!(posts(&rig, &incident).await - before, 2, "the first is told, and asked about");
    let _ = rig.room(&incident).await;
    rig.minutes(3).await;
    let told = rig.room(&incident).await;
    for number in 1..consumers.len() {
        assert!(told.contains(&format!("SD-{}", number + 2)), "the others are told together: {told}");
    }
    let mut answered = 0;
    while asked_of_linked(&rig, &incident).await == 1 {
        rig.answer(&incident, "linked", "keep").await;
        answered += 1;
    }
    assert_eq!((answered, asked_of_linked(&rig, &incident).await), (consumers.len(), 0));
    assert_eq!(rig.state(&incident).await.steps.unsaid, Vec::new());
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn what_the_desk_changes_waits_for_the_next_gathered_post() {
    let rig = Rig::new().await;
    let incident = rig.register("SD-1", SERVICE).await;
    let functions = &rig.catalogue.services[&SERVICE.into()].functions;
    assert!(functions.len() > 2, "there is more than one thing to change");
    for count in [2, 3] {
        let lost: Vec<_> = functions.iter().take(count).map(|function| &function.id).collect();
        let body = json!({ "type": "incident.updated", "id": "SD-1", "functions": lost });
        let before = posts(&rig, &incident).await;
        rig.desk(&format!("msg_{count}"), &body).await;
        assert_eq!(posts(&rig, &incident).await - before, usize::from(count == 2), "told once, then gathered");
    }
    let before = posts(&rig, &incident).await;
    rig.minutes(3).await;
    assert!(posts(&rig, &incident).await > before);
    assert_eq!(rig.state(&incident).await.steps.unsaid, Vec::new());
}
