//! `partner edit-user`: name, reach and term of a user of a partner.

use std::sync::LazyLock;

use insta::assert_snapshot;

use super::{add, enters, linked};
use crate::support::{Frozen, World};

const PETE: &str = "partner edit-user pete@jimsweb.example -p jims-web";

/// Ann reaches all, pete only big-shoes.
fn with_pete() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = linked();
        add(&mut world, "pete", "--clients big-shoes");
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn edit_holds_at_once() {
    let mut world = with_pete();
    assert_snapshot!(world.run(&format!("{PETE} --last-name Webb --restricted --for 90d --clients tea-house")), @"
    $ partnerctl partner edit-user pete@jimsweb.example -p jims-web --last-name Webb --restricted --for 90d --clients tea-house
    usr_4
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from --clients]
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the clients assigned so far]
    Changed pete@jimsweb.example of jims-web
    Reaches 1 client now (tea-house), of 1 chosen.
    Reached from now on: 1 client (tea-house).
    No longer reached: 1 client (big-shoes).
    Settings are closed to them in every client.
    Their term ends at 19 Feb 2027 09:00 UTC (2027-02-19T09:00:15.000Z).
    --- exit 0
    ");
    assert!(!enters(&mut world, "pete@jimsweb.example", "big-shoes", "profile"));
    assert!(enters(&mut world, "pete@jimsweb.example", "tea-house", "profile"));
    assert!(!enters(&mut world, "pete@jimsweb.example", "tea-house", "settings"));
    assert_snapshot!(world.run(&format!("{PETE} --no-restricted --no-until --scope all --json")), @r#"
    $ partnerctl partner edit-user pete@jimsweb.example -p jims-web --no-restricted --no-until --scope all --json
    {
      "partner": "jims-web",
      "user_id": "usr_4",
      "email": "pete@jimsweb.example",
      "first_name": "pete",
      "last_name": "Webb",
      "active": true,
      "restricted": false,
      "must_change_password": false,
      "scope": "all",
      "clients": [],
      "until": null,
      "last_login_at": null,
      "result": "updated",
      "reaches": 2,
      "gained": 1,
      "lost": 0,
      "still_enters": []
    }
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from their reach]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from the clients assigned so far]
    Changed pete@jimsweb.example of jims-web
    Reaches 2 clients now (big-shoes, tea-house) and every client linked later.
    Reached from now on: 1 client (big-shoes).
    Settings are open to them, as far as their permissions go.
    Their term has no end.
    --- exit 0
    "#);
    assert!(enters(&mut world, "pete@jimsweb.example", "big-shoes", "settings"));
    assert_eq!(world.sql("SELECT state FROM assignment ORDER BY client_id"), ["taken", "taken"]);
    assert_snapshot!(world.run("partner list-users -p jims-web --csv"), @"
    $ partnerctl partner list-users -p jims-web --csv
    partner,user_id,email,first_name,last_name,active,restricted,must_change_password,scope,clients,until,last_login_at
    jims-web,usr_3,ann@jimsweb.example,Ann,Lee,true,false,false,all,,,
    jims-web,usr_4,pete@jimsweb.example,pete,Webb,true,false,false,all,,,
    --- exit 0
    ");
    assert_snapshot!(world.sql("SELECT details FROM audit WHERE action = 'partner.edit-user' ORDER BY id").join("\n"), @r#"
    {"partner":"ptn_1","email":"pete@jimsweb.example","name":"pete Webb","name_before":"pete Web","restricted":"yes","restricted_before":"no","until":"2027-02-19T09:00:15.000Z","until_before":"no end","clients":"tea-house","clients_before":"big-shoes"}
    {"partner":"ptn_1","email":"pete@jimsweb.example","restricted":"no","restricted_before":"yes","scope":"all","scope_before":"clients","until":"no end","until_before":"2027-02-19T09:00:15.000Z","clients":"","clients_before":"tea-house"}
    "#);
}

#[test]
fn the_same_again_is_unchanged() {
    let mut world = with_pete();
    let line = format!("{PETE} --restricted --clients big-shoes --first-name Pete --until 2027-01-31");
    world.run(&line).ok();
    let before = world.sql("SELECT version FROM partner_user UNION ALL SELECT version FROM assignment");
    assert_snapshot!(world.run(&line), @"
    $ partnerctl partner edit-user pete@jimsweb.example -p jims-web --restricted --clients big-shoes --first-name Pete --until 2027-01-31
    usr_4
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --clients]
    pete@jimsweb.example of jims-web is just so already.
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT version FROM partner_user UNION ALL SELECT version FROM assignment"), before);
    assert_eq!(world.sql("SELECT outcome FROM audit ORDER BY id DESC LIMIT 1"), ["unchanged"]);
}

#[test]
fn several_clients_are_counted_first() {
    let mut world = with_pete();
    let both = format!("{PETE} --clients big-shoes,tea-house");
    world.run(&format!("{both} --expect-clients 3")).fails(8).says("is to reach 2 clients, and no other");
    world.answers(&["1"]).run(&both).fails(8);
    world.answers(&["2"]).run(&both).ok().says("Reaches 2 clients now (big-shoes, tea-house), of 2 chosen.");
    // One client needs no number, and a script that names each may leave it out.
    world.answers(&[]).run(&format!("{PETE} --clients tea-house")).ok();
    world.run(&both).ok();
    world.run(&format!("{PETE} --no-clients")).ok().says("Reaches no client.");
}

#[test]
fn bad_input_is_refused_with_what_would_do() {
    let mut world = with_pete();
    world.run(PETE).fails(2).says("nothing is to be changed");
    world.run(&format!("{PETE} --scope some")).fails(2).says("all");
    world.run(&format!("{PETE} --scope all --clients big-shoes")).fails(2);
    world.run(&format!("{PETE} --restricted --no-restricted")).fails(2);
    world.run(&format!("{PETE} --until 2026-11-20")).fails(2).says("is over already");
    world.run(&format!("{PETE} --for 800d")).fails(2).says("two years");
    world.run(&format!("{PETE} --until 2027-01-01 --no-until")).fails(2);
    world.run("client add Elsewhere --slug elsewhere --owner e@elsewhere.example").ok();
    assert_snapshot!(world.run(&format!("{PETE} --clients elsewhere")), @"
    $ partnerctl partner edit-user pete@jimsweb.example -p jims-web --clients elsewhere
    --- stderr
    ▸ elsewhere  C100003-5  Elsewhere  [from --clients]
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the clients assigned so far]
    error: elsewhere (C100003-5) is no client of jims-web (ptn_1): not associated, no link, and no request that waits
    hint: request it with `partnerctl link request -p jims-web --target elsewhere`
    --- exit 4
    ");
    assert_snapshot!(world.run("partner edit-user jim@bigshoes.example -p jims-web --restricted"), @"
    $ partnerctl partner edit-user jim@bigshoes.example -p jims-web --restricted
    --- stderr
    error: jim@bigshoes.example is no user of jims-web (ptn_1)
    hint: see its users with `partnerctl partner list-users -p jims-web`
    --- exit 3
    ");
    world.run("partner edit-user nobody@else.example -p jims-web --restricted").fails(3);
    world.run("partner edit-user pete@jimsweb.example -p no-such --restricted").fails(3);
}

/// S4.3, S4.4: colleagues whose reach takes in the person's, before and after; never managers of clients.
#[test]
fn colleague_changes_only_narrower_reach() {
    let mut world = with_pete();
    add(&mut world, "rita", "--clients big-shoes --restricted");
    add(&mut world, "theo", "--clients tea-house");
    let edit = |who: &str, what: &str, by: &str| {
        format!("partner edit-user {who}@jimsweb.example -p jims-web {what} --as {by}@jimsweb.example -m phone -n")
    };
    for (who, what, by, code) in [
        ("pete", "--first-name P", "ann", 0),
        ("pete", "--scope all", "ann", 0),
        ("rita", "--first-name R", "pete", 0),
        ("rita", "--no-restricted", "pete", 0),
        ("rita", "--scope all", "pete", 5),
        ("ann", "--first-name A", "pete", 5),
        ("ann", "--clients big-shoes", "pete", 5),
        // Theo reaches another client: within pete's reach afterwards, and not before.
        ("theo", "--clients big-shoes", "pete", 5),
        ("pete", "--restricted", "rita", 5),
        ("rita", "--no-restricted", "rita", 5),
        ("ann", "--first-name A", "ann", 5),
        ("pete", "--clients tea-house", "theo", 5),
    ] {
        world.run(&edit(who, what, by)).fails(code);
    }
    super::join(&mut world, "max@bigshoes.example", "big-shoes", "manager");
    for by in ["max@bigshoes.example", "jim@bigshoes.example"] {
        world.run(&format!("{PETE} --restricted --as {by} -m phone")).fails(5);
        world
            .run(&format!(
                "partner assign-clients pete@jimsweb.example -p jims-web --clients big-shoes --as {by} -m phone"
            ))
            .fails(5);
    }
    assert_snapshot!(world.run(&edit("rita", "--scope all", "pete")), @"
    $ partnerctl partner edit-user rita@jimsweb.example -p jims-web --scope all --as pete@jimsweb.example -m phone -n
    --- stderr
    error: pete@jimsweb.example may not `partner edit-user`: the person would reach, or reaches, further than they do
    hint: support may do it without `--as`
    hint: name clients of their own with `--clients A,B`, or none with `--no-clients`
    --- exit 5
    ");
}

/// What an owner reads in the client's log names no other client.
#[test]
fn client_log_shows_no_other_client() {
    let mut world = with_pete();
    world.run(&format!("{PETE} --clients big-shoes,tea-house")).ok();
    let log = "client log tea-house --format ndjson --columns action,details --limit 1";
    assert_snapshot!(world.run(log).out, @r#"{"action":"partner.edit-user","details":{"partner":"ptn_1","email":"pete@jimsweb.example","clients":"big-shoes tea-house","clients_before":"big-shoes"}}"#);
    assert_snapshot!(world.run(&format!("{log} --as tia@teahouse.example")).out, @r#"{"action":"partner.edit-user","details":{"partner":"ptn_1","email":"pete@jimsweb.example"}}"#);
}

/// What was typed by mistake may be about another client: a refusal is shown to users without it.
#[test]
fn client_log_hides_details_of_a_refusal() {
    let mut world = with_pete();
    world.run("invite cancel inv_99 tia@teahouse.example -c big-shoes").fails(3);
    let staff = world.run("client log big-shoes --limit 1").ok().prints("tia@teahouse.example");
    assert!(staff.out.contains("inv_99"), "{staff}");
    for line in ["client log big-shoes --limit 1", "client log big-shoes --limit 1 --json"] {
        let run = world.run(&format!("{line} --as jim@bigshoes.example")).ok();
        assert!(run.out.contains("invite cancel") || run.out.contains("invite.cancel"), "{run}");
        for word in ["teahouse", "inv_99", "there is no"] {
            assert!(!run.out.contains(word), "{word}: {run}");
        }
    }
}
