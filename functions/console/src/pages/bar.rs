//! The bar at the top of every page, with where one can go and what waits there, and the foot below it.

use super::address::{DEAD, REFUSED};
use super::contractors::CONTRACTORS;
use super::counters::{Counters, MOST};
use super::now::NOW;
use super::overdue::OVERDUE;
use super::problems::PROBLEMS;
use super::reliability::RELIABILITY;
use maud::{Markup, html};
use nabat_domain::catalogue::Language;
use nabat_kit::messages::say;

/// Which part of the program a page belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Here {
    /// What is down now.
    Now,
    /// Incidents.
    Incidents,
    /// Chats.
    Chats,
    /// The built-in service desk.
    Desk,
    /// The built-in wiki.
    Wiki,
    /// Problems and committees.
    Problems,
    /// Reliability.
    Reliability,
    /// Contractors.
    Contractors,
    /// Everything owed late.
    Overdue,
    /// Refused registrations.
    Refused,
    /// Jobs given up.
    Dead,
    /// None of them.
    Elsewhere,
}

/// Those everybody sees, in the bar's order.
const SECTIONS: [(Here, &str, &str); 9] = [
    (Here::Now, NOW, "shell-now"),
    (Here::Incidents, "/", "shell-incidents"),
    (Here::Chats, "/chat", "shell-chats"),
    (Here::Desk, "/desk", "shell-desk"),
    (Here::Wiki, "/wiki", "shell-wiki"),
    (Here::Problems, PROBLEMS, "problems-title"),
    (Here::Reliability, RELIABILITY, "reliability-short"),
    (Here::Contractors, CONTRACTORS, "pages-contractors-short"),
    (Here::Overdue, OVERDUE, "overdue-short"),
];

/// What the bar is made of.
#[derive(Clone, Copy, Debug)]
pub struct Bar<'a> {
    /// Language of the page.
    pub language: Language,
    /// Name of who looks, if somebody is signed in.
    pub name: Option<&'a str>,
    /// Which page it is.
    pub here: Here,
    /// What waits for somebody.
    pub counters: Counters,
}

impl Bar<'_> {
    /// The bar.
    pub fn markup(&self) -> Markup {
        html! {
            header.top {
                a.brand href="/" { "Nabat" }
                @if let Some(name) = self.name {
                    nav aria-label=(say(self.language, "shell-sections", &[])) {
                        @for (section, address, key) in SECTIONS { (self.section(section, address, key, 0)) }
                        @if let Some(count) = self.counters.refused {
                            (self.section(Here::Refused, REFUSED, "pages-refused-short", count))
                        }
                        @if let Some(count) = self.counters.dead {
                            (self.section(Here::Dead, DEAD, "pages-dead-short", count))
                        }
                    }
                    span.me { (name) }
                }
            }
        }
    }

    fn section(&self, here: Here, address: &str, key: &str, waiting: usize) -> Markup {
        html! {
            a href=(address) aria-current=[(here == self.here).then_some("page")] {
                (say(self.language, key, &[]))
                @if waiting > 0 { " " span.waiting { (shown(waiting)) } }
            }
        }
    }
}

fn shown(count: usize) -> String {
    if count > MOST { format!("{MOST}+") } else { count.to_string() }
}

/// What is looked up seldom, the other language, and the way out; forms carry the session's token.
pub fn foot(language: Language, csrf: &str) -> Markup {
    html! {
        footer.foot {
            a href=(super::waivers::WAIVERS) { (say(language, "waivers-title", &[])) }
            a href=(crate::regulation::page::ADDRESS) { (say(language, "regulation-sort", &[])) }
            @for other in Language::ALL.into_iter().filter(|other| *other != language) {
                a href=(format!("/language/{}", other.as_str())) lang=(other.as_str()) { (say(other, "pages-language", &[])) }
            }
            form method="post" action="/out" {
                input type="hidden" name="csrf" value=(csrf);
                button.quiet type="submit" { (say(language, "pages-sign-out", &[])) }
            }
        }
    }
}
