//! The promises of the design, each under its name.

mod alerts;
mod away;
mod clock;
mod connectors;
mod crashes;
mod deadline;
mod deliveries;
mod doors;
mod early;
mod effects;
mod erased;
#[cfg(feature = "aws")]
mod faulty;
mod files;
mod fixtures;
mod given_up;
mod heads;
mod hosts;
mod leases;
mod outward;
mod phases;
mod put_back;
mod replay;
mod report;
mod retention;
mod runbook;
mod sample;
mod sessions;
mod shuffled;
mod slow;
mod timers;
mod unsaid;
mod wiki;
mod wikis;
mod writers;
mod wrong_clock;
