//! `nabat anomalies --cases` on our own recordings: right, blind, and in the scorers' format.

use crate::host::{Data, printed, run};
use serde_json::{Value, json};
use std::path::PathBuf;

fn fixtures() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/anomalies"))
}

fn read(name: &str) -> Value {
    let text = std::fs::read(fixtures().join(name)).expect("the fixture is there");
    serde_json::from_slice(&text).expect("it is JSON")
}

/// Rankings of these cases, as the program writes them.
fn rankings(cases: &Value, mode: &str) -> Result<Value, String> {
    let folder = Data::new();
    std::fs::create_dir_all(folder.text()).expect("a folder");
    let (told, out) = (format!("{}/cases.json", folder.text()), format!("{}/out.json", folder.text()));
    std::fs::write(&told, cases.to_string()).expect("it can be written");
    let data = fixtures().to_string_lossy().into_owned();
    let ran = run(&["anomalies", "--cases", &told, "--data", &data, "--mode", mode, "--out", &out]);
    if !ran.status.success() {
        return Err(printed(&ran));
    }
    Ok(serde_json::from_slice(&std::fs::read(&out).expect("it was written")).expect("it is JSON"))
}

#[test]
fn the_culprit_is_first_in_every_invented_case() {
    for mode in ["blind", "oracle"] {
        let ranked = rankings(&read("cases.json"), mode).expect("it runs");
        let labels = read("labels.json");
        let labels = labels.as_array().expect("a list");
        assert_eq!(ranked.as_array().map(Vec::len), Some(labels.len()));
        for (one, label) in ranked.as_array().expect("a list").iter().zip(labels) {
            assert_eq!(one["case"], label["case"]);
            assert_eq!(one["services"][0], label["root_services"][0], "{mode} {}", one["case"]);
            assert_eq!(one["metrics"][0], label["root_metrics"][0], "{mode} {}", one["case"]);
        }
    }
}

#[test]
fn blind_knows_the_registration_alone() {
    let told = read("cases.json");
    let mut bare = told.clone();
    for one in bare.as_array_mut().expect("a list") {
        let fields = one.as_object_mut().expect("an object");
        fields.remove("onset_at");
        fields.remove("window_end");
    }
    assert_eq!(rankings(&bare, "blind"), rankings(&told, "blind"));
    let refused = rankings(&bare, "oracle").expect_err("the onset is missing");
    assert!(refused.contains("onset_at"), "{refused}");
}

#[test]
fn a_case_without_samples_is_named() {
    let refused = rankings(&json!([{ "case": "nowhere", "step_s": 60, "registered_at": 1 }]), "blind");
    assert!(refused.as_ref().is_err_and(|told| told.contains("nowhere")), "{refused:?}");
}
