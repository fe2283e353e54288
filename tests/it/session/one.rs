//! One client at a time: the former is left by its name.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{RAVI, enter, everything, people, state};
use crate::support::{Frozen, World};

/// Ravi is in big-shoes, by ses_1.
fn in_big_shoes() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = people();
        enter(&mut world, "big-shoes").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

fn leaving(world: &mut World, client: &str, left: &str) -> crate::support::Run {
    world.run(&format!("session open -c {client} --closing {left} --as {RAVI} -m phone --json"))
}

/// S0.19: enforced, not advised.
#[test]
fn another_client_needs_leaving_by_name() {
    let mut world = in_big_shoes();
    let before = everything(&world);
    assert_snapshot!(enter(&mut world, "tea-house").fails(15), @"
    $ partnerctl session open -c tea-house --as ravi@jimsweb.example -m phone
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from --client]
    error: ravi@jimsweb.example is in a session already, ses_1; nothing was changed
    hint: it is in big-shoes (C100001-9), since 21 Nov 2026 09:00 UTC; leave that and enter tea-house with `partnerctl session open -c tea-house --closing big-shoes --as ravi@jimsweb.example -m phone`
    --- exit 15
    ");
    assert_eq!(everything(&world), before);
    let error = world.run(&format!("session open -c tea-house --as {RAVI} -m phone --json")).fails(15).error();
    assert_eq!((error["session_id"].as_str(), error["open_client_slug"].as_str()), (Some("ses_1"), Some("big-shoes")));
    let entered = leaving(&mut world, "tea-house", "big-shoes").ok().json();
    assert_eq!((entered["session_id"].as_str(), entered["left_session_id"].as_str()), (Some("ses_2"), Some("ses_1")));
    assert_eq!((state(&mut world, "ses_1"), state(&mut world, "ses_2")), ("closed".to_owned(), "open".to_owned()));
    leaving(&mut world, "big-shoes", "C100002-4").ok();
    assert_eq!((state(&mut world, "ses_2"), state(&mut world, "ses_3")), ("closed".to_owned(), "open".to_owned()));
}

#[test]
fn the_command_in_the_hint_does_it() {
    let mut world = in_big_shoes();
    let hint = enter(&mut world, "tea-house").fails(15).err;
    let command = hint.lines().find_map(|line| line.split_once("`partnerctl ")).unwrap().1.trim_end_matches('`');
    world.run(command).ok();
    assert_eq!(state(&mut world, "ses_1"), "closed");
}

/// S0.20
#[test]
fn a_wrong_name_leaves_nothing() {
    let mut world = in_big_shoes();
    let before = everything(&world);
    assert_snapshot!(world.run(&format!("session open -c tea-house --closing moon --as {RAVI} -m phone")).fails(12), @"
    $ partnerctl session open -c tea-house --closing moon --as ravi@jimsweb.example -m phone
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from --client]
    error: --closing names moon, but ravi@jimsweb.example is in another client, by ses_1; nothing was changed
    hint: ses_1 is in big-shoes (C100001-9); leave that with `--closing big-shoes`
    --- exit 12
    ");
    leaving(&mut world, "tea-house", "no-such-client").fails(12);
    leaving(&mut world, "tea-house", "tea-house").fails(2).says("which is to be entered");
    leaving(&mut world, "big-shoes", "tea-house").fails(12).says("ses_1 is in big-shoes");
    leaving(&mut world, "tea-house", "'big shoes'").fails(2);
    world.var("PARTNERCTL_EXPECT_CLIENT", "tea-house");
    leaving(&mut world, "tea-house", "big-shoes").fails(12).says("PARTNERCTL_EXPECT_CLIENT");
    assert_eq!(everything(&world), before);
    world.var("PARTNERCTL_EXPECT_CLIENT", "tea-house,big-shoes");
    leaving(&mut world, "tea-house", "big-shoes").ok();
}

#[test]
fn needless_leave_is_only_a_remark() {
    let mut world = people();
    let run = world.run(&format!("session open -c tea-house --closing big-shoes --as {RAVI} -m phone")).ok();
    run.says("--closing big-shoes closed nothing: ravi@jimsweb.example was in no session");
}

