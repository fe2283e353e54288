//! No circle of imports: from a module that another one imports, no import leads back to it. A module and the modules
//! inside it count as one subject, and may name each other; a folder counts with all that is in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::house::{Source, rust_files};

/// The module of a file, as its path from the crate: `src/ops/user/edit.rs` is `ops`, `user`, `edit`.
fn module_of(source: &Source) -> Vec<String> {
    let path = source.path.strip_prefix("src/").unwrap().strip_suffix(".rs").unwrap();
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    if ["mod", "lib", "main"].contains(&parts.last().unwrap().as_str()) {
        parts.pop();
    }
    parts
}

/// The code of a file without comments and without the tests at its end.
fn program(source: &Source) -> String {
    let code: Vec<&str> = source.code().map(|(_, line)| line).collect();
    let code = code.join("\n");
    code.split("#[cfg(test)]\nmod ").next().unwrap().to_owned()
}

/// The paths of a `use` tree: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn leaves(tree: &str, before: &str, found: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((head, group)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap().trim();
        found.push(format!("{before}{path}"));
        return;
    };
    let before = format!("{before}{}", head.trim());
    let (mut depth, mut from) = (0, 0);
    let group = group.strip_suffix('}').unwrap_or(group);
    for (at, letter) in group.char_indices().chain([(group.len(), ',')]) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !group[from..at].trim().is_empty() {
                    leaves(&group[from..at], &before, found);
                }
                from = at + 1;
            }
            _ => {}
        }
    }
}

/// Every path that a program imports, or writes out from `crate` on.
fn named(program: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in program.match_indices("use ") {
        let starts = program[..at].ends_with(['\n', ' ', ')']) || at == 0;
        if starts && let Some(end) = program[at..].find(';') {
            leaves(&program[at + 4..at + end], "", &mut found);
        }
    }
    for (at, _) in program.match_indices("crate::") {
        let path = program[at..].split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':')).next();
        found.extend(path.map(str::to_owned));
    }
    found
}

/// The module of `known` that a path names, seen from `here`.
fn resolve(path: &str, here: &[String], known: &BTreeSet<Vec<String>>) -> Option<Vec<String>> {
    let mut parts = path.split("::").peekable();
    let mut at = match parts.peek()? {
        &"crate" => {
            parts.next();
            Vec::new()
        }
        &"super" | &"self" => {
            let mut at = here.to_vec();
            while let Some(step) = parts.next_if(|part| ["super", "self"].contains(part)) {
                if step == "super" {
                    at.pop();
                }
            }
            at
        }
        _ => here.to_vec(),
    };
    at.extend(parts.map(str::to_owned));
    while !at.is_empty() && !known.contains(&at) {
        at.pop();
    }
    (!at.is_empty()).then_some(at)
}

type Imports = BTreeMap<Vec<String>, BTreeSet<Vec<String>>>;

/// What each module imports from another one.
fn imports() -> Imports {
    let sources: Vec<Source> = rust_files("src")
        .into_iter()
        .filter(|source| !source.path.ends_with("tests.rs") && !source.path.contains("/tests/"))
        .collect();
    let known: BTreeSet<Vec<String>> = sources.iter().map(module_of).collect();
    let mut imports = Imports::new();
    for source in &sources {
        let here = module_of(source);
        let named = named(&program(source));
        let others = named.iter().filter_map(|path| resolve(path, &here, &known));
        let others = others.filter(|other| !other.starts_with(&here) && !here.starts_with(other)).collect();
        imports.insert(here, others);
    }
    assert!(imports[&["ops", "user"].map(str::to_owned).to_vec()].len() > 5, "the imports are not read");
    imports
}

/// What is left of imports without those that are in no circle, a line for each.
fn circles(mut imports: Imports) -> String {
    // What imports nothing that is left, or is imported by nothing that is left, is in no circle.
    loop {
        let left: BTreeSet<Vec<String>> = imports.keys().cloned().collect();
        let imported: BTreeSet<Vec<String>> = imports.values().flatten().cloned().collect();
        imports.values_mut().for_each(|others| others.retain(|other| left.contains(other)));
        imports.retain(|module, others| !others.is_empty() && imported.contains(module));
        if imports.len() == left.len() {
            break;
        }
    }
    let mut circles = String::new();
    for (module, others) in &imports {
        for other in others {
            writeln!(circles, "{} imports {}", module.join("::"), other.join("::")).unwrap();
        }
    }
    circles
}

/// Imports between neighbours: of two modules that import each other, the parts in which their paths first differ, which
/// stand for all that is inside them.
fn of_folders(imports: &Imports) -> Imports {
    let mut folders = Imports::new();
    for (module, others) in imports {
        for other in others {
            let same = module.iter().zip(other).take_while(|(one, another)| one == another).count();
            let folder = |path: &[String]| path[..=same].to_vec();
            folders.entry(folder(module)).or_default().insert(folder(other));
        }
    }
    folders
}

#[test]
fn no_import_leads_back() {
    let circles = circles(imports());
    assert!(circles.is_empty(), "these imports are part of circles:\n{circles}");
}

#[test]
fn no_import_between_folders_leads_back() {
    let circles = circles(of_folders(&imports()));
    assert!(circles.is_empty(), "these folders are part of circles:\n{circles}");
}

#[test]
fn mutual_imports_are_a_circle() {
    let path = |text: &str| text.split("::").map(str::to_owned).collect::<Vec<_>>();
    let files = [("ops::a::x", "ops::b"), ("ops::b::y", "ops::a::z"), ("ops::a::x", "ops::a::z"), ("cli", "ops::a")];
    let mut imports = Imports::new();
    for (module, other) in files {
        imports.entry(path(module)).or_default().insert(path(other));
    }
    assert_eq!(circles(of_folders(&imports)), "ops::a imports ops::b\nops::b imports ops::a\n");
    assert_eq!(circles(imports), "");
}
