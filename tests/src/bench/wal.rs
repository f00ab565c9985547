//! Commits as the disk saw them: counted in SQLite's write-ahead log, frame by frame.
//!
//! A frame that ends a transaction carries the size of the database after it; the others carry 0
//! (sqlite.org/fileformat2.html, 4.1).

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// The log at one moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    salts: [u8; 8],
    commits: usize,
}

/// Reads the log beside a database file.
///
/// # Panics
/// There is no log, or it is none.
pub fn mark(database: &Path) -> Mark {
    let name = format!("{}-wal", database.display());
    let mut file = File::open(&name).unwrap_or_else(|cause| panic!("{name}: {cause}"));
    let mut header = [0; 32];
    file.read_exact(&mut header).expect("a log has a header");
    let page = u32::from_be_bytes([header[8], header[9], header[10], header[11]]);
    let salts: [u8; 8] = header[16..24].try_into().expect("eight bytes");
    let mut commits = 0;
    let mut frame = [0; 24];
    // Frames of an earlier round through the file carry other salts.
    while file.read_exact(&mut frame).is_ok() && frame[8..16] == salts {
        if frame[4..8] != [0; 4] {
            commits += 1;
        }
        if file.seek(SeekFrom::Current(i64::from(page))).is_err() {
            break;
        }
    }
    Mark { salts, commits }
}

impl Mark {
    /// Commits between two marks; `None` if the log began anew in between.
    pub fn since(self, before: Self) -> Option<usize> {
        (self.salts == before.salts).then(|| self.commits - before.commits)
    }
}
