//! The flags with which any command reads a history from a file, and what is told of its lines.

use crate::history::{Mapping, Note, Reading, Staging};
use clap::Args;
use std::path::PathBuf;

/// Marked lines told of on standard error; all of them are counted, refused ones are all told.
const TOLD: u64 = 50;

/// How a file is read.
#[derive(Args)]
pub(super) struct FileFlags {
    /// How the file is to be read: a file, or the name of a shipped mapping.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The column of a meaning, such as service=system. Can be repeated.
    #[arg(long = "column", value_name = "MEANING=COLUMN")]
    columns: Vec<String>,
    /// How the file's times are written, as of strftime.
    #[arg(long, value_name = "FORMAT")]
    time_format: Option<String>,
    /// The zone of times that state none.
    #[arg(long, value_name = "ZONE")]
    times_in: Option<chrono_tz::Tz>,
    /// Go on without the rows that are refused.
    #[arg(long)]
    pub skip_refused: bool,
}

impl FileFlags {
    /// The mapping, with what the flags change of it.
    pub fn mapping(&self) -> anyhow::Result<Mapping> {
        let mut mapping = self.mapping.as_deref().map_or_else(|| Ok(Mapping::default()), Mapping::load)?;
        for column in &self.columns {
            mapping.set_column(column)?;
        }
        if self.time_format.is_some() {
            mapping.times.format.clone_from(&self.time_format);
        }
        mapping.times.zone = self.times_in.or(mapping.times.zone);
        Ok(mapping)
    }
}

/// What was told about the lines of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Noted {
    pub rows: u64,
    pub refused: u64,
    pub marked: u64,
}

impl Noted {
    /// Counts.
    pub fn of(reading: &Reading) -> anyhow::Result<Self> {
        let refused = reading.staging.notes(Note::Refused)?;
        Ok(Self { rows: reading.rows, refused, marked: reading.staging.notes(Note::Marked)? })
    }

    /// Tells on standard error, by line.
    pub fn tell(&self, staging: &Staging) -> anyhow::Result<()> {
        staging.told(Note::Refused, |line, note| eprintln!("line {line}: refused: {note}"))?;
        let mut told = 0;
        staging.told(Note::Marked, |line, note| {
            told += 1;
            if told <= TOLD {
                eprintln!("line {line}: marked: {note}");
            }
        })?;
        if told > TOLD {
            eprintln!("{} more lines are marked", told - TOLD);
        }
        Ok(())
    }
}
