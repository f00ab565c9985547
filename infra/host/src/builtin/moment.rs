//! Moments as people read them, on the wall clock of the one who looks.

use super::who::Viewer;
use maud::{Markup, html};
use nabat_domain::time::At;
use nabat_kit::messages::say;

/// `14:05` on the viewer's clock.
pub fn clock(viewer: &Viewer, at: At) -> String {
    at.in_zone(viewer.zone).format("%H:%M").to_string()
}

/// The day in the viewer's language, with its year.
pub fn day(viewer: &Viewer, at: At) -> String {
    let local = at.in_zone(viewer.zone);
    let month = local.format("m%-m").to_string();
    say(
        viewer.language,
        "shell-day",
        &[("day", &local.format("%-d").to_string()), ("month", &month), ("year", &local.format("%Y").to_string())],
    )
}

/// Whether both moments fall on the same day of the viewer.
pub fn same_day(viewer: &Viewer, one: At, other: At) -> bool {
    one.in_zone(viewer.zone).date_naive() == other.in_zone(viewer.zone).date_naive()
}

/// A `time` element with the clock, the whole moment on hover.
pub fn time(viewer: &Viewer, at: At) -> Markup {
    let whole = format!("{}, {}", day(viewer, at), at.in_zone(viewer.zone).format("%H:%M:%S %Z"));
    html! { time datetime=(at.to_rfc3339()) title=(whole) { (clock(viewer, at)) } }
}

/// A `time` element with the clock on the day of `now`, with the date on another.
pub fn near(viewer: &Viewer, at: At, now: At) -> Markup {
    if same_day(viewer, at, now) {
        return time(viewer, at);
    }
    html! { time datetime=(at.to_rfc3339()) title=(day(viewer, at)) { (at.in_zone(viewer.zone).format("%d.%m")) } }
}

/// A `time` element with day and clock.
pub fn day_and_time(viewer: &Viewer, at: At) -> Markup {
    html! { time datetime=(at.to_rfc3339()) { (day(viewer, at)) ", " (clock(viewer, at)) } }
}
