//! `undo`: one's own last change in a client is taken back exactly, or not at all.

mod commands;
mod histories;
mod mails;
mod stops;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use insta::assert_snapshot;

use crate::invite::accept;
use crate::support::{Frozen, World, printed_commands};

/// Every row of every table but the audit, the histories and the numbers given out; without the counting of versions,
/// which an undo continues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content(BTreeMap<String, BTreeSet<String>>);

impl Content {
    pub fn of(world: &World) -> Self {
        let columns = world.sql(
            "SELECT t.name || '.' || c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
             WHERE t.type = 'table' AND t.name NOT LIKE 'audit%' AND t.name NOT LIKE '%\\_history' ESCAPE '\\'
               AND t.name NOT LIKE 'sqlite%' AND t.name <> 'counter' AND c.name NOT IN ('since_audit', 'version', 'ended_audit')
             ORDER BY t.name, c.cid",
        );
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for column in columns {
            let (table, column) = column.split_once('.').unwrap();
            tables.entry(table.to_owned()).or_default().push(match column {
                // When it was retired is reported again; that it is counts.
                "retired_at" => "retired_at IS NOT NULL".to_owned(),
                "nonce" | "digest" => format!("hex({column})"),
                _ => format!("coalesce(CAST({column} AS TEXT), '∅')"),
            });
        }
        let queries: Vec<String> =
            tables.iter().map(|(table, columns)| format!("SELECT {} FROM {table}", columns.join(", "))).collect();
        let rows = world.sqls(&queries);
        Self(tables.into_keys().zip(rows.into_iter().map(|rows| rows.into_iter().collect())).collect())
    }

    /// What is here and not there, and the reverse, but for what may stay behind an undo: a login that no one
    /// has proved, a retired slug, a dead code, a mail that will not leave.
    pub fn differences(&self, after: &Self) -> Vec<String> {
        let mut found = Vec::new();
        for (table, rows) in &self.0 {
            let later = &after.0[table];
            found.extend(rows.difference(later).map(|row| format!("{table} lost {row}")));
            let stays = |row: &&String| match table.as_str() {
                "login" => row.contains("|prepared|"),
                // The words of its name.
                "login_word" => !rows.iter().any(|known| known.rsplit('|').next() == row.rsplit('|').next()),
                "client_slug" => row.ends_with("|1"),
                "code" => row.ends_with("|dead"),
                "mail" => row.contains("|skipped|"),
                _ => false,
            };
            found.extend(later.difference(rows).filter(|row| !stays(row)).map(|row| format!("{table} has {row}")));
        }
        found
    }
}

