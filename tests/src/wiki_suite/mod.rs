//! What every wiki has to pass: one set of checks in terms of the port alone. What a wiki cannot do, its
//! capabilities say, and then a check is about that.

use nabat_domain::catalogue::Language;
use nabat_kit::document::{Block, Document};
use nabat_kit::port::{CallError, EffectKey, PageName, PublishedPage, Wiki, WikiPage};

/// The checks as tests of a module, for a wiki made by an expression.
#[macro_export]
macro_rules! wiki_suite {
    (@tests $wiki:expr => $($check:ident),* $(,)?) => {
        $(
            #[tokio::test]
            async fn $check() {
                let stage = $wiki;
                $crate::wiki_suite::$check(stage.as_ref()).await;
            }
        )*
    };
    (@one $wiki:expr => $($check:ident),* $(,)?) => {
        $( $crate::wiki_suite::$check($wiki).await; )*
    };
    // All checks one after the other over one wiki: a real one takes its time to start.
    (over $wiki:expr) => { $crate::wiki_suite!(@every @one $wiki) };
    ($wiki:expr) => { $crate::wiki_suite!(@every @tests $wiki); };
    (@every @$how:ident $wiki:expr) => {
        $crate::wiki_suite! { @$how $wiki =>
            a_page_that_was_never_made_is_not_found,
            a_page_is_found_where_it_was_published,
            the_same_publication_again_is_told_apart_from_a_new_one,
            every_new_publication_is_a_revision_more,
            pages_keep_to_themselves,
            text_from_outside_is_taken_as_it_is,
        }
    };
}

fn document(words: &str) -> Document {
    let blocks = vec![Block::Heading { text: "Timeline".to_owned() }, Block::Paragraph { text: words.to_owned() }];
    Document { language: Language::En, title: words.to_owned(), changes: Vec::new(), blocks }
}

/// A page as this wiki takes it: with one view where it keeps one.
fn page(wiki: &dyn Wiki, name: &str, words: &str) -> WikiPage {
    let full = wiki.capabilities().two_views.then(|| document(words));
    WikiPage { name: PageName(name.to_owned()), full, redacted: document(words) }
}

async fn published(wiki: &dyn Wiki, key: &str, name: &str, words: &str) -> PublishedPage {
    let published = wiki.publish(&EffectKey(key.to_owned()), &page(wiki, name, words)).await;
    published.unwrap_or_else(|error| panic!("{name} is taken: {error:?}"))
}

async fn found(wiki: &dyn Wiki, name: &str) -> Option<PublishedPage> {
    wiki.find(&PageName(name.to_owned())).await.expect("the wiki answers")
}

/// Looking for a page makes none.
#[nabat_kit::boxed]
pub async fn a_page_that_was_never_made_is_not_found(wiki: &dyn Wiki) {
    assert_eq!(found(wiki, "city/inc-none").await, None);
    assert_eq!(found(wiki, "city/inc-none").await, None);
}

/// `find` and `publish` say the same of a page.
#[nabat_kit::boxed]
pub async fn a_page_is_found_where_it_was_published(wiki: &dyn Wiki) {
    let made = published(wiki, "a.1", "city/inc-1", "first").await;
    assert_eq!(made.revision, 1);
    assert!(!made.address.is_empty() && !made.address.contains(char::is_whitespace), "{}", made.address);
    assert_eq!(found(wiki, "city/inc-1").await, Some(made));
}

/// A wiki that knows keys makes no second revision. Of one that does not, the last revision is looked at
/// before anything is repeated, so it has to say with which key that was made.
#[nabat_kit::boxed]
pub async fn the_same_publication_again_is_told_apart_from_a_new_one(wiki: &dyn Wiki) {
    let made = published(wiki, "b.1", "city/inc-2", "first").await;
    if wiki.capabilities().keyed {
        assert_eq!(published(wiki, "b.1", "city/inc-2", "first").await, made);
        assert_eq!(found(wiki, "city/inc-2").await.map(|page| page.revision), Some(made.revision));
    } else {
        assert_eq!(found(wiki, "city/inc-2").await.and_then(|page| page.key).as_deref(), Some("b.1"));
    }
}

/// The address stays, the number grows by one.
#[nabat_kit::boxed]
pub async fn every_new_publication_is_a_revision_more(wiki: &dyn Wiki) {
    let first = published(wiki, "c.1", "city/inc-3", "first").await;
    for (number, words) in [(2, "second"), (3, "third")] {
        let next = published(wiki, &format!("c.{number}"), "city/inc-3", words).await;
        assert_eq!((next.revision, &next.address), (number, &first.address));
    }
    assert_eq!(found(wiki, "city/inc-3").await.map(|page| page.revision), Some(3));
}

/// Two incidents, and the same incident's number in another product, are three pages.
#[nabat_kit::boxed]
pub async fn pages_keep_to_themselves(wiki: &dyn Wiki) {
    let mut addresses = Vec::new();
    for (number, name) in ["city/inc-4", "city/inc-5", "town/inc-4"].into_iter().enumerate() {
        let made = published(wiki, &format!("d.{number}"), name, name).await;
        assert_eq!(made.revision, 1, "{name}");
        addresses.push(made.address);
    }
    addresses.sort();
    addresses.dedup();
    assert_eq!(addresses.len(), 3, "{addresses:?}");
}

/// Markup, mentions and tricks of direction are data: the page is taken, or refused for good, never tried again.
#[nabat_kit::boxed]
pub async fn text_from_outside_is_taken_as_it_is(wiki: &dyn Wiki) {
    let hostile = "<script>alert(1)</script> {{template}} [[link]] @all \u{202e}txt.exe\u{0}";
    let answer = wiki.publish(&EffectKey("e.1".to_owned()), &page(wiki, "city/inc-6", hostile)).await;
    match answer {
        Ok(made) => assert_eq!(made.revision, 1),
        Err(CallError::Permanent(_)) => assert_eq!(found(wiki, "city/inc-6").await, None),
        Err(error) => panic!("nothing about these words gets better with time: {error:?}"),
    }
}
