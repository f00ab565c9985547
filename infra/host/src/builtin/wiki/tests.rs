//! The built-in wiki over real HTTP and a real file.

use super::{BuiltinWiki, Readers, View, router};
use crate::builtin::faults::Fault;
use crate::builtin::rig::{Anybody, Folder, Hand, client, serve};
use crate::builtin::who::Viewer;
use nabat_domain::catalogue::Language;
use nabat_domain::ids::ProductId;
use nabat_domain::time::{At, Length};
use nabat_kit::document::{Block, Chart, Document, Fact};
use nabat_kit::port::{CallError, EffectKey, PageName, Wiki as _, WikiPage};
use reqwest::StatusCode;
use std::sync::Arc;

const HOSTILE: &str = "<script>alert(1)</script>\"' onload=x &amp;";

struct Rig {
    wiki: Arc<BuiltinWiki>,
    hand: Arc<Hand>,
    base: String,
    _folder: Folder,
}

/// Anna sees everything, boris the redacted view, nobody else anything.
struct TwoPeople;

impl Readers for TwoPeople {
    fn most(&self, viewer: &Viewer, product: &ProductId) -> Option<View> {
        match (viewer.user(), product.as_str()) {
            ("anna", "city") => Some(View::Full),
            ("boris", "city") => Some(View::Redacted),
            _ => None,
        }
    }

    fn name_of(&self, product: &ProductId) -> String {
        format!("Product {product}")
    }
}

async fn rig() -> Rig {
    let (hand, folder) = (Hand::new(), Folder::new());
    let wiki = Arc::new(BuiltinWiki::open(&folder.file("wiki.db"), hand.clone()).expect("a fresh file"));
    let base = serve(router(Arc::clone(&wiki), Arc::new(Anybody), Arc::new(TwoPeople))).await;
    Rig { wiki, hand, base, _folder: folder }
}

fn document(words: &str) -> Document {
    let points = vec![(At(0), 1_000), (At(60_000), -2_500)];
    Document {
        language: Language::Ru,
        title: format!("Report {HOSTILE}"),
        changes: vec![format!("said {words}")],
        blocks: vec![
            Block::Notice { text: "a drill".to_owned() },
            Block::Heading { text: "Timeline".to_owned() },
            Block::Paragraph { text: words.to_owned() },
            Block::Facts { rows: vec![Fact { name: "Scope".to_owned(), value: HOSTILE.to_owned() }] },
            Block::Table {
                head: vec!["What".to_owned()], rows: vec![vec![HOSTILE.to_owned()], vec!["—".to_owned()]]
            },
            Block::Link { text: "bad".to_owned(), address: "javascript:alert(1)".to_owned() },
            Block::Link { text: "good".to_owned(), address: "https://desk.example/1".to_owned() },
            Block::Chart(Chart { title: "errors".to_owned(), points, mark: Some(At(30_000)) }),
        ],
    }
}

fn page(incident: &str, words: &str) -> WikiPage {
    let redacted = Document { changes: Vec::new(), ..document("nothing said") };
    WikiPage { name: PageName(format!("city/{incident}")), full: Some(document(words)), redacted }
}

fn key(text: &str) -> EffectKey {
    EffectKey(text.to_owned())
}

async fn get(rig: &Rig, person: &str, path: &str) -> (StatusCode, String) {
    let answer = client().get(format!("{}{path}", rig.base)).header("x-person", person).send().await;
    let answer = answer.expect("answered");
    (answer.status(), answer.text().await.expect("text"))
}

#[tokio::test]
async fn a_publication_is_done_once_and_another_makes_the_next_revision() {
    let rig = rig().await;
    for _ in 0..2 {
        let made = rig.wiki.publish(&key("a"), &page("inc-1", "first")).await.expect("published");
        assert_eq!((made.address.as_str(), made.revision, made.key.as_deref()), ("/wiki/city/inc-1", 1, Some("a")));
    }
    assert_eq!(rig.wiki.publish(&key("b"), &page("inc-1", "second")).await.expect("published").revision, 2);
    let found = rig.wiki.find(&PageName("city/inc-1".to_owned())).await.expect("answered").expect("a page");
    assert_eq!((found.revision, found.key.as_deref()), (2, Some("b")));
    assert_eq!(rig.wiki.find(&PageName("city/inc-2".to_owned())).await, Ok(None));
    assert_eq!(rig.wiki.publish(&key("c"), &page("inc-2", "other")).await.expect("published").revision, 1);
}

