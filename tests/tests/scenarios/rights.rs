//! Who may put right what is on record.

use crate::told::opened;
use nabat_domain::catalogue::Role;
use nabat_tests::rig::Rig;

#[tokio::test]
async fn times_on_record_are_corrected_by_shift_head_or_process_manager_alone() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let began = rig.state(&incident).await.head.began;
    for role in [Role::FirstLine, Role::DutyEngineer, Role::Contractor] {
        let person = rig.holder(&incident, role).await;
        rig.say(&incident, &person, "/исправить began 13:10; жаловались раньше").await;
        assert_eq!(rig.state(&incident).await.head.began, began, "{role:?} corrects no time");
    }
    let _ = rig.room(&incident).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "/исправить began 13:10; жаловались раньше").await;
    assert!(rig.room(&incident).await.contains("Обратитесь к ним"), "and is told who does");
    let manager = rig.anybody(Role::ProcessManager, &[]);
    for (person, minute) in [(rig.holder(&incident, Role::ShiftHead).await, "13:10"), (manager, "13:05")] {
        rig.say(&incident, &person, &format!("/исправить began {minute}; жаловались раньше")).await;
        let began = rig.state(&incident).await.head.began.in_zone(rig.catalogue.product.zone());
        assert_eq!(began.format("%H:%M").to_string(), minute);
    }
    rig.assert_journal(&incident).await;
}
