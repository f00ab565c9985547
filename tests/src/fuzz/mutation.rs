//! Changes that make a good example a bad one.

/// Pieces that readers trip over.
const PIECES: [&[u8]; 34] = [
    b"\0",
    b"\"",
    b"\\",
    b"{",
    b"[",
    b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    b"{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":",
    b"null",
    b"true",
    b"-1",
    b"0",
    b"9223372036854775807",
    b"-9223372036854775808",
    b"18446744073709551616",
    b"1e400",
    b"NaN",
    b"0001-01-01T00:00:00Z",
    b"9999-12-31T23:59:60Z",
    b"+262143-12-31T23:59:59Z",
    b"2026-03-29T02:30:00",
    b"2027-02-29",
    b"24:00",
    b"\xff\xfe",
    b"\xf0\x9f\x9a\x91",
    b"\xe2\x80\xae",
    b"\xd0",
    b"\r\n",
    b"\n- ",
    b"&a [*a, *a]",
    b"<<: *a",
    b"!!binary ",
    b"%",
    b"=HYPERLINK(1)",
    b"\xcc\x81\xcc\x81\xcc\x81\xcc\x81",
];

/// One change. Places are taken modulo the length, so that each one fits any text.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// Another byte.
    Byte(u32, u8),
    /// A piece of the list put in.
    Piece(u32, u8),
    /// So many bytes taken out.
    Cut(u32, u16),
    /// So many bytes once more.
    Twice(u32, u16),
    /// Everything behind taken off.
    End(u32),
    /// A value's place taken by a piece: from a sign to the next.
    Value(u32, u8),
    /// The rest of another example from there on.
    Splice(u32, u8),
}

/// The example with all changes made, 64 KB at most.
#[must_use]
pub fn mutated(seeds: &[Vec<u8>], seed: usize, changes: &[Change]) -> Vec<u8> {
    let mut bytes = seeds[seed % seeds.len()].clone();
    for change in changes {
        apply(&mut bytes, seeds, *change);
        bytes.truncate(64 << 10);
    }
    bytes
}

fn apply(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], change: Change) {
    let place = |at: u32, bytes: &[u8]| at as usize % (bytes.len() + 1);
    let piece = |number: u8| PIECES[usize::from(number) % PIECES.len()].iter().copied();
    match change {
        Change::Byte(at, byte) => {
            let at = place(at, bytes);
            if let Some(found) = bytes.get_mut(at) {
                *found = byte;
            }
        }
        Change::Piece(at, number) => {
            let at = place(at, bytes);
            bytes.splice(at..at, piece(number));
        }
        Change::Cut(at, length) => {
            let at = place(at, bytes);
            let end = (at + usize::from(length)).min(bytes.len());
            bytes.drain(at..end);
        }
        Change::Twice(at, length) => {
            let at = place(at, bytes);
            let again = bytes[at..(at + usize::from(length)).min(bytes.len())].to_vec();
            bytes.splice(at..at, again);
        }
        Change::End(at) => {
            let at = place(at, bytes);
            bytes.truncate(at);
        }
        Change::Value(at, number) => {
            let at = place(at, bytes);
            let is_sign = |byte: &u8| b":,{}[]\"\n= ".contains(byte);
            let from = bytes[at..].iter().position(is_sign).map_or(bytes.len(), |skip| at + skip + 1);
            let length = bytes[from..].iter().position(is_sign).unwrap_or(bytes.len() - from);
            bytes.splice(from..from + length, piece(number));
        }
        Change::Splice(at, number) => {
            let other = &seeds[usize::from(number) % seeds.len()];
            let at = place(at, bytes);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[at.min(other.len())..]);
        }
    }
}
