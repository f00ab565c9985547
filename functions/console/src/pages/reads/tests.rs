//! Both languages, text from outside as text.

use super::*;
use crate::pages::example::{HOSTILE, ago, eyes};
use nabat_domain::catalogue::Language;

#[test]
fn readers_are_named_and_what_they_asked_for_is_text() {
    for language in Language::ALL {
        let one = ReadLine { at: ago(5), who: "Smirnova Anna".to_owned(), what: format!("GET /{HOSTILE}") };
        let view = |restricted, reads| ReadsShown {
            number: "SD-1".to_owned(),
            address: "/incidents/clinics/inc-1".to_owned(),
            restricted,
            reads,
        };
        let page = reads(&eyes(language), &view(true, vec![one])).into_string();
        assert!(!page.contains('‹') && !page.contains("<script"), "{page}");
        assert!(page.contains("Smirnova Anna") && page.contains("href=\"/incidents/clinics/inc-1\""), "{page}");
        let empty = reads(&eyes(language), &view(false, Vec::new())).into_string();
        assert!(!empty.contains("<table") && empty.contains(&eyes(language).say("reads-not-restricted", &[])));
    }
}
