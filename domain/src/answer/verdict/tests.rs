//! What owners of services type, and what is read.

use super::*;
use chrono_tz::Tz;
use proptest::prelude::*;

/// 23 November 2026, 14:40 in Moscow.
fn frame() -> TimeFrame {
    let now = At::from_rfc3339("2026-11-23T11:40:00Z").expect("a moment");
    TimeFrame { now, zone: Tz::Europe__Moscow, not_before: None }
}

fn verdict(text: &str) -> Option<Verdict> {
    read_verdict(text, &frame()).map(|reading| reading.verdict)
}

fn all(expected: Option<Verdict>, texts: &str) {
    for text in texts.split(" | ") {
        assert_eq!(verdict(text), expected, "{text:?}");
    }
}

#[test]
fn works() {
    all(
        Some(Verdict::Works),
        "works | работает | Работает! | РАБОТАЕТ | ок | Ok. | + | 👍 | всё хорошо | Всё в порядке | \
         у нас всё ок | норм | всё работает | уже работает | заработало | снова работает | сервис доступен | \
         проверил, работает | работает штатно | да, работает | нет, работает | без проблем | проблем нет | \
         работает без ошибок | it works | it's up | up and running | working | all good | \
         everything is fine | no issues | back to normal | не лежит | not down | упал, но уже работает | \
         не работало, теперь работает | работает и не тормозит | не тормозит, работает | works again | \
         работает с 14:32 | только что заработало | работает? да, работает | healthy | да, всё работает как обычно | \
         жалоб больше нет | проблем не наблюдаем | we see no problems | нас не затронуло, не затронуты | \
         not affected | на нашей стороне всё ок | ok, thanks",
    );
}

#[test]
fn degraded() {
    all(
        Some(Verdict::Degraded),
        "degraded | частично | тормозит | работает, но медленно | работает, но медленно с 14:05 | медленно | \
         очень медленно работает | работает частично | частично не работает | частично недоступен | \
         работает с перебоями | работает через раз | иногда работает | работает не у всех | \
         не у всех работает | не всё работает | работает с ошибками | плохо работает | \
         работает не полностью | работает, но печать не работает | запись работает, а печать — нет | \
         работает, но не открывается расписание | работает кроме печати | работает, но иконки съехали | \
         works, but slow since 14:05 | works but slow | slow | partially | partially down | \
         works intermittently | not fully working | works only for admins | works, except printing | \
         деградация | открывается не сразу | unstable | подтормаживает | slowed down | works with errors | \
         работает только просмотр | тормозит, проверяем | вроде тормозит | работает не так | \
         половина работает | у части пользователей не работает | не работает только печать",
    );
}

#[test]
fn does_not_work() {
    all(
        Some(Verdict::DoesNotWork),
        "does_not_work | не работает | Не работает! | пока не работает | ещё не работает | лежит | \
         недоступен | не доступен | еще не заработало | ещё не заработало | вообще не работает | \
         ничего не работает | до сих пор не работает | всё лежит | упал | сломалось | сервис упал в 14:05 | \
         не открывается | не отвечает | нет доступа | доступа нет | перестало работать | \
         не работает, проверяем причину | не работает, скоро починим | не работает, ошибка 500 | \
         кажется, не работает | нет, не работает | нет не работает | \
         тормозило, тормозит, теперь совсем не работает | doesn't work | doesn’t work | does not work | \
         not working | isn't working yet | still down | down | broken | unavailable | \
         it is down since 14:05 | is not currently working | doesn't seem to work | stopped working | \
         no access | not available | Не работает! Почему? | не восстановлено | не работает, но мы чиним | \
         пользователи не могут войти | can't log in",
    );
}

#[test]
fn no_verdict() {
    assert_eq!(verdict(""), None);
    all(
        None,
        "? | работает? | не работает? | у вас работает? | не знаю | не знаю, работает ли | \
         не знаю, вроде не работает | проверяю | проверяем | сейчас проверю | ок, проверю | ок, смотрю | \
         ок, понял | хорошо, сейчас | checking | ok, will check | not sure | no idea | непонятно | \
         вроде работает | похоже работает | seems to work | probably works | заработает через час | \
         скоро заработает | будет работать | should work | will work soon | если работает, напишите | \
         if it's down, call me | когда заработает | работает, если обновить | не корректно работает | не ок | \
         не хорошо | not ok | not good | работаем над этим | инженеры работают над этим | working on it | \
         перезапускаем | есть проблемы | ошибки | да | нет данных, работает | привет | 123 | - | \
         не могу проверить | запись работает, печать нет | не все проверили | workaround | \
         https://host/works | работы ведутся | не проверял | нет | ещё нет | \
         отвечает 500 | ок, печати нет",
    );
}

#[test]
fn remarks_and_moments() {
    for (text, remark, since) in [
        ("работает", None, None),
        ("у нас всё ок", None, None),
        ("не работает", None, None),
        ("degraded", None, None),
        ("частично", None, None),
        ("тормозит", Some("тормозит"), None),
        ("работает, но медленно", Some("медленно"), None),
        ("работает, но медленно с 14:05", Some("медленно"), Some("14:05")),
        ("works, but slow since 14:05", Some("slow"), Some("14:05")),
        ("works, but slow since 2:05 pm for remote sites", Some("slow for remote sites"), Some("14:05")),
        ("лежит после обновления", Some("после обновления"), None),
        ("Не работает запись с 14:05.", Some("запись."), Some("14:05")),
        ("10 минут назад упал", None, Some("14:30")),
        ("у части пользователей не работает", Some("у части пользователей не работает"), None),
        ("запись не работает", Some("запись не работает"), None),
        ("не у всех открывается", Some("не у всех открывается"), None),
        ("работает с 15:05", Some("с 15:05"), None),
        ("лежит с 14:05 до 14:30", None, Some("14:05")),
    ] {
        let Some(reading) = read_verdict(text, &frame()) else { panic!("{text:?} is a verdict") };
        let at = reading.since.map(|at| at.in_zone(Tz::Europe__Moscow).format("%H:%M").to_string());
        assert_eq!((reading.remark.as_deref(), at.as_deref()), (remark, since), "{text:?}");
    }
}

const PIECES: [&str; 11] = ["не", "работает", "лежит", "ок", "медленно", "но", "все", "down", "not", "works", "14:05"];

proptest! {
    #[test]
    fn never_panics(text in "[\\s\\S]*") {
        let _ = verdict(&text);
    }

    #[test]
    fn a_question_is_no_verdict(words in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..8)) {
        let text = words.join(" ");
        let _ = verdict(&text);
        prop_assert_eq!(verdict(&format!("{text}?")), None);
    }
}

#[test]
fn a_message_of_one_word_is_read_through() {
    for times in [480, 50_000] {
        let _ = verdict(&"работает ".repeat(times));
        let _ = verdict(&"не работает ".repeat(times));
    }
}
