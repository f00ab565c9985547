//! `connections.yaml`: what products may name, and each fault at its line.

use super::minimal::Folder;
use super::{read, told_all};

const GOOD: &str = "- id: matrix
  kind: matrix
  address: https://matrix.example.org
  server_name: example.org
  token: matrix-as
  callback_token: matrix-hs
";

/// Text in it, what is put in its place, the only fault that follows.
#[rustfmt::skip]
const ERRORS: &[(&str, &str, &str)] = &[
    ("id: matrix", "id: builtin", "connections.yaml:1 `builtin` cannot be the id of a connection"),
    ("kind: matrix", "kind: matrics", "connections.yaml:2 unknown word `matrics`"),
    ("https://", "http://", "connections.yaml:3 "),
    ("https://matrix.example.org", "https://169.254.169.254", "connections.yaml:3 "),
    ("  server_name: example.org\n", "", "connections.yaml:5 `server_name` is missing"),
    ("token: matrix-as", "token: 'whsec_a b'", "connections.yaml:5 `…` cannot be the id of a secret"),
];

#[test]
fn a_product_names_a_connection_that_is_there() {
    let folder = Folder::with("connected", "product.yaml", "messenger: builtin", "messenger: matrix");
    let Err(faults) = read(folder.path()) else { panic!("nobody is there") };
    assert_eq!(told_all(&faults), ["product.yaml:3 unknown connection `matrix`"]);
    folder.write("connections.yaml", GOOD);
    let checked = read(folder.path()).expect("no errors");
    assert_eq!(checked.estate.connections.len(), 1);
}

#[test]
fn each_fault_of_a_connection_is_found_at_its_line() {
    for (number, (from, to, expected)) in ERRORS.iter().enumerate() {
        let folder = Folder::minimal(&format!("connections-{number}"));
        folder.write("connections.yaml", &GOOD.replacen(from, to, 1));
        let Err(faults) = read(folder.path()) else { panic!("not found: {expected}") };
        let told = told_all(&faults);
        assert!(told.len() == 1 && told[0].starts_with(expected), "expected {expected}\nfound {told:#?}");
        assert!(!faults.all()[0].cure().is_empty());
    }
}
