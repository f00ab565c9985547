//! A named case, and running many on a fresh table each.

use crate::folder::Folder;
use nabat_kit::table::Table;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

/// A running case.
type Running = Pin<Box<dyn Future<Output = ()> + Send>>;

/// One thing a store must do.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    name: &'static str,
    run: fn(Arc<dyn Table>) -> Running,
}

impl Case {
    /// A case that panics on an empty table where the store is wrong.
    pub(super) const fn new(name: &'static str, run: fn(Arc<dyn Table>) -> Running) -> Self {
        Self { name, run }
    }
}

/// Runs every case on a table of its own, made in an empty folder.
///
/// # Panics
/// If a case failed, naming every one that did.
pub async fn conforms(cases: &[Case], make: impl AsyncFn(&Path) -> Arc<dyn Table>) {
    let mut failed = Vec::new();
    for case in cases {
        let folder = Folder::new();
        let ran = tokio::spawn((case.run)(make(folder.path()).await)).await;
        if ran.is_err() {
            failed.push(case.name);
        }
    }
    assert!(failed.is_empty(), "{} of {} cases failed: {failed:#?}", failed.len(), cases.len());
}
