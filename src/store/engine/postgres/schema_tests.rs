//! The schema is that of SQLite, and every statement can be prepared on it.

use std::collections::{BTreeMap, BTreeSet};

use tokio_postgres::types::Type;

use crate::store::Store;
use crate::store::engine::sqlite;
use crate::store::query_plan_tests::every_statement;

use super::SCHEMA;
use super::guard_tests::Session;
use super::statement::native;

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(")
}

/// What a list in parentheses holds, in any order; the commas within parentheses do not count.
fn items(list: &str) -> BTreeSet<String> {
    let (mut depth, mut found) = (0_i32, vec![String::new()]);
    for letter in list.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                found.push(String::new());
                continue;
            }
            _ => {}
        }
        found.last_mut().unwrap().push(letter);
    }
    found.iter().map(|item| words(item)).collect()
}

/// What is between the first parenthesis and the last.
fn inner(text: &str) -> &str {
    let begin = text.find('(').unwrap() + 1;
    &text[begin..text.rfind(')').unwrap()]
}

/// The statements of our schema that begin with these words, by the name that follows them.
fn made(by: &str) -> BTreeMap<&'static str, &'static str> {
    let starts = SCHEMA.match_indices(&format!("\n{by} ")).map(|(at, found)| at + found.len()).collect::<Vec<_>>();
    starts
        .into_iter()
        .map(|at| {
            let rest = &SCHEMA[at..];
            let name = rest.split([' ', '(']).next().unwrap();
            (name, rest.split(";\n").next().unwrap())
        })
        .collect()
}

fn of_sqlite(kind: &str) -> BTreeMap<&'static str, &'static str> {
    sqlite::expected_schema().filter(|(of, ..)| *of == kind).map(|(_, name, text)| (name, text)).collect()
}

#[test]
fn tables_have_the_columns_and_constraints_of_sqlite() {
    let ours = made("CREATE TABLE");
    let theirs = of_sqlite("table");
    assert!(theirs.len() >= 43);
    assert!(ours.keys().eq(theirs.keys()), "{:?}", ours.keys());
    for (name, text) in theirs {
        let as_ours = |item: &String| {
            let mut words: Vec<&str> = item.split(' ').collect();
            if let Some(kind) = words.get_mut(1) {
                *kind = match *kind {
                    "INTEGER" => "bigint",
                    "TEXT" => "text",
                    "BLOB" => "bytea",
                    other => other,
                };
            }
            words.join(" ")
        };
        let theirs: BTreeSet<String> = items(inner(text)).iter().map(as_ours).collect();
        assert_eq!(items(inner(ours[name])), theirs, "{name}");
    }
}

#[test]
fn indexes_are_those_of_sqlite() {
    let mut ours = made("CREATE INDEX");
    ours.append(&mut made("CREATE UNIQUE INDEX"));
    let theirs = of_sqlite("index");
    assert_eq!(ours.len(), theirs.len());
    for (name, text) in theirs {
        let (_, text) = text.split_once("INDEX ").unwrap();
        assert_eq!(words(ours[name]), words(text));
    }
}

#[test]
fn triggers_are_those_of_sqlite_and_one_more_for_each_table() {
    let ours: BTreeSet<String> = made("CREATE TRIGGER").into_keys().map(str::to_owned).collect();
    let tables = made("CREATE TABLE").into_keys().map(|table| format!("{table}_guard_truncate"));
    let theirs = of_sqlite("trigger").into_keys().map(str::to_owned).chain(tables);
    assert_eq!(ours, theirs.collect());
}

/// Which value goes into which column of the past.
fn kept(text: &str) -> BTreeMap<String, String> {
    let (_, text) = text.split_once("INSERT INTO ").unwrap();
    let (columns, values) = text.split_once("VALUES (").unwrap();
    let columns = inner(columns).split(',').map(words);
    let values = values.split(';').next().unwrap().trim().strip_suffix(')').unwrap();
    columns.zip(values.split(',').map(words)).collect()
}

#[test]
fn past_is_kept_as_by_sqlite() {
    let functions = made("CREATE FUNCTION");
    let mut compared = 0;
    for (name, text) in of_sqlite("trigger") {
        if name.ends_with("_keep") || name.ends_with("_undone") {
            assert_eq!(kept(functions[name]), kept(text), "{name}");
            compared += 1;
        }
    }
    assert!(compared >= 15, "{compared}");
}

#[test]
fn views_have_the_columns_of_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("views.db");
    drop(Store::create(&path).unwrap());
    let theirs = rusqlite::Connection::open(&path).unwrap();
    let ours = Session::new();
    let views = of_sqlite("view");
    assert!(views.len() >= 6);
    for name in views.into_keys() {
        let columns = "SELECT group_concat(name, ' ') FROM pragma_table_info(?1)";
        let columns: String = theirs.query_row(columns, [name], |row| row.get(0)).unwrap();
        let text = format!(
            "SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = '{name}'::regclass"
        );
        assert_eq!(ours.strings(&text), [columns]);
        assert_eq!(ours.run(&format!("SELECT * FROM {name}")), Ok(0));
    }
}

#[test]
fn every_statement_prepares_with_its_columns_and_types() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Store::create(&folder.path().join("statements.db")).unwrap();
    let session = Session::new();
    let plain = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let mut faults = Vec::new();
    let statements = every_statement();
    assert!(statements.len() > 350);
    for sql in statements {
        // What a list is looked up in says of which kind it is; here no value does.
        let text = native(sql.text());
        let of_kind = |kind: &str| session.prepare(&text.replace("unnest($1)", &format!("unnest($1::{kind}[])")));
        let prepared = match of_kind("bigint").or_else(|_| of_kind("text")) {
            Ok(prepared) => prepared,
            Err(error) => {
                faults.push(format!("{}: {error}\n{}", sql.name(), sql.text()));
                continue;
            }
        };
        for (at, kind) in prepared.params().iter().enumerate() {
            if ![Type::INT8, Type::TEXT, Type::BYTEA, Type::INT8_ARRAY, Type::TEXT_ARRAY].contains(kind) {
                faults.push(format!("{}: ${} is {kind}", sql.name(), at + 1));
            }
        }
        let names = sqlite.connection().file().unwrap().columns(sql).unwrap();
        assert_eq!(prepared.columns().len(), names.len(), "{}", sql.name());
        for (column, name) in prepared.columns().iter().zip(&names) {
            if ![Type::INT8, Type::INT4, Type::TEXT, Type::BYTEA].contains(column.type_()) {
                faults.push(format!("{}: {} is {}", sql.name(), column.name(), column.type_()));
            }
            if plain(name) && name != column.name() {
                faults.push(format!("{}: {name} is called {}", sql.name(), column.name()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
