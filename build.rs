//! Passes to the program what it is built from and for, which `--version` prints. Fails where a sentence of mails or
//! pages is missing in a language, or a template or the code uses one that does not exist.

#![expect(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "cargo speaks with a build script through its environment and standard output"
)]

#[path = "src/language/check.rs"]
mod check;
#[path = "src/language/uses.rs"]
mod uses;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Where the catalogues are.
const CATALOGUES: &str = "src/language";
/// Who uses which of them.
const USERS: [(&str, &[&str]); 4] = [
    ("src/mail", &["words.ftl", "mail.ftl"]),
    ("src/ops", &["words.ftl", "mail.ftl"]),
    ("src/web", &["words.ftl", "pages.ftl"]),
    (CATALOGUES, &["words.ftl"]),
];

/// What the program is compiled from; a change in it that is not committed is marked.
const SOURCES: [&str; 6] = [".cargo", "Cargo.lock", "Cargo.toml", "build.rs", "examples", "src"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Debug builds follow one another between two commits: they do not look, so that no commit makes them build again.
    let commit = if variable("PROFILE") == "release" { commit() } else { None };
    if variable("PROFILE") == "debug" && variable("CARGO_CFG_TARGET_OS") == "linux" {
        // The tests start the program thousands of times, which costs a tenth less without addresses to relocate.
        println!("cargo::rustc-link-arg=-no-pie");
    }
    println!("cargo::rustc-env=PARTNERCTL_COMMIT={}", commit.as_deref().unwrap_or("unknown"));
    println!("cargo::rustc-env=PARTNERCTL_TARGET={}", variable("TARGET"));
    USERS.iter().for_each(|(folder, _)| println!("cargo::rerun-if-changed={folder}"));
    check_sentences().iter().for_each(|fault| println!("cargo::error={fault}"));
}

/// What is wrong with the catalogues and their uses.
fn check_sentences() -> Vec<String> {
    let mut faults = Vec::new();
    let mut read = |language: &str, file: &str| {
        let name = format!("{CATALOGUES}/{language}/{file}");
        check::read(&name, &text(Path::new(&name))).unwrap_or_else(|wrong| {
            faults.extend(wrong);
            check::Sentences::new()
        })
    };
    let catalogues = check::LANGUAGES.map(|language| check::FILES.map(|file| read(language, file)));
    if !faults.is_empty() {
        return faults;
    }
    let [first, others @ ..] = &catalogues;
    for (language, files) in check::LANGUAGES[1..].iter().zip(others) {
        for (file, (first, other)) in check::FILES.iter().zip(first.iter().zip(files)) {
            faults.extend(check::compare(file, first, language, other));
        }
    }
    for (folder, files) in USERS {
        let known = check::FILES.iter().zip(first).filter(|(file, _)| files.contains(file));
        let known = known.flat_map(|(_, sentences)| sentences.clone()).collect();
        for path in files_below(Path::new(folder)) {
            let is_code = path.extension().is_some_and(|ending| ending == "rs");
            let uses = uses::uses(&text(&path), if is_code { uses::CODE } else { uses::TEMPLATE });
            faults.extend(check::misused(&path.display().to_string(), &uses, &known));
        }
    }
    faults
}

/// The templates and the code in a folder. Tests may use what does not exist.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let named = |name: &str| path.file_stem().is_some_and(|stem| stem == name);
        if named("tests") || named("check") {
            continue;
        }
        if path.is_dir() {
            found.extend(files_below(&path));
        } else if path.extension().is_some_and(|ending| ["rs", "j2", "html"].iter().any(|one| ending == *one)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_default()
}

/// The commit with its date, such as `96bc02051234 (2026-11-30)`; `None` where the sources are no work tree of git.
fn commit() -> Option<String> {
    let top = git(&["rev-parse", "--show-toplevel"])?;
    // The folder of a source archive may lie in the work tree of something else.
    if fs::canonicalize(top).ok()? != fs::canonicalize(variable("CARGO_MANIFEST_DIR")).ok()? {
        return None;
    }
    // The log of HEAD grows with each commit and each checkout.
    for name in ["HEAD", "logs/HEAD"] {
        // cargo takes a missing file for a changed one.
        if let Some(path) = git(&["rev-parse", "--git-path", name]).filter(|path| Path::new(path).exists()) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    SOURCES.iter().for_each(|source| println!("cargo::rerun-if-changed={source}"));
    let commit = git(&["log", "-1", "--abbrev=12", "--format=%h (%cs)"])?;
    let status = [["status", "--porcelain", "--"].as_slice(), SOURCES.as_slice()].concat();
    let changed = git(&status).is_none_or(|changes| !changes.is_empty());
    Some(if changed { format!("{commit} with changes") } else { commit })
}

/// What `git` prints about the folder of the package; `None` when it fails or is not installed.
fn git(arguments: &[&str]) -> Option<String> {
    let mut git = Command::new("git");
    // A hook of git sets these, maybe about another repository.
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        git.env_remove(name);
    }
    let output = git.arg("--no-optional-locks").args(arguments).current_dir(variable("CARGO_MANIFEST_DIR")).output();
    let output = output.ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}
