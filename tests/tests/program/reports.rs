//! Who reads how much of a report in the built-in wiki: all of it, roles and times alone, or nothing.

use crate::client::Grant;
use crate::host::{Data, Host};
use crate::person::Person;
use crate::samples::{PRODUCT, sample};
use crate::until::until;
use crate::whole::{answer_to, lead_saying};

/// A word that stands in what was said, and not in the summary.
const PLANTED: &str = "zq2203lilac";

#[tokio::test]
async fn owners_of_services_read_it_without_words_whatever_they_ask_for_and_contractors_nothing() {
    let data = Data::new();
    let host = Host::start(&data);
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    let api = host.api(&data, &Grant::acting(PRODUCT));
    let said = |prompt: &serde_json::Value| match prompt["step"].as_str() {
        Some("changed" | "comment") => format!("The service was restarted after the night update {PLANTED}"),
        _ => answer_to(prompt),
    };
    lead_saying(&api, PRODUCT, &incident, said).await;
    let (report, head) = (format!("/wiki/{PRODUCT}/{incident}"), Person::of(&host, &data, "e5031").await);
    let last = until("the report with its words", async || {
        let (status, page) = head.reads(&report).await;
        (status == 200 && page.contains(PLANTED)).then_some(page)
    })
    .await;
    let changed = last.contains(&format!("{report}/changes/2"));
    let asked = ["", "?view=full", "?view=redacted", "?revision=1", "?revision=1&view=full"];
    let own = |more: &str| if more.is_empty() { report.clone() } else { format!("{report}{more}") };
    let mut pages: Vec<String> = asked.iter().map(|more| own(more)).collect();
    if changed {
        pages.extend(["/changes/2", "/changes/2?view=full"].map(own));
    }
    for (person, wanted) in [("e1639", 200), ("x7581", 404)] {
        let person = Person::of(&host, &data, person).await;
        for path in &pages {
            let (status, page) = person.reads(path).await;
            assert_eq!(status, wanted, "{path}");
            assert!(!page.contains(PLANTED), "{path}: {page}");
        }
        assert_eq!(person.reads("/wiki").await.1.contains(&report), wanted == 200);
    }
}
