//! The figures of the command line as one JSON object: those of the console, with what was told of the file.

use super::figures::{Counted, Figures};
use crate::history::{Note, Staging};
use nabat_console::figures::sheet;
use serde_json::{Value, json};

/// All figures.
pub fn report(figures: &Figures<'_>, counted: &Counted) -> Value {
    let mut fields = sheet(&figures.sheet(counted));
    let noted = figures.noted;
    let file = json!({ "rows": noted.rows, "refused": noted.refused, "marked": noted.marked });
    fields.insert("file".to_owned(), file);
    Value::Object(fields)
}

/// The lines that kept the figures from being counted.
pub fn refused(staging: &Staging) -> anyhow::Result<Value> {
    let mut lines = Vec::new();
    staging.told(Note::Refused, |line, note| lines.push(json!({ "line": line, "reason": note })))?;
    Ok(json!({ "refused": lines }))
}
