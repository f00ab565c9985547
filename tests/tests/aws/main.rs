//! The cloud's table, queues and secrets, on emulators: the suite every table passes, faults on the way.

mod conformance;
mod faults;
mod queues;
mod secrets;
