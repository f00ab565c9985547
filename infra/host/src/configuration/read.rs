//! From a file's text to typed values; every fault with its line.

use super::fault::Fault;
use super::nearest::nearest;
use super::source::Source;
use super::wrong::Wrong;
use serde::de::DeserializeOwned;
use serde_saphyr::{Error, Location, MessageFormatter, UserMessageFormatter};

/// Faults of one list that are told: it is read anew after each of them.
const MOST_TOLD: usize = 100;

/// Reads a file that holds one thing.
pub fn read_one<T: DeserializeOwned>(source: &Source, faults: &mut Vec<Fault>) -> Option<T> {
    match serde_saphyr::from_str(source.text()) {
        Ok(value) => Some(value),
        Err(error) => {
            faults.push(fault(source, error.without_snippet()));
            None
        }
    }
}

/// Reads a file that holds a list. An entry with a fault is left out of the next attempt, so that
/// every faulty entry is told of and not only the first, up to so many; with any fault there is no list.
pub fn read_list<T: DeserializeOwned>(source: &Source, faults: &mut Vec<Fault>) -> Option<Vec<T>> {
    let mut text = source.text().to_owned();
    let mut clean = true;
    for _ in 0..MOST_TOLD {
        let error = match serde_saphyr::from_str::<Vec<T>>(&text) {
            Ok(list) => return clean.then_some(list),
            Err(error) => error,
        };
        let error = error.without_snippet();
        clean = false;
        faults.push(fault(source, error));
        let without = is_of_one_entry(error).then(|| without_entry(&text, line_of(error))).flatten();
        text = without?;
    }
    None
}

/// A fault of YAML's own grammar may reach over the rest of the file: then nothing after it is sure.
fn is_of_one_entry(error: &Error) -> bool {
    matches!(
        error,
        Error::Message { .. }
            | Error::Unexpected { .. }
            | Error::InvalidScalar { .. }
            | Error::NullIntoString { .. }
            | Error::SerdeInvalidType { .. }
            | Error::SerdeInvalidValue { .. }
            | Error::SerdeUnknownVariant { .. }
            | Error::SerdeUnknownField { .. }
            | Error::SerdeMissingField { .. }
            | Error::DuplicateMappingKey { .. }
    )
}

/// The text with the entry at that line blanked out, every other byte and line still in its place.
fn without_entry(text: &str, line: usize) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let begins = |index: &usize| lines[*index].starts_with("- ");
    let first = (0..line.min(lines.len())).rev().find(begins)?;
    let end = (first + 1..lines.len()).find(begins).unwrap_or(lines.len());
    let blank = lines[first..end].iter().map(|line| match line.strip_suffix('\n') {
        Some(line) => " ".repeat(line.len()) + "\n",
        None => " ".repeat(line.len()),
    });
    Some(lines[..first].concat() + &blank.collect::<String>() + &lines[end..].concat())
}

fn line_of(error: &Error) -> usize {
    let line = error.location().map_or(0, |location| location.line());
    usize::try_from(line).unwrap_or(0)
}

fn fault(source: &Source, error: &Error) -> Fault {
    Fault::at(source.place(error.location().unwrap_or(Location::UNKNOWN)), wrong(error))
}

fn wrong(error: &Error) -> Wrong {
    if let Error::SerdeUnknownField { field, expected, .. } = error {
        let near = nearest(field, expected.iter().copied());
        return Wrong::UnknownKey { key: field.clone(), near, known: expected.clone() };
    }
    if let Error::SerdeUnknownVariant { variant, expected, .. } = error {
        let near = nearest(variant, expected.iter().copied());
        return Wrong::UnknownWord { word: variant.clone(), near, known: expected.clone() };
    }
    if let Error::SerdeMissingField { field, .. } = error {
        return Wrong::NoKey { key: field };
    }
    Wrong::Form { why: UserMessageFormatter.format_message(error).into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::configuration::files::SupplierEntry;

    #[test]
    fn thousands_of_faults_are_not_told_one_by_one() {
        let source = Source::new("list.yaml", "- { name: x }\n".repeat(1_000));
        let mut faults = Vec::new();
        assert!(read_list::<SupplierEntry>(&source, &mut faults).is_none());
        assert_eq!(faults.len(), MOST_TOLD);
    }
}
