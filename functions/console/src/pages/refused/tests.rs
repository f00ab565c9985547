//! Refused registrations: readable, and with a form for each that can be registered.

use super::*;
use crate::pages::example::{HOSTILE, eyes, refusal};
use nabat_domain::catalogue::Language;

fn services() -> Vec<(ServiceId, String)> {
    vec![("emr".into(), "Карта пациента".to_owned()), ("lab".into(), "Лаборатория".to_owned())]
}

fn form(trouble: Option<Trouble>) -> RegisterForm {
    let functions =
        vec![("open".into(), "Открыть карту".to_owned(), true), ("sign".into(), "Подписать".to_owned(), false)];
    RegisterForm {
        refusal: refusal(),
        services: services(),
        chosen: Some(Chosen { service: "emr".into(), name: "Карта пациента".to_owned(), functions }),
        trouble,
        csrf: "guard".to_owned(),
    }
}

#[test]
fn the_likeliest_service_is_chosen_and_every_other_can_be() {
    let view = RefusedList { refusals: vec![refusal()], services: services() };
    let page = refused_list(&eyes(Language::Ru), &view).into_string();
    assert!(page.contains("<option value=\"emr\" selected>"));
    assert!(page.contains("<option value=\"lab\">"));
    assert!(page.contains("[phone ***]"));
}

#[test]
fn the_form_names_the_registration_the_service_and_its_functions() {
    let page = register_form(&eyes(Language::En), &form(Some(Trouble::NoFunction))).into_string();
    assert!(page.contains("<form class=\"card\" method=\"post\" action=\"/refused/register\">"));
    for field in [
        "name=\"csrf\" value=\"guard\"",
        "name=\"id\" value=\"msg_01\"",
        "name=\"service\" value=\"emr\"",
        "name=\"functions\" value=\"open\" checked",
        "name=\"functions\" value=\"sign\">",
    ] {
        assert!(page.contains(field), "{field}");
    }
    assert!(page.contains("role=\"alert\""));
}

#[test]
fn a_change_of_an_unknown_record_has_no_form() {
    let refusal = Refusal { cure: Cure::RegisterInDesk, ..refusal() };
    let view = RefusedList { refusals: vec![refusal.clone()], services: services() };
    assert!(!refused_list(&eyes(Language::En), &view).into_string().contains("<form"));
    let form = RegisterForm { refusal, chosen: None, ..form(None) };
    assert!(!register_form(&eyes(Language::En), &form).into_string().contains("<form"));
}

#[test]
fn hostile_words_are_text() {
    let mut view = RefusedList { refusals: vec![refusal()], services: services() };
    view.refusals[0].id = HOSTILE.to_owned();
    view.refusals[0].reason = HOSTILE.to_owned();
    view.refusals[0].fields = vec![
        Field { name: HOSTILE.to_owned(), value: Content::Line(HOSTILE.to_owned()) },
        Field { name: "x".to_owned(), value: Content::Block(HOSTILE.to_owned()) },
    ];
    let page = refused_list(&eyes(Language::En), &view).into_string();
    assert!(!page.contains("<script") && !page.contains("\" onload"));
}

#[test]
fn both_languages_have_every_word() {
    let fields = KNOWN_FIELDS.map(|name| Field { name: name.to_owned(), value: Content::Line("x".to_owned()) });
    for language in Language::ALL {
        let refusal = Refusal { fields: fields.to_vec(), ..refusal() };
        let in_desk = Refusal { cure: Cure::RegisterInDesk, ..refusal.clone() };
        let view = RefusedList { refusals: vec![refusal, in_desk], services: services() };
        assert!(!refused_list(&eyes(language), &view).into_string().contains('‹'));
        let empty = RefusedList { refusals: Vec::new(), services: Vec::new() };
        assert!(!refused_list(&eyes(language), &empty).into_string().contains('‹'));
        for trouble in [Trouble::NoFunction, Trouble::UnknownService, Trouble::BadField, Trouble::Forged] {
            assert!(!register_form(&eyes(language), &form(Some(trouble))).into_string().contains('‹'));
        }
    }
}
