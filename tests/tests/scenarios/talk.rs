//! Talk that may have been meant as an answer: asked about once, with two buttons.

use crate::told::opened;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{IncidentId, PromptId};
use nabat_domain::incident::{Done, Value};
use nabat_kit::port::{Button, Said};
use nabat_tests::rig::Rig;

/// The engineer types a sentence while "what changed" is open; gives the buttons below the question back.
async fn asked_whether(rig: &mut Rig, incident: &IncidentId) -> Vec<Button> {
    let engineer = rig.holder(incident, Role::DutyEngineer).await;
    rig.say(incident, &engineer, "Вечером обновили шлюз записи пациентов").await;
    let room = rig.state(incident).await.head.room.expect("the incident has a room");
    let posts = rig.outside.messenger.plain().posts(&room);
    let question = posts.iter().rfind(|post| post.message.text.contains("записать это как ответ?"));
    question.expect("the bot asks whether that was the answer").message.buttons.clone()
}

async fn press(rig: &Rig, incident: &IncidentId, button: &Button, id: &str) {
    let engineer = rig.holder(incident, Role::DutyEngineer).await;
    let said = Said::Button { prompt: button.prompt.clone(), answer: button.answer.clone() };
    assert_eq!(rig.deliver_as(incident, &engineer, said, id).await, http::StatusCode::ACCEPTED);
}

#[tokio::test]
async fn a_yes_pressed_below_the_question_records_the_words_said_before() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let changed = rig.prompt(&incident, "changed").await.id;
    let buttons = asked_whether(&mut rig, &incident).await;
    let labels: Vec<&str> = buttons.iter().map(|button| button.label.as_str()).collect();
    assert_eq!(labels, ["Да", "Нет"]);
    assert!(buttons.iter().all(|button| button.prompt == PromptId::new(format!("{incident}/{changed}"))));
    let said = rig.state(&incident).await.steps.questioned[&changed].clone().expect("what was said is kept");
    press(&rig, &incident, &buttons[0], "press-yes").await;
    assert!(!rig.asks(&incident, "changed").await, "the step is answered");
    let state = rig.state(&incident).await;
    let Some(Done::Answered(answer)) = state.steps.done.get("changed") else { panic!("answered by the press") };
    assert_eq!(answer.value, Value::Text { text: said }, "by the words of before");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_yes_pressed_after_a_no_is_no_answer() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let buttons = asked_whether(&mut rig, &incident).await;
    press(&rig, &incident, &buttons[1], "press-no").await;
    assert!(rig.asks(&incident, "changed").await, "talk leaves the step open");
    press(&rig, &incident, &buttons[0], "press-yes-late").await;
    assert!(rig.asks(&incident, "changed").await, "the late yes means words that were dropped");
    let state = rig.state(&incident).await;
    assert!(!matches!(state.steps.done.get("changed"), Some(Done::Answered(_))));
    // The real answer is taken at once afterwards.
    rig.answer(&incident, "changed", "Ничего не меняли, проверили журнал работ").await;
    assert!(!rig.asks(&incident, "changed").await);
    rig.assert_journal(&incident).await;
}
