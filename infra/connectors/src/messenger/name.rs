//! Names for rooms where a messenger has no other key: the same name is the same room, for ever.

use nabat_domain::journal::sha256_hex;

/// Hexadecimal digits that tell two names apart which look the same once they are written in few letters.
const TOLD_APART: usize = 12;

/// The name in lower-case Latin letters, digits and `-`, no longer than `longest`: as it is where it is of
/// these alone, else with a hash of what it was.
pub(super) fn slug(name: &str, longest: usize) -> String {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphanumeric());
    if starts_well && name.len() <= longest && name.chars().all(fits) {
        return name.to_owned();
    }
    let plain: String = name.to_lowercase().chars().map(|c| if fits(c) { c } else { '-' }).collect();
    let hash = &sha256_hex(name.as_bytes())[..TOLD_APART];
    let plain: String = plain.trim_matches('-').chars().take(longest.saturating_sub(TOLD_APART + 1)).collect();
    format!("{}-{hash}", plain.trim_matches('-')).trim_matches('-').to_owned()
}

/// The first so many characters; what is left out ends in a mark.
pub(super) fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        None => text.to_owned(),
        Some(_) => text.chars().take(longest.saturating_sub(1)).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_fits_stays_and_others_stay_apart() {
        assert_eq!(slug("clinics-inc-0a1b", 64), "clinics-inc-0a1b");
        let (dot, dash) = (slug("notices.clinics.heads", 64), slug("notices-clinics.heads", 64));
        assert!(dot.starts_with("notices-clinics-heads-") && dot != dash, "{dot} {dash}");
        let long = slug(&"я".repeat(200), 64);
        assert!(long.len() <= 64 && long.chars().all(|c| c.is_ascii_alphanumeric()), "{long}");
        assert_eq!(slug(&"x".repeat(200), 64).len(), 64);
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(cut("сбой", 4), "сбой");
        assert_eq!(cut("сбой!", 4), "сбо…");
    }
}
