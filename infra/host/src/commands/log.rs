//! What is told of the program's work, on standard error: for people, or one JSON object a line for machines.

use clap::ValueEnum;
use nabat_kit::one_line::OneLine;
use std::io::IsTerminal as _;
use tracing_subscriber::filter::LevelFilter;

/// How a line of the log is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum LogForm {
    /// For people.
    Text,
    /// One JSON object a line, fields by name; those of the work in hand stand under `span`.
    Json,
}

/// Begins the log: of a host from INFO up, of other commands errors alone, unless another level is wanted.
pub fn begin(host: Option<LogForm>, wanted: Option<LevelFilter>) {
    let level = wanted.unwrap_or(if host.is_some() { LevelFilter::INFO } else { LevelFilter::ERROR });
    let log =
        tracing_subscriber::fmt().with_writer(|| OneLine(std::io::stderr())).with_max_level(level).with_target(false);
    let log = log.with_ansi(std::io::stderr().is_terminal());
    // Whoever runs two commands in one process has a log already.
    let _ = match host {
        Some(LogForm::Json) => log.json().flatten_event(true).with_span_list(false).try_init(),
        Some(LogForm::Text) | None => log.try_init(),
    };
}
