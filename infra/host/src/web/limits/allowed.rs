//! How many requests a minute are allowed at which door, and whose word about an address counts.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::str::FromStr;

/// Where a request comes in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Door {
    /// Desks and alerts, by address and path.
    Webhooks,
    /// Messengers, by address and connection.
    Chats,
    /// Machines, by token.
    Api,
    /// Pages, by session.
    Pages,
    /// Signing in and out, by address.
    SignIn,
    /// Everything from one address.
    Peer,
}

impl Door {
    const ALL: [(Self, &'static str, u32); 6] = [
        (Self::Webhooks, "webhooks", 12_000),
        (Self::Chats, "chats", 6_000),
        (Self::Api, "api", 3_000),
        (Self::Pages, "pages", 1_200),
        (Self::SignIn, "sign-in", 120),
        (Self::Peer, "peer", 20_000),
    ];
}

/// What a host allows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Allowed {
    /// Where it is not as usual, requests a minute.
    said: BTreeMap<Door, u32>,
    /// Proxies in front of the host: whom they name as having asked has asked.
    pub proxies: Vec<IpAddr>,
}

impl Allowed {
    /// With limits other than the usual ones, and proxies that are believed.
    pub fn new(limits: impl IntoIterator<Item = Limit>, proxies: Vec<IpAddr>) -> Self {
        Self { said: limits.into_iter().map(|limit| (limit.door, limit.per_minute)).collect(), proxies }
    }

    /// Requests a minute at a door.
    pub(super) fn per_minute(&self, door: Door) -> u32 {
        let usual = || Door::ALL.into_iter().find(|(known, ..)| *known == door).map_or(1, |(_, _, usual)| usual);
        self.said.get(&door).copied().unwrap_or_else(usual)
    }
}

/// One limit as the command line says it: `pages=600`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit {
    door: Door,
    per_minute: u32,
}

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let doors = || Door::ALL.map(|(_, name, _)| name).join(", ");
        let wrong = || format!("`{text}` is no limit like pages=600; there are: {}", doors());
        let (name, number) = text.split_once('=').ok_or_else(wrong)?;
        let door = Door::ALL.into_iter().find(|(_, known, _)| *known == name.trim()).ok_or_else(wrong)?.0;
        let per_minute = number.trim().parse().ok().filter(|number| *number > 0).ok_or_else(wrong)?;
        Ok(Self { door, per_minute })
    }
}
