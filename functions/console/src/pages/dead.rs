//! The dead list: jobs given up, why, and the button that puts each back to work.

mod load;
#[cfg(test)]
mod tests;

pub use load::load;

use super::address::{DISCARD, RETRY};
use super::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::time::At;

/// The page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeadList {
    /// Newest first.
    pub jobs: Vec<DeadJob>,
    /// There are more than are shown.
    pub more: bool,
    /// What was given up for good, newest first.
    pub discarded: Vec<Gone>,
    /// Guards the buttons.
    pub csrf: String,
}

/// A job given up for good.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gone {
    /// What was to be done, as the job's kind names it.
    pub kind: String,
    /// Who gave it up; nobody where it was done from the command line.
    pub by: Option<String>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: At,
}

/// A job given up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeadJob {
    /// Its name in the store, `pk/sk`, as the API gives it.
    pub id: String,
    /// What was to be done, as the job's kind names it.
    pub kind: String,
    /// The incident: the desk's number and its page.
    pub incident: Option<(String, String)>,
    /// How often it failed.
    pub attempts: u32,
    /// How it failed last.
    pub last_error: Option<String>,
    /// When it was decided.
    pub at: At,
}

/// The page's own part.
pub fn dead_list(eyes: &Eyes, view: &DeadList) -> Markup {
    html! {
        main #content.page {
            header {
                h1 { (eyes.say("pages-dead-title", &[])) }
                p.soft { (eyes.say("pages-dead-explained", &[])) }
            }
            @if view.jobs.is_empty() { div.card { p { (eyes.say("pages-dead-none", &[])) } } }
            @for job in &view.jobs { (one(eyes, view, job)) }
            @if view.more { p.soft { (eyes.say("pages-dead-more", &[])) } }
            (discarded(eyes, &view.discarded))
        }
    }
}

fn one(eyes: &Eyes, view: &DeadList, job: &DeadJob) -> Markup {
    let attempts = job.attempts.to_string();
    html! {
        article.card.alarm {
            h2 { (eyes.say(&format!("pages-job-{}", job.kind), &[])) }
            p {
                @if let Some((desk, address)) = &job.incident { a href=(address) { (desk) } " · " }
                (eyes.time(job.at)) " · " (eyes.say("pages-attempts", &[("count", &attempts)]))
            }
            @if let Some(error) = &job.last_error { pre.block.wrapped { (error) } }
            form method="post" action=(RETRY) {
                input type="hidden" name="csrf" value=(view.csrf);
                input type="hidden" name="id" value=(job.id);
                button type="submit" { (eyes.say("pages-retry", &[])) }
            }
            // Without its timers an incident would stand still for ever.
            @if job.kind != "wake" { (discard(eyes, view, job)) }
        }
    }
}

fn discard(eyes: &Eyes, view: &DeadList, job: &DeadJob) -> Markup {
    html! {
        details {
            summary { (eyes.say("pages-discard", &[])) }
            form.choose method="post" action=(DISCARD) {
                input type="hidden" name="csrf" value=(view.csrf);
                input type="hidden" name="id" value=(job.id);
                label.field {
                    (eyes.say("pages-discard-why", &[]))
                    input name="reason" maxlength="500" required;
                    span.hint { (eyes.say("pages-discard-hint", &[])) }
                }
                button.danger type="submit" { (eyes.say("pages-discard", &[])) }
            }
        }
    }
}

fn discarded(eyes: &Eyes, gone: &[Gone]) -> Markup {
    html! {
        @if !gone.is_empty() {
            h2.apart { (eyes.say("pages-discarded-title", &[])) }
            div.card {
                ul.lines {
                    @for one in gone {
                        li {
                            (eyes.time(one.at)) " · " b { (eyes.say(&format!("pages-job-{}", one.kind), &[])) }
                            @if let Some(by) = &one.by { " · " (eyes.say("pages-discarded-by", &[])) " " (by) }
                            br; (one.reason)
                        }
                    }
                }
            }
        }
    }
}
