//! What stands around a page: head, top bar with where one can go, the person signed in.

pub use super::bar::Here;

use super::bar::{Bar, foot};
use super::counters::Counters;
use super::eyes::Eyes;
use crate::viewer::Viewer;
use maud::{DOCTYPE, Markup, html};
use nabat_domain::catalogue::Language;
use nabat_kit::messages::say;

/// Whether the page loads itself anew.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refresh {
    /// Every [`PERIOD`] seconds.
    On,
    /// It stays as it is.
    Off,
}

/// Seconds between two loadings of a page that loads itself anew.
pub const PERIOD: u32 = 15;

/// What a frame is made of.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Language of the page.
    pub language: Language,
    /// Who looks, if somebody is signed in.
    pub viewer: Option<&'a Viewer>,
    /// Which page it is.
    pub here: Here,
    /// Title, without the program's name.
    pub title: &'a str,
    /// By which clock it was written and when, where it shows something of a product: paper says so.
    pub eyes: Option<&'a Eyes>,
    /// What waits for somebody.
    pub counters: Counters,
    /// Whether it loads itself anew.
    pub refresh: Refresh,
}

impl<'a> Frame<'a> {
    /// Of a page that shows somebody who is signed in something of their product.
    pub fn of(
        viewer: &'a Viewer,
        eyes: &'a Eyes,
        here: Here,
        title: &'a str,
        counters: Counters,
        refresh: Refresh,
    ) -> Self {
        Self { language: viewer.language, viewer: Some(viewer), here, title, eyes: Some(eyes), counters, refresh }
    }
}

/// A whole page.
pub fn page(frame: &Frame, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(frame.language.as_str()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @if frame.refresh == Refresh::On { meta http-equiv="refresh" content=(PERIOD); }
                title { (frame.title) " · Nabat" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/assets/style.css";
                link rel="stylesheet" href="/assets/console.css";
                script src="/assets/top.js" defer {}
            }
            body {
                a.skip href="#content" { (say(frame.language, "shell-skip", &[])) }
                (top_bar(frame))
                (stamp(frame))
                (body)
                @if let Some(viewer) = frame.viewer { (foot(frame.language, &viewer.csrf)) }
            }
        }
    }
}

fn top_bar(frame: &Frame) -> Markup {
    let Frame { language, here, counters, .. } = *frame;
    Bar { language, name: frame.viewer.map(|viewer| viewer.name.as_str()), here, counters }.markup()
}

/// Of which product and of which moment a page is: seen on paper alone, where nothing else says so.
fn stamp(frame: &Frame) -> Markup {
    html! {
        @if let (Some(viewer), Some(eyes)) = (frame.viewer, frame.eyes) {
            p.stamp {
                "Nabat · " (viewer.product_name) " · " (eyes.day_and_time(eyes.now)) " " (eyes.now.in_zone(eyes.zone).format("%Z"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    fn framed(counters: Counters, refresh: Refresh) -> String {
        let viewer = example::viewer(Language::En);
        let eyes = example::eyes(Language::En);
        let frame = Frame {
            language: Language::En,
            viewer: Some(&viewer),
            here: Here::Refused,
            title: "A < B",
            eyes: Some(&eyes),
            counters,
            refresh,
        };
        page(&frame, &html! { main {} }).into_string()
    }

    #[test]
    fn counters_stand_only_for_those_who_may_see_them() {
        let seen = framed(Counters { refused: Some(100), dead: None }, Refresh::Off);
        assert!(seen.contains("href=\"/refused\" aria-current=\"page\""));
        assert!(seen.contains(">99+<"));
        assert!(!seen.contains("href=\"/dead\""));
    }

    #[test]
    fn paper_says_of_which_product_and_moment_it_is() {
        let page = framed(Counters::default(), Refresh::Off);
        let stamp = page
            .split_once("<p class=\"stamp\">")
            .and_then(|(_, rest)| rest.split_once("</p>"))
            .map(|(stamp, _)| stamp);
        let stamp = stamp.expect("a stamp");
        assert!(stamp.contains("Поликлиники") && stamp.contains("2026") && stamp.ends_with("MSK"), "{stamp}");
    }

    #[test]
    fn a_page_loads_itself_anew_only_if_asked_to() {
        assert!(framed(Counters::default(), Refresh::On).contains("http-equiv=\"refresh\" content=\"15\""));
        assert!(!framed(Counters::default(), Refresh::Off).contains("http-equiv"));
    }

    #[test]
    fn nothing_is_inline_and_titles_are_text() {
        let page = framed(Counters::default(), Refresh::Off);
        assert!(page.contains("A &lt; B"));
        let only = "<script src=\"/assets/top.js\" defer></script>";
        assert!(!page.replace(only, "").contains("<script") && !page.contains("style=") && !page.contains("<style"));
    }
}
