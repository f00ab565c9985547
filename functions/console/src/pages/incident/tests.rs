//! The page of one incident: everything it shows, as text, in both languages.

use super::*;
use crate::pages::example::{HOSTILE, ago, eyes, stages};
use crate::pages::spent::Spent;
use nabat_domain::catalogue::{Direction, Language, Priority};
use nabat_kit::timeline::Tone;

fn heading(language: Language) -> Heading {
    Heading {
        desk: "SD-1042".to_owned(),
        record: Some("https://desk.example/SD-1042".to_owned()),
        report: Some("/wiki/clinics/inc-1".to_owned()),
        chat: Some("/chat/room-1#end".to_owned()),
        service: "Электронная регистратура".to_owned(),
        criticality: eyes(language).say("criticality-mission_critical", &[]),
        functions: vec!["Записаться к врачу".to_owned(), "Вызвать врача на дом".to_owned()],
        scope: "все организации".to_owned(),
        summary: "Ошибка 502 при записи, звонят из поликлиник".to_owned(),
        description: Some("С 02:40 ошибка 502 при выборе врача.\nПовторяется у всех.".to_owned()),
        registered_by: Some("1-я линия".to_owned()),
        priority: Priority::P1,
        restricted: None,
        drill: false,
        standing: (eyes(language).say("stage-diagnosis", &[]), "diagnosis".to_owned()),
        began: ago(32),
        registered: ago(29),
        restored: None,
        closed: None,
        procedure: "incident@1".to_owned(),
    }
}

fn timeline() -> Vec<Moment> {
    let moment =
        |number, minutes, words: &str, tone| Moment { number, at: ago(minutes), words: words.to_owned(), tone };
    vec![
        moment(
            1,
            205,
            "Зарегистрирован SD-1042: «Электронная регистратура», P1, ведётся. Не работает: Записаться к врачу",
            Tone::Plain,
        ),
        moment(
            2,
            29,
            "Определены состав и сроки.\n— дежурный инженер: Петров Игорь\n— начальник смены: Смирнова Анна",
            Tone::Quiet,
        ),
        moment(3, 28, "Чат создан. Приглашены: Петров Игорь, Смирнова Анна", Tone::Plain),
        moment(4, 24, "Не отвечает дежурный инженер. Вызван: Кузнецов Павел", Tone::Bad),
        moment(5, 22, "Кузнецов Павел: принятие сбоя — принято", Tone::Plain),
        moment(6, 3, "Восстановлено 24.11 03:09: Записаться к врачу", Tone::Good),
    ]
}

pub(crate) fn example(language: Language) -> OneIncident {
    let said = |words: &str, class| Reply::Said(words.to_owned(), class);
    let related = |service: &str, at_start, afterwards| Related {
        service: service.to_owned(),
        direction: Direction::Consumer,
        hard: true,
        owner: Some("Орлова Вера".to_owned()),
        at_start,
        afterwards,
    };
    let member = |name: &str, invited, unreachable, acted| Member {
        name: name.to_owned(),
        roles: vec![eyes(language).say("role-duty_engineer", &[])],
        invited,
        unreachable,
        left: invited.map(|_| ago(1)),
        acted,
    };
    let outage = |function: &str, restored, minutes| OutageLine {
        service: "Электронная регистратура".to_owned(),
        function: function.to_owned(),
        began: ago(32),
        restored,
        length: Length::minutes(minutes),
    };
    OneIncident {
        head: heading(language),
        stages: stages(
            language,
            &[("detection", 3, 10), ("assembly", 7, 5), ("diagnosis", 22, 30)],
            &[("restoration", 40), ("verification", 20), ("reporting", 60), ("closure", 120)],
        ),
        whole: Spent { actual: Length::minutes(32), budget: Some(Length::minutes(60)) },
        called: Some(Length::seconds(2)),
        answered: None,
        outages: vec![outage("Записаться к врачу", Some(ago(3)), 29), outage("Вызвать врача на дом", None, 32)],
        outage: Length::minutes(32),
        owed: [Some("Петров Игорь".to_owned()), None]
            .map(|holder| Owed {
                step: eyes(language).say("step-located", &[]),
                role: eyes(language).say("role-duty_engineer", &[]),
                holder,
                asked: ago(12),
                reminders: 2,
                mandatory: false,
            })
            .to_vec(),
        timeline: timeline(),
        people: vec![member("Кузнецов Павел", Some(ago(24)), false, 6), member("Петров Игорь", None, true, 0)],
        related: vec![
            related("Карта пациента", said("с ухудшением: медленно открывается", "warn"), said("работает", "good")),
            related("Лаборатория", said("не работает", "bad"), Reply::Waiting),
            related("Рецепты", Reply::Waived, Reply::NotAsked),
            related("Склад", Reply::NotAsked, Reply::NotAsked),
        ],
        not_asked: vec!["Портал".to_owned()],
        others: vec![Beside {
            standing: eyes(language).say("standing-linked", &[]),
            desk: "SD-1050".to_owned(),
            address: "/incidents/clinics/inc-2".to_owned(),
            service: Some("Лаборатория".to_owned()),
        }],
        waivers: vec![Waived {
            step: eyes(language).say("step-workaround", &[]),
            owed_by: Some("Петров Игорь".to_owned()),
            by: "Смирнова Анна".to_owned(),
            reason: "Обходного пути нет".to_owned(),
            at: ago(5),
        }],
        corrections: vec![Correction {
            step: eyes(language).say("step-began", &[]),
            old: "24.11 02:45".to_owned(),
            new: "24.11 02:40".to_owned(),
            by: "Смирнова Анна".to_owned(),
            reason: "по мониторингу началось раньше".to_owned(),
            at: ago(4),
        }],
        monitored: Monitored {
            searches: vec![Searched {
                number: 7,
                heading: "Поиск вокруг «Запись на приём» до 24.11 02:42".to_owned(),
                series: vec![SeriesShown {
                    words: "Единый вход, cpu: 95, обычно 40 [причина: Орлова Вера]".to_owned(),
                    picture: Some("<svg></svg>".to_owned()),
                    address: Some("https://monitoring.example/graph".to_owned()),
                    marks: vec![("cause", "причина".to_owned(), true), ("noise", "шум".to_owned(), false)],
                }],
                rest: vec!["Прочитано 120 рядов: измерено 118".to_owned()],
            }],
            users: Some("Затронуто пользователей на 24.11 03:12: 1240 (от 1100 до 1380)".to_owned()),
            user_minutes: Some("18600 (от 16500 до 20700)".to_owned()),
            form: Some(MarkForm { incident: "inc-1".to_owned(), csrf: "guard".to_owned() }),
        },
        files: Vec::new(),
        told: vec![ToldLine {
            kind: eyes(language).say("pages-notice-restored", &[]),
            who: "Каменев Владимир".to_owned(),
            way: eyes(language).say("pages-notice-by-mail", &[]),
            at: ago(2),
            waits: true,
        }],
        decision: Some(DecisionTaken {
            words: eyes(language).say("choice-decision-new_problem", &[]),
            by: Some("Смирнова Анна".to_owned()),
            comment: Some("Сертификат истёк".to_owned()),
            problem: Some(("PRB-7".to_owned(), "открыта".to_owned(), Some("/desk/problems/PRB-7".to_owned()))),
        }),
        contractors: Vec::new(),
        journal: JournalCheck {
            events: 6,
            head: "4f1c0a7b9e2d5c83a6b1f0e4d7c9a2b35e8f6d1c0b9a7e4f3d2c1b0a99887766".to_owned(),
            broken_at: None,
        },
    }
}

