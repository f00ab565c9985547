//! One incident from registration to closure, every message of the room as people see it.

use crate::told::{decide, reported};
use nabat_domain::catalogue::Language;
use nabat_domain::incident::Standing;
use nabat_tests::rig::Rig;

/// Tells the whole story in a language and gives what the room shows.
async fn told_in(language: Language) -> String {
    let mut rig = Rig::speaking(language).await;
    let incident = reported(&mut rig).await;
    decide(&mut rig, &incident, "new_problem").await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Closed);
    rig.assert_journal(&incident).await;
    let room = rig.state(&incident).await.head.room.expect("the incident has a room");
    let head = rig.state(&incident).await.head.hash;
    let posts = rig.outside.messenger.plain().posts(&room);
    let words: Vec<String> = posts.iter().map(|post| post.message.text.replace(&head, "‹head›")).collect();
    words.join("\n----\n")
}

#[tokio::test]
async fn a_whole_incident_in_russian() {
    insta::assert_snapshot!(told_in(Language::Ru).await);
}

#[tokio::test]
async fn a_whole_incident_in_english() {
    insta::assert_snapshot!(told_in(Language::En).await);
}

#[tokio::test]
async fn the_desk_hears_of_it_and_gets_the_problem() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    decide(&mut rig, &incident, "new_problem").await;
    let problems = rig.outside.desk.plain().problems();
    assert_eq!(problems.len(), 1);
    assert_eq!(rig.state(&incident).await.head.problem.as_ref(), Some(&problems[0].id));
    let room = rig.state(&incident).await.head.room.expect("the incident has a room");
    assert!(rig.outside.messenger.plain().is_archived(&room));
}
