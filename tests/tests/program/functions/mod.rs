//! The functions as they are deployed: the template on an emulator, real `bootstrap` programs, addresses
//! one calls from outside.

mod addresses;
mod again;
mod as_said;
mod begins;
mod canaries;
mod capacity;
mod clock;
mod costs;
mod cut_off;
mod deployed;
mod desks;
mod faults;
mod layouts;
mod missing;
mod outward;
mod permissions;
mod processes;
mod promises;
mod recorder;
mod seldom;
mod story;
mod threads;
mod troubles;
