//! What people type: every reader of words over the same text, and the masking before them.

use nabat_domain::answer::{
    ChoiceWords, Named, TimeFrame, clean, doubt_text, find_thing, lacks, mentions, read_certainty, read_choice,
    read_command, read_day_ahead, read_next, read_time, read_verdict, read_yes_no, reads_as_accepted, reads_as_done,
    reads_as_restored,
};
use nabat_domain::masking::{Allowed, mask, mask_json};
use nabat_domain::time::At;
use serde_json::Value;
use std::collections::BTreeSet;
use std::hint::black_box;

/// 2026-11-24T12:00:00+03:00.
const NOW: At = At(1_795_510_800_000);

/// What people say, and what is said of it.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    let said = [
        "восстановили в 14:32, началось вчера в 23:50",
        "restored at 2:32 pm MSK, began yesterday",
        "вчера в 25:99, нет, 29 февраля в половину третьего",
        "5 minutes ago; минут 10 назад; полчаса назад",
        "/answer changed перезапустили шлюз",
        "/снять began не узнать",
        "да, принял; нет; ещё не знаю",
        "следующее сообщение через 30 минут, к 16:00 МСК",
        "не воспроизводится, но оператор жалуется",
        "завтра в 10, в понедельник, 12.05.2026 в 9 утра",
        "услуга запись и архив лежат в 3 филиалах",
        "Иванов Иван, 12.05.1980, СНИЛС 112-233-445 95, +7 (916) 123-45-67, a@b.ru",
        r#"{"snils": 11223344595, "note": ["ИНН 7707083893"]}"#,
        "причина вероятно в сети; виновата не наша сторона",
        "+00:60 at 24:00 UTC+14:00",
    ];
    said.map(|text| text.as_bytes().to_vec()).into()
}

pub(super) fn read(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let zone = chrono_tz::Europe::Moscow;
    let words = ["да, принято".to_owned(), "нет".to_owned(), "yes".to_owned()];
    let choices = [ChoiceWords { id: "yes", words: &words[..1] }, ChoiceWords { id: "no", words: &words[1..] }];
    let things = [Named { id: "appointments", names: &words }, Named { id: "запись", names: &words[1..2] }];
    for not_before in [None, Some(NOW)] {
        let frame = TimeFrame { now: NOW, zone, not_before };
        black_box((read_time(&text, &frame), read_verdict(&text, &frame)));
    }
    black_box((read_next(&text, NOW, zone), read_day_ahead(&text, NOW, zone), read_choice(&text, &choices)));
    black_box((read_command(&text), read_certainty(&text), read_yes_no(&text), lacks(&text), doubt_text(&text)));
    black_box((reads_as_accepted(&text), reads_as_done(&text), reads_as_restored(&text)));
    black_box((find_thing(&text, &things), mentions(&text, &things)));
    let cleaned = clean(&text);
    assert_eq!(clean(&cleaned), cleaned, "cleaning twice is cleaning once");
    let contacts = BTreeSet::new();
    let allowed = Allowed { contacts: &contacts };
    let masked = mask(&text, &allowed);
    assert!(mask(&masked.text, &allowed).found.is_empty(), "masking twice is masking once: {}", masked.text);
    if let Ok(value) = serde_json::from_slice::<Value>(bytes) {
        let (once, _) = mask_json(value, &allowed);
        assert_eq!(mask_json(once.clone(), &allowed).0, once, "masking JSON twice is masking it once");
    }
    Vec::new()
}
