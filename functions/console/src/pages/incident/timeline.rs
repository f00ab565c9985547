//! The timeline: every event in words, oldest first, under the day it was recorded on.

use super::view::Moment;
use crate::pages::eyes::Eyes;
use maud::{Markup, html};
use nabat_kit::timeline::Tone;

pub(in crate::pages) fn section(eyes: &Eyes, moments: &[Moment]) -> Markup {
    let count = moments.len().to_string();
    html! {
        section.card.timeline {
            h2 { (eyes.say("pages-timeline", &[])) " " span.soft { (eyes.say("pages-events", &[("count", &count)])) } }
            @for day in days(eyes, moments) {
                h3 { (eyes.day(day[0].at)) }
                ol {
                    @for moment in day { (one(eyes, moment)) }
                }
            }
        }
    }
}

/// Moments by the day of the wall clock.
fn days<'m>(eyes: &Eyes, moments: &'m [Moment]) -> Vec<&'m [Moment]> {
    let date = |moment: &Moment| moment.at.in_zone(eyes.zone).date_naive();
    moments.chunk_by(|one, other| date(one) == date(other)).collect()
}

fn one(eyes: &Eyes, moment: &Moment) -> Markup {
    let class = match moment.tone {
        Tone::Quiet => "quiet",
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Bad => "bad",
    };
    html! {
        li class=(class) id=(format!("event-{}", moment.number)) {
            (eyes.clock(moment.at))
            " " span.words { (moment.words) }
        }
    }
}
