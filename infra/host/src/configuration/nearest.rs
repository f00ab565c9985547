//! "Did you mean": the known word nearest to a mistyped one.

/// Bytes of a word somebody mistyped at most: longer ones are no words, and take long to compare.
const LONGEST: usize = 128;

/// The nearest of `known`, if it is near enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    if word.len() > LONGEST {
        return None;
    }
    let allowed = word.chars().count().div_ceil(3);
    let known = known.into_iter().filter(|other| other.len() <= LONGEST);
    let near = known.map(|other| (distance(word, other), other));
    let (apart, other) = near.min_by_key(|(apart, _)| *apart)?;
    (apart <= allowed).then(|| other.to_owned())
}

/// Single-letter edits between two words (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn counts_edits() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("шина", "шина"), 0);
    }

    #[test]
    fn proposes_only_what_is_near() {
        assert_eq!(nearest("supliers", ["owners", "suppliers"]), Some("suppliers".to_owned()));
        assert_eq!(nearest("colour", ["owners", "suppliers"]), None);
        assert_eq!(nearest("x", []), None);
        let long = "x".repeat(200_000);
        assert_eq!(nearest(&long, [long.as_str()]), None);
        assert_eq!(nearest("xx", [long.as_str(), "x"]), Some("x".to_owned()));
    }
}
