//! The page says everything in both languages, escapes what came from outside, and leads to incidents.

use super::*;
use crate::pages::example::{HOSTILE, ago, eyes};
use nabat_domain::catalogue::Language;
use nabat_domain::reliability::report::Asked as Terms;
use nabat_domain::reliability::{Fact, Period, Targets, Unit};

fn drawn(language: Language, service: &str, product: Option<&ProductId>) -> String {
    let eyes = eyes(language);
    let mut history = History::default();
    for (incident, minutes) in [("inc-0123456789ab", 90), ("FILE-1", 300)] {
        history.push(&Fact {
            incident,
            service,
            function: "",
            contractor: "",
            class: "",
            began: ago(minutes),
            restored: Some(ago(minutes - 60)),
        });
    }
    let asked = Asked::read(&[], &eyes);
    let terms = Terms { zone: eyes.zone, targets: Targets::always(asked.target), unit: Unit::Month };
    let report = Report::of(&history, Period::new(asked.span(&eyes), eyes.now), &terms);
    reliability(&eyes, &View { asked: &asked, report: &report, history: &history, product }).into_string()
}

#[test]
fn everything_is_said_in_both_languages() {
    for language in Language::ALL {
        let page = drawn(language, "booking", Some(&"clinics".into()));
        assert!(!page.contains('‹'), "{page}");
        assert!(page.contains("2:00") && page.contains("booking"));
        let method = method(&eyes(language)).into_string();
        assert!(!method.contains('‹') && method.contains("3733"), "{method}");
    }
}

#[test]
fn an_incident_of_nabat_is_a_link_and_one_of_a_file_is_none() {
    let page = drawn(Language::En, "booking", Some(&"clinics".into()));
    assert!(page.contains("href=\"/incidents/clinics/inc-0123456789ab\""));
    assert!(page.contains("FILE-1") && !page.contains("/incidents/clinics/FILE-1"));
    let of_a_file = drawn(Language::En, "booking", None);
    assert!(!of_a_file.contains("href=") && !of_a_file.contains("<form"));
}

#[test]
fn names_from_outside_are_text() {
    assert!(!drawn(Language::En, HOSTILE, None).contains("<script"));
}

#[test]
fn filters_are_read_from_the_address_and_nonsense_is_this_year() {
    let eyes = eyes(Language::En);
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let asked = Asked::read(
        &[field("from", "2026-02-01"), field("to", "2026-03-01"), field("by", "contractor"), field("target", "0.9373")],
        &eyes,
    );
    assert_eq!((asked.from.to_string().as_str(), asked.to.to_string().as_str()), ("2026-02-01", "2026-03-01"));
    assert_eq!((asked.by, asked.target().as_str()), (Dimension::Contractor, "0.9373"));
    let nonsense = Asked::read(&[field("from", "x"), field("to", "1999-01-01"), field("target", "98 %")], &eyes);
    assert_eq!(nonsense, Asked::read(&[], &eyes));
}
