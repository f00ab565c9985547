//! The file with the table's entries in it: those it had are replaced where they stand, new ones
//! come at the end, everything else stays byte for byte.

use super::row::Row;
use crate::configuration::files::ServiceEntry;
use nabat_domain::catalogue::Service;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a file without a list begins with.
const HEADER: &str = "# yaml-language-server: $schema=../.schema/services.json\n";

/// The file as it would be.
#[derive(Debug)]
pub struct Merged {
    pub text: String,
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub same: usize,
    /// Lines of the new text, from 1, by the service the table has for them.
    imported: Vec<(Range<usize>, String)>,
    /// Ends of lines in the text.
    lines: usize,
}

impl Merged {
    /// Nothing if services of the file share a line: then no one of them can be replaced.
    pub fn of(existing: &str, entries: &[ServiceEntry], rows: &[Row]) -> Option<Self> {
        let lines: Vec<&str> = existing.split_inclusive('\n').collect();
        let blocks = blocks(&lines, entries)?;
        let known: BTreeMap<&str, (Service, Range<usize>)> = entries
            .iter()
            .zip(&blocks)
            .map(|(entry, block)| (entry.id.value.as_str(), (entry.service(), block.clone())))
            .collect();
        let mut merged = Self {
            text: String::new(),
            added: Vec::new(),
            changed: Vec::new(),
            same: 0,
            imported: Vec::new(),
            lines: 0,
        };
        // By the line it begins on: where it ends, and the row that takes its place, if it differs.
        let mut places: BTreeMap<usize, (usize, &Row, bool)> = BTreeMap::new();
        let mut new = Vec::new();
        for row in rows {
            match known.get(row.id.as_str()) {
                Some((service, block)) => {
                    let same = read(row).as_ref() == Some(service);
                    places.insert(block.start, (block.end, row, same));
                }
                None => new.push(row),
            }
        }
        merged.keep_or_replace(&lines, &places, entries.is_empty());
        for row in new {
            merged.append(row);
        }
        Some(merged)
    }

    fn keep_or_replace(&mut self, lines: &[&str], places: &BTreeMap<usize, (usize, &Row, bool)>, empty: bool) {
        let mut at = 0;
        while at < lines.len() {
            match places.get(&at) {
                Some((end, row, true)) => {
                    self.same += 1;
                    self.put(&row.id, &lines[at..*end].concat());
                    at = *end;
                }
                Some((end, row, false)) => {
                    self.changed.push(row.id.clone());
                    self.put(&row.id, &row.block);
                    at = *end;
                }
                None => {
                    // `[]`, the way to write a list with nothing in it, gives way to the list.
                    if !(empty && lines[at].trim() == "[]") {
                        self.write(lines[at]);
                    }
                    at += 1;
                }
            }
        }
        if self.text.is_empty() {
            self.write(HEADER);
        }
    }

    fn append(&mut self, row: &Row) {
        if !self.text.ends_with('\n') {
            self.write("\n");
        }
        self.write("\n");
        self.added.push(row.id.clone());
        self.put(&row.id, &row.block);
    }

    fn put(&mut self, id: &str, block: &str) {
        let from = 1 + self.lines;
        self.write(block);
        self.imported.push((from..1 + self.lines, id.to_owned()));
    }

    fn write(&mut self, text: &str) {
        self.text.push_str(text);
        self.lines += text.matches('\n').count();
    }

    /// The table's service that stands on a line of the new text.
    pub fn imported_at(&self, line: usize) -> Option<&str> {
        let found = self.imported.iter().find(|(lines, _)| lines.contains(&line));
        found.map(|(_, id)| id.as_str())
    }
}

/// Lines of each entry, from 0; comments and empty lines before the next one are the next one's.
fn blocks(lines: &[&str], entries: &[ServiceEntry]) -> Option<Vec<Range<usize>>> {
    let begins = |at: usize| lines[at].starts_with("- ") || lines[at].trim_end() == "-";
    let start = |entry: &ServiceEntry| {
        let line = usize::try_from(entry.id.referenced.line()).unwrap_or(1).clamp(1, lines.len().max(1)) - 1;
        (0..=line).rev().find(|at| begins(*at)).unwrap_or(line)
    };
    let starts: Vec<usize> = entries.iter().map(start).collect();
    if starts.windows(2).any(|pair| pair[0] >= pair[1]) {
        return None;
    }
    let is_between = |line: &&&str| line.trim().is_empty() || line.starts_with('#');
    let end = |place: usize| {
        let next = starts.get(place + 1).copied().unwrap_or(lines.len());
        next - lines[starts[place]..next].iter().rev().take_while(is_between).count()
    };
    Some(starts.iter().enumerate().map(|(place, start)| *start..end(place)).collect())
}

fn read(row: &Row) -> Option<Service> {
    let entries: Vec<ServiceEntry> = serde_saphyr::from_str(&row.block).ok()?;
    entries.first().map(ServiceEntry::service)
}
