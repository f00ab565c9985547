//! Files posted in the chat: whose, how large, under which hash, or why they are not kept.

use super::Told;
use super::part::{Part, Section, key, message, nothing};
use crate::files::size;
use nabat_domain::incident::{Arg, ChatFile, FileCame, Wording};

/// A row each; nothing is said where there was none.
pub(super) fn section(told: &Told) -> Section {
    let rows: Vec<Vec<Arg>> = told.state.files.posted.iter().map(|(number, file)| row(*number, file)).collect();
    let head = &["report-number", "report-file", "report-file-by", "report-at", "report-file-size", "report-file-hash"];
    let table = (!rows.is_empty()).then_some(Part::Table { head, rows });
    Section::of("report-files", table.into_iter().collect())
}

fn row(number: u32, file: &ChatFile) -> Vec<Arg> {
    let (size, hash) = match &file.came {
        Some(FileCame::Kept(kept)) => (size(kept.bytes), Arg::Word(kept.sha256.clone())),
        Some(FileCame::NotKept { why }) => {
            let why = key(&format!("file-why-{}", why.as_str()));
            (nothing(), message(Wording::new("report-file-not-kept").with("why", why)))
        }
        None => (nothing(), key("report-file-waits")),
    };
    let (name, by) = (Arg::Text(file.name.clone()), Arg::Person(file.by.clone()));
    vec![Arg::Number(number.into()), name, by, Arg::Moment(file.at), size, hash]
}
