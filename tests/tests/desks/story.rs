//! An incident that begins in a real Roundup: taken from it, told there, closed by hand too early, opened again.

use crate::roundup::{Stage, fields, settings};
use anyhow::ensure;
use nabat::clocks::MachineClock;
use nabat_connectors::desk::roundup::Roundup;
use nabat_domain::ids::{ConnectionId, IncidentId};
use nabat_kit::port::{Clock as _, Desk};
use nabat_kit::refused::waiting;
use nabat_tests::desk_suite::DeskStage as _;
use nabat_tests::rig::Rig;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

#[tokio::test]
async fn what_is_done_in_the_desk_is_heard_and_answered_there() -> anyhow::Result<()> {
    let (stage, mut rig) = (Stage::start()?, Rig::new().await);
    let desk = Arc::new(Roundup::new(settings(&stage.peer.base(), fields()), "nabat-pass")?);
    let connection = ConnectionId::from("builtin");
    rig.env.desks = Arc::new(BTreeMap::from([(connection, desk.clone() as Arc<dyn Desk>)]));
    // The desk has the machine's time.
    rig.outside.clock.move_to(MachineClock.now());
    let heard = async |rig: &Rig| rig.follows(desk.as_ref()).await;
    // Closed before anybody heard of it: nobody's incident.
    let over = stage.register("Was over at once", "appointments", "book").await?;
    stage.set(over.as_str(), &json!({ "status": "closed" })).await?;
    // What the catalogue does not know is kept for people, as if the desk had sent it.
    stage.register("Crews cannot be assigned", "dispatch", "assign-crew").await?;
    let record = stage.register("Patients cannot book", "appointments", "book").await?;
    heard(&rig).await?;
    assert!(
        nabat_kit::incident::load(
            rig.env.table.as_ref(),
            &rig.product,
            &IncidentId::of_desk_record(&rig.product, &over)
        )
        .await?
        .is_none()
    );
    assert_eq!(waiting(&rig.env, &rig.product, 10).await?.len(), 1);
    let incident = IncidentId::of_desk_record(&rig.product, &record);
    let state = rig.state(&incident).await;
    assert_eq!(
        (state.head.service.as_str(), state.head.url),
        ("appointments", Some(format!("{}/{record}", stage.peer.base())))
    );
    ensure!(state.head.room.is_some(), "the chat is made");
    // Heard once more, and after Nabat's own words on it: nothing new.
    let events = rig.journal(&incident).await.len();
    heard(&rig).await?;
    heard(&rig).await?;
    assert_eq!(rig.journal(&incident).await.len(), events);
    assert_eq!(waiting(&rig.env, &rig.product, 10).await?.len(), 1);
    // Closing by hand does not end it: the desk hears what is missing.
    let before = stage.shown(&record).await.words.len();
    stage.set(record.as_str(), &json!({ "status": "closed" })).await?;
    heard(&rig).await?;
    let shown = stage.shown(&record).await;
    ensure!(shown.open && shown.words.len() == before + 1, "{shown:?}");
    rig.assert_journal(&incident).await;
    Ok(())
}
