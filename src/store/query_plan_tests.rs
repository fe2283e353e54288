//! The query plan of every statement: nothing that grows is scanned, but for exports of whole lists.

use super::row::{Columns, Field};
use super::sql::table_of;
use super::{Scan, Sql, Store};

/// Tables that stay small whatever happens: a row for each colleague, setting, kind of number, partner.
const SMALL: [&str; 5] = ["staff", "setting", "house", "counter", "partner"];

pub(super) fn every_statement() -> Vec<&'static Sql> {
    let repositories: &[&[&'static Sql]] = &[
        super::access::STATEMENTS,
        super::address_change::STATEMENTS,
        super::association::STATEMENTS,
        super::audit::STATEMENTS,
        super::audit_list::STATEMENTS,
        super::bounce::STATEMENTS,
        super::client::STATEMENTS,
        super::client::many::STATEMENTS,
        super::client_find::STATEMENTS,
        super::client_list::STATEMENTS,
        super::client_word::STATEMENTS,
        super::clock::STATEMENTS,
        super::code::STATEMENTS,
        super::counts::STATEMENTS,
        super::credential::STATEMENTS,
        super::doctor::STATEMENTS,
        super::explained::STATEMENTS,
        super::history::STATEMENTS,
        super::grant::STATEMENTS,
        super::database_info::STATEMENTS,
        super::invitation::STATEMENTS,
        super::invitation_list::STATEMENTS,
        super::offboarding::STATEMENTS,
        super::offered::STATEMENTS,
        super::link::STATEMENTS,
        super::link_due::STATEMENTS,
        super::link_list::STATEMENTS,
        super::login::STATEMENTS,
        super::mail::STATEMENTS,
        super::mail::lease::STATEMENTS,
        super::mail::again::STATEMENTS,
        super::mail::list::STATEMENTS,
        super::mail::notice::STATEMENTS,
        super::mail::queue::STATEMENTS,
        super::mail::refused::STATEMENTS,
        super::partner::STATEMENTS,
        super::partner_user::STATEMENTS,
        super::password_reset::STATEMENTS,
        super::recovery::STATEMENTS,
        super::reminder::STATEMENTS,
        super::as_of::STATEMENTS,
        super::as_of::membership::STATEMENTS,
        super::as_of::window::STATEMENTS,
        super::restored::STATEMENTS,
        super::session::STATEMENTS,
        super::staff::STATEMENTS,
        super::throttle::STATEMENTS,
        super::todo::STATEMENTS,
        super::tx::STATEMENTS,
        super::user_list::STATEMENTS,
        super::web_session::STATEMENTS,
    ];
    let facts = super::history::tables::STATEMENTS;
    repositories.iter().chain(facts).flat_map(|list| list.iter().copied()).collect()
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

/// The columns of a row that is declared, those of rows within it among them.
fn declared(columns: Columns) -> Vec<&'static str> {
    columns
        .iter()
        .flat_map(|field| match field {
            Field::Of(columns) => columns.to_vec(),
            Field::Row(inner) => declared(inner),
        })
        .collect()
}

/// Whether a column of an answer with this name is the one that is declared, by its name or as `alias.name`. What an
/// expression is called depends on the engine.
fn is_named(declared: &str, name: &str) -> bool {
    let plain = declared.rsplit_once('.').map_or(declared, |(_, column)| column);
    plain == name || declared.contains(['(', ' '])
}

#[test]
fn answers_have_the_declared_columns() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&folder.path().join("columns.db")).unwrap();
    for sql in every_statement() {
        let names = store.connection().file().unwrap().columns(sql).unwrap();
        let declared: Vec<&str> = match sql.answer() {
            [("", [])] if names.len() == 1 => continue,
            [("", [Field::Of(["*"])])] if !names.is_empty() => continue,
            parts => parts
                .iter()
                .flat_map(|(name, columns)| if columns.is_empty() { vec![*name] } else { declared(columns) })
                .collect(),
        };
        let matching = declared.iter().zip(&names).filter(|(declared, name)| is_named(declared, name)).count();
        assert!(matching == names.len() && matching == declared.len(), "{}: {declared:?} {names:?}", sql.name());
    }
}

