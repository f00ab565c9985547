//! Effects partners were asked for, each with the key it goes by; the answers to them may be lost.

use nabat_kit::port::{CallError, EffectKey};
use std::sync::{Arc, Mutex, MutexGuard};

/// An effect a partner was asked for once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tried {
    /// The key it goes by.
    pub key: EffectKey,
    /// What is done to what, without its words: they may change with time.
    pub what: String,
    /// Number of the call.
    pub call: u64,
}

/// What partners were asked for so far. Cheap to clone: clones share.
#[derive(Clone, Default)]
pub struct Effects(Arc<Mutex<Log>>);

#[derive(Default)]
struct Log {
    tried: Vec<Tried>,
    lost: usize,
}

impl Effects {
    /// From now on the first so many answers to each key are lost: what is asked for is done, and nobody hears of it.
    pub fn lose_answers(&self, times: usize) {
        self.log().lost = times;
    }

    /// What was asked for, in order, repeats as well.
    pub fn tried(&self) -> Vec<Tried> {
        self.log().tried.clone()
    }

    /// Whether anything was asked for by this key.
    pub fn knows(&self, key: &EffectKey) -> bool {
        self.log().tried.iter().any(|tried| tried.key == *key)
    }

    /// Notes an effect, and gives what is heard of it.
    pub(super) fn heard<T>(&self, tried: Tried, done: Result<T, CallError>) -> Result<T, CallError> {
        let mut log = self.log();
        let before = log.tried.iter().filter(|other| other.key == tried.key).count();
        log.tried.push(tried);
        match done {
            Ok(_) if before < log.lost => Err(CallError::Transient("its answer is lost".to_owned())),
            heard => heard,
        }
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.0.lock().expect("nothing panics while holding it")
    }
}
