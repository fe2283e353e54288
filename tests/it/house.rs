//! The rules of the crate that no compiler knows: who may know whom, where each crate is at home, what no file may
//! have in it. A rule that is broken names the file and the line.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The longest file that still has one subject.
const LONGEST: usize = 600;

/// For each layer, the layers that it may name, from the bottom up: none names one above it.
const LAYERS: &[(&str, &[&str])] = &[
    ("error.rs", &[]),
    ("error", &[]),
    ("program.rs", &[]),
    ("program", &[]),
    ("temporary.rs", &[]),
    ("temporary", &["temporary"]),
    ("domain", &["domain"]),
    ("app", &["app", "domain", "temporary"]),
    ("store", &["domain", "store"]),
    ("language", &["domain", "language"]),
    ("mail", &["domain", "language", "mail", "program"]),
    ("ops", &["app", "domain", "language", "mail", "ops", "program", "store", "temporary"]),
    ("shell.rs", &["domain"]),
    ("output", &["domain", "output", "temporary"]),
    ("term", &["domain", "output", "program", "shell", "term"]),
    ("input", &["domain", "input", "temporary"]),
    ("cli", &["app", "cli", "domain", "ops", "output", "program", "shell", "term"]),
    ("web", &["app", "domain", "language", "ops", "web"]),
    (
        "commands",
        &["app", "cli", "commands", "domain", "input", "mail", "ops", "output", "program", "shell", "term", "web"],
    ),
    ("lib.rs", &["cli", "commands"]),
    ("main.rs", &[]),
];

/// Standard input is read by these files, after they said what they wait for.
#[test]
fn input_is_awaited_aloud() {
    let mut broken = String::new();
    for source in rust_files("src/commands") {
        let reads = source.code().any(|(_, line)| line.contains("cx.stdin"));
        let awaits =
            source.code().any(|(_, line)| line.contains("cx.await_input(") || line.contains("cx.await_secret("));
        if reads && !awaits {
            writeln!(broken, "{} reads standard input without `await_input` or `await_secret`", source.path).unwrap();
        }
    }
    none(&broken);
}

/// Where a crate is at home; no one else names it.
const HOMES: &[(&str, &[&str])] = &[
    ("anstyle", &["src/output/style.rs", "src/term/"]),
    ("argon2", &["src/ops/password.rs"]),
    ("axum", &["src/web/"]),
    ("clap", &["src/commands/", "src/cli/globals.rs"]),
    ("comfy_table", &["src/output/table.rs"]),
    ("cookie", &["src/web/visit.rs", "src/web/pages/mod.rs"]),
    ("dialoguer", &["src/term/"]),
    ("directories", &["src/app/database_location.rs"]),
    ("flate2", &["src/output/zip.rs"]),
    ("encoding_rs", &["src/input/", "src/mail/smtp/", "src/domain/name/garbled.rs"]),
    ("psl", &["src/domain/client_domain.rs"]),
    ("getrandom", &["src/app/system.rs"]),
    ("chrono", &["src/domain/time.rs", "src/domain/time/"]),
    ("chrono_tz", &["src/domain/time/"]),
    ("iana_time_zone", &["src/app/time_zone.rs"]),
    ("lettre", &["src/mail/"]),
    ("hyper", &["src/web/server.rs"]),
    ("fluent_bundle", &["src/language/catalogue.rs"]),
    ("fluent_syntax", &["src/language/check.rs"]),
    ("minijinja", &["src/language/", "src/mail/", "src/web/view.rs"]),
    ("rusqlite", &["src/store/engine/"]),
    ("rustls", &["src/app/probe.rs", "src/mail/smtp/", "src/store/engine/postgres/"]),
    ("tokio", &["src/web/", "src/store/engine/postgres/"]),
    ("tokio_postgres", &["src/store/engine/postgres/"]),
    ("tokio_rustls", &["src/web/", "src/store/engine/postgres/"]),
    ("webpki", &["src/mail/smtp/"]),
    ("signal_hook", &["src/term/"]),
    ("zxcvbn", &["src/domain/password.rs"]),
];

/// What may be only in these files: the rest of the crate gets it handed.
const WORDS: &[(&str, &[&str], &str)] = &[
    ("println!(", &[], "output leaves through term::Ui and output::Sink"),
    ("eprintln!(", &[], "output leaves through term::Ui"),
    ("print!(", &[], "output leaves through term::Ui and output::Sink"),
    ("eprint!(", &[], "output leaves through term::Ui"),
    ("dbg!(", &[], "output leaves through term::Ui"),
    ("process::exit", &[], "the exit code is returned from run, so that every buffer is flushed"),
    (
        "std::process::",
        &["src/mail/message/tests/strict.rs", "src/main.rs", "src/program.rs", "src/program/pager.rs"],
        "other programs are started in one place",
    ),
    ("SystemTime", &["src/app/system.rs"], "time comes from the injected clock"),
    ("Utc::now", &[], "time comes from the injected clock"),
    ("std::env::", &["src/app/system.rs"], "the environment is read once, in app::system"),
    ("#[allow", &[], "an exception is #[expect(…, reason = …)], which ends when it is no longer needed"),
    ("#![allow", &[], "an exception is #[expect(…, reason = …)], which ends when it is no longer needed"),
    ("#[ignore", &[], "a test runs, or it is not there"),
    ("todo!(", &[], "what is not built is not begun"),
    ("unimplemented!(", &[], "what is not built is not begun"),
];

