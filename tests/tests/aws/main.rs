//! The cloud's table and queues, on emulators: the suite every table passes, faults on the way.

mod conformance;
mod faults;
mod queues;
