//! What was looked at: a ranking without it cannot be judged.

/// How many series were handed in, and what became of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Coverage {
    /// Handed in.
    pub series: usize,
    /// Measured.
    pub measured: usize,
    /// Too few samples to say anything.
    pub sparse: usize,
    /// There before, not since.
    pub vanished: usize,
    /// Not there before.
    pub new: usize,
}
