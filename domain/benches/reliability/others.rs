//! Yardsticks of other makers, run beside where they are installed: PostgreSQL's `range_agg`, Python's
//! `portion`.

use super::bare;
use super::estate::{Density, history, year};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

/// Outages given to them: they take seconds for what takes milliseconds here.
const OUTAGES: usize = 100_000;

/// What another maker's tool came to.
pub struct Other {
    pub name: &'static str,
    /// Seconds it took; `None` where it is not installed.
    pub seconds: Option<f64>,
    pub outages: usize,
    /// Times as long as the bare sort and sweep of the same outages.
    pub ratio: Option<f64>,
}

/// Runs them over the same intervals; their sums have to agree with ours.
pub fn others(bare_seconds: impl Fn(&mut [(i64, i64)]) -> f64) -> Vec<Other> {
    let (history, period) = (history(OUTAGES, Density::Sparse), year());
    let mut pairs = bare::pairs(&history, &period);
    let file = std::env::temp_dir().join(format!("nabat-intervals-{}.csv", std::process::id()));
    let mut out = std::io::BufWriter::new(std::fs::File::create(&file).expect("a file can be made"));
    for (from, to) in &pairs {
        writeln!(out, "{from},{to}").expect("the disk takes it");
    }
    drop(out);
    let bare = bare_seconds(&mut pairs);
    let sum = bare::union_length(&mut pairs);
    let tools = [("PostgreSQL range_agg", "range_agg.sh"), ("Python portion", "portion_union.py")];
    let found = tools.map(|(name, script)| {
        let seconds = run(script, &file, sum);
        Other { name, seconds, outages: OUTAGES, ratio: seconds.map(|seconds| seconds / bare) }
    });
    let _ = std::fs::remove_file(&file);
    found.into()
}

/// The script prints the sum in milliseconds and its seconds, or ends with 77 where its tool is missing.
fn run(script: &str, file: &Path, sum: i64) -> Option<f64> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/lib").join(script);
    let told = Command::new(&script).arg(file).output().expect("the script is there");
    if told.status.code() == Some(77) {
        return None;
    }
    let text = String::from_utf8_lossy(&told.stdout);
    let mut words = text.split_whitespace();
    let (theirs, seconds) = (words.next(), words.next());
    let failed = || format!("{} failed: {text} {}", script.display(), String::from_utf8_lossy(&told.stderr));
    assert!(told.status.success(), "{}", failed());
    assert_eq!(theirs, Some(sum.to_string().as_str()), "{}", failed());
    Some(seconds.and_then(|seconds| seconds.parse().ok()).unwrap_or_else(|| panic!("{}", failed())))
}
