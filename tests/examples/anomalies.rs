//! Compares rankings of recorded failures: ours, N-Sigma, BARO's scorer; and measures ours against a sort.
//!
//! `anomalies [--json] DATA_DIR`: the folder has `cases.json`, `labels.json` and `cases/CASE.csv.gz`
//! (or `CASE.csv.gz` beside the two). Ends with 1 if a bound is broken.

#[path = "../src/anomalies/mod.rs"]
mod anomalies;

use anomalies::report::Report;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let json = arguments.iter().any(|argument| argument == "--json");
    let Some(folder) = arguments.iter().find(|argument| !argument.starts_with("--")) else {
        eprintln!("anomalies: the folder with cases.json and labels.json is missing");
        return ExitCode::from(2);
    };
    let report = match anomalies::case::read_all(Path::new(folder)) {
        Ok(cases) => Report::of(folder.clone(), &cases),
        Err(wrong) => {
            eprintln!("anomalies: {wrong:#}");
            return ExitCode::from(2);
        }
    };
    if json {
        println!("{}", report.json());
    } else {
        print!("{report}");
    }
    if report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
