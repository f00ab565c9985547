//! Works, degraded, does not work: said of a function by first line, of a service by its owner.

use super::choice::question;
use super::moment::frame;
use super::{Ask, Reading, Said};
use crate::answer::{Verdict, VerdictReading, YesNo, read_verdict, read_yes_no};
use crate::incident::Wording;
use crate::procedure::Kind;

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    let Some(VerdictReading { verdict, remark, since }) = verdict(ask, text) else {
        return Reading::Ask(question(ask));
    };
    // A lost function works again or it does not: half of it is asked about.
    if ask.step.kind == Kind::Works && verdict == Verdict::Degraded {
        return Reading::Ask(question(ask));
    }
    let remark = remark.filter(|remark| !remark.trim().is_empty());
    let unexplained = verdict == Verdict::Degraded && remark.is_none();
    let said = Said::Verdict(verdict, remark, since);
    if unexplained {
        return Reading::Doubt(Wording::new("ask-degraded-word"), said);
    }
    Reading::Says(said, ask.cx.now)
}

/// A verdict in words, or a plain yes or no to "does it work?".
fn verdict(ask: &Ask, text: &str) -> Option<VerdictReading> {
    let plain = |verdict| VerdictReading { verdict, remark: None, since: None };
    read_verdict(text, &frame(ask, None)).or_else(|| match read_yes_no(text)? {
        YesNo::Yes => Some(plain(Verdict::Works)),
        YesNo::No => Some(plain(Verdict::DoesNotWork)),
    })
}
