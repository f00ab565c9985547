//! The table is away for ten minutes: nothing is answered 2xx while nothing can be kept, and what its sender sends again
//! afterwards happens once, as if it had been sent for the first time then.

use crate::crashes::left;
use crate::phases::all;
use nabat_kit::port::{Clock as _, Said};
use nabat_tests::rig::Rig;

/// How long it is away.
const MINUTES: i64 = 10;

/// Where people write; each has a door of its own.
const MESSENGERS: [&str; 6] = ["builtin", "matrix", "mattermost", "slack", "telegram", "express"];

#[tokio::test]
async fn promise_01_no_2xx_while_the_table_is_away_and_everything_once_when_it_is_back() {
    for phase in all().await {
        let outside = phase.rig.outside.fork();
        let rig = Rig::of(outside.clone()).await;
        outside.table.goes_away();
        for minute in 0..MINUTES {
            assert!(!phase.send(&rig).await, "{}: taken in minute {minute}", phase.name);
            rig.minutes(1).await;
        }
        outside.table.is_back();
        // What would be left had it never been sent before.
        phase.rig.outside.clock.move_to(outside.clock.now());
        let expected = left(&phase, &phase.carry_through(phase.rig.outside.fork()).await, "never away").await;
        let back = phase.carry_through(outside).await;
        assert_eq!(left(&phase, &back, "away for ten minutes").await, expected, "{}", phase.name);
    }
}

#[tokio::test]
async fn promise_01_no_2xx_to_an_alert_while_the_table_is_away() {
    let rig = Rig::registering_alerts(&[("severity", "critical")]).await;
    rig.outside.table.goes_away();
    for _ in 0..MINUTES {
        // Nor is a token called wrong that nobody can look up.
        assert_eq!(rig.alert("appointments", "book").await.status().as_u16(), 503);
        rig.minutes(1).await;
    }
    rig.outside.table.is_back();
    assert!(rig.alert("appointments", "book").await.status().is_success());
    rig.minutes(2).await;
    assert_eq!((rig.incidents().await, rig.outside.desk.plain().incidents().len()), (1, 1));
}

#[tokio::test]
async fn promise_01_no_2xx_to_a_messenger_while_the_table_is_away() {
    for messenger in MESSENGERS {
        let rig = Rig::over(messenger).await;
        let incident = rig.register("SD-1", "appointments").await;
        let prompt = rig.prompt(&incident, "accept").await;
        let holder = prompt.holder.clone().expect("somebody holds it");
        let prompt = format!("{incident}/{}", prompt.id).as_str().into();
        let pressed = Said::Button { prompt, answer: "accepted".to_owned() };
        rig.outside.table.goes_away();
        // What is sent again as it was is good for a minute at least, and for no longer at eXpress.
        for minutes in 0..2 {
            rig.minutes(minutes).await;
            let status = rig.deliver_as(&incident, &holder, pressed.clone(), "act").await;
            assert_eq!(status.as_u16(), 503, "{messenger} after {minutes} minutes: nothing is kept");
        }
        rig.outside.table.is_back();
        assert!(rig.state(&incident).await.answer("accept").is_none(), "{messenger}: nothing was done meanwhile");
        let status = rig.deliver_as(&incident, &holder, pressed, "act").await;
        rig.minutes(1).await;
        assert!(status.is_success(), "{messenger} answered {status}");
        let answered =
            rig.journal(&incident).await.into_iter().filter(|event| event.bytes.contains("\"type\":\"answered\""));
        assert_eq!(answered.count(), 1, "{messenger}");
        rig.assert_journal(&incident).await;
    }
}
