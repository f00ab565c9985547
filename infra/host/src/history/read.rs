//! A file from its first line to its last, into the staging.

use super::columns::Places;
use super::guard::{Guarded, Progress};
use super::mapping::Mapping;
use super::row::{Reader, Refused, Taken};
use super::staging::{Note, Staging};
use super::times::Unreadable;
use anyhow::{Context as _, bail};
use csv::{ReaderBuilder, StringRecord};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Rows between two movements of the bar.
const BETWEEN: u64 = 4_096;

/// A file of this size is refused before it is read, bytes: ten times a million rows with every column full.
pub(super) const LARGEST: u64 = 2_000_000_000;

/// What was read of a file.
pub struct Reading {
    /// Its rows, told apart or folded.
    pub staging: Staging,
    /// Rows of the file, the header not among them.
    pub rows: u64,
}

/// Reads a file; a bar on standard error shows how far, where that is a terminal.
///
/// # Errors
/// What makes the whole file no history: no such file, no such column, bytes that are no text, day
/// and month in both orders.
pub fn read(path: &Path, mapping: &Mapping) -> anyhow::Result<Reading> {
    let file = File::open(path).with_context(|| format!("{} cannot be opened", path.display()))?;
    let size = file.metadata().map(|metadata| metadata.len()).unwrap_or_default();
    if size >= LARGEST {
        bail!("{} is refused: it has {size} bytes, at most {LARGEST} are read; part it by years", path.display());
    }
    let bar = bar(size);
    let read = from(file, mapping, &bar);
    bar.finish_and_clear();
    read.with_context(|| format!("{} is refused as a whole", path.display()))
}

pub(super) fn from(file: impl Read, mapping: &Mapping, bar: &ProgressBar) -> anyhow::Result<Reading> {
    let (guarded, progress) = Guarded::new(file);
    let mut table = ReaderBuilder::new().flexible(true).buffer_capacity(1 << 16).from_reader(guarded);
    let places = Places::find(table.headers().context("line 1")?, mapping)?;
    let columns = table.headers()?.len();
    let mut reader = Reader::new(mapping, places);
    let staging = Staging::new()?;
    let (mut row, mut rows, mut exchanged) = (StringRecord::new(), 0, 0_u64);
    while next(&mut table, &mut row)? {
        rows += 1;
        moved(&progress, bar, rows);
        let line = row.position().map_or(rows + 1, csv::Position::line);
        if row.len() != columns {
            let note = format!("{} cells where the header has {columns}", row.len());
            staging.note(Note::Refused, line, &note)?;
            continue;
        }
        exchanged += u64::from(take(&mut reader, &row, line, &staging)?);
    }
    if exchanged > 0 {
        // Any other date with a day up to twelve may be the wrong one too, and nobody can tell.
        bail!("{exchanged} rows have day and month the other way round; {}", first_refused(&staging)?);
    }
    staging.settle(mapping)?;
    Ok(Reading { staging, rows })
}

/// The next row; a fault here leaves no row after it that could be trusted.
fn next<R: Read>(table: &mut csv::Reader<R>, row: &mut StringRecord) -> anyhow::Result<bool> {
    let line = table.position().line();
    table.read_record(row).with_context(|| format!("near line {line}"))
}

fn moved(progress: &Progress, bar: &ProgressBar, rows: u64) {
    progress.row_taken();
    if rows.is_multiple_of(BETWEEN) {
        bar.set_position(progress.read());
    }
}

/// Takes a row; tells whether day and month stand in the other order in it.
fn take(reader: &mut Reader<'_>, row: &StringRecord, line: u64, staging: &Staging) -> anyhow::Result<bool> {
    let mut marks = Vec::new();
    let taken = reader.take(row, |mark| marks.push(mark));
    match taken {
        Ok(Taken::Row(stated)) => {
            staging.stage(line, &stated)?;
            for mark in marks {
                staging.note(Note::Marked, line, &mark)?;
            }
        }
        Ok(Taken::Other) => {}
        Ok(Taken::LeftOut(why)) => staging.note(Note::Marked, line, why)?,
        Err(refused) => {
            staging.note(Note::Refused, line, &refused.to_string())?;
            return Ok(matches!(refused, Refused::Moment(Unreadable::Exchanged(_))));
        }
    }
    Ok(false)
}

fn first_refused(staging: &Staging) -> anyhow::Result<String> {
    let mut first = None;
    staging.told(Note::Refused, |line, note| {
        if note.contains("exchanged") {
            first.get_or_insert_with(|| format!("the first is line {line}: {note}"));
        }
    })?;
    Ok(first.unwrap_or_default())
}

fn bar(size: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(size), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {eta} left");
    bar.with_style(style.expect("the template is right"))
}

/// Lower-case hex SHA-256 of a file's bytes.
///
/// # Errors
/// The disk.
pub fn sha256_of(path: &Path) -> anyhow::Result<String> {
    let mut file = File::open(path).with_context(|| format!("{} cannot be opened", path.display()))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        hash.update(&buffer[..count]);
    }
    Ok(hex::encode(hash.finalize()))
}
