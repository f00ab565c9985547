//! When the next word comes: "через 20 минут", "следующее в 15:10", "next update at 15:00".

use super::time::{Clock, Day, Dial, Found, Mention, Moment, Side, Wall, ZoneWord, mentions, read_stretch, shifted};
use super::vocabulary::{begins_like, is_one_of};
use super::word::{Word, stated_words, without};
use crate::time::{At, Length};
use chrono_tz::Tz;

/// A bare clock time further ahead than this is a time that has passed.
const TOO_FAR: Length = Length::hours(12);

/// Reads when the next word comes, and the text without the words that say so. Of several times the
/// one announced as the next counts; with none announced and several different ones, `None`.
pub fn read_next(text: &str, now: At, zone: Tz) -> Option<(At, String)> {
    let words = stated_words(text);
    if let Some((stretch, end)) = read_stretch(&words, 0).filter(|(_, end)| *end == words.len()) {
        let found = Found { mention: Mention::Ahead(stretch), first: 0, end };
        return Some((moment(&found, &[], now, zone)?, String::new()));
    }
    let found = mentions(&words);
    let moments: Vec<(At, &Found)> =
        found.iter().filter_map(|one| moment(one, &found, now, zone).map(|at| (at, one))).collect();
    let announced = moments.iter().find(|(_, one)| announcement(&words, one.first).is_some());
    let agreed = moments.first().filter(|(first, _)| moments.iter().all(|(at, _)| at == first));
    let (at, one) = announced.or(agreed)?;
    let first = announcement(&words, one.first).unwrap_or(one.first);
    let mut taken = vec![(words[first].from, words[one.end - 1].to)];
    taken.extend(found.iter().filter(|day| is_of(day, one)).map(|day| (words[day.first].from, words[day.end - 1].to)));
    Some((*at, without(text, &taken)))
}

/// Whether it is the day that stands beside this clock time.
fn is_of(day: &Found, clock: &Found) -> bool {
    matches!(day.mention, Mention::Day(_))
        && (day.end == clock.first || clock.end == day.first || day.first == clock.first)
}

/// The first word of "следующее обновление" and the like that ends right before word `at`.
fn announcement(words: &[Word], at: usize) -> Option<usize> {
    let stems = "следующ обновлен апдейт статус слово сообщ отпиш напиш доложу вернусь вернемся ждите ожидайте next \
                 update word report status expect";
    let small = "будет жду дам дадим is will be the an with back еще очередное is";
    let said = |word: &Word| begins_like(&word.text, stems);
    let mut first = None;
    for index in (0..at).rev().take(5) {
        if said(&words[index]) {
            first = Some(index);
        } else if !is_one_of(&words[index].text, small) {
            break;
        }
        if words[index].joint != super::word::Joint::Blank {
            break;
        }
    }
    first
}

fn moment(one: &Found, found: &[Found], now: At, zone: Tz) -> Option<At> {
    match one.mention {
        Mention::Ahead(stretch) => Some(now.plus(Length(stretch.most))),
        Mention::Clock(clock) => {
            let day = found.iter().find(|day| is_of(day, one)).map(|day| day.mention);
            let day = if let Some(Mention::Day(day)) = day { Some(day) } else { None };
            next_moment(clock, day, now, zone)
        }
        Mention::Ago(_) | Mention::Day(_) | Mention::Now => None,
    }
}

