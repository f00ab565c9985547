//! Colours of the pages have the contrast WCAG 2.2 AA asks for, light, dark and on paper, computed from the style sheet.

use super::shell::STYLE;
use std::collections::BTreeMap;

/// Letters on their grounds: 4.5 and more (success criterion 1.4.3).
const LETTERS: &[(&str, &[&str])] = &[
    ("ink", &["ground", "surface", "raised", "accent-soft", "bad-soft"]),
    ("ink-soft", &["ground", "surface", "raised", "bad-soft"]),
    ("accent", &["ground", "surface", "raised", "accent-soft"]),
    ("accent-ink", &["accent"]),
    ("good", &["ground", "surface", "good-soft"]),
    ("warn", &["ground", "surface", "warn-soft"]),
    ("bad", &["ground", "surface", "bad-soft"]),
    ("surface", &["bad"]),
];

/// What tells where a field, a button or the focus is: 3 and more (success criterion 1.4.11).
const EDGES: &[(&str, &[&str])] = &[
    ("line-strong", &["ground", "surface"]),
    ("accent", &["ground", "surface"]),
    ("bad", &["raised"]),
    ("warn", &["raised"]),
];

/// Colours of all pages by name, of the block that begins after `from`.
fn colours(from: &str) -> BTreeMap<&'static str, [f64; 3]> {
    of_block(STYLE, from)
}

fn of_block(style: &'static str, from: &str) -> BTreeMap<&'static str, [f64; 3]> {
    let block = style.split_once(from).and_then(|(_, rest)| rest.split_once('}')).expect("the block stands").0;
    let lines = block.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"));
    lines.map(|(name, hex)| (name, rgb(hex.trim_end_matches(';')))).collect()
}

fn rgb(hex: &str) -> [f64; 3] {
    let part = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("two digits of a colour"));
    [part(0), part(2), part(4)]
}

/// Relative luminance as WCAG 2.2 defines it.
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|part| {
        let part = part / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn the_formula_is_that_of_the_recommendation() {
    assert!((contrast(rgb("000000"), rgb("ffffff")) - 21.0).abs() < 1e-9);
    // The greys on either side of the border on white.
    assert!(contrast(rgb("767676"), rgb("ffffff")) >= 4.5 && contrast(rgb("777777"), rgb("ffffff")) < 4.5);
}

#[test]
fn every_pair_of_colours_can_be_read() {
    let light = colours(":root {");
    let dark = colours("@media screen and (prefers-color-scheme: dark) {\n  :root {");
    // Paper has the light ones but for its own.
    let own = STYLE.split_once("@media print {").expect("pages are printed").1;
    let paper = light.clone().into_iter().chain(of_block(own, ":root {")).collect();
    for (theme, colours) in [("light", light), ("dark", dark), ("paper", paper)] {
        for (pairs, least) in [(LETTERS, 4.5), (EDGES, 3.0)] {
            for (front, grounds) in pairs {
                for ground in *grounds {
                    let found = contrast(colours[front], colours[ground]);
                    assert!(found >= least, "{theme}: {front} on {ground} is {found:.2}, below {least}");
                }
            }
        }
    }
}
