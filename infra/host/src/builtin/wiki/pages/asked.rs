//! What a reader asks for in the address: which revision, which view.

use super::View;
use nabat_kit::port::PageName;
use serde::Deserialize;

/// The query of a page.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// Which revision; the last one where it is not said.
    #[serde(default)]
    pub(super) revision: Option<u32>,
    /// `redacted`, or the most there is.
    #[serde(default)]
    view: Option<String>,
}

impl Asked {
    /// The view asked for, never more than the most.
    pub(super) fn view(&self, most: View) -> View {
        match (most, self.view.as_deref()) {
            (View::Redacted, _) | (View::Full, Some("redacted")) => View::Redacted,
            (View::Full, _) => View::Full,
        }
    }
}

/// The address of a revision in a view; of the last revision where none is named.
pub(super) fn address(name: &PageName, revision: Option<u32>, view: View) -> String {
    let revision = revision.map(|revision| format!("revision={revision}"));
    let view = (view == View::Redacted).then(|| "view=redacted".to_owned());
    let query: Vec<String> = revision.into_iter().chain(view).collect();
    let page = format!("/wiki/{}", name.0);
    if query.is_empty() { page } else { format!("{page}?{}", query.join("&")) }
}

/// The address of what a revision changed.
pub(super) fn changes(name: &PageName, revision: u32, view: View) -> String {
    let query = if view == View::Redacted { "?view=redacted" } else { "" };
    format!("/wiki/{}/changes/{revision}{query}", name.0)
}
