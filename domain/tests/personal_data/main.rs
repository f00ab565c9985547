//! How well the masking finds what a generator planted that does not know it, and what it finds in texts
//! nobody made for it.

mod found_on_machine;
mod score;

use nabat_personal_data::{Wording, samples};
use score::Score;

/// Texts a wording: some 15,000 planted data.
const TEXTS: usize = 8_000;

/// Of a hundred planted, those found.
const RECALL: f64 = 99.0;

/// Of a hundred found, those planted.
const PRECISION: f64 = 98.0;

/// Misses and false finds shown where a bound is broken.
const SHOWN: usize = 60;

#[test]
fn planted_data_is_found_and_little_else_in_the_open_words() {
    judge(11, Wording::Open);
}

/// First run on these words, before anything was mended by them: 97.44 % recall, 99.31 % precision.
#[test]
fn planted_data_is_found_and_little_else_in_the_words_held_out() {
    judge(202_611, Wording::HeldOut);
}

/// Seeds by which nothing was ever mended: if one fails, the detector fits its examples.
#[test]
fn planted_data_is_found_and_little_else_with_seeds_held_out() {
    judge(9_001, Wording::Open);
    judge(9_002, Wording::HeldOut);
}

/// Measures one half, prints the table and holds it to the bounds, each kind by itself and all together.
fn judge(seed: u64, wording: Wording) {
    let mut score = Score::default();
    for sample in samples(seed, wording, TEXTS) {
        score.add(&sample);
    }
    println!("{wording:?} words, seed {seed}\n{score}");
    if let Some(all) = score.rows().last() {
        let (recall, precision) = (all.recall(), all.precision());
        println!(
            "figure access.masked of={wording:?}/{seed} recall={recall:.2} precision={precision:.2} planted={}",
            all.planted
        );
    }
    let broken: Vec<String> = score
        .rows()
        .filter(|row| row.recall() < RECALL || row.precision() < PRECISION)
        .map(|row| format!("{row}"))
        .collect();
    let examples = score.examples(SHOWN).join("\n");
    assert!(
        broken.is_empty(),
        "below {RECALL} % recall or {PRECISION} % precision:\n{}\n{examples}",
        broken.join("\n")
    );
}
