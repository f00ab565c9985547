//! A paper as Markdown, for a wiki or a repository. Pictures have no place in it.

use super::{Block, Paper, StepBlock, Table};

/// The paper as Markdown.
pub fn markdown(paper: &Paper) -> String {
    let mut lines = vec![format!("# {}: {}", escaped(&paper.sort), escaped(&paper.title)), String::new()];
    for (name, value) in &paper.facts {
        lines.push(format!("- {}: {}", escaped(name), escaped(value)));
    }
    for block in &paper.blocks {
        let part = part(block);
        if !part.is_empty() {
            lines.push(String::new());
            lines.extend(part);
        }
    }
    lines.join("\n") + "\n"
}

fn part(block: &Block) -> Vec<String> {
    match block {
        Block::Heading(text) => vec![format!("## {}", escaped(text))],
        Block::Words(text) => vec![escaped(text)],
        Block::Remark(text) => vec![format!("_{}_", escaped(text))],
        Block::List(points) => points.iter().map(|point| format!("- {}", escaped(point))).collect(),
        Block::Table(table) => grid(table),
        Block::Step(block) => step(block),
        Block::Picture(..) => Vec::new(),
    }
}

fn grid(table: &Table) -> Vec<String> {
    let row = |cells: &[String]| {
        format!("| {} |", cells.iter().map(|cell| escaped(&cell.replace('\n', ", "))).collect::<Vec<_>>().join(" | "))
    };
    let rule = format!("|{}", " --- |".repeat(table.head.len()));
    [row(&table.head), rule].into_iter().chain(table.rows.iter().map(|cells| row(cells))).collect()
}

fn step(block: &StepBlock) -> Vec<String> {
    let who = block.who.as_ref().map(|who| format!(" — {}", escaped(who))).unwrap_or_default();
    let mut lines =
        vec![format!("**{} {}**{who} (`{}`)", block.number, escaped(&block.name), block.id.replace('`', ""))];
    let mut say = |line: String| lines.extend([String::new(), line]);
    for line in &block.question {
        say(format!("> {}", escaped(line)));
    }
    if !block.buttons.is_empty() {
        let buttons: Vec<String> = block.buttons.iter().map(|button| format!("[{}]", escaped(button))).collect();
        say(buttons.join(" "));
    }
    for note in &block.notes {
        say(format!("_{}_", escaped(note)));
    }
    lines
}

/// Text from files and catalogues is text: nothing in it is markup, nor a list, a rule or a block of code at its beginning.
fn escaped(text: &str) -> String {
    let text = text.trim();
    let mut safe = String::with_capacity(text.len());
    for (place, letter) in text.char_indices() {
        let begins = match letter {
            '-' | '+' | '=' => place == 0,
            '.' | ')' => place > 0 && text[..place].bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&' | '~' | '$' => safe.extend(['\\', letter]),
            letter if begins => safe.extend(['\\', letter]),
            '\n' | '\r' => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escaped;
    use proptest::prelude::*;

    proptest! {
        /// By CommonMark 0.31, "Backslash escapes", and GitHub's tables, strikethrough and formulas.
        #[test]
        fn a_reader_sees_the_text(text in "([-+=#>]|[0-9]{1,9}[.)]|[ \\t]{0,4}|```|~~~)?(\\PC|[\\[\\]()*_`~<>|#&$!\\\\\n\r])*") {
            let written = escaped(&text);
            prop_assert!(!written.contains('\n') && !written.starts_with(['-', '+', '=', ' ', '\t']), "{written:?}");
            let digits = written.trim_start_matches(|c: char| c.is_ascii_digit());
            prop_assert!(digits.len() == written.len() || !digits.starts_with(['.', ')']), "{written:?} is a list");
            let (mut seen, mut letters) = (String::new(), written.chars());
            while let Some(c) = letters.next() {
                prop_assert!(!"`*_[]<>|#&~$".contains(c), "{c} means something in {written:?}");
                seen.extend(if c == '\\' { letters.next() } else { Some(c) });
            }
            prop_assert_eq!(seen, text.trim().replace(['\n', '\r'], " "));
        }
    }

    #[test]
    fn text_is_never_markup() {
        assert_eq!(escaped("<b>*a*|b\n# c"), "\\<b\\>\\*a\\*\\|b \\# c");
        assert_eq!(escaped("- a"), "\\- a");
        assert_eq!(escaped("12. a"), "12\\. a");
    }
}
