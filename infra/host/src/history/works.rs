//! Announced works from a CSV file: `announced_at,starts_at,ends_at`, other columns are not read.

use super::mapping::Times;
use super::times::End;
use anyhow::{Context as _, bail};
use nabat_domain::reliability::{Span, Works};
use nabat_domain::time::At;
use std::path::Path;

/// Reads announced works.
///
/// # Errors
/// The first line that cannot be read: works change what counts, so none may be missing.
pub fn read_works(path: &Path, times: &Times) -> anyhow::Result<Vec<Works>> {
    let mut table = csv::Reader::from_path(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let header = table.headers()?.clone();
    let place = |name: &str| {
        let found = header.iter().position(|known| known.trim() == name);
        found.with_context(|| format!("{}: line 1: there is no column `{name}`", path.display()))
    };
    let places = [place("announced_at")?, place("starts_at")?, place("ends_at")?];
    let mut works = Vec::new();
    for row in table.records() {
        let row = row.with_context(|| format!("{} cannot be read", path.display()))?;
        let line = row.position().map_or(0, csv::Position::line);
        let moment = |place: usize| -> anyhow::Result<At> {
            let read = times.read(row.get(place).unwrap_or_default().trim(), End::Began);
            Ok(read.with_context(|| format!("{}: line {line}", path.display()))?.at)
        };
        let span = Span::new(moment(places[1])?, moment(places[2])?);
        if span.is_empty() {
            bail!("{}: line {line}: works end before they start", path.display());
        }
        works.push(Works { announced: moment(places[0])?, span });
    }
    Ok(works)
}
