//! What a revision changed, line by line below the headings they stand under.

use nabat_kit::document::{Block, Document};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Lines under one heading that are gone or new.
pub(super) struct Changed {
    pub(super) heading: String,
    pub(super) gone: Vec<String>,
    pub(super) new: Vec<String>,
}

/// A line with the heading it stands under.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Line {
    heading: String,
    text: String,
}

pub(super) fn changed(before: &Document, after: &Document) -> Vec<Changed> {
    let (before, after) = (lines(before), lines(after));
    let mut found: Vec<Changed> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let (gone, new) = match op {
            DiffOp::Equal { .. } => continue,
            DiffOp::Delete { old_index, old_len, .. } => (&before[old_index..old_index + old_len], &after[..0]),
            DiffOp::Insert { new_index, new_len, .. } => (&before[..0], &after[new_index..new_index + new_len]),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                (&before[old_index..old_index + old_len], &after[new_index..new_index + new_len])
            }
        };
        gone.iter().for_each(|line| under(&mut found, line).gone.push(line.text.clone()));
        new.iter().for_each(|line| under(&mut found, line).new.push(line.text.clone()));
    }
    found
}

fn under<'c>(found: &'c mut Vec<Changed>, line: &Line) -> &'c mut Changed {
    let at = found.iter().position(|changed| changed.heading == line.heading).unwrap_or(found.len());
    if at == found.len() {
        found.push(Changed { heading: line.heading.clone(), gone: Vec::new(), new: Vec::new() });
    }
    &mut found[at]
}

fn lines(document: &Document) -> Vec<Line> {
    let mut heading = document.title.clone();
    let mut lines = Vec::new();
    for block in &document.blocks {
        if let Block::Heading { text } = block {
            heading.clone_from(text);
        }
        lines.extend(block_lines(block).into_iter().map(|text| Line { heading: heading.clone(), text }));
    }
    lines
}

fn block_lines(block: &Block) -> Vec<String> {
    match block {
        Block::Heading { .. } => Vec::new(),
        Block::Notice { text } | Block::Paragraph { text } => vec![text.clone()],
        Block::Facts { rows } => rows.iter().map(|fact| format!("{}: {}", fact.name, fact.value)).collect(),
        Block::Table { rows, .. } => rows.iter().map(|row| row.join(" · ")).collect(),
        Block::Link { text, address } => vec![format!("{text}: {address}")],
        Block::Chart(chart) => vec![format!("{} ({})", chart.title, chart.points.len())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabat_domain::catalogue::Language;

    fn document(rows: &[&str]) -> Document {
        let heading = Block::Heading { text: "Timeline".to_owned() };
        let rows = rows.iter().map(|row| vec![(*row).to_owned()]).collect();
        let table = Block::Table { head: vec!["What".to_owned()], rows };
        Document {
            language: Language::En,
            title: "Report".to_owned(),
            changes: Vec::new(),
            blocks: vec![heading, table],
        }
    }

    #[test]
    fn lines_gone_and_new_stand_under_their_heading_and_the_rest_is_left_out() {
        let changed = changed(&document(&["a", "b", "c"]), &document(&["a", "x", "c", "d"]));
        assert_eq!(changed.len(), 1);
        assert_eq!(changed[0].heading, "Timeline");
        assert_eq!((changed[0].gone.join(","), changed[0].new.join(",")), ("b".to_owned(), "x,d".to_owned()));
    }

    #[test]
    fn the_same_page_changed_nothing() {
        assert!(changed(&document(&["a"]), &document(&["a"])).is_empty());
    }
}
