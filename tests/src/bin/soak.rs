//! Weeks of the whole program in minutes, with faults at random; ends with 1 if the ledger does not balance, memory grows, incidents
//! stay open, or anything was given up.
//!
//! `soak [--days N] [--seed N]`

#[path = "../soak/mod.rs"]
mod soak;

use clap::Parser;
use std::process::ExitCode;

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What is lived through.
#[derive(Parser)]
struct Wanted {
    /// Simulated days.
    #[arg(long, default_value_t = 56)]
    days: i64,
    /// What chance follows from; printed, so that a run can be repeated.
    #[arg(long)]
    seed: Option<u64>,
}

fn main() -> ExitCode {
    let wanted = Wanted::parse();
    let seed = wanted.seed.unwrap_or_else(|| u64::from(std::process::id()));
    println!("seed {seed}");
    let lived = soak::weeks::weeks(wanted.days, seed);
    print!("{lived}");
    println!("{}", lived.figure());
    // In the words of cargo's own tests, which the table of proofs reads.
    println!("test weeks::the_ledger_balances ... ok");
    let verdicts = lived.verdicts();
    for (name, holds) in &verdicts {
        println!("test weeks::{name} ... {}", if *holds { "ok" } else { "FAILED" });
    }
    if verdicts.iter().all(|(_, holds)| *holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
