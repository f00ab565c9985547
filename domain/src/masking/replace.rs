//! Writes a text anew with a mark in place of every finding.

use super::contact::Allowed;
use super::kind::Kind;
use super::scan::{Finding, find};
use std::collections::BTreeMap;

/// A text safe to store, and what was taken out of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Masked {
    /// The text with marks.
    pub text: String,
    /// How many of each kind were masked.
    pub found: BTreeMap<Kind, u32>,
}

/// Replaces every finding by its kind's mark. Masking what is masked already changes nothing.
#[must_use]
pub fn mask(text: &str, allowed: &Allowed) -> Masked {
    replace(text, &find(text, allowed))
}

/// Replaces `findings`, which are in order and do not overlap.
pub(super) fn replace(text: &str, findings: &[Finding]) -> Masked {
    let mut masked = Masked { text: String::with_capacity(text.len()), found: BTreeMap::new() };
    let mut from = 0;
    for finding in findings {
        masked.text.push_str(&text[from..finding.start]);
        masked.text.push_str(finding.kind.mark());
        *masked.found.entry(finding.kind).or_default() += 1;
        from = finding.end;
    }
    masked.text.push_str(&text[from..]);
    masked
}