#[test]
fn no_statement_scans_a_growing_table() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&folder.path().join("plans.db")).unwrap();
    let mut found = Vec::new();
    for sql in every_statement() {
        for step in store.connection().file().unwrap().plan(sql).unwrap() {
            let Some(rest) = step.strip_prefix("SCAN ") else { continue };
            let scanned = table_of(sql.text(), rest.split_whitespace().next().unwrap());
            // Inserting a parent, SQLite plans a look at the children, and skips it while no foreign key is violated.
            let is_foreign_key_check = !sql.text().contains(scanned);
            // A table that the statement itself makes.
            let is_its_own = sql.text().starts_with("WITH") && sql.text().contains(&format!("{scanned} ("));
            let harmless = is_foreign_key_check
                || is_its_own
                // The list that is looked up.
                || scanned.starts_with("unnest(")
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

/// Where a part of a list is wanted, reading ends with its last row: what is sorted first would be read whole.
#[test]
fn lists_come_in_the_order_of_an_index() {
    let lists: [&[&'static Sql]; 7] = [
        super::audit_list::STATEMENTS,
        super::client_list::STATEMENTS,
        super::invitation_list::STATEMENTS,
        super::link_list::STATEMENTS,
        super::mail::list::STATEMENTS,
        super::session::STATEMENTS,
        super::user_list::STATEMENTS,
    ];
    // Of one person or of what waits, there is little; a number is looked up and not listed.
    let small =
        ["DEALT_WITH", "MAIL", "MAILS", "OWNERS", "MORE_OF_TIME", "WAITING", "FAILED", "ENTERED_BY", "LINKED_TO"];
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&folder.path().join("plans.db")).unwrap();
    for sql in lists.into_iter().flatten().filter(|sql| !small.contains(&sql.name())) {
        let plan = store.connection().file().unwrap().plan(sql).unwrap();
        assert!(!plan.iter().any(|step| step.contains("FOR ORDER BY")), "{}: {plan:?}", sql.name());
    }
}

#[test]
fn statements_stay_in_the_shared_dialect() {
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

/// The items of every list between SELECT and FROM, of sub-selects too.
fn selected(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    for (at, _) in text.match_indices("SELECT ") {
        let list = &text[at + "SELECT ".len()..];
        let (mut depth, mut start) = (0_i32, 0);
        for (here, letter) in list.char_indices() {
            match letter {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            let ends = depth < 0 || depth == 0 && list[here..].starts_with(" FROM ");
            if ends || depth == 0 && letter == ',' {
                items.push(list[start..here].trim());
                start = here + 1;
            }
            if ends {
                break;
            }
        }
    }
    items
}

/// What PostgreSQL cannot prepare, or gives another type, although SQLite takes it.
fn not_for_postgresql(text: &str) -> Option<&'static str> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_parameter = |word: &str| word.strip_prefix('$').is_some_and(|number| number.parse::<u8>().is_ok());
    let words: Vec<&str> = text.split(' ').map(|word| word.trim_matches(['(', ')', ','])).collect();
    if text.match_indices('+').any(|(at, _)| !text[at + 1..].starts_with(' ')) {
        return Some("a unary plus: it has none for text");
    }
    let compares = |word: &str| matches!(word, "=" | "<>" | "<" | "<=" | ">" | ">=");
    if words.windows(3).any(|three| is_parameter(three[0]) && compares(three[1]) && is_parameter(three[2])) {
        return Some("two parameters that are compared: without a CAST both are text");
    }
    let is_number = |word: &str| word.parse::<i64>().is_ok();
    if words.windows(3).any(|three| is_parameter(three[0]) && compares(three[1]) && is_number(three[2])) {
        return Some("a parameter that is compared with a number: without a CAST it is of four bytes");
    }
    for (at, three) in words.windows(3).enumerate() {
        if is_parameter(three[0]) && three[1] == "IS" && !words[..at].contains(&three[0]) {
            return Some("a parameter that is compared with NULL before anything says its type");
        }
    }
    let items = selected(&text);
    // What INSERT selects has the type of its column.
    if !text.starts_with("INSERT ") && items.iter().any(|item| is_parameter(item)) {
        return Some("a parameter that is selected without a CAST: it is text");
    }
    let is_truth = |item: &&str| {
        let outside = item.split(['(', ')']).next().unwrap_or_default();
        !item.starts_with("CASE ") && (outside.contains(" IS ") || outside.contains(" = "))
            || item.starts_with("EXISTS ")
            || item.starts_with("NOT ")
    };
    items.iter().any(is_truth).then_some("a truth value that is selected: it is no number there")
}

/// Each statement was prepared by PostgreSQL 15; these are the ways in which some could not be.
#[test]
fn statements_have_the_types_postgresql_needs() {
    for text in [
        "SELECT a.id FROM audit AS a WHERE +a.actor = $1 ORDER BY a.id",
        "SELECT min(+id) FROM mail WHERE created_at >= $1",
        "SELECT c.id FROM client AS c WHERE $1 >= $2 ORDER BY c.id",
        "SELECT c.id FROM client AS c WHERE $1 = 0 AND c.id > $1 ORDER BY c.id",
        "SELECT m.id FROM mail AS m WHERE ($1 IS NULL OR m.state = $1) ORDER BY m.id",
        "UPDATE assignment AS t SET (state, since_audit) = (SELECT h.state, $2 FROM assignment_history AS h WHERE h.until_audit = $1)",
        "SELECT s.id, s.link_id IS NOT NULL FROM session AS s WHERE s.login_id = $1 ORDER BY s.id",
        "SELECT l.id, EXISTS (SELECT 1 FROM bounce AS b WHERE b.email_key = l.email_key) FROM login AS l ORDER BY l.id",
    ] {
        assert!(not_for_postgresql(text).is_some(), "{text}");
    }
    for sql in every_statement() {
        if let Some(fault) = not_for_postgresql(sql.text()) {
            panic!("{} has {fault}\n{}", sql.name(), sql.text());
        }
    }
}