fn shown(view: &OneIncident, language: Language) -> String {
    one_incident(&eyes(language), view).into_string()
}

#[test]
fn both_languages_have_every_word() {
    for language in Language::ALL {
        let mut view = example(language);
        assert!(!shown(&view, language).contains('‹'));
        view.journal.broken_at = Some(4);
        view.related[0].direction = Direction::Supplier;
        view.head.restored = Some(ago(2));
        view.head.closed = Some(ago(1));
        assert!(!shown(&view, language).contains('‹'));
    }
}

#[test]
fn bars_share_one_scale_and_over_budget_is_marked() {
    let page = shown(&example(Language::En), Language::En);
    // The longest is the budget of closure, 120 minutes: diagnosis took 22 of them.
    assert!(page.contains("<rect class=\"within half\" x=\"0\" y=\"0\" width=\"183\" height=\"12\">"));
    assert_eq!(page.matches("<tr class=\"over\">").count(), 1);
    assert!(!page.contains("style="));
}

#[test]
fn the_timeline_stands_under_its_days() {
    let page = shown(&example(Language::En), Language::En);
    let days = page.find("<h3>23 November 2026").zip(page.find("<h3>24 November 2026"));
    let (first, second) = days.expect("both days");
    assert!(first < second);
    assert!(page.contains("<li class=\"bad\" id=\"event-4\">"));
}

#[test]
fn who_owes_what_is_said_even_if_it_is_nobody() {
    let page = shown(&example(Language::En), Language::En);
    assert!(page.contains("Location") && page.contains(">nobody<") && page.contains("2 reminders"));
}

#[test]
fn an_empty_incident_shows_no_empty_cards() {
    let mut view = example(Language::En);
    view.waivers.clear();
    view.corrections.clear();
    view.decision = None;
    view.related.clear();
    view.not_asked.clear();
    let page = shown(&view, Language::En);
    for title in [">Waivers<", ">Corrections<", ">Decision<", ">Related services<"] {
        assert!(!page.contains(title), "{title}");
    }
}

#[test]
fn hostile_words_are_text() {
    let mut view = example(Language::En);
    let hostile = || HOSTILE.to_owned();
    view.head.summary = hostile();
    view.head.description = Some(hostile());
    view.timeline[0].words = hostile();
    view.people[0].name = hostile();
    view.waivers[0].reason = hostile();
    view.corrections[0].new = hostile();
    view.related[0].at_start = Reply::Said(hostile(), "bad");
    let page = shown(&view, Language::En);
    assert!(!page.contains("<script") && !page.contains("\" onload"));
}
