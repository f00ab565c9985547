//! The fingerprint of an interval list, so that two people know they counted the same.

use super::spans::Spans;
use sha2::{Digest as _, Sha256};

/// Bytes given to the hash at once.
const AT_ONCE: usize = 1 << 14;

/// Lower-case hex SHA-256 over one line an interval, in order of time: its first moment and the
/// first moment after it as milliseconds since 1970-01-01T00:00:00Z, a space between, `\n` after.
pub fn fingerprint(intervals: &Spans) -> String {
    let mut hash = Sha256::new();
    let mut lines = Vec::with_capacity(AT_ONCE + 64);
    for span in intervals.iter() {
        write_number(&mut lines, span.from.0);
        lines.push(b' ');
        write_number(&mut lines, span.to.0);
        lines.push(b'\n');
        if lines.len() >= AT_ONCE {
            hash.update(&lines);
            lines.clear();
        }
    }
    hash.update(&lines);
    hex::encode(hash.finalize())
}

/// Decimal digits; the standard library's formatting takes as long as the hash itself.
fn write_number(line: &mut Vec<u8>, number: i64) {
    if number < 0 {
        line.push(b'-');
    }
    let mut left = number.unsigned_abs();
    let mut digits = [0; 20];
    let mut from = digits.len();
    loop {
        from -= 1;
        digits[from] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    line.extend_from_slice(&digits[from..]);
}
