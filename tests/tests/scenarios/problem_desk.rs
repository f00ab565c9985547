//! The desk's own record of a problem: it follows the problem, and what people do to it is heard.

use crate::problem::{cause_found, raised, until, watched};
use nabat_domain::catalogue::Role;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::problem::watched_until;
use nabat_domain::incident::{DeskAct, Standing};
use nabat_kit::port::{CallError, DeskNews, NewsOf};
use nabat_tests::rig::Rig;
use serde_json::{Map, Value, json};

/// The desk says that somebody did something to the problem's record; what it is answered.
async fn says(rig: &Rig, delivery: &str, body: Value) -> Value {
    let answer = rig.desk(delivery, &body).await;
    assert_eq!(answer.status(), 202, "{body}");
    rig.pump().await;
    serde_json::from_slice(answer.body()).expect("JSON")
}

fn done(rig: &Rig) -> Vec<DeskAct> {
    rig.outside.desk.plain().problem_changes("PRB-0001").into_iter().map(|change| change.act).collect()
}

fn state_in_desk(rig: &Rig) -> String {
    rig.outside.desk.plain().problems()[0].state.clone()
}

async fn fixed_and_watched(rig: &mut Rig) -> IncidentId {
    let (_, problem) = raised(rig).await;
    watched(rig, &problem).await;
    let end = watched_until(&rig.state(&problem).await).expect("it is watched");
    until(rig, end).await;
    rig.answer(&problem, "lessons", "Проверить соединения у соседних шлюзов").await;
    problem
}

#[tokio::test]
async fn the_desks_record_is_closed_when_the_problem_is() {
    let mut rig = Rig::new().await;
    let problem = fixed_and_watched(&mut rig).await;
    assert_eq!(rig.state(&problem).await.head.standing, Standing::Closed);
    assert_eq!((done(&rig), state_in_desk(&rig)), (vec![DeskAct::Close], "closed".to_owned()));
    let words = &rig.outside.desk.plain().problem_changes("PRB-0001")[0].text;
    assert!(words.contains("исправлена"), "with its exit: {words}");
    // The desk tells of our own closing, as desks do.
    let answer = says(&rig, "msg_own", json!({ "type": "problem.closed", "id": "PRB-0001" })).await;
    assert_eq!(answer["outcome"], "already_known");
    assert_eq!(done(&rig).len(), 1);
}

#[tokio::test]
async fn a_problem_closed_by_hand_in_the_desk_goes_on_and_both_hear_what_is_missing() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    rig.answer(&problem, "lead", "accepted").await;
    let closed = json!({ "type": "problem.closed", "id": "PRB-0001" });
    assert_eq!(says(&rig, "msg_1", closed.clone()).await["outcome"], "accepted");
    assert_eq!(rig.state(&problem).await.head.standing, Standing::Open);
    assert!(rig.room(&problem).await.contains("но проблема не закончена"));
    let change = rig.outside.desk.plain().problem_changes("PRB-0001").remove(0);
    assert_eq!(change.act, DeskAct::Reopen);
    assert!(change.text.contains("Причина"), "what is missing is said there too: {}", change.text);
    assert!(!rig.state(&problem).await.head.desk_closed, "closed once more it is news again");
    says(&rig, "msg_2", closed).await;
    assert_eq!(done(&rig), [DeskAct::Reopen, DeskAct::Reopen]);
    rig.assert_journal(&problem).await;
}

#[tokio::test]
async fn closed_by_hand_during_the_watch_the_chat_hears_until_when_it_is_watched() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    watched(&mut rig, &problem).await;
    let _ = rig.room(&problem).await;
    says(&rig, "msg_1", json!({ "type": "problem.closed", "id": "PRB-0001" })).await;
    assert!(rig.room(&problem).await.contains("ещё наблюдаем до"));
    assert_eq!(done(&rig), [DeskAct::Reopen]);
    assert!(watched_until(&rig.state(&problem).await).is_some(), "the watch goes on");
}

#[tokio::test]
async fn a_closed_problem_opened_again_in_the_desk_is_led_again() {
    let mut rig = Rig::new().await;
    let problem = fixed_and_watched(&mut rig).await;
    let _ = rig.room(&problem).await;
    says(&rig, "msg_1", json!({ "type": "problem.reopened", "id": "PRB-0001" })).await;
    let state = rig.state(&problem).await;
    assert_eq!((state.head.standing.clone(), state.head.closed_at), (Standing::Open, None));
    assert!(rig.room(&problem).await.contains("открыли снова в службе поддержки"));
    assert!(rig.asks(&problem, "cause").await, "was the root the root?");
    let leader = rig.holder(&problem, Role::ProblemManager).await;
    assert!(rig.direct(&leader).contains("открыли снова"));
    let again = says(&rig, "msg_2", json!({ "type": "problem.reopened", "id": "PRB-0001" })).await;
    assert_eq!(again["outcome"], "already_known", "open already is no news");
    rig.assert_journal(&problem).await;
}

