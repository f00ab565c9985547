//! Packs changed, cut off, put together anew: everything is found and named.

use super::*;
use crate::evidence::{Expected, PACK, verify};
use proptest::prelude::*;

fn files() -> Files {
    let file = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
    [file("MANIFEST.txt", b"a list"), file("a/one.txt", b"one\n"), file("a/two.txt", b""), file("b.json", b"{}")].into()
}

fn names(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.file.as_str()).collect()
}

#[test]
fn what_was_packed_is_opened() {
    let (opened, findings) = opened(&packed(&files()));
    assert_eq!(opened, files());
    assert_eq!(findings, []);
}

#[test]
fn every_changed_byte_is_found_and_its_file_named() {
    let whole = packed(&files());
    for at in 0..whole.len() {
        for change in [1, 0x80, 0xff] {
            let mut changed = whole.clone();
            changed[at] ^= change;
            let (_, findings) = opened(&changed);
            assert!(!findings.is_empty(), "byte {at} by {change}");
            let known = |finding: &Finding| finding.file == PACK || files().contains_key(&finding.file);
            // A changed name is told as it stands there, the right one by the list.
            let in_name = files().keys().any(|name| {
                let mark = name.as_bytes();
                (0..mark.len()).any(|back| at >= back && whole.get(at - back..at - back + mark.len()) == Some(mark))
            });
            assert!(in_name || findings.iter().any(known), "byte {at} by {change}: {findings:?}");
        }
    }
}

#[test]
fn wherever_it_is_cut_off_that_is_found() {
    let whole = packed(&files());
    for length in 0..whole.len() {
        assert!(!opened(&whole[..length]).1.is_empty(), "{length}");
    }
}

#[test]
fn bytes_behind_the_end_are_found() {
    for more in [&b"\0"[..], b"PK\x05\x06", b"#!/bin/sh\n"] {
        let (_, findings) = opened(&[packed(&files()), more.to_vec()].concat());
        assert_eq!(names(&findings), [PACK]);
        assert!(findings[0].what.contains("follow its end"), "{findings:?}");
    }
    // Two packs one behind the other: a reader that begins at the end would see the second alone.
    assert!(!opened(&[packed(&files()), packed(&files())].concat()).1.is_empty());
    assert!(!opened(&[b"MZ".to_vec(), packed(&files())].concat()).1.is_empty());
}

#[test]
fn a_file_that_stands_twice_is_found() {
    let one = Entry { name: b"a.txt", bytes: b"one" };
    let two = Entry { name: b"a.txt", bytes: b"two" };
    let (_, findings) = opened(&written(&[one, two]).0);
    assert_eq!(names(&findings), ["a.txt"]);
    assert!(findings[0].what.contains("more than once"));
}

#[test]
fn names_that_lead_elsewhere_are_found() {
    for name in ["../a", "/etc/passwd", "a/../../b", "a//b", "a/", "C:\\a", "a\0b", "", ".hidden", "a b", "имя"] {
        let (_, findings) = opened(&written(&[Entry { name: name.as_bytes(), bytes: b"x" }]).0);
        assert!(findings.iter().any(|finding| finding.what.contains("such a name")), "{name}: {findings:?}");
    }
}

#[test]
fn files_out_of_order_are_found() {
    let one = Entry { name: b"b.txt", bytes: b"" };
    let two = Entry { name: b"a.txt", bytes: b"" };
    assert_eq!(names(&opened(&written(&[one, two]).0).1), ["a.txt"]);
}

/// What unfolds is packed by another method, and no other method is taken.
#[test]
fn nothing_unfolds() {
    let mut packed = packed(&files());
    let record = packed.windows(4).position(|four| four == RECORD.to_le_bytes()).expect("a list");
    packed[8] = 8;
    packed[record + 10] = 8;
    packed[record + 24..record + 28].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    assert!(!opened(&packed).1.is_empty());
}

#[test]
fn no_bytes_at_all_are_no_pack() {
    assert_eq!(names(&opened(b"").1), [PACK]);
    assert_eq!(names(&opened(&[0; 4000]).1), [PACK]);
}

proptest! {
    /// Whatever is given: no panic, and nothing that is no pack holds.
    #[test]
    fn any_bytes_can_be_checked(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(!verify(&bytes, &Expected::default()).holds());
    }

    /// Bytes put in, taken out or changed at any place, and pieces of a pack in another order.
    #[test]
    fn any_edit_is_found(at in 0_usize..400, out in 0_usize..60, more in prop::collection::vec(any::<u8>(), 0..60)) {
        let whole = packed(&files());
        let (at, mut edited) = (at % whole.len(), whole.clone());
        edited.splice(at..(at + out).min(whole.len()), more);
        if edited != whole {
            prop_assert!(!opened(&edited).1.is_empty());
            prop_assert!(!verify(&edited, &Expected::default()).holds());
        }
        let (head, tail) = whole.split_at(at);
        if at > 0 {
            prop_assert!(!opened(&[tail, head].concat()).1.is_empty());
        }
    }
}
