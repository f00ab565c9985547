//! Pages that do not hold together, and journals that do not fit what was signed.

use super::*;
use nabat_domain::journal::seal;
use serde_json::json;

fn key(seed: u8) -> SigningKey {
    SigningKey::of_seed([seed; 32])
}

fn page(number: u64, previous: &str, heads: &[(&str, u64, &str)]) -> Heads {
    let heads = heads
        .iter()
        .map(|(id, number, hash)| (IncidentId::from(*id), HeadAt { number: *number, hash: (*hash).to_owned() }));
    Heads {
        at: At(0),
        day: "2026-11-28".to_owned(),
        ends: true,
        heads: heads.collect(),
        number,
        previous: previous.to_owned(),
        product: "clinics".into(),
    }
}

fn three() -> Vec<(u64, Option<SignedHeads>)> {
    let mut previous = NOTHING_BEFORE.to_owned();
    (1..=3)
        .map(|number| {
            let signed = SignedHeads::sign(&page(number, &previous, &[]), &key(1));
            previous = signed.hash.clone();
            (number, Some(signed))
        })
        .collect()
}

#[test]
fn pages_hold_together() {
    let (held, breaches) = chained(&three(), &[key(1).public()]);
    assert_eq!((held.len(), breaches), (3, vec![]));
}

#[test]
fn a_page_taken_out_changed_or_signed_by_another_is_found() {
    let by = [key(1).public()];
    let mut without = three();
    without.remove(1);
    assert_eq!(chained(&without, &by).1, [HeadsBreach::Chain(3)]);
    let mut changed = three();
    let signed = changed[1].1.as_mut().expect("a page");
    signed.bytes = signed.bytes.replace("2026-11-28", "2026-11-29");
    signed.hash = sha256_hex(signed.bytes.as_bytes());
    assert_eq!(chained(&changed, &by).1, [HeadsBreach::Signature(2), HeadsBreach::Chain(3)]);
    let other = key(2).public().to_string();
    let mut another = three();
    let again = SignedHeads::sign(&page(3, &another[1].1.as_ref().expect("a page").hash, &[]), &key(2));
    another[2].1 = Some(again);
    assert_eq!(chained(&another, &by).1, [HeadsBreach::Key(3, other)]);
    let mut broken = three();
    broken[0].1 = None;
    assert!(chained(&broken, &by).1.contains(&HeadsBreach::Unreadable(1)));
}

#[test]
fn a_journal_cut_off_or_written_anew_does_not_fit_what_was_signed() {
    let first = seal(1, NOTHING_BEFORE, At(1), "a", &json!({}));
    let second = seal(2, &first.hash, At(2), "b", &json!({}));
    let signed = page(1, NOTHING_BEFORE, &[("inc-1", 2, &second.hash)]);
    let incident = IncidentId::from("inc-1");
    assert_eq!(signed.holds(&incident, &[first.clone(), second]), Ok(()));
    let day = || "2026-11-28".to_owned();
    assert_eq!(
        signed.holds(&incident, std::slice::from_ref(&first)),
        Err(HeadsBreach::CutOff { number: 2, day: day() })
    );
    let anew = seal(2, &first.hash, At(2), "c", &json!({}));
    assert_eq!(signed.holds(&incident, &[first, anew]), Err(HeadsBreach::Rewritten { number: 2, day: day() }));
    assert_eq!(signed.holds(&IncidentId::from("inc-2"), &[]), Ok(()), "nothing was signed of it");
}
