//! The seal on a button, for messengers whose callbacks carry no signature: what comes back was given out
//! by us, for that room, and not too long ago.

use hmac::{Hmac, KeyInit as _, Mac as _};
use nabat_domain::time::{At, Length};
use nabat_kit::port::{CallError, Reject};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// So long a button may be pressed: what a contractor owes is asked for weeks after the chat is over.
const LIFE: Length = Length::hours(31 * 24);

/// Seals and checks, with a key nobody else has.
pub(super) struct Seal {
    keys: Vec<Vec<u8>>,
}

impl Seal {
    /// By a secret's lines: the first one seals, any of them is taken.
    ///
    /// # Errors
    /// There is none: anybody could seal with it.
    pub(super) fn new(secret: &str) -> Result<Self, CallError> {
        let lines = secret.lines().map(str::trim).filter(|line| !line.is_empty());
        let keys: Vec<Vec<u8>> = lines.map(|line| line.as_bytes().to_vec()).collect();
        if keys.is_empty() { Err(CallError::Permanent("the secret is empty".to_owned())) } else { Ok(Self { keys }) }
    }

    /// Until when what is sealed now may come back.
    pub(super) fn until(now: At) -> At {
        now.plus(LIFE)
    }

    /// The seal over these parts, lower-case hexadecimal.
    pub(super) fn over(&self, parts: &[&str], until: At) -> String {
        digest(&self.keys[0], parts, until)
    }

    /// Whether the seal is ours and the time is not over.
    ///
    /// # Errors
    /// It is not.
    pub(super) fn check(&self, parts: &[&str], until: At, given: &str, now: At) -> Result<(), Reject> {
        let ours = |key: &Vec<u8>| bool::from(digest(key, parts, until).as_bytes().ct_eq(given.as_bytes()));
        if !self.keys.iter().any(ours) {
            return Err(Reject::Signature("the seal is not ours".to_owned()));
        }
        if until < now {
            return Err(Reject::Signature("it was given out too long ago".to_owned()));
        }
        Ok(())
    }
}

/// Each part behind its length, so that no two lists of parts read the same.
fn digest(key: &[u8], parts: &[&str], until: At) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(format!("{}:", part.len()).as_bytes());
        mac.update(part.as_bytes());
    }
    mac.update(until.0.to_string().as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_sealed_is_taken_and_only_in_time() {
        let seal = Seal::new("one\ntwo\n").expect("keys");
        let (now, until) = (At(0), Seal::until(At(0)));
        let given = Seal::new("two").expect("a key").over(&["room", "prompt", "yes"], until);
        assert_eq!(seal.check(&["room", "prompt", "yes"], until, &given, now), Ok(()));
        for parts in [["room", "prompt", "no"], ["rooms", "prompt", "yes"], ["room", "promptyes", ""]] {
            assert!(seal.check(&parts, until, &given, now).is_err(), "{parts:?}");
        }
        assert!(seal.check(&["room", "prompt", "yes"], At(until.0 + 1), &given, now).is_err());
        assert!(seal.check(&["room", "prompt", "yes"], until, &given, At(until.0 + 1)).is_err());
        assert!(seal.check(&["room", "prompt", "yes"], until, "", now).is_err());
        assert!(Seal::new(" \n").is_err());
    }
}
