//! What a contractor sees: its own part and nothing of terms, overruns, or another contractor.

use super::{at_fault, closed, handed_over, matter};
use nabat_domain::catalogue::Role;
use nabat_domain::incident::overruns;
use nabat_tests::rig::Rig;

#[tokio::test]
async fn its_objection_stands_beside_the_facts_and_the_closer_hears_it() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = closed(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.direct(&head);
    rig.say_direct(&contractor, "/возражение доступ выдали через час после запроса").await;
    assert_eq!(matter(&rig, &incident).await.objections.len(), 1);
    assert!(rig.direct(&head).contains("доступ выдали через час"));
    let desk = super::record(&rig, &incident).await;
    let changes = format!("{:?}", rig.outside.desk.plain().changes(desk.as_str()));
    assert!(changes.contains("доступ выдали через час"), "{changes}");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn its_own_clock_is_told_directly_and_in_no_room() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = handed_over(&mut rig).await;
    let _ = rig.room(&incident).await;
    rig.say(&incident, &contractor, "/часы").await;
    assert!(rig.room(&incident).await.contains("лично"), "not where others read");
    rig.minutes(3).await;
    rig.direct(&contractor);
    rig.say_direct(&contractor, "/часы").await;
    insta::assert_snapshot!(rig.direct(&contractor));
}

#[tokio::test]
async fn nothing_it_is_told_holds_a_term_or_an_overrun() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = handed_over(&mut rig).await;
    rig.minutes(40).await;
    assert!(overruns(&matter(&rig, &incident).await, rig.env.now()).total().0 > 0, "it is late");
    let (room, direct) = (rig.room(&incident).await, rig.direct(&contractor));
    for told in [room, direct] {
        for word in ["превыш", "штраф", "20 мин", "120 мин", "D-2026"] {
            assert!(!told.contains(word), "{word} is told: {told}");
        }
    }
}

#[tokio::test]
async fn one_contractor_is_not_shown_to_another() {
    let mut rig = Rig::new().await;
    let (incident, first) = handed_over(&mut rig).await;
    rig.answer(&incident, "received", "accepted").await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "/изменить service=lab functions=result").await;
    let second = rig.holder(&incident, Role::Contractor).await;
    assert_ne!(first, second);
    let _ = (rig.room(&incident).await, rig.direct(&engineer), rig.direct(&second));
    rig.answer(&incident, "received", "accepted").await;
    rig.say(&incident, &second, "/запрос доступ к серверу лаборатории").await;
    rig.answer(&incident, "contractor_cause", "Сломан обмен с анализатором").await;
    let room = rig.room(&incident).await;
    assert!(!room.contains("лаборатории") && !room.contains("анализатором"), "{room}");
    assert!(rig.direct(&engineer).contains("лаборатории"), "whoever has to answer hears it");
}

#[tokio::test]
async fn in_english() {
    let mut rig = Rig::speaking(nabat_domain::catalogue::Language::En).await;
    let (_, contractor) = at_fault(&mut rig, "certain").await;
    insta::assert_snapshot!(rig.direct(&contractor));
}
