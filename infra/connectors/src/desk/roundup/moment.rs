//! Moments as Roundup writes them: `2026-11-23.10:00:00`, UTC.

use nabat_domain::time::At;

/// A moment as Roundup takes it, to the second.
pub(super) fn written(at: At) -> String {
    at.in_utc().format("%Y-%m-%d.%H:%M:%S").to_string()
}

/// A moment of Roundup's; the fraction of a second, where there is one, is dropped.
pub(super) fn read(text: &str) -> Option<At> {
    let (day, clock) = text.split_once('.')?;
    At::from_rfc3339(&format!("{day}T{}Z", clock.get(..8)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let at = At::from_rfc3339("2026-11-23T10:00:07Z").expect("a moment");
        assert_eq!(written(at), "2026-11-23.10:00:07");
        assert_eq!(read("2026-11-23.10:00:07"), Some(at));
        assert_eq!(read("2026-11-23.10:00:07.512"), Some(at));
        for bad in ["", "2026-11-23", "2026-11-23.1", "yesterday.10:00:00"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
