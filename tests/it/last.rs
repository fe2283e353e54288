//! `last`: one's own last commands, and how to take each back.

use std::sync::LazyLock;

use insta::assert_snapshot;

use crate::support::{Frozen, World};
use crate::undo::with_people;

/// A day at the desk: something undoable, something mailed, something refused, something of a colleague.
fn a_day() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = with_people();
        world.run("staff add ravi --name Ravi").ok();
        world.run("client edit big-shoes --plan pro").ok();
        world.run("client edit big-shoes --plan starter").ok();
        world.run("invite send max@else.example -c tea-house -r guest").ok();
        world.run("user remove nobody@else.example -c tea-house --confirm tea-house").fails(3);
        world.account("ravi").run("client edit tea-house --plan pro").ok();
        world.account("jane");
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn commands_are_listed_with_the_way_back() {
    let mut world = a_day();
    assert_snapshot!(world.run("last 6 --all --columns client_slug,audit_id,outcome,what,take_back"), @"
    $ partnerctl last 6 --all --columns client_slug,audit_id,outcome,what,take_back
    client_slug  audit_id  outcome  what                                                                                                                                         take_back
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    tea-house          14  refused  jane was refused `user remove nobody@else.example -c tea-house --confirm tea-house`: nobody@else.example is no one in tea-house (C100002-4)
    tea-house          13  done     jane invited max@else.example as guest by inv_3                                                                                              partnerctl invite cancel inv_3 -c tea-house
    big-shoes          12  done     jane changed the client: plan from pro to starter                                                                                            partnerctl undo -c big-shoes --change 12
    big-shoes          11  done     jane changed the client: plan to pro                                                                                                         partnerctl client edit big-shoes --no-plan
                       10  done     jane registered ravi as staff, full                                                                                                          partnerctl staff remove ravi
    big-shoes           9  done     jane for jim@bigshoes.example linked jims-web by lnk_1, saying “phone”; it is linked now                                                     partnerctl link remove lnk_1 -c big-shoes
    --- stderr
    hint: the list goes on: `partnerctl last 6 --all --columns client_slug,audit_id,outcome,what,take_back --after 9`
    --- exit 0
    ");
    assert_snapshot!(world.run("last 2 --json"), @r#"
    $ partnerctl last 2 --json
    [
    {"client_id":"C100002-4","client_slug":"tea-house","audit_id":13,"at":"2026-11-21T09:00:13.000Z","action":"invite.send","entity_id":"inv_3","outcome":"done","what":"jane invited max@else.example as guest by inv_3","take_back":"partnerctl invite cancel inv_3 -c tea-house"},
    {"client_id":"C100001-9","client_slug":"big-shoes","audit_id":12,"at":"2026-11-21T09:00:12.000Z","action":"client.edit","entity_id":"C100001-9","outcome":"done","what":"jane changed the client: plan from pro to starter","take_back":"partnerctl undo -c big-shoes --change 12"}
    ]
    --- stderr
    hint: the list goes on: `partnerctl last 2 --json --after 12`
    --- exit 0
    "#);
    assert_snapshot!(world.run("last 1 --csv"), @"
    $ partnerctl last 1 --csv
    client_id,client_slug,audit_id,at,action,entity_id,outcome,what,take_back
    C100002-4,tea-house,13,2026-11-21T09:00:13.000Z,invite.send,inv_3,done,jane invited max@else.example as guest by inv_3,partnerctl invite cancel inv_3 -c tea-house
    --- stderr
    hint: the list goes on: `partnerctl last 1 --csv --after 13`
    --- exit 0
    ");
    assert_snapshot!(world.run("last 2 --format ndjson"), @r#"
    $ partnerctl last 2 --format ndjson
    {"client_id":"C100002-4","client_slug":"tea-house","audit_id":13,"at":"2026-11-21T09:00:13.000Z","action":"invite.send","entity_id":"inv_3","outcome":"done","what":"jane invited max@else.example as guest by inv_3","take_back":"partnerctl invite cancel inv_3 -c tea-house"}
    {"client_id":"C100001-9","client_slug":"big-shoes","audit_id":12,"at":"2026-11-21T09:00:12.000Z","action":"client.edit","entity_id":"C100001-9","outcome":"done","what":"jane changed the client: plan from pro to starter","take_back":"partnerctl undo -c big-shoes --change 12"}
    --- stderr
    hint: the list goes on: `partnerctl last 2 --format ndjson --after 12`
    --- exit 0
    "#);
}

#[test]
fn ten_of_ones_own_by_default() {
    let mut world = a_day();
    let rows = |world: &mut World, line: &str| world.run(line).ok().json().as_array().unwrap().clone();
    assert_eq!(rows(&mut world, "last --json").len(), 10);
    assert_eq!(rows(&mut world, "last 3 --json").len(), 3);
    let of_ravi = rows(world.account("ravi"), "last --json");
    assert_eq!(of_ravi.len(), 1);
    assert_eq!(of_ravi[0]["take_back"], "partnerctl undo -c tea-house --change 15");
    world.run("last 0").fails(2);
}

#[test]
fn last_says_so_where_nothing_was_done() {
    let mut world = World::new();
    world.run("staff add auditor --name Auditor --read-only").ok();
    assert_snapshot!(world.account("auditor").run("last"), @"
    $ partnerctl last
    --- stderr
    note: you have changed nothing; `partnerctl last --all` lists what was refused too
    --- exit 0
    ");
    assert_snapshot!(world.run("last --json"), @"
    $ partnerctl last --json
    []
    --- stderr
    note: you have changed nothing; `partnerctl last --all` lists what was refused too
    --- exit 0
    ");
    assert_snapshot!(world.run("last --csv"), @"
    $ partnerctl last --csv
    client_id,client_slug,audit_id,at,action,entity_id,outcome,what,take_back
    --- stderr
    note: you have changed nothing; `partnerctl last --all` lists what was refused too
    --- exit 0
    ");
}

/// The way back that is offered is the way back: followed, the next row offers the undo of that.
#[test]
fn suggested_way_back_works() {
    let mut world = a_day();
    let offered = |world: &mut World, nth: usize| {
        let rows = world.run("last --all --json").ok().json();
        rows[nth]["take_back"].as_str().map(|line| line.trim_start_matches("partnerctl ").to_owned())
    };
    assert_eq!(offered(&mut world, 0), None, "what was refused needs no way back");
    let invited = offered(&mut world, 1).unwrap();
    assert_eq!(invited, "invite cancel inv_3 -c tea-house");
    world.run(&invited).ok();
    let cancelled = offered(&mut world, 0).unwrap();
    assert_eq!(cancelled, "undo -c tea-house --change 16");
    world.run(&cancelled).ok();
    assert_eq!(offered(&mut world, 0).unwrap(), "undo -c tea-house --change 17");
}

/// A change of two clients names none, and is in the way of undoing what was before it.
#[test]
fn what_touched_two_clients_names_none() {
    let mut world = with_people();
    world.run("client edit big-shoes --domain teahouse.example --allow-similar C100002-4").ok();
    let row = world.run("last 1 --json").ok().json()[0].clone();
    assert_eq!((&row["client_id"], &row["client_slug"]), (&serde_json::Value::Null, &serde_json::Value::Null));
    assert_eq!(row["action"], "client.edit");
}

/// What was done last selects nothing: the next change must name its client as ever.
#[test]
fn it_selects_no_client() {
    let mut world = a_day();
    world.run("last").ok();
    world.run("undo").fails(10);
    world.run("last -c big-shoes").fails(2);
}

#[test]
fn people_read_the_way_back_below() {
    let mut world = a_day();
    assert_snapshot!(world.run("last 3"), @"
    $ partnerctl last 3
    21 Nov 2026 09:00 UTC  tea-house (C100002-4): jane invited max@else.example as guest by inv_3
        take back: partnerctl invite cancel inv_3 -c tea-house
    21 Nov 2026 09:00 UTC  big-shoes (C100001-9): jane changed the client: plan from pro to starter
        take back: partnerctl undo -c big-shoes --change 12
    21 Nov 2026 09:00 UTC  big-shoes (C100001-9): jane changed the client: plan to pro
        take back: partnerctl client edit big-shoes --no-plan
    --- stderr
    hint: the list goes on: `partnerctl last 3 --after 11`
    --- exit 0
    ");
}

/// The way back is given to someone who has another address by now.
#[test]
fn way_back_names_the_new_address() {
    let mut world = World::with_story();
    world.run("user add tim@bigshoes.example -c big-shoes -r manager").ok();
    world.run("invite send sue@bigshoes.example -c big-shoes -r manager").ok();
    world.run("invite cancel sue@bigshoes.example -c big-shoes").ok();
    world.run("user rename tim@bigshoes.example tom@bigshoes.example").ok();
    world.run("user rename sue@bigshoes.example susan@bigshoes.example").ok();
    let rows = world.run("last --json").ok().json();
    let ways: Vec<&str> = rows.as_array().unwrap().iter().filter_map(|row| row["take_back"].as_str()).collect();
    assert!(ways.iter().all(|way| !way.contains("tim@") && !way.contains("sue@")), "{ways:?}");
    let way = ways.iter().find(|way| way.contains("tom@bigshoes.example")).unwrap();
    world.run(&format!("{} -n", way.trim_start_matches("partnerctl "))).ok().says("tom@bigshoes.example");
    assert!(ways.iter().any(|way| way.contains("susan@bigshoes.example")), "{ways:?}");
}

/// The way back of a correction names the invitation that is open now, and nothing leads to the address that was wrong.
#[test]
fn corrected_address_is_not_offered() {
    let mut world = with_people();
    world.run("invite send max@else.exmple -c big-shoes -r guest").ok();
    world.run("invite resend inv_3 -c big-shoes --to max@else.example").ok();
    let rows = world.run("last --json").ok().json();
    let ways: Vec<&str> = rows.as_array().unwrap().iter().filter_map(|row| row["take_back"].as_str()).collect();
    assert_eq!(ways[0], "partnerctl invite cancel inv_4 -c big-shoes");
    assert!(ways.iter().all(|way| !way.contains("inv_3") && !way.contains("exmple")), "{ways:?}");
    let refused = world.run("invite cancel inv_3 -c big-shoes").fails(4);
    refused.says_not("invite send").says("invite list -c C100001-9");
    let refused = world.run("invite resend inv_3 -c big-shoes").fails(4);
    refused.says_not("invite send").says_not("exmple`");
}

#[test]
fn what_ended_offers_no_way_back() {
    let mut world = with_people();
    let offers = |world: &mut World, words: &str| {
        let rows = world.run("last 30 --json").ok().json();
        rows.as_array().unwrap().iter().any(|row| row["take_back"].as_str().is_some_and(|way| way.contains(words)))
    };
    // Ann and Jim accepted.
    assert!(!offers(&mut world, "invite cancel"));
    assert!(offers(&mut world, "user remove ann@bigshoes.example"));
    world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    assert!(!offers(&mut world, "user remove ann@bigshoes.example"));
    assert!(offers(&mut world, "link remove lnk_1"));
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    assert!(!offers(&mut world, "link remove lnk_1"));
    world.run("link request -p jims-web --target tea-house").ok();
    assert!(offers(&mut world, "link cancel lnk_2"));
    world.tamper("UPDATE link SET state = 'linked', linked_at = 1, answered_at = 1, answered_by = 'tia@teahouse.example' WHERE id = 2");
    assert!(!offers(&mut world, "link cancel lnk_2"));
}

/// The rows of `last`, each as its action and the way back.
fn ways_back(world: &mut World) -> Vec<(String, String)> {
    let rows = world.run("last --json").ok().json();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let way = |row: &serde_json::Value| text(row, "take_back").trim_start_matches("partnerctl ").to_owned();
    rows.as_array().unwrap().iter().map(|row| (text(row, "action"), way(row))).collect()
}

fn way_back(world: &mut World, action: &str) -> String {
    ways_back(world).into_iter().find(|(of, _)| of == action).unwrap().1
}

/// What ended comes back as it was: no permission more, and no later end.
#[test]
fn way_back_has_the_former_terms() {
    let mut world = with_people();
    for terms in ["-r manager --permissions invoices,tickets --until 2026-12-31", "-r manager", "-r guest --for 30d"] {
        world.run(&format!("user add otto@bigshoes.example -c big-shoes {terms}")).ok();
        let held = |world: &mut World| {
            let row = world.run("user show otto@bigshoes.example -c big-shoes --json").ok().json();
            (row["role"].clone(), row["permissions"].clone(), row["until"].clone())
        };
        let before = held(&mut world);
        world.run("user remove otto@bigshoes.example -c big-shoes --confirm big-shoes").ok();
        world.run("client edit big-shoes --plan pro").ok();
        world.run("client edit big-shoes --no-plan").ok();
        let way = way_back(&mut world, "user.remove");
        assert!(way.starts_with("invite send otto@bigshoes.example -c big-shoes -r "), "{way}");
        world.run(&way).ok();
        assert_eq!(held(&mut world), before, "{way}");
        world.run("user remove otto@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    }
}

#[test]
fn way_back_has_the_terms_of_a_link() {
    let mut world = with_people();
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    world.run("link request -p jims-web --target big-shoes --permissions invoices --for 30d").ok();
    world.run("link approve lnk_2 -c big-shoes --as jim@bigshoes.example -m phone").ok();
    world.run("link remove lnk_2 -c big-shoes --confirm big-shoes").ok();
    world.run("client edit big-shoes --plan pro").ok();
    let way = way_back(&mut world, "link.remove");
    assert!(way.starts_with("link request -p ptn_1 --target big-shoes --permissions invoices --for "), "{way}");
    let days: u32 = way.rsplit(' ').next().unwrap().trim_end_matches('d').parse().unwrap();
    assert!((29..=30).contains(&days), "{way}");
    world.run(&way).ok();
}

#[test]
fn way_back_of_a_dedicated_user_makes_one() {
    let mut world = with_people();
    world
        .run("user add web@jims.invalid -c big-shoes -r supervisor --for-partner jims-web --permissions invoices")
        .ok();
    world.run("user remove web@jims.invalid -c big-shoes --confirm big-shoes").ok();
    world.run("client edit big-shoes --plan pro").ok();
    let way = way_back(&mut world, "user.remove");
    let line = "user add web@jims.invalid -c big-shoes -r supervisor --permissions invoices --for-partner jims-web";
    assert_eq!(way, line);
    world.run(&way).ok();
}

#[test]
fn way_back_of_a_name_has_the_former_name() {
    let mut world = with_people();
    world.run("user edit ann@bigshoes.example -c big-shoes --first-name Ann --last-name Shoe").ok();
    world.run("user edit ann@bigshoes.example -c big-shoes --first-name Anne").ok();
    world.run("client edit big-shoes --plan pro").ok();
    let ways: Vec<String> =
        ways_back(&mut world).into_iter().filter(|(of, _)| of == "user.edit").map(|(_, way)| way).collect();
    assert_eq!(ways, ["user edit ann@bigshoes.example -c big-shoes --first-name Ann", ""]);
    world
        .run("last 3")
        .ok()
        .out
        .lines()
        .find(|line| line.contains("changed the name of ann@bigshoes.example"))
        .unwrap();
}

#[test]
fn way_back_of_an_offboarding_restores_access() {
    let mut world = with_people();
    let add =
        "partner add-user pia@jimsweb.example -p jims-web --first-name Pia --last-name Parker --generate-password";
    world.run(add).ok();
    world.run("partner offboard-user pia@jimsweb.example -m bye --confirm pia@jimsweb.example:1").ok();
    world
        .run("partner edit-user pia@jimsweb.example -p jims-web --first-name Pip")
        .fails(4)
        .says("`partnerctl partner add-user pia@jimsweb.example -p jims-web --first-name Pia --last-name Parker`");
    for line in way_back(&mut world, "partner.offboard-user").split(" && partnerctl ") {
        world.run(line).ok();
    }
    let users = world.run("partner list-users -p jims-web --json").ok().json();
    let pia = users.as_array().unwrap().iter().find(|row| row["email"] == "pia@jimsweb.example").unwrap();
    assert_eq!(pia["active"], true, "{pia}");
}

/// What is offered works, also when the thing of the change came to something else since.
#[test]
fn every_way_back_that_is_offered_works() {
    let later: &[&[&str]] = &[
        &[
            "user remove ann@bigshoes.example -c big-shoes --confirm big-shoes",
            "invite send ann@bigshoes.example -c big-shoes -r guest",
        ],
        &["client close tea-house --confirm tea-house:1 -m over", "client reopen tea-house"],
        &["client close big-shoes --confirm big-shoes:2 -m over"],
        &["link remove lnk_1 -c big-shoes --confirm big-shoes", "link request -p jims-web --target big-shoes"],
        &[
            "link remove lnk_1 -c big-shoes --confirm big-shoes",
            "link request -p jims-web --target big-shoes",
            "link deny lnk_2 -c big-shoes --as jim@bigshoes.example -m phone",
        ],
        &[
            "invite send max@else.example -c tea-house -r guest",
            "invite cancel inv_3 -c tea-house",
            "invite send max@else.example -c tea-house -r guest",
        ],
        &[
            "user deactivate ann@bigshoes.example --confirm ann@bigshoes.example --expect-clients 1 -m gone",
            "user activate ann@bigshoes.example",
        ],
        &["staff add ravi --name Ravi", "staff remove ravi"],
        &["partner add Else --slug else", "partner close else --confirm else:0"],
    ];
    let mut offered_in_all = 0;
    for lines in later {
        let mut world = with_people();
        for line in *lines {
            let run = world.run(line);
            assert_eq!(run.code, 0, "{run}");
        }
        for (action, way) in ways_back(&mut world).into_iter().filter(|(_, way)| !way.is_empty()) {
            offered_in_all += 1;
            for line in way.split(" && partnerctl ") {
                let run = world.run(&format!("{line} --dry-run"));
                assert_eq!(run.code, 0, "after {lines:?}, {action}: {run}");
            }
        }
    }
    assert!(offered_in_all > 15, "{offered_in_all}");
}
