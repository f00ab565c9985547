//! The contractor's clock: from the delivered hand-over to the accepted hand-back, every millisecond
//! of it held, paused or waiting. What fails anew once it was verified is handed over anew.

use super::matter::Matter;
use crate::catalogue::length_of;
use crate::time::{At, Length};
use serde::{Deserialize, Serialize};

/// In whose hands a stretch of time was.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hand {
    /// The contractor's: it counts.
    Held,
    /// Ours: the contractor waits for an answer to a request.
    Paused,
    /// Nobody's: outside the contract's service hours.
    Waiting,
}

/// A stretch in the same hands, `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClockSpan {
    /// First moment.
    pub from: At,
    /// First moment after it.
    pub to: At,
    /// In whose hands.
    pub hand: Hand,
}

/// A clock as read at a moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clock {
    /// When it began.
    pub from: At,
    /// When it stopped; the moment of reading while it runs.
    pub until: At,
    /// Whether it runs, and in whose hands it is.
    pub now: Option<Hand>,
    /// Stretches in order, without gaps within one hand-over, never two of the same sort side by side.
    pub spans: Vec<ClockSpan>,
}

impl Clock {
    /// Length of everything of one sort.
    pub fn of(&self, hand: Hand) -> Length {
        let spans = self.spans.iter().filter(|span| span.hand == hand);
        length_of(&spans.map(|span| (span.from, span.to)).collect::<Vec<_>>())
    }

    /// What counts up to a moment.
    pub fn held_until(&self, at: At) -> Length {
        let held = self.spans.iter().filter(|span| span.hand == Hand::Held && span.from < at);
        length_of(&held.map(|span| (span.from, span.to.min(at))).collect::<Vec<_>>())
    }
}

/// The clock as of `now`, with what earlier hand-overs ran it; none before the first was delivered. Between
/// two hand-overs it stands still: that time is in nobody's stretch.
pub fn clock(matter: &Matter, now: At) -> Option<Clock> {
    let mut clocks: Vec<Clock> = matter.earlier.iter().chain([matter]).filter_map(|one| own_clock(one, now)).collect();
    let last = clocks.pop()?;
    let mut spans: Vec<ClockSpan> = clocks.into_iter().flat_map(|clock| clock.spans).collect();
    spans.extend(last.spans);
    // One that was handed over again and is not delivered yet has a clock that stands.
    Some(Clock { spans, ..last })
}

/// The clock of the last hand-over alone.
pub(super) fn own_clock(matter: &Matter, now: At) -> Option<Clock> {
    let from = matter.handed.as_ref()?.delivered?;
    let ended = matter.ended();
    let until = ended.unwrap_or(now).max(from);
    let open = matter.deal.hours.open(matter.deal.zone(), from, until);
    let mut cuts: Vec<At> = vec![from, until];
    cuts.extend(open.iter().flat_map(|(opens, closes)| [*opens, *closes]));
    cuts.extend(matter.requests.iter().flat_map(|request| [Some(request.at), request.met]).flatten());
    cuts.retain(|cut| from <= *cut && *cut <= until);
    cuts.sort_unstable();
    cuts.dedup();
    let mut spans: Vec<ClockSpan> = Vec::new();
    for pair in cuts.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let hand = hand_at(matter, &open, from);
        match spans.last_mut().filter(|last| last.hand == hand) {
            Some(last) => last.to = to,
            None => spans.push(ClockSpan { from, to, hand }),
        }
    }
    let runs = ended.is_none();
    let now = runs.then(|| {
        let open = matter.deal.hours.open(matter.deal.zone(), until, until.plus(Length(1)));
        hand_at(matter, &open, until)
    });
    Some(Clock { from, until, now, spans })
}

/// Outside the hours nothing counts, whoever waits for whom.
fn hand_at(matter: &Matter, open: &[(At, At)], at: At) -> Hand {
    let opened = open.partition_point(|(opens, _)| *opens <= at);
    if open[..opened].last().is_none_or(|(_, closes)| at >= *closes) {
        return Hand::Waiting;
    }
    let asked = |request: &super::matter::Request| request.at <= at && request.met.is_none_or(|met| at < met);
    if matter.requests.iter().any(asked) { Hand::Paused } else { Hand::Held }
}