#[test]
fn ended_session_closes_with_the_next() {
    let mut world = in_big_shoes();
    world.pass(Span::from_ms(30 * 60_000));
    let run = enter(&mut world, "tea-house").ok();
    run.says("the former session, ses_1, was over: no one used it for half an hour");
    assert_eq!(
        world.sql("SELECT state, closed_at - opened_at, closed_because FROM session WHERE id = 1"),
        ["closed|1800000|idle"]
    );
    assert_eq!((state(&mut world, "ses_1"), state(&mut world, "ses_2")), ("idle".to_owned(), "open".to_owned()));
    world.pass(Span::from_ms(30 * 60_000));
    let entered = leaving(&mut world, "big-shoes", "tea-house").ok().json();
    assert_eq!(entered["left_session_id"], "ses_2");
    world.pass(Span::from_ms(30 * 60_000));
    assert_eq!(enter(&mut world, "big-shoes").ok().out.split('_').nth(1), Some("4"), "the same client, but again");
}

#[test]
fn leaving_is_said_twice_and_done_once() {
    let mut world = people();
    assert_snapshot!(world.run(&format!("session close --as {RAVI} -m bye")), @"
    $ partnerctl session close --as ravi@jimsweb.example -m bye
    --- stderr
    ravi@jimsweb.example is in no session, and never was.
    --- exit 0
    ");
    assert_snapshot!(world.run(&format!("session close --as {RAVI} -m bye --json")), @r#"
    $ partnerctl session close --as ravi@jimsweb.example -m bye --json
    {
      "client_id": null,
      "client_slug": null,
      "session_id": null,
      "email": null,
      "login": null,
      "opened_at": null,
      "expires_at": null,
      "state": null,
      "result": "unchanged",
      "still_enters": []
    }
    --- stderr
    ravi@jimsweb.example is in no session, and never was.
    --- exit 0
    "#);
    enter(&mut world, "tea-house").ok();
    world.run(&format!("session close -c big-shoes --as {RAVI} -m bye")).fails(12).says("ses_1 is in tea-house");
    assert_snapshot!(world.run(&format!("session close -c tea-house --as {RAVI} -m bye")), @"
    $ partnerctl session close -c tea-house --as ravi@jimsweb.example -m bye
    ses_1
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from the session]
    ravi@jimsweb.example has left tea-house (C100002-4), ses_1.
    --- exit 0
    ");
    assert_snapshot!(world.run(&format!("session close --as {RAVI} -m bye")), @"
    $ partnerctl session close --as ravi@jimsweb.example -m bye
    ses_1
    --- stderr
    ravi@jimsweb.example is in no session: the last one, ses_1, was left at 21 Nov 2026 09:00 UTC.
    --- exit 0
    ");
    // What is over in one client is no answer where another is named.
    let run = world.run(&format!("session close -c big-shoes --as {RAVI} -m bye --json")).ok();
    assert!(run.json()["client_id"].is_null(), "{run}");
    run.says("is in no session, and was in none of big-shoes last");
    enter(&mut world, "tea-house").ok();
    world.pass(Span::from_ms(8 * 60 * 60_000));
    let run = world.run(&format!("session close --as {RAVI} -m bye --json")).ok();
    assert_eq!((run.json()["state"].as_str(), run.json()["result"].as_str()), (Some("idle"), Some("unchanged")));
    world.run("session close").fails(5).says("may not `session close` in their own name");
    world.run(&format!("session close --as {RAVI}")).fails(2).says("needs a reason");
}

#[test]
fn each_person_has_their_own_session() {
    let mut world = in_big_shoes();
    world.run("session open -c big-shoes --as jim@bigshoes.example -m phone").ok();
    world.run("session open -c tea-house --as tia@teahouse.example -m phone").ok();
    world.run("session close --as jim@bigshoes.example -m bye").ok();
    assert_eq!(world.sql("SELECT id, state FROM session"), ["1|open", "2|closed", "3|open"]);
}
