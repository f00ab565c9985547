//! Content of files people posted, kept with the incident: in pieces, for no row of a table holds one whole.
//!
//! A file is named by its SHA-256, so the same one posted twice is kept once, and a repeated job writes the same rows.

use crate::env::Env;
use crate::fault::Fault;
use crate::keys;
use crate::perform::{Leased, renew};
use crate::table::{Action, Condition, Query, Row, Table};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::{Arg, Wording};
use nabat_domain::journal::sha256_hex;
use serde::{Deserialize, Serialize};

/// Bytes of one piece: written in base64 it fits into a row of any store.
const PIECE: usize = 270_000;

/// A piece as stored.
#[derive(Serialize, Deserialize)]
struct Piece {
    schema: u32,
    /// Base64.
    part: String,
}

/// Keeps content; its hash, lower-case hex. The lease of the job that does it is renewed on the way.
///
/// # Errors
/// The table's, or the lease is no longer ours.
#[crate::boxed]
pub async fn keep(env: &Env, leased: &mut Leased, content: &[u8]) -> Result<String, Fault> {
    let sha256 = sha256_hex(content);
    for (number, piece) in content.chunks(PIECE).enumerate() {
        renew(env, leased).await?;
        let key = keys::piece(&leased.product, &leased.incident, &sha256, number);
        let body = serde_json::to_string(&Piece { schema: 1, part: STANDARD.encode(piece) });
        let body = body.expect("a piece has only string keys");
        let row = Row { key, body, version: 1, due: None, listed: None, expires: None };
        env.table.write(&[Action::Put(row, Condition::Any)]).await?;
    }
    Ok(sha256)
}

/// The content of that hash; `None` where it was erased, and where what is there has another hash.
///
/// # Errors
/// The table's, or a row this program cannot read.
#[crate::boxed]
pub async fn content(
    table: &dyn Table,
    product: &ProductId,
    incident: &IncidentId,
    sha256: &str,
) -> Result<Option<Vec<u8>>, Fault> {
    let mut content = Vec::new();
    for row in table.query(&Query::prefix(keys::content(product, incident, sha256), "B#")).await? {
        let piece: Piece = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("a file", error))?;
        content.extend(STANDARD.decode(&piece.part).map_err(|error| Fault::unreadable("a file", error))?);
    }
    Ok(Some(content).filter(|content| !content.is_empty() && sha256_hex(content) == sha256))
}

/// What removes the content of that hash.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn erased(
    table: &dyn Table,
    product: &ProductId,
    incident: &IncidentId,
    sha256: &str,
) -> Result<Vec<Action>, Fault> {
    let rows = table.query(&Query::prefix(keys::content(product, incident, sha256), "B#")).await?;
    Ok(rows.into_iter().map(|row| Action::Delete(row.key, Condition::Any)).collect())
}

/// A size as people say it.
pub fn size(bytes: u64) -> Arg {
    let (key, number) = match bytes {
        0..1_000 => ("file-size-bytes", bytes),
        1_000..1_000_000 => ("file-size-kilobytes", bytes.div_ceil(1_000)),
        _ => ("file-size-megabytes", bytes.div_ceil(1_000_000)),
    };
    let number = Arg::Number(i64::try_from(number).unwrap_or(i64::MAX));
    Arg::Message(Box::new(Wording::new(key).with("number", number)))
}

/// A name for a file as it leaves: without anything that would turn it around or lead elsewhere.
pub fn safe_name(name: &str, number: u32, ending: &str) -> String {
    let plain = crate::document::plain(name);
    let safe: String =
        plain.chars().map(|c| if matches!(c, '/' | '\\' | ':' | '"' | '\n') { '_' } else { c }).collect();
    match safe.trim_matches(['.', ' ']) {
        "" => format!("file-{number}.{ending}"),
        named => named.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::MAX_BODY;

    #[test]
    fn a_piece_fits_into_a_row() {
        let body = serde_json::to_string(&Piece { schema: 1, part: STANDARD.encode(vec![0xff; PIECE]) });
        assert!(body.expect("written").len() <= MAX_BODY);
    }

    #[test]
    fn a_name_leads_nowhere() {
        assert_eq!(safe_name("../../etc/pass\u{202e}wd", 3, "txt"), "_.._etc_passwd");
        assert_eq!(safe_name("..", 3, "txt"), "file-3.txt");
        assert_eq!(safe_name("отчёт \"1\".pdf", 3, "pdf"), "отчёт _1_.pdf");
    }
}
