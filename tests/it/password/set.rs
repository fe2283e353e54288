//! Choosing a password: the proof, the new one, what ends with the old one.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{JIM, NEW, OLD, opens, set, with_ann, with_jim};

#[test]
fn old_password_allows_a_new_one() {
    let mut world = with_jim();
    assert_snapshot!(set(&mut world, JIM, OLD, NEW), @"
    $ partnerctl user set-password jim@bigshoes.example --old-password-stdin
    usr_1
    --- stderr
    jim@bigshoes.example (usr_1) reaches 1 client:
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the reach of jim@bigshoes.example]
    Mail msg_2 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    jim@bigshoes.example has a new password.
    --- exit 0
    ");
    assert!(opens(&mut world, JIM, NEW));
    assert!(!opens(&mut world, JIM, OLD));
    let mail = world.mails().into_iter().find(|mail| mail.contains("was changed")).unwrap();
    assert!(mail.contains("To: ") && mail.contains(JIM), "{mail}");
    assert_eq!(
        world.sql(
            "SELECT details FROM audit WHERE action = 'user.set-password' AND outcome = 'done' ORDER BY id LIMIT 1"
        ),
        [r#"{"email":"jim@bigshoes.example","proven_by":"password"}"#]
    );
}

#[test]
fn terminal_asks_old_once_and_new_twice() {
    let mut world = with_jim();
    world.answers(&[OLD, NEW, NEW]).run(&format!("user set-password {JIM}")).ok().says("has a new password");
    world.answers(&[NEW, OLD, "another one", ""]).run(&format!("user set-password {JIM}")).fails(8).says("differ");
    world.run(&format!("user reset-password {JIM}")).ok();
    let code = world.code_for(JIM);
    world.answers(&[&code, OLD, OLD]).run(&format!("user set-password {JIM}")).ok();
}

#[test]
fn files_and_standard_input_combine() {
    let mut world = with_jim();
    world.run(&format!("user set-password {JIM} --old-password-file old --password-file new")).ok();
    world.stdin(NEW).run(&format!("user set-password {JIM} --old-password-stdin --password-file old")).ok();
    assert_snapshot!(
        world.stdin(format!("{OLD}\n{NEW}")).run("user set-password usr_1 --old-password-stdin --json"),
        @r#"
    $ partnerctl user set-password usr_1 --old-password-stdin --json
    {
      "user_id": "usr_1",
      "email": "jim@bigshoes.example",
      "proven_by": "password",
      "session_ended": false,
      "result": "updated"
    }
    --- stderr
    jim@bigshoes.example (usr_1) reaches 1 client:
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the reach of jim@bigshoes.example]
    Mail msg_4 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_4.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    jim@bigshoes.example has a new password.
    --- exit 0
    "#
    );
    for (line, stdin, why) in [
        ("--old-password-stdin", "only one line\n", "no new password was given"),
        ("--old-password-stdin", "", "no old password was given"),
        ("--code-stdin", "pcp_1_x\n", "no new password was given"),
        ("--old-password-file new", "", "no new password was given"),
        ("--password-file old", "", "nothing proves it"),
        ("", "", "no new password was given"),
    ] {
        world.stdin(stdin).run(&format!("user set-password {JIM} {line}")).fails(8).says(why);
    }
    let both = format!("user set-password {JIM} --old-password-file old --code-file new --password-file new");
    world.run(&both).fails(2).says("not both");
    world.run(&format!("user set-password {JIM} hunter2")).fails(2);
    assert_eq!(world.sql("SELECT count(*) FROM throttle WHERE failures > 0"), ["0"], "none of these was an attempt");
}

/// docs/reference.md#data: length and a list of bad ones, and nothing built from what goes with the account.
#[test]
fn a_weak_new_password_changes_nothing() {
    let mut world = with_jim();
    for (weak, why) in [
        ("short", "too short"),
        ("big shoes inc 2026", "built from"),
        ("passwordpassword", "too easy to guess"),
        (OLD, "the new password is the old one"),
    ] {
        let run = set(&mut world, JIM, OLD, weak);
        run.fails(2).says(why);
    }
    assert!(opens(&mut world, JIM, OLD));
}

/// S4.11: a temporary password for the first login lives seven days.
#[test]
fn temporary_password_lasts_seven_days() {
    let (mut world, temporary) = with_ann();
    let added = world.now();
    world.next_at(partnerctl::domain::time::Instant::from_ms(added.ms() + Span::days(7).ms()));
    let run = set(&mut world, "ann@jimsweb.example", &temporary, NEW);
    run.fails(6).says("the temporary password of ann@jimsweb.example expired at").says("user reset-password");
    let (mut world, temporary) = with_ann();
    let added = world.now();
    world.next_at(partnerctl::domain::time::Instant::from_ms(added.ms() + Span::days(7).ms() - 10));
    set(&mut world, "ann@jimsweb.example", &temporary, NEW).ok();
}

