//! Closing: exactly one decision, by somebody who may, and not while a mandatory step is open.

use crate::told::{accepted, decide, reported, verified};
use nabat_domain::catalogue::Role;
use nabat_domain::incident::Standing;
use nabat_kit::port::DeskRecordChange;
use nabat_tests::rig::Rig;

#[tokio::test]
async fn closing_is_refused_while_steps_are_open_and_says_what_is_missing() {
    let mut rig = Rig::new().await;
    let incident = verified(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let _ = rig.room(&incident).await;
    rig.say(&incident, &head, "/ответ decision new_problem").await;
    assert_eq!(rig.state(&incident).await.head.decided, None);
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    assert!(rig.room(&incident).await.contains(&rig.name_of(&engineer)), "who owes what is said");
}

#[tokio::test]
async fn closing_without_a_problem_takes_a_comment() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    decide(&mut rig, &incident, "no_problem").await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Open, "a comment is still owed");
    rig.answer(&incident, "comment", "Причина известна и устранена").await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Closed);
    assert!(rig.outside.desk.plain().problems().is_empty());
}

#[tokio::test]
async fn closing_with_a_known_problem_reopens_it_and_an_unknown_one_is_asked_again() {
    let mut rig = Rig::new().await;
    rig.outside.desk.plain().has_problem("PRB-0077", "closed");
    let incident = reported(&mut rig).await;
    decide(&mut rig, &incident, "known_problem").await;
    rig.answer(&incident, "problem", "PRB-9999").await;
    assert!(rig.asks(&incident, "problem").await, "the desk has no such problem");
    let holder = rig.prompt(&incident, "problem").await.holder.expect("somebody holds it");
    for talk in ["14:05", "смотрю 77", "тест"] {
        rig.say(&incident, &holder, talk).await;
        assert!(rig.asks(&incident, "problem").await, "{talk:?} is no number of a problem");
    }
    // A number alone, without a reply or a command.
    rig.say(&incident, &holder, "PRB-0077").await;
    let state = rig.state(&incident).await;
    assert_eq!(state.head.standing, Standing::Closed);
    assert_eq!(state.head.problem.as_ref().map(|problem| problem.as_str()), Some("PRB-0077"));
    assert_eq!(rig.outside.desk.plain().problems()[0].state, "open");
    let told = rig.room(&incident).await;
    assert!(told.contains("http://nabat.test/problems/PRB-0077"), "an address one can follow: {told}");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn two_decisions_in_the_same_second_make_one() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    let manager = rig.anybody(Role::ProcessManager, &[]);
    let prompt = rig.prompt(&incident, "decision").await;
    decide(&mut rig, &incident, "new_problem").await;
    rig.answer_as(&incident, &manager, &prompt, "no_problem").await;
    let decided =
        rig.journal(&incident).await.iter().filter(|event| event.bytes.contains("\"type\":\"decided\"")).count();
    assert_eq!(decided, 1);
}

#[tokio::test]
async fn a_desk_record_closed_by_hand_does_not_end_the_incident() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let mut body = rig.registration("SD-1042", "appointments");
    body["type"] = "incident.closed".into();
    rig.desk("msg_closed", &body).await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Open);
    let reopened = rig.outside.desk.plain().changes("SD-1042");
    assert!(reopened.iter().any(|change| matches!(change, DeskRecordChange::Reopen { .. })));
}

#[tokio::test]
async fn only_the_process_manager_annuls_a_false_alarm() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let manager = rig.anybody(Role::ProcessManager, &[]);
    rig.say(&incident, &head, "/аннулировать ложная тревога мониторинга").await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Open);
    rig.say(&incident, &manager, "/аннулировать ложная тревога мониторинга").await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Annulled);
}
