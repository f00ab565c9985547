//! When an outgoing webhook is tried again: the schedule Standard Webhooks gives, a little spread.
//!
//! At once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h: three days and more.

use crate::fault::Fault;
use crate::table::Key;
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::Length;

/// Waits after the first failure, the second, and so on.
const WAITS: [Length; 9] = [
    Length::seconds(5),
    Length::minutes(5),
    Length::minutes(30),
    Length::hours(2),
    Length::hours(5),
    Length::hours(10),
    Length::hours(14),
    Length::hours(20),
    Length::hours(24),
];

/// A delivery that failed so often is given up.
pub const ATTEMPTS: u32 = WAITS.len() as u32 + 1;

/// The wait after so many failures; at least what the receiver asked for.
pub fn wait_after(fault: &Fault, attempts: u32, key: &Key) -> Length {
    let place = (attempts.max(1) as usize - 1).min(WAITS.len() - 1);
    let wait = spread(WAITS[place], attempts, key);
    match fault {
        Fault::AskedToWait(asked) => wait.max((*asked).min(Length::hours(24))),
        Fault::Retry(_) | Fault::NoTime | Fault::Permanent(_) => wait,
    }
}

/// Up to a tenth longer, by the row's own name: what failed together does not come back together.
fn spread(wait: Length, attempts: u32, key: &Key) -> Length {
    let drawn = sha256_hex(format!("{}/{}/{attempts}", key.pk, key.sk).as_bytes());
    let share = i64::from_str_radix(&drawn[..4], 16).unwrap_or(0);
    Length(wait.0 + wait.0 * share / 0xffff / 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_attempts_over_three_days_each_a_tenth_longer_at_most() {
        let fault = Fault::Retry("503".to_owned());
        let key = Key::new("p#I#inc-1", "J#00000001#hook.bus#webhook_send");
        let mut whole = Length(0);
        for (attempts, wait) in (1..).zip(WAITS) {
            let waited = wait_after(&fault, attempts, &key);
            assert!(waited >= wait && waited.0 <= wait.0 + wait.0 / 10, "{attempts}: {waited:?}");
            whole = Length(whole.0 + waited.0);
        }
        assert_eq!(ATTEMPTS, 10);
        assert!(whole > Length::hours(75) && whole < Length::hours(84));
    }

    #[test]
    fn what_the_receiver_asks_for_is_kept_to() {
        let key = Key::new("p", "s");
        let asked = Fault::AskedToWait(Length::minutes(20));
        assert_eq!(wait_after(&asked, 1, &key), Length::minutes(20));
        let for_ever = Fault::AskedToWait(Length::hours(10_000));
        assert_eq!(wait_after(&for_ever, 1, &key), Length::hours(24));
    }
}
