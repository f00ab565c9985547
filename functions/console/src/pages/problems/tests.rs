//! The list's order, both languages, and text from outside as text.

use super::list;
use super::view::{Line, Problems, Urgency};
use crate::pages::example::{HOSTILE, ago, eyes};
use nabat_domain::catalogue::{Language, Priority};
use std::cmp::Reverse;

fn line(number: &str, urgency: Urgency) -> Line {
    Line {
        number: number.to_owned(),
        address: format!("/problems/clinics/{number}"),
        service: HOSTILE.to_owned(),
        priority: Priority::P1,
        stage: "cause".to_owned(),
        leader: None,
        due: None,
        overdue: if let Urgency::Overdue(since) = urgency { Some(since) } else { None },
        repeats: 2,
        drill: true,
        urgency,
    }
}

fn drawn(language: Language) -> String {
    let mut lines = vec![
        line("ended", Urgency::Ended(Reverse(ago(5)))),
        line("low", Urgency::Open(u8::MAX - Priority::P2 as u8, ago(900))),
        line("urgent", Urgency::Open(u8::MAX - Priority::P1 as u8, ago(9))),
        line("late", Urgency::Overdue(ago(10))),
        line("latest", Urgency::Overdue(ago(9000))),
    ];
    lines.sort_by_key(|line| line.urgency);
    list::page(&eyes(language), &Problems { lines }).into_string()
}

#[test]
fn what_is_overdue_stands_first_and_what_ended_last() {
    let page = drawn(Language::En);
    let at = |number: &str| page.find(&format!("/problems/clinics/{number}\"")).expect("it is listed");
    let order = ["latest", "late", "urgent", "low", "ended"].map(at);
    assert!(order.is_sorted(), "{order:?}");
    assert!(!page.contains("<script"));
}

#[test]
fn everything_is_said_in_both_languages() {
    for language in Language::ALL {
        assert!(!drawn(language).contains('‹'));
    }
}
