//! One contractor's part of one incident, as its card shows it.

use crate::pages::address;
use crate::pages::eyes::{Eyes, stopwatch};
use crate::pages::spent::{Spent, figures};
use maud::{Markup, html};
use nabat_domain::incident::{Arg, Clock, Hand, Matter, OnStanding, State, Wording, clock, overruns};
use nabat_domain::time::At;
use nabat_kit::messages::Speaker;

/// A contractor's part.
#[derive(Clone, PartialEq, Debug)]
pub struct Part {
    /// The contractor.
    pub contractor: String,
    /// Number of the contract.
    pub contract: String,
    /// The incident: the desk's number and its page.
    pub incident: (String, String),
    /// The failing service.
    pub service: String,
    /// The clock runs.
    pub runs: bool,
    /// The clock: since when, held, paused, waiting; what it does now.
    pub clock: Option<(At, [String; 3], String)>,
    /// Terms of the contract: what each allows and what was taken.
    pub terms: Vec<(String, Spent)>,
    /// What may be claimed, with its working.
    pub claimable: Option<String>,
    /// The failure on contractor in words, and its record's page where a browser may open it.
    pub on: Option<(String, Option<String>)>,
    /// The report owed.
    pub report: Option<Report>,
    /// What the contractor asked for.
    pub requests: Vec<Row>,
    /// What the contractor objects to.
    pub objections: Vec<Row>,
}

/// The report of a mass failure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// When it has to be in.
    pub due: At,
    /// How it stands, in words.
    pub standing: String,
    /// Somebody still waits for it, or for a word on it.
    pub waits: bool,
    /// It is late.
    pub late: bool,
    /// Parts it lacks.
    pub lacks: Vec<String>,
}

/// Something a contractor said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// When.
    pub at: At,
    /// Who.
    pub by: String,
    /// What.
    pub words: String,
    /// When it was answered.
    pub met: Option<At>,
}

/// Every contractor's part of an incident.
pub fn parts(eyes: &Eyes, speaker: &Speaker, state: &State) -> Vec<Part> {
    state.contractors.matters.values().map(|matter| part(eyes, speaker, state, matter)).collect()
}

fn part(eyes: &Eyes, speaker: &Speaker, state: &State, matter: &Matter) -> Part {
    let person = |id: &nabat_domain::ids::PersonId| speaker.arg(&Arg::Person(id.clone()));
    let words = |text: &nabat_domain::incident::TextRef| speaker.arg(&Arg::Text(text.clone()));
    let requests = matter.requests.iter().map(|request| Row {
        at: request.at,
        by: person(&request.by),
        words: words(&request.text),
        met: request.met,
    });
    let objections = matter.objections.iter().map(|objection| Row {
        at: objection.at,
        by: person(&objection.by),
        words: words(&objection.text),
        met: None,
    });
    Part {
        contractor: matter.deal.contractor.clone(),
        contract: matter.deal.contract.to_string(),
        incident: (state.head.desk.to_string(), address::incident(&state.head.product, &state.head.id)),
        service: speaker.arg(&Arg::Service(state.head.service.clone())),
        runs: matter.is_held(),
        clock: clock_of(eyes, matter),
        terms: terms(eyes, matter),
        claimable: claimable(eyes, speaker, matter),
        on: on(speaker, matter),
        report: report(eyes, matter),
        requests: requests.collect(),
        objections: objections.collect(),
    }
}

fn clock_of(eyes: &Eyes, matter: &Matter) -> Option<(At, [String; 3], String)> {
    let clock = clock(matter, eyes.now)?;
    let now = match clock.now {
        Some(Hand::Held) => "pages-contractors-runs",
        Some(Hand::Paused) => "pages-contractors-paused",
        Some(Hand::Waiting) => "pages-contractors-waiting",
        None => "pages-contractors-stopped",
    };
    let lengths = [Hand::Held, Hand::Paused, Hand::Waiting].map(|hand| stopwatch(clock.of(hand)));
    Some((since(&clock), lengths, eyes.say(now, &[])))
}

/// Since when it does what it does now: it stopped, was paused, or has run from its beginning on.
fn since(clock: &Clock) -> At {
    match clock.now {
        None => clock.until,
        Some(Hand::Held) => clock.from,
        Some(Hand::Paused | Hand::Waiting) => clock.spans.last().map_or(clock.from, |span| span.from),
    }
}

fn terms(eyes: &Eyes, matter: &Matter) -> Vec<(String, Spent)> {
    let over = overruns(matter, eyes.now);
    let before = over.earlier.iter().flat_map(|(reaction, restoration)| {
        [("report-reaction-before", Some(*reaction)), ("report-restoration-before", Some(*restoration))]
    });
    let named = [
        ("report-reaction", over.reaction),
        ("report-restoration", over.restoration),
        ("report-mass-term", over.report),
    ];
    let one = |(key, term): (&str, Option<nabat_domain::incident::Term>)| {
        let term = term?;
        Some((eyes.say(key, &[]), Spent { actual: term.taken, budget: Some(term.allowed) }))
    };
    before.chain(named).filter_map(one).collect()
}

fn claimable(eyes: &Eyes, speaker: &Speaker, matter: &Matter) -> Option<String> {
    let penalty = speaker.catalogue.contracts.get(&matter.deal.contract)?.penalty.as_ref()?;
    let claimable = penalty.claimable(&overruns(matter, eyes.now).lengths());
    (claimable.terms > 0).then(|| speaker.arg(&nabat_kit::report::claimable_working(penalty, &claimable)))
}

