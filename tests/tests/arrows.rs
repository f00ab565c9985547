//! The arrows between crates and what no file may do: read from the manifests and the sources.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Longest file, lines.
const LONGEST: usize = 400;

/// What a crate is, by the folder it stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Room {
    Domain,
    Kit,
    Function,
    /// Connectors, the cloud's table and queues, Lambda's shapes.
    Outside,
    Host,
    Tests,
    /// Invented texts that judge the domain and do not know it: personal data, problems.
    Judge,
}

impl Room {
    fn of(folder: &str) -> Option<Self> {
        match folder.split('/').collect::<Vec<_>>().as_slice() {
            ["domain"] => Some(Self::Domain),
            ["functions", "kit"] => Some(Self::Kit),
            ["functions", _] => Some(Self::Function),
            ["infra", "connectors" | "aws" | "lambda"] => Some(Self::Outside),
            ["infra", "host"] => Some(Self::Host),
            ["tests"] | ["tests", "libfuzzer"] => Some(Self::Tests),
            ["tests", "personal-data" | "likeness"] => Some(Self::Judge),
            _ => None,
        }
    }

    /// An optional dependency of a function belongs to its `main`, which binds it to Lambda. The domain's
    /// own tests measure it by what knows nothing of it.
    fn may_use(self, other: Self, arrow: &Arrow) -> bool {
        match self {
            Self::Domain => other == Self::Judge && arrow.for_tests,
            Self::Judge => false,
            Self::Kit => other == Self::Domain,
            Self::Function => matches!(other, Self::Kit | Self::Domain) || (arrow.optional && other == Self::Outside),
            Self::Outside => matches!(other, Self::Kit | Self::Domain),
            Self::Host => matches!(other, Self::Function | Self::Outside | Self::Kit | Self::Domain),
            Self::Tests => true,
        }
    }
}

/// A line of the workspace's manifests: who depends on what.
struct Arrow {
    from: String,
    name: String,
    /// The folder, where it is a crate of this workspace.
    to: Option<String>,
    optional: bool,
    for_tests: bool,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests stand in the workspace").to_owned()
}

fn below(root: &Path, path: &str) -> String {
    let path = Path::new(path);
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}

fn arrows() -> Vec<Arrow> {
    let root = root();
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let told = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(&root)
        .output()
        .expect("cargo runs");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let metadata: Value = serde_json::from_slice(&told.stdout).expect("cargo speaks JSON");
    let mut arrows = Vec::new();
    for package in metadata["packages"].as_array().expect("a list of packages") {
        let manifest = package["manifest_path"].as_str().expect("a path");
        let from = below(&root, manifest.strip_suffix("/Cargo.toml").expect("a manifest's path"));
        for dependency in package["dependencies"].as_array().expect("a list of dependencies") {
            arrows.push(Arrow {
                from: from.clone(),
                name: dependency["name"].as_str().expect("a name").to_owned(),
                to: dependency["path"].as_str().map(|path| below(&root, path)),
                optional: dependency["optional"].as_bool().expect("yes or no"),
                for_tests: dependency["kind"] == "dev",
            });
        }
    }
    arrows
}

#[test]
fn no_arrow_goes_the_wrong_way() {
    let arrows = arrows();
    let allowed = |arrow: &&Arrow| {
        let Some(to) = &arrow.to else { return true };
        let (from, to) = (Room::of(&arrow.from), Room::of(to));
        from.zip(to).is_some_and(|(from, to)| from.may_use(to, arrow))
    };
    let wrong: Vec<String> = arrows
        .iter()
        .filter(|arrow| !allowed(arrow))
        .map(|arrow| format!("{} -> {}", arrow.from, arrow.name))
        .collect();
    assert!(arrows.iter().filter(|arrow| arrow.to.is_some()).count() > 10, "the manifests were read");
    none("arrows the layout does not know", &wrong);
}

#[test]
fn the_cloud_stays_in_its_rooms() {
    let cloud = |name: &str| name.starts_with("aws-") || name.starts_with("aws_") || name.starts_with("lambda_");
    let at_home = |from: &str| matches!(from, "infra/aws" | "infra/lambda");
    let wrong: Vec<String> = arrows()
        .iter()
        .filter(|arrow| cloud(&arrow.name) && !at_home(&arrow.from))
        .map(|arrow| format!("{} -> {}", arrow.from, arrow.name))
        .collect();
    none("cloud crates outside infra/aws and infra/lambda", &wrong);
}

