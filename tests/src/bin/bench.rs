//! Measures the main path against bare yardsticks in the same run; ends with 1 if a bound is broken.
//!
//! `bench [--json] [--registrations N] [--rounds N]`
//! `bench load [--json] [--incidents N] [--rate N] [--turns N]`

#[path = "../bench/mod.rs"]
mod bench;

use bench::report::Report;
use std::process::ExitCode;

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let wanted = match Wanted::read(std::env::args().skip(1)) {
        Ok(wanted) => wanted,
        Err(wrong) => {
            eprintln!("bench: {wrong}");
            return ExitCode::from(2);
        }
    };
    if wanted.load {
        return loaded(&wanted);
    }
    let registration = bench::registration::measure(wanted.registrations);
    let commands = bench::commands::measure(wanted.rounds);
    let report = Report { registration, commands };
    if wanted.json {
        println!("{}", report.json());
    } else {
        print!("{report}");
        println!("{}", report.figure());
        // In the words of cargo's own tests, which the table of proofs reads; what does not hold is measured again.
        if report.holds() {
            println!("test bench::registration_and_commands_keep_to_their_yardsticks ... ok");
        }
    }
    if report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn loaded(wanted: &Wanted) -> ExitCode {
    let load = bench::load::measure(wanted.incidents, wanted.rate, wanted.turns);
    if wanted.json {
        println!("{}", load.json());
    } else {
        print!("{load}");
        println!("{}", load.figure());
        // As above.
        if load.holds() {
            println!("test bench::load_keeps_to_its_yardsticks ... ok");
        }
    }
    if load.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What was asked for on the command line.
struct Wanted {
    json: bool,
    load: bool,
    incidents: usize,
    rate: usize,
    turns: usize,
    registrations: usize,
    rounds: usize,
}

impl Wanted {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut wanted =
            Self { json: false, load: false, incidents: 300, rate: 6, turns: 9, registrations: 300, rounds: 40 };
        while let Some(argument) = arguments.next() {
            let mut number = || {
                let text = arguments.next().unwrap_or_default();
                text.parse::<usize>()
                    .ok()
                    .filter(|number| *number > 0)
                    .ok_or(format!("{argument} takes a number from 1"))
            };
            match argument.as_str() {
                "load" => wanted.load = true,
                "--json" => wanted.json = true,
                "--incidents" => wanted.incidents = number()?,
                "--rate" => wanted.rate = number()?,
                "--turns" => wanted.turns = number()?,
                "--registrations" => wanted.registrations = number()?,
                "--rounds" => wanted.rounds = number()?,
                _ => return Err(format!("{argument} is unknown")),
            }
        }
        Ok(wanted)
    }
}
