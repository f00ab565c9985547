//! Counts what was found of the planted, and what was found besides.

use nabat_domain::masking::{Allowed, Finding, Kind as Found, find};
use nabat_personal_data::{Kind, Planted, Sample};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One kind's counts.
#[derive(Clone, Default, Debug)]
pub struct Row {
    /// What it is, or "all".
    pub name: &'static str,
    /// Data in the texts.
    pub planted: u32,
    /// Those covered whole by a finding of their kind.
    pub recalled: u32,
    /// Findings.
    pub found: u32,
    /// Those that lie on a datum of their kind and take nothing besides.
    pub right: u32,
}

impl Row {
    pub fn recall(&self) -> f64 {
        share(self.recalled, self.planted)
    }

    pub fn precision(&self) -> f64 {
        share(self.right, self.found)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self { name, planted, recalled, found, right } = self;
        let (recall, precision) = (self.recall(), self.precision());
        write!(
            f,
            "{name:<12} recall {recall:6.2} % ({recalled} of {planted}), precision {precision:6.2} % ({right} of {found})"
        )
    }
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 100.0 } else { f64::from(part) * 100.0 / f64::from(whole) }
}

/// The counts by kind, and what went wrong.
#[derive(Default)]
pub struct Score {
    by_kind: BTreeMap<Kind, Row>,
    wrong: Vec<String>,
}

impl Score {
    pub fn add(&mut self, sample: &Sample) {
        let contacts = BTreeSet::new();
        let findings = find(&sample.text, &Allowed { contacts: &contacts });
        for planted in &sample.planted {
            let is_recalled = findings.iter().any(|finding| covers(&sample.text, finding, planted));
            let row = self.row(planted.kind);
            row.planted += 1;
            row.recalled += u32::from(is_recalled);
            if !is_recalled {
                self.wrong.push(told("missed", planted.kind.name(), sample, planted.start..planted.end));
            }
        }
        for finding in &findings {
            let kind = kind_of(finding.kind);
            let is_right = sample.planted.iter().any(|planted| lies_on(&sample.text, finding, planted));
            let row = self.row(kind);
            row.found += 1;
            row.right += u32::from(is_right);
            if !is_right {
                self.wrong.push(told("false", kind.name(), sample, finding.start..finding.end));
            }
        }
    }

    /// Every kind's row, and that of all.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        let mut all = Row { name: "all", ..Row::default() };
        for row in self.by_kind.values() {
            all.planted += row.planted;
            all.recalled += row.recalled;
            all.found += row.found;
            all.right += row.right;
        }
        self.by_kind.values().cloned().chain([all])
    }

    /// So many of what went wrong, from all over.
    pub fn examples(&self, count: usize) -> Vec<String> {
        let step = (self.wrong.len() / count).max(1);
        let mut some: Vec<String> = self.wrong.iter().step_by(step).cloned().collect();
        some.sort();
        some
    }

    fn row(&mut self, kind: Kind) -> &mut Row {
        self.by_kind.entry(kind).or_insert_with(|| Row { name: kind.name(), ..Row::default() })
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.rows().try_for_each(|row| writeln!(f, "{row}"))
    }
}

/// Whether a finding of the right kind leaves nothing of the datum.
fn covers(text: &str, finding: &Finding, planted: &Planted) -> bool {
    let before = &text[planted.start..finding.start.clamp(planted.start, planted.end)];
    let behind = &text[finding.end.clamp(planted.start, planted.end)..planted.end];
    kind_of(finding.kind) == planted.kind && overlaps(finding, planted) && is_nothing(before) && is_nothing(behind)
}

/// Whether a finding stands on a datum of its kind and takes no more than signs besides.
fn lies_on(text: &str, finding: &Finding, planted: &Planted) -> bool {
    let before = &text[finding.start..planted.start.clamp(finding.start, finding.end)];
    let behind = &text[planted.end.clamp(finding.start, finding.end)..finding.end];
    kind_of(finding.kind) == planted.kind && overlaps(finding, planted) && is_nothing(before) && is_nothing(behind)
}

fn overlaps(finding: &Finding, planted: &Planted) -> bool {
    finding.start < planted.end && planted.start < finding.end
}

fn is_nothing(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}

fn told(what: &str, kind: &str, sample: &Sample, at: std::ops::Range<usize>) -> String {
    let from = sample.text[..at.start].char_indices().rev().nth(40).map_or(0, |(byte, _)| byte);
    let to = sample.text[at.end..].char_indices().nth(25).map_or(sample.text.len(), |(byte, _)| at.end + byte);
    let [before, whole, behind] =
        [&sample.text[from..at.start], &sample.text[at.start..at.end], &sample.text[at.end..to]];
    format!("{what} {kind}: {before:?} → {whole:?} ← {behind:?}")
}

const fn kind_of(found: Found) -> Kind {
    match found {
        Found::Snils => Kind::Snils,
        Found::InnPerson => Kind::InnPerson,
        Found::InnCompany => Kind::InnCompany,
        Found::Policy => Kind::Policy,
        Found::Card => Kind::Card,
        Found::Passport => Kind::Passport,
        Found::Phone => Kind::Phone,
        Found::Email => Kind::Email,
        Found::BirthDate => Kind::BirthDate,
    }
}
