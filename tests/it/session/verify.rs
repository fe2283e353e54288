//! What the client's portal asks, and what it gets.

use insta::assert_snapshot;
use partnerctl::domain::time::{Instant, Span};

use super::{DEDICATED, RAVI, enter, everything, people, verify};
use crate::support::World;

/// Ravi has just entered a client: the code.
fn code(world: &mut World, client: &str) -> String {
    enter(world, client).ok().id()
}

#[test]
fn code_shows_person_and_rights() {
    let mut world = people();
    let code = code(&mut world, "tea-house");
    assert_snapshot!(verify(&mut world, &code), @r#"
    $ partnerctl session verify --code-stdin --json
    {
      "client_id": "C100002-4",
      "client_slug": "tea-house",
      "session_id": "ses_1",
      "email": "ravi@jimsweb.example",
      "login": "tea-house@jims.invalid",
      "opened_at": "2026-11-21T09:00:17.000Z",
      "expires_at": "2026-11-21T17:00:17.000Z",
      "state": "open",
      "user_id": "usr_5",
      "name": "Ravi Web",
      "role": "admin",
      "permissions": ["profile","contacts","products","products.manage","products.sso","domains","domains.manage","invoices","quotes","tickets","affiliates","emails","orders","settings"],
      "link_id": "lnk_2",
      "idle_at": "2026-11-21T09:30:18.000Z",
      "result": "entered"
    }
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from the code]
    --- exit 0
    "#);
}

