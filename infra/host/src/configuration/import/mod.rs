//! Services from a CSV table into `services.yaml`: every row or none, the same table twice changes
//! nothing the second time, what else the file says stays as it was written.

mod merge;
mod row;
#[cfg(test)]
mod tests;

use super::files::ServiceEntry;
use super::source::Source;
use super::{Fault, Faults, Surroundings, read::read_list, read_estate};
use merge::Merged;
use row::Row;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

const SERVICES: &str = "services.yaml";

/// Why a row, or the whole table, is not taken.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Refused {
    /// Its line in the table, from 1.
    pub line: u64,
    /// What is wrong.
    pub why: String,
    /// What to do about it.
    pub cure: String,
}

/// What the table would make of the file.
#[derive(Debug)]
pub struct Import {
    file: PathBuf,
    text: String,
    /// Services that are new.
    pub added: Vec<String>,
    /// Services that are written anew.
    pub changed: Vec<String>,
    /// Services that are there just so.
    pub same: usize,
    /// What should be looked at all the same, by line of the table.
    pub warnings: Vec<Refused>,
}

/// Why nothing can be imported.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Rows that cannot be taken; nothing else of the table is taken either.
    #[error("{} refused, nothing is written", .0.len())]
    Refused(Vec<Refused>),
    /// The configuration has faults of its own.
    #[error("the configuration has faults of its own")]
    Configuration(Faults),
    /// A file or folder.
    #[error("{}: {why}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        why: std::io::Error,
    },
}

/// Reads a table for a product and checks it against the rest of its configuration. Writes nothing.
///
/// # Errors
/// Rows that are refused, each with its line; faults of the configuration itself.
pub fn import(dir: &Path, product: &str, table: &[u8], surroundings: Surroundings<'_>) -> Result<Import, Trouble> {
    let rows = row::rows(table).map_err(Trouble::Refused)?;
    let folder = dir.join(product);
    let file = folder.join(SERVICES);
    let existing = if file.exists() { read(&file)? } else { "[]\n".to_owned() };
    let source = Source::new(file.display().to_string(), existing);
    let mut faults = Vec::new();
    let Some(entries) = read_list::<ServiceEntry>(&source, &mut faults) else {
        return Err(Trouble::Configuration(Faults::gathered(faults)));
    };
    let Some(merged) = Merged::of(source.text(), &entries, &rows) else {
        let why = format!("services of {} share a line", source.name());
        return Err(Trouble::Refused(vec![Refused {
            line: 1,
            why,
            cure: "begin each service on a line of its own with `- `".to_owned(),
        }]));
    };
    let warnings = checked(&folder, product, &merged, &rows, surroundings)?;
    Ok(Import { file, text: merged.text, added: merged.added, changed: merged.changed, same: merged.same, warnings })
}

impl Import {
    /// Whether the file stays as it is.
    pub fn changes_nothing(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty()
    }

    /// Puts the new file in place of the old one, at once.
    ///
    /// # Errors
    /// It cannot be written; then the old one is as it was.
    pub fn write(&self) -> Result<(), Trouble> {
        let unfinished = self.file.with_extension("yaml.new");
        let at = |why| Trouble::File { path: unfinished.clone(), why };
        fs::write(&unfinished, &self.text).map_err(at)?;
        fs::File::open(&unfinished).and_then(|file| file.sync_all()).map_err(at)?;
        fs::rename(&unfinished, &self.file).map_err(|why| Trouble::File { path: self.file.clone(), why })
    }
}

/// Checks the product as it would be, in a folder aside; warnings about the rows.
fn checked(
    folder: &Path,
    product: &str,
    merged: &Merged,
    rows: &[Row],
    surroundings: Surroundings<'_>,
) -> Result<Vec<Refused>, Trouble> {
    let aside = Aside::new(folder, product)?;
    let services = aside.0.join(product).join(SERVICES);
    fs::write(&services, &merged.text).map_err(|why| Trouble::File { path: services.clone(), why })?;
    let found = match read_estate(&aside.0, surroundings) {
        Ok(checked) => checked.warnings,
        Err(faults) => faults,
    };
    let (of_rows, others) = by_row(&found, merged, rows);
    let errors: Vec<Refused> = of_rows.iter().filter(|(_, fault)| !fault.is_warning()).map(told).collect();
    if !errors.is_empty() {
        return Err(Trouble::Refused(errors));
    }
    if others.iter().any(|fault| !fault.is_warning()) {
        return Err(Trouble::Configuration(Faults::gathered(others)));
    }
    Ok(of_rows.iter().map(told).collect())
}

/// Faults of what the table brought, by its line; and all the others.
fn by_row(found: &Faults, merged: &Merged, rows: &[Row]) -> (Vec<(u64, Fault)>, Vec<Fault>) {
    let lines: BTreeMap<&str, u64> = rows.iter().map(|row| (row.id.as_str(), row.line)).collect();
    let (mut of_rows, mut others) = (Vec::new(), Vec::new());
    for fault in found.all() {
        let in_services = Path::new(fault.file()).file_name().is_some_and(|name| name == SERVICES);
        let id = fault.line().filter(|_| in_services).and_then(|line| merged.imported_at(line));
        match id.and_then(|id| lines.get(id)) {
            Some(line) => of_rows.push((*line, fault.clone())),
            None => others.push(fault.clone()),
        }
    }
    of_rows.sort_by_key(|(line, _)| *line);
    (of_rows, others)
}

fn told((line, fault): &(u64, Fault)) -> Refused {
    Refused { line: *line, why: fault.message(), cure: fault.cure() }
}

fn read(file: &Path) -> Result<String, Trouble> {
    fs::read_to_string(file).map_err(|why| Trouble::File { path: file.to_owned(), why })
}

/// A copy of the product's folder, gone when it is no longer looked at.
struct Aside(PathBuf);

impl Aside {
    fn new(folder: &Path, product: &str) -> Result<Self, Trouble> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("nabat-import-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let aside = Self(std::env::temp_dir().join(name));
        let copy = aside.0.join(product);
        let at = |path: &Path| {
            let path = path.to_owned();
            move |why| Trouble::File { path, why }
        };
        fs::create_dir_all(&copy).map_err(at(&copy))?;
        for entry in fs::read_dir(folder).map_err(at(folder))? {
            let path = entry.map_err(at(folder))?.path();
            if let Some(name) = path.file_name().filter(|_| path.is_file()) {
                fs::copy(&path, copy.join(name)).map_err(at(&path))?;
            }
        }
        Ok(aside)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // What stays among the temporary files is no fault of the import.
        let _ = fs::remove_dir_all(&self.0);
    }
}
