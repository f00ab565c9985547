//! Invented things to show, for the tests of the pages.

use super::eyes::Eyes;
use super::frame::Refresh;
use super::open::{Beyond, Card, Holder, NextWord, OpenIncidents, Other};
use super::refused::{Content, Cure, Field, Refusal};
use super::spent::Spent;
use super::stage::{Progress, Stage};
use crate::viewer::Viewer;
use nabat_domain::catalogue::{Language, Priority, Role};
use nabat_domain::ids::StageId;
use nabat_domain::time::{At, Length};
use nabat_kit::messages::say;

/// The hostile text every page has to show as text.
pub(crate) const HOSTILE: &str = "<script>alert(1)</script>\"' onload=x &amp;";

/// When the pages are written.
pub(crate) fn now() -> At {
    At::from_rfc3339("2026-11-24T03:12:40+03:00").expect("a moment")
}

/// So many minutes ago.
pub(crate) fn ago(minutes: i64) -> At {
    now().minus(Length::minutes(minutes))
}

pub(crate) fn eyes(language: Language) -> Eyes {
    Eyes { language, zone: chrono_tz::Europe::Moscow, now: now() }
}

pub(crate) fn viewer(language: Language) -> Viewer {
    Viewer {
        person: "e1001".into(),
        product: "clinics".into(),
        product_name: "Поликлиники".to_owned(),
        roles: [Role::ShiftHead].into(),
        rights: Default::default(),
        name: "Смирнова Анна".to_owned(),
        language,
        csrf: "guard".to_owned(),
    }
}

/// Stages of which the first ones took so many minutes and the last of these goes on; `(id, actual,
/// budget)`.
pub(crate) fn stages(language: Language, begun: &[(&str, i64, i64)], ahead: &[(&str, i64)]) -> Vec<Stage> {
    let mut at = ago(begun.iter().map(|(_, minutes, _)| minutes).sum());
    let mut stages = Vec::new();
    for (number, (id, actual, budget)) in begun.iter().enumerate() {
        let ended = at.plus(Length::minutes(*actual));
        let progress = if number + 1 == begun.len() { Progress::Current } else { Progress::Ended(ended) };
        let spent = Spent { actual: Length::minutes(*actual), budget: Some(Length::minutes(*budget)) };
        stages.push(Stage { began: Some(at), progress, spent, ..stage(language, id) });
        at = ended;
    }
    stages.extend(ahead.iter().map(|(id, budget)| Stage {
        spent: Spent { actual: Length(0), budget: Some(Length::minutes(*budget)) },
        ..stage(language, id)
    }));
    stages
}

fn stage(language: Language, id: &str) -> Stage {
    let name = say(language, &format!("stage-{id}"), &[]);
    Stage { id: StageId::from(id), name, began: None, progress: Progress::Ahead, spent: Spent::default() }
}

pub(crate) fn card(language: Language, desk: &str, priority: Priority) -> Card {
    Card {
        address: format!("/incidents/clinics/{desk}"),
        chat: Some(format!("/chat/{desk}")),
        desk: desk.to_owned(),
        service: "Электронная регистратура".to_owned(),
        functions: vec!["Записаться к врачу".to_owned(), "Вызвать врача на дом".to_owned()],
        summary: Some("Ошибка 502 при записи, звонят из поликлиник".to_owned()),
        drill: false,
        priority,
        began: ago(20),
        restored: None,
        stages: stages(
            language,
            &[("detection", 3, 10), ("assembly", 2, 5), ("diagnosis", 15, 20)],
            &[("restoration", 40), ("verification", 20), ("reporting", 60), ("closure", 120)],
        ),
        whole: Spent { actual: Length::minutes(20), budget: Some(Length::minutes(60)) },
        holder: Holder::Accepted("Петров Игорь".to_owned()),
        next_word: NextWord::Due(now().plus(Length::minutes(7))),
        unanswered: 4,
        linked: Vec::new(),
    }
}

pub(crate) fn refusal() -> Refusal {
    Refusal {
        id: "msg_01".to_owned(),
        at: ago(4),
        desk: Some("SD-1077".to_owned()),
        summary: Some("Не открывается карта пациента".to_owned()),
        reason: "Сервиса «emr-core» нет в каталоге.".to_owned(),
        fields: vec![
            Field { name: "service".to_owned(), value: Content::Line("emr-core".to_owned()) },
            Field { name: "started_at".to_owned(), value: Content::Moment(ago(12)) },
            Field { name: "registered_by".to_owned(), value: Content::Line("[phone ***]".to_owned()) },
            Field { name: "extra".to_owned(), value: Content::Block("{\n  \"a\": 1\n}".to_owned()) },
        ],
        cure: Cure::RegisterAs(Some("emr".into())),
    }
}

pub(crate) fn other(desk: &str) -> Other {
    Other {
        address: format!("/incidents/clinics/{desk}"),
        desk: desk.to_owned(),
        service: "Лабораторный обмен".to_owned(),
        drill: false,
        priority: Priority::P2,
        standing: "закрыт".to_owned(),
        class: Some("good"),
        registered: ago(1_700),
        outage: Some((Length::minutes(95), false)),
    }
}

pub(crate) fn open(language: Language) -> OpenIncidents {
    let late = Card {
        desk: "SD-1051".to_owned(),
        service: "Единый вход".to_owned(),
        whole: Spent { actual: Length::minutes(74), budget: Some(Length::minutes(60)) },
        holder: Holder::Called("Кузнецов Павел".to_owned()),
        next_word: NextWord::Asked(ago(6)),
        linked: vec![("SD-1053".to_owned(), "/incidents/clinics/x".to_owned())],
        ..card(language, "SD-1051", Priority::P1)
    };
    let drill = Card { drill: true, holder: Holder::Nobody, chat: None, ..card(language, "SD-1060", Priority::P1) };
    OpenIncidents {
        product: "Поликлиники города".to_owned(),
        refresh: Refresh::On,
        refused: vec![refusal()],
        cards: vec![drill, card(language, "SD-1055", Priority::P2), card(language, "SD-1042", Priority::P1), late],
        beyond: Beyond::default(),
        others: vec![other("SD-1040"), other("SD-1039")],
    }
}
