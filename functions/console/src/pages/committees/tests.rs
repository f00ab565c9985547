//! The agenda in both languages, and its forms only for those who may record.

use super::agenda;
use super::view::{Agenda, Item, Meeting, Why};
use crate::pages::example::{HOSTILE, ago, eyes};
use crate::pages::problems::Decision;
use nabat_domain::catalogue::Language;

fn drawn(language: Language, csrf: Option<&str>) -> String {
    let decision = Decision {
        committee: "problems".to_owned(),
        words: HOSTILE.to_owned(),
        owner: "Smirnova Anna".to_owned(),
        due: ago(60),
        done: None,
        overdue: true,
    };
    let item = |why| Item {
        number: "PRB-1".to_owned(),
        address: "/problems/clinics/prb-1".to_owned(),
        case: "prb-1".to_owned(),
        service: HOSTILE.to_owned(),
        stage: "cause".to_owned(),
        leader: Some("Petrov Igor".to_owned()),
        repeats: 2,
        why,
        decisions: vec![(0, decision.clone())],
    };
    let whys = [Why::Overdue(ago(9)), Why::CameBack, Why::ToAccept, Why::Decided, Why::Repeats, Why::New];
    let view = Agenda {
        meeting: Meeting { id: "problems".to_owned(), name: "Problems".to_owned(), last: ago(900), next: ago(-900) },
        items: whys.map(item).to_vec(),
        people: vec![("e1".to_owned(), "Petrov Igor".to_owned())],
        csrf: csrf.map(str::to_owned),
        trouble: Some(HOSTILE.to_owned()),
    };
    agenda::agenda(&eyes(language), &view).into_string()
}

#[test]
fn everything_is_said_in_both_languages_and_outside_text_is_text() {
    for language in Language::ALL {
        let page = drawn(language, Some("guard"));
        assert!(!page.contains('‹') && !page.contains("<script"), "{page}");
    }
}

#[test]
fn only_those_who_may_record_have_forms() {
    assert!(drawn(Language::En, Some("guard")).contains("<form"));
    assert!(!drawn(Language::En, None).contains("<form"));
}