/// What lies at the top of the repository.
const TOP: &[&str] = &[
    ".cargo",
    ".ci",
    ".gitignore",
    "BENCHMARKS.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "build.rs",
    "clippy.toml",
    "completions",
    "docs",
    "examples",
    "man",
    "rustfmt.toml",
    "scripts",
    "src",
    "tests",
];

/// A Rust file.
pub struct Source {
    /// From the top of the repository: `src/ops/desk.rs`.
    pub path: String,
    /// Its content.
    pub text: String,
}

impl Source {
    /// Lines of code with their numbers: comments are left out, since they may name anything.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(at, line)| (at + 1, line))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The layer that it belongs to: `ops`, or for a file at the top its name.
    fn layer(&self) -> &str {
        self.path.strip_prefix("src/").unwrap().split('/').next().unwrap()
    }
}

pub fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder.
pub fn rust_files(folder: &str) -> Vec<Source> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&top().join(folder), &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| Source {
            text: fs::read_to_string(&path).unwrap(),
            path: path.strip_prefix(top()).unwrap().display().to_string(),
        })
        .collect()
}

/// The paths behind each `crate::` in a line, those of `crate::{a, b}` too.
fn named_layers(line: &str) -> Vec<String> {
    let mut named = Vec::new();
    for rest in line.split("crate::").skip(1) {
        let paths = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap().split(", ").map(str::to_owned).collect(),
            None => vec![rest.to_owned()],
        };
        for path in paths {
            let word = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':');
            named.push(path.split(word).next().unwrap().trim_end_matches(':').to_owned());
        }
    }
    named
}

fn is_named(line: &str, word: &str) -> bool {
    let part_of_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        !line[..at].ends_with(part_of_word) && !line[..at].ends_with("::") && line[at + word.len()..].starts_with("::")
    }) || line.trim_start().starts_with(&format!("use {word}"))
        && line.trim_start()[4 + word.len()..].starts_with([';', ':', ' '])
}

#[track_caller]
fn none(broken: &str) {
    assert!(broken.is_empty(), "\n{broken}");
}

#[test]
fn each_layer_names_only_those_below_it() {
    let mut broken = String::new();
    for source in rust_files("src") {
        let (_, allowed) = LAYERS
            .iter()
            .find(|(layer, _)| *layer == source.layer())
            .unwrap_or_else(|| panic!("{} is in no layer of this table", source.path));
        for (number, line) in source.code() {
            for named in named_layers(line) {
                let may = |allowed: &str| named == allowed || named.starts_with(&format!("{allowed}::"));
                let all = may("error") || !line.contains("use ") && !named.contains("::");
                if !all && !allowed.iter().any(|allowed| may(allowed)) {
                    writeln!(broken, "{}:{number} names crate::{named}", source.path).unwrap();
                }
            }
        }
    }
    none(&broken);
}

#[test]
fn super_never_leaves_the_layer() {
    let mut broken = String::new();
    for source in rust_files("src") {
        let depth = source.path.trim_end_matches("/mod.rs").trim_end_matches(".rs").matches('/').count() - 1;
        let inner = usize::from(source.text.contains("\nmod tests {") || source.text.contains("\npub mod "));
        for (number, line) in source.code() {
            let climbs = (1..9).take_while(|times| line.contains(&"super::".repeat(*times))).count();
            if climbs > depth + inner {
                writeln!(broken, "{}:{number} climbs {climbs} levels", source.path).unwrap();
            }
        }
    }
    none(&broken);
}

#[test]
fn each_crate_is_named_only_in_its_place() {
    let mut broken = String::new();
    for source in rust_files("src") {
        for (number, line) in source.code() {
            for (word, homes) in HOMES {
                if is_named(line, word) && !homes.iter().any(|home| source.path.starts_with(home)) {
                    writeln!(broken, "{}:{number} names {word}, whose home is {homes:?}", source.path).unwrap();
                }
            }
        }
    }
    none(&broken);
}

