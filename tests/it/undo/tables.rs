//! No table is forgotten: anyone who adds one decides what becomes of it.

use partnerctl::domain::audit_event::Action;
use partnerctl::domain::authority::Nature;
use partnerctl::ops::undo::undoing;
use partnerctl::store::history::EVERY;

use crate::support::World;

/// Tables without history, and how an undo treats them.
const BESIDE: &[(&str, &str)] = &[
    ("address_change", "about a login, and no change of one client writes it"),
    ("bounce", "about an address, and no change of one client writes it"),
    ("mail_refused", "about a mail server, and no change of one client writes it"),
    ("client_entry", "facts of use; anyone who signed in stops it by the action"),
    ("client_name_key", "written again from the client"),
    ("client_slug", "the former slug comes back, the other is retired"),
    ("client_twin", "names two clients, which stops it"),
    ("client_word", "written again from the client"),
    ("clock_step", "about the audit, in which nothing is undone"),
    ("code", "withdrawn ones are given back, new ones die, replaced ones stop it"),
    ("counter", "numbers are never given out again"),
    ("credential", "stops it by the action"),
    ("house", "written by init and restore alone"),
    ("link_claim", "held while another program runs"),
    ("link_recipient", "stops it by the action"),
    ("login_word", "written again from the names that come back; a login that stays keeps its own"),
    ("mail", "waiting ones are skipped, others stop it"),
    ("partner", "no change of one client writes it"),
    ("password_reset", "stops it by the action"),
    ("recovery", "stops it by the action"),
    ("recovery_recipient", "stops it by the action"),
    ("reminder", "written by the deliverer alone"),
    ("session", "one that ended stops it"),
    ("setting", "about no client"),
    ("sign_in", "facts of use; stops it by the action"),
    ("staff", "about no client"),
    ("stray_write", "noted by the database when another program writes"),
    ("throttle", "counted by failures, which are no changes"),
    ("web_session", "facts of use: a sign-in has no undo"),
];

#[test]
fn every_table_is_put_back_or_has_its_reason() {
    let world = World::new();
    let tables = world.sql(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'audit%' AND name NOT LIKE '%\\_history' ESCAPE '\\'
           AND name NOT LIKE 'sqlite%' ORDER BY name",
    );
    for table in tables {
        let facts = EVERY.iter().any(|facts| facts.table == table);
        let beside = BESIDE.iter().any(|(name, _)| *name == table);
        assert!(facts != beside, "{table}: decide what undo makes of it");
    }
}

#[test]
fn every_column_of_a_fact_is_put_back() {
    let world = World::new();
    for facts in EVERY {
        for table in [facts.table.to_owned(), format!("{}_history", facts.table)] {
            let mut columns = world.sql(&format!("SELECT name FROM pragma_table_info('{table}')"));
            columns.retain(|column| !["since_audit", "version", "until_audit"].contains(&column.as_str()));
            columns.sort();
            let mut known: Vec<&str> = facts.keys.iter().chain(facts.columns).copied().collect();
            known.sort_unstable();
            assert_eq!(columns, known, "{table}");
        }
        assert!(facts.headline.iter().all(|column| facts.columns.contains(column)), "{}", facts.table);
    }
}

/// Anyone who is asked to do the opposite gets something that changes what the change left.
#[test]
fn opposites_are_changes() {
    let opposites: Vec<_> = Action::ALL.iter().filter_map(|action| undoing(*action).opposite).collect();
    assert!(opposites.len() > 20);
    for opposite in opposites {
        assert_eq!(opposite.verb.nature(), Nature::Change, "{opposite:?}");
    }
}
