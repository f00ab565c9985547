//! Files people bring: histories of outages and their mappings, recordings of metrics, evidence packs, whatever they post in a chat.

use crate::folder::Folder;
use nabat::history::{self, Mapping};
use nabat_connectors::monitoring::recording;
use nabat_domain::catalogue::Language;
use nabat_domain::incident::inspect_file;
use nabat_domain::time::At;
use nabat_kit::evidence::{Expected, Files, packed, verify};
use nabat_kit::messages::say;
use nabat_kit::signing::SigningKey;
use std::path::Path;

/// What is said where a file of this name holds these bytes, the folder's own name taken out of it.
fn with_file(name: &str, bytes: &[u8], read: impl Fn(&Path) -> Option<String>) -> Vec<String> {
    let folder = Folder::new();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file can be written");
    let place = folder.path().display().to_string();
    read(&path).map(|words| words.replace(&place, "")).into_iter().collect()
}

pub(super) fn history(bytes: &[u8]) -> Vec<String> {
    let mut said = Vec::new();
    for shipped in ["status-history", "servicedesk-audit-log"] {
        let mapping = Mapping::load(Path::new(shipped)).expect("it ships");
        said.extend(with_file("history.csv", bytes, |path| {
            history::read(path, &mapping).err().map(|why| format!("{why:#}"))
        }));
    }
    said.extend(with_file("works.csv", bytes, |path| {
        history::read_works(path, &history::Times::default()).err().map(|why| format!("{why:#}"))
    }));
    said
}

pub(super) fn history_seeds() -> Vec<Vec<u8>> {
    let log = "number,incident_state,active,opened_at,resolved_at,closed_at,sys_updated_at,cmdb_ci,category\n\
        INC1,New,true,29/2/2016 01:16,?,5/3/2016 12:00,29/2/2016 01:23,?,Category 55\n\
        INC1,Closed,false,29/2/2016 01:16,29/2/2016 11:29,5/3/2016 12:00,5/3/2016 12:00,?,Category 55\n";
    vec![
        include_bytes!("../../fixtures/reliability/june.csv").to_vec(),
        include_bytes!("../../fixtures/reliability/works.csv").to_vec(),
        log.as_bytes().to_vec(),
    ]
}

pub(super) fn mapping(bytes: &[u8]) -> Vec<String> {
    with_file("mapping.yaml", bytes, |path| Mapping::load(path).err().map(|why| format!("{why:#}")))
}

pub(super) fn mapping_seeds() -> Vec<Vec<u8>> {
    vec![
        include_bytes!("../../../infra/host/mappings/status-history.yaml").to_vec(),
        include_bytes!("../../../infra/host/mappings/servicedesk-audit-log.yaml").to_vec(),
    ]
}

pub(super) fn recording(bytes: &[u8]) -> Vec<String> {
    let until = At(4_000_000_000_000);
    let mut said = with_file("night.csv", bytes, |path| recording::read(path, until).err().map(|why| why.to_string()));
    said.extend(with_file("night.csv.gz", bytes, |path| recording::read(path, until).err().map(|why| why.to_string())));
    said
}

pub(super) fn recording_seeds() -> Vec<Vec<u8>> {
    vec![
        b"time,appointments|errors,records|latency_p99\n1800000000,1,0.5\n1800000060,2,\n1800000120.5,,1e3\n".to_vec(),
        include_bytes!("../../fixtures/anomalies/depots-errors.csv.gz").to_vec(),
    ]
}

pub(super) fn pack(bytes: &[u8]) -> Vec<String> {
    let expected = Expected { keys: vec![SigningKey::of_seed([9; 32]).public()], head: Some("0".repeat(64)) };
    let verdict = verify(bytes, &expected);
    assert!(!verdict.findings.is_empty(), "a pack nobody signed was found good");
    verdict
        .findings
        .into_iter()
        .flat_map(|finding| [finding.what, finding.file])
        .filter(|words| !words.is_empty())
        .collect()
}

/// Packs of the right form with nothing of worth in them.
pub(super) fn pack_seeds() -> Vec<Vec<u8>> {
    let texts = [
        ("README.txt", "read me"),
        ("key.txt", "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n"),
        (
            "manifest.json",
            r#"{"schema":1,"files":[{"name":"events.jsonl","sha256":"00","bytes":1}],"head":"0","events":1}"#,
        ),
        ("events.jsonl", r#"{"number":1,"at":1800000000000,"type":"registered","data":{},"previous":"0","hash":"0"}"#),
        ("signature.bin", "0123456789012345678901234567890123456789012345678901234567890123"),
    ];
    let files: Files = texts.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    vec![packed(&files), packed(&Files::default())]
}

pub(super) fn posted(bytes: &[u8]) -> Vec<String> {
    let refused = |name: &str| inspect_file(name, bytes).err();
    let why = ["report.docx", "report.doc", "report"].into_iter().filter_map(refused);
    why.map(|why| say(Language::En, &format!("file-why-{}", why.as_str()), &[])).collect()
}

pub(super) fn posted_seeds() -> Vec<Vec<u8>> {
    let part = |name: &str| {
        let mut header = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
        header.extend((name.len() as u16).to_le_bytes());
        header.extend([0, 0]);
        header.extend(name.bytes());
        header
    };
    let office: Vec<u8> = ["[Content_Types].xml", "word/vbaProject.bin"].into_iter().flat_map(part).collect();
    let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    old.extend("_VBA_PROJECT".encode_utf16().flat_map(u16::to_le_bytes));
    let mut program = b"MZ".to_vec();
    program.resize(64, 0);
    program[60] = 64;
    program.extend(b"PE\0\0");
    vec![office, part("xl/workbook.xml"), old, program, b"%PDF-1.7".to_vec(), "14:02 упало".as_bytes().to_vec()]
}
