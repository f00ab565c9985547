//! BM25 with the standard parameters over the same records: what a search engine would propose.

use rust_stemmers::{Algorithm, Stemmer};
use std::collections::BTreeMap;

/// The parameters of Robertson and Zaragoza, "The Probabilistic Relevance Framework", which search engines ship.
const K1: f64 = 1.2;
const B: f64 = 0.75;

/// How a text is cut into terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Terms {
    /// Words in lower case.
    Words,
    /// Their stems by Snowball, Russian for Cyrillic and English for Latin letters.
    Stems,
}

impl Terms {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Words, Self::Stems];
}

/// An index of texts.
pub struct Bm25 {
    terms: Terms,
    counts: Vec<BTreeMap<String, f64>>,
    lengths: Vec<f64>,
}

impl Bm25 {
    pub fn new(terms: Terms, texts: impl Iterator<Item = String>) -> Self {
        let cut: Vec<Vec<String>> = texts.map(|text| terms.of(&text)).collect();
        let lengths = cut.iter().map(|words| words.len() as f64).collect();
        let count = |words: &Vec<String>| {
            words.iter().fold(BTreeMap::new(), |mut counts, word| {
                *counts.entry(word.clone()).or_insert(0.0) += 1.0;
                counts
            })
        };
        Self { terms, counts: cut.iter().map(count).collect(), lengths }
    }

    /// Places of the texts with their scores, the best first; those without a common term are left out.
    pub fn ranked(&self, query: &str) -> Vec<(usize, f64)> {
        let total = self.counts.len() as f64;
        let mean = self.lengths.iter().sum::<f64>() / total.max(1.0);
        let mut scores = vec![0.0; self.counts.len()];
        for term in self.terms.of(query) {
            let having = self.counts.iter().filter(|counts| counts.contains_key(&term)).count() as f64;
            let idf = (1.0 + (total - having + 0.5) / (having + 0.5)).ln();
            for ((counts, length), score) in self.counts.iter().zip(&self.lengths).zip(&mut scores) {
                let often = counts.get(&term).copied().unwrap_or(0.0);
                *score += idf * often * (K1 + 1.0) / (often + K1 * (1.0 - B + B * length / mean));
            }
        }
        let mut ranked: Vec<(usize, f64)> = scores.into_iter().enumerate().filter(|(_, score)| *score > 0.0).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked
    }
}

impl Terms {
    fn of(self, text: &str) -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words = words.map(str::to_lowercase);
        match self {
            Self::Words => words.collect(),
            Self::Stems => {
                let (russian, english) = (Stemmer::create(Algorithm::Russian), Stemmer::create(Algorithm::English));
                let is_cyrillic = |word: &str| word.chars().any(|c| ('а'..='я').contains(&c));
                words
                    .map(|word| if is_cyrillic(&word) { russian.stem(&word) } else { english.stem(&word) }.into_owned())
                    .collect()
            }
        }
    }
}

#[test]
fn the_rarer_term_the_shorter_text_and_the_stem_count() {
    let texts = ["disk is full", "disk", "network is down and nobody knows why it is", "дисков нет"];
    let index = |terms| Bm25::new(terms, texts.iter().map(|text| (*text).to_owned()));
    let places = |terms, query| index(terms).ranked(query).into_iter().map(|(place, _)| place).collect::<Vec<_>>();
    assert_eq!(places(Terms::Words, "disk"), [1, 0]);
    assert_eq!(places(Terms::Words, "disk full"), [0, 1]);
    assert_eq!(places(Terms::Words, "диски"), Vec::<usize>::new());
    assert_eq!(places(Terms::Stems, "диски"), [3]);
}
