//! The pack as one file: a ZIP any program opens, in the one form this program writes.
//!
//! Files are stored as they are, sorted by name, no moment, no extra field, no comment. So the same files are
//! always the same bytes, nothing can be hidden between them, nothing unfolds into more than it is, and
//! whatever is not exactly this form is found by writing it again. See PKWARE's APPNOTE 6.3.10, 4.3.

use super::Finding;
use std::collections::BTreeMap;

/// Files by name.
pub type Files = BTreeMap<String, Vec<u8>>;

const HEADER: u32 = 0x0403_4b50;
const RECORD: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const HEADER_LENGTH: usize = 30;
const RECORD_LENGTH: usize = 46;
const END_LENGTH: usize = 22;
/// Version 1.0 of the form is enough to read it.
const VERSION: u16 = 10;
/// 1 January 1980, the first day the form knows.
const DAY: u16 = 0x21;

/// What a file's header is called.
const IN_HEADER: &str = "its header in the container";

/// Largest pack that is written or read, bytes.
pub const LARGEST: usize = 512 * 1024 * 1024;

/// The files as a pack's bytes.
pub fn packed(files: &Files) -> Vec<u8> {
    let entries: Vec<Entry> = files.iter().map(|(name, bytes)| Entry { name: name.as_bytes(), bytes }).collect();
    written(&entries).0
}

/// A file in the container.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Entry<'a> {
    name: &'a [u8],
    bytes: &'a [u8],
}

/// A stretch of the container, by what it belongs to.
struct Stretch {
    /// Its first byte.
    from: usize,
    /// Number of the entry; none for the end.
    entry: Option<usize>,
    /// What it is.
    what: &'static str,
}

/// The container of some entries, and what each stretch of it is.
fn written(entries: &[Entry]) -> (Vec<u8>, Vec<Stretch>) {
    let (mut bytes, mut stretches, mut directory) = (Vec::new(), Vec::new(), Vec::new());
    for (number, entry) in entries.iter().enumerate() {
        let (sum, length) = (crc32fast::hash(entry.bytes), entry.bytes.len());
        let from = bytes.len();
        stretches.push(Stretch { from, entry: Some(number), what: IN_HEADER });
        number_of(&mut bytes, HEADER);
        described(&mut bytes, sum, length, entry.name.len());
        bytes.extend_from_slice(entry.name);
        stretches.push(Stretch { from: bytes.len(), entry: Some(number), what: "its bytes" });
        bytes.extend_from_slice(entry.bytes);
        directory.push((from, sum));
    }
    let begins = bytes.len();
    for (number, (entry, (from, sum))) in entries.iter().zip(directory).enumerate() {
        stretches.push(Stretch { from: bytes.len(), entry: Some(number), what: "its record in the container's list" });
        number_of(&mut bytes, RECORD);
        short(&mut bytes, VERSION);
        described(&mut bytes, sum, entry.bytes.len(), entry.name.len());
        // No comment, first disk, no attributes of any system.
        bytes.extend_from_slice(&[0; 10]);
        number_of(&mut bytes, narrow(from));
        bytes.extend_from_slice(entry.name);
    }
    let length = bytes.len() - begins;
    stretches.push(Stretch { from: bytes.len(), entry: None, what: "the container's end" });
    number_of(&mut bytes, END);
    bytes.extend_from_slice(&[0; 4]);
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    short(&mut bytes, count);
    short(&mut bytes, count);
    number_of(&mut bytes, narrow(length));
    number_of(&mut bytes, narrow(begins));
    short(&mut bytes, 0);
    (bytes, stretches)
}

/// What header and record have in common: names are UTF-8, nothing is packed, every file of the same day.
fn described(bytes: &mut Vec<u8>, sum: u32, length: usize, name: usize) {
    for half in [VERSION, 0x0800, 0, 0, DAY] {
        short(bytes, half);
    }
    number_of(bytes, sum);
    number_of(bytes, narrow(length));
    number_of(bytes, narrow(length));
    short(bytes, u16::try_from(name).unwrap_or(u16::MAX));
    short(bytes, 0);
}

fn short(bytes: &mut Vec<u8>, number: u16) {
    bytes.extend_from_slice(&number.to_le_bytes());
}

