//! `nabat reliability` and `nabat import`: the worked example, known answers, a history in the store.

use crate::host::{Data, Host, printed, run};
use serde_json::Value;
use std::path::{Path, PathBuf};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/reliability");

fn file(name: &str) -> String {
    format!("{FIXTURES}/{name}")
}

/// Figures as JSON.
fn figures(arguments: &[&str]) -> Value {
    let ran = run(&[&["reliability"], arguments, &["--json"]].concat());
    assert!(ran.status.success(), "{}", printed(&ran));
    serde_json::from_slice(&ran.stdout).expect("one JSON object")
}

fn june(more: &[&str]) -> Value {
    let outages = file("june.csv");
    let asked = ["--outages", &outages, "--from", "2026-06-01", "--to", "2026-07-01", "--zone", "Europe/Moscow"];
    figures(&[&asked, more].concat())
}

fn close(value: &Value, wanted: f64) {
    let found = value.as_f64().expect("a number");
    assert!((found - wanted).abs() < 5e-7, "{found} is not {wanted}");
}

#[test]
fn the_worked_example() {
    let works = file("works.csv");
    let excluded = june(&["--works", &works]);
    close(&excluded["reliability"], 0.993_733);
    assert_eq!(excluded["failure_seconds"], 16_200);
    assert_eq!(excluded["period_seconds"], 718 * 3_600);
    let counted = june(&["--works", &works, "--count-works"]);
    close(&counted["reliability"], 0.990_972);
    assert_eq!(counted["failure_seconds"], 23_400);
    let shares: Vec<_> = excluded["services"].as_array().expect("a list").iter().collect();
    let told = |part: &str| shares.iter().map(|one| one[part].as_i64().expect("seconds")).collect::<Vec<_>>();
    assert_eq!(told("exclusive_seconds"), [3_600, 3_600, 3_600, 1_800]);
    assert_eq!(told("shared_seconds"), [5_400, 5_400, 3_600, 1_800]);
    assert_eq!(told("outages"), [1, 1, 1, 1]);
}

/// Names are a promise to whoever reads them by a program: none is missing, none is spelt otherwise.
#[test]
fn json_carries_the_names_that_were_promised() {
    let told = june(&["--target", "0.985", "--by", "contractor", "--compare", "2026-05-01", "2026-06-01"]);
    let keys = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    for name in
        ["reliability", "failure_seconds", "period_seconds", "services", "allowed", "intervals_sha256", "contractors"]
    {
        assert!(keys(&told).iter().any(|key| key == name), "{name} is missing among {:?}", keys(&told));
    }
    let mut service = keys(&told["services"][0]);
    service.sort();
    let promised = ["availability", "exclusive_seconds", "failure_seconds", "outages", "service", "shared_seconds"];
    assert_eq!(service, promised);
    for name in ["seconds", "spent_seconds", "left_seconds", "burn_rate", "exhausted_on"] {
        assert!(keys(&told["allowed"]).iter().any(|key| key == name), "allowed.{name} is missing");
    }
    close(&told["services"][0]["availability"], 1.0 - 7_200.0 / 2_592_000.0);
    assert!(told["compare"]["reliability"].is_number() && told["compare"]["less_failure_seconds"].is_number());
}

/// A spreadsheet runs nothing of a name somebody chose: it is refused coming in, and told with its line.
#[test]
fn a_formula_for_a_name_reaches_no_spreadsheet() {
    let data = Data::new();
    std::fs::create_dir_all(data.path()).expect("a folder");
    let bad = data.path().join("formula.csv");
    let text = std::fs::read_to_string(file("june.csv")).expect("the fixture");
    let rows = "i-6,=cmd|'/c calc'!A1,,2026-06-12T10:00:00Z,2026-06-12T11:00:00Z,3,\n";
    std::fs::write(&bad, format!("{text}{rows}")).expect("the disk");
    let bad = bad.to_str().expect("text").to_owned();
    let asked =
        ["reliability", "--outages", &bad, "--from", "2026-06-01", "--to", "2026-07-01", "--csv", "--skip-refused"];
    let ran = run(&asked);
    assert!(ran.status.success() && printed(&ran).contains("line 6: refused: a formula"), "{}", printed(&ran));
    assert!(!String::from_utf8_lossy(&ran.stdout).contains("cmd|"), "{}", printed(&ran));
}

#[test]
fn allowed_failure_time_is_told() {
    let allowed = &june(&["--target", "0.985"])["allowed"];
    assert_eq!(allowed["seconds"], 38_880);
    assert_eq!(allowed["spent_seconds"], 23_400);
    assert_eq!(allowed["left_seconds"], 15_480);
    close(&allowed["burn_rate"], 23_400.0 / 38_880.0);
    assert_eq!(allowed["exhausted_on"], Value::Null);
    // 16 minutes are allowed; the first half hour of June spends them.
    assert_eq!(june(&["--target", "0.9996"])["allowed"]["exhausted_on"], "2026-06-01");
}

