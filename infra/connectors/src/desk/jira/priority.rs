//! Names of priorities.

use nabat_domain::catalogue::Priority;

/// `P1` to `P4`, written so or as Jira calls them before anybody gives them other names.
pub(super) fn ranked(name: &str) -> Option<Priority> {
    match name.to_ascii_lowercase().as_str() {
        "highest" | "blocker" => Some(Priority::P1),
        "high" => Some(Priority::P2),
        "medium" => Some(Priority::P3),
        "low" | "lowest" | "minor" => Some(Priority::P4),
        other => other.get(..2).filter(|rank| rank.starts_with('p')).and_then(Priority::read),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priorities_are_ranked_by_jiras_names_and_by_ours() {
        let ranks = [
            ("Highest", Some(Priority::P1)),
            ("P2 - serious", Some(Priority::P2)),
            ("Medium", Some(Priority::P3)),
            ("Wow", None),
            ("1st", None),
            ("P", None),
        ];
        for (told, rank) in ranks {
            assert_eq!(ranked(told), rank, "{told}");
        }
    }
}