/// big-shoes with jim in as owner and ann as admin, linked to Jim's Web; tea-house with no one in.
pub fn with_people() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.write_private("password", "walrus teapot 94 gravel\n");
        world.run("invite send --owners -c big-shoes").ok();
        accept(&mut world, "jim@bigshoes.example");
        world.run("invite send ann@bigshoes.example -c big-shoes -r admin").ok();
        accept(&mut world, "ann@bigshoes.example");
        world.run("link create -p jims-web -c big-shoes --as jim@bigshoes.example -m phone").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn a_slip_is_looked_at_and_taken_back() {
    let mut world = with_people();
    world.run("client edit big-shoes --plan pro --field region=north").ok();
    world.run("user edit ann@bigshoes.example -c big-shoes -r guest").ok();
    assert_snapshot!(world.run("undo -c big-shoes --dry-run"), @"
    $ partnerctl undo -c big-shoes --dry-run
    client_id  client_slug  audit_id  action     entity_id  email                 field        now      then                                                                                                                                           result
    ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100001-9  big-shoes          11  user.edit  usr_3      ann@bigshoes.example  role         guest    admin                                                                                                                                          would_be_undone
    C100001-9  big-shoes          11  user.edit  usr_3      ann@bigshoes.example  permissions  profile  profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings  would_be_undone
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Would take back `user edit` in big-shoes (C100001-9) (21 Nov 2026 09:00 UTC, audit 11).
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    assert_snapshot!(world.run("undo -c big-shoes"), @"
    $ partnerctl undo -c big-shoes
    usr_3
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Took back `user edit` in big-shoes (C100001-9) (21 Nov 2026 09:00 UTC, audit 11).
    note: role of ann@bigshoes.example from guest to admin
    note: permissions of ann@bigshoes.example: with contacts, products, products.manage, products.sso, domains, domains.manage, invoices, quotes, tickets, affiliates, emails, orders, users, settings
    hint: to do it again after all: `partnerctl undo -c big-shoes`
    --- exit 0
    ");
    assert_snapshot!(world.run("undo -c big-shoes --json"), @r#"
    $ partnerctl undo -c big-shoes --json
    [
    {"client_id":"C100001-9","client_slug":"big-shoes","audit_id":12,"action":"undo","entity_id":"usr_3","email":"ann@bigshoes.example","field":"role","now":"admin","then":"guest","result":"undone","still_enters":[]},
    {"client_id":"C100001-9","client_slug":"big-shoes","audit_id":12,"action":"undo","entity_id":"usr_3","email":"ann@bigshoes.example","field":"permissions","now":"profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings","then":"profile","result":"undone","still_enters":[]}
    ]
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Took back `undo` in big-shoes (C100001-9) (21 Nov 2026 09:00 UTC, audit 12).
    note: role of ann@bigshoes.example from admin to guest
    note: permissions of ann@bigshoes.example: without contacts, products, products.manage, products.sso, domains, domains.manage, invoices, quotes, tickets, affiliates, emails, orders, users, settings
    hint: to do it again after all: `partnerctl undo -c big-shoes`
    --- exit 0
    "#);
    assert_snapshot!(world.run("client log big-shoes --limit 3"), @"
    $ partnerctl client log big-shoes --limit 3
    21 Nov 2026 09:00 UTC  jane took back `undo`, audit 12: role of ann@bigshoes.example from admin to guest, permissions of ann@bigshoes.example: without contacts, products, products.manage, products.sso, domains, domains.manage, invoices, quotes, tickets, affiliates, emails, orders, users, settings
    21 Nov 2026 09:00 UTC  jane took back `user edit` usr_3, audit 11: role of ann@bigshoes.example from guest to admin, permissions of ann@bigshoes.example: with contacts, products, products.manage, products.sso, domains, domains.manage, invoices, quotes, tickets, affiliates, emails, orders, users, settings
    21 Nov 2026 09:00 UTC  jane changed the access of ann@bigshoes.example: role from admin to guest; permissions: without contacts, products, products.manage, products.sso, domains, domains.manage, invoices, quotes, tickets, affiliates, emails, orders, users, settings
    --- stderr
    hint: the list goes on: `partnerctl client log big-shoes --limit 3 --after 11`
    --- exit 0
    ");
}

#[test]
fn second_undo_repeats_the_change() {
    let mut world = with_people();
    world.run("client edit big-shoes --plan starter").ok();
    world.run("client edit big-shoes --plan pro").ok();
    let plan = |world: &World| world.sql("SELECT plan FROM client WHERE id = 100001");
    for wanted in ["starter", "pro", "starter"] {
        world.run("undo -c big-shoes").ok();
        assert_eq!(plan(&world), [wanted]);
    }
}

#[test]
fn colleagues_change_is_theirs_to_take_back() {
    let mut world = with_people();
    world.run("staff add ravi --name Ravi").ok();
    world.run("client edit big-shoes --plan pro").ok();
    world.account("ravi").run("client edit tea-house --plan pro").ok();
    assert_snapshot!(world.run("undo -c big-shoes"), @"
    $ partnerctl undo -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: you have changed nothing in big-shoes (C100001-9) that could be taken back
    hint: see who did with `partnerctl client log big-shoes`
    --- exit 4
    ");
    world.account("jane").run("undo -c big-shoes").ok();
}

#[test]
fn only_full_staff_widens_by_undo() {
    let mut world = with_people();
    world.run("staff add auditor --name Auditor --read-only").ok();
    world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world.account("auditor").run("undo -c big-shoes").fails(5);
    world.account("jane").run("undo -c big-shoes --as jim@bigshoes.example -m phone").fails(5);
    world.run("access check ann@bigshoes.example -c big-shoes --permission users").fails(5);
    world.run("undo -c big-shoes").ok();
    world.run("access check ann@bigshoes.example -c big-shoes --permission users").ok();
}

#[test]
fn undo_names_its_client_like_any_change() {
    let mut world = with_people();
    world.run("client edit big-shoes --slug large-shoes").ok();
    world.run("undo").fails(10);
    world.run("undo -c big-shoes").fails(14).says("retired slug");
    world.run("undo -c bigshoes.example").fails(2);
    world.var("PARTNERCTL_EXPECT_CLIENT", "tea-house").run("undo -c large-shoes").fails(12);
    world.no_var("PARTNERCTL_EXPECT_CLIENT").run("undo -c large-shoes").ok();
    // The slug that it had meanwhile is its own for ever, and no one else's.
    world.run("client show large-shoes").ok().says("retired slug");
    world.run("client add Others --slug large-shoes --owner o@others.example").fails(4);
}

/// A change that is named is taken back, whatever was done after it; and never another one.
#[test]
fn only_the_named_change_is_taken_back() {
    let mut world = with_people();
    world.run("staff add ravi --name Ravi").ok();
    let removed = world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    let command = printed_commands(&removed.err).into_iter().find(|command| command.contains("undo")).unwrap();
    world.run("client edit big-shoes --plan pro").ok();
    let number = command.rsplit(' ').next().unwrap().to_owned();
    for (account, line, code) in [
        ("ravi", format!("undo -c big-shoes --change {number}"), 3),
        ("jane", format!("undo -c tea-house --change {number}"), 3),
        ("jane", "undo -c big-shoes --change 9999".to_owned(), 3),
        ("jane", "undo -c big-shoes --change 0".to_owned(), 2),
    ] {
        let before = Content::of(&world);
        world.account(account).run(&line).fails(code);
        assert_eq!(Content::of(&world), before, "{line}");
    }
    world.account("jane").run(command.trim_start_matches("partnerctl ")).ok().says("Took back `user remove`");
    world.run("access check ann@bigshoes.example -c big-shoes --permission users").ok();
    assert_eq!(world.run("client show big-shoes --json").ok().json()["plan"], "pro");
    world.run(&format!("undo -c big-shoes --change {number}")).fails(4).says("was taken back already, by audit");
    world.run("undo -c big-shoes").ok().says("Took back `undo`");
}

/// A later change that was taken back itself is in the way no more; one that holds is, whatever was done around it.
#[test]
fn changes_are_taken_back_one_after_the_other() {
    let mut world = with_people();
    let edit = |world: &mut World, role: &str| {
        let line = format!("user edit ann@bigshoes.example -c big-shoes -r {role}");
        let done = world.run(&line).ok();
        let command = printed_commands(&done.err).into_iter().find(|command| command.contains("undo"));
        command.map_or_else(
            || world.sql("SELECT max(id) FROM audit").remove(0),
            |command| command.rsplit(' ').next().unwrap().to_owned(),
        )
    };
    let before = Content::of(&world);
    let (first, second) = (edit(&mut world, "manager"), edit(&mut world, "guest"));
    let undo = |number: &str| format!("undo -c big-shoes --change {number}");
    world.run(&undo(&first)).fails(4).says(&format!("changed again by audit {second}"));
    world.run(&undo(&second)).ok();
    let third = edit(&mut world, "supervisor");
    world.run(&undo(&first)).fails(4).says(&format!("changed again by audit {third}"));
    world.run(&undo(&third)).ok();
    world.run(&undo(&first)).ok();
    assert_eq!(before.differences(&Content::of(&world)), Vec::<String>::new());
    world.run(&undo(&first)).fails(4).says("was taken back already");
    // Done again, what was taken back with it holds again.
    world.run("undo -c big-shoes").ok().says("Took back `undo`");
    assert_eq!(world.sql("SELECT role FROM access_grant WHERE login_id = 3 AND client_id = 100001"), ["manager"]);
    world.run("audit verify").ok();
}
