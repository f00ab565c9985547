//! `nabat anomalies --cases`: right, blind, in the scorers' format; on our own recordings, and on the
//! labelled failures of other people's systems where they are.

use crate::host::{Data, printed, run};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

fn fixtures() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/anomalies"))
}

fn read(name: &str) -> Value {
    let text = std::fs::read(fixtures().join(name)).expect("the fixture is there");
    serde_json::from_slice(&text).expect("it is JSON")
}

/// Rankings of these cases of ours, as the program writes them.
fn rankings(cases: &Value, mode: &str) -> Result<Value, String> {
    rankings_of(cases, &fixtures(), mode)
}

/// Rankings of cases whose samples are in a folder.
fn rankings_of(cases: &Value, data: &Path, mode: &str) -> Result<Value, String> {
    let folder = Data::new();
    std::fs::create_dir_all(folder.text()).expect("a folder");
    let (told, out) = (format!("{}/cases.json", folder.text()), format!("{}/out.json", folder.text()));
    std::fs::write(&told, cases.to_string()).expect("it can be written");
    let data = data.to_string_lossy().into_owned();
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

/// The samples of a case, unpacked.
fn samples(case: &str) -> String {
    let file = std::fs::File::open(fixtures().join(format!("{case}.csv.gz"))).expect("the fixture is there");
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).expect("it unpacks");
    text
}

/// Writes samples of a case, packed.
fn write(folder: &Path, case: &str, text: &str) {
    let file = std::fs::File::create(folder.join(format!("{case}.csv.gz"))).expect("the disk");
    let mut packed = GzEncoder::new(file, Compression::fast());
    packed.write_all(text.as_bytes()).and_then(|()| packed.finish().map(|_| ())).expect("the disk");
}

#[test]
fn blind_reads_no_row_after_the_registration() {
    let cases = read("cases.json");
    let (cut, other) = (Data::new(), Data::new());
    for folder in [&cut, &other] {
        std::fs::create_dir_all(folder.path()).expect("a folder");
    }
    for case in cases.as_array().expect("a list") {
        let name = case["case"].as_str().expect("a name");
        let registered = case["registered_at"].as_i64().expect("a moment");
        let text = samples(name);
        let at = |row: &str| row.split(',').next().and_then(|time| time.parse::<f64>().ok());
        let is_known = |row: &&str| at(row).is_none_or(|at| at <= registered as f64);
        let known: Vec<&str> = text.lines().filter(is_known).collect();
        write(&cut.path(), name, &format!("{}\n", known.join("\n")));
        // The row of the registration itself counts; of later ones not a cell can even be read.
        let columns = known[0].split(',').count() - 1;
        let later = (1..30).map(|n| format!("{}{}\n", registered + n, ",no number".repeat(columns)));
        write(&other.path(), name, &format!("{}\n{}", known.join("\n"), later.collect::<String>()));
    }
    let told = rankings(&cases, "blind").expect("it runs");
    assert_eq!(rankings_of(&cases, &cut.path(), "blind"), Ok(told.clone()), "what came later changes nothing");
    assert_eq!(rankings_of(&cases, &other.path(), "blind"), Ok(told), "nor is it read");
    assert!(rankings_of(&cases, &other.path(), "oracle").is_err(), "told the end, the rows up to it are read");
}

/// Avg@5 of each system, and their plain mean.
fn averages(ranked: &Value, labels: &Value, list: &str, answers: &str) -> BTreeMap<String, f64> {
    let mut systems: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for label in labels.as_array().expect("a list") {
        let (right, ranked) = (label[answers].as_array().expect("answers"), ranked.as_array().expect("a list"));
        if right.is_empty() {
            continue;
        }
        let ranking = ranked.iter().find(|one| one["case"] == label["case"]).map(|one| &one[list]);
        let place =
            ranking.and_then(Value::as_array).and_then(|names| names.iter().position(|name| right.contains(name)));
        let hits = place.map_or(0.0, |place| 5_usize.saturating_sub(place) as f64 / 5.0);
        systems.entry(label["system"].as_str().expect("a system").to_owned()).or_default().push(hits);
    }
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len() as f64;
    let mut told: BTreeMap<String, f64> = systems.iter().map(|(system, hits)| (system.clone(), mean(hits))).collect();
    told.insert("macro".to_owned(), mean(&told.values().copied().collect::<Vec<_>>()));
    told
}

/// Labelled failures of other people's systems, where this machine has them; `scripts/bench anomalies` says more.
#[test]
fn recorded_failures_are_found_as_well_as_is_said() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("NABAT_SHARED").map_or(beside, PathBuf::from).join("rca-dev");
    let read = |name: &str| std::fs::read(folder.join(name)).ok().and_then(|text| serde_json::from_slice(&text).ok());
    let (Some(cases), Some(labels)) = (read("cases.json"), read("labels.json")) else {
        println!("{} is not there: our own cases were asked instead", folder.display());
        return the_culprit_is_first_in_every_invented_case();
    };
    let ranked = rankings_of(&cases, &folder.join("cases"), "blind").expect("it runs");
    let services = averages(&ranked, &labels, "services", "root_services");
    let metrics = averages(&ranked, &labels, "metrics", "root_metrics");
    println!("asked {}: services {services:.3?}, series {:.3}", folder.display(), metrics["macro"]);
    let petshop: Vec<f64> = services.iter().filter(|one| one.0.starts_with("petshop")).map(|one| *one.1).collect();
    let figures = [
        ("services", services["macro"], 0.68),
        ("Sock Shop", services["sock-shop"], 0.98),
        ("Online Boutique", services["online-boutique"], 0.86),
        ("PetShop", petshop.iter().sum::<f64>() / petshop.len() as f64, 0.62),
        ("Train Ticket", services["train-ticket"], 0.20),
        ("series", metrics["macro"], 0.58),
    ];
    for (what, figure, least) in figures {
        // Sums of fifths are not exact.
        assert!(figure >= least - 1e-9, "{what}: Avg@5 {figure:.3}, at least {least}");
    }
}
