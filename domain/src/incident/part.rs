//! A part of a state that copies of the state share until one of them changes it.

use serde::{Deserialize, Serialize};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// A part of a state. Each event of a command is kept with the state it led to, and few events change more than one part:
/// copying the others would be most of what a command costs.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Part<T>(Arc<T>);

impl<T> From<T> for Part<T> {
    fn from(whole: T) -> Self {
        Self(Arc::new(whole))
    }
}

impl<T> Deref for Part<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Whoever changes a shared one gets a copy of its own.
impl<T: Clone> DerefMut for Part<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}
