//! A backup somebody brings to be restored: a tar with its list of files.

use crate::folder::Folder;
use nabat::backup::{Keys, restore, take};
use nabat_domain::time::At;
use rusqlite::Connection;
use std::fs;
use std::path::Path;

/// Restored whole, or refused with nothing left; nothing is ever written beside the folder.
pub(super) fn read(bytes: &[u8]) -> Vec<String> {
    let folder = Folder::new();
    let (file, within) = (folder.path().join("nabat.tar"), folder.path().join("within"));
    fs::create_dir(&within).expect("a folder can be made");
    fs::write(&file, bytes).expect("a file can be written");
    let data = within.join("data");
    let restored = restore(&file, &data);
    assert_eq!(names(folder.path()), ["nabat.tar", "within"], "something stands beside the folder");
    match restored {
        Ok(restored) => {
            assert_eq!(names(&within), ["data"]);
            assert!(restored.files >= 1 && data.join("nabat.db").exists());
            Vec::new()
        }
        Err(why) => {
            assert!(names(&within).is_empty(), "refused, and {:?} stays", names(&within));
            vec![format!("{why:#}").replace(&folder.path().display().to_string(), "")]
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let folder = Folder::new();
    let data = folder.path().join("data");
    fs::create_dir_all(data.join("secrets")).expect("a folder can be made");
    let table = Connection::open(data.join("nabat.db")).expect("a database");
    table.execute_batch("PRAGMA page_size = 512; CREATE TABLE rows (pk TEXT, body TEXT)").expect("it can be written");
    drop(table);
    fs::write(data.join("desk.secret"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("it can be written");
    fs::write(data.join("secrets").join("sso"), "word").expect("it can be written");
    [Keys::Included, Keys::LeftOut]
        .into_iter()
        .map(|keys| {
            let file = folder.path().join(format!("{keys:?}.tar"));
            take(&data, &file, keys, At(1_800_000_000_000)).expect("it can be backed up");
            fs::read(file).expect("it is there")
        })
        .collect()
}
