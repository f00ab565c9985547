//! The demo: one incident on an invented estate, played on a clock of its own by people who answer
//! late, wrong, twice and out of order. Everything they do goes over signed HTTP, or over a homeserver.

pub mod cast;
mod contractor;
pub mod dice;
mod ending;
mod homeserver;
pub mod lines;
mod outcome;
mod problem;
mod registration;
mod stage;
mod story;
mod tell;

pub use ending::ending;
pub use homeserver::Homeserver;
pub use outcome::outcome;
pub use problem::{lines as problem_lines, play_problem};
pub use registration::Registration;
pub use stage::{Place, Stage};
pub use story::{Played, play, register_another};
pub use tell::Teller;
