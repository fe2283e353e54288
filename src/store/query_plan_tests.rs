//! The query plan of every statement: nothing that grows is scanned, but for exports of whole lists.

use super::{Scan, Sql, Store};

/// Tables that stay small whatever happens: a row for each colleague, setting, kind of number, partner.
const SMALL: [&str; 5] = ["staff", "setting", "house", "counter", "partner"];

fn every_statement() -> Vec<&'static Sql> {
    let repositories: &[&[&'static Sql]] = &[
        super::access::STATEMENTS,
        super::address_change::STATEMENTS,
        super::association::STATEMENTS,
        super::audit::STATEMENTS,
        super::audit_list::STATEMENTS,
        super::bounce::STATEMENTS,
        super::client::STATEMENTS,
        super::client_end::STATEMENTS,
        super::client_find::STATEMENTS,
        super::client_list::STATEMENTS,
        super::client_name_key::STATEMENTS,
        super::client_word::STATEMENTS,
        super::clock::STATEMENTS,
        super::code::STATEMENTS,
        super::counts::STATEMENTS,
        super::credential::STATEMENTS,
        super::dashboard::STATEMENTS,
        super::doctor::STATEMENTS,
        super::explained::STATEMENTS,
        super::history::STATEMENTS,
        super::grant::STATEMENTS,
        super::database_info::STATEMENTS,
        super::invitation::STATEMENTS,
        super::invitation_list::STATEMENTS,
        super::offboarding::STATEMENTS,
        super::link::STATEMENTS,
        super::link_claim::STATEMENTS,
        super::link_list::STATEMENTS,
        super::login::STATEMENTS,
        super::login_word::STATEMENTS,
        super::mail::STATEMENTS,
        super::mail::lease::STATEMENTS,
        super::mail::again::STATEMENTS,
        super::mail::list::STATEMENTS,
        super::mail::queue::STATEMENTS,
        super::mail::refused::STATEMENTS,
        super::partner::STATEMENTS,
        super::partner_user::STATEMENTS,
        super::password_reset::STATEMENTS,
        super::reminder::STATEMENTS,
        super::as_of::STATEMENTS,
        super::as_of::membership::STATEMENTS,
        super::as_of::window::STATEMENTS,
        super::restored::STATEMENTS,
        super::session_end::STATEMENTS,
        super::session::STATEMENTS,
        super::staff::STATEMENTS,
        super::throttle::STATEMENTS,
        super::tx::STATEMENTS,
        super::user_list::STATEMENTS,
    ];
    let facts = super::history::tables::STATEMENTS;
    repositories.iter().chain(facts).flat_map(|list| list.iter().copied()).collect()
}

/// The table behind a name or alias in a statement.
fn table_of<'s>(sql: &'s str, name: &'s str) -> &'s str {
    let words: Vec<&str> = sql.split_whitespace().map(|word| word.trim_end_matches([',', ')'])).collect();
    let position = words.windows(2).position(|pair| pair[0] == "AS" && pair[1] == name);
    position.map_or(name, |at| words[at - 1])
}

#[test]
fn every_repository_is_in_the_list() {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/store")).unwrap();
    let declaring = files
        .map(|file| file.unwrap().path())
        .filter(|path| {
            path.is_file() && path.file_name().is_some_and(|name| name != "sql.rs" && name != "query_plan_tests.rs")
        })
        .filter(|path| std::fs::read_to_string(path).unwrap().contains("statements! {"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned());
    let own = include_str!("query_plan_tests.rs");
    for name in declaring {
        assert!(own.contains(&format!("super::{name}::STATEMENTS")), "{name} is not in the list above");
    }
}

#[test]
fn no_statement_scans_a_table_that_grows() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&folder.path().join("plans.db")).unwrap();
    let mut found = Vec::new();
    for sql in every_statement() {
        for step in store.connection().plan(sql).unwrap() {
            let Some(rest) = step.strip_prefix("SCAN ") else { continue };
            let scanned = table_of(sql.text(), rest.split_whitespace().next().unwrap());
            // Inserting a parent, SQLite plans a look at the children, and skips it while no foreign key is violated.
            let is_foreign_key_check = !sql.text().contains(scanned);
            // A table that the statement itself makes.
            let is_its_own = sql.text().starts_with("WITH") && sql.text().contains(&format!("{scanned} ("));
            let harmless = is_foreign_key_check
                || is_its_own
                || SMALL.contains(&scanned)
                || rest.starts_with("CONSTANT ROW")
                || rest.starts_with('(');
            if !harmless && sql.cost() != Scan::Full {
                found.push(format!("{} scans {scanned}: {step}\n{}", sql.name(), sql.text()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}

#[test]
fn every_statement_stays_within_the_dialect_that_postgresql_shares() {
    for sql in every_statement() {
        let text = sql.text().to_lowercase();
        for foreign in [
            "rowid",
            "insert or ",
            "replace into",
            "strftime",
            "julianday",
            "unixepoch",
            "json_",
            "group_concat",
            "ifnull(",
            " glob ",
            "?1",
            " like ",
        ] {
            assert!(!text.contains(foreign), "{} says {foreign:?}", sql.name());
        }
        if text.contains("limit") {
            assert!(text.contains("order by"), "{} limits what it does not order", sql.name());
        }
    }
}
