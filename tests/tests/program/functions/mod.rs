//! The functions as they are deployed: the template on an emulator, real `bootstrap` programs, addresses
//! one calls from outside.

mod deployed;
mod faults;
mod permissions;
mod recorder;
mod story;