#[test]
fn the_domain_reads_no_clock_no_chance_and_no_environment() {
    let impure = [
        "SystemTime::now",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "std::env",
        "env!",
        "rand::",
        "getrandom",
        "std::fs",
        "std::net",
        "std::thread",
        "tokio",
        "async fn",
    ];
    let mut wrong = Vec::new();
    for (name, text) in shipped(&["domain/src"]) {
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            wrong.extend(impure.iter().filter(|word| code.contains(**word)).map(|word| place(&name, number, word)));
        }
    }
    none("what the domain may not do", &wrong);
}

#[test]
fn sentences_stand_in_the_catalogues_alone() {
    let letter = |c: char| ('\u{400}'..='\u{4ff}').contains(&c);
    // One letter is a mark that is parsed (a priority's), two are a word.
    let word = |line: &str| line.chars().zip(line.chars().skip(1)).any(|(one, next)| letter(one) && letter(next));
    let mut wrong = Vec::new();
    for (name, text) in shipped(&["domain", "functions", "infra"]) {
        if !holds_words_of_answers(&name) {
            let found = text.lines().enumerate().filter(|(_, line)| word(line));
            wrong.extend(found.map(|(number, line)| place(&name, number, line.trim())));
        }
    }
    none("words for people outside functions/kit/messages", &wrong);
}

/// Parsers hold the words people answer with and the marks of what is masked; one file an alphabet.
fn holds_words_of_answers(name: &str) -> bool {
    let parsers = ["domain/src/answer/", "domain/src/masking/", "domain/src/step/"];
    parsers.iter().any(|folder| name.starts_with(folder)) || name == "infra/host/src/configuration/opaque.rs"
}

/// Sources without what only tests compile: modules of their own file, and those below `#[cfg(test)]`.
fn shipped(folders: &[&str]) -> Vec<(String, String)> {
    let sources = sources(folders);
    let tests: Vec<String> = sources.iter().flat_map(|(name, text)| modules_of_tests(name, text)).collect();
    let of_tests = |name: &str| name.contains("/tests/") || tests.iter().any(|module| is_within(name, module));
    let cut = |(name, text): &(String, String)| {
        let inline = text.match_indices("\n#[cfg(test)]\n").map(|(at, _)| at).find(|at| begins_a_module(&text[*at..]));
        (name.clone(), text[..inline.unwrap_or(text.len())].to_owned())
    };
    sources.iter().filter(|(name, _)| !of_tests(name)).map(cut).collect()
}

/// Places, without `.rs`, of the modules a file declares for tests alone.
fn modules_of_tests(name: &str, text: &str) -> Vec<String> {
    let (folder, file) = name.rsplit_once('/').expect("a source stands in a folder");
    let inside = match file {
        "mod.rs" | "lib.rs" | "main.rs" => folder.to_owned(),
        _ => name.trim_end_matches(".rs").to_owned(),
    };
    let lines: Vec<&str> = text.lines().collect();
    let declared = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]").filter_map(|pair| {
        let module = pair[1].rsplit_once("mod ")?.1.strip_suffix(';')?;
        Some(format!("{inside}/{module}"))
    });
    declared.collect()
}

