//! The promises of the design, each under its name.

mod alerts;
mod clock;
mod connectors;
mod crashes;
mod deliveries;
mod doors;
mod erased;
#[cfg(feature = "aws")]
mod faulty;
mod files;
mod fixtures;
mod given_up;
mod heads;
mod outward;
mod phases;
mod replay;
mod report;
mod retention;
mod runbook;
mod sample;
mod sessions;
mod timers;
mod wiki;
mod wikis;
