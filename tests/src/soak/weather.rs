//! Partners in bad weather: down for an hour, deaf, forgetful, asking to wait.

use nabat::builtin::faults::{Fault, Faults};
use nabat::demo::dice::Dice;
use nabat::host::Host;
use nabat_domain::time::{At, Length};

/// More calls than a partner gets between two looks at the clock.
const MANY: usize = 400;

/// Of so many looks one makes a partner stumble at its next calls.
const STUMBLES: u64 = 40;

/// Of so many hours a partner is down from one on.
const FAILS: u64 = 60;

/// The weather at the messenger, the desk, the wiki.
#[derive(Default)]
pub struct Weather {
    down_until: [Option<At>; 3],
    hour: i64,
    /// Times a partner went down.
    pub outages: u64,
    /// Times one stumbled.
    pub stumbles: u64,
}

impl Weather {
    /// What the partners do until the clock is looked at again.
    pub fn blow(&mut self, host: &Host, now: At, dice: &mut Dice) {
        let partners = [host.messenger.faults(), host.desk.faults(), host.wiki.faults()];
        let hour = now.0.div_euclid(Length::hours(1).0);
        let turns = std::mem::replace(&mut self.hour, hour) != hour;
        for (faults, down_until) in partners.into_iter().zip(&mut self.down_until) {
            faults.clear();
            if turns && dice.below(FAILS) == 0 {
                *down_until = Some(now.plus(Length::minutes(dice.between(3, 60))));
                self.outages += 1;
            }
            match *down_until {
                Some(until) if now < until => faults.next(MANY, Fault::Fail),
                _ if dice.below(STUMBLES) == 0 => {
                    self.stumbles += 1;
                    stumble(faults, dice);
                }
                _ => *down_until = None,
            }
        }
    }

    /// Everybody is well again.
    pub fn clears(&mut self, host: &Host) {
        self.down_until = [None; 3];
        for faults in [host.messenger.faults(), host.desk.faults(), host.wiki.faults()] {
            faults.clear();
        }
    }
}

fn stumble(faults: &Faults, dice: &mut Dice) {
    let times = 1 + usize::try_from(dice.below(4)).unwrap_or(0);
    let wait = dice.happens(50).then(|| Length::seconds(dice.between(1, 90)));
    let fault = match dice.below(3) {
        0 => Fault::Fail,
        1 => Fault::Forget,
        _ => Fault::Throttle(wait),
    };
    faults.next(times, fault);
}
