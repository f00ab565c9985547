//! Mail over a real SMTP server: taken, refused, put off, dropped in the middle, guarded by TLS and a password.

mod connector;
mod program;
mod server;
