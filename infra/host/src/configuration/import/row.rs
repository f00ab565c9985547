//! A row of the table as an entry of `services.yaml`.

use super::Refused;
use crate::configuration::nearest::nearest;
use chrono::NaiveDate;
use csv::{ReaderBuilder, StringRecord, Trim};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const NEEDED: [&str; 12] = [
    "id",
    "name",
    "owners",
    "functions",
    "people",
    "harm",
    "workaround",
    "hours",
    "money",
    "dependants",
    "approved_by",
    "valid_until",
];
const OTHERS: [&str; 3] = ["aliases", "suppliers", "threat_to_life"];
const SCORES: [&str; 6] = ["people", "harm", "workaround", "hours", "money", "dependants"];
/// Between the items of one cell.
const BETWEEN: char = '|';

/// A row that was understood.
#[derive(Debug)]
pub struct Row {
    pub line: u64,
    pub id: String,
    /// The entry as YAML, with a line break at its end.
    pub block: String,
}

/// Reads the whole table.
///
/// # Errors
/// Every row that cannot be understood.
pub fn rows(table: &[u8]) -> Result<Vec<Row>, Vec<Refused>> {
    let text = std::str::from_utf8(table)
        .map_err(|_| vec![refused(1, "the table is not UTF-8 text".to_owned(), "save it as \"CSV UTF-8\"")])?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| vec![broken(&error)])?.clone();
    check_header(&header)?;
    let mut wrong = Vec::new();
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(1, |position| line_of(text, position));
                match row(&header, &record, line) {
                    Ok(row) => rows.push(row),
                    Err(mut why) => wrong.append(&mut why),
                }
            }
            Err(error) => wrong.push(broken(&error)),
        }
    }
    wrong.extend(twice(&rows));
    if wrong.is_empty() && rows.is_empty() {
        wrong.push(refused(
            1,
            "the table has no rows".to_owned(),
            "put a service a line under the names of the columns",
        ));
    }
    wrong.sort();
    if wrong.is_empty() { Ok(rows) } else { Err(wrong) }
}

/// Rows of a service that had one before.
fn twice(rows: &[Row]) -> Vec<Refused> {
    let mut first: BTreeMap<&str, u64> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in rows {
        match first.get(row.id.as_str()) {
            None => {
                first.insert(&row.id, row.line);
            }
            Some(before) => {
                let why = format!("service `{}` stands twice, first on line {before}", row.id);
                wrong.push(refused(row.line, why, "remove one of the two"));
            }
        }
    }
    wrong
}

/// The reader counts from the end of the record before: line breaks may still stand between.
fn line_of(text: &str, position: &csv::Position) -> u64 {
    let at = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let breaks = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
    position.line() + breaks.count() as u64
}

/// What the header uses most between its names.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |mark: u8| header.bytes().filter(|byte| *byte == mark).count();
    [b',', b';', b'\t'].into_iter().max_by_key(|mark| (count(*mark), *mark == b',')).unwrap_or(b',')
}