fn number_of(bytes: &mut Vec<u8>, number: u32) {
    bytes.extend_from_slice(&number.to_le_bytes());
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A container's files as far as they can be read, and everything in which it is not of the one form.
pub fn opened(bytes: &[u8]) -> (Files, Vec<Finding>) {
    let mut findings = Vec::new();
    let (entries, broken_at) = by_headers(bytes);
    // Headers or list are whole wherever a single place was changed.
    let entries = match (broken_at, by_list(bytes)) {
        (Some(_), Some(listed)) => listed,
        (Some(at), None) => {
            let last = entries.last().map_or(super::PACK.to_owned(), |entry| shown(entry.name));
            findings.push(Finding::of(&last, &format!("after it the pack is cut off or broken, at byte {at}")));
            entries
        }
        (None, _) => entries,
    };
    if findings.is_empty() {
        findings.extend(difference(bytes, &entries));
    }
    let mut files = Files::new();
    let mut before: Option<&[u8]> = None;
    for entry in &entries {
        let name = shown(entry.name);
        if !is_plain(entry.name) {
            findings.push(Finding::of(&name, "no pack holds a file of such a name"));
        }
        if files.insert(name.clone(), entry.bytes.to_vec()).is_some() {
            findings.push(Finding::of(&name, "stands in the pack more than once"));
        } else if before.is_some_and(|before| entry.name < before) {
            findings.push(Finding::of(&name, "does not stand in its place by name"));
        }
        before = Some(entry.name);
    }
    (files, findings)
}

/// Where the bytes are not those that would be written for the entries.
fn difference(bytes: &[u8], entries: &[Entry]) -> Option<Finding> {
    let (wanted, stretches) = written(entries);
    if wanted == bytes {
        return None;
    }
    let same = wanted.iter().zip(bytes).take_while(|(wanted, found)| wanted == found).count();
    if same == wanted.len() {
        return Some(Finding::of(super::PACK, &format!("{} bytes follow its end", bytes.len() - same)));
    }
    let stretch = stretches.iter().rev().find(|stretch| stretch.from <= same);
    let file = stretch.and_then(|stretch| stretch.entry).map_or(super::PACK.to_owned(), |at| shown(entries[at].name));
    if same == bytes.len() {
        return Some(Finding::of(&file, &format!("the pack is cut off here, after {same} bytes")));
    }
    let what = stretch.map_or("the container", |stretch| match same - stretch.from {
        14..18 if stretch.what == IN_HEADER => "the checksum in its header is not that of its bytes, or its header",
        _ => stretch.what,
    });
    Some(Finding::of(&file, &format!("{what} is not as this program writes it (byte {same} of the pack)")))
}

/// Letters, digits and `-_./`, relative, never upwards.
fn is_plain(name: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_./".contains(byte);
    !name.is_empty()
        && name.len() <= 200
        && name.iter().all(plain)
        && name.split(|byte| *byte == b'/').all(|part| !part.is_empty() && !part.starts_with(b"."))
}

/// A name as it can be printed.
fn shown(name: &[u8]) -> String {
    String::from_utf8_lossy(name).escape_default().to_string()
}

/// Entries one after another from the first byte on; where they break off, unless they lead to the list.
fn by_headers(bytes: &[u8]) -> (Vec<Entry<'_>>, Option<usize>) {
    let (mut entries, mut at) = (Vec::new(), 0);
    while let Some((entry, next)) = header_at(bytes, at) {
        entries.push(entry);
        at = next;
    }
    let reached = !entries.is_empty() && four(bytes, at) == Some(RECORD);
    (entries, (!reached).then_some(at))
}

fn header_at(bytes: &[u8], at: usize) -> Option<(Entry<'_>, usize)> {
    if four(bytes, at)? != HEADER {
        return None;
    }
    let (length, name) = (four(bytes, at + 18)? as usize, two(bytes, at + 26)? as usize);
    let named = at + HEADER_LENGTH;
    let begins = named.checked_add(name)?;
    let ends = begins.checked_add(length)?;
    Some((Entry { name: bytes.get(named..begins)?, bytes: bytes.get(begins..ends)? }, ends))
}

/// Entries as the list at the end names them, if it is one for these bytes.
fn by_list(bytes: &[u8]) -> Option<Vec<Entry<'_>>> {
    let end = bytes.len().checked_sub(END_LENGTH)?;
    if four(bytes, end)? != END {
        return None;
    }
    let (count, begins) = (two(bytes, end + 10)?, four(bytes, end + 16)? as usize);
    let (mut entries, mut at, mut from) = (Vec::new(), begins, 0_usize);
    for _ in 0..count {
        if four(bytes, at)? != RECORD || four(bytes, at + 42)? as usize != from {
            return None;
        }
        let (length, name) = (four(bytes, at + 20)? as usize, two(bytes, at + 28)? as usize);
        let named = bytes.get(at + RECORD_LENGTH..)?.get(..name)?;
        let file = from.checked_add(HEADER_LENGTH + name)?;
        from = file.checked_add(length).filter(|end| *end <= begins)?;
        entries.push(Entry { name: named, bytes: bytes.get(file..from)? });
        at += RECORD_LENGTH + name;
    }
    (at == end && from == begins).then_some(entries)
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

fn two(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

#[cfg(test)]
mod tests;
