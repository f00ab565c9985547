//! Making a data folder from a backup: whole and checked, or not at all.

use super::take::summed;
use super::{DATABASES, KEYS, LIST, TABLE, TITLE, is_known};
use anyhow::{Context as _, bail};
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

/// The list is no larger than this, bytes.
const LARGEST_LIST: u64 = 64 * 1024 * 1024;

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// Files.
    pub files: usize,
    /// When the backup was taken, as it says.
    pub taken_at: String,
    /// Keys that were not in it.
    pub missing_keys: Vec<&'static str>,
}

/// Makes the folder, which must not be there or must be empty.
///
/// # Errors
/// The folder has something in it; the backup is not whole, or not what its list says.
pub fn restore(file: &Path, data: &Path) -> anyhow::Result<Restored> {
    let there = data.exists();
    if there && fs::read_dir(data).with_context(|| format!("cannot look into {}", data.display()))?.next().is_some() {
        bail!("{} is not empty; nothing is overwritten", data.display());
    }
    let made = Begun::make(data)?;
    let restored = unpacked(file, &made.0)?;
    for name in DATABASES.iter().filter(|name| made.0.join(name).exists()) {
        sound(&made.0.join(name)).with_context(|| format!("{name} of the backup is damaged"))?;
    }
    if there {
        fs::remove_dir(data)?;
    }
    fs::rename(&made.0, data).with_context(|| format!("cannot make {}", data.display()))?;
    Ok(restored)
}

/// A folder beside the wanted one that goes away unless it becomes it.
struct Begun(PathBuf);

impl Begun {
    fn make(data: &Path) -> anyhow::Result<Self> {
        let mut name = data.file_name().context("the data folder needs a name")?.to_owned();
        name.push(format!(".{}.restoring", std::process::id()));
        let path = data.with_file_name(name);
        crate::private::make(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn unpacked(file: &Path, to: &Path) -> anyhow::Result<Restored> {
    let opened = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let mut archive = tar::Archive::new(opened);
    let broken = || format!("{} is no whole backup", file.display());
    let mut entries = archive.entries().with_context(broken)?;
    let first = entries.next().with_context(broken)?.with_context(broken)?;
    if first.path().with_context(broken)?.to_str() != Some(LIST) {
        bail!("{}", broken());
    }
    let mut text = String::new();
    first.take(LARGEST_LIST).read_to_string(&mut text).with_context(broken)?;
    let (taken_at, mut listed) = list(&text).with_context(broken)?;
    let files = listed.len();
    for entry in entries {
        let mut entry = entry.with_context(broken)?;
        let name = entry.path().with_context(broken)?.to_str().unwrap_or_default().to_owned();
        let Some((sum, length)) = listed.remove(&name).filter(|_| is_known(&name)) else {
            bail!("{}: `{name}` is not in its list, or stands there twice", file.display());
        };
        if entry.header().entry_type() != tar::EntryType::Regular {
            bail!("{}: `{name}` is no file", file.display());
        }
        written(&mut entry, &to.join(&name)).with_context(|| format!("cannot restore {name}"))?;
        if summed(File::open(to.join(&name))?)? != (sum, length) {
            bail!("{}: `{name}` is not what was backed up: SHA-256 or length differs", file.display());
        }
    }
    if let Some(name) = listed.keys().next() {
        bail!("{}: `{name}` is missing; the backup was cut off", file.display());
    }
    if !to.join(TABLE).exists() {
        bail!("{} holds no {TABLE}", file.display());
    }
    let missing_keys = KEYS.into_iter().filter(|name| !to.join(name).exists()).collect();
    Ok(Restored { files, taken_at, missing_keys })
}

/// Files with SHA-256 and length.
type Listed = BTreeMap<String, (String, u64)>;

/// When it was taken, and every file in it.
fn list(text: &str) -> Option<(String, Listed)> {
    let (head, files) = text.split_once("\n\n")?;
    let mut head = head.lines();
    if head.next()? != TITLE {
        return None;
    }
    let taken_at = head.next()?.strip_prefix("Taken at: ")?.to_owned();
    let one = |line: &str| {
        let mut parts = line.splitn(3, ' ');
        let (sum, length) = (parts.next()?.to_owned(), parts.next()?.parse().ok()?);
        Some((parts.next()?.to_owned(), (sum, length)))
    };
    Some((taken_at, files.lines().map(one).collect::<Option<_>>()?))
}

fn written(from: &mut impl std::io::Read, to: &Path) -> anyhow::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut made = options.open(to)?;
    std::io::copy(from, &mut made)?;
    made.flush()?;
    made.sync_all()?;
    Ok(())
}

/// SQLite's own check.
fn sound(database: &Path) -> anyhow::Result<()> {
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        bail!("{said}");
    }
    Ok(())
}
