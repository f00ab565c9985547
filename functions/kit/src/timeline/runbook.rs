//! The runbook in the timeline: searches, what they came to, what people said of it.

use nabat_domain::incident::{ActionWords, Arg, Count, Finding, FindingWords, Found, Runbook, Wording};

/// Series named of a search; the section of findings has them all.
const NAMED: usize = 3;

/// What the runbook did, in words.
pub(super) fn runbook(did: &Runbook) -> Wording {
    let what = match did {
        Runbook::Asked { service, until, by } => Wording::new("timeline-search-asked")
            .with("by", Arg::Person(by.clone()))
            .with("service", Arg::Service(service.clone()))
            .with("until", Arg::Moment(*until)),
        Runbook::Searched { found } => searched(found),
        Runbook::Marked { series, mark, by, .. } => Wording::new("timeline-marked")
            .with("by", Arg::Person(by.clone()))
            .with("series", Arg::Message(Box::new(crate::samples::named(series))))
            .with("mark", FindingWords::mark(*mark)),
        Runbook::Counted { count } => counted(count),
        Runbook::Offered { actions } => Wording::new("timeline-actions-offered")
            .with("actions", Arg::List(actions.iter().map(|action| Arg::Word(action.name.clone())).collect())),
        Runbook::ActionAsked { action, by } => {
            let asked = match by {
                Some(by) => Wording::new("timeline-action-asked").with("by", Arg::Person(by.clone())),
                None => Wording::new("timeline-action-begun"),
            };
            asked.with("action", Arg::Word(action.name.clone()))
        }
        Runbook::ActionCame { result } => ActionWords::result(result),
    };
    Wording::new("event-runbook").with("what", Arg::Message(Box::new(what)))
}

fn searched(found: &Found) -> Wording {
    let key = match (found.findings.is_empty(), found.looked.series) {
        (false, _) => "timeline-searched",
        (true, 0) => "timeline-searched-unanswered",
        (true, _) => "timeline-searched-nothing",
    };
    let named = |finding: &Finding| Arg::Message(Box::new(crate::samples::named(&finding.series)));
    Wording::new(key)
        .with("service", Arg::Service(found.search.service.clone()))
        .with("findings", Arg::List(found.findings.iter().take(NAMED).map(named).collect()))
}

/// The last minute of a count.
fn counted(count: &Count) -> Wording {
    let Some((at, figure)) = count.stretch.minutes().last() else { return Wording::new("timeline-users-unknown") };
    let told = match figure {
        None => Wording::new("timeline-users-unknown"),
        Some(figure) => Wording::new("timeline-users")
            .with("users", Arg::Number(figure.users.into()))
            .with("low", Arg::Number(figure.low.into()))
            .with("high", Arg::Number(figure.high.into())),
    };
    told.with("at", Arg::Moment(at))
}
