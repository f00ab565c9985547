//! Recordings: a CSV table, plain or gzipped, one column a series.
//!
//! The first column is `time`, Unix seconds; every other is named `<service>|<metric>`. An empty
//! cell is no sample. Rows stand in time order. Reading a file repeats no effect: there is none.

use async_trait::async_trait;
use flate2::read::GzDecoder;
use nabat_domain::anomaly::Metric;
use nabat_domain::ids::ServiceId;
use nabat_domain::time::At;
use nabat_kit::port::{CallError, Gathered, Missing, Monitoring, Recorded, Wanted};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Most bytes of text a recording may unpack to.
const LONGEST: u64 = 512 * 1024 * 1024;

/// Why a recording cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// The file itself.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// What is in it.
    #[error("{0}")]
    Table(#[from] csv::Error),
    /// The header.
    #[error("the first column is `time`, the others are named `<service>|<metric>`; column {column} is `{name}`")]
    Header {
        /// Which column, from 1.
        column: usize,
        /// Its name.
        name: String,
    },
    /// More than may be read.
    #[error("it unpacks to more than {LONGEST} bytes")]
    TooLong,
    /// A cell that holds neither a number nor nothing.
    #[error("line {line}, column {column}: `{text}` is no number")]
    Cell {
        /// Which line, from 1.
        line: u64,
        /// Which column, from 1.
        column: usize,
        /// What stands there.
        text: String,
    },
}

/// Reads a recording up to a moment; later rows are passed over unread.
///
/// # Errors
/// The file is not there, or is not such a table.
pub fn read(path: &Path, until: At) -> Result<Vec<Recorded>, RecordingError> {
    let file = BufReader::new(File::open(path)?);
    let packed = path.extension().is_some_and(|extension| extension == "gz");
    let source: Box<dyn Read> = if packed { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    let mut table = csv::ReaderBuilder::new().from_reader(source.take(LONGEST));
    let names = names(table.headers()?)?;
    let mut times = Vec::new();
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    let mut row = csv::StringRecord::new();
    while table.read_record(&mut row)? {
        let line = row.position().map_or(0, csv::Position::line);
        let seconds = number(&row, line, 0)?;
        // Whole milliseconds: what a float of seconds says beyond them is rounding.
        let at = At((seconds * 1_000.0).round() as i64);
        if at > until {
            continue;
        }
        times.push(at);
        for (column, values) in columns.iter_mut().enumerate() {
            values.push(number(&row, line, column + 1)?);
        }
    }
    if table.position().byte() >= LONGEST {
        return Err(RecordingError::TooLong);
    }
    let times: Arc<[At]> = times.into();
    let named = names.into_iter().zip(columns);
    Ok(named.map(|((service, metric), values)| Recorded::named(service, metric, times.clone(), values)).collect())
}

fn names(header: &csv::StringRecord) -> Result<Vec<(ServiceId, Metric)>, RecordingError> {
    let mut seen = BTreeSet::new();
    let wrong = |column: usize, name: &str| RecordingError::Header { column: column + 1, name: name.to_owned() };
    let mut named = Vec::new();
    for (column, name) in header.iter().enumerate() {
        if column == 0 {
            if name != "time" {
                return Err(wrong(column, name));
            }
            continue;
        }
        let (service, metric) = name.split_once('|').ok_or_else(|| wrong(column, name))?;
        if !seen.insert(name.to_owned()) {
            return Err(wrong(column, name));
        }
        named.push((ServiceId::from(service), Metric(metric.to_owned())));
    }
    Ok(named)
}

/// A cell's number; NaN where it is empty.
fn number(row: &csv::StringRecord, line: u64, column: usize) -> Result<f64, RecordingError> {
    let text = row.get(column).unwrap_or_default();
    if text.is_empty() && column > 0 {
        return Ok(f64::NAN);
    }
    text.parse().map_err(|_| RecordingError::Cell { line, column: column + 1, text: text.to_owned() })
}

/// A recording behind the port, as if it were a monitoring system.
pub struct Recording {
    path: PathBuf,
}

impl Recording {
    /// The file is read anew each time it is asked.
    pub const fn new(path: PathBuf) -> Self {
        Self { path }
    }
}

#[async_trait]
impl Monitoring for Recording {
    async fn gather(&self, wanted: &Wanted) -> Result<Gathered, CallError> {
        let all = read(&self.path, wanted.last()).map_err(|error| CallError::Permanent(error.to_string()))?;
        let mut gathered = Gathered::default();
        for service in &wanted.services {
            let own = || all.iter().filter(|one| one.service == *service);
            if own().next().is_none() {
                gathered.missing.push(Missing::Unknown(service.clone()));
            }
            gathered.series.extend(own().cloned());
        }
        let over = gathered.series.len().saturating_sub(wanted.most_series);
        if over > 0 {
            gathered.series.truncate(wanted.most_series);
            gathered.missing.push(Missing::OverLimit { series: over });
        }
        gathered.series.sort_by(|one, other| (&one.service, &one.metric).cmp(&(&other.service, &other.metric)));
        Ok(gathered)
    }

    fn link(&self, _: &str, _: At, _: At) -> Option<String> {
        None
    }
}
