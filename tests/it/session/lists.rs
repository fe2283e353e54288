//! Who is at work where, as lists and cards show it.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{RAVI, enter, people};
use crate::support::{Frozen, World};

#[test]
fn empty_list_in_each_format() {
    let mut world = people();
    assert_snapshot!(world.run("session list -A"), @"
    $ partnerctl session list -A
    --- stderr
    note: there was no session
    --- exit 0
    ");
    assert_snapshot!(world.run("session list -c big-shoes --json"), @"
    $ partnerctl session list -c big-shoes --json
    []
    --- stderr
    note: there was no session
    --- exit 0
    ");
    assert_snapshot!(world.run("session list -A --csv"), @"
    $ partnerctl session list -A --csv
    client_id,client_slug,session_id,email,login,opened_at,expires_at,state
    --- stderr
    note: there was no session
    --- exit 0
    ");
    assert_snapshot!(world.run(&format!("session list --user {RAVI} --format ndjson")), @"
    $ partnerctl session list --user ravi@jimsweb.example --format ndjson
    --- stderr
    note: there was no session
    --- exit 0
    ");
    assert_snapshot!(world.run("session list"), @"
    $ partnerctl session list
    --- stderr
    error: no client given
    hint: name one: `-c CLIENT`, `--user EMAIL`, or `-A` for all
    --- exit 10
    ");
    assert_snapshot!(world.run("session list -A --state opened"), @r#"
    $ partnerctl session list -A --state opened
    --- stderr
    error: "opened" is not a state of a session
    hint: allowed are: open, closed, expired, idle, ended
    --- exit 2
    "#);
}

#[test]
fn one_session_in_each_format() {
    let mut world = people();
    enter(&mut world, "tea-house").ok();
    assert_snapshot!(world.run("session list -c tea-house"), @"
    $ partnerctl session list -c tea-house
    client_id  client_slug  session_id  email                 login                   opened_at              expires_at             state
    ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100002-4  tea-house    ses_1       ravi@jimsweb.example  tea-house@jims.invalid  21 Nov 2026 09:00 UTC  21 Nov 2026 17:00 UTC  open
    --- exit 0
    ");
    assert_snapshot!(world.run(&format!("session list --user {RAVI} --json")), @r#"
    $ partnerctl session list --user ravi@jimsweb.example --json
    [
    {"client_id":"C100002-4","client_slug":"tea-house","session_id":"ses_1","email":"ravi@jimsweb.example","login":"tea-house@jims.invalid","opened_at":"2026-11-21T09:00:17.000Z","expires_at":"2026-11-21T17:00:17.000Z","state":"open"}
    ]
    --- exit 0
    "#);
    assert_snapshot!(world.run("session list -A --format ndjson"), @r#"
    $ partnerctl session list -A --format ndjson
    {"client_id":"C100002-4","client_slug":"tea-house","session_id":"ses_1","email":"ravi@jimsweb.example","login":"tea-house@jims.invalid","opened_at":"2026-11-21T09:00:17.000Z","expires_at":"2026-11-21T17:00:17.000Z","state":"open"}
    --- exit 0
    "#);
    assert_snapshot!(world.run("session list -A --csv"), @"
    $ partnerctl session list -A --csv
    client_id,client_slug,session_id,email,login,opened_at,expires_at,state
    C100002-4,tea-house,ses_1,ravi@jimsweb.example,tea-house@jims.invalid,2026-11-21T09:00:17.000Z,2026-11-21T17:00:17.000Z,open
    --- exit 0
    ");
}

/// ses_1 closed, ses_2 idle, ses_3 ended, ses_4 open in tea-house; ses_5 of jim open in big-shoes.
fn many() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = people();
        enter(&mut world, "big-shoes").ok();
        world.run(&format!("session close --as {RAVI} -m bye")).ok();
        enter(&mut world, "big-shoes").ok();
        world.pass(Span::HOUR);
        enter(&mut world, "big-shoes").ok();
        world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
        enter(&mut world, "tea-house").ok();
        world.run("session open -c big-shoes --as jim@bigshoes.example -m phone").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn client_person_and_state_narrow_the_list() {
    let mut world = many();
    let mut ids = |filters: &str| {
        let rows = world.run(&format!("session list {filters} --csv")).ok().csv();
        rows.iter().map(|row| row["session_id"].replace("ses_", "")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids("-A"), "1 2 3 4 5");
    assert_eq!(ids("-c big-shoes"), "1 2 3 5");
    assert_eq!(ids(&format!("--user {RAVI}")), "1 2 3 4");
    assert_eq!(ids(&format!("--user {RAVI} -c tea-house")), "4");
    for (state, expected) in [("open", "4 5"), ("closed", "1"), ("idle", "2"), ("ended", "3"), ("expired", "")] {
        assert_eq!(ids(&format!("-A --state {state}")), expected, "{state}");
    }
    assert_eq!(ids("-c big-shoes --state open"), "5");
    assert_eq!(ids(&format!("--user {RAVI} --state open")), "4");
}

#[test]
fn people_list_own_and_support_all() {
    let mut world = many();
    world.run(&format!("session list --user {RAVI} --as {RAVI}")).ok().prints("ses_4");
    world.run(&format!("session list --user jim@bigshoes.example --as {RAVI}")).fails(5);
    world.run(&format!("session list -A --as {RAVI}")).fails(5);
    world.run("session list -c big-shoes --as jim@bigshoes.example").fails(5);
}

#[test]
fn client_card_shows_open_sessions() {
    let mut world = many();
    let card = world.run("client show big-shoes").ok().out;
    let part = card.split("\n\n").find(|part| part.starts_with("In a session now")).unwrap();
    assert_snapshot!(part, @"
    In a session now
    ses_5  jim@bigshoes.example  since 21 Nov 2026 10:00 UTC
    ");
    let card = world.run("client show tea-house").ok().out;
    assert_snapshot!(card.split("\n\n").find(|part| part.starts_with("In a session now")).unwrap(), @"
    In a session now
    ses_4  ravi@jimsweb.example  as tea-house@jims.invalid  since 21 Nov 2026 10:00 UTC
    ");
    world.run("user show jim@bigshoes.example -c big-shoes").ok().says("is in a session here, ses_5");
    world.run("session close --as jim@bigshoes.example -m bye").ok();
    assert!(!world.run("client show big-shoes").ok().out.contains("In a session now"));
}
