//! The fingerprint of an interval list, so that two people know they counted the same.

use super::spans::Spans;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Bytes given to the hash at once.
const AT_ONCE: usize = 1 << 14;

/// Lower-case hex SHA-256 over one line an interval, in order of time: its first moment and the
/// first moment after it as milliseconds since 1970-01-01T00:00:00Z, a space between, `\n` after.
pub fn fingerprint(intervals: &Spans) -> String {
    let mut hash = Sha256::new();
    let mut lines = String::with_capacity(AT_ONCE + 64);
    for span in intervals.iter() {
        let _ = writeln!(lines, "{} {}", span.from.0, span.to.0);
        if lines.len() >= AT_ONCE {
            hash.update(lines.as_bytes());
            lines.clear();
        }
    }
    hash.update(lines.as_bytes());
    hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
