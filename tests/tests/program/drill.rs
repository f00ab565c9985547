//! `nabat drill`: a drill begins in a server that runs, through its table, and counts nowhere.

use crate::client::Grant;
use crate::host::{Data, Host, printed, run};
use crate::samples::PRODUCT;
use serde_json::Value;

#[tokio::test]
async fn a_drill_begins_beside_the_host_and_counts_nowhere() {
    let data = Data::new();
    let host = Host::start(&data);
    let folder = data.text();
    let drill = |more: &[&str]| run(&[&["drill", PRODUCT, "--data", &folder], more].concat());
    let begun = drill(&["--service", "dispatch", "--record", "SD-1", "--began-minutes-ago", "10"]);
    assert!(begun.status.success(), "{}", printed(&begun));
    let again = drill(&["--service", "dispatch", "--record", "SD-1"]);
    assert!(!again.status.success() && printed(&again).contains("is an incident already"), "{}", printed(&again));
    for (refused, why) in [
        (drill(&["--service", "dispach"]), "dispach"),
        (drill(&["--service", "dispatch", "--function", "fly"]), "fly"),
        (run(&["drill", "nowhere", "--data", &folder]), "no product"),
    ] {
        assert!(!refused.status.success() && printed(&refused).contains(why), "{}", printed(&refused));
    }
    let api = host.api(&data, &Grant { product: PRODUCT, role: "head", act_as: false });
    let incidents = api.all(&format!("/api/{PRODUCT}/incidents")).await;
    assert_eq!(incidents.len(), 1, "{incidents:?}");
    let id = incidents[0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(api.incident(PRODUCT, &id).await["drill"], true);
    let figures = run(&[
        "reliability",
        "--product",
        PRODUCT,
        "--from",
        "2020-01-01",
        "--to",
        "2100-01-01",
        "--json",
        "--data",
        &folder,
    ]);
    let figures: Value = serde_json::from_slice(&figures.stdout).unwrap_or_else(|_| panic!("{}", printed(&figures)));
    assert_eq!(figures["failure_seconds"], 0, "it began ten minutes ago and counts nowhere: {figures}");
}
