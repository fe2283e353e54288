//! Each row of docs/behaviours.md has a test whose doc names the row, such as `S3.17`, or `S2.6-8` for three rows.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::house::{rust_files, top};

/// The rows that people see in a browser.
const ON_PAGES: [&str; 11] =
    ["S0.10", "S0.18", "S1.3", "S1.4", "S1.11", "S1.12", "S1.13", "S2.13", "S3.11", "S3.20", "S3.22"];
/// How many tests the page names for a row.
const NAMED: usize = 3;

pub const PAGE: &str = "docs/behaviours.md";

/// A test, with the file that holds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Test {
    path: String,
    name: String,
}

/// The rows that a text names: `S3.17`, and `S2.6-8` for three rows.
fn rows_in(text: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')) {
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

/// The tests of each row. A doc comment counts only on a test.
fn tests_of_rows() -> BTreeMap<String, BTreeSet<Test>> {
    let mut tests: BTreeMap<String, BTreeSet<Test>> = BTreeMap::new();
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
                    let name = name.split('(').next().unwrap_or_default().to_owned();
                    for row in rows_in(&doc) {
                        tests.entry(row).or_default().insert(Test { path: file.path.clone(), name: name.clone() });
                    }
                }
                (doc, is_test) = (String::new(), false);
            }
        }
    }
    tests
}

/// The first cell of a row of the tables, such as `S1.1-2`.
fn row_of(line: &str) -> Option<&str> {
    line.strip_prefix("| ").filter(|rest| rest.starts_with('S')).and_then(|rest| rest.split(" |").next())
}

/// The page, its last column written from the docs of the tests.
pub fn page() -> String {
    let tests = tests_of_rows();
    let mut page = String::new();
    for line in fs::read_to_string(top().join(PAGE)).unwrap().lines() {
        match row_of(line) {
            Some(row) => {
                let cells: Vec<&str> = line.split(" | ").take(3).collect();
                let found: BTreeSet<&Test> = rows_in(row).iter().filter_map(|row| tests.get(row)).flatten().collect();
                let links = found.iter().take(NAMED).map(|test| format!("[`{}`](../{})", test.name, test.path));
                let links: Vec<String> = links.collect();
                page.push_str(&format!("{} | {} |\n", cells.join(" | "), links.join(" ")));
            }
            None => {
                page.push_str(line);
                page.push('\n');
            }
        }
    }
    page
}

fn rows_of_page() -> BTreeSet<String> {
    let page = fs::read_to_string(top().join(PAGE)).unwrap();
    page.lines().filter_map(row_of).flat_map(rows_in).collect()
}

#[test]
fn each_row_has_a_test() {
    let tests = tests_of_rows();
    let rows = rows_of_page();
    assert_eq!(rows.len(), 132, "rows of {PAGE}");
    let missing: Vec<&String> = rows.iter().filter(|row| !tests.contains_key(*row)).collect();
    assert!(missing.is_empty(), "no test names these rows in its doc: {missing:?}");
}

#[test]
fn tests_name_rows_that_exist() {
    let rows = rows_of_page();
    let unknown: Vec<_> = tests_of_rows().into_iter().filter(|(row, _)| !rows.contains(row)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn rows_on_pages_have_a_test_there() {
    let tests = tests_of_rows();
    let is_there = |row: &str| tests[row].iter().any(|test| test.path.starts_with("tests/it/web/"));
    let missing: Vec<&str> = ON_PAGES.into_iter().filter(|row| !is_there(row)).collect();
    assert!(missing.is_empty(), "no test on the pages names these rows in its doc: {missing:?}");
}
