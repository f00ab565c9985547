//! The figures of one question, counted once and given out in any form.

use super::book::Book;
use super::case::Case;
use super::question::Question;
use nabat_domain::catalogue::Catalogue;
use nabat_domain::reliability::pieces::{Pieces, union, union_of};
use nabat_domain::reliability::report::{Asked, Report};
use nabat_domain::reliability::stages::{Spread, StageFigures, stages};
use nabat_domain::reliability::works::{left_out, planned};
use nabat_domain::reliability::{Comparison, Period, Ratio, Span, Targets, Unit, WorksPolicy, what_if};
use nabat_domain::time::{At, Length};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The figures.
#[derive(Clone, Debug)]
pub struct Figures {
    /// What was asked.
    pub question: Question,
    /// What they were counted from.
    pub book: Arc<Book>,
    /// What they are held against.
    pub targets: Targets,
    /// Reliability and everything that follows from intervals alone.
    pub report: Report,
    /// Announced works.
    pub works: Works,
    /// Without what counts only because the product counts all failures, where it does.
    pub high_priority: Option<Ratio>,
    /// Incidents of the period that Nabat led, in order of time.
    pub cases: Vec<Arc<Case>>,
    /// Their stages, in the order they are gone through.
    pub stages: Vec<StageFigures>,
    /// How soon the team was there.
    pub team: Team,
    /// Contractors that had something in hand, by name.
    pub contractors: BTreeMap<String, ContractorFigures>,
    /// What if the services asked for had never failed.
    pub without: Option<Ratio>,
    /// What if every stage had kept its budget.
    pub within_budgets: Ratio,
    /// Held against an earlier period.
    pub against: Option<Comparison>,
}

/// Works announced before they began, in the part of the period that is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Works {
    /// Whether time under them counts.
    pub policy: WorksPolicy,
    /// Time under them, and how much of it had a failure.
    pub under: Ratio,
    /// The figure by the other policy.
    pub otherwise: Ratio,
}

/// How soon the team was there, and who.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Team {
    /// Registered to everybody called being in the chat.
    pub called: Spread,
    /// Registered to the duty engineer's accepting.
    pub answered: Spread,
    /// People let in, of all incidents together.
    pub invited: u32,
    /// People who stated something.
    pub acted: u32,
    /// Steps waived.
    pub waivers: u32,
}

/// A contractor over the period.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ContractorFigures {
    /// Incidents it had a part in.
    pub incidents: u32,
    /// Failures on contractor that were opened.
    pub failures: u32,
    /// Time in its hands, inside the contract's hours.
    pub held: Length,
    /// Time it waited for us.
    pub paused: Length,
    /// Terms that were missed.
    pub missed: usize,
    /// What lies over them.
    pub overrun: Length,
}

/// Counts.
pub(super) fn counted(catalogue: &Catalogue, question: Question, book: Arc<Book>, cases: Vec<Arc<Case>>) -> Figures {
    let terms = &catalogue.product.reliability;
    let targets = question.targets(&terms.targets);
    let out = |policy| left_out(&terms.works, policy);
    let period = Period::without(question.span(), question.now, out(terms.under_works));
    let asked = Asked { zone: question.zone, targets: targets.clone(), unit: Unit::Month };
    let report = Report::of(&book.history, period.clone(), &asked);
    let planned = planned(&terms.works).clip(period.over());
    let whole = Period::new(question.span(), question.now);
    let failed = union(&book.history, &whole).intersection(&planned);
    let other = match terms.under_works {
        WorksPolicy::Exclude => WorksPolicy::Count,
        WorksPolicy::Count => WorksPolicy::Exclude,
    };
    // Where no works were announced, there is no other figure.
    let otherwise = match terms.works.is_empty() {
        true => report.reliability,
        false => ratio(&book, &Period::without(question.span(), question.now, out(other))),
    };
    let names: Vec<&str> = question.without.iter().map(String::as_str).collect();
    let runs = cases.iter().flat_map(|case| &case.before_restoration);
    let kept = what_if::within_budgets(&book.history, runs, question.now);
    let against = question.against.map(|days| {
        let earlier = Period::without(question.of_days(days), question.now, out(terms.under_works));
        Comparison { earlier: ratio(&book, &earlier), later: report.reliability }
    });
    Figures {
        works: Works {
            policy: terms.under_works,
            under: Ratio { failure: failed.length(), period: planned.length() },
            otherwise,
        },
        high_priority: (!book.lower.is_empty()).then(|| high_priority(&book, &period)),
        stages: in_order(catalogue, stages(cases.iter().flat_map(|case| &case.stages))),
        team: team(&cases),
        contractors: contractors(&cases),
        without: (!names.is_empty()).then(|| what_if::without(&book.history, &period, &names)),
        within_budgets: Ratio { failure: union_of(&kept, &period).length(), period: period.counted().length() },
        against,
        targets,
        report,
        cases,
        book,
        question,
    }
}

/// The share of a period with a failure, by the product's own terms.
pub(super) fn share(catalogue: &Catalogue, book: &Book, span: Span, now: At) -> Ratio {
    let terms = &catalogue.product.reliability;
    ratio(book, &Period::without(span, now, left_out(&terms.works, terms.under_works)))
}

fn ratio(book: &Book, period: &Period) -> Ratio {
    Ratio { failure: union(&book.history, period).length(), period: period.counted().length() }
}

fn high_priority(book: &Book, period: &Period) -> Ratio {
    let pieces = Pieces::of_rows(&book.history, period, |row| !book.lower.contains(&row));
    Ratio { failure: pieces.union().length(), period: period.counted().length() }
}

/// By the procedure's order; stages of older procedures stand last.
fn in_order(catalogue: &Catalogue, mut stages: Vec<StageFigures>) -> Vec<StageFigures> {
    let procedure = catalogue.procedures.get("incident");
    let place = |figures: &StageFigures| {
        let found = procedure.and_then(|known| known.stages.iter().position(|stage| stage.id == figures.stage));
        found.unwrap_or(usize::MAX)
    };
    stages.sort_by_key(place);
    stages
}

fn team(cases: &[Arc<Case>]) -> Team {
    Team {
        called: Spread::of(cases.iter().filter_map(|case| case.called).collect()),
        answered: Spread::of(cases.iter().filter_map(|case| case.answered).collect()),
        invited: cases.iter().map(|case| case.invited).sum(),
        acted: cases.iter().map(|case| case.acted).sum(),
        waivers: cases.iter().map(|case| case.waivers).sum(),
    }
}

fn contractors(cases: &[Arc<Case>]) -> BTreeMap<String, ContractorFigures> {
    let mut found: BTreeMap<String, ContractorFigures> = BTreeMap::new();
    for held in cases.iter().flat_map(|case| &case.held) {
        let figures = found.entry(held.contractor.clone()).or_default();
        figures.incidents += 1;
        figures.failures += u32::from(held.at_fault);
        figures.held.0 += held.held.0;
        figures.paused.0 += held.paused.0;
        figures.missed += held.missed;
        figures.overrun.0 += held.overrun.0;
    }
    found
}
