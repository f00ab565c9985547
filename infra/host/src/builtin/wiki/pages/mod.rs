//! The wiki's pages: all reports, one report in any of its revisions, what a revision changed.

mod asked;
mod changed;
mod refusal;
mod report;
mod view;

use super::BuiltinWiki;
use super::store::{self, Listed, Revision};
use crate::builtin::shell::{asked_language, guarded};
use crate::builtin::who::{Viewer, Who};
use asked::Asked;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::middleware::map_response;
use axum::response::Html;
use axum::routing::get;
use http::HeaderMap;
use nabat_domain::ids::ProductId;
use nabat_kit::document::Document;
use nabat_kit::port::PageName;
use refusal::Refusal;
use std::sync::Arc;

/// How much of a page somebody is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum View {
    /// All of it.
    Full,
    /// Without names, typed words and terms of contracts.
    Redacted,
}

/// What the wiki's pages ask about those who read them; deny by default is the host's duty.
pub trait Readers: Send + Sync {
    /// The most the viewer may see of a product's pages; `None` for nothing at all.
    fn most(&self, viewer: &Viewer, product: &ProductId) -> Option<View>;

    /// Whether a page is of a restricted incident the viewer may not read; whoever may is put down as having read it.
    fn withholds(&self, _viewer: &Viewer, _page: &PageName) -> bool {
        false
    }

    /// The product's name as people know it.
    fn name_of(&self, product: &ProductId) -> String;
}

/// What every page has at hand.
#[derive(Clone)]
struct Pages {
    wiki: Arc<BuiltinWiki>,
    who: Arc<dyn Who>,
    readers: Arc<dyn Readers>,
}

/// The pages under `/wiki`, with whole paths: to be merged, not nested.
pub fn router(wiki: Arc<BuiltinWiki>, who: Arc<dyn Who>, readers: Arc<dyn Readers>) -> Router {
    Router::new()
        .route("/wiki", get(list))
        .route("/wiki/-/style.css", get(view::style))
        .route("/wiki/-/wiki.css", get(view::wiki_style))
        .route("/wiki/{product}/{incident}", get(one))
        .route("/wiki/{product}/{incident}/changes/{revision}", get(changes))
        .layer(map_response(guarded))
        .with_state(Pages { wiki, who, readers })
}

/// A page somebody may read.
struct Opened {
    name: PageName,
    /// The most they may see.
    most: View,
    /// All its revisions, the last one first.
    revisions: Vec<Revision>,
}

impl Revision {
    /// As much of it as is asked for.
    fn seen(&self, view: View) -> &Document {
        match (view, &self.full) {
            (View::Full, Some(full)) => full,
            (View::Full, None) | (View::Redacted, _) => &self.redacted,
        }
    }
}

impl Opened {
    fn revision(&self, number: u32) -> Option<&Revision> {
        self.revisions.iter().find(|revision| revision.number == number)
    }
}

impl Pages {
    fn viewer(&self, headers: &HeaderMap) -> Result<Viewer, Refusal> {
        self.who.who(headers).ok_or_else(|| Refusal::SignIn(asked_language(headers)))
    }

    /// The page, if there is one and the viewer may read it; both look the same from outside.
    async fn open(&self, viewer: &Viewer, product: &str, incident: &str) -> Result<Option<Opened>, Refusal> {
        let name = PageName(format!("{product}/{incident}"));
        let Some(most) = self.readers.most(viewer, &ProductId::from(product)) else { return Ok(None) };
        if self.readers.withholds(viewer, &name) {
            return Ok(None);
        }
        let wanted = name.clone();
        let revisions = self.wiki.database.read(move |read| store::revisions(read, &wanted)).await?;
        Ok((!revisions.is_empty()).then_some(Opened { name, most, revisions }))
    }
}

async fn list(State(pages): State<Pages>, headers: HeaderMap) -> Result<Html<String>, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let all = pages.wiki.database.read(store::list).await?;
    let seen: Vec<(Listed, String)> = all
        .into_iter()
        .filter(|page| pages.readers.most(&viewer, &page.product).is_some())
        .filter(|page| !pages.readers.withholds(&viewer, &page.name))
        .map(|page| {
            let product = pages.readers.name_of(&page.product);
            (page, product)
        })
        .collect();
    Ok(Html(view::list(&viewer, &seen)))
}

async fn one(
    State(pages): State<Pages>,
    Path((product, incident)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Html<String>, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let Some(opened) = pages.open(&viewer, &product, &incident).await? else {
        return Err(Refusal::NotFound(viewer));
    };
    let last = opened.revisions.first().map_or(0, |revision| revision.number);
    let Some(revision) = opened.revision(asked.revision.unwrap_or(last)) else {
        return Err(Refusal::NotFound(viewer));
    };
    let view = asked.view(opened.most);
    Ok(Html(report::page(&viewer, &opened, revision, view)))
}

async fn changes(
    State(pages): State<Pages>,
    Path((product, incident, number)): Path<(String, String, u32)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Html<String>, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let Some(opened) = pages.open(&viewer, &product, &incident).await? else {
        return Err(Refusal::NotFound(viewer));
    };
    let before = number.checked_sub(1).and_then(|before| opened.revision(before));
    let (Some(revision), Some(before)) = (opened.revision(number), before) else {
        return Err(Refusal::NotFound(viewer));
    };
    let view = asked.view(opened.most);
    let changed = changed::changed(before.seen(view), revision.seen(view));
    Ok(Html(view::changes(&viewer, &opened.name, number, view, &changed)))
}
