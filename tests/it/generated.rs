//! Files that follow from the one definition of the commands: man pages, completions and the table in the guide.
//! After a command was added or changed, `UPDATE=1 cargo test --test it generated` writes them again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use partnerctl::commands::{NOUNS, manual};

use crate::behaviours;
use crate::support::World;

/// The page with the table of commands.
const GUIDE: &str = "docs/guide.md";
const TABLE_BEGINS: &str = "<!-- This table is generated. -->\n";
const TABLE_ENDS: &str = "<!-- Here it ends. -->\n";

/// Paths below the top of the repository, with the content that each must have.
fn files() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut world = World::empty();
    for (shell, name) in [
        ("bash", "partnerctl.bash"),
        ("zsh", "_partnerctl"),
        ("fish", "partnerctl.fish"),
        ("powershell", "partnerctl.ps1"),
        ("elvish", "partnerctl.elv"),
    ] {
        files.insert(format!("completions/{name}"), world.run(&format!("completions {shell}")).ok().out);
    }
    for page in manual::pages().unwrap() {
        files.insert(format!("man/{}", page.file_name), page.text);
    }
    files.insert(GUIDE.to_owned(), guide());
    files.insert(behaviours::PAGE.to_owned(), behaviours::page());
    files
}

/// The guide, with its table of commands made again.
fn guide() -> String {
    let text = fs::read_to_string(top().join(GUIDE)).unwrap();
    let (before, rest) = text.split_once(TABLE_BEGINS).unwrap();
    let (_, after) = rest.split_once(TABLE_ENDS).unwrap();
    let mut table = String::from("| Noun | Verbs | |\n|---|---|---|\n");
    for noun in NOUNS {
        let (name, about) = if noun.name.is_empty() {
            (String::new(), "the verbs without a noun")
        } else {
            (format!("`{}`", noun.name), noun.about)
        };
        let verbs: Vec<String> = noun.verbs.iter().map(|entry| format!("`{}`", entry.name)).collect();
        writeln!(table, "| {name} | {} | {about} |", verbs.join(" ")).unwrap();
    }
    format!("{before}{TABLE_BEGINS}{table}{TABLE_ENDS}{after}")
}

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files that lie in a folder now.
fn present(folder: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(top().join(folder)) else { return Vec::new() };
    entries.map(|entry| format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap())).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "anyone who runs the test says so whether to write")]
fn generated_files_are_current() {
    let files = files();
    let left: Vec<String> = [present("man"), present("completions")]
        .concat()
        .into_iter()
        .filter(|path| !files.contains_key(path))
        .collect();
    if std::env::var_os("UPDATE").is_some() {
        for path in &left {
            fs::remove_file(top().join(path)).unwrap();
        }
        for (path, content) in &files {
            let path = top().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        return;
    }
    let stale: Vec<&String> = files
        .iter()
        .filter(|(path, content)| fs::read_to_string(top().join(path)).ok().as_ref() != Some(content))
        .map(|(path, _)| path)
        .chain(&left)
        .collect();
    assert!(stale.is_empty(), "`UPDATE=1 cargo test --test it generated` writes them again: {stale:?}");
}
