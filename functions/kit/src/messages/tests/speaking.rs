//! How each thing filled into a message is shown.

use super::estate::{catalogue, people};
use crate::messages::Speaker;
use nabat_domain::catalogue::{Catalogue, Language, PeopleNames, Role};
use nabat_domain::incident::{Arg, TextRef, Wording};
use nabat_domain::time::{At, Length};
use std::collections::BTreeMap;

/// Who speaks in these tests, and about what.
struct Scene {
    catalogue: Catalogue,
    people: PeopleNames,
    texts: BTreeMap<TextRef, String>,
}

impl Scene {
    fn new() -> Self {
        let texts = BTreeMap::from([(TextRef("hash".to_owned()), "истёк сертификат".to_owned())]);
        Self { catalogue: catalogue(), people: people(), texts }
    }

    fn speaker(&self, language: Language) -> Speaker<'_> {
        let zone = self.catalogue.product.zone();
        Speaker { language, zone, catalogue: &self.catalogue, names: &self.people, texts: &self.texts }
    }

    fn arg(&self, arg: &Arg) -> String {
        self.speaker(Language::Ru).arg(arg)
    }

    fn say(&self, wording: &Wording) -> String {
        self.speaker(Language::Ru).say(wording)
    }

    fn length(&self, length: Length) -> String {
        self.speaker(Language::Ru).length(length)
    }
}

fn moment(text: &str) -> Arg {
    Arg::Moment(At::from_rfc3339(text).expect("the test's moment is RFC 3339"))
}

#[test]
fn every_sort_of_filling() {
    let scene = Scene::new();
    let service = || "appointments".into();
    for (arg, shown) in [
        (Arg::Person("e1001".into()), "Полина Субботина"),
        (Arg::Person("e9999".into()), "(e9999, имя стёрто)"),
        (Arg::Service(service()), "Запись на приём"),
        (Arg::Service("gone".into()), "gone"),
        (Arg::Function(service(), "book".into()), "Записаться к врачу"),
        (Arg::Function(service(), "gone".into()), "gone"),
        (Arg::Stage("diagnosis".into()), "Диагностика"),
        (Arg::Step("located".into()), "Место сбоя"),
        (Arg::Step("step_of_their_own".into()), "step_of_their_own"),
        (Arg::Choice("planned".into(), "no_works".to_owned()), "Работ нет"),
        (Arg::Choice("planned".into(), "their_own".to_owned()), "their_own"),
        (Arg::Role(Role::ShiftHead), "начальник смены"),
        (moment("2026-11-23T11:32:40Z"), "23.11 14:32"),
        (Arg::Length(Length::minutes(65)), "1 ч 05 мин"),
        (Arg::Number(140), "140"),
        (Arg::Text(TextRef("hash".to_owned())), "истёк сертификат"),
        (Arg::Text(TextRef("other".to_owned())), "(стёрто)"),
        (Arg::Desk("SD-042".into()), "SD-042"),
        (Arg::Word("P1".to_owned()), "P1"),
        (Arg::Message(Box::new(Wording::new("value-works"))), "работает"),
        (Arg::Prompt("works.appointments:book.1".into()), "works.appointments:book.1"),
    ] {
        assert_eq!(scene.arg(&arg), shown, "{arg:?}");
    }
}

#[test]
fn lengths() {
    let scene = Scene::new();
    for (length, shown) in [
        (Length::seconds(-5), "0 с"),
        (Length::seconds(40), "40 с"),
        (Length::seconds(60), "1 мин"),
        (Length::minutes(59), "59 мин"),
        (Length::hours(2), "2 ч 00 мин"),
        (Length::hours(51), "2 дня 3 ч"),
    ] {
        assert_eq!(scene.length(length), shown);
    }
}

#[test]
fn buttons() {
    let scene = Scene::new();
    let labels = |language| {
        let speaker = scene.speaker(language);
        ["appointments certain", "appointments suspected", "unknown"]
            .map(|choice| speaker.choice_label(&"located".into(), choice))
    };
    assert_eq!(labels(Language::Ru), ["Запись на приём: точно", "Запись на приём: похоже", "Пока неизвестно"]);
    assert_eq!(labels(Language::En), ["Запись на приём: certain", "Запись на приём: suspected", "Not known yet"]);
}

#[test]
fn names_stand_side_by_side() {
    let scene = Scene::new();
    let functions = ["book", "cancel"].map(|id| Arg::Function("appointments".into(), id.into()));
    let wording = Wording::new("reply-restored-partly").with("rest", Arg::List(functions.to_vec()));
    assert_eq!(scene.say(&wording), "Записано. Ещё не работает: Записаться к врачу, Отменить запись.");
}

#[test]
fn sentences_stand_one_below_another() {
    let scene = Scene::new();
    let works = Wording::new("step-about")
        .with("step", Arg::Step("works".into()))
        .with("subject", Arg::Function("appointments".into(), "book".into()));
    let missing =
        |step: Arg, who: Arg| Arg::Message(Box::new(Wording::new("missing-step").with("step", step).with("who", who)));
    let list = vec![
        missing(Arg::Step("summary".into()), Arg::Person("e1002".into())),
        missing(Arg::Message(Box::new(works)), Arg::Role(Role::FirstLine)),
    ];
    let said = scene.say(&Wording::new("refused-steps-open").with("missing", Arg::List(list)));
    let expected = "Закрыть пока нельзя. Ждём:\n\
                    — Итог: Орлов П. А.\n\
                    — Проверка функции «Записаться к врачу»: специалист 1-й линии\n\
                    Ненужный шаг снимает начальник смены: /снять ШАГ ПРИЧИНА.";
    assert_eq!(said, expected);
}

#[test]
fn a_command_that_lacks_something_is_shown_whole() {
    let scene = Scene::new();
    let said = |command: &str| {
        scene.say(&Wording::new("ask-command-incomplete").with("command", Arg::Word(command.to_owned())))
    };
    assert_eq!(said("waive"), "Команде чего-то не хватает. Напишите так: /снять ШАГ ПРИЧИНА");
    assert_eq!(said("status"), "Команде чего-то не хватает. Напишите так: /status");
}

#[test]
fn the_journal_counts_its_events() {
    let scene = Scene::new();
    let wording = Wording::new("with-head")
        .with("message", Arg::Word("✓".to_owned()))
        .with("number", Arg::Number(42))
        .with("head", Arg::Word("ab12".to_owned()));
    assert_eq!(scene.say(&wording), "✓\nЖурнал: 42 события, последнее ab12");
}
