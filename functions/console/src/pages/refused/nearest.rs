//! Which service of the catalogue a registration most likely means, by pairs of letters in common.

use nabat_domain::catalogue::{Catalogue, Service};
use nabat_domain::ids::ServiceId;
use std::collections::BTreeSet;

/// Less alike than this in per cent, and it is a guess nobody wants.
const ALIKE: usize = 45;

/// The service whose id, name or alias is most like what was sent.
pub(super) fn nearest(catalogue: &Catalogue, sent: &str) -> Option<ServiceId> {
    let likeness = |service: &Service| {
        let names =
            [service.id.as_str(), service.name.as_str()].into_iter().chain(service.aliases.iter().map(String::as_str));
        names.map(|name| alike(name, sent)).max().unwrap_or(0)
    };
    let best = catalogue.services.values().map(|service| (likeness(service), service)).max_by_key(|(alike, _)| *alike);
    best.filter(|(alike, _)| *alike >= ALIKE).map(|(_, service)| service.id.clone())
}

/// Pairs of letters in common (Dice's coefficient), per cent.
fn alike(one: &str, other: &str) -> usize {
    let (one, other) = (pairs(one), pairs(other));
    let all = one.len() + other.len();
    (one.intersection(&other).count() * 200).checked_div(all).unwrap_or(0)
}

fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let letters: Vec<char> = text.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    letters.iter().copied().zip(letters.iter().copied().skip(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn a_slip_is_alike_and_another_word_is_not() {
        assert!(alike("e-registry", "e_registri") >= 80);
        assert!(alike("Электронная регистратура", "электронная регестратура") >= 80);
        assert!(alike("data-network", "e-prescription") < 45);
        assert_eq!(alike("", ""), 0);
    }
}
