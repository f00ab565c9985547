//! Names of months and of days of the week.

use chrono::Weekday;

/// The number of a month named so, in any case of the noun.
pub(crate) fn month_of(text: &str) -> Option<u32> {
    Some(match text {
        "января" | "январь" | "янв" | "january" | "jan" => 1,
        "февраля" | "февраль" | "фев" | "february" | "feb" => 2,
        "марта" | "март" | "мар" | "march" | "mar" => 3,
        "апреля" | "апрель" | "апр" | "april" | "apr" => 4,
        "мая" | "май" | "may" => 5,
        "июня" | "июнь" | "june" | "jun" => 6,
        "июля" | "июль" | "july" | "jul" => 7,
        "августа" | "август" | "авг" | "august" | "aug" => 8,
        "сентября" | "сентябрь" | "сен" | "сент" | "september" | "sept" | "sep" => 9,
        "октября" | "октябрь" | "окт" | "october" | "oct" => 10,
        "ноября" | "ноябрь" | "ноя" | "november" | "nov" => 11,
        "декабря" | "декабрь" | "дек" | "december" | "dec" => 12,
        _ => return None,
    })
}

/// The day of the week named so.
pub(crate) fn weekday_of(text: &str) -> Option<Weekday> {
    Some(match text {
        "понедельник" | "пн" | "monday" | "mon" => Weekday::Mon,
        "вторник" | "вт" | "tuesday" | "tue" => Weekday::Tue,
        "среду" | "среда" | "ср" | "wednesday" | "wed" => Weekday::Wed,
        "четверг" | "чт" | "thursday" | "thu" => Weekday::Thu,
        "пятницу" | "пятница" | "пт" | "friday" | "fri" => Weekday::Fri,
        "субботу" | "суббота" | "сб" | "saturday" | "sat" => Weekday::Sat,
        "воскресенье" | "вс" | "sunday" | "sun" => Weekday::Sun,
        _ => return None,
    })
}
