//! Checks of the queries that count users.

use super::{Known, Source};
use crate::configuration::fault::Fault;
use crate::configuration::files::{ServiceEntry, UsersEntry};
use crate::configuration::wrong::Wrong;
use serde_saphyr::Spanned;

/// The queries of a service and of its functions.
pub fn check(source: &Source, entry: &ServiceEntry, known: &Known<'_>, found: &mut Vec<Fault>) {
    let of_functions = entry.functions.value.iter().filter_map(|function| function.users.as_ref());
    for users in entry.users.iter().chain(of_functions) {
        check_one(source, users, known, found);
    }
}

fn check_one(source: &Source, users: &UsersEntry, known: &Known<'_>, found: &mut Vec<Fault>) {
    check_query(source, &users.query, known, found);
    let label = users.organisation.as_ref().filter(|label| !is_label(&label.value));
    if let Some(label) = label {
        found.push(Fault::at(source.of(label), Wrong::NotALabel { label: label.value.clone() }));
    }
}

/// A query somebody can be asked.
pub fn check_query(source: &Source, query: &Spanned<String>, known: &Known<'_>, found: &mut Vec<Fault>) {
    if let Some(why) = broken(&query.value) {
        found.push(Fault::at(source.of(query), Wrong::Query { query: query.value.clone(), why }));
    } else if !known.has_monitoring {
        found.push(Fault::at(source.of(query), Wrong::NobodyToAsk));
    }
}

/// What no source could read, whatever its language: nothing, a quote or a bracket that stays open.
fn broken(query: &str) -> Option<&'static str> {
    if query.trim().is_empty() {
        return Some("it is empty");
    }
    let (mut open, mut quote, mut escaped) = (Vec::new(), None, false);
    for letter in query.chars() {
        match (quote, letter) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(mark), _) if mark == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(letter),
            (None, '(' | '[' | '{') => open.push(letter),
            (None, ')' | ']' | '}') if open.pop() != Some(opening(letter)) => {
                return Some("a bracket closes what was not opened");
            }
            (None, _) => {}
        }
    }
    if quote.is_some() {
        return Some("a quote stays open");
    }
    (!open.is_empty()).then_some("a bracket stays open")
}

const fn opening(closing: char) -> char {
    match closing {
        ')' => '(',
        ']' => '[',
        _ => '{',
    }
}

/// A label's name as monitoring systems spell it.
fn is_label(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !text.is_empty() && text.chars().all(fits) && !text.starts_with(|c: char| c.is_ascii_digit())
}