fn check_header(header: &StringRecord) -> Result<(), Vec<Refused>> {
    let known = || NEEDED.into_iter().chain(OTHERS);
    let (mut wrong, mut before) = (Vec::new(), BTreeSet::new());
    for name in header {
        if !known().any(|known| known == name) {
            let cure = nearest(name, known()).map_or_else(
                || format!("columns are: {}", known().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            wrong.push(refused(1, format!("unknown column `{name}`"), &cure));
        }
        if !before.insert(name) {
            wrong.push(refused(1, format!("column `{name}` stands twice"), "remove one of the two"));
        }
    }
    for name in NEEDED.into_iter().filter(|name| !header.iter().any(|column| column == *name)) {
        wrong.push(refused(1, format!("column `{name}` is missing"), "add it, with a value in every row"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn row(header: &StringRecord, record: &StringRecord, line: u64) -> Result<Row, Vec<Refused>> {
    let mut wrong = Vec::new();
    if record.len() != header.len() {
        let why = format!("{} cells where the header has {}", record.len(), header.len());
        return Err(vec![refused(line, why, "put cells with the dividing mark in them in quotes")]);
    }
    let cell = |name: &str| {
        let place = header.iter().position(|column| column == name);
        place.and_then(|place| record.get(place)).unwrap_or_default()
    };
    for name in NEEDED.into_iter().filter(|name| cell(name).is_empty()) {
        wrong.push(refused(line, format!("`{name}` is empty"), "give it a value"));
    }
    let block = block(line, &cell, &mut wrong);
    if wrong.is_empty() { Ok(Row { line, id: cell("id").to_owned(), block }) } else { Err(wrong) }
}

fn block<'a>(line: u64, cell: &impl Fn(&str) -> &'a str, wrong: &mut Vec<Refused>) -> String {
    let mut block = format!("- id: {}\n  name: {}\n", quoted(cell("id")), quoted(cell("name")));
    let mut add = |text: String| block.push_str(&text);
    let aliases = items(cell("aliases"));
    if !aliases.is_empty() {
        add(format!("  aliases: [{}]\n", list(&aliases)));
    }
    let scores = SCORES.map(|name| format!("{name}: {}", score(line, name, cell(name), wrong)));
    add(format!("  assessment:\n    scores: {{ {} }}\n", scores.join(", ")));
    if truth(line, cell("threat_to_life"), wrong) {
        add("    threat_to_life: true\n".to_owned());
    }
    add(format!(
        "    approved_by: {}\n    valid_until: {}\n",
        quoted(cell("approved_by")),
        day(line, cell("valid_until"), wrong)
    ));
    add(format!("  owners: [{}]\n", list(&items(cell("owners")))));
    add(functions(line, cell("functions"), wrong));
    add(suppliers(cell("suppliers")));
    block
}

fn functions(line: u64, cell: &str, wrong: &mut Vec<Refused>) -> String {
    let mut text = "  functions:\n".to_owned();
    for item in items(cell) {
        match item.split_once('=').map(|(id, name)| (id.trim(), name.trim())) {
            Some((id, name)) if !id.is_empty() && !name.is_empty() => {
                let _ = writeln!(text, "    - {{ id: {}, name: {} }}", quoted(id), quoted(name));
            }
            Some(_) | None => wrong.push(refused(
                line,
                format!("`{item}` is no function"),
                "write `id = name`, `|` between functions",
            )),
        }
    }
    text
}

fn suppliers(cell: &str) -> String {
    let items = items(cell);
    if items.is_empty() {
        return String::new();
    }
    let one = |item: &&str| match item.strip_suffix('!') {
        Some(id) => format!("    - {{ id: {}, hard: true }}\n", quoted(id.trim())),
        None => format!("    - {{ id: {} }}\n", quoted(item)),
    };
    "  suppliers:\n".to_owned() + &items.iter().map(one).collect::<String>()
}

fn score(line: u64, name: &str, cell: &str, wrong: &mut Vec<Refused>) -> u8 {
    match cell.parse::<u8>() {
        Ok(score) if score <= 3 => score,
        // An empty cell has been told of.
        Ok(_) | Err(_) if cell.is_empty() => 0,
        Ok(_) | Err(_) => {
            wrong.push(refused(line, format!("`{cell}` is no score for `{name}`"), "score each question 0, 1, 2 or 3"));
            0
        }
    }
}

fn truth(line: u64, cell: &str, wrong: &mut Vec<Refused>) -> bool {
    match cell.to_lowercase().as_str() {
        "" | "no" | "false" | "0" | "-" => false,
        "yes" | "true" | "1" | "+" => true,
        _ => {
            wrong.push(refused(
                line,
                format!("`{cell}` is neither yes nor no for `threat_to_life`"),
                "write `yes` or `no`",
            ));
            false
        }
    }
}

fn day<'a>(line: u64, cell: &'a str, wrong: &mut Vec<Refused>) -> &'a str {
    if !cell.is_empty() && cell.parse::<NaiveDate>().is_err() {
        wrong.push(refused(line, format!("`{cell}` is no day"), "write it as 2027-06-30"));
    }
    cell
}

fn items(cell: &str) -> Vec<&str> {
    cell.split(BETWEEN).map(str::trim).filter(|item| !item.is_empty()).collect()
}

fn list(items: &[&str]) -> String {
    items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", ")
}

/// Text from a table is text: bare where no reader of YAML could take it for anything else.
fn quoted(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
        && text.starts_with(char::is_alphabetic)
        && !matches!(text.to_lowercase().as_str(), "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n");
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

fn broken(error: &csv::Error) -> Refused {
    let line = error.position().map_or(1, csv::Position::line);
    refused(line, error.to_string(), "correct the quotes of this row")
}

fn refused(line: u64, why: String, cure: &str) -> Refused {
    Refused { line, why, cure: cure.to_owned() }
}
