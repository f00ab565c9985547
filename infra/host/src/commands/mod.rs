//! The command line: one file a command.

mod anomalies;
mod check;
mod demo;
mod journal;
mod serve;
mod token;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use tracing_subscriber::filter::LevelFilter;

/// ChatOps for high-priority incidents.
///
/// Takes an incident from the service desk, makes the chat with the right people in it, leads them
/// through the mandatory steps and closes it by a decision. `nabat demo` shows a whole incident
/// with nothing configured; `nabat serve DIR` serves your own products.
#[derive(Parser)]
#[command(name = "nabat", version, arg_required_else_help = true)]
pub struct Command {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Serve the products of a configuration folder.
    Serve(serve::Serve),
    /// Play a whole incident on an invented estate, then leave the pages up.
    Demo(demo::Demo),
    /// Check a configuration folder: every fault with file, line and cure.
    Check(check::Check),
    /// Make a token for a machine, or a one-time sign-in link for a person. Works beside a running host.
    Token(token::Token),
    /// Check or show journals. Works beside a running host.
    Journal(journal::Journal),
    /// Rank what is abnormal around a failure.
    Anomalies(anomalies::Anomalies),
}

/// Runs a command; its errors are told on standard error.
pub fn run(command: Command) -> ExitCode {
    let quiet =
        matches!(command.what, What::Demo(_) | What::Token(_) | What::Journal(_) | What::Check(_) | What::Anomalies(_));
    let level = if quiet { LevelFilter::ERROR } else { LevelFilter::INFO };
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(level).with_target(false).init();
    let done = match command.what {
        What::Serve(serve) => block_on(serve.run()),
        What::Demo(demo) => block_on(demo.run()),
        What::Check(check) => check.run(),
        What::Token(token) => block_on(token.run()),
        What::Journal(journal) => block_on(journal.run()),
        What::Anomalies(anomalies) => block_on(anomalies.run()),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("nabat: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn block_on(work: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
