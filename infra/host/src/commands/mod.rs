//! The command line: one file a command.

mod anomalies;
mod backup;
mod base;
mod beside;
mod catalogue;
mod check;
mod completions;
mod demo;
mod drill;
mod duty;
mod erase;
mod evidence;
mod file;
mod import;
mod init;
mod jobs;
mod journal;
mod lang;
mod log;
mod procedure;
mod push;
mod reads;
mod rebuild;
mod reliability;
mod restore;
mod serve;
mod signed;
mod token;
mod verify;
mod webhooks;

use clap::{Parser, Subcommand};
use std::io::Write as _;
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
    /// From which level on the log is written: off, error, warn, info, debug, trace.
    #[arg(long, env = "NABAT_LOG_LEVEL", global = true, value_name = "LEVEL")]
    log_level: Option<LevelFilter>,
}

#[derive(Subcommand)]
enum What {
    /// Serve the products of a configuration folder.
    Serve(serve::Serve),
    /// Play a whole incident on an invented estate, then leave the pages up.
    Demo(demo::Demo),
    /// Make a configuration folder to begin with: commented, passes the check, says what to edit.
    Init(init::Init),
    /// Start a drill in a running server: the whole process, outside every figure.
    Drill(drill::Drill),
    /// Who is on duty for a service at a moment, and why. Works beside a running host.
    Duty(duty::Duty),
    /// Check a configuration folder: every fault with file, line and cure.
    Check(check::Check),
    /// Put a configuration folder in force without serving it: for functions that run on their own.
    Push(push::Push),
    /// Make a token for a machine, or a one-time sign-in link for a person. Works beside a running host.
    Token(token::Token),
    /// Bring services in from a table.
    Catalogue(catalogue::Catalogue),
    /// Write the regulation out: diagram, BPMN model, a sheet per role, readable text.
    Procedure(procedure::Procedure),
    /// Check or show journals. Works beside a running host.
    Journal(journal::Journal),
    /// Make the evidence pack of an incident. Works beside a running host.
    Evidence(evidence::Evidence),
    /// Who read a restricted incident. Works beside a running host.
    Reads(reads::Reads),
    /// Check an evidence pack, offline, with nothing but the pack.
    Verify(verify::Verify),
    /// What was given up: list it, put it back to work, discard it with a reason. Works beside a running host.
    Jobs(jobs::Jobs),
    /// Copy a data folder into one file while its host runs.
    Backup(backup::Backup),
    /// Make a data folder from a backup and check its journals.
    Restore(restore::Restore),
    /// Outgoing webhooks: list, turn on, replay. Works beside a running host.
    Webhooks(webhooks::Webhooks),
    /// Erase typed words or a person's name, for good. Works beside a running host.
    Erase(erase::Erase),
    /// Make stored figures anew from the journals.
    Rebuild(rebuild::Rebuild),
    /// Import a history of outages from a CSV file into a product.
    Import(Box<import::Import>),
    /// Reliability of a period: of a CSV file alone, or of a product with its imported history.
    Reliability(Box<reliability::Command>),
    /// Print what completes these commands in a shell.
    Completions(completions::Completions),
    /// Rank what is abnormal around a failure.
    Anomalies(anomalies::Anomalies),
}

/// Runs a command; its errors are told on standard error.
pub fn run(command: Command) -> ExitCode {
    log::begin(if let What::Serve(serve) = &command.what { Some(serve.log()) } else { None }, command.log_level);
    let done = match command.what {
        What::Serve(serve) => block_on(serve.run()),
        What::Demo(demo) => block_on(demo.run()),
        What::Drill(drill) => block_on(drill.run()),
        What::Duty(duty) => block_on(duty.run()),
        What::Init(init) => init.run(),
        What::Check(check) => block_on(check.run()),
        What::Catalogue(catalogue) => catalogue.run(),
        What::Procedure(procedure) => procedure.run(),
        What::Push(push) => block_on(push.run()),
        What::Token(token) => block_on(token.run()),
        What::Webhooks(webhooks) => block_on(webhooks.run()),
        What::Journal(journal) => block_on(journal.run()),
        What::Evidence(evidence) => block_on(evidence.run()),
        What::Reads(reads) => block_on(reads.run()),
        What::Verify(verify) => verify.run(),
        What::Jobs(jobs) => block_on(jobs.run()),
        What::Backup(backup) => backup.run(),
        What::Restore(restore) => block_on(restore.run()),
        What::Erase(erase) => block_on(erase.run()),
        What::Rebuild(rebuild) => block_on(rebuild.run()),
        What::Import(import) => block_on(import.run()),
        What::Reliability(reliability) => block_on(reliability.run()),
        What::Completions(completions) => completions.run(),
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

/// Prints a whole text. A closed pipe (`| head`) is no error.
fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}
