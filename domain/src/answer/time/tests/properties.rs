//! What holds for any text.

use super::{began, frame};
use crate::answer::time::{TimeDoubt, TimeFrame, TimeReading, read_time};
use crate::time::{At, Length};
use chrono_tz::Tz;
use proptest::prelude::*;

const PIECES: &str = "14:32 25:70 9 в с до at pm утра ночи назад ago минут часа полчаса час через in вчера сегодня \
                      23.11 31.02 2026-11-23 T Z МСК UTC +3 по - — , . ? ( ) сейчас полночь 1432 10-15 1,5 \
                      восстановлено не понедельник Nov ё \u{202e} 👍";

/// Texts made of the pieces people use, in no order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES.split(' ').collect::<Vec<_>>());
    let gap = prop::sample::select(vec!["", " ", "\n"]);
    prop::collection::vec((piece, gap), 0..12)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, gap)| format!("{piece}{gap}")).collect())
}

/// With and without summer time, with odd offsets, with a shift of half an hour.
const ZONES: [Tz; 5] =
    [Tz::Europe__Moscow, Tz::Europe__Berlin, Tz::America__New_York, Tz::Asia__Kathmandu, Tz::Australia__Lord_Howe];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn any_text_is_read_without_panic_and_never_ahead(text in prop_oneof![pieces(), "[\\s\\S]*".boxed()]) {
        for frame in [frame(), began()] {
            match read_time(&text, &frame) {
                TimeReading::Stated { at, .. } => {
                    prop_assert!(at <= frame.now);
                    prop_assert!(frame.not_before.is_none_or(|beginning| beginning <= at));
                }
                TimeReading::Range { from, to, .. } => prop_assert!(from <= to && to <= frame.now),
                TimeReading::Doubt(_) | TimeReading::Silent => {}
            }
        }
    }

    #[test]
    fn a_bare_clock_time_is_the_latest_one_past(
        now in 1_500_000_000_000_i64..2_500_000_000_000,
        zone in prop::sample::select(ZONES.to_vec()),
        hour in 0..24,
        minute in 0..60,
        back in prop::option::of(0_i64..50_000_000),
    ) {
        let frame = TimeFrame { now: At(now), zone, not_before: back.map(|back| At(now - back)) };
        let at = match read_time(&format!("в {hour}:{minute:02}"), &frame) {
            TimeReading::Stated { at, .. } => {
                prop_assert!(frame.not_before.is_none_or(|beginning| beginning <= at));
                prop_assert!(frame.now.since(at) <= Length::hours(12));
                at
            }
            TimeReading::Doubt(TimeDoubt::BeforeBeginning { at } | TimeDoubt::TooLongAgo { at }) => at,
            TimeReading::Doubt(TimeDoubt::NotOnTheClock) => return Ok(()),
            other @ (TimeReading::Range { .. } | TimeReading::Doubt(_) | TimeReading::Silent) => {
                return Err(TestCaseError::fail(format!("{other:?}")));
            }
        };
        prop_assert!(at <= frame.now.plus(Length::minutes(2)));
        prop_assert!(frame.now.since(at) <= Length::hours(25));
    }
}
