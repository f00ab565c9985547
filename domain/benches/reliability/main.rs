//! Measures the figures of a million outages against bare yardsticks in the same run; ends with 1 if a
//! bound is broken. `[--json] [--once] [--outages N] [--turns N]`; `--once` leaves ten times as many out.

mod bare;
mod estate;
mod measure;
mod others;
mod report;
mod stopwatch;

use std::process::ExitCode;

/// Outages where nothing is said.
const OUTAGES: usize = 1_000_000;

/// Turns where nothing is said; the best one counts, being the one neighbours on the machine disturbed
/// least.
const TURNS: usize = 7;

fn main() -> ExitCode {
    let (mut json, mut once, mut outages, mut turns) = (false, false, OUTAGES, TURNS);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => json = true,
            "--once" => once = true,
            "--outages" => match arguments.next().and_then(|number| number.parse().ok()) {
                Some(number) => outages = number,
                None => return wrong("--outages takes a number"),
            },
            "--turns" => match arguments.next().and_then(|number| number.parse().ok()).filter(|turns| *turns > 0) {
                Some(number) => turns = number,
                None => return wrong("--turns takes a number from 1"),
            },
            // What cargo adds by itself.
            "--bench" => {}
            _ => return wrong(&format!("{argument} is unknown")),
        }
    }
    let report = report::Report::of(outages, turns, once);
    if json {
        println!("{}", report.json());
    } else {
        print!("{report}");
        println!("{}", report.figure());
        // In the words of cargo's own tests, which the table of proofs reads; what does not hold is measured again.
        if report.holds() {
            println!("test bench::figures_keep_to_their_yardsticks ... ok");
        }
    }
    if report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn wrong(what: &str) -> ExitCode {
    eprintln!("reliability: {what}");
    ExitCode::from(2)
}