/// S4.12: forced change at first login; only a new password gets in.
#[test]
fn only_a_new_password_lifts_the_duty() {
    let (mut world, temporary) = with_ann();
    let ann = "ann@jimsweb.example";
    let due = |world: &crate::support::World| {
        world.sql("SELECT must_change_password, origin, expires_at IS NULL FROM login JOIN credential ON login_id = id WHERE email_key LIKE 'ann@%'")
    };
    assert_eq!(due(&world), ["1|temporary|0"]);
    set(&mut world, ann, &temporary, &temporary).fails(2).says("the new password is the old one");
    assert_eq!(due(&world), ["1|temporary|0"]);
    world.run(&format!("user reset-password {ann}")).ok();
    let code = world.code_for(ann);
    let by_code = format!("user set-password {ann} --code-stdin");
    world.stdin(format!("{code}\n{temporary}\n")).run(&by_code).fails(2).says("the new password is the old one");
    world.stdin(format!("{code}\n{NEW}\n")).run(&by_code).ok();
    assert_eq!(due(&world), ["0|own|1"]);
    assert!(opens(&mut world, ann, NEW));
}

/// docs/reference.md#rules: only a verified password or code records a sign-in; what staff does with `--as` never does.
#[test]
fn right_password_is_a_sign_in() {
    let (mut world, temporary) = with_ann();
    let ann = "ann@jimsweb.example";
    let signed_in = |world: &crate::support::World| world.sql("SELECT last_login_at FROM sign_in WHERE login_id = 3");
    world
        .stdin(format!("{temporary}\n{NEW}\n"))
        .run(&format!("user set-password {ann} --old-password-stdin --as {ann} -m phone"))
        .ok();
    assert_eq!(signed_in(&world), [""; 0]);
    set(&mut world, ann, "not the right one", OLD).fails(5);
    assert_eq!(signed_in(&world), [""; 0]);
    world.pass(Span::minutes(1));
    set(&mut world, ann, NEW, "too short").fails(2);
    assert_eq!(signed_in(&world).len(), 1, "the password was right, whatever became of the new one");
}

#[test]
fn only_the_person_may_and_with_proof() {
    let (mut world, _) = with_ann();
    let line = "user set-password jim@bigshoes.example --old-password-file old --password-file new";
    world.run(&format!("{line} --as ann@jimsweb.example -m x")).fails(5).says("the person concerned");
    world.run(&format!("{line} --as {JIM}")).fails(2).says("needs a reason");
    world.run("staff add auditor --name A --read-only").ok();
    world.account("auditor").run(line).fails(5).says("read-only");
    world.account("jane").run(&format!("{line} -n")).fails(2).says("not compared in a dry run");
    world.run(line).ok();
}

#[test]
fn inactivity_is_shown_after_the_password() {
    let (mut world, temporary) = with_ann();
    let ann = "ann@jimsweb.example";
    world.run(&format!("user deactivate {ann} --confirm {ann}")).ok();
    let wrong = set(&mut world, ann, OLD, NEW);
    assert!(!wrong.err.contains("inactive"), "{wrong}");
    world.pass(Span::minutes(1));
    set(&mut world, ann, &temporary, NEW).fails(5).says("the login ann@jimsweb.example is inactive");
}

/// docs/reference.md#data: rehashed at sign-in when weaker.
#[test]
fn weak_hash_is_replaced_on_success() {
    let mut world = with_jim();
    let hash = |world: &crate::support::World| world.sql("SELECT hash FROM credential WHERE login_id = 1").remove(0);
    let strong = hash(&world);
    // argon2id of OLD with m=8, made by another program.
    world.tamper(&format!("UPDATE credential SET hash = '{}' WHERE login_id = 1", super::secrets::weak_hash_of_old()));
    set(&mut world, JIM, "not the right one", NEW).fails(5);
    assert!(hash(&world).contains("m=8,"));
    world.pass(Span::minutes(1));
    set(&mut world, JIM, OLD, "too short").fails(2);
    assert!(hash(&world).contains("m=64,") && hash(&world) != strong, "{}", hash(&world));
    assert!(opens(&mut world, JIM, OLD));
}

#[test]
fn new_password_ends_the_session() {
    let mut world = with_jim();
    super::secrets::open_session(&world, 1, 100_001);
    set(&mut world, JIM, OLD, NEW).ok().says("Their open session ended.");
    assert_eq!(world.sql("SELECT state, closed_because FROM session"), ["closed|the password was changed"]);
    world.run("client log big-shoes").ok().prints("changed the password of jim@bigshoes.example");
}

/// What Notepad puts before a text is no part of it, and what no one sees is never stored.
#[test]
fn unseen_characters_are_refused() {
    let mut world = with_jim();
    for (new, at) in
        [(format!("{NEW} "), NEW.len() + 1), (format!("{NEW}\u{a0}"), NEW.len() + 1), (format!("\t{NEW}"), 1)]
    {
        set(&mut world, JIM, OLD, &new).fails(2).says(&format!("as character {at}"));
    }
    world.write_private("marked", &format!("\u{FEFF}{NEW}\n"));
    let line = format!("user set-password {JIM} --old-password-stdin --password-file marked");
    world.stdin(format!("\u{FEFF}{OLD}\n")).run(&line).ok();
    assert!(opens(&mut world, JIM, NEW));
}
