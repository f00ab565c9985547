//! How long a failed job waits, and how often it fails until it is given up.
//!
//! A partner that was away for hours has everything within [`CATCH_UP`] of its return: no wait is longer than that
//! leaves, so that nobody has to be woken by somebody else's success. While it is away each job costs it one call a wait.

use crate::fault::Fault;
use crate::perform::CALL;
use crate::schedule;
use crate::table::Key;
use nabat_domain::incident::Queue;
use nabat_domain::time::Length;

/// Once a partner answers again, what waited for it is tried within this.
pub const CATCH_UP: Length = Length::minutes(5);

/// What is due is rung for so often where nobody is woken at the very moment.
const TICK: Length = Length::minutes(1);

/// Longest wait between attempts.
pub const LONGEST_WAIT: Length = Length::minutes(3);

// The last call that failed may have begun just before the partner's return.
const _: () = assert!(CALL.0 + LONGEST_WAIT.0 + TICK.0 < CATCH_UP.0);

/// Longest wait between attempts at a messenger: people wait in front of it.
const LONGEST_WAIT_AT_MESSENGER: Length = Length::minutes(2);

/// Longest wait a partner may ask for.
const LONGEST_ASKED: Length = Length::hours(1);

/// A job that failed so often is given up and shown in the dead list: after two hours.
pub const ATTEMPTS: u32 = attempts_in(Length::hours(2), LONGEST_WAIT);

/// A wiki may be down for a day: nothing waits for the page, and nobody publishes it by hand.
const ATTEMPTS_AT_REPORT: u32 = attempts_in(Length::hours(24), LONGEST_WAIT);

/// A mail server may be down for some hours; what was to be said a day ago helps nobody.
const ATTEMPTS_AT_NOTICE: u32 = attempts_in(Length::hours(6), LONGEST_WAIT);

/// A messenger may be down for three hours: a chat and what is said in it are wanted all the same. A post
/// that never can be posted keeps those behind it no longer than that.
pub const ATTEMPTS_AT_MESSENGER: u32 = attempts_in(Length::hours(3), LONGEST_WAIT_AT_MESSENGER);

/// A messenger that failed so often in a row, over a minute and more, does not answer: where there is a second
/// one, the talk goes on there.
pub const ATTEMPTS_BEFORE_SECOND_MESSENGER: u32 = 7;

/// A desk may be down for a day: nobody else closes the record.
const ATTEMPTS_AT_DESK: u32 = attempts_in(Length::hours(24), LONGEST_WAIT);

/// How often a job is tried until so long was waited.
const fn attempts_in(whole: Length, longest: Length) -> u32 {
    let (mut attempts, mut waited) = (1, 0);
    while waited < whole.0 {
        waited += wait_up_to(attempts, longest).0;
        attempts += 1;
    }
    attempts
}

/// How often a job of this queue may fail before it is given up.
pub(crate) const fn patience(queue: Queue) -> u32 {
    match queue {
        Queue::ReportPublishing => ATTEMPTS_AT_REPORT,
        Queue::NoticeSending => ATTEMPTS_AT_NOTICE,
        Queue::WebhookSending => schedule::ATTEMPTS,
        Queue::ChatCreation | Queue::ChatPosting => ATTEMPTS_AT_MESSENGER,
        Queue::ClosureDecision => ATTEMPTS_AT_DESK,
        Queue::RunbookLaunch | Queue::StepRecording => ATTEMPTS,
    }
}

/// The wait of a queue's job after so many failures, of which this is the last.
pub(crate) fn wait_of(queue: Queue, fault: &Fault, attempts: u32, key: &Key) -> Length {
    match queue {
        Queue::WebhookSending => schedule::wait_after(fault, attempts, key),
        Queue::ChatCreation | Queue::ChatPosting => wait_after(fault, wait_at_messenger(attempts)),
        Queue::ClosureDecision
        | Queue::ReportPublishing
        | Queue::NoticeSending
        | Queue::RunbookLaunch
        | Queue::StepRecording => wait_after(fault, wait(attempts)),
    }
}

/// A partner that asked to wait is not asked again before.
fn wait_after(fault: &Fault, wait: Length) -> Length {
    match fault {
        Fault::AskedToWait(asked) => wait.max((*asked).min(LONGEST_ASKED)),
        Fault::Retry(_) | Fault::NoTime | Fault::Permanent(_) => wait,
    }
}

/// As [`wait`], and never so long that people look at an empty chat.
pub const fn wait_at_messenger(attempts: u32) -> Length {
    wait_up_to(attempts, LONGEST_WAIT_AT_MESSENGER)
}

/// Waits double from one second on.
pub const fn wait(attempts: u32) -> Length {
    wait_up_to(attempts, LONGEST_WAIT)
}

const fn wait_up_to(attempts: u32, longest: Length) -> Length {
    // Long past the longest of them, and far from what a number holds.
    let doublings = if attempts > 12 { 11 } else { attempts.saturating_sub(1) };
    let doubled = Length::seconds(1 << doublings);
    if doubled.0 < longest.0 { doubled } else { longest }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All waits of a queue's job until it is given up.
    fn whole(queue: Queue) -> Length {
        let (fault, key) = (Fault::Retry("503".to_owned()), Key::new("p#I#inc-1", "J#00000001#00#close"));
        let waits = (1..patience(queue)).map(|attempts| wait_of(queue, &fault, attempts, &key).0);
        Length(waits.sum())
    }

    #[test]
    fn a_partner_may_be_away_for_as_long_as_operations_are_told() {
        for (queue, hours) in [
            (Queue::ChatCreation, 3),
            (Queue::ChatPosting, 3),
            (Queue::ClosureDecision, 24),
            (Queue::ReportPublishing, 24),
            (Queue::NoticeSending, 6),
            (Queue::RunbookLaunch, 2),
        ] {
            let (told, whole) = (Length::hours(hours), whole(queue));
            assert!(whole >= told && whole.0 < told.0 + LONGEST_WAIT.0, "{queue:?}: {whole:?}");
        }
    }

    #[test]
    fn waits_double_and_end_at_the_longest() {
        let waits = [0, 1, 2, 3, 8, 9, 12, 13, 900].map(|attempts| wait(attempts).in_seconds());
        assert_eq!(waits, [1, 1, 2, 4, 128, 180, 180, 180, 180]);
        assert_eq!(wait_at_messenger(8), LONGEST_WAIT_AT_MESSENGER);
    }
}
