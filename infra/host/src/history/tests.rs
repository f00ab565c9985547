//! What a file may hold, and what becomes of every line of it.

use super::mapping::Mapping;
use super::read::from;
use super::staging::{Kept, Note, Staging};
use indicatif::ProgressBar;
use std::io::Cursor;

const HEADER: &str = "incident,service,region,started_at,restored_at,severity,summary\n";

fn read(text: impl AsRef<[u8]>, mapping: &Mapping) -> Result<Staging, String> {
    let read = from(Cursor::new(text.as_ref().to_vec()), mapping, &ProgressBar::hidden());
    read.map(|reading| reading.staging).map_err(|error| format!("{error:#}"))
}

/// Rows below the usual header.
fn rows(rows: &str) -> Staging {
    read(format!("{HEADER}{rows}"), &Mapping::default()).expect("a table")
}

fn mapping(yaml: &str) -> Mapping {
    serde_saphyr::from_str(yaml).expect("a mapping")
}

fn notes(staging: &Staging, kind: Note) -> Vec<String> {
    let mut notes = Vec::new();
    staging.told(kind, |line, note| notes.push(format!("{line}: {note}"))).expect("the disk");
    notes
}

fn kept(staging: &Staging) -> Vec<Kept> {
    let mut rows = Vec::new();
    staging.page(0, usize::MAX, |row| rows.push(row)).expect("the disk");
    rows
}

/// The one row is refused, for a reason that says so.
fn refused(row: &str, reason: &str) {
    let staging = rows(row);
    let told = notes(&staging, Note::Refused);
    assert!(told.len() == 1 && told[0].starts_with("2: ") && told[0].contains(reason), "{row}: {told:?}");
    assert_eq!(kept(&staging), [], "{row}");
}

#[test]
fn every_bad_row_is_refused_with_its_line() {
    refused("i,s,,2026-01-02T00:00:00Z,2026-01-01T00:00:00Z,3,\n", "ends before it starts");
    refused("i,s,,1970-01-01T00:00:00Z,2026-01-01T00:00:00Z,3,\n", "before 2000-01-01");
    refused("i,s,,,2026-01-01T00:00:00Z,3,\n", "no beginning");
    refused("i,,,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,3,\n", "no service");
    refused("i,s,,2026-01-01 00:00,2026-01-02 00:00,3,\n", "names no zone");
    refused("i,s,,yesterday,2026-01-02T00:00:00Z,3,\n", "not a moment");
    refused("i,=cmd(),,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,3,\n", "a formula");
    refused("@i,s,,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,3,\n", "a formula");
    refused("i,s,,2026-01-01T00:00:00Z\n", "4 cells where the header has 7");
    refused(&format!("i,{},,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,3,\n", "s".repeat(201)), "over 200 bytes");
}

#[test]
fn what_is_doubtful_is_marked_with_its_line() {
    let staging = rows(
        "i,s,,2026-01-01T00:00:00Z,,3,\n\
         j,s,,2026-01-02T00:00:00+03:00,2026-01-02T01:00:00+03:00,3,=1+1\n",
    );
    let told = notes(&staging, Note::Marked);
    assert_eq!(notes(&staging, Note::Refused), Vec::<String>::new());
    assert!(told[0].starts_with("2: no end"), "{told:?}");
    assert!(
        told.iter().any(|note| note.starts_with("3: the offset +03:00 where the first row has +00:00")),
        "{told:?}"
    );
    assert!(told.iter().any(|note| note == "3: a formula in column 7, which is not read"), "{told:?}");
    assert_eq!(kept(&staging).len(), 2);
}

#[test]
fn offsets_and_none_in_one_file_are_two_zones() {
    let staging = read(
        format!(
            "{HEADER}i,s,,2026-01-01T00:00:00Z,2026-01-01T01:00:00Z,3,\nj,s,,2026-01-02 00:00,2026-01-02 01:00,3,\n"
        ),
        &mapping("times: { zone: Europe/Moscow }"),
    );
    let told = notes(&staging.expect("a table"), Note::Refused);
    assert!(told.len() == 1 && told[0].contains("two zones"), "{told:?}");
}

