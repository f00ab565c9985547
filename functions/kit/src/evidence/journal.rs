//! The journal in a pack: written line by line, and checked so that the event that does not hold is named.

use super::{EVENTS, Files, Finding, HASHES, TEXTS};
use crate::heads::of_line;
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::SideText;
use nabat_domain::journal::{Entry, NOTHING_BEFORE, Sealed, sha256_hex};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Typed words as they are given away.
#[derive(Serialize, Deserialize)]
struct Words {
    /// SHA-256 over salt and text, as the events name it.
    hash: String,
    /// Lower-case hex.
    salt: String,
    /// The words, masked.
    text: String,
    /// Events that point to them.
    events: Vec<u64>,
}

/// The files of a journal.
pub(super) fn files(events: &[Sealed], texts: &[SideText]) -> Files {
    let lines: String = events.iter().map(|event| format!("{}\n", event.bytes)).collect();
    let hashes: String = events.iter().map(|event| format!("{} {}\n", event.number, event.hash)).collect();
    let pointing = pointing(texts.iter().map(|side| side.hash.0.as_str()), events);
    let words: Vec<Words> = texts.iter().map(|side| words(side, &pointing)).collect();
    [
        (EVENTS.to_owned(), lines.into_bytes()),
        (HASHES.to_owned(), hashes.into_bytes()),
        (TEXTS.to_owned(), super::derived::json(&words)),
    ]
    .into()
}

fn words(side: &SideText, pointing: &BTreeMap<&str, Vec<u64>>) -> Words {
    let events = pointing.get(side.hash.0.as_str()).cloned().unwrap_or_default();
    Words { hash: side.hash.0.clone(), salt: side.salt.clone(), text: side.text.clone(), events }
}

/// The events that point to each text, by its hash. An event is read through once, however many texts there are.
fn pointing<'t>(hashes: impl Iterator<Item = &'t str>, events: &[Sealed]) -> BTreeMap<&'t str, Vec<u64>> {
    let mut pointing: BTreeMap<&str, Vec<u64>> = hashes.map(|hash| (hash, Vec::new())).collect();
    for event in events {
        let runs = event.bytes.split(|c: char| !matches!(c, '0'..='9' | 'a'..='f'));
        for hash in runs.filter(|run| run.len() == NOTHING_BEFORE.len()) {
            if let Some(numbers) = pointing.get_mut(hash).filter(|numbers| numbers.last() != Some(&event.number)) {
                numbers.push(event.number);
            }
        }
    }
    pointing
}

/// The events of a pack, and what does not hold among them.
pub(super) fn read(files: &Files) -> (Vec<Sealed>, Vec<Finding>) {
    let mut findings = Vec::new();
    let Some(bytes) = files.get(EVENTS) else { return (Vec::new(), findings) };
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let stated = stated(files, &mut findings);
    let mut events = Vec::with_capacity(lines.len());
    for (number, line) in (1_u64..).zip(&lines) {
        let Some(text) = line.strip_suffix(b"\n").and_then(|line| std::str::from_utf8(line).ok()) else {
            findings.push(Finding::of_event(EVENTS, number, "is no line of text"));
            continue;
        };
        let hash = sha256_hex(text.as_bytes());
        let by_list = stated.get(events.len()).filter(|stated| **stated != hash);
        let next = lines.get(events.len() + 1).and_then(|next| previous(next));
        match by_list {
            // The event after it says which of both was changed.
            Some(_) if next.as_deref() == Some(hash.as_str()) => {
                findings.push(Finding::of_event(HASHES, number, "the hash is not the event's"));
            }
            Some(_) => findings.push(Finding::of_event(EVENTS, number, "its bytes do not have its hash")),
            None => {}
        }
        match of_line(number, text) {
            Some(event) => events.push(event),
            None => {
                findings.push(Finding::of_event(EVENTS, number, "its bytes are not an event"));
                // In its place, so that those after it keep theirs.
                events.push(Sealed { number, at: nabat_domain::time::At(0), bytes: text.to_owned(), hash });
            }
        }
    }
    if stated.len() != events.len() {
        let what = format!("{} hashes for {} events", stated.len(), events.len());
        findings.push(Finding::of(HASHES, &what));
    }
    findings.extend(chain(&events));
    (events, findings)
}

