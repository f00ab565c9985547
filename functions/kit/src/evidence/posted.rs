//! Files people posted: the journal names each by its SHA-256, the pack holds their bytes.

use super::derived::json;
use super::{Files, Finding, POSTED, POSTED_LIST};
use crate::env::Env;
use crate::fault::Fault;
use crate::files::content;
use nabat_domain::ids::{IncidentId, PersonId, ProductId};
use nabat_domain::incident::{FileCame, FileKind, KeptFile, State, TextRef};
use nabat_domain::journal::sha256_hex;
use serde::Serialize;
use std::collections::BTreeMap;

/// One file.
#[derive(Serialize)]
struct Posted<'a> {
    /// Where its bytes are in the pack, unless they were erased.
    file: Option<String>,
    /// Its name: the hash of typed words, as in events.
    name: &'a TextRef,
    by: &'a PersonId,
    recorded_at: String,
    sha256: Option<&'a str>,
    bytes: Option<u64>,
    kind: Option<FileKind>,
    not_kept: Option<&'static str>,
}

/// Where a file stands in the pack: its own name is typed words, and those can be erased.
fn place(number: u32, kept: &KeptFile) -> String {
    format!("{POSTED}{number:03}.{}", kept.kind.ending())
}

/// What follows from the journal alone; nothing where nobody posted a file.
pub(super) fn list(state: &State) -> Option<(String, Vec<u8>)> {
    let posted: BTreeMap<String, Posted<'_>> = state
        .files
        .posted
        .iter()
        .map(|(number, file)| {
            let kept = file.kept();
            let posted = Posted {
                file: kept.map(|kept| place(*number, kept)),
                name: &file.name,
                by: &file.by,
                recorded_at: file.at.to_rfc3339(),
                sha256: kept.map(|kept| kept.sha256.as_str()),
                bytes: kept.map(|kept| kept.bytes),
                kind: kept.map(|kept| kept.kind),
                not_kept: match &file.came {
                    Some(FileCame::NotKept { why }) => Some(why.as_str()),
                    Some(FileCame::Kept(_)) | None => None,
                },
            };
            (format!("{number:03}"), posted)
        })
        .collect();
    (!posted.is_empty()).then(|| (POSTED_LIST.to_owned(), json(&posted)))
}

/// The bytes of those that are kept; what was erased is not there.
pub(super) async fn files(
    env: &Env,
    product: &ProductId,
    incident: &IncidentId,
    state: &State,
) -> Result<Files, Fault> {
    let mut files = Files::new();
    for (number, _, kept) in state.files.kept() {
        if let Some(bytes) = content(env.table.as_ref(), product, incident, &kept.sha256).await? {
            files.insert(place(number, kept), bytes);
        }
    }
    Ok(files)
}

/// The files against the hashes in the journal.
pub(super) fn hold(files: &Files, state: &State) -> Vec<Finding> {
    let kept: BTreeMap<String, &KeptFile> =
        state.files.kept().map(|(number, _, kept)| (place(number, kept), kept)).collect();
    let posted = files.range(POSTED.to_owned()..).take_while(|(name, _)| name.starts_with(POSTED));
    let what = |(name, bytes): (&String, &Vec<u8>)| match kept.get(name) {
        None => Some(Finding::of(name, "the journal knows no such file")),
        Some(kept) if sha256_hex(bytes) != kept.sha256 => {
            Some(Finding::of(name, "is not the file that was posted: the journal has another SHA-256"))
        }
        Some(_) => None,
    };
    posted.filter_map(what).collect()
}
