//! The fingerprint of an interval list, so that two people know they counted the same.

use super::spans::Spans;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Lower-case hex SHA-256 over one line an interval, in order of time: its first moment and the
/// first moment after it as milliseconds since 1970-01-01T00:00:00Z, a space between, `\n` after.
pub fn fingerprint(intervals: &Spans) -> String {
    let mut hash = Sha256::new();
    let mut line = String::new();
    for span in intervals.iter() {
        line.clear();
        let _ = writeln!(line, "{} {}", span.from.0, span.to.0);
        hash.update(line.as_bytes());
    }
    hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
