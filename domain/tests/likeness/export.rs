//! The labelled incidents of a real service desk's export, printed beside: nothing is asserted of 48 records without
//! a sentence in them. Category, subcategory, symptom, group and place are all that is known of each.

use crate::bm25::Terms;
use crate::rival::{Question, Remembered, Rival, proposed};
use crate::score::{HEADING, Score};
use nabat_likeness::Kind;
use std::collections::BTreeMap;
use std::path::Path;

/// Beside the clone; the project runs without it.
const EXPORT: &str = "../../shared/outages/servicedesk-export-2016.csv";

struct Labelled {
    problem: String,
    category: String,
    subcategory: String,
    words: String,
}

#[test]
fn a_real_export_is_printed_beside() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(EXPORT);
    if !place.exists() {
        println!("no {EXPORT} here: nothing is printed beside");
        return;
    }
    let labelled = labelled(&place);
    assert_eq!(labelled.len(), 48, "{} has as many incidents with a problem", place.display());
    println!(
        "\n{} labelled incidents of a real export, each against the problems known before it\n{HEADING}",
        labelled.len()
    );
    for rival in [Rival::Proposer, Rival::Bm25(Terms::Words, 0.0), Rival::Bm25(Terms::Stems, 0.0)] {
        println!("{:<27} {}", rival.to_string(), score(rival, &labelled));
    }
}

/// Each in the order of the file: a problem is recorded with its first incident, whoever links a later one to it adds
/// the service it was noticed in. Rivals have the same records.
fn score(rival: Rival, labelled: &[Labelled]) -> Score {
    let (mut score, mut known): (Score, Vec<Remembered>) = (Score::default(), Vec::new());
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for Labelled { problem, category, subcategory, words } in labelled {
        let question = Question { service: category, function: subcategory, words };
        let proposals = proposed(rival, &known, &[question]).pop().unwrap_or_default();
        let right = places.get(problem.as_str()).copied();
        score.count(if right.is_some() { Kind::Repeat } else { Kind::Fresh }, right, &proposals);
        match right {
            Some(place) if known[place].services.contains(category) => {}
            Some(place) => known[place].services.push(category.clone()),
            None => {
                places.insert(problem, known.len());
                let (services, function, words) = (vec![category.clone()], subcategory.clone(), words.clone());
                known.push(Remembered { services, function, words });
            }
        }
    }
    score
}

/// One an incident: what is known of it in the end, in the order in which they were opened.
fn labelled(place: &Path) -> Vec<Labelled> {
    let mut reader = csv::Reader::from_path(place).expect("the export is readable");
    let mut incidents: BTreeMap<String, Labelled> = BTreeMap::new();
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.expect("a row of the export");
        let cell = |name: &str| row[name].clone();
        // Numbers of categories are one word each: "Category 53" would else have a word that all have.
        let word = |name: &str| if row[name] == "?" { String::new() } else { row[name].replace(' ', "") };
        if cell("problem_id") != "?" {
            let words = ["category", "subcategory", "u_symptom", "assignment_group", "location"].map(word).join(" ");
            let found = Labelled {
                problem: cell("problem_id"),
                category: word("category"),
                subcategory: word("subcategory"),
                words,
            };
            incidents.insert(cell("number"), found);
        }
    }
    incidents.into_values().collect()
}
