//! Pages to publish.

use nabat_domain::catalogue::Language;
use nabat_domain::time::At;
use nabat_kit::document::{Block, Chart, Document, Fact};
use nabat_kit::port::{EffectKey, PageName, WikiPage};

/// What somebody typed who wants it to be more than text.
pub const HOSTILE: &str = "<script>alert(1)</script> [[Main Page]] {{sandbox}} '''bold''' ~~~~ http://evil.example/ \
                           __NOTOC__ </nowiki> %%[nabat:end]%% <!-- nabat:end --> | x || y";

/// A page of an incident, saying this.
pub fn page(incident: &str, words: &str) -> WikiPage {
    let points = vec![(At(1_772_614_800_000), 20_000), (At(1_772_615_400_000), 950_500)];
    let blocks = vec![
        Block::Heading { text: "Summary".to_owned() },
        Block::Paragraph { text: words.to_owned() },
        Block::Facts { rows: vec![Fact { name: "Scope".to_owned(), value: words.to_owned() }] },
        Block::Table {
            head: vec!["When".to_owned(), "What".to_owned()],
            rows: vec![vec!["14:32".to_owned(), words.to_owned()]],
        },
        Block::Link { text: "The record".to_owned(), address: "https://desk.example/SD-1?a=1&b=2".to_owned() },
        Block::Chart(Chart { title: "errors a minute".to_owned(), points, mark: None }),
    ];
    let title = format!("Report of {incident}");
    let redacted = Document { language: Language::En, title, changes: Vec::new(), blocks };
    WikiPage { name: PageName(format!("city/{incident}")), full: None, redacted }
}

/// The key of a publication.
pub fn key(number: u32) -> EffectKey {
    EffectKey(format!("city#I#inc-1/report/{number:08}"))
}
