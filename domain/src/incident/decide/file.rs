//! A file posted in a chat: data, whatever it is called; perhaps the report a contractor owes.

use super::super::command::{PostedFile, Speech};
use super::super::draft::{Draft, Refusal, Reply};
use super::super::wording::{Arg, Wording};
use super::contractor;
use super::said::heard;

/// The largest file that is taken, bytes.
const LARGEST: u64 = 50_000_000;

/// Endings of what runs when it is opened.
const RUNS: [&str; 22] = [
    "apk", "app", "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "iso", "jar", "js", "lnk", "msi", "pif", "ps1",
    "reg", "scr", "sh", "vbe", "vbs", "wsf",
];

pub(super) fn posted(draft: &mut Draft, file: &PostedFile) -> Result<Reply, Refusal> {
    heard(draft, &file.speech, |draft, speech| taken(draft, speech, file))
}

fn taken(draft: &mut Draft, speech: &Speech, file: &PostedFile) -> Result<Reply, Refusal> {
    let refused = |key: &str| Refusal(Wording::new(key).with("file", Arg::Word(file.name.clone())));
    let mega = |bytes: u64| Arg::Number(i64::try_from(bytes.div_ceil(1_000_000)).unwrap_or(i64::MAX));
    if file.bytes > LARGEST {
        let Refusal(wording) = refused("refused-file-large");
        return Err(Refusal(wording.with("size", mega(file.bytes)).with("largest", mega(LARGEST))));
    }
    if runs(&file.name) {
        return Err(refused("refused-file-kind"));
    }
    contractor::report_file(draft, speech)
}

/// Whether it runs when somebody opens it; a dot or a space after the ending hides nothing.
fn runs(name: &str) -> bool {
    let shown = name.trim_end_matches(|c: char| c == '.' || c.is_whitespace() || !c.is_alphanumeric());
    let ending = shown.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| RUNS.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_known_by_its_ending_however_it_is_written() {
        for name in ["отчёт.exe", "report.pdf.EXE", "a.JS.", "run.sh ", "x.scr\u{200b}"] {
            assert!(runs(name), "{name}");
        }
        for name in ["отчёт.pdf", "exe", "журнал.log", "таблица.xlsx", "восстановлено.txt", "snap.png"]
        {
            assert!(!runs(name), "{name}");
        }
    }
}
