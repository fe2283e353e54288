//! `access`: who can enter which client, by which way.

use insta::assert_snapshot;

use crate::support::World;

/// Two clients with prepared owners.
fn two_clients() -> World {
    let mut world = World::new();
    world
        .run("client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example --domain bigshoes.example")
        .ok();
    world.run("client add 'Tea House' --slug tea-house --owner tia@teahouse.example").ok();
    world
}

#[test]
fn who_is_prepared_only_cannot_enter_and_each_format_says_nobody() {
    let mut world = two_clients();
    assert_snapshot!(world.run("access list -c big-shoes"), @"
    $ partnerctl access list -c big-shoes
    --- stderr
    note: nobody can enter; `partnerctl user list` shows who is prepared or invited
    --- exit 0
    ");
    assert_snapshot!(world.run("access list -A --json"), @"
    $ partnerctl access list -A --json
    []
    --- stderr
    note: nobody can enter; `partnerctl user list` shows who is prepared or invited
    --- exit 0
    ");
    assert_snapshot!(world.run("access list --user jim@bigshoes.example --format ndjson"), @"
    $ partnerctl access list --user jim@bigshoes.example --format ndjson
    --- stderr
    note: nobody can enter; `partnerctl user list` shows who is prepared or invited
    --- exit 0
    ");
    assert_snapshot!(world.run("access list -c big-shoes --csv"), @"
    $ partnerctl access list -c big-shoes --csv
    client_id,client_slug,user_id,email,source,role,permissions,since,granted_by,until,ended_at,ended_by,last_login_at
    --- stderr
    note: nobody can enter; `partnerctl user list` shows who is prepared or invited
    --- exit 0
    ");
    assert_snapshot!(world.run("access check jim@bigshoes.example -c big-shoes --permission invoices"), @"
    $ partnerctl access check jim@bigshoes.example -c big-shoes --permission invoices
    jim@bigshoes.example may not enter big-shoes (C100001-9): the login is not active
    --- exit 5
    ");
}

#[test]
fn whose_access_is_wanted_is_said_exactly_once() {
    let mut world = two_clients();
    assert_snapshot!(world.run("access list"), @"
    $ partnerctl access list
    --- stderr
    error: whose access is wanted is not said
    hint: name one: `-c CLIENT`, `-p PARTNER`, `--user EMAIL`, or `-A` for all
    --- exit 10
    ");
    assert_snapshot!(world.run("access list -A -c big-shoes"), @"
    $ partnerctl access list -A -c big-shoes
    --- stderr
    error: give only one of -c, -p, --user and -A
    --- exit 2
    ");
    assert_snapshot!(world.run("access list --user nobody@bigshoes.example"), @"
    $ partnerctl access list --user nobody@bigshoes.example
    --- stderr
    error: nobody here is known as nobody@bigshoes.example
    hint: look the person up with `partnerctl client find WORD`
    --- exit 3
    ");
    assert_snapshot!(world.run("access check jim@bigshoes.example --permission invoices"), @"
    $ partnerctl access check jim@bigshoes.example --permission invoices
    --- stderr
    error: this command needs to be told the client
    hint: name it with `--client ID-OR-SLUG`; find it with `partnerctl client find WORD`
    --- exit 10
    ");
    assert_snapshot!(world.run("access check jim@bigshoes.example -c big-shoes"), @"
    $ partnerctl access check jim@bigshoes.example -c big-shoes
    --- stderr
    error: the following required arguments were not provided: --permission <PERMISSION>
    hint: usage: partnerctl access check --permission <PERMISSION> --client <REF> <EMAIL>
    --- exit 2
    ");
    assert_snapshot!(world.run("access check jim@bigshoes.example -c big-shoes --permission invoice"), @r#"
    $ partnerctl access check jim@bigshoes.example -c big-shoes --permission invoice
    --- stderr
    error: "invoice" is not a permission
    hint: did you mean `invoices`?
    hint: allowed are: profile, contacts, products, products.manage, products.sso, domains, domains.manage, invoices, quotes, tickets, affiliates, emails, orders, users, settings
    --- exit 2
    "#);
    assert_snapshot!(world.run("access check nobody@bigshoes.example -c big-shoes --permission invoices"), @"
    $ partnerctl access check nobody@bigshoes.example -c big-shoes --permission invoices
    --- stderr
    error: nobody here is known as nobody@bigshoes.example
    hint: look the person up with `partnerctl client find WORD`
    --- exit 3
    ");
}