#[test]
fn output_time_and_environment_have_one_door() {
    let mut broken = String::new();
    for source in rust_files("src") {
        for (number, line) in source.code() {
            for (word, homes, why) in WORDS {
                if line.contains(word) && !homes.contains(&source.path.as_str()) {
                    writeln!(broken, "{}:{number} has {word} in it: {why}", source.path).unwrap();
                }
            }
        }
    }
    none(&broken);
}

#[test]
fn tests_make_no_lasting_exceptions() {
    let mut broken = String::new();
    for source in rust_files("tests").iter().filter(|source| source.path != "tests/it/house.rs") {
        for (number, line) in source.code() {
            for word in ["#[allow", "#![allow", "#[ignore", "todo!(", "unimplemented!("] {
                if line.contains(word) {
                    writeln!(broken, "{}:{number} has {word} in it", source.path).unwrap();
                }
            }
        }
    }
    none(&broken);
}

#[test]
fn domain_needs_no_input_or_output() {
    let mut broken = String::new();
    for source in rust_files("src/domain") {
        for (number, line) in source.code() {
            for word in ["std::fs", "std::io", "std::process", "std::thread", "nix::"] {
                if line.contains(word) {
                    writeln!(broken, "{}:{number} has {word} in it", source.path).unwrap();
                }
            }
        }
    }
    none(&broken);
}

#[test]
fn comments_refer_to_documents_that_exist() {
    let mut broken = String::new();
    for source in
        rust_files("src").iter().chain(&rust_files("tests")).filter(|source| source.path != "tests/it/house.rs")
    {
        for (number, line) in source.text.lines().enumerate() {
            if ["SPEC ", "MISSION "].iter().any(|document| line.contains(document)) {
                writeln!(broken, "{}:{} refers to a document outside the repository", source.path, number + 1).unwrap();
            }
            for (_, anchor) in
                line.match_indices("docs/reference.md#").map(|(at, found)| (at, &line[at + found.len()..]))
            {
                let end = anchor.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(anchor.len());
                if !anchors("docs/reference.md").contains(&anchor[..end].to_owned()) {
                    writeln!(
                        broken,
                        "{}:{} refers to #{}, which is no heading",
                        source.path,
                        number + 1,
                        &anchor[..end]
                    )
                    .unwrap();
                }
            }
        }
    }
    none(&broken);
}

/// Words of a private language, each with what git, gh and PostgreSQL say. `nobody` is also an account of the system.
const PLAIN: &[(&str, &str)] = &[
    ("anew", "again"),
    ("anybody", "anyone"),
    ("beside", "next to"),
    ("everybody", "everyone"),
    ("mend", "fix"),
    ("mended", "fixed"),
    ("mends", "fixes"),
    ("rehearsal", "dry run"),
    ("somebody", "someone"),
    ("standing", "status"),
    ("stands", "is"),
    ("stood", "was"),
    ("telling", "showing"),
    ("tells", "shows"),
    ("told", "reported"),
    ("whoever", "anyone who"),
];

/// Stored rows name this field so.
const STORED: [&str; 2] = ["{told}", "rename = \"told\""];

/// What people read in a line of Rust: its comment, or what is in quotes.
fn prose(line: &str) -> String {
    if line.trim_start().starts_with("//") {
        return line.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    }
    let line = STORED.iter().fold(line.to_owned(), |line, stored| line.replace(stored, ""));
    line.split('"').skip(1).step_by(2).collect::<Vec<_>>().join(" ")
}

#[test]
fn texts_use_plain_words() {
    let rust = rust_files("src").into_iter().chain(rust_files("tests")).filter(|file| file.path != "tests/it/house.rs");
    let mut texts: Vec<(String, Vec<String>)> =
        rust.map(|file| (file.path, file.text.lines().map(prose).collect())).collect();
    for path in [
        "README.md",
        "CONTRIBUTING.md",
        "docs/guide.md",
        "examples/README.md",
        "examples/chase",
        "examples/nightly",
        "examples/crontab",
    ] {
        texts.push((path.into(), lines_of(&top().join(path))));
    }
    for folder in ["docs", "man", "src/commands/topics"] {
        for entry in fs::read_dir(top().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                texts.push((path.strip_prefix(top()).unwrap().display().to_string(), lines_of(&path)));
            }
        }
    }
    let mut broken = String::new();
    for (path, lines) in texts {
        for (number, line) in lines.iter().enumerate() {
            for word in line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
                if let Some((_, plain)) = PLAIN.iter().find(|(odd, _)| word.eq_ignore_ascii_case(odd)) {
                    writeln!(broken, "{path}:{} says {word:?}: say {plain:?}", number + 1).unwrap();
                }
            }
        }
    }
    none(&broken);
}

fn lines_of(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
}

/// The anchors of a document's headings, as a renderer of Markdown makes them.
fn anchors(document: &str) -> Vec<String> {
    let text = fs::read_to_string(top().join(document)).unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix('#'))
        .map(|heading| heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-"))
        .collect()
}

