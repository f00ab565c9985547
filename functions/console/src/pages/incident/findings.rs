//! What monitoring showed, on the incident's page: series with their charts, what people said of them, what is
//! missing; whoever may answer marks them here, too.

use super::card;
use crate::pages::address;
use crate::pages::eyes::Eyes;
use crate::viewer::Viewer;
use maud::{Markup, PreEscaped, html};
use nabat_domain::catalogue::{Right, Rights};
use nabat_domain::incident::{Arg, Finding, FindingWords, Found, Mark, State, UserWords, Wording};
use nabat_kit::document::followed;
use nabat_kit::messages::Speaker;
use nabat_kit::samples::Samples;
use std::collections::BTreeMap;

/// What the page shows of monitoring.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Monitored {
    /// Searches, the first one first.
    pub searches: Vec<Searched>,
    /// How many users are affected, in words; nothing where nobody counts.
    pub users: Option<String>,
    /// User-minutes, in words.
    pub user_minutes: Option<String>,
    /// What the marks' form says besides; nothing where the viewer may not mark.
    pub form: Option<MarkForm>,
}

/// What the form of a mark carries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MarkForm {
    /// The incident.
    pub incident: String,
    /// Guards the buttons.
    pub csrf: String,
}

/// One search.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Searched {
    /// Its number.
    pub number: u64,
    /// Around what, up to when, and whether anything stands out.
    pub heading: String,
    /// Series, best first.
    pub series: Vec<SeriesShown>,
    /// What came and went, what was looked at, what is lacking.
    pub rest: Vec<String>,
}

/// One series.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeriesShown {
    /// Where it is, where it usually is, what people said of it.
    pub words: String,
    /// Its chart as SVG of our own.
    pub picture: Option<String>,
    /// Where people see it, while monitoring remembers.
    pub address: Option<String>,
    /// Every mark by its value, with its name and whether it is set.
    pub marks: Vec<(&'static str, String, bool)>,
}

/// What the page shows, for this viewer.
pub(super) fn monitored(
    viewer: &Viewer,
    rights: &Rights,
    speaker: &Speaker,
    (state, now): (&State, nabat_domain::time::At),
    samples: &BTreeMap<String, Samples>,
) -> Monitored {
    let may = state.is_open() && rights.allow(&viewer.roles, Right::Answers);
    let form = may.then(|| MarkForm { incident: state.head.id.to_string(), csrf: viewer.csrf.clone() });
    let users = UserWords::now(state).map(|wording| speaker.say(&wording));
    let counted = users.is_some();
    Monitored {
        searches: state.findings.found.iter().map(|found| searched(speaker, state, found, samples)).collect(),
        users,
        user_minutes: counted.then(|| speaker.say(&UserWords::minutes(state.user_minutes(now)))),
        form,
    }
}

fn searched(speaker: &Speaker, state: &State, found: &Found, samples: &BTreeMap<String, Samples>) -> Searched {
    let key = if found.findings.is_empty() { "report-search-none" } else { "report-search" };
    let heading = Wording::new(key)
        .with("service", Arg::Service(found.search.service.clone()))
        .with("until", Arg::Moment(found.search.until));
    let kept = found.samples.as_ref().and_then(|hash| samples.get(hash));
    Searched {
        number: found.search.number,
        heading: speaker.say(&heading),
        series: found.findings.iter().map(|finding| series(speaker, state, finding, kept)).collect(),
        rest: FindingWords::rest(found).iter().map(|wording| speaker.say(wording)).collect(),
    }
}

fn series(speaker: &Speaker, state: &State, finding: &Finding, kept: Option<&Samples>) -> SeriesShown {
    let picture = kept.and_then(|samples| Some(samples.picture(samples.of(&finding.series)?, speaker)));
    let set = state.findings.marks.get(&finding.series.to_string()).map(|marked| marked.mark);
    let mark = |mark: Mark| (mark.as_str(), speaker.arg(&FindingWords::mark(mark)), set == Some(mark));
    SeriesShown {
        words: speaker.say(&FindingWords::finding(state, finding)),
        picture,
        address: finding.address.as_deref().and_then(followed).map(str::to_owned),
        marks: Mark::ALL.map(mark).to_vec(),
    }
}

/// Affected users, below the figures.
pub(super) fn users(eyes: &Eyes, shown: &Monitored) -> Markup {
    let Some(users) = &shown.users else { return html! {} };
    html! {
        section.card {
            h2 { (eyes.say("pages-users", &[])) }
            p.words { (users) }
            @if let Some(minutes) = &shown.user_minutes { p { (eyes.say("pages-user-minutes", &[])) " " (minutes) } }
        }
    }
}

/// The findings of every search kept.
pub(super) fn section(eyes: &Eyes, shown: &Monitored) -> Markup {
    let body = html! { @for search in &shown.searches { (one_search(eyes, shown, search)) } };
    html! { div #findings { (card(&eyes.say("report-findings", &[]), shown.searches.is_empty(), &body)) } }
}

fn one_search(eyes: &Eyes, shown: &Monitored, search: &Searched) -> Markup {
    html! {
        h3 { (search.heading) }
        ol {
            @for (at, series) in search.series.iter().enumerate() {
                li {
                    p.words { (series.words) }
                    @if let Some(picture) = &series.picture { figure.series { (PreEscaped(picture)) } }
                    @if let Some(address) = &series.address {
                        p { a href=(address) rel="noreferrer" { (eyes.say("report-to-monitoring", &[])) } }
                    }
                    @if let Some(form) = &shown.form { (marks(eyes, form, search.number, at + 1, series)) }
                }
            }
        }
        ul.lines { @for line in &search.rest { li.words { (line) } } }
    }
}

fn marks(eyes: &Eyes, form: &MarkForm, search: u64, place: usize, series: &SeriesShown) -> Markup {
    html! {
        form.buttons method="post" action=(address::MARK) aria-label=(eyes.say("pages-mark", &[])) {
            input type="hidden" name="csrf" value=(form.csrf);
            input type="hidden" name="incident" value=(form.incident);
            input type="hidden" name="search" value=(search);
            input type="hidden" name="place" value=(place);
            @for (value, name, set) in &series.marks {
                button type="submit" name="mark" value=(value) aria-pressed=(set) { (name) } " "
            }
        }
    }
}
