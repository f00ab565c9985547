//! Whether a file may be kept, by its name and by what is in it, and what it is.
//!
//! Nothing is unpacked: a ZIP names its parts in the clear (PKWARE's APPNOTE 4.3.7), an OLE file its streams
//! (MS-CFB 2.6), and macros stand in parts and streams of known names (MS-OFFMACRO2 2.2, MS-OVBA 2.2).

use super::kind::FileKind;
use super::{LARGEST_FILE, NotKept};

/// Endings of what runs when it is opened.
const RUNS: [&str; 22] = [
    "apk", "app", "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "iso", "jar", "js", "lnk", "msi", "pif", "ps1",
    "reg", "scr", "sh", "vbe", "vbs", "wsf",
];

/// Endings of documents and templates that carry macros.
const MACROS: [&str; 11] = ["docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "ppam", "sldm"];

/// First bytes of a ZIP's part.
const PART: &[u8] = b"PK\x03\x04";
/// First bytes of a part's line in a ZIP's list.
const LISTED: &[u8] = b"PK\x01\x02";
/// First bytes of an OLE file.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What a file is.
///
/// # Errors
/// Why it is not kept.
pub fn inspect(name: &str, content: &[u8]) -> Result<FileKind, NotKept> {
    if content.is_empty() {
        return Err(NotKept::Empty);
    }
    if content.len() as u64 > LARGEST_FILE {
        return Err(NotKept::Large);
    }
    if runs(name) || is_program(content) {
        return Err(NotKept::Runs);
    }
    if carries_macros(name) {
        return Err(NotKept::Macros);
    }
    match content {
        _ if content.starts_with(OLE) => of_ole(content),
        _ if content.starts_with(PART) => of_zip(name, content),
        _ => Ok(plain(content)),
    }
}

/// Whether it runs when somebody opens it; a dot or a space after the ending hides nothing.
pub(in super::super) fn runs(name: &str) -> bool {
    ending(name).is_some_and(|ending| RUNS.contains(&ending.as_str()))
}

/// Whether its name says that it is a document with macros.
pub(in super::super) fn carries_macros(name: &str) -> bool {
    ending(name).is_some_and(|ending| MACROS.contains(&ending.as_str()))
}

fn ending(name: &str) -> Option<String> {
    let shown = name.trim_end_matches(|c: char| c == '.' || c.is_whitespace() || !c.is_alphanumeric());
    shown.rsplit_once('.').map(|(_, ending)| ending.to_lowercase())
}

/// A program of Windows (its header names where `PE` stands) or of Linux.
fn is_program(content: &[u8]) -> bool {
    let header = content.get(60..64).and_then(|at| at.try_into().ok()).map(u32::from_le_bytes);
    let named = header.and_then(|at| content.get(at as usize..)).is_some_and(|rest| rest.starts_with(b"PE\0\0"));
    content.starts_with(b"MZ") && named || content.starts_with(b"\x7fELF")
}

/// Macros of an OLE file stand in a storage of this name, in UTF-16 like all names there.
fn of_ole(content: &[u8]) -> Result<FileKind, NotKept> {
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let there = |name: &str| holds(content, &wide(name));
    if there("_VBA_PROJECT") || there("Macros") && there("VBA") {
        return Err(NotKept::Macros);
    }
    Ok(FileKind::Ole)
}

fn of_zip(name: &str, content: &[u8]) -> Result<FileKind, NotKept> {
    let parts = parts(content);
    let has = |beginning: &str| parts.iter().any(|part| part.starts_with(beginning));
    if parts.iter().any(|part| part.ends_with("vbaproject.bin") || part.ends_with("vbadata.xml")) {
        return Err(NotKept::Macros);
    }
    if has("[content_types].xml") {
        let (kind, own) = match () {
            () if has("word/") => (FileKind::Docx, "docx"),
            () if has("xl/") => (FileKind::Xlsx, "xlsx"),
            () if has("ppt/") => (FileKind::Pptx, "pptx"),
            () => return Ok(FileKind::Zip),
        };
        // Under its own ending an office program opens no macros, wherever they are hidden.
        return if ending(name).is_none_or(|ending| ending == own) { Ok(kind) } else { Err(NotKept::Macros) };
    }
    // OpenDocument keeps macros of its own language in a folder of this name (OpenDocument 1.3, part 2, 2.2).
    if has("basic/") && has("content.xml") {
        return Err(NotKept::Macros);
    }
    let begins = |media: &str| holds(&content[..content.len().min(200)], media.as_bytes());
    Ok(match () {
        () if begins("application/vnd.oasis.opendocument.text") => FileKind::Odt,
        () if begins("application/vnd.oasis.opendocument.spreadsheet") => FileKind::Ods,
        () => FileKind::Zip,
    })
}

/// Names of a ZIP's parts in lower case, by their headers and by the list: who lies in one is caught by the other.
fn parts(content: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut from = 0;
    while let Some(found) = content[from..].windows(2).position(|two| two == b"PK") {
        let at = &content[from + found..];
        let (length, name) = match at {
            _ if at.starts_with(PART) => (26, 30),
            _ if at.starts_with(LISTED) => (28, 46),
            _ => (0, 0),
        };
        if name > 0
            && let Some(&[low, high]) = at.get(length..length + 2)
            && let Some(bytes) = at.get(name..name + usize::from(u16::from_le_bytes([low, high])))
        {
            names.push(String::from_utf8_lossy(bytes).to_lowercase().replace('\\', "/"));
        }
        from += found + 2;
    }
    names
}

fn plain(content: &[u8]) -> FileKind {
    let begins = |bytes: &[u8]| content.starts_with(bytes);
    match () {
        () if begins(b"%PDF-") => FileKind::Pdf,
        () if begins(b"\x89PNG\r\n\x1a\n") => FileKind::Png,
        () if begins(b"\xff\xd8\xff") => FileKind::Jpeg,
        () if begins(b"GIF87a") || begins(b"GIF89a") => FileKind::Gif,
        () if begins(b"RIFF") && content.get(8..12) == Some(b"WEBP") => FileKind::Webp,
        () if begins(b"\x1f\x8b") => FileKind::Gzip,
        () if std::str::from_utf8(content).is_ok_and(|text| !text.contains('\0')) => FileKind::Text,
        () => FileKind::Other,
    }
}

fn holds(content: &[u8], wanted: &[u8]) -> bool {
    content.windows(wanted.len()).any(|window| window == wanted)
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

    /// A ZIP whose parts are stored as they are; the list is left out, as in one that was cut off.
    fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (name, content) in parts {
            bytes.extend(PART);
            bytes.extend([20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            bytes.extend((content.len() as u32).to_le_bytes());
            bytes.extend((content.len() as u32).to_le_bytes());
            bytes.extend((name.len() as u16).to_le_bytes());
            bytes.extend([0, 0]);
            bytes.extend(name.bytes());
            bytes.extend(content.bytes());
        }
        bytes
    }

    fn ole(names: &[&str]) -> Vec<u8> {
        let mut bytes = OLE.to_vec();
        bytes.resize(512, 0);
        for name in names {
            let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            entry.resize(128, 0);
            bytes.extend(entry);
        }
        bytes
    }

    #[test]
    fn macros_are_found_by_name_and_inside_whatever_the_name() {
        let types = ("[Content_Types].xml", "<Types/>");
        let with = zip(&[types, ("word/document.xml", "<w/>"), ("word/vbaProject.bin", "x")]);
        for name in ["report.docm", "report.docx", "report.zip"] {
            assert_eq!(inspect(name, &with), Err(NotKept::Macros), "{name}");
        }
        let without = zip(&[types, ("word/document.xml", "<w/>")]);
        assert_eq!(inspect("report.docx", &without), Ok(FileKind::Docx));
        // The old ending lets Word run what the new one would not.
        assert_eq!(inspect("report.doc", &without), Err(NotKept::Macros));
        assert_eq!(inspect("table.xlsm", b"a,b"), Err(NotKept::Macros));
        assert_eq!(inspect("old.doc", &ole(&["WordDocument", "Macros", "VBA", "_VBA_PROJECT"])), Err(NotKept::Macros));
        assert_eq!(inspect("old.xls", &ole(&["Workbook", "_VBA_PROJECT_CUR", "VBA"])), Err(NotKept::Macros));
        assert_eq!(inspect("old.xls", &ole(&["Workbook", "SummaryInformation"])), Ok(FileKind::Ole));
    }

    #[test]
    fn what_is_empty_too_large_or_a_program_is_not_kept() {
        assert_eq!(inspect("a.txt", b""), Err(NotKept::Empty));
        let limit = usize::try_from(LARGEST_FILE).expect("it fits");
        assert_eq!(inspect("a.txt", &vec![b'a'; limit + 1]), Err(NotKept::Large));
        assert_eq!(inspect("a.txt", &vec![b'a'; limit]), Ok(FileKind::Text));
        let mut program = b"MZ".to_vec();
        program.resize(64, 0);
        program[60] = 64;
        program.extend(b"PE\0\0");
        assert_eq!(inspect("report.pdf", &program), Err(NotKept::Runs));
        assert_eq!(inspect("report.txt", b"MZ is how a program begins."), Ok(FileKind::Text));
    }

    #[test]
    fn a_kind_is_what_is_inside_and_never_what_a_browser_would_run() {
        assert_eq!(inspect("page.html", b"<script>alert(1)</script>"), Ok(FileKind::Text));
        assert_eq!(inspect("x.png", b"%PDF-1.7"), Ok(FileKind::Pdf));
        assert_eq!(inspect("x", &[0, 159, 146, 150]), Ok(FileKind::Other));
        assert_eq!(FileKind::Text.media_type(), "text/plain; charset=utf-8");
        let text = zip(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<o/>")]);
        assert_eq!(inspect("a.odt", &text), Ok(FileKind::Odt));
    }
}
