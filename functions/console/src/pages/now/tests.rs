//! The screen of now: the most urgent first, drills not counted, everything asked of it answered.

use super::*;
use crate::pages::example::{HOSTILE, ago, card, eyes};
use nabat_domain::catalogue::{Language, Priority};

fn down(language: Language, desk: &str, priority: Priority) -> Down {
    Down {
        card: card(language, desk, priority),
        scope: "Clinic 1, Clinic 2".to_owned(),
        users: Some("About 900 users".to_owned()),
        doing: Some((HOSTILE.to_owned(), ago(3))),
        contractor: Some("Altair".to_owned()),
        beside: vec!["Laboratory".to_owned()],
    }
}

fn view(down: Vec<Down>) -> Now {
    Now { product: "Clinics".to_owned(), refused: 2, down, beyond: Beyond::default(), last: Some(ago(600)) }
}

#[test]
fn whoever_answers_for_operations_reads_it_at_a_glance() {
    for language in Language::ALL {
        let mut drill = down(language, "SD-drill", Priority::P1);
        drill.card.drill = true;
        let page = now(&eyes(language), &view(vec![drill, down(language, "SD-1", Priority::P2)])).into_string();
        assert!(!page.contains('‹') && !page.contains("<script"), "{page}");
        assert!(page.contains(&eyes(language).say("now-count", &[("count", "1")])), "a drill is no failure: {page}");
        assert!(page.find("SD-1<") < page.find("SD-drill<"), "a drill never stands first");
        for said in
            ["Clinic 1, Clinic 2", "About 900 users", "Altair", "Laboratory", "Петров Игорь", "href=\"/refused\""]
        {
            assert!(page.contains(said), "{said}");
        }
    }
}

#[test]
fn a_quiet_hour_says_so() {
    for language in Language::ALL {
        let eyes = eyes(language);
        let page = now(&eyes, &Now { refused: 0, ..view(Vec::new()) }).into_string();
        assert!(!page.contains('‹'), "{page}");
        assert!(page.contains(&eyes.say("now-none", &[])) && !page.contains("href=\"/refused\""));
    }
}

#[test]
fn what_one_screen_does_not_show_is_counted() {
    let beyond = Beyond { before: 0, after: 7, drills_after: 2 };
    for language in Language::ALL {
        let eyes = eyes(language);
        let page = now(&eyes, &Now { beyond, ..view(vec![down(language, "SD-1", Priority::P1)]) }).into_string();
        assert!(page.contains(&eyes.say("now-count", &[("count", "6")])), "drills are no failures: {page}");
        assert!(page.contains(&eyes.say("pages-open-after", &[("count", "5")])), "{page}");
    }
}
