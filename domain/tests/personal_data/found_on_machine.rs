//! Documents and logs of this machine, which nobody wrote for a detector: what is found there by a checksum
//! is found by chance.
//!
//! How much chance gives is measured on the same texts with the last digit of every number moved on: over
//! all ten places each candidate passes its checksum as often as ten random ones, so a tenth of all that is
//! found then is what chance finds once.

use flate2::read::GzDecoder;
use nabat_domain::masking::{Allowed, Kind, find};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Where systems keep texts, logs first.
const PLACES: [&str; 3] = ["/var/log", "/usr/share/doc", "/usr/share/man"];

/// So much is read, bytes: less where the build is slow.
const ASKED: usize = if cfg!(debug_assertions) { 4_000_000 } else { 50_000_000 };

/// A file may be as long as this, unpacked.
const LONGEST: u64 = 20_000_000;

/// Kinds with a checksum.
const CHECKED: [Kind; 5] = [Kind::Snils, Kind::InnPerson, Kind::InnCompany, Kind::Policy, Kind::Card];

type Counts = BTreeMap<Kind, u32>;

#[test]
fn documents_of_this_machine_hold_no_more_than_chance() {
    let (texts, logs) = texts();
    let size: usize = texts.iter().map(String::len).sum();
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    println!("{} texts, {:.1} MB, {:.1} MB of them logs", texts.len(), megabytes(size), megabytes(logs));
    assert!(size >= ASKED, "{:.1} MB of texts on this machine, {:.1} are asked for", megabytes(size), megabytes(ASKED));
    let mut found = Counts::new();
    texts.iter().for_each(|text| count(text, &mut found));
    let figures: Vec<String> = texts.iter().map(|text| lines_with_figures(text)).collect();
    let mut moved = Counts::new();
    for places in 0..10 {
        figures.iter().for_each(|text| count(&moved_on(text, places), &mut moved));
    }
    println!("{found:?}");
    for kind in CHECKED {
        let hits = f64::from(found.get(&kind).copied().unwrap_or_default());
        let chance = f64::from(moved.get(&kind).copied().unwrap_or_default()) / 10.0;
        println!("{kind:?}: {hits} found, {chance:.1} by chance");
        // Four deviations: one run in thirty thousand is above them by itself.
        assert!(hits <= chance + 4.0 * chance.max(1.0).sqrt(), "{kind:?}: {hits} found where chance gives {chance}");
    }
}

fn count(text: &str, counts: &mut Counts) {
    let contacts = BTreeSet::new();
    for finding in find(text, &Allowed { contacts: &contacts }) {
        *counts.entry(finding.kind).or_default() += 1;
    }
}

/// Lines with as many digits as the shortest number with a checksum has, and those beside them, which may
/// announce it.
fn lines_with_figures(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let has = |line: usize| lines.get(line).is_some_and(|line| line.bytes().filter(u8::is_ascii_digit).count() >= 10);
    let near = |line: &usize| has(*line) || has(line + 1) || line.checked_sub(1).is_some_and(has);
    (0..lines.len()).filter(near).flat_map(|line| [lines[line], "\n"]).collect()
}

/// The text with the last digit of every number so many places on.
fn moved_on(text: &str, places: u8) -> String {
    let mut characters = text.chars().peekable();
    let mut moved = String::with_capacity(text.len());
    while let Some(c) = characters.next() {
        let is_last = c.is_ascii_digit() && !characters.peek().is_some_and(char::is_ascii_digit);
        moved.push(if is_last { char::from(b'0' + (c as u8 - b'0' + places) % 10) } else { c });
    }
    moved
}

/// Texts up to what is asked for, and how much of it is logs: place after place, in order of their names.
///
/// A bare machine has no documents beside its licences, but wherever this is built there are those of the crates it is
/// built from.
fn texts() -> (Vec<String>, usize) {
    let (mut texts, mut size, mut logs) = (Vec::new(), 0, 0);
    for place in PLACES.iter().map(PathBuf::from).chain(crates()) {
        let mut files = Vec::new();
        gather(&place, &mut files);
        files.sort();
        for text in files.iter().filter_map(|file| read(file)) {
            if size >= ASKED {
                return (texts, logs);
            }
            size += text.len();
            logs += if place.ends_with("log") { text.len() } else { 0 };
            texts.push(text);
        }
    }
    (texts, logs)
}

/// Where cargo keeps what it unpacked.
fn crates() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    home.map(|home| home.join("registry/src"))
}

/// A file's text, unpacked where it is packed; `None` where it is none.
fn read(file: &Path) -> Option<String> {
    let opened = std::fs::File::open(file).ok()?;
    let mut text = String::new();
    match file.extension().is_some_and(|ending| ending == "gz") {
        true => GzDecoder::new(opened).take(LONGEST).read_to_string(&mut text).ok()?,
        false => opened.take(LONGEST).read_to_string(&mut text).ok()?,
    };
    (!text.contains('\0')).then_some(text)
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        match (kind.is_dir(), kind.is_file()) {
            (true, _) => gather(&entry.path(), files),
            (_, true) => files.push(entry.path()),
            _ => {}
        }
    }
}
