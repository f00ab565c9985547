//! People at their Confluence: what they do with pages, and see.

use super::{ConfluenceModel, Page, Store, storage};

fn titled<'s>(store: &'s mut Store, title: &str) -> Option<&'s mut Page> {
    store.pages.values_mut().find(|page| page.title == title && !page.trashed)
}

/// Somebody saves a page in the editor.
pub(super) fn save(store: &mut Store, title: &str, change: impl FnOnce(String) -> String) {
    match titled(store, title) {
        Some(page) => {
            page.text = storage::edited(&change(page.text.clone()));
            page.version += 1;
        }
        None => {
            store.made += 1;
            let page = Page { title: title.to_owned(), text: change(String::new()), version: 1, ..Page::default() };
            store.pages.insert(store.made, page);
        }
    }
}

impl ConfluenceModel {
    /// Somebody changes a page in the editor, or makes it.
    pub fn saves(&self, title: &str, change: impl FnOnce(String) -> String) {
        save(&mut self.store(), title, change);
    }

    /// Somebody does so just before Nabat writes.
    pub fn saves_before_the_next(&self, title: &str, change: impl FnOnce(String) -> String + Send + 'static) {
        let title = title.to_owned();
        self.store().quicker = Some(Box::new(move |store| save(store, &title, change)));
    }

    /// Somebody renames a page, and moves it below another one or to the top.
    pub fn renames(&self, title: &str, to: &str, below: Option<u64>) {
        if let Some(page) = titled(&mut self.store(), title) {
            to.clone_into(&mut page.title);
            page.parent = below;
            page.version += 1;
        }
    }

    /// Somebody deletes a page: it lies in the trash.
    pub fn deletes(&self, title: &str) {
        if let Some(page) = titled(&mut self.store(), title) {
            page.trashed = true;
        }
    }

    /// What stands on a page, in the storage format; nothing where there is none.
    pub fn text(&self, title: &str) -> Option<String> {
        titled(&mut self.store(), title).map(|page| page.text.clone())
    }

    /// Its version.
    pub fn version(&self, title: &str) -> u64 {
        titled(&mut self.store(), title).map_or(0, |page| page.version)
    }

    /// What its history says of the last version.
    pub fn message(&self, title: &str) -> String {
        titled(&mut self.store(), title).and_then(|page| page.messages.last().cloned()).unwrap_or_default()
    }

    /// Names of its files.
    pub fn files(&self, title: &str) -> Vec<String> {
        titled(&mut self.store(), title).map(|page| page.files.keys().cloned().collect()).unwrap_or_default()
    }

    /// Titles of all pages, the first one aside; those in the trash are not told.
    pub fn titles(&self) -> Vec<String> {
        let store = self.store();
        store.pages.iter().filter(|(id, page)| **id > 1 && !page.trashed).map(|(_, page)| page.title.clone()).collect()
    }

    /// Whether a page stands below `Incidents`.
    pub fn is_below_incidents(&self, title: &str) -> bool {
        titled(&mut self.store(), title).is_some_and(|page| page.parent == Some(1))
    }

    /// From now on every call is answered with this status, or as ever.
    pub fn is_down(&self, status: Option<u16>) {
        self.store().down = status;
    }

    /// The token is none any more.
    pub fn ends_token(&self) {
        self.store().token_ended = true;
    }

    /// From now on nobody may attach files.
    pub fn takes_no_files(&self) {
        self.store().takes_no_files = true;
    }

    /// Calls that changed something, in order.
    pub fn done(&self) -> Vec<String> {
        self.store().done.clone()
    }
}