fn is_within(name: &str, module: &str) -> bool {
    name.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// Whether a module with its body follows the attributes, not the name of another file.
fn begins_a_module(text: &str) -> bool {
    let after = text.lines().find(|line| !line.is_empty() && !line.starts_with('#'));
    after.is_some_and(|line| line.starts_with("mod ") && line.ends_with('{'))
}

#[test]
fn whoever_reads_for_somebody_reads_through_their_own_table() {
    // Who takes all of the table: to act once it is known that they may, and to count.
    let past = [
        "functions/console/src/api/say.rs",
        "functions/console/src/committee.rs",
        "functions/console/src/corrected.rs",
        "functions/console/src/forms.rs",
        "functions/console/src/marking.rs",
        "functions/kit/src/env.rs",
        "functions/kit/src/reliability/books.rs",
        "infra/host/src/web/console.rs",
        "infra/host/src/web/reliability.rs",
    ];
    // Who is given the ports as they are over HTTP: what shows nothing of incidents, and what makes readers' own.
    let bare = ["functions.rs", "health.rs", "regulation.rs"];
    let takes_all = |name: &str, text: &str| text.contains(".whole()") && !past.contains(&name);
    let is_bare = |name: &str, text: &str| {
        let file = name.strip_prefix("infra/host/src/web/").filter(|_| text.contains("State<Env>"));
        file.is_some_and(|file| !bare.contains(&file))
    };
    let found = shipped(&["functions", "infra/host"]).into_iter();
    let wrong = found.filter(|(name, text)| takes_all(name, text) || is_bare(name, text)).map(|(name, _)| name);
    none("readers past what is restricted", &wrong.collect::<Vec<_>>());
}

#[test]
fn every_module_says_what_it_is() {
    let silent: Vec<String> =
        all_sources().into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(name, _)| name).collect();
    none("modules that do not begin with a //! sentence", &silent);
}

#[test]
fn no_file_is_too_long_to_read() {
    let long = all_sources().into_iter().map(|(name, text)| (name, text.lines().count()));
    let long: Vec<String> =
        long.filter(|(_, lines)| *lines > LONGEST).map(|(name, lines)| format!("{name}: {lines} lines")).collect();
    none("files over 400 lines", &long);
}

#[test]
fn a_test_a_threat_or_a_requirement_rests_on_exists() {
    let sources = all_sources();
    let exists = |name: &&str| sources.iter().any(|(_, text)| text.contains(&format!("fn {name}(")));
    for (place, least) in [("docs/threats.md", 20), ("docs/asvs.md", 50)] {
        let page = std::fs::read_to_string(root().join(place)).expect("the page can be read");
        let is_test = |name: &&str| {
            name.matches('_').count() > 2
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        let named: Vec<&str> = page.split('`').skip(1).step_by(2).filter(is_test).collect();
        let gone: Vec<String> = named.iter().filter(|name| !exists(name)).map(|name| (*name).to_owned()).collect();
        assert!(named.len() > least, "{place} names tests");
        none(&format!("tests {place} rests on, which are not there"), &gone);
    }
}

#[test]
fn every_requirement_has_a_test_or_a_reason() {
    let page = std::fs::read_to_string(root().join("docs/asvs.md")).expect("the page can be read");
    let rows = page.lines().filter(|line| line.starts_with("| ") && line.as_bytes()[2].is_ascii_digit());
    let reasons = ["n/a", "open", "by hand", "outside", "`"];
    let proof = |row: &str| row.trim_end_matches('|').rsplit('|').next().unwrap_or_default().trim().to_owned();
    let (with, without): (Vec<&str>, Vec<&str>) =
        rows.partition(|row| reasons.iter().any(|reason| proof(row).starts_with(reason)));
    // What is not done and says no more than that is no reason.
    let bare: Vec<String> = with.iter().filter(|row| proof(row) == "open").map(|row| (*row).to_owned()).collect();
    none("requirements that are open, nobody knows why", &bare);
    assert!(with.len() > 60, "{} lines", with.len());
    none("requirements without a test or a reason", &without.iter().map(|row| (*row).to_owned()).collect::<Vec<_>>());
}

fn all_sources() -> Vec<(String, String)> {
    sources(&["domain", "functions", "infra", "tests"])
}

/// Rust sources below these folders, by their place in the workspace.
fn sources(folders: &[&str]) -> Vec<(String, String)> {
    let root = root();
    let mut found = Vec::new();
    for folder in folders {
        gather(&root, &root.join(folder), &mut found);
    }
    assert!(!found.is_empty(), "there are sources below {folders:?}");
    found.sort();
    found
}

fn gather(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("its entry can be read").path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "target") {
                gather(root, &path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("a source is UTF-8");
            found.push((below(root, &path.to_string_lossy()), text));
        }
    }
}

fn place(name: &str, index: usize, what: &str) -> String {
    format!("{name}:{}: {what}", index + 1)
}

fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}
