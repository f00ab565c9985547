//! The figures as a page in a file of its own: the page of the console, its styles within it.

use super::figures::{Counted, Figures};
use crate::builtin::shell::STYLE;
use maud::{DOCTYPE, PreEscaped, html};
use nabat_console::figures::Asked;
use nabat_console::pages::eyes::Eyes;
use nabat_console::pages::reliability::{View, reliability};
use nabat_domain::catalogue::Language;
use nabat_domain::time::At;
use nabat_kit::reliability::{Only, Question};

const CONSOLE_STYLE: &str = include_str!("../../pages/console.css");

/// The whole file.
pub fn page(figures: &Figures<'_>, counted: &Counted, language: Language) -> String {
    let terms = figures.terms;
    let eyes = Eyes { language, zone: terms.zone, now: terms.now };
    let day = |at: At| at.in_zone(terms.zone).date_naive();
    let question = Question {
        days: (day(terms.period.from), day(terms.period.to)),
        zone: terms.zone,
        now: terms.now,
        target: None,
        only: Only::default(),
        without: terms.without.clone(),
        against: None,
    };
    let asked = Asked { question, by: terms.by, unread: Vec::new() };
    let (report, history, told) = (&counted.report, figures.history, figures.told);
    let view = View { asked: &asked, report, history, product: None, told };
    let page = html! {
        (DOCTYPE)
        html lang=(language.as_str()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (eyes.say("reliability-title", &[])) " · Nabat" }
                style { (PreEscaped(STYLE)) (PreEscaped(CONSOLE_STYLE)) }
            }
            body {
                p.stamp { "Nabat · " (eyes.day_and_time(terms.now)) " " (terms.now.in_zone(terms.zone).format("%Z")) }
                (reliability(&eyes, &view))
            }
        }
    };
    page.into_string()
}