fn previous(line: &[u8]) -> Option<String> {
    serde_json::from_slice::<Entry>(line).ok().map(|entry| entry.previous)
}

/// The hashes beside the events.
fn stated(files: &Files, findings: &mut Vec<Finding>) -> Vec<String> {
    let Some(text) = files.get(HASHES).and_then(|bytes| std::str::from_utf8(bytes).ok()) else { return Vec::new() };
    let mut hashes = Vec::new();
    for (number, line) in (1_u64..).zip(text.lines()) {
        match line.split_once(' ') {
            Some((of, hash)) if of == number.to_string() => hashes.push(hash.to_owned()),
            Some(_) | None => {
                findings.push(Finding::of_event(HASHES, number, "the line does not name this event"));
                hashes.push(String::new());
            }
        }
    }
    hashes
}

/// Events that do not follow the one before them.
fn chain(events: &[Sealed]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut previous = NOTHING_BEFORE;
    for event in events {
        let follows = serde_json::from_str::<Entry>(&event.bytes)
            .is_ok_and(|entry| entry.number == event.number && entry.previous == previous);
        if !follows {
            findings.push(Finding::of_event(EVENTS, event.number, "does not follow the event before it"));
        }
        previous = &event.hash;
    }
    findings
}

/// Words that are not those the events point to.
pub(super) fn words_hold(files: &Files, events: &[Sealed]) -> Vec<Finding> {
    let Some(bytes) = files.get(TEXTS) else { return Vec::new() };
    let Ok(texts) = serde_json::from_slice::<Vec<Words>>(bytes) else {
        return vec![Finding::of(TEXTS, "cannot be read")];
    };
    let mut findings = Vec::new();
    let pointing = pointing(texts.iter().map(|words| words.hash.as_str()), events);
    for words in &texts {
        let pointing = pointing.get(words.hash.as_str()).map(Vec::as_slice).unwrap_or_default();
        let holds = sha256_hex(format!("{}{}", words.salt, words.text).as_bytes()) == words.hash;
        if !holds || pointing != words.events {
            let event = pointing.first().or(words.events.first()).copied();
            let what = "the words kept beside it are not those it points to".to_owned();
            findings.push(Finding { file: TEXTS.to_owned(), event, what });
        }
    }
    findings
}

/// The state the events lead to; `None` where this program cannot read one of them.
pub(super) fn state(
    events: &[Sealed],
    incident: &IncidentId,
    product: &ProductId,
) -> Option<nabat_domain::incident::State> {
    nabat_domain::incident::replay(events, incident, product).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabat_domain::time::At;

    fn event(number: u64, bytes: String) -> Sealed {
        let hash = sha256_hex(bytes.as_bytes());
        Sealed { number, at: At(0), bytes, hash }
    }

    fn words(text: &str, events: &[u64]) -> Words {
        let hash = sha256_hex(format!("salt{text}").as_bytes());
        Words { hash, salt: "salt".to_owned(), text: text.to_owned(), events: events.to_vec() }
    }

    fn held(texts: &[Words], events: &[Sealed]) -> usize {
        let json = serde_json::to_vec(texts).expect("words are JSON");
        words_hold(&[(TEXTS.to_owned(), json)].into(), events).len()
    }

    #[test]
    fn words_are_held_against_the_events_that_name_them() {
        let (one, other) = (words("one", &[1, 3]), words("other", &[]));
        let named = format!("{{\"a\":\"{0}\",\"b\":\"{0}\"}}", one.hash);
        let events = [event(1, named.clone()), event(2, "{}".to_owned()), event(3, named)];
        assert_eq!(held(&[one, other], &events), 0);
        assert_eq!(held(&[words("one", &[1]), words("other", &[2])], &events), 2);
    }

    #[test]
    fn thousands_of_texts_beside_thousands_of_events_are_checked() {
        let events: Vec<Sealed> = (1..=5_000).map(|number| event(number, "x".repeat(2_000))).collect();
        let texts: Vec<Words> = (0..20_000).map(|number: u32| words(&number.to_string(), &[])).collect();
        assert_eq!(held(&texts, &events), 0);
    }
}
