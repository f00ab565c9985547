//! What Nabat made in the desk for a restricted incident is shown to those alone it is for: its words are the incident's.

use super::{MANAGER, PLANTED, STRANGERS, Stage};
use crate::samples::PRODUCT;
use crate::until::until;
use crate::whole::{answer_to, lead_saying};

/// Led to its end with a contractor at fault: the desk gets a record of its own for that.
async fn on_contractor(stage: &Stage) -> String {
    let said = |prompt: &serde_json::Value| match prompt["step"].as_str() {
        Some("fault_service") => "dispatch certain".to_owned(),
        Some("whose_fault") => "contractor".to_owned(),
        _ => answer_to(prompt),
    };
    lead_saying(&stage.manager, PRODUCT, &stage.incident, said).await;
    let manager = stage.person(MANAGER).await;
    until("the contractor's record", async || {
        let (_, list) = manager.reads("/desk").await;
        for rest in list.split("href=\"/desk/").skip(1) {
            let record = rest.split('"').next()?;
            let plain = record.contains('-') && record.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            if plain && record != stage.record && manager.reads(&format!("/desk/{record}")).await.1.contains(PLANTED) {
                return Some(record.to_owned());
            }
        }
        None
    })
    .await
}

#[tokio::test]
async fn a_record_made_for_it_in_the_desk_is_shown_to_those_alone_it_is_for_on_record() {
    let stage = Stage::set().await;
    let record = on_contractor(&stage).await;
    let page = format!("/desk/{record}");
    let reads = stage.manager.all(&format!("/api/{PRODUCT}/incidents/{}/reads", stage.incident)).await;
    assert!(reads.iter().any(|read| read["person"] == MANAGER && read["what"] == page), "{reads:?}");
    for stranger in STRANGERS {
        let person = stage.person(stranger).await;
        for path in [page.as_str(), "/desk", "/desk?words=peony"] {
            let (status, shown) = person.reads(path).await;
            assert!(!shown.contains(PLANTED) && !shown.contains(&record), "{path} tells {stranger}: {shown}");
            assert_eq!(status, if path == page { 404 } else { 200 }, "{path} for {stranger}");
        }
    }
}
