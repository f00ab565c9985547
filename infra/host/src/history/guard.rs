//! Keeps what is no table from filling the memory: a reader that stops in a row without end and in
//! bytes that are no text.

use std::cell::Cell;
use std::io::{Error, ErrorKind, Read, Result};
use std::rc::Rc;

/// Longest row, bytes: ten times what any export writes. A quote that is never closed ends here too.
const LONGEST_ROW: u64 = 1 << 20;

/// What was read and how far rows were taken out of it, bytes.
#[derive(Clone, Default)]
pub struct Progress {
    read: Rc<Cell<u64>>,
    taken: Rc<Cell<u64>>,
}

impl Progress {
    /// Bytes read so far.
    pub fn read(&self) -> u64 {
        self.read.get()
    }

    /// A row was taken: what was read so far is no longer part of one.
    pub fn row_taken(&self) {
        self.taken.set(self.read.get());
    }
}

/// The reader.
pub struct Guarded<R> {
    inner: R,
    progress: Progress,
}

impl<R: Read> Guarded<R> {
    /// Guards a file that is read from its beginning.
    pub fn new(inner: R) -> (Self, Progress) {
        let progress = Progress::default();
        (Self { inner, progress: progress.clone() }, progress)
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.progress.read.get() - self.progress.taken.get() > LONGEST_ROW {
            return Err(Error::new(
                ErrorKind::InvalidData,
                "a row of over 1 MiB: a quote that is not closed, or no CSV",
            ));
        }
        let count = self.inner.read(buffer)?;
        if buffer[..count].contains(&0) {
            return Err(Error::new(ErrorKind::InvalidData, "bytes that are no text: not a CSV file"));
        }
        self.progress.read.set(self.progress.read.get() + count as u64);
        Ok(count)
    }
}
