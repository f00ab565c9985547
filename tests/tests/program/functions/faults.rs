//! What happens to deployed functions: bells lost, doubled and out of order, messages nobody can read, a table that
//! is asked too much.

use super::deployed::Deployed;
use super::story::led_to_its_end;
use crate::until::until;

/// So many bells come twice at most.
const DOUBLED: u32 = 30;

#[tokio::test(flavor = "multi_thread")]
async fn bells_that_are_lost_or_come_twice_change_nothing() {
    let deployed = Deployed::start().await;
    let api = deployed.api();
    deployed.recorder.troubles.lose_bells(12);
    deployed.recorder.troubles.double_bells(DOUBLED);
    led_to_its_end(&deployed, &api, "msg_1").await;
    assert_eq!(deployed.recorder.troubles.bells_to_lose(), 0, "bells were lost on the way");
    assert!(deployed.recorder.troubles.bells_to_double() < DOUBLED, "and some came twice");
    deployed.assert_journals_hold();
}

#[tokio::test(flavor = "multi_thread")]
async fn bells_that_overtake_each_other_change_nothing() {
    let deployed = Deployed::start().await;
    let api = deployed.api();
    deployed.recorder.troubles.turn_bells(3);
    led_to_its_end(&deployed, &api, "msg_1").await;
    let turned = deployed.recorder.troubles.turned();
    assert!(turned > 3, "{turned} times three bells came the other way round");
    deployed.assert_journals_hold();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_nobody_can_read_is_buried_and_holds_up_nothing() {
    let deployed = Deployed::start().await;
    let newer = r#"{"schema":9,"bell":{"fax":"clinics"}}"#;
    for queue in ["step-recording", "chat-posting", "webhook-sending"] {
        let ending = if queue == "step-recording" { ".fifo" } else { "" };
        deployed.put(&format!("{queue}{ending}"), newer).await;
        let dead = format!("{queue}-dead{ending}");
        until("the message to be buried", async || (deployed.depth(&dead).await == 1).then_some(())).await;
    }
    let api = deployed.api();
    led_to_its_end(&deployed, &api, "msg_1").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_asked_too_much_is_asked_again() {
    let deployed = Deployed::start().await;
    // More than one call is repeated: those are given up, and what rang comes again.
    for function in ["step-recording", "chat-creation", "chat-posting"] {
        deployed.recorder.troubles.throttle(function, "dynamodb", 6);
    }
    let api = deployed.api();
    led_to_its_end(&deployed, &api, "msg_1").await;
    assert_eq!(deployed.recorder.troubles.calls_to_throttle(), 0, "every one of them was told so");
    deployed.assert_journals_hold();
}
