//! Taking a backup beside a running host.

use super::{DATABASES, KEYS as KEY_FILES, LIST, OUTWARD, RETIRED, SECRETS, TABLE, TITLE, is_known};
use crate::desk_secrets::of_products_in;
use anyhow::{Context as _, bail};
use nabat_domain::time::At;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a copy waits for a process beside this one.
const BUSY: Duration = Duration::from_secs(30);

/// Whether the installation's keys are in a backup.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keys {
    /// They are: whoever has the file can sign as the installation.
    Included,
    /// They are kept elsewhere.
    LeftOut,
}

/// What was taken.
#[derive(Debug)]
pub struct Taken {
    /// Files in it.
    pub files: usize,
    /// Bytes of the backup.
    pub bytes: u64,
}

/// Copies a data folder into a new file.
///
/// # Errors
/// The folder has no table, the file is there already, or something cannot be read or written.
pub fn take(data: &Path, file: &Path, keys: Keys, now: At) -> anyhow::Result<Taken> {
    if file.exists() {
        bail!("{} is there already; nothing is overwritten", file.display());
    }
    if !data.join(TABLE).exists() {
        bail!("{} has no {TABLE}: check --data; a table elsewhere is backed up where it is", data.display());
    }
    let parts = Parts::make(file)?;
    let names = copied(data, parts.path(), keys)?;
    archived(&names, &parts, file, keys, now)
}

/// A folder beside the backup, for its owner alone, that goes away with this.
struct Parts(PathBuf);

impl Parts {
    fn make(file: &Path) -> anyhow::Result<Self> {
        let mut name = file.file_name().context("the backup needs a name")?.to_owned();
        name.push(format!(".{}.parts", std::process::id()));
        let path = file.with_file_name(name);
        let mut folder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(Self(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }

    fn archive(&self) -> PathBuf {
        self.0.join("whole.tar")
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Copies everything of the folder; the names of what was copied.
fn copied(data: &Path, parts: &Path, keys: Keys) -> anyhow::Result<Vec<String>> {
    let present: Vec<&str> = DATABASES.into_iter().filter(|name| data.join(name).exists()).collect();
    let mut fixed = Vec::new();
    for name in present {
        let source = fixed_now(&data.join(name)).with_context(|| format!("cannot read {name}"))?;
        fixed.push((name, source));
    }
    let mut names = Vec::new();
    for (name, source) in fixed {
        copy(&source, &parts.join(name)).with_context(|| format!("cannot copy {name}"))?;
        names.push(name.to_owned());
    }
    let key_files = KEY_FILES.into_iter().filter(|name| keys == Keys::Included && data.join(name).exists());
    let retired = Some(RETIRED).filter(|name| data.join(name).exists());
    let mut plain: Vec<String> = key_files.chain(retired).map(str::to_owned).collect();
    if keys == Keys::Included {
        plain.extend(of_products_in(data)?.into_values());
    }
    let folders = if keys == Keys::Included { vec![OUTWARD, SECRETS] } else { vec![OUTWARD] };
    for folder in folders {
        plain.extend(files_of(data, folder)?);
    }
    for name in plain.into_iter().filter(|name| is_known(name)) {
        let to = parts.join(&name);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        match fs::copy(data.join(&name), &to) {
            Ok(_) => names.push(name),
            // Gone since it was listed.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("cannot copy {name}")),
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// A reader that sees the database as it is now, whatever is written from here on.
fn fixed_now(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.execute_batch("BEGIN")?;
    // A transaction begins with its first look.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

fn copy(source: &Connection, to: &Path) -> anyhow::Result<()> {
    let mut copy = Connection::open(to)?;
    {
        let backup = Backup::new(source, &mut copy)?;
        loop {
            match backup.step(-1)? {
                StepResult::Done => break,
                StepResult::More | StepResult::Busy | StepResult::Locked => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                other => bail!("SQLite ended the copy with {other:?}"),
            }
        }
    }
    // One file, without a log beside it; whoever opens it next sets that anew.
    copy.pragma_update(None, "journal_mode", "delete")?;
    Ok(())
}

fn files_of(data: &Path, folder: &str) -> anyhow::Result<Vec<String>> {
    let listed = match fs::read_dir(data.join(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed.with_context(|| format!("cannot look into {folder}"))?,
    };
    let mut names = Vec::new();
    for entry in listed {
        let entry = entry?;
        let name = entry.file_name();
        // What begins with a dot is still being written.
        if let Some(name) = name.to_str().filter(|name| !name.starts_with('.') && entry.path().is_file()) {
            names.push(format!("{folder}/{name}"));
        }
    }
    Ok(names)
}

/// Puts the list and the copies into one file, which has its name once it is whole and on the disk.
fn archived(names: &[String], parts: &Parts, file: &Path, keys: Keys, now: At) -> anyhow::Result<Taken> {
    let whether = match keys {
        Keys::Included => "included",
        Keys::LeftOut => "left out",
    };
    let mut list = format!(
        "{TITLE}\nTaken at: {}\nProgram: nabat {}\nKeys: {whether}\n\n",
        now.to_rfc3339(),
        env!("CARGO_PKG_VERSION")
    );
    for name in names {
        let path = parts.path().join(name);
        let (sum, length) = summed(File::open(&path)?)?;
        let _ = writeln!(list, "{sum} {length} {name}");
    }
    let archive = parts.archive();
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut tar = tar::Builder::new(options.open(&archive)?);
    let seconds = u64::try_from(now.0.div_euclid(1_000)).unwrap_or(0);
    append(&mut tar, LIST, list.len() as u64, seconds, list.as_bytes())?;
    for name in names {
        let source = File::open(parts.path().join(name))?;
        append(&mut tar, name, source.metadata()?.len(), seconds, source)?;
    }
    let made = tar.into_inner()?;
    made.sync_all()?;
    let bytes = made.metadata()?.len();
    fs::rename(&archive, file).with_context(|| format!("cannot make {}", file.display()))?;
    Ok(Taken { files: names.len(), bytes })
}

fn append(tar: &mut tar::Builder<File>, name: &str, length: u64, seconds: u64, from: impl Read) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(length);
    header.set_mode(0o600);
    header.set_mtime(seconds);
    tar.append_data(&mut header, name, from)
}

/// SHA-256 in lower-case hex, and the length.
pub(super) fn summed(mut from: impl Read) -> io::Result<(String, u64)> {
    let (mut sum, mut length, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        sum.update(&buffer[..read]);
        length += read as u64;
    }
    Ok((hex::encode(sum.finalize()), length))
}
