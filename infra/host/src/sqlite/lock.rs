//! One host a file: the lock a host holds beside its database for as long as it lives.

use super::OpenError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::path::Path;

/// The held lock; the operating system lets go of it however the process ends.
#[derive(Debug)]
pub struct HostLock {
    _file: File,
}

impl HostLock {
    /// Takes the lock of the database at `path`, a file of the same name ending in `.lock`.
    pub fn take(path: &Path) -> Result<Self, OpenError> {
        let beside = path.with_extension("lock");
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&beside)
            .map_err(|cause| OpenError::unusable(&beside, cause))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(OpenError::Held { path: path.to_owned(), holder: holder(&beside) });
            }
            Err(TryLockError::Error(cause)) => return Err(OpenError::unusable(&beside, cause)),
        }
        // Only for the message above, so a failure to write it is no reason not to start.
        let written = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
        if let Err(cause) = written {
            tracing::warn!(%cause, lock = %beside.display(), "the lock does not name its holder");
        }
        Ok(Self { _file: file })
    }
}

/// What the holder wrote: its process id.
fn holder(lock: &Path) -> String {
    match std::fs::read_to_string(lock) {
        Ok(id) if !id.is_empty() => id,
        Ok(_) | Err(_) => "unknown".to_owned(),
    }
}
