//! What a series measures, read from its name where nobody said: the field's common words.

use serde::{Deserialize, Serialize};

/// What a series measures.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Of the machine below, shared with others.
    Node,
    /// Failures, or the share of successes.
    Errors,
    /// How long answers take.
    Latency,
    /// Processor.
    Cpu,
    /// Memory.
    Memory,
    /// How much is asked.
    Traffic,
    /// Network, disks, system calls.
    Io,
    /// None of these.
    Other,
}

/// What the alarm said, where it said so: series of that kind come first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Symptom {
    /// Answers are slow.
    Latency,
    /// Answers fail.
    Availability,
}

/// Words by kind; the first kind with a word in the name wins, so the order matters.
const WORDS: [(Kind, &[&str]); 7] = [
    (Kind::Node, &["node"]),
    (Kind::Errors, &["avail", "success", "error", "fail", "4xx", "5xx"]),
    (Kind::Latency, &["lat", "duration", "_time", "response", "edge_"]),
    (Kind::Cpu, &["cpu"]),
    (Kind::Memory, &["mem"]),
    (Kind::Traffic, &["workload", "request", "lod", "load", "rps", "ops", "count", "throughput"]),
    (Kind::Io, &["network", "disk", "syscall", "bytes", "read", "write"]),
];

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] =
        [Self::Node, Self::Errors, Self::Latency, Self::Cpu, Self::Memory, Self::Traffic, Self::Io, Self::Other];

    /// The kind a metric's name speaks of.
    pub fn of(metric: &str) -> Self {
        let metric = metric.to_ascii_lowercase();
        let found = WORDS.iter().find(|(_, words)| words.iter().any(|word| metric.contains(word)));
        found.map_or(Self::Other, |(kind, _)| *kind)
    }

    /// The name in messages' keys and in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Errors => "errors",
            Self::Latency => "latency",
            Self::Cpu => "cpu",
            Self::Memory => "memory",
            Self::Traffic => "traffic",
            Self::Io => "io",
            Self::Other => "other",
        }
    }

    /// Its place in tables by kind.
    pub(super) const fn index(self) -> usize {
        self as usize
    }

    /// Whether falling is as telling as rising: less processor or latency than usual hurts nobody,
    /// less traffic does, and memory falls when a process starts anew.
    pub(super) const fn falls_tell(self) -> bool {
        match self {
            Self::Node | Self::Errors | Self::Latency | Self::Cpu => false,
            Self::Memory | Self::Traffic | Self::Io | Self::Other => true,
        }
    }
}

impl Symptom {
    /// The kind of series that shows it.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Latency => Kind::Latency,
            Self::Availability => Kind::Errors,
        }
    }
}

/// Whether the name speaks of what went well: then what is missing to the whole is looked at.
pub(super) fn is_share_of_good(metric: &str) -> bool {
    let metric = metric.to_ascii_lowercase();
    metric.contains("avail") || metric.contains("success")
}
