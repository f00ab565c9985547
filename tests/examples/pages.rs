//! Measures the reliability pages over ten years of 300 services, and ends with 1 if a bound is broken.
//!
//! `pages [--json] [--outages N] [--turns N]`

#[path = "../src/pages/mod.rs"]
mod pages;

use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (mut json, mut outages, mut turns) = (false, 36_000, 7);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let wanted = match argument.as_str() {
            "--json" => {
                json = true;
                continue;
            }
            "--outages" => &mut outages,
            "--turns" => &mut turns,
            _ => return wrong(&format!("{argument} is unknown")),
        };
        match arguments.next().and_then(|number| number.parse().ok()).filter(|number| *number > 0) {
            Some(number) => *wanted = number,
            None => return wrong(&format!("{argument} takes a number from 1")),
        }
    }
    let measured = pages::measure::measure(outages, turns).await;
    if json {
        println!("{}", measured.json());
    } else {
        print!("{measured}");
        println!("{}", measured.figure());
    }
    if measured.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn wrong(what: &str) -> ExitCode {
    eprintln!("pages: {what}");
    ExitCode::from(2)
}
