//! Calls of wikis.

use super::{Port, key};
use nabat_connectors::wiki::confluence::{self, Confluence};
use nabat_connectors::wiki::dokuwiki::{self, DokuWiki};
use nabat_connectors::wiki::mediawiki::{self, MediaWiki};
use nabat_domain::catalogue::Language;
use nabat_kit::document::{Block, Document};
use nabat_kit::port::{CallError, PageName, Wiki, WikiPage};
use serde_json::{Value, json};

pub(super) const CALLS: usize = 2;

pub(super) fn mediawiki(base: String) -> Port {
    let (bot, parent) = ("Nabat@nabat".to_owned(), "Incidents".to_owned());
    Port::Wiki(Box::new(MediaWiki::new(&mediawiki::Settings { base, bot, parent }, "password").expect("an address")))
}

pub(super) fn dokuwiki(base: String) -> Port {
    let (bot, namespace) = ("nabat".to_owned(), "incidents".to_owned());
    Port::Wiki(Box::new(DokuWiki::new(&dokuwiki::Settings { base, bot, namespace }, "password").expect("an address")))
}

pub(super) fn confluence(base: String) -> Port {
    let (space, parent) = ("OPS".to_owned(), "Incidents".to_owned());
    Port::Wiki(Box::new(Confluence::new(&confluence::Settings { base, space, parent }, "token").expect("an address")))
}

pub(super) async fn called(wiki: &dyn Wiki, number: usize) -> Result<(), CallError> {
    let name = PageName("inc-7".to_owned());
    if number % CALLS == 1 {
        return wiki.find(&name).await.map(drop);
    }
    let blocks = vec![Block::Paragraph { text: "Запись не открывается".to_owned() }];
    let document = Document { language: Language::Ru, title: "INC-7".to_owned(), changes: Vec::new(), blocks };
    let full = wiki.capabilities().two_views.then(|| document.clone());
    wiki.publish(&key(), &WikiPage { name, full, redacted: document }).await.map(drop)
}

pub(super) fn mediawiki_well() -> Value {
    json!({
        "query": {
            "tokens": { "logintoken": "l", "csrftoken": "c" },
            "pages": [{ "pageid": 7, "title": "Incidents/inc-7",
                        "revisions": [{ "revid": 9, "comment": "nabat", "slots": { "main": { "content": "text" } } }] }],
        },
        "login": { "result": "Success" }, "edit": { "result": "Success", "newrevid": 10 }, "batchcomplete": true,
    })
}

pub(super) fn confluence_well() -> Value {
    json!({
        "id": "7", "type": "page", "title": "INC-7", "space": { "key": "OPS" }, "version": { "number": 3 },
        "body": { "storage": { "value": "<p>x</p>" } }, "_links": { "webui": "/x", "base": "http://partner.test" },
        "results": [{ "id": "7", "title": "INC-7", "version": { "number": 3 }, "body": { "storage": { "value": "<p>x</p>" } } }],
        "size": 1, "key": "nabat", "value": {},
    })
}
