//! Files that follow from the one definition of the commands: man pages, completions and the table in README.md.
//! After a command was added or changed, `UPDATE=1 cargo test --test it generated` writes them again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};
use partnerctl::commands::NOUNS;
use partnerctl::commands::command::{self, CommandEntry};

use crate::behaviours;
use crate::support::World;

const TABLE_BEGINS: &str = "<!-- This table is generated. -->\n";
const TABLE_ENDS: &str = "<!-- Here it ends. -->\n";

/// Paths below the top of the repository, with the content that each must have.
fn files() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut world = World::empty();
    for (shell, name) in [("bash", "partnerctl.bash"), ("zsh", "_partnerctl"), ("fish", "partnerctl.fish")] {
        files.insert(format!("completions/{name}"), world.run(&format!("completions {shell}")).ok().out);
    }
    let mut root = command::tree();
    root.build();
    pages(&root, &mut files);
    files.insert("README.md".to_owned(), readme());
    files.insert(behaviours::PAGE.to_owned(), behaviours::page());
    files
}

/// A page for the command and each of those below it.
fn pages(command: &clap::Command, files: &mut BTreeMap<String, String>) {
    let name = command.get_display_name().unwrap_or("partnerctl").to_owned();
    files.insert(format!("man/{name}.1"), page(command, &name));
    for below in command.get_subcommands() {
        pages(below, files);
    }
}

fn page(command: &clap::Command, name: &str) -> String {
    let is_root = name == "partnerctl";
    let shown = command.clone().mut_args(|argument| {
        let global = argument.get_help_heading() == Some("Global options");
        argument.hide(global && !is_root).hide_short_help(false)
    });
    let man =
        Man::new(shown).title(name).source(concat!("partnerctl ", env!("CARGO_PKG_VERSION"))).manual("partnerctl");
    let mut page = Vec::new();
    man.render_title(&mut page).unwrap();
    man.render_name_section(&mut page).unwrap();
    man.render_synopsis_section(&mut page).unwrap();
    man.render_description_section(&mut page).unwrap();
    man.render_options_section(&mut page).unwrap();
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page).unwrap();
    }
    let mut roff = Roff::default();
    if let Some(entry) = entry(command) {
        section(&mut roff, "EXAMPLES", &entry.examples.join("\n"));
        if let Some(columns) = entry.columns {
            let names: Vec<&str> = columns.declared().iter().map(|column| column.name).collect();
            roff.control("SH", ["COLUMNS"]);
            roff.text([roman(names.join(", "))]);
        }
    }
    if is_root {
        let mut world = World::empty();
        for (heading, topic) in [("EXIT STATUS", "exit-codes"), ("ENVIRONMENT", "environment"), ("FILES", "database")] {
            section(&mut roff, heading, &world.run(&format!("help {topic}")).ok().out);
        }
    }
    roff.control("SH", ["SEE ALSO"]);
    let above = name.rsplit_once('-').map_or("partnerctl", |(above, _)| above);
    let see =
        if is_root { "partnerctl help lists every topic".to_owned() } else { format!("partnerctl(1), {above}(1)") };
    roff.text([roman(see.replace("partnerctl(1), partnerctl(1)", "partnerctl(1)"))]);
    String::from_utf8(page).unwrap() + &roff.render()
}

/// Text unchanged, under a heading.
fn section(roff: &mut Roff, heading: &str, text: &str) {
    roff.control("SH", [heading]);
    roff.control("nf", []);
    for line in text.trim_end().lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
}

/// The entry whose command this is, found by its full name.
fn entry(command: &clap::Command) -> Option<&'static CommandEntry> {
    let path = command.get_bin_name()?.strip_prefix("partnerctl ")?.to_owned();
    NOUNS
        .iter()
        .find_map(|noun| noun.verbs.iter().find(|entry| format!("{} {}", noun.name, entry.name).trim_start() == path))
}

/// README.md with its table of commands made again.
fn readme() -> String {
    let text = fs::read_to_string(top().join("README.md")).unwrap();
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