#[tokio::test]
async fn an_edited_line_is_followed_and_a_problem_of_the_desk_alone_is_left_to_it() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    let edited = |line: &str| json!({ "type": "problem.updated", "id": "PRB-0001", "summary": line });
    says(&rig, "msg_1", edited("Шлюз записи держит соединения, +7 916 123-45-67")).await;
    let room = rig.state(&problem).await.head.room.expect("it has a room");
    let posts = rig.outside.messenger.plain().posts(&room);
    let card =
        posts.iter().rfind(|post| post.pinned && post.message.text.contains("PRB-0001")).expect("the card is pinned");
    let card = &card.message.text;
    assert!(card.contains("Шлюз записи держит соединения") && !card.contains("123-45-67"), "{card}");
    let before = rig.journal(&problem).await.len();
    assert_eq!(
        says(&rig, "msg_1", edited("Шлюз записи держит соединения, +7 916 123-45-67")).await["outcome"],
        "accepted"
    );
    let same = rig.outside.desk.plain().problems();
    assert_eq!(same.len(), 1);
    assert_eq!(rig.journal(&problem).await.len(), before, "the same delivery changes nothing twice");
    let other = says(&rig, "msg_2", json!({ "type": "problem.closed", "id": "PRB-0099" })).await;
    assert_eq!(other, json!({ "outcome": "left_to_the_desk" }));
    cause_found(&mut rig, &problem).await;
    rig.assert_journal(&problem).await;
}

#[tokio::test]
async fn a_problem_that_comes_back_says_so_on_its_record() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    watched(&mut rig, &problem).await;
    rig.minutes(20).await;
    rig.register("SD-2000", crate::told::SERVICE).await;
    let change = rig.outside.desk.plain().problem_changes("PRB-0001").remove(0);
    assert_eq!(change.act, DeskAct::Comment);
    assert!(change.text.contains("SD-2000"), "{}", change.text);
}

/// The desk is asked: the problem's record stands so, and somebody or Nabat changed it last.
async fn stands(rig: &Rig, number: u32, closed: bool, ours: bool) {
    let fields = Map::from_iter([("id".to_owned(), json!("PRB-0001"))]);
    let (id, about, at) = ("PRB-0001".into(), NewsOf::Problem, rig.env.now());
    let stamp = format!("stamp-{number}");
    rig.reconciled(DeskNews { id, about, stamp, at, fields, closed, ours, made_by_nabat: true }).await;
}

#[tokio::test]
async fn what_a_desk_does_not_tell_of_a_problem_is_found_when_it_is_asked() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    rig.answer(&problem, "lead", "accepted").await;
    stands(&rig, 1, false, false).await;
    assert!(done(&rig).is_empty(), "a word written there is no news");
    stands(&rig, 2, true, false).await;
    stands(&rig, 2, true, false).await;
    assert_eq!(done(&rig), [DeskAct::Reopen], "closed by hand, heard once");
    assert!(rig.room(&problem).await.contains("но проблема не закончена"));
    stands(&rig, 3, false, true).await;
    stands(&rig, 4, true, false).await;
    assert_eq!(done(&rig), [DeskAct::Reopen, DeskAct::Reopen], "closed once more it is news again");
    rig.assert_journal(&problem).await;
}

#[tokio::test]
async fn what_nabat_is_about_to_do_to_a_problems_record_is_not_taken_for_somebodys_act() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    watched(&mut rig, &problem).await;
    let end = watched_until(&rig.state(&problem).await).expect("it is watched");
    until(&rig, end).await;
    rig.outside.desk.plain().fail(1, &CallError::Transient("down".to_owned()));
    rig.answer(&problem, "lessons", "Проверить соединения у соседних шлюзов").await;
    assert_eq!(rig.state(&problem).await.head.standing, Standing::Closed);
    // Still open there, and somebody wrote a word: the closing waits.
    stands(&rig, 1, false, false).await;
    assert_eq!(rig.state(&problem).await.head.standing, Standing::Closed);
    rig.minutes(1).await;
    stands(&rig, 2, true, true).await;
    assert_eq!((done(&rig), rig.state(&problem).await.head.standing), (vec![DeskAct::Close], Standing::Closed));
    // Opened again by hand, it is led again.
    stands(&rig, 3, false, false).await;
    assert_eq!(rig.state(&problem).await.head.standing, Standing::Open);
    rig.assert_journal(&problem).await;
}

#[tokio::test]
async fn a_problem_no_incident_was_closed_with_stays_the_desks() {
    let rig = Rig::new().await;
    stands(&rig, 1, true, false).await;
    assert!(done(&rig).is_empty());
    let case = IncidentId::of_problem(&rig.product, &"PRB-0001".into());
    let state = nabat_kit::incident::load(rig.env.table.as_ref(), &rig.product, &case).await;
    assert_eq!(state, Ok(None));
}
