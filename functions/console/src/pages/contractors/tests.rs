//! The page of contractors: what runs first, what is late is marked, words are text.

use super::*;
use crate::pages::example::{HOSTILE, ago, eyes};
use crate::pages::spent::Spent;
use nabat_domain::catalogue::Language;
use nabat_domain::time::Length;

fn example(language: Language) -> Part {
    let said =
        |words: &str, met| Row { at: ago(30), by: "Ринат Валиев".to_owned(), words: words.to_owned(), met };
    Part {
        contractor: "ООО «Ясный код»".to_owned(),
        contract: "D-2026-040".to_owned(),
        incident: ("SD-1042".to_owned(), "/incidents/clinics/inc-1".to_owned()),
        service: "Запись на приём".to_owned(),
        runs: false,
        clock: Some((ago(40), ["31:00".to_owned(), "9:00".to_owned(), "0:00".to_owned()], "now".to_owned())),
        terms: vec![(
            eyes(language).say("report-reaction", &[]),
            Spent { actual: Length::minutes(31), budget: Some(Length::minutes(20)) },
        )],
        claimable: Some("300.00".to_owned()),
        on: Some(("opened".to_owned(), Some("/desk/SD-1".to_owned()))),
        report: Some(Report {
            due: ago(5),
            standing: eyes(language).say("report-not-given", &[]),
            waits: true,
            late: true,
            lacks: vec!["times".to_owned()],
        }),
        requests: vec![said(HOSTILE, Some(ago(21)))],
        objections: vec![said("Доступ выдали поздно", None)],
    }
}

#[test]
fn in_both_languages_what_runs_stands_first_and_words_are_text() {
    for language in Language::ALL {
        let view = Contractors { parts: vec![example(language), Part { runs: true, ..example(language) }] };
        let page = contractors(&eyes(language), &view).into_string();
        let (open, owed) = (
            page.find(&eyes(language).say("pages-contractors-open", &[])),
            page.find(&eyes(language).say("pages-contractors-owed", &[])),
        );
        assert!(open.is_some() && open < owed, "{page}");
        assert!(page.contains("card alarm") && page.contains("spent over"), "late and over are marked");
        assert!(!page.contains(HOSTILE) && !page.contains('‹'), "{page}");
    }
}

#[test]
fn nobody_is_told_of_nothing() {
    let page = contractors(&eyes(Language::En), &Contractors::default()).into_string();
    assert!(page.contains(&eyes(Language::En).say("pages-contractors-none", &[])));
}
