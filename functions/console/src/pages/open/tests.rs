//! The page of open incidents: what stands first, what is text, what is said in both languages.

use super::*;
use crate::pages::example::{HOSTILE, ago, card, eyes, open};
use nabat_domain::catalogue::{Language, Priority};
use nabat_domain::time::Length;

fn shown(language: Language, view: &OpenIncidents) -> String {
    open_incidents(&eyes(language), view).into_string()
}

/// Texts in the order they stand on a page.
fn order<'t>(page: &str, texts: &[&'t str]) -> Vec<&'t str> {
    let mut found: Vec<(usize, &str)> =
        texts.iter().map(|text| (page.find(text).expect("it is shown"), *text)).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn cards_stand_by_priority_then_by_time_over_budget_then_by_age() {
    let at = |desk: &str, priority, minutes_over: i64, minutes_ago| {
        let mut card = card(Language::En, desk, priority);
        let budget = card.whole.budget.expect("a budget");
        card.whole.actual = Length::minutes(minutes_over + budget.0 / 60_000);
        Card { began: ago(minutes_ago), ..card }
    };
    let mut view = open(Language::En);
    let drill = Card { drill: true, ..at("SD-drill", Priority::P1, 500, 500) };
    view.cards = vec![
        drill,
        at("SD-low", Priority::P2, 90, 300),
        at("SD-young", Priority::P1, -10, 5),
        at("SD-old", Priority::P1, -10, 50),
        at("SD-late", Priority::P1, 1, 2),
    ];
    let sorted = ["SD-late", "SD-old", "SD-young", "SD-low", "SD-drill"];
    assert_eq!(order(&shown(Language::En, &view), &sorted), sorted);
}

#[test]
fn refused_registrations_stand_before_everything_else() {
    let page = shown(Language::Ru, &open(Language::Ru));
    assert_eq!(order(&page, &["SD-1042", "SD-1040", "SD-1077"]), ["SD-1077", "SD-1042", "SD-1040"]);
    assert!(page.contains("href=\"/refused/register?id=msg_01&amp;service=emr\""));
}

#[test]
fn every_stage_has_its_clock_and_the_current_one_its_bar() {
    let page = shown(Language::En, &open(Language::En));
    for stage in ["Detection", "Assembly", "Diagnosis", "Restoration", "Verification", "Reporting", "Closure"] {
        assert!(page.contains(stage), "{stage}");
    }
    assert!(page.contains("<progress class=\"half\" max=\"100\" value=\"75\" aria-label=\"Diagnosis\">"));
    assert!(page.contains("<progress class=\"over\" max=\"100\" value=\"100\""));
    assert!(page.contains("15:00"));
}

#[test]
fn nobody_accepted_and_a_late_word_are_seen() {
    let page = shown(Language::En, &open(Language::En));
    assert!(page.contains("not accepted yet"));
    assert!(page.contains("waited for since"));
    assert!(page.contains(">6:00<"));
}

#[test]
fn hostile_words_are_text() {
    let mut view = open(Language::En);
    view.cards[0].summary = Some(HOSTILE.to_owned());
    view.cards[0].service = HOSTILE.to_owned();
    view.refused[0].summary = Some(HOSTILE.to_owned());
    view.others[0].service = HOSTILE.to_owned();
    let page = shown(Language::En, &view);
    assert!(!page.contains("<script"));
    assert!(!page.contains("\" onload"));
    assert!(page.contains("&lt;script&gt;"));
}

#[test]
fn both_languages_have_every_word() {
    for language in Language::ALL {
        let mut view = open(language);
        assert!(!shown(language, &view).contains('‹'));
        view.cards.clear();
        view.refresh = Refresh::Off;
        assert!(!shown(language, &view).contains('‹'));
    }
}

#[test]
fn what_stands_on_other_pages_is_counted_and_led_to() {
    for language in Language::ALL {
        let beyond = Beyond { before: 50, after: 900, drills_after: 0 };
        let page = shown(language, &OpenIncidents { beyond, ..open(language) });
        assert!(page.contains("href=\"/?from=0\"") && page.contains("href=\"/?from=100\""), "{page}");
        assert!(page.contains("900") && !page.contains('‹'), "{page}");
    }
    assert!(!shown(Language::En, &open(Language::En)).contains("/?from="), "one page shows all of a few");
}