#[test]
fn sql_is_written_only_in_the_store() {
    let mut broken = String::new();
    for source in rust_files("src").iter().filter(|source| !source.path.starts_with("src/store/")) {
        for (number, line) in source.code() {
            for word in ["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE ", "\"PRAGMA "] {
                if line.contains(word) {
                    writeln!(broken, "{}:{number} has {word} in it", source.path).unwrap();
                }
            }
        }
    }
    none(&broken);
}

/// A row is read column by column, as its statement declares them (`src/store/row.rs`): a position does not say what a
/// column is, and stays the same when a statement changes.
#[test]
fn no_column_is_read_by_its_position() {
    let mut broken = String::new();
    for source in rust_files("src/store").iter().filter(|source| !source.path.starts_with("src/store/engine/")) {
        for (number, line) in source.code() {
            let by_position =
                ["row.get(", "row.get::<", ".get_ref(", "rusqlite::"].iter().any(|call| line.contains(call));
            let by_engine = line.contains("engine::value(") && source.path != "src/store/row.rs";
            if by_position || by_engine {
                writeln!(broken, "{}:{number} reads a column by its position", source.path).unwrap();
            }
        }
    }
    none(&broken);
}

/// What a file hands through from the store: the path of the module there, and the name.
fn handed_through(source: &Source) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (_, line) in source.code() {
        let Some((visibility, path)) = line.split_once("use crate::store::") else { continue };
        let path = path.trim_end_matches(';');
        let (module, names) = path.split_once("::{").or_else(|| path.rsplit_once("::")).unwrap_or(("", path));
        if visibility.starts_with("pub") {
            let names = names.trim_end_matches('}').split(", ");
            found.extend(names.map(|name| (module.to_owned(), name.split(" as ").next().unwrap().to_owned())));
        }
    }
    found
}

#[test]
fn ops_hands_on_reads_only() {
    let mut broken = String::new();
    let mut reads = 0;
    for source in rust_files("src/ops") {
        for (module, name) in handed_through(&source) {
            if ["credential", "code"].contains(&module.as_str()) {
                writeln!(broken, "{} hands {module}::{name} through, which holds secrets", source.path).unwrap();
            }
            let file = top().join(format!("src/store/{}.rs", module.replace("::", "/")));
            let Some(text) = fs::read_to_string(file).ok().filter(|_| name.starts_with(char::is_lowercase)) else {
                continue;
            };
            let body = text.split_once(&format!("pub fn {name}")).unwrap_or_else(|| panic!("{module}::{name}")).1;
            let body = body.split("\n}\n").next().unwrap();
            if ["tx.run(", "tx.execute_one(", "tx.next_number("].iter().any(|write| body.contains(write)) {
                writeln!(broken, "{} hands {module}::{name} through, which writes", source.path).unwrap();
            }
            reads += 1;
        }
    }
    assert!(reads > 20, "{reads}");
    none(&broken);
}

#[test]
fn each_file_has_one_subject() {
    let mut broken = String::new();
    for source in rust_files("src").iter().chain(&rust_files("tests")) {
        if !source.text.starts_with("//! ") {
            writeln!(broken, "{} does not open with //!", source.path).unwrap();
        }
        let lines = source.text.lines().count();
        if lines > LONGEST && source.path.starts_with("src/") {
            writeln!(broken, "{} has {lines} lines: is there a second subject in it?", source.path).unwrap();
        }
    }
    none(&broken);
}

/// Anyone who tries the tool in a checkout leaves files there; so only what git knows counts, where there is git.
#[test]
fn the_top_of_the_repository_is_tidy() {
    let listed = std::process::Command::new("git").args(["ls-files", "--cached"]).current_dir(top()).output();
    let kept: Vec<String> = match listed {
        Ok(listed) if listed.status.success() && !listed.stdout.is_empty() => String::from_utf8(listed.stdout)
            .unwrap()
            .lines()
            .map(|path| path.split('/').next().unwrap().to_owned())
            .collect(),
        _ => fs::read_dir(top())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "target")
            .collect(),
    };
    assert!(kept.iter().any(|name| name == "src"), "{kept:?}");
    let strangers: Vec<&String> = kept.iter().filter(|name| !TOP.contains(&name.as_str())).collect();
    assert!(strangers.is_empty(), "{strangers:?} is not in the list of this test");
}

#[test]
fn the_rules_above_can_be_broken() {
    assert_eq!(named_layers("use crate::{term, ops::desk::Desk};"), ["term", "ops::desk::Desk"]);
    assert_eq!(
        named_layers("    crate::store::client::by_id(tx, crate::error::x)"),
        ["store::client::by_id", "error::x"]
    );
    assert!(is_named("use clap::Args;", "clap") && is_named("    let x: Vec<clap::Arg> = y;", "clap"));
}
