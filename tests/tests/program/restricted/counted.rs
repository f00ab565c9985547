//! Not even a number tells whoever it is not for that a restricted incident is open.

use super::{STRANGERS, Stage};

#[tokio::test]
async fn no_number_of_a_page_or_of_the_metrics_counts_it_for_others() {
    let stage = Stage::set().await;
    let manager = stage.person(super::MANAGER).await;
    let (_, page) = manager.reads("/?from=999999").await;
    assert!(page.contains("/?from=0"), "one stands before for those it is for: {page}");
    for stranger in STRANGERS {
        let (status, page) = stage.person(stranger).await.reads("/?from=999999").await;
        assert!(status == 200 && !page.contains("?from="), "{stranger}: {page}");
    }
    let open = async |api: &crate::client::Api| {
        let text = String::from_utf8(api.get("/metrics").await.bytes).expect("text");
        let line = text.lines().find(|line| line.starts_with("nabat_incidents_open{")).map(str::to_owned);
        let refused = text.lines().find(|line| line.starts_with("nabat_registrations_refused{")).map(str::to_owned);
        let last = |line: Option<String>| line.and_then(|line| line.split(' ').next_back()?.parse::<u32>().ok());
        (last(line), last(refused))
    };
    assert_eq!(open(&stage.admin).await, (Some(0), Some(0)));
    assert_eq!(open(&stage.manager).await, (Some(1), Some(1)));
}
