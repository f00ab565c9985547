//! Whether Nabat's proposals of known problems beat BM25 over the same records.

mod bm25;
mod export;
mod rival;
mod score;

use bm25::Terms;
use nabat_likeness::{Case, Wording, cases};
use rival::Rival;
use score::{HEADING, Score};

/// Cases a half, of forty incidents each.
const CASES: usize = 60;

#[test]
fn proposals_beat_bm25_on_words_held_out() {
    let (open, held_out) = (cases(11, Wording::Open, CASES), cases(202_611, Wording::HeldOut, CASES));
    let scores = table("open words, by which the proposer was improved", &open, &[]);
    let least: Vec<f64> =
        Terms::ALL.iter().map(|terms| least_as_often(*terms, &open, scores[0].false_proposals())).collect();
    table("open words, BM25 proposing as often in vain", &open, &least);
    let scores =
        table("words held out; the last two with the least score that was tuned on the open ones", &held_out, &least);
    let (nabat, others) = scores.split_first().expect("Nabat is the first rival");
    for other in others {
        assert!(nabat.recall_at_1() > other.recall_at_1(), "recall@1\n{nabat}\n{other}");
        assert!(nabat.recall_at_3() > other.recall_at_3(), "recall@3\n{nabat}\n{other}");
        assert!(nabat.mrr() > other.mrr(), "MRR\n{nabat}\n{other}");
    }
    for unbounded in &others[..Terms::ALL.len()] {
        assert!(nabat.false_proposals() < unbounded.false_proposals(), "false proposals\n{nabat}\n{unbounded}");
    }
}

/// The least score with which BM25 proposes in vain as often as Nabat, or less often.
fn least_as_often(terms: Terms, cases: &[Case], often: f64) -> f64 {
    let steps = (0..120).map(|step| f64::from(step) / 4.0);
    let is_enough = |least: &f64| Score::of(Rival::Bm25(terms, *least), cases).false_proposals() <= often;
    steps.into_iter().find(is_enough).expect("a score that nothing reaches")
}

/// Nabat, BM25 over words and over stems, and both again where they propose less.
fn table(about: &str, cases: &[Case], least: &[f64]) -> Vec<Score> {
    println!("\n{about}\n{HEADING}");
    let mut rivals = vec![Rival::Proposer];
    rivals.extend(Terms::ALL.map(|terms| Rival::Bm25(terms, 0.0)));
    rivals.extend(Terms::ALL.iter().zip(least).map(|(terms, least)| Rival::Bm25(*terms, *least)));
    let scores: Vec<Score> = rivals.iter().map(|rival| Score::of(*rival, cases)).collect();
    for (rival, score) in rivals.iter().zip(&scores) {
        println!("{:<27} {score}", rival.to_string());
    }
    scores
}