fn on(speaker: &Speaker, matter: &Matter) -> Option<(String, Option<String>)> {
    let on = matter.on.as_ref()?;
    let standing = match on.standing {
        OnStanding::Suspected => "report-on-suspected",
        OnStanding::Declined => "report-on-declined",
        // Its record is closed with the report accepted.
        OnStanding::Opened if on.report.as_ref().is_some_and(|report| report.accepted.is_some()) => "report-on-over",
        OnStanding::Opened => "report-on-opened",
        OnStanding::Dropped => "report-on-dropped",
    };
    let record = on.record.as_ref().map_or_else(|| "—".to_owned(), |record| record.desk.to_string());
    let words =
        Wording::new(standing).with("service", Arg::Service(on.service.clone())).with("record", Arg::Word(record));
    let url = on.record.as_ref().map(|record| record.url.clone());
    // A page of Nabat's own begins with a slash.
    let url = url.filter(|url| url.starts_with('/') || address::outside(url).is_some());
    Some((speaker.say(&words), url))
}

fn report(eyes: &Eyes, matter: &Matter) -> Option<Report> {
    let report = matter.report()?;
    let key = match (report.accepted, report.is_owed(), report.refused) {
        (Some(_), _, _) => "report-mass-accepted",
        (None, true, Some(_)) => "report-mass-refused",
        (None, true, None) => "report-not-given",
        (None, false, _) => "report-mass-given",
    };
    let lacks = report.given.last().map(|given| &given.lacks).into_iter().flatten();
    Some(Report {
        due: report.due,
        standing: eyes.say(key, &[]),
        waits: report.accepted.is_none(),
        late: report.is_owed() && report.due < eyes.now,
        lacks: lacks.map(|part| eyes.say(&format!("report-part-{}", part.as_str()), &[])).collect(),
    })
}

/// The card.
pub fn card(eyes: &Eyes, part: &Part) -> Markup {
    html! {
        section.card.alarm[part.report.as_ref().is_some_and(|report| report.late)] {
            h2 { (part.contractor) " " span.soft { (part.contract) } }
            p { a href=(part.incident.1) { (part.incident.0) } " · " (part.service) }
            dl.facts {
                (clock_facts(eyes, part))
                @for (name, spent) in &part.terms { dt { (name) } dd { (figures(eyes, *spent)) } }
                @if let Some(working) = &part.claimable { dt { (eyes.say("report-claimable", &[])) } dd { (working) } }
                @if let Some((words, url)) = &part.on {
                    dt { (eyes.say("report-on-contractor", &[])) }
                    dd { @if let Some(url) = url { a href=(url) rel="noreferrer" { (words) } } @else { (words) } }
                }
                @if let Some(report) = &part.report { (report_facts(eyes, report)) }
            }
            (rows(eyes, "pages-contractors-requests", &part.requests))
            (rows(eyes, "pages-contractors-objections", &part.objections))
        }
    }
}

fn clock_facts(eyes: &Eyes, part: &Part) -> Markup {
    html! {
        @match &part.clock {
            Some((from, [held, paused, waiting], now)) => {
                dt { (eyes.say("pages-contractors-clock", &[])) }
                dd { (now) ", " (eyes.say("pages-contractors-since", &[])) " " (eyes.time(*from)) }
                dt { (eyes.say("report-clock-held", &[])) } dd { (held) }
                dt { (eyes.say("report-clock-paused", &[])) } dd { (paused) }
                dt { (eyes.say("report-clock-waiting", &[])) } dd { (waiting) }
            }
            None if part.runs => {
                dt { (eyes.say("pages-contractors-clock", &[])) }
                dd { (eyes.say("pages-contractors-undelivered", &[])) }
            }
            None => {}
        }
    }
}

fn report_facts(eyes: &Eyes, report: &Report) -> Markup {
    html! {
        dt { (eyes.say("report-mass-due", &[])) }
        dd { span.over[report.late] { (eyes.time(report.due)) } }
        dt { (eyes.say("report-mass", &[])) } dd { (report.standing) }
        @if !report.lacks.is_empty() {
            dt { (eyes.say("report-mass-lacks", &[])) } dd { (report.lacks.join(", ")) }
        }
    }
}

fn rows(eyes: &Eyes, title: &str, rows: &[Row]) -> Markup {
    html! {
        @if !rows.is_empty() {
            h3 { (eyes.say(title, &[])) }
            ul.lines {
                @for row in rows {
                    li {
                        (row.words)
                        br; span.soft {
                            (row.by) ", " (eyes.time(row.at))
                            @if let Some(met) = row.met { " → " (eyes.time(met)) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::since;
    use crate::pages::example::ago;
    use nabat_domain::incident::{Clock, ClockSpan, Hand};

    #[test]
    fn a_clock_is_told_with_the_moment_it_began_to_do_what_it_does() {
        let span = |from, to, hand| ClockSpan { from: ago(from), to: ago(to), hand };
        let spans = vec![span(40, 30, Hand::Held), span(30, 20, Hand::Paused)];
        let clock = |now| Clock { from: ago(40), until: ago(20), now, spans: spans.clone() };
        assert_eq!([Some(Hand::Held), Some(Hand::Paused), None].map(|now| since(&clock(now))), [40, 30, 20].map(ago));
    }
}
