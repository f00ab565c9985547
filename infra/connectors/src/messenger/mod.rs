//! Messengers, one folder each, behind the kit's port.

pub mod matrix;