/// The next moment, after now, at which the clock shows this.
fn next_moment(clock: Clock, day: Option<Day>, now: At, zone: Tz) -> Option<At> {
    let wall = match clock.zone {
        Some(ZoneWord::Other(wall)) => wall,
        Some(ZoneWord::Home) | None => Wall::Zone(zone),
    };
    let second = match clock.dial {
        Dial::Second(second) => second,
        Dial::Midnight => 86_400,
        Dial::Off => return None,
    };
    let today = wall.shows(now).date();
    let dates = match day {
        Some(day) => day.dates(today, Side::Ahead),
        None => [-1, 0, 1].into_iter().filter_map(|days| shifted(today, days)).collect(),
    };
    let ahead = dates.into_iter().filter_map(|date| match wall.moment(date, second) {
        Moment::Skipped => None,
        Moment::Once(at) => Some(at),
        Moment::Twice(first, second) => Some(if first > now { first } else { second }),
    });
    let next = ahead.filter(|at| *at > now).min()?;
    (day.is_some() || next.since(now) <= TOO_FAR).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 23 November 2026, 14:40 in Moscow.
    fn now() -> At {
        At::from_rfc3339("2026-11-23T11:40:00Z").expect("a moment")
    }

    fn check(text: &str, expected: Option<(&str, &str)>) {
        let read = read_next(text, now(), Tz::Europe__Moscow);
        let shown = read.map(|(at, rest)| (at.in_zone(Tz::Europe__Moscow).format("%d.%m %H:%M").to_string(), rest));
        let expected = expected.map(|(at, rest)| (at.to_owned(), rest.to_owned()));
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn lengths() {
        check("через 20 минут", Some(("23.11 15:00", "")));
        check("через полчаса", Some(("23.11 15:10", "")));
        check("через час", Some(("23.11 15:40", "")));
        check("через полтора часа", Some(("23.11 16:10", "")));
        check("минут через 20", Some(("23.11 15:00", "")));
        check("через минут 20", Some(("23.11 15:00", "")));
        check("через 10-15 минут", Some(("23.11 14:55", "")));
        check("в течение часа", Some(("23.11 15:40", "")));
        check("in 20 minutes", Some(("23.11 15:00", "")));
        check("in about an hour", Some(("23.11 15:40", "")));
        check("within half an hour", Some(("23.11 15:10", "")));
        check("20 минут", Some(("23.11 15:00", "")));
        check("30m", Some(("23.11 15:10", "")));
        check("Перезапускаем БД, через 15 минут напишу", Some(("23.11 14:55", "Перезапускаем БД, напишу")));
        check("restoring the database, next update in 20 minutes", Some(("23.11 15:00", "restoring the database")));
    }

    #[test]
    fn clocks() {
        check("в 15:00", Some(("23.11 15:00", "")));
        check("следующее в 15:10", Some(("23.11 15:10", "")));
        check("next update at 15:00", Some(("23.11 15:00", "")));
        check("next update at 3 pm", Some(("23.11 15:00", "")));
        check("Следующее обновление будет в 15.20", Some(("23.11 15:20", "")));
        check("в 16", Some(("23.11 16:00", "")));
        check("в 00:30", Some(("24.11 00:30", "")));
        check("завтра в 9 утра", Some(("24.11 09:00", "")));
        check("в полночь", Some(("24.11 00:00", "")));
        check("12:30 UTC", Some(("23.11 15:30", "")));
        check("в понедельник в 10:00", Some(("30.11 10:00", "")));
        check("В 14:20 перезапустили узел, следующее в 15:10", Some(("23.11 15:10", "В 14:20 перезапустили узел")));
        check(
            "10 минут назад перезапустили, через 10 минут отпишусь",
            Some(("23.11 14:50", "10 минут назад перезапустили, отпишусь")),
        );
    }

    #[test]
    fn nothing_said() {
        check("", None);
        check("перезапускаем", None);
        check("скоро", None);
        check("в 14:20 перезапустили", None);
        check("10 минут назад", None);
        check("через 20 минут?", None);
        check("в 25:70", None);
        check("откатываем v1.15.10 на 10.0.15.10", None);
        check("в 15:00 или в 15:30", None);
        check("вчера в 15:00", None);
        check("через несколько минут", None);
    }

    proptest! {
        #[test]
        fn never_panics_and_is_ahead(text in "[\\s\\S]*|(через|в|in|at) [0-9]{1,5}[:. ][0-9]{0,3} (минут|ч|pm)?") {
            if let Some((at, _)) = read_next(&text, now(), Tz::Europe__Moscow) {
                prop_assert!(at >= now());
            }
        }
    }
}
