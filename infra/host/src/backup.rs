//! A data folder in one file, taken while its host runs, and the folder made from it again.
//!
//! A tar archive, its list of files with their SHA-256 first. Every database is copied as of the same moment, or
//! rather milliseconds apart: the table is fixed first, so that it never calls something done that the built-in messenger,
//! desk or wiki does not have. What they have beyond it is done again under the same keys, and stands there once.

mod restore;
mod take;
#[cfg(test)]
mod tests;

pub use restore::{Restored, restore};
pub use take::{Keys, Taken, take};

use crate::desk_secrets::product_of;
use std::path::{Component, Path};

/// The first file of a backup.
const LIST: &str = "BACKUP.txt";

/// Its first line; the number is the form's.
const TITLE: &str = "Nabat backup 1";

/// Databases in the order in which their moment is fixed: the table first.
const DATABASES: [&str; 4] = [TABLE, "messenger.db", "desk.db", "wiki.db"];

/// The table.
const TABLE: &str = "nabat.db";

/// Folders whose files are copied one by one.
const OUTWARD: &str = "outward";

/// Keys of the installation.
const KEYS: [&str; 4] = ["desk.secret", "messenger.secret", "body.secret", "evidence.key"];

/// Public halves of keys that signed before: no secret, and what they signed is not checked without.
const RETIRED: &str = crate::secrets::RETIRED;

/// Secrets the configuration names.
const SECRETS: &str = "secrets";

/// Whether a backup holds files of this name: what is not known is neither written nor read.
fn is_known(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let plain = |part: Option<Component>| match part {
        Some(Component::Normal(part)) => part.to_str().map(str::to_owned),
        Some(_) | None => None,
    };
    match (plain(parts.next()), plain(parts.next()), parts.next()) {
        (Some(file), None, None) => {
            let known = DATABASES.contains(&name) || KEYS.contains(&name) || name == RETIRED;
            file == name && (known || product_of(name).is_some())
        }
        (Some(folder), Some(file), None) => {
            [OUTWARD, SECRETS].contains(&&*folder) && name == format!("{folder}/{file}")
        }
        _ => false,
    }
}
