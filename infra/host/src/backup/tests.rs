//! A backup while effects are made and recorded: whatever the table calls done is there.

use super::{Keys, TABLE, take};
use nabat_domain::time::At;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Backups taken while somebody works.
const TIMES: usize = 12;

/// A folder among the temporary files, gone with this.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("nabat-drift-{}", std::process::id()));
        drop(std::fs::remove_dir_all(&path));
        std::fs::create_dir_all(path.join("data")).expect("a temporary folder can be made");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn opened(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("opens");
    let made = "PRAGMA journal_mode = wal; PRAGMA synchronous = off; CREATE TABLE IF NOT EXISTS done (number INTEGER)";
    connection.execute_batch(made).expect("made");
    connection
}

fn last(path: &Path) -> i64 {
    let asked = "SELECT coalesce(max(number), 0) FROM done";
    Connection::open(path).expect("opens").query_row(asked, [], |row| row.get(0)).expect("read")
}

/// Does one thing after another and puts down that it is done.
fn works(data: &Path, stop: &AtomicBool) {
    let (messenger, table) = (opened(&data.join("messenger.db")), opened(&data.join(TABLE)));
    for number in 1.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        for connection in [&messenger, &table] {
            connection.execute("INSERT INTO done VALUES (?1)", [number]).expect("written");
        }
    }
}

/// Of one backup: what was done, and what the table calls done.
fn of_backup(folder: &Path, turn: usize) -> [i64; 2] {
    let (file, out) = (folder.join(format!("{turn}.tar")), folder.join(format!("out-{turn}")));
    take(&folder.join("data"), &file, Keys::LeftOut, At(0)).expect("taken");
    let mut archive = tar::Archive::new(std::fs::File::open(&file).expect("the backup"));
    archive.unpack(&out).expect("unpacked");
    ["messenger.db", TABLE].map(|name| last(&out.join(name)))
}

/// Whoever works stops when this goes.
struct Stop<'s>(&'s AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn a_backup_never_calls_done_what_is_not_there() {
    let (folder, stop) = (Folder::new(), AtomicBool::new(false));
    let data = folder.0.join("data");
    drop((opened(&data.join("messenger.db")), opened(&data.join(TABLE))));
    std::thread::scope(|scope| {
        scope.spawn(|| works(&data, &stop));
        let _stop = Stop(&stop);
        for turn in 0..TIMES {
            let [done, recorded] = of_backup(&folder.0, turn);
            assert!(recorded <= done, "backup {turn} has {recorded} things on record and {done} done");
        }
    });
}

#[test]
fn only_files_of_a_data_folder_are_known() {
    for known in ["nabat.db", "desk.secret", "desk-city.secret", "outward/mail-1.txt", "secrets/mail"] {
        assert!(super::is_known(known), "{known}");
    }
    let others = ["", "BACKUP.txt", "nabat.db-wal", "nabat.lock", "../nabat.db", "/nabat.db", "./nabat.db"];
    for other in others.into_iter().chain(["outward/../x", "outward//x", "outward", "secrets/a/b", "etc/passwd"]) {
        assert!(!super::is_known(other), "{other}");
    }
}
