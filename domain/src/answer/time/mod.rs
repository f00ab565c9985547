//! Moments in a message: "14:32 МСК", "10 минут назад", "вчера в 23:50", "через полчаса".

mod amount;
mod clock;
mod day;
mod mention;
mod month;
mod past;
mod reading;
mod resolve;
mod zone_word;

pub use past::read_time;
pub use reading::{TimeDoubt, TimeFrame, TimeReading};

pub(super) use amount::read_stretch;
pub(super) use clock::{Clock, Dial};
pub(super) use day::{Day, Side};
pub(super) use mention::{Found, Mention, mentions};
pub(super) use month::month_of;
pub(super) use zone_word::{Moment, Wall, ZoneWord, shifted};

#[cfg(test)]
mod tests;
