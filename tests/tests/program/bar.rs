//! One bar on every page, whoever made the page, with what waits for whoever has the right.

use crate::host::{Data, Host};
use crate::person::Person;
use crate::samples::{PRODUCT, sample};

/// Pages of the console, and of what is built in.
const PAGES: [&str; 6] = ["/now", "/", "/overdue", "/desk", "/wiki", "/chat"];

/// The bar, whichever page of it is marked as the one shown.
async fn bar(person: &Person, path: &str) -> String {
    let (status, page) = person.reads(path).await;
    assert_eq!(status, 200, "{path}");
    let bar = page.split_once("<header class=\"top\">").and_then(|(_, rest)| rest.split_once("</header>"));
    bar.unwrap_or_else(|| panic!("no bar on {path}")).0.replace(" aria-current=\"page\"", "")
}

#[tokio::test]
async fn the_bar_is_one_on_every_page_and_counts_for_whoever_has_the_right() {
    let data = Data::new();
    let host = Host::start(&data);
    host.desk().send(PRODUCT, "msg_1", &sample("unknown-service")).await.expect(422);
    // A process manager, somebody of the first line, a head.
    for (person, refused, dead) in [("e5001", true, true), ("e3080", true, false), ("e5031", false, false)] {
        let looks = Person::of(&host, &data, person).await;
        let first = bar(&looks, PAGES[0]).await;
        for path in PAGES {
            assert_eq!(bar(&looks, path).await, first, "{path} for {person}");
            let (_, page) = looks.reads(path).await;
            let ways_out = page.matches("action=\"/out\"").count();
            assert_eq!(ways_out, 1, "{path} has one way out");
        }
        assert_eq!(first.contains("href=\"/refused\""), refused, "{person}: {first}");
        assert_eq!(first.contains("<span class=\"waiting\">1</span>"), refused, "{person}: {first}");
        assert_eq!(first.contains("href=\"/dead\""), dead, "{person}: {first}");
    }
}
