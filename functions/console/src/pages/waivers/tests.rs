//! Both languages, drills counted apart, text from outside as text.

use super::*;
use crate::pages::example::{HOSTILE, ago, eyes};
use nabat_domain::catalogue::Language;

#[test]
fn everything_is_said_and_drills_are_not_counted() {
    let one = |drill| Waived {
        number: "SD-1".to_owned(),
        address: "/incidents/clinics/inc-1".to_owned(),
        step: "Workaround".to_owned(),
        by: "Smirnova Anna".to_owned(),
        at: ago(5),
        reason: HOSTILE.to_owned(),
        drill,
    };
    for language in Language::ALL {
        let page = waivers(&eyes(language), &[one(false), one(true)]).into_string();
        assert!(!page.contains('‹') && !page.contains("<script"), "{page}");
        assert!(page.contains("href=\"/incidents/clinics/inc-1\""));
        let counted = eyes(language).say("waivers-counted", &[("count", "1")]);
        assert!(page.contains(&counted), "{page}");
        assert!(!waivers(&eyes(language), &[]).into_string().contains("<table"));
    }
}