#[test]
fn a_code_opens_once() {
    let mut world = people();
    let code = code(&mut world, "big-shoes");
    verify(&mut world, &code).ok();
    let before = everything(&world);
    assert_snapshot!(verify(&mut world, &code).fails(4), @r#"
    $ partnerctl session verify --code-stdin --json
    --- stderr
    {"error":{"code":"conflict","message":"the code of ses_1 was used already","hints":["a code opens once; if someone else used it, end the session with `partnerctl session close --as ravi@jimsweb.example -m REASON`"],"session_id":"ses_1","client_id":"C100001-9","client_slug":"big-shoes","notes":["▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]"]}}
    --- exit 4
    "#);
    world.pass(Span::HOUR);
    verify(&mut world, &code).fails(4);
    assert_eq!(everything(&world), before);
}

#[test]
fn code_lives_sixty_seconds() {
    let mut world = people();
    for (late, exit) in [(-1, 0), (0, 6)] {
        let code = code(&mut world, "big-shoes");
        let ends: i64 = world.sql("SELECT max(code_expires_at) FROM session")[0].parse().unwrap();
        assert_eq!(world.sql("SELECT code_expires_at - used_at FROM session"), ["60000"]);
        verify(world.next_at(Instant::from_ms(ends + late)), &code).fails(exit);
    }
    let code = code(&mut world, "big-shoes");
    world.pass(Span::HOUR);
    assert_snapshot!(verify(&mut world, &code).fails(6), @r#"
    $ partnerctl session verify --code-stdin --json
    --- stderr
    {"error":{"code":"expired","message":"ses_1 was over at 2026-11-21T09:32:18.999Z, after half an hour without use","hints":["ravi@jimsweb.example has to enter big-shoes (C100001-9) again"],"session_id":"ses_1","client_id":"C100001-9","client_slug":"big-shoes","state":"idle","notes":["▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]"]}}
    --- exit 6
    "#);
}

#[test]
fn invalid_code_opens_nothing() {
    let mut world = people();
    let good = code(&mut world, "big-shoes");
    let last = good.chars().last().unwrap();
    let mistyped = format!("{}{}", &good[..good.len() - 1], if last == 'a' { 'b' } else { 'a' });
    verify(&mut world, &mistyped).fails(2).says("mistyped");
    verify(&mut world, "").fails(8);
    let mut other = people();
    let unknown = {
        other.run("staff list").ok();
        code(&mut other, "big-shoes")
    };
    assert_ne!(unknown, good);
    verify(&mut world, &unknown).fails(3).says("opens nothing in this database");
    let invitation = world.code_for("jim@bigshoes.example");
    verify(&mut world, &invitation).fails(2).says("not for a session");
    world.run("session verify").fails(8);
    verify(&mut world, &good).ok();
}

/// S0.20
#[test]
fn portal_of_another_client_admits_no_one() {
    let mut world = people();
    let code = code(&mut world, "tea-house");
    let before = everything(&world);
    let run = world.stdin(code.clone()).run("session verify --code-stdin -c big-shoes");
    assert_snapshot!(run.fails(12), @"
    $ partnerctl session verify --code-stdin -c big-shoes
    --- stderr
    error: --client names big-shoes (C100001-9), but the code is for another client, by ses_1; it was not used
    hint: it is for tea-house (C100002-4): the link led to the wrong portal
    --- exit 12
    ");
    assert_eq!(everything(&world), before);
    world.stdin(code).run("session verify --code-stdin -c tea-house").ok();
}

/// docs/reference.md#rules: only a verified code records a sign-in; what staff does with --as never does.
#[test]
fn code_records_the_entry() {
    let mut world = people();
    let code = code(&mut world, "tea-house");
    assert_eq!(world.sql("SELECT count(*) FROM client_entry WHERE client_id = 100002"), ["1"], "tia's own");
    verify(&mut world, &code).ok();
    let entered = world.sql(
        "SELECT l.email FROM client_entry AS e JOIN login AS l ON l.id = e.login_id WHERE e.client_id = 100002 ORDER BY l.email",
    );
    assert_eq!(entered, [RAVI, DEDICATED, "tia@teahouse.example"]);
    let listed = world.run("user list -c tea-house --csv").ok().csv();
    let dedicated = listed.iter().find(|row| row["email"] == DEDICATED).unwrap();
    assert!(!dedicated["last_login_at"].is_empty());
    let users = world.run("partner list-users -p jims-web --csv").ok().csv();
    assert_eq!(users[0]["last_login_at"], dedicated["last_login_at"]);
}

#[test]
fn code_of_an_ended_session_admits_no_one() {
    let mut world = people();
    let given = code(&mut world, "big-shoes");
    world.run(&format!("session close --as {RAVI} -m bye")).ok();
    verify(&mut world, &given).fails(6).says("ses_1 was left at");
    let given = code(&mut world, "big-shoes");
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    verify(&mut world, &given).fails(5).says("ses_2 ended: the link is no longer in force");
    assert_eq!(world.sql("SELECT count(*) FROM client_entry WHERE client_id = 100001"), ["1"]);
}

#[test]
fn later_questions_of_the_portal_count_as_use() {
    let mut world = people();
    let code = code(&mut world, "big-shoes");
    verify(&mut world, &code).ok();
    let ask = "session verify --session ses_1 -c big-shoes --json";
    let audit = |world: &World| world.sql("SELECT count(*) FROM audit");
    let before = audit(&world);
    assert_eq!(world.run(ask).ok().json()["result"], "unchanged");
    assert_eq!(audit(&world), before, "asking often writes nothing");
    world.pass(Span::from_ms(60_000));
    let answer = world.run(ask).ok().json();
    assert_eq!((answer["result"].as_str(), answer["state"].as_str()), (Some("updated"), Some("open")));
    world.run("user edit jim@bigshoes.example -c big-shoes --no-until").ok();
    for _ in 0..17 {
        world.pass(Span::from_ms(28 * 60_000));
        world.run(ask).ok();
    }
    world.pass(Span::from_ms(28 * 60_000));
    assert_snapshot!(world.run("session verify --session ses_1 -c big-shoes").fails(6), @"
    $ partnerctl session verify --session ses_1 -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: ses_1 was over at 21 Nov 2026 17:00 UTC
    hint: ravi@jimsweb.example has to enter big-shoes (C100001-9) again
    --- exit 6
    ");
}

/// Its number is easily guessed.
#[test]
fn session_number_admits_no_one() {
    let mut world = people();
    let first = code(&mut world, "big-shoes");
    let ask = "session verify --session ses_1 -c big-shoes";
    world.pass(Span::from_ms(1_000));
    world.run(ask).fails(4).says("no one has come in by ses_1 yet: its code was not verified");
    verify(&mut world, &first).ok();
    world.run(ask).ok();
    code(&mut world, "big-shoes");
    world.run(ask).ok();
    world.run(&format!("session close --as {RAVI} -m bye")).ok();
    code(&mut world, "big-shoes");
    world.run("session verify --session ses_2 -c big-shoes").fails(4);
}

#[test]
fn portal_learns_what_changed() {
    let mut world = people();
    let code = code(&mut world, "tea-house");
    assert_eq!(verify(&mut world, &code).ok().json()["permissions"].as_array().unwrap().len(), 14);
    world
        .run(&format!("user edit {DEDICATED} -c tea-house --permissions invoices --as tia@teahouse.example -m phone"))
        .ok();
    let ask = "session verify --session ses_1 -c tea-house --json";
    assert_eq!(world.run(ask).ok().json()["permissions"], serde_json::json!(["invoices"]));
    world.run("session verify --session ses_1 -c big-shoes").fails(13).says("it belongs to tea-house (C100002-4)");
    world.run("session verify --session ses_9 -c big-shoes").fails(3);
    world.run("session verify --session ses_1").fails(10);
    world.run("session verify --session lnk_1 -c tea-house").fails(2);
    world.run(&format!("{ask} --as {RAVI} -m x")).fails(5);
}
