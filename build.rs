//! Passes to the program what it is built from and for, which `--version` prints.

#![expect(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "cargo speaks with a build script through its environment and standard output"
)]

use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// What the program is compiled from; a change in it that is not committed is marked.
const SOURCES: [&str; 6] = [".cargo", "Cargo.lock", "Cargo.toml", "build.rs", "examples", "src"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Debug builds follow one another between two commits: they do not look, so that no commit makes them build again.
    let commit = if variable("PROFILE") == "release" { commit() } else { None };
    println!("cargo::rustc-env=PARTNERCTL_COMMIT={}", commit.as_deref().unwrap_or("unknown"));
    println!("cargo::rustc-env=PARTNERCTL_TARGET={}", variable("TARGET"));
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
