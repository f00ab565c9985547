//! Where a page stands now: under its title, or wherever people moved it; or in the trash.

use super::Confluence;
use super::api::Refusal;
use super::section::find;
use crate::own;
use nabat_domain::journal::sha256_hex;
use nabat_kit::port::{CallError, PageName, PublishedPage};
use serde_json::Value;

/// What is read of a page.
const EXPAND: &str = "body.storage,version,metadata.labels";
/// Pages of one answer.
const PAGE: usize = 100;
/// So much of a space's trash is looked through.
const LOOKED_THROUGH: usize = 1_000;

/// A page as it stands.
pub(super) struct Page {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) version: u64,
    pub(super) text: String,
    labels: Vec<String>,
}

/// What became of a page.
pub(super) enum Standing {
    Is(Page),
    /// Nobody ever made it.
    Never,
    /// Removed by hand.
    Trashed,
}

/// What a page is known by, whatever it is called: letters a label takes.
pub(super) fn label(name: &PageName) -> String {
    format!("nabat-{}", &sha256_hex(name.0.as_bytes())[..16])
}

impl Page {
    fn read(told: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        Some(Self {
            id: text(&told["id"])?,
            title: text(&told["title"])?,
            version: told["version"]["number"].as_u64()?,
            text: text(&told["body"]["storage"]["value"])?,
            labels: labels(told),
        })
    }

    pub(super) fn has(&self, label: &str) -> bool {
        self.labels.iter().any(|one| one == label)
    }
}

fn labels(told: &Value) -> Vec<String> {
    let labels = told["metadata"]["labels"]["results"].as_array().into_iter().flatten();
    labels.filter_map(|label| label["name"].as_str().map(str::to_owned)).collect()
}

impl Confluence {
    /// What Nabat published on a page, if its section stands there as it was written.
    pub(super) fn published(&self, page: &Page) -> Option<PublishedPage> {
        let (revision, key) = find(&page.text)?.written?;
        Some(PublishedPage { address: self.api.page(&page.id), revision, key: Some(key) })
    }

    /// Looks for a page: by its title, by its label where it was renamed or moved, in the trash.
    pub(super) async fn standing(&self, name: &PageName) -> Result<Standing, CallError> {
        let label = label(name);
        let titled = self.titled(&self.title(name)).await?;
        if let Some(page) = titled.filter(|page| page.has(&label)) {
            return Ok(Standing::Is(page));
        }
        // Ours was renamed, and this one, if there is one, is somebody else's.
        if let Some(page) = self.labelled(&label).await? {
            return Ok(Standing::Is(page));
        }
        Ok(match self.titled(&self.title(name)).await? {
            Some(page) => Standing::Is(page),
            None if self.is_trashed(&label).await? => Standing::Trashed,
            None => Standing::Never,
        })
    }

    pub(super) async fn titled(&self, title: &str) -> Result<Option<Page>, CallError> {
        let space = self.space.as_str();
        let asked = [("type", "page"), ("spaceKey", space), ("title", title), ("expand", EXPAND)];
        let told = self.api.get(&["content"], &asked).await?;
        Ok(own::list(&told, "results")?.first().and_then(Page::read))
    }

    /// By search, whose index lags behind by moments: what it finds is read itself.
    async fn labelled(&self, label: &str) -> Result<Option<Page>, CallError> {
        let cql = format!("type = page and label = \"{label}\"");
        let told = self.api.get(&["content", "search"], &[("cql", &cql), ("limit", "1")]).await?;
        let first = own::list(&told, "results")?.first();
        let Some(id) = first.and_then(|page| page["id"].as_str()) else { return Ok(None) };
        match self.api.get(&["content", id], &[("expand", EXPAND)]).await {
            Ok(told) => Page::read(&told).map(Some).ok_or_else(|| own::without("a page", &told)),
            Err(Refusal::Absent) => Ok(None),
            Err(refusal) => Err(refusal.into()),
        }
    }

    async fn is_trashed(&self, label: &str) -> Result<bool, CallError> {
        let mut begin = 0;
        while begin < LOOKED_THROUGH {
            let (start, limit) = (begin.to_string(), PAGE.to_string());
            let asked = [
                ("type", "page"),
                ("spaceKey", self.space.as_str()),
                ("status", "trashed"),
                ("expand", "metadata.labels"),
                ("start", &start),
                ("limit", &limit),
            ];
            let told = self.api.get(&["content"], &asked).await?;
            let trashed = own::list(&told, "results")?;
            if trashed.iter().any(|page| labels(page).iter().any(|one| one == label)) {
                return Ok(true);
            }
            if trashed.is_empty() {
                return Ok(false);
            }
            begin += trashed.len();
        }
        Ok(false)
    }
}
