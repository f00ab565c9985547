//! A page as plain text: what is printed and put on file.

use crate::document::{Block, Chart, Document};
use nabat_domain::time::At;

/// The page from top to bottom.
pub(super) fn text(page: &Document) -> String {
    let mut lines = vec![page.title.clone(), "=".repeat(page.title.chars().count()), String::new()];
    for change in &page.changes {
        lines.push(format!("* {change}"));
    }
    for block in &page.blocks {
        if lines.last().is_some_and(|line| !line.is_empty()) {
            lines.push(String::new());
        }
        lines.extend(block_lines(block));
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

fn block_lines(block: &Block) -> Vec<String> {
    match block {
        Block::Heading { text } => vec![text.clone(), "-".repeat(text.chars().count())],
        Block::Notice { text } => vec![format!("! {text}")],
        Block::Paragraph { text } => vec![text.clone()],
        Block::Facts { rows } => rows.iter().map(|fact| format!("{}: {}", fact.name, fact.value)).collect(),
        Block::Table { head, rows } => std::iter::once(head).chain(rows).map(|cells| row(cells)).collect(),
        Block::Link { text, address } => vec![format!("{text}: {address}")],
        Block::Chart(chart) => chart_lines(chart),
    }
}

/// Cells on one line, whatever stands in them.
fn row(cells: &[String]) -> String {
    let one = |cell: &String| cell.split_whitespace().collect::<Vec<_>>().join(" ");
    cells.iter().map(one).collect::<Vec<_>>().join(" | ")
}

fn chart_lines(chart: &Chart) -> Vec<String> {
    let mark = chart.mark.map(|at| format!("{} <", at.to_rfc3339()));
    let point = |(at, value): &(At, i64)| {
        let sign = if *value < 0 { "-" } else { "" };
        format!("{} {sign}{}.{:03}", at.to_rfc3339(), value.unsigned_abs() / 1_000, value.unsigned_abs() % 1_000)
    };
    std::iter::once(chart.title.clone()).chain(mark).chain(chart.points.iter().map(point)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Fact;
    use nabat_domain::catalogue::Language;

    #[test]
    fn a_page_reads_from_top_to_bottom() {
        let cell = |text: &str| text.to_owned();
        let page = Document {
            language: Language::En,
            title: cell("A failure"),
            changes: vec![cell("one more")],
            blocks: vec![
                Block::Heading { text: cell("Facts") },
                Block::Facts { rows: vec![Fact { name: cell("Began"), value: cell("09:00") }] },
                Block::Table { head: vec![cell("a"), cell("b")], rows: vec![vec![cell("1\n|"), cell("2")]] },
                Block::Chart(Chart { title: cell("cpu"), points: vec![(At(0), -1_500)], mark: Some(At(0)) }),
            ],
        };
        let wanted = "A failure\n=========\n\n* one more\n\nFacts\n-----\n\nBegan: 09:00\n\na | b\n1 | | 2\n\n\
            cpu\n1970-01-01T00:00:00Z <\n1970-01-01T00:00:00Z -1.500\n";
        assert_eq!(text(&page), wanted);
    }
}
