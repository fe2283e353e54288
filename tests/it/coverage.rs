//! Each behaviour of the mission inventory has a test whose doc names it: `MISSION S3.17`, `MISSION S2.6-8`. Taking
//! the last such test away fails here.

use std::collections::{BTreeMap, BTreeSet};

use crate::house::rust_files;

/// The chapters of the inventory, with how many rows each has.
const CHAPTERS: &[(u32, u32)] = &[(0, 21), (1, 17), (2, 22), (3, 22), (4, 20)];

/// The rows that are shown from the command line, and still lack what a landing page or a mail server has to show.
const OPEN: &[(&str, &str)] = &[
    ("S0.18", "the Login button of the front door page"),
    ("S1.4", "the front door page"),
    ("S1.12", "the front door page"),
    ("S1.13", "the chooser page"),
    ("S2.13", "the page that activates a login"),
    ("S3.11", "the page behind the button in the mail"),
    ("S3.20", "the page that denies"),
];

fn every_row() -> impl Iterator<Item = String> {
    CHAPTERS.iter().flat_map(|(chapter, rows)| (1..=*rows).map(move |row| format!("S{chapter}.{row}")))
}

/// The rows that a doc comment names: `S3.17`, `S2.6-8` for three of them.
fn named(doc: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for word in doc.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')) {
        let Some((chapter, numbers)) =
            word.strip_prefix('S').and_then(|rest| rest.trim_end_matches('.').split_once('.'))
        else {
            continue;
        };
        let (first, last) = numbers.split_once('-').unwrap_or((numbers, numbers));
        if let (Ok(chapter), Ok(first), Ok(last)) = (chapter.parse::<u32>(), first.parse::<u32>(), last.parse::<u32>())
        {
            rows.extend((first..=last).map(|row| format!("S{chapter}.{row}")));
        }
    }
    rows
}

/// Which tests show which row. A doc comment counts only on a test.
fn shown() -> BTreeMap<String, BTreeSet<String>> {
    let mut shown: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in rust_files("tests").into_iter().chain(rust_files("src")) {
        let (mut doc, mut is_test) = (String::new(), false);
        for line in file.text.lines().map(str::trim) {
            if let Some(text) = line.strip_prefix("///") {
                doc.push_str(text);
                doc.push('\n');
            } else if line == "#[test]" {
                is_test = true;
            } else if !line.starts_with("#[") {
                if let (true, Some(name)) = (is_test, line.strip_prefix("fn ")) {
                    let name = name.split('(').next().unwrap_or_default();
                    for row in named(&doc) {
                        shown.entry(row).or_default().insert(format!("{}: {name}", file.path));
                    }
                }
                (doc, is_test) = (String::new(), false);
            }
        }
    }
    shown
}

#[test]
fn each_row_of_the_inventory_has_a_test_that_names_it() {
    let shown = shown();
    let missing: Vec<String> = every_row().filter(|row| !shown.contains_key(row)).collect();
    assert!(missing.is_empty(), "no test's doc names these rows: {}", missing.join(" "));
}

#[test]
fn tests_name_only_rows_that_there_are() {
    let rows: BTreeSet<String> = every_row().collect();
    let unknown: Vec<_> = shown().into_iter().filter(|(row, _)| !rows.contains(row)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    assert!(OPEN.iter().all(|(row, lacks)| rows.contains(*row) && !lacks.is_empty()));
}