#[test]
fn one_id_with_two_times_is_told_apart() {
    let staging = rows(
        "i,s,,2026-01-01T00:00:00Z,2026-01-01T02:00:00Z,3,\n\
         i,s,,2026-01-01T00:00:00Z,2026-01-01T02:00:00Z,3,\n\
         i,s,,2026-01-01T01:00:00Z,2026-01-01T03:00:00Z,3,\n\
         i,s,,2026-01-01T05:00:00Z,2026-01-01T06:00:00Z,3,\n\
         i,s,west,2026-01-01T01:00:00Z,2026-01-01T03:00:00Z,3,\n\
         i,t,,2026-01-01T01:00:00Z,2026-01-01T03:00:00Z,3,\n",
    );
    let marked = notes(&staging, Note::Marked);
    assert!(marked.iter().any(|note| note == "3: says the same as line 2: counted once"), "{marked:?}");
    assert!(marked.iter().any(|note| note.starts_with("5: a second outage")), "{marked:?}");
    assert_eq!(notes(&staging, Note::Refused), ["4: other times of the same outage than line 2"]);
    // By their end: what was refused and what was said twice is not among them.
    assert_eq!(kept(&staging).iter().map(|row| row.line).collect::<Vec<_>>(), [2, 6, 7, 5]);
}

#[test]
fn day_and_month_in_both_orders_refuse_the_file() {
    let mapping = mapping("times: { format: '%d-%m-%Y %H:%M', zone: UTC }");
    let text =
        format!("{HEADER}i,s,,03-05-2026 10:00,03-05-2026 11:00,3,\nj,s,,05-13-2026 10:00,05-13-2026 11:00,3,\n");
    let error = read(text, &mapping).err().expect("refused as a whole");
    assert!(error.contains("day and month") && error.contains("line 3"), "{error}");
}

#[test]
fn what_is_no_table_is_refused_whole() {
    let binary = [b"incident,service,started_at,restored_at\n".as_slice(), &[0, 159, 146, 150]].concat();
    assert!(read(binary, &Mapping::default()).err().expect("binary").contains("no text"));
    let not_utf8 = [HEADER.as_bytes(), b"i,\xff\xfe,,2026-01-01T00:00:00Z,2026-01-01T01:00:00Z,3,\n"].concat();
    assert!(read(not_utf8, &Mapping::default()).err().expect("no UTF-8").contains("line 2"));
    let endless = format!("{HEADER}\"{}", "x\n".repeat(2 << 20));
    assert!(read(endless, &Mapping::default()).err().expect("a quote that is not closed").contains("1 MiB"));
    let missing = read("incident,service,start,end\n", &Mapping::default()).err().expect("no such column");
    assert!(missing.contains("no column `started_at`") && missing.contains("start, end"), "{missing}");
}

/// Two gigabytes that take no room on the disk: holes where rows would be.
#[test]
fn two_gigabytes_are_refused_before_they_are_read() {
    let path = std::env::temp_dir().join(format!("nabat-large-{}.csv", std::process::id()));
    std::fs::write(&path, format!("{HEADER}i,s,,2026-01-01T00:00:00Z,2026-01-01T01:00:00Z,3,\n")).expect("the disk");
    let whole = |size: u64| {
        let file = std::fs::File::options().write(true).open(&path).expect("it is there");
        file.set_len(size).expect("a hole takes no room");
        super::read(&path, &Mapping::default()).map(|reading| reading.rows).map_err(|error| format!("{error:#}"))
    };
    let too_large = whole(super::read::LARGEST).expect_err("it is too large");
    assert!(too_large.contains("2000000000 bytes") && too_large.contains("part it by years"), "{too_large}");
    // A byte less is read, and holes are no text.
    let holes = whole(super::read::LARGEST - 1).expect_err("it is no table");
    assert!(holes.contains("no text"), "{holes}");
    std::fs::remove_file(&path).expect("it is ours");
}

#[test]
fn several_rows_of_an_incident_are_folded() {
    let mapping = mapping(
        "columns: { incident: number, service: category, began: opened, restored: resolved }\n\
         times: { format: '%d-%m-%Y %H:%M', zone: Europe/Moscow }\n\
         unknown: ['?']\nrows: folded\nno_end: leave_out\nservice_when_unknown: unknown\n\
         only: { priority: [high] }\n",
    );
    let text = "number,category,opened,resolved,priority\n\
         a,?,01-02-2026 10:00,?,high\n\
         b,mail,01-02-2026 10:00,?,high\n\
         a,records,01-02-2026 10:00,01-02-2026 11:00,high\n\
         a,?,01-02-2026 10:00,01-02-2026 12:30,high\n\
         c,?,02-02-2026 10:00,02-02-2026 12:30,high\n\
         d,mail,02-02-2026 10:00,02-02-2026 12:30,low\n";
    let staging = read(text, &mapping).expect("a table");
    let rows = kept(&staging);
    let told: Vec<_> = rows.iter().map(|row| (row.incident.as_str(), row.service.as_str(), row.line)).collect();
    assert_eq!(told, [("a", "records", 2), ("c", "unknown", 6)]);
    assert_eq!(rows[0].restored.map(|end| end.since(rows[0].began).0), Some(150 * 60_000));
    let marked = notes(&staging, Note::Marked);
    assert!(marked.iter().any(|note| note.starts_with("3: no end: left out")), "{marked:?}");
}
