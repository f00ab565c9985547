//! How the one who looks reads: in which language, by which wall clock, at which moment.

use chrono_tz::Tz;
use maud::{Markup, html};
use nabat_domain::catalogue::Language;
use nabat_domain::time::{At, Length};
use nabat_kit::messages::say;

/// Language, wall clock, now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Eyes {
    /// Language of the page.
    pub language: Language,
    /// Zone of its clocks: the product's.
    pub zone: Tz,
    /// When the page is written, UTC.
    pub now: At,
}

impl Eyes {
    /// A message in the language of the page.
    pub fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        say(self.language, key, args)
    }

    /// A `time` element: the clock on the day of the page, day and clock on another.
    pub fn time(&self, at: At) -> Markup {
        let local = at.in_zone(self.zone);
        let today = local.date_naive() == self.now.in_zone(self.zone).date_naive();
        let shown = local.format(if today { "%H:%M" } else { "%d.%m %H:%M" }).to_string();
        self.element(at, &shown)
    }

    /// A `time` element with the clock to the second.
    pub fn clock(&self, at: At) -> Markup {
        self.element(at, &at.in_zone(self.zone).format("%H:%M:%S").to_string())
    }

    /// A `time` element with day and clock.
    pub fn day_and_time(&self, at: At) -> Markup {
        self.element(at, &format!("{}, {}", self.day(at), at.in_zone(self.zone).format("%H:%M")))
    }

    /// The day in words, with its year.
    pub fn day(&self, at: At) -> String {
        let local = at.in_zone(self.zone);
        let (day, month) = (local.format("%-d").to_string(), local.format("m%-m").to_string());
        self.say("shell-day", &[("day", &day), ("month", &month), ("year", &local.format("%Y").to_string())])
    }

    /// The whole moment stands in its title, alike in every language: a page has hundreds of them.
    fn element(&self, at: At, shown: &str) -> Markup {
        let whole = at.in_zone(self.zone).format("%Y-%m-%d %H:%M:%S %Z").to_string();
        html! { time datetime=(at.to_rfc3339()) title=(whole) { (shown) } }
    }
}

/// A length as a stopwatch shows it: `7:05`, `1:07:05`. Rounded down to the second, never negative.
pub fn stopwatch(length: Length) -> String {
    let seconds = length.in_seconds().max(0);
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopwatch_shows_hours_only_once_there_are_any() {
        assert_eq!(stopwatch(Length::seconds(59)), "0:59");
        assert_eq!(stopwatch(Length::seconds(3_599)), "59:59");
        assert_eq!(stopwatch(Length::seconds(93_784)), "26:03:04");
        assert_eq!(stopwatch(Length(-1)), "0:00");
    }

    #[test]
    fn another_day_is_named() {
        let now = At::from_rfc3339("2026-11-24T00:10:00+03:00").expect("a moment");
        let eyes = Eyes { language: Language::En, zone: chrono_tz::Europe::Moscow, now };
        let (time, whole) = (eyes.time(now).into_string(), "title=\"2026-11-24 00:10:00 MSK\"");
        assert!(time.contains(">00:10<") && time.contains(whole), "{time}");
        assert!(eyes.time(now.minus(Length::minutes(20))).into_string().contains(">23.11 23:50<"));
    }
}
