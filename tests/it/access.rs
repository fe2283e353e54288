//! `access`: who can enter which client, by which way.

use std::os::unix::fs::PermissionsExt;
use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::{Edge, Span, Zone, parse_instant};

use crate::support::{Frozen, World};

mod all_ways;
mod past;
mod reach_log;
mod replay;
mod why;

/// Two clients with prepared owners.
fn two_clients() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::new();
        world
            .run("client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example --domain bigshoes.example")
            .ok();
        world.run("client add 'Tea House' --slug tea-house --owner tia@teahouse.example").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn prepared_person_cannot_enter() {
    let mut world = two_clients();
    assert_snapshot!(world.run("access list -c big-shoes"), @"
    $ partnerctl access list -c big-shoes
    --- stderr
    note: no one has access in force; `partnerctl user list -c big-shoes` shows who is prepared or invited
    --- exit 0
    ");
    assert_snapshot!(world.run("access list -A --json"), @"
    $ partnerctl access list -A --json
    []
    --- stderr
    note: no one has access in force; `partnerctl user list -A` shows who is prepared or invited
    --- exit 0
    ");
    assert_snapshot!(world.run("access list --user jim@bigshoes.example --format ndjson"), @"
    $ partnerctl access list --user jim@bigshoes.example --format ndjson
    --- stderr
    note: no one has access in force; `partnerctl invite list --user jim@bigshoes.example` shows their invitations
    --- exit 0
    ");
    assert_snapshot!(world.run("access list -c big-shoes --csv"), @"
    $ partnerctl access list -c big-shoes --csv
    client_id,client_slug,user_id,email,source,role,permissions,since,granted_by,until,ended_at,ended_by,last_login_at
    --- stderr
    note: no one has access in force; `partnerctl user list -c big-shoes` shows who is prepared or invited
    --- exit 0
    ");
    assert_snapshot!(world.run("access check jim@bigshoes.example -c big-shoes --permission invoices"), @"
    $ partnerctl access check jim@bigshoes.example -c big-shoes --permission invoices
    jim@bigshoes.example may not enter big-shoes (C100001-9): the login was never activated
    --- exit 5
    ");
}

#[test]
fn access_subject_is_named_exactly_once() {
    let mut world = two_clients();
    assert_snapshot!(world.run("access list"), @"
    $ partnerctl access list
    --- stderr
    error: no client, partner or person given
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
    error: no one here is known as nobody@bigshoes.example
    hint: look the person up with `partnerctl client find WORD`
    --- exit 3
    ");
    assert_snapshot!(world.run("access check jim@bigshoes.example --permission invoices"), @"
    $ partnerctl access check jim@bigshoes.example --permission invoices
    --- stderr
    error: this command needs a client
    hint: name it with `--client ID-OR-SLUG`; find it with `partnerctl client find WORD`
    --- exit 10
    ");
    assert_snapshot!(world.run("access check jim@bigshoes.example -c big-shoes"), @"
    $ partnerctl access check jim@bigshoes.example -c big-shoes
    --- stderr
    error: missing: --permission PERMISSION
    hint: for example `partnerctl access check jim@bigshoes.example -c big-shoes --permission invoices`
    hint: usage: partnerctl access check EMAIL -c CLIENT --permission PERMISSION
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
    error: no one here is known as nobody@bigshoes.example
    hint: look the person up with `partnerctl client find WORD`
    --- exit 3
    ");
}

/// Jim owns big-shoes, Ann is its manager for 90 days, Tia owns tea-house. Jim's Web has Ravi, who reaches all its
/// clients, Mia, who does too but is restricted, and Zoe, who reaches tea-house alone. Big-shoes approved a request of
/// Jim's Web for 60 days; tea-house linked it by itself, and has made no dedicated user.
fn people() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        let password = world.write("password.txt", "correct horse battery staple ox");
        std::fs::set_permissions(&password, std::fs::Permissions::from_mode(0o600)).unwrap();
        for (address, client, more) in [
            ("jim@bigshoes.example", "big-shoes", ""),
            ("ann@bigshoes.example", "big-shoes", "-r manager --permissions invoices,tickets --for 90d"),
            ("tia@teahouse.example", "tea-house", ""),
        ] {
            let_in(&mut world, address, client, more);
        }
        let request = "link request -p jims-web --target big-shoes --permissions invoices,settings --for 60d";
        let link = world.run(request).ok().id();
        world.run(&format!("link approve {link} -c big-shoes --as jim@bigshoes.example -m phone")).ok();
        world.run("link create -p jims-web -c tea-house --as tia@teahouse.example -m phone").ok();
        for (name, more) in [("ravi", ""), ("mia", "--restricted"), ("zoe", "--clients tea-house")] {
            world
                .run(&format!(
                    "partner add-user {name}@jimsweb.example -p jims-web --first-name {name} --last-name Web \
                 --password-file password.txt {more}"
                ))
                .ok();
        }
        world.freeze()
    });
    FROZEN.thaw()
}

fn let_in(world: &mut World, address: &str, client: &str, more: &str) {
    world.run(&format!("invite send {address} -c {client} {more}")).ok();
    let code = world.code_for(address);
    world.stdin(code).run("invite accept --code-stdin --password-file password.txt").ok();
}

/// `client email source` of each row.
fn ways(world: &mut World, line: &str) -> Vec<String> {
    let run = world.run(&format!("access list {line} --csv --columns client_slug,email,source")).ok();
    run.out.lines().skip(1).map(|line| line.replace(',', " ")).collect()
}

#[test]
fn access_lists_by_client_person_and_partner() {
    let mut world = people();
    assert_snapshot!(world.run("access list -c big-shoes --columns email,source,role,since,granted_by,until"), @"
    $ partnerctl access list -c big-shoes --columns email,source,role,since,granted_by,until
    email                 source  role     since                  granted_by  until
    ───────────────────────────────────────────────────────────────────────────────────────────────
    jim@bigshoes.example  grant   owner    21 Nov 2026 09:00 UTC  jane
    ann@bigshoes.example  grant   manager  21 Nov 2026 09:00 UTC  jane        19 Feb 2027 09:00 UTC
    ravi@jimsweb.example  lnk_1            21 Nov 2026 09:00 UTC  jane        20 Jan 2027 09:00 UTC
    mia@jimsweb.example   lnk_1            21 Nov 2026 09:00 UTC  jane        20 Jan 2027 09:00 UTC
    --- exit 0
    ");
    assert_snapshot!(world.run("access list --user ann@bigshoes.example"), @"
    $ partnerctl access list --user ann@bigshoes.example
    client_id  client_slug  user_id  email                 source  role     permissions       since                  granted_by  until                  ended_at  ended_by  last_login_at
    ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100001-9  big-shoes    usr_3    ann@bigshoes.example  grant   manager  invoices tickets  21 Nov 2026 09:00 UTC  jane        19 Feb 2027 09:00 UTC                      21 Nov 2026 09:00 UTC
    --- exit 0
    ");
    assert_snapshot!(world.run("access list --user ann@bigshoes.example --json"), @r#"
    $ partnerctl access list --user ann@bigshoes.example --json
    [
    {"client_id":"C100001-9","client_slug":"big-shoes","user_id":"usr_3","email":"ann@bigshoes.example","source":"grant","role":"manager","permissions":["invoices","tickets"],"since":"2026-11-21T09:00:08.000Z","granted_by":"jane","until":"2027-02-19T09:00:07.000Z","ended_at":null,"ended_by":null,"last_login_at":"2026-11-21T09:00:08.000Z"}
    ]
    --- exit 0
    "#);
    assert_snapshot!(world.run("access list -p jims-web --csv"), @"
    $ partnerctl access list -p jims-web --csv
    client_id,client_slug,user_id,email,source,role,permissions,since,granted_by,until,ended_at,ended_by,last_login_at
    C100001-9,big-shoes,usr_4,ravi@jimsweb.example,lnk_1,,invoices settings,2026-11-21T09:00:14.000Z,jane,2027-01-20T09:00:12.000Z,,,
    C100001-9,big-shoes,usr_5,mia@jimsweb.example,lnk_1,,invoices,2026-11-21T09:00:15.000Z,jane,2027-01-20T09:00:12.000Z,,,
    --- exit 0
    ");
    assert_snapshot!(world.run("access list -A --csv"), @"
    $ partnerctl access list -A --csv
    client_id,client_slug,user_id,email,source,role,permissions,since,granted_by,until,ended_at,ended_by,last_login_at
    C100001-9,big-shoes,usr_1,jim@bigshoes.example,grant,owner,profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings,2026-11-21T09:00:06.000Z,jane,,,,2026-11-21T09:00:06.000Z
    C100001-9,big-shoes,usr_3,ann@bigshoes.example,grant,manager,invoices tickets,2026-11-21T09:00:08.000Z,jane,2027-02-19T09:00:07.000Z,,,2026-11-21T09:00:08.000Z
    C100001-9,big-shoes,usr_4,ravi@jimsweb.example,lnk_1,,invoices settings,2026-11-21T09:00:14.000Z,jane,2027-01-20T09:00:12.000Z,,,
    C100001-9,big-shoes,usr_5,mia@jimsweb.example,lnk_1,,invoices,2026-11-21T09:00:15.000Z,jane,2027-01-20T09:00:12.000Z,,,
    C100002-4,tea-house,usr_2,tia@teahouse.example,grant,owner,profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings,2026-11-21T09:00:10.000Z,jane,,,,2026-11-21T09:00:10.000Z
    --- exit 0
    ");
    assert_snapshot!(world.run("access list -A --format ndjson --columns client_slug,email,source"), @r#"
    $ partnerctl access list -A --format ndjson --columns client_slug,email,source
    {"client_slug":"big-shoes","email":"jim@bigshoes.example","source":"grant"}
    {"client_slug":"big-shoes","email":"ann@bigshoes.example","source":"grant"}
    {"client_slug":"big-shoes","email":"ravi@jimsweb.example","source":"lnk_1"}
    {"client_slug":"big-shoes","email":"mia@jimsweb.example","source":"lnk_1"}
    {"client_slug":"tea-house","email":"tia@teahouse.example","source":"grant"}
    --- exit 0
    "#);
}

/// S1.5: one list has every account that a person can enter, their own and those of others.
#[test]
fn one_list_has_every_account_of_a_person() {
    let mut world = people();
    let_in(&mut world, "jim@bigshoes.example", "tea-house", "-r guest");
    let both = ["big-shoes jim@bigshoes.example grant", "tea-house jim@bigshoes.example grant"];
    assert_eq!(ways(&mut world, "--user jim@bigshoes.example"), both);
    assert_eq!(ways(&mut world, "--user jim@bigshoes.example --as jim@bigshoes.example"), both);
}

#[test]
fn grant_and_link_are_two_ways_in() {
    let mut world = people();
    let_in(&mut world, "ravi@jimsweb.example", "big-shoes", "-r guest");
    assert_eq!(
        ways(&mut world, "--user ravi@jimsweb.example"),
        ["big-shoes ravi@jimsweb.example grant", "big-shoes ravi@jimsweb.example lnk_1"]
    );
    // What Ravi holds by himself is not the partner's.
    assert_eq!(
        ways(&mut world, "-p jims-web"),
        ["big-shoes ravi@jimsweb.example lnk_1", "big-shoes mia@jimsweb.example lnk_1"]
    );
    for permission in ["profile", "invoices", "settings"] {
        world.run(&format!("access check ravi@jimsweb.example -c big-shoes --permission {permission}")).ok();
    }
    world.run("access check ravi@jimsweb.example -c big-shoes --permission users").fails(5);
    for (permission, by) in [("profile", "own_grant"), ("settings", "link"), ("users", "permission")] {
        let check = format!("access check ravi@jimsweb.example -c big-shoes --permission {permission} --json");
        assert_eq!(world.run(&check).json()["decided_by"], by, "{permission}");
    }
}

#[test]
fn access_ends_at_its_instant() {
    for (address, span) in [("ann@bigshoes.example", Span::days(90)), ("ravi@jimsweb.example", Span::days(60))] {
        let mut world = people();
        let row = world.run(&format!("access list --user {address} --json")).ok().json();
        let until = parse_instant(row[0]["until"].as_str().unwrap(), &Zone::utc(), Edge::Start).unwrap();
        assert!(until + Span::MINUTE > world.now() + span, "{until}");
        let check = format!("access check {address} -c big-shoes --permission invoices");
        world.next_at(until - Span::from_ms(1));
        world.run(&check).ok();
        world.next_at(until);
        world.run(&check).fails(5);
        assert!(ways(&mut world, &format!("--user {address}")).is_empty());
    }
}

#[test]
fn check_answers_by_exit_code_and_one_line() {
    let mut world = people();
    assert_snapshot!(world.run("access check jim@bigshoes.example -c big-shoes --permission users"), @"
    $ partnerctl access check jim@bigshoes.example -c big-shoes --permission users
    jim@bigshoes.example may use users in big-shoes (C100001-9): the person's own grant as owner is active
    --- exit 0
    ");
    assert_snapshot!(world.run("access check ann@bigshoes.example -c big-shoes --permission users"), @"
    $ partnerctl access check ann@bigshoes.example -c big-shoes --permission users
    ann@bigshoes.example may enter big-shoes (C100001-9), but may not use users: they have invoices, tickets
    --- exit 5
    ");
    assert_snapshot!(world.run("access check ravi@jimsweb.example -c big-shoes --permission settings"), @"
    $ partnerctl access check ravi@jimsweb.example -c big-shoes --permission settings
    ravi@jimsweb.example may use settings in big-shoes (C100001-9): lnk_1 is linked, with a term until 20 Jan 2027 09:00 UTC
    --- exit 0
    ");
    assert_snapshot!(world.run("access check mia@jimsweb.example -c big-shoes --permission settings"), @"
    $ partnerctl access check mia@jimsweb.example -c big-shoes --permission settings
    mia@jimsweb.example may enter big-shoes (C100001-9), but may not use settings: restricted: as a partner user the person has no `settings`
    --- exit 5
    ");
    assert_snapshot!(world.run("access check zoe@jimsweb.example -c big-shoes --permission invoices"), @"
    $ partnerctl access check zoe@jimsweb.example -c big-shoes --permission invoices
    zoe@jimsweb.example may not enter big-shoes (C100001-9): the person's scope is other clients of the partner
    --- exit 5
    ");
    assert_snapshot!(world.run("access check ravi@jimsweb.example -c tea-house --permission invoices"), @"
    $ partnerctl access check ravi@jimsweb.example -c tea-house --permission invoices
    ravi@jimsweb.example may not enter tea-house (C100002-4): the client created the link, and has made no dedicated user yet
    --- exit 5
    ");
    assert_snapshot!(world.run("access check tia@teahouse.example -c big-shoes --permission invoices"), @"
    $ partnerctl access check tia@teahouse.example -c big-shoes --permission invoices
    tia@teahouse.example may not enter big-shoes (C100001-9): the person has no grant of their own here
    --- exit 5
    ");
    assert_snapshot!(world.run("access check jim@bigshoes.example -c big-shoes --permission users --quiet"), @"
    $ partnerctl access check jim@bigshoes.example -c big-shoes --permission users --quiet
    --- exit 0
    ");
    assert_snapshot!(world.run("access check tia@teahouse.example -c big-shoes --permission users --quiet"), @"
    $ partnerctl access check tia@teahouse.example -c big-shoes --permission users --quiet
    --- exit 5
    ");
    assert_snapshot!(world.run("access check ravi@jimsweb.example -c big-shoes --permission invoices --json"), @r#"
    $ partnerctl access check ravi@jimsweb.example -c big-shoes --permission invoices --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "email": "ravi@jimsweb.example",
      "permission": "invoices",
      "allowed": true,
      "decided_by": "link",
      "role": null,
      "permissions": ["invoices","settings"],
      "until": "2027-01-20T09:00:12.000Z"
    }
    --- exit 0
    "#);
    assert_snapshot!(world.run("access check ann@bigshoes.example -c big-shoes --permission users --csv"), @"
    $ partnerctl access check ann@bigshoes.example -c big-shoes --permission users --csv
    client_id,client_slug,email,permission,allowed,decided_by,role,permissions,until
    C100001-9,big-shoes,ann@bigshoes.example,users,false,permission,manager,invoices tickets,2027-02-19T09:00:07.000Z
    --- exit 5
    ");
}

#[test]
fn list_and_check_agree_everywhere() {
    let mut world = people();
    let_in(&mut world, "zoe@jimsweb.example", "big-shoes", "-r guest");
    let listed = ways(&mut world, "-A");
    let mut allowed = 0;
    for address in world.sql("SELECT email FROM login ORDER BY id") {
        for client in ["big-shoes", "tea-house"] {
            let check = world.run(&format!("access check {address} -c {client} --permission profile --json"));
            let record = check.json();
            assert_eq!(check.code == 0, record["allowed"] == true, "{check}");
            let enters = record["permissions"].as_array().is_some_and(|permissions| !permissions.is_empty());
            let is_listed = listed.iter().any(|way| way.starts_with(&format!("{client} {address} ")));
            assert_eq!(enters, is_listed, "{check}");
            let by_person = ways(&mut world, &format!("--user {address}"));
            assert_eq!(by_person.iter().any(|way| way.starts_with(&format!("{client} "))), is_listed, "{address}");
            allowed += usize::from(is_listed);
        }
    }
    assert_eq!(allowed, 6, "{listed:?}");
}

#[test]
fn looking_leaves_no_trace_in_the_audit() {
    let mut world = people();
    let before = world.sql("SELECT max(id) FROM audit");
    world.run("access check tia@teahouse.example -c big-shoes --permission invoices").fails(5);
    world.run("access list -A").ok();
    assert_eq!(world.sql("SELECT max(id) FROM audit"), before);
}

#[test]
fn access_shows_only_what_concerns_the_reader() {
    let mut world = people();
    for (line, code) in [
        ("access list -c big-shoes --as jim@bigshoes.example", 0),
        ("access list -c tea-house --as jim@bigshoes.example", 3),
        ("access list -c big-shoes --as ann@bigshoes.example", 5),
        ("access list -c big-shoes --as ravi@jimsweb.example", 5),
        ("access list --user ann@bigshoes.example --as ann@bigshoes.example", 0),
        ("access list --user jim@bigshoes.example --as ann@bigshoes.example", 5),
        ("access list -p jims-web --as ravi@jimsweb.example", 0),
        ("access list -p jims-web --as jim@bigshoes.example", 3),
        ("access list -A --as jim@bigshoes.example", 5),
        ("access check ann@bigshoes.example -c big-shoes --permission tickets --as jim@bigshoes.example", 0),
        ("access check ann@bigshoes.example -c big-shoes --permission tickets --as ann@bigshoes.example", 0),
        ("access check jim@bigshoes.example -c big-shoes --permission tickets --as ann@bigshoes.example", 5),
        ("access check tia@teahouse.example -c tea-house --permission tickets --as jim@bigshoes.example", 3),
    ] {
        let run = world.run(line);
        assert_eq!(run.code, code, "{run}");
    }
    assert!(ways(&mut world, "-p jims-web --as zoe@jimsweb.example").is_empty(), "Zoe reaches tea-house alone");
}

#[test]
fn owner_learns_nothing_of_other_accounts() {
    let mut world = people();
    let mut answer = |address: &str| {
        let run =
            world.run(&format!("access check {address} -c big-shoes --permission tickets --as jim@bigshoes.example"));
        (run.code, run.out.replace(address, "X"), run.err)
    };
    assert_eq!(answer("tia@teahouse.example"), answer("nobody@teahouse.example"));
}
