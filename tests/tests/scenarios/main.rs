//! Incidents told like a chat: somebody says something, and the room is looked at.

mod assembly;
mod changes;
mod closing;
mod desk_updates;
mod direct;
mod early;
mod gathered;
mod handover;
mod leaving;
mod linked;
mod masking;
mod moved;
mod night;
mod notices;
mod others;
mod others_end;
mod over;
mod report;
mod rooms;
mod scope;
mod story;
mod told;
mod verification;
mod versions;
mod waivers;