#[tokio::test]
async fn an_answer_forgotten_is_no_second_revision_and_a_failure_makes_none() {
    let rig = rig().await;
    rig.wiki.faults().next(1, Fault::Fail);
    rig.wiki.faults().next(1, Fault::Forget);
    for _ in 0..2 {
        let failed = rig.wiki.publish(&key("a"), &page("inc-1", "first")).await;
        assert!(matches!(failed, Err(CallError::Transient(_))));
    }
    assert_eq!(rig.wiki.publish(&key("a"), &page("inc-1", "first")).await.expect("published").revision, 1);
    let unnamed = WikiPage { name: PageName("../x".to_owned()), ..page("inc-1", "x") };
    assert!(matches!(rig.wiki.publish(&key("z"), &unnamed).await, Err(CallError::Permanent(_))));
}

#[tokio::test]
async fn everything_in_a_document_is_text() {
    let rig = rig().await;
    rig.wiki.publish(&key("a"), &page("inc-1", HOSTILE)).await.expect("published");
    for path in ["/wiki", "/wiki/city/inc-1", "/wiki/city/inc-1?view=redacted"] {
        let (status, page) = get(&rig, "anna", path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(!page.contains("<script>alert") && !page.contains("javascript:") && !page.contains("style="), "{path}");
        assert!(page.contains("&lt;script&gt;alert(1)"), "{path}");
    }
    let (_, page) = get(&rig, "anna", "/wiki/city/inc-1").await;
    assert!(page.contains("href=\"https://desk.example/1\"") && page.contains("points=\"0,0 600,120\""));
    assert!(page.contains("<div class=\"body\" lang=\"ru\">"), "the words of the page are in its own language");
}

#[tokio::test]
async fn each_sees_as_much_as_the_host_allows() {
    let rig = rig().await;
    rig.wiki.publish(&key("a"), &page("inc-1", "secret words")).await.expect("published");
    let (_, full) = get(&rig, "anna", "/wiki/city/inc-1").await;
    assert!(full.contains("secret words") && full.contains("view=redacted"));
    let (_, redacted) = get(&rig, "anna", "/wiki/city/inc-1?view=redacted").await;
    assert!(!redacted.contains("secret words"));
    for path in ["/wiki/city/inc-1", "/wiki/city/inc-1?view=full", "/wiki/city/inc-1?view=redacted&revision=1"] {
        let (status, seen) = get(&rig, "boris", path).await;
        assert_eq!(status, StatusCode::OK);
        assert!(seen.contains("nothing said") && !seen.contains("secret words") && !seen.contains("view="), "{path}");
    }
    for path in ["/wiki/city/inc-1", "/wiki/city/inc-9", "/wiki/city/inc-1?revision=7", "/wiki/else/inc-1"] {
        let person = if path.ends_with("inc-1") { "carl" } else { "anna" };
        assert_eq!(get(&rig, person, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!get(&rig, "carl", "/wiki").await.1.contains("inc-1"));
    let nobody = client().get(format!("{}/wiki/city/inc-1", rig.base)).send().await.expect("answered");
    assert_eq!(nobody.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn revisions_stay_and_say_what_changed() {
    let rig = rig().await;
    rig.wiki.publish(&key("a"), &page("inc-1", "first words")).await.expect("published");
    rig.hand.on(Length::minutes(5));
    rig.wiki.publish(&key("b"), &page("inc-1", "second words")).await.expect("published");
    let (_, last) = get(&rig, "anna", "/wiki/city/inc-1").await;
    assert!(last.contains("second words") && last.contains("/wiki/city/inc-1/changes/2"));
    let (_, old) = get(&rig, "anna", "/wiki/city/inc-1?revision=1").await;
    assert!(old.contains("first words") && old.contains("not the last one"));
    let (_, changes) = get(&rig, "anna", "/wiki/city/inc-1/changes/2").await;
    assert!(changes.contains("<del>first words</del>") && changes.contains("<ins>second words</ins>"));
    let (_, none) = get(&rig, "boris", "/wiki/city/inc-1/changes/2").await;
    assert!(!none.contains("words</del>"), "the redacted view did not change");
    for path in ["/wiki/city/inc-1/changes/1", "/wiki/city/inc-1/changes/0", "/wiki/city/inc-1/changes/3"] {
        assert_eq!(get(&rig, "anna", path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}
