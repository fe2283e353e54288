//! Anyone who forgot their password: a mailed code, or a temporary one that is shown once.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{JIM, NEW, OLD, opens, set, with_ann, with_jim};
use crate::support::World;

const BY_CODE: &str = "user set-password jim@bigshoes.example --code-stdin";

#[test]
fn mailed_code_works_once_for_a_day() {
    let mut world = with_jim();
    world.run("config set web.base_url https://access.example").ok();
    assert_snapshot!(world.run(&format!("user reset-password {JIM}")), @"
    $ partnerctl user reset-password jim@bigshoes.example
    usr_1
    --- stderr
    jim@bigshoes.example (usr_1) reaches 1 client:
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the reach of jim@bigshoes.example]
    Mail msg_2 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    jim@bigshoes.example can choose a new password until 22 Nov 2026 09:00 UTC. Until they do, the present one holds.
    hint: if they do not find the mail, ask them to look in junk or spam
    hint: without the page, the code goes into `partnerctl user set-password jim@bigshoes.example`
    --- exit 0
    ");
    let code = world.code_for(JIM);
    assert!(code.starts_with("pcp_1_"), "{code}");
    let mail = world.mails().pop().unwrap();
    let text = mail_parser::MessageParser::default().parse(mail.as_bytes()).unwrap().body_text(0).unwrap().into_owned();
    assert_snapshot!(text.replace(&code, "CODE"), @"
    jane of partnerctl asked for a new password for your login
    jim@bigshoes.example. You choose it yourself; until you do, the present
    one holds.

    - Your login: jim@bigshoes.example
    - Asked for by: jane
    - Choose before: 22 Nov 2026 09:00 UTC

    Choose a new password:
    https://access.example/password#CODE

    Should the link not open, go to https://access.example/password and
    enter this code:

    CODE

    The code works once, until 22 Nov 2026 09:00 UTC. Anyone who has it can
    choose your password: show it to no one else.

    You did not expect this? Then you need do nothing: without the code
    nothing changes, and it ends by itself. If something looks wrong, write
    to partnerctl (noreply@partnerctl.invalid), but never send a password.
    ");
    assert!(opens(&mut world, JIM, OLD), "until it is used, the old one holds");
    world.run(&format!("user reset-password {JIM}")).ok();
    let code = world.code_for(JIM);
    assert_snapshot!(world.stdin(format!("{code}\n{NEW}\n")).run(BY_CODE), @"
    $ partnerctl user set-password jim@bigshoes.example --code-stdin
    usr_1
    --- stderr
    jim@bigshoes.example (usr_1) reaches 1 client:
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the reach of jim@bigshoes.example]
    Mail msg_6 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_6.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    jim@bigshoes.example has a new password.
    --- exit 0
    ");
    world.stdin(format!("{code}\n{OLD}\n")).run(BY_CODE).fails(4).says("used already");
    assert!(opens(&mut world, JIM, NEW));
}

#[test]
fn code_dies_after_a_day_to_the_millisecond() {
    for (early, exit) in [(10, 0), (0, 6)] {
        let mut world = with_jim();
        world.run(&format!("user reset-password {JIM}")).ok();
        let expires: i64 = world.sql("SELECT expires_at FROM password_reset")[0].parse().unwrap();
        let code = world.code_for(JIM);
        world.next_at(partnerctl::domain::time::Instant::from_ms(expires - early));
        world.stdin(format!("{code}\n{NEW}\n")).run(BY_CODE).fails(exit);
    }
}

/// A mistyped code is a usage error, an unknown one not found, a replaced one expired.
#[test]
fn newer_code_replaces_the_older() {
    let mut world = with_jim();
    let invitation = world.code_for(JIM);
    world.run(&format!("user reset-password {JIM}")).ok();
    let first = world.code_for(JIM);
    world.pass(Span::MINUTE).run(&format!("user reset-password {JIM}")).ok();
    let second = world.code_for(JIM);
    assert_ne!(first, second);
    let mut mistyped = second.clone();
    let last = mistyped.pop().unwrap();
    mistyped.push(if last == 'a' { 'b' } else { 'a' });
    for (code, exit, why) in [
        (mistyped, 2, "mistyped"),
        (invitation, 2, "a code for an invitation"),
        ("nonsense".to_owned(), 2, "not a code"),
        (first, 6, "a newer one has replaced it"),
    ] {
        let run = world.stdin(format!("{code}\n{NEW}\n")).run(BY_CODE);
        run.fails(exit).says(why);
    }
    let other = world.stdin(format!("{second}\n{NEW}\n")).run("user set-password tia@teahouse.example --code-stdin");
    other.fails(3).says("this code opens nothing for tia@teahouse.example");
    let stranger = world.stdin(format!("{second}\n{NEW}\n")).run("user set-password ghost@x.example --code-stdin");
    stranger.fails(3).says("this code opens nothing for ghost@x.example");
    world.stdin(format!("{second}\n{NEW}\n")).run(&format!("{BY_CODE} -n")).ok();
    world.stdin(format!("{second}\n{NEW}\n")).run(BY_CODE).ok();
}

#[test]
fn new_password_kills_a_waiting_code() {
    let mut world = with_jim();
    world.run(&format!("user reset-password {JIM}")).ok();
    let code = world.code_for(JIM);
    set(&mut world, JIM, OLD, NEW).ok();
    world.stdin(format!("{code}\n{OLD}\n")).run(BY_CODE).fails(6).says("withdrawn");
}

/// S4.11: a generated password is shown once, and lives seven days.
#[test]
fn temporary_password_must_be_replaced() {
    let mut world = with_jim();
    assert_snapshot!(world.run(&format!("user reset-password {JIM} --generate-password")), @"
    $ partnerctl user reset-password jim@bigshoes.example --generate-password
    usr_1
    --- stderr
    jim@bigshoes.example (usr_1) reaches 1 client:
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the reach of jim@bigshoes.example]
    Mail msg_2 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    jim@bigshoes.example has a temporary password, which must be replaced before 28 Nov 2026 09:00 UTC.
    hint: they replace it with `partnerctl user set-password jim@bigshoes.example`
    Temporary password, shown only now: efd9-mtpg-5k6g-89hm-gmax-5kax
    --- exit 0
    ");
    assert!(!opens(&mut world, JIM, OLD), "at once in place of the old one");
    let run = world.run(&format!("user reset-password {JIM} --generate-password --json"));
    let temporary = run.json()["temporary_password"].as_str().unwrap().to_owned();
    assert_eq!(temporary.len(), 29);
    assert!(!run.err.contains(&temporary), "{run}");
    assert_eq!(
        world.sql("SELECT must_change_password, origin FROM login JOIN credential ON login_id = id WHERE id = 1"),
        ["1|temporary"]
    );
    let dry_run = world.run(&format!("user reset-password {JIM} --generate-password -n"));
    assert!(!dry_run.err.contains("shown only now"), "{dry_run}");
    set(&mut world, JIM, &temporary, NEW).ok();
    let shown = world.mails().iter().filter(|mail| mail.contains("Subject: The password of your login")).count();
    assert_eq!(shown, 3, "each change is reported by mail");
}

#[test]
fn reset_ends_the_session_and_lists_reach() {
    let mut world = with_jim();
    super::secrets::open_session(&world, 1, 100_001);
    let run = world.run(&format!("user reset-password {JIM} --json"));
    assert_eq!(
        (run.json()["clients"][0].as_str(), run.json()["session_ended"].as_bool()),
        (Some("big-shoes"), Some(true))
    );
    assert_eq!(world.sql("SELECT state, closed_because FROM session"), ["closed|a new password was asked for"]);
    assert_eq!(
        world.sql("SELECT count(*) FROM audit_client JOIN audit ON id = audit_id WHERE action = 'user.reset-password'"),
        ["1"]
    );
}

#[test]
fn other_logins_get_another_way() {
    let mut world = with_jim();
    world.run("user reset-password tia@teahouse.example").fails(4).says("never activated").says("invite resend");
    world.run("user reset-password ghost@nowhere.example").fails(3).says("no one here is known");
    world.run("partner add-user off@jimsweb.example -p jims-web --first-name O --last-name F --inactive --generate-password").ok();
    world.run("user reset-password off@jimsweb.example").fails(4).says("user activate off@jimsweb.example");
}

/// A dummy address is never mailed (S0.6).
#[test]
fn login_without_mailbox_gets_a_temporary_one() {
    let mut world = with_jim();
    world.tamper("UPDATE login SET mailbox = 0 WHERE id = 1");
    world.run(&format!("user reset-password {JIM}")).fails(4).says("no mail goes there").says("--generate-password");
    let mails = world.mails().len();
    world.run(&format!("user reset-password {JIM} --generate-password")).ok();
    assert_eq!(world.mails().len(), mails);
}

/// For staff, the person, or a colleague whose reach takes it in; never read-only staff.
#[test]
fn colleague_resets_only_narrower_reach() {
    let (mut world, _) = with_ann();
    world.run("link request -p jims-web --target big-shoes --target tea-house").ok();
    world.stdin(world.code_for(JIM)).run("link approve --code-stdin").ok();
    let add = "partner add-user";
    let who = "-p jims-web --first-name P --last-name W --generate-password";
    world.run(&format!("{add} pete@jimsweb.example {who} --clients big-shoes")).ok();
    world.run("partner add Others --slug others").ok();
    world.run(&format!("{add} olga@others.example -p others --first-name O --last-name G --generate-password")).ok();
    let reset =
        |world: &mut World, whom: &str, by: &str| world.run(&format!("user reset-password {whom} -n --as {by} -m x"));
    let (ann, pete, olga) = ("ann@jimsweb.example", "pete@jimsweb.example", "olga@others.example");
    reset(&mut world, pete, ann).ok();
    reset(&mut world, ann, ann).ok();
    reset(&mut world, pete, pete).ok();
    reset(&mut world, ann, pete).fails(5).says("further than they do");
    // To a user, the people of others are no one.
    let unknown = reset(&mut world, "ghost@x.example", ann).to_string().replace("ghost@x.example", "X");
    for other in [olga, JIM, "tia@teahouse.example"] {
        let run = reset(&mut world, other, ann);
        assert_eq!((run.code, run.to_string().replace(other, "X")), (5, unknown.clone()));
    }
    reset(&mut world, ann, JIM).fails(5);
    // Anyone who knows a password outlasts no one by it.
    world.run("partner edit-user ann@jimsweb.example -p jims-web --for 30d").ok();
    reset(&mut world, pete, ann).fails(5).says("no one gives access that ends later");
    world.run("partner edit-user pete@jimsweb.example -p jims-web --for 20d").ok();
    reset(&mut world, pete, ann).ok();
    // A colleague who has access of their own somewhere reaches further.
    world.run(&format!("user add {pete} -c tea-house -r manager --allow-elsewhere")).ok();
    reset(&mut world, pete, ann).fails(5).says("used for more than the partner's clients");
    world.run("staff add auditor --name A --read-only").ok();
    world.account("auditor").run(&format!("user reset-password {pete}")).fails(5);
}

/// docs/mail.md: before it sends, the deliverer looks again.
#[test]
fn mail_with_a_dead_code_is_skipped() {
    let mut world = with_jim();
    std::fs::rename(world.path("desk.db.outbox"), world.path("away")).unwrap();
    world.write("desk.db.outbox", "in the way");
    world.run(&format!("user reset-password {JIM}")).ok().says("warning");
    world.pass(Span::MINUTE).run(&format!("user reset-password {JIM}")).ok();
    world.pass(Span::MINUTE).run(&format!("user reset-password {JIM}")).ok();
    set(&mut world, JIM, OLD, NEW).ok();
    std::fs::remove_file(world.path("desk.db.outbox")).unwrap();
    std::fs::rename(world.path("away"), world.path("desk.db.outbox")).unwrap();
    world.pass(Span::hours(2)).run("mail deliver").ok();
    assert_eq!(
        world.sql("SELECT state, last_error FROM mail WHERE kind = 'password_reset' ORDER BY id"),
        [
            "skipped|the password reset of usr_1 was asked for again since",
            "skipped|the password reset of usr_1 was asked for again since",
            "skipped|its code was withdrawn"
        ]
    );
}

#[test]
fn a_restored_database_revives_no_reset() {
    let mut world = with_jim();
    world.run(&format!("user reset-password {JIM}")).ok();
    let code = world.code_for(JIM);
    world.run("db backup copy.db").ok();
    world.pass(Span::MINUTE).run(&format!("user reset-password {JIM}")).ok();
    world.run("db restore copy.db --confirm live").ok();
    world.stdin(format!("{code}\n{NEW}\n")).run(BY_CODE).fails(6).says("withdrawn");
}