#[test]
fn every_form_says_the_same() {
    let outages = file("june.csv");
    let asked = ["reliability", "--outages", &outages, "--from", "2026-06-01", "--to", "2026-07-01", "--zone"];
    let said = |form: &[&str]| {
        let ran = run(&[&asked[..], &["Europe/Moscow"], form].concat());
        assert!(ran.status.success(), "{}", printed(&ran));
        String::from_utf8(ran.stdout).expect("text")
    };
    assert!(said(&[]).contains("reliability  99.0972 %"));
    assert!(said(&["--csv"]).contains("(all),4,23400,,23400,2592000,0.990972"));
    let metrics = said(&["--openmetrics"]);
    assert!(metrics.contains("nabat_failure_seconds 23400\n") && metrics.ends_with("# EOF\n"), "{metrics}");
}

/// A public cloud's history with known answers, where this machine has it.
#[test]
fn known_answers() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("NABAT_SHARED").map_or(beside, PathBuf::from);
    let path = folder.join("outages/cloud-2018-2020.csv");
    if !path.exists() {
        println!("{} is not there: our own fixture was asked instead", path.display());
        return the_worked_example();
    }
    println!("asked {}", path.display());
    let path = path.to_str().expect("text").to_owned();
    for (from, to, wanted) in [("2018", "2019", 0.987_831), ("2019", "2020", 0.973_406), ("2020", "2021", 0.968_382)] {
        let (from, to) = (format!("{from}-01-01"), format!("{to}-01-01"));
        close(&figures(&["--outages", &path, "--from", &from, "--to", &to])["reliability"], wanted);
    }
}

#[test]
fn refused_rows_keep_figures_from_being_told() {
    let data = Data::new();
    std::fs::create_dir_all(data.path()).expect("a folder");
    let bad = data.path().join("bad.csv");
    let text = std::fs::read_to_string(file("june.csv")).expect("the fixture");
    std::fs::write(&bad, format!("{text}i-5,A,,2026-06-12T10:00:00Z,2026-06-12T09:00:00Z,3,\n")).expect("the disk");
    let bad = bad.to_str().expect("text").to_owned();
    let asked = ["reliability", "--outages", &bad, "--from", "2026-06-01", "--to", "2026-07-01", "--json"];
    let ran = run(&asked);
    assert!(!ran.status.success());
    let told: Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    assert_eq!(told["refused"][0]["line"], 6);
    assert!(String::from_utf8_lossy(&ran.stderr).contains("line 6: refused: ends before it starts"));
    let skipped = run(&[&asked[..], &["--skip-refused"]].concat());
    assert!(skipped.status.success(), "{}", printed(&skipped));
    let told: Value = serde_json::from_slice(&skipped.stdout).expect("JSON");
    assert_eq!(told["file"]["refused"], 1);
}

#[tokio::test]
async fn an_imported_history_counts_and_may_be_imported_again() {
    let data = Data::new();
    let _host = Host::start(&data);
    let (folder, outages) = (data.text(), file("june.csv"));
    let import =
        |more: &[&str]| run(&[&["import", &outages, "--product", "clinics", "--data", &folder], more].concat());
    let asked = ["--data", &folder, "--product", "clinics", "--from", "2026-06-01", "--to", "2026-07-01"];

    let refused = import(&[]);
    assert!(!refused.status.success() && printed(&refused).contains("the catalogue has no service `A`"));
    assert_eq!(figures(&asked)["outages"], 0);
    let keep = ["--unknown-services", "keep"];
    let dry = import(&[&keep[..], &["--dry-run"]].concat());
    assert!(dry.status.success() && printed(&dry).contains("would be imported"), "{}", printed(&dry));
    assert_eq!(figures(&asked)["outages"], 0);

    for told in ["4 outages imported", "nothing changes"] {
        let imported = import(&keep);
        assert!(imported.status.success() && printed(&imported).contains(told), "{}", printed(&imported));
        // The product's own policy leaves out the works it announced.
        let counted = figures(&[&asked[..], &["--count-works"]].concat());
        close(&counted["reliability"], 0.990_972);
        let figures = figures(&asked);
        close(&figures["reliability"], 0.993_733);
        assert_eq!(figures["zone"], "Europe/Moscow");
        assert_eq!(figures["outages"], 4);
    }
    let publish = |person: &str| run(&[&["reliability", "publish", "--person", person], &asked[..]].concat());
    let refused = publish("e1155");
    assert!(!refused.status.success(), "who may not publish does not: {}", printed(&refused));
    let published = publish("e5001");
    assert!(published.status.success() && printed(&published).contains("99.3733 %"), "{}", printed(&published));
}
