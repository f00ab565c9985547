//! One line of a log an event, whatever is told in it: a line break in somebody's words begins no line of its own.

use std::io::{self, Write};

/// Writes each event it is given whole, as the log's formatter does, into one line.
pub struct OneLine<W>(pub W);

impl<W: Write> Write for OneLine<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let (text, end) = text.strip_suffix('\n').map_or((&*text, ""), |text| (text, "\n"));
        let mut line = String::with_capacity(event.len());
        for c in text.chars() {
            match c {
                // Colours begin with an escape; that of somebody's words was taken out by the formatter.
                '\t' | '\u{1b}' => line.push(c),
                c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => line.extend(c.escape_default()),
                c => line.push(c),
            }
        }
        line.push_str(end);
        self.0.write_all(line.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_line_and_its_words_begin_none() {
        let mut log = OneLine(Vec::new());
        log.write_all("WARN refused: x\n2026 ERROR forged\r\u{85}\u{2028}é\n".as_bytes()).expect("memory");
        log.write_all(b"\x1b[32mINFO\x1b[0m next\n").expect("memory");
        let lines = String::from_utf8(log.0).expect("text");
        let expected = "WARN refused: x\\n2026 ERROR forged\\r\\u{85}\\u{2028}é\n\u{1b}[32mINFO\u{1b}[0m next\n";
        assert_eq!(lines, expected);
    }
}
