//! Accepting and declining, with the code and in the person's place.

use insta::assert_snapshot;
use partnerctl::domain::time::{Instant, Span};

use super::{PASSWORD, accept_with, holdings, private};
use crate::support::World;

/// Jim is invited as owner of big-shoes; his code.
fn invited() -> (World, String) {
    let mut world = World::with_story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    let code = world.code_for("jim@bigshoes.example");
    (world, code)
}

#[test]
fn accepting_activates_owner_and_client() {
    let (mut world, code) = invited();
    assert_snapshot!(accept_with(&mut world, &code), @"
    $ partnerctl invite accept --code-stdin --password-file password.txt
    inv_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    jim@bigshoes.example is in big-shoes as owner.
    big-shoes is active now.
    --- exit 0
    ");
    assert_eq!(
        world.sql("SELECT email, state, must_change_password FROM login WHERE id = 1"),
        ["jim@bigshoes.example|active|0"]
    );
    assert_eq!(world.sql("SELECT origin, expires_at FROM credential"), ["own|"]);
    assert_eq!(world.sql("SELECT state, role FROM access_grant WHERE client_id = 100001"), ["active|owner"]);
    assert_eq!(world.sql("SELECT state FROM client ORDER BY id"), ["active", "draft"]);
    assert_eq!(world.sql("SELECT state, answered_by FROM invitation"), ["accepted|jim@bigshoes.example"]);
    let at = world.now().ms();
    assert_eq!(world.sql("SELECT last_login_at FROM sign_in"), [at.to_string()], "the code is a proof");
    assert_eq!(world.sql("SELECT last_login_at FROM client_entry"), [at.to_string()]);
    world.run("access check jim@bigshoes.example -c big-shoes --permission users").ok();
    let audit = world.sql("SELECT actor, acting_as, client_id, action, outcome FROM audit ORDER BY id DESC LIMIT 1");
    assert_eq!(audit, ["jane||100001|invite.accept|done"]);
}

#[test]
fn a_code_works_once() {
    let (mut world, code) = invited();
    accept_with(&mut world, &code).ok();
    let before = holdings(&world);
    assert_snapshot!(accept_with(&mut world, &code), @"
    $ partnerctl invite accept --code-stdin --password-file password.txt
    inv_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    warning: jim@bigshoes.example has a password already, which stays as it is; the one given is not used
    jim@bigshoes.example accepted inv_1 before.
    --- exit 0
    ");
    world.stdin(&*code).run("invite decline --code-stdin").fails(4);
    let run = world.stdin(&*code).run("invite accept --code-stdin --json").ok();
    assert_eq!(run.json()["result"], "unchanged");
    world.run("invite accept -c big-shoes --as jim@bigshoes.example -m again").ok().says("accepted inv_1 before");
    assert_eq!(holdings(&world), before);
}

/// The same answer once more holds only as long as what it gave.
#[test]
fn a_repeated_answer_is_unchanged() {
    let (mut world, code) = invited();
    world.stdin(&*code).run("invite decline --code-stdin").ok();
    let before = holdings(&world);
    let run = world.stdin(&*code).run("invite decline --code-stdin --json").ok();
    assert_eq!(run.json()["result"], "unchanged");
    world.stdin(&*code).run("invite accept --code-stdin").fails(4);
    assert_eq!(holdings(&world), before);
    world.run("invite send ann@bigshoes.example -c big-shoes -r manager").ok();
    let code = world.code_for("ann@bigshoes.example");
    accept_with(&mut world, &code).ok();
    world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    accept_with(&mut world, &code).fails(4).says("inv_2 was accepted before, and ann@bigshoes.example was taken out");
}

#[test]
fn failed_attempts_and_looks_keep_the_code() {
    let (mut world, code) = invited();
    let before = holdings(&world);
    for _ in 0..3 {
        world.stdin(&*code).run("invite inspect --code-stdin").ok();
    }
    assert_snapshot!(world.stdin(&*code).run("invite accept --code-stdin"), @"
    $ partnerctl invite accept --code-stdin
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    error: jim@bigshoes.example has no password yet, and none was given; nothing was changed
    hint: give the new one with `--password-file FILE`, or the code with `--code-file FILE` and the password with `--password-stdin`
    --- exit 8
    ");
    for (password, said) in
        [("short", "too short"), ("jim@bigshoes.example", "built from"), ("", "no password was given")]
    {
        let file = private(&world, "password.txt", password);
        let run = world.stdin(&*code).run(&format!("invite accept --code-stdin --password-file {file}"));
        assert!([2, 8].contains(&run.code) && run.err.contains(said), "{run}");
        assert!(password.is_empty() || !run.err.contains(&format!("{password}\"")), "{run}");
    }
    world.stdin(&*code).run("invite accept --code-stdin --dry-run").ok();
    assert_eq!(holdings(&world), before);
    accept_with(&mut world, &code).ok();
}

/// S2.19
#[test]
fn acceptable_for_thirty_days_to_the_millisecond() {
    for (late, code) in [(-1, 0), (0, 6), (1, 6)] {
        let (mut world, secret) = invited();
        let sent: i64 = world.sql("SELECT sent_at FROM invitation")[0].parse().unwrap();
        world.next_at(Instant::from_ms(sent + Span::days(30).ms() + late));
        let before = holdings(&world);
        let run = accept_with(&mut world, &secret).fails(code);
        if code == 6 {
            assert_eq!(holdings(&world), before);
            run.says("inv_1 expired at 21 Dec 2026 09:00 UTC").says("invite resend inv_1");
        }
    }
}

#[test]
fn each_wrong_code_has_its_own_reason() {
    let (mut world, code) = invited();
    let mut other = World::with_story();
    other.run("client list").ok();
    other.run("invite send jim@bigshoes.example -c big-shoes").ok();
    let foreign = other.code_for("jim@bigshoes.example");
    assert_ne!(code, foreign);
    let mut mistyped = code.clone();
    mistyped.replace_range(10..11, if &code[10..11] == "a" { "b" } else { "a" });
    let before = holdings(&world);
    for (given, exit, said) in [
        (mistyped.as_str(), 2, "mistyped"),
        ("pci_1_x", 2, "not a code"),
        ("", 8, "no code was given"),
        (&foreign, 3, "opens nothing in this database"),
    ] {
        for verb in ["accept", "inspect", "decline"] {
            let run = world.stdin(given).run(&format!("invite {verb} --code-stdin"));
            let run = run.fails(exit).says(said);
            assert!(given.is_empty() || !run.err.contains(given), "{run}");
        }
    }
    assert_eq!(holdings(&world), before);
    let spaced = format!("  {}\u{200b} \r\n", code.to_uppercase());
    accept_with(&mut world, &spaced).ok();
}

#[test]
fn answered_or_withdrawn_names_the_next_step() {
    let (mut world, code) = invited();
    world.run("invite cancel inv_1 -c big-shoes -m 'wrong person'").ok();
    let before = holdings(&world);
    assert_snapshot!(accept_with(&mut world, &code), @"
    $ partnerctl invite accept --code-stdin --password-file password.txt
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    error: inv_1 is cancelled since 21 Nov 2026 09:00 UTC; it cannot be accepted
    hint: invite again with `partnerctl invite send usr_1 -c C100001-9`
    --- exit 4
    ");
    assert_eq!(holdings(&world), before);
    let (mut world, code) = invited();
    world.stdin(&*code).run("invite decline --code-stdin").ok();
    accept_with(&mut world, &code).fails(4).says("inv_1 is declined since");
}

#[test]
fn code_never_changes_a_password() {
    let (mut world, code) = invited();
    accept_with(&mut world, &code).ok();
    let hash = world.sql("SELECT hash FROM credential");
    world.run("invite send jim@bigshoes.example -c tea-house -r admin").ok();
    assert_eq!(world.sql("SELECT kind FROM invitation ORDER BY id"), ["activation", "association"]);
    let code = world.code_for("jim@bigshoes.example");
    let file = private(&world, "other.txt", "a completely different one");
    let run = world.stdin(&*code).run(&format!("invite accept --code-stdin --password-file {file}")).ok();
    run.says("has a password already, which stays as it is");
    assert_eq!(world.sql("SELECT hash FROM credential"), hash);
    assert_eq!(world.sql("SELECT state FROM client ORDER BY id"), ["active", "draft"], "an admin is no owner");
}

#[test]
fn no_one_answers_for_another_in_own_name() {
    let (mut world, _) = invited();
    let before = holdings(&world);
    assert_snapshot!(world.run("invite accept inv_1 -c big-shoes"), @"
    $ partnerctl invite accept inv_1 -c big-shoes
    --- stderr
    error: jane may not `invite accept` in their own name: it is for others to do
    hint: give the code from the mail with `--code-stdin`, or name the person with `--as EMAIL --reason TEXT`
    --- exit 5
    ");
    world.account("auditor").run("invite accept --code-stdin").fails(1).says("not registered as staff");
    assert_eq!(holdings(&world), before);
}

#[test]
fn support_accepts_for_another_and_mails_owners() {
    let (mut world, code) = invited();
    accept_with(&mut world, &code).ok();
    world.run("invite send ann@bigshoes.example -c big-shoes -r manager").ok();
    let code = world.code_for("ann@bigshoes.example");
    let signed_in = world.sql("SELECT * FROM sign_in");
    let line = "invite accept -c big-shoes --as ann@bigshoes.example";
    world.run(line).fails(2).says("--reason");
    let before = holdings(&world);
    let run = world.run(&format!("{line} -m 'called back' -n")).ok();
    assert!(!run.err.contains("temporary password"), "{run}");
    assert_eq!(holdings(&world), before);
    let run = world.run(&format!("{line} -m 'called back'"));
    let password = run
        .err
        .lines()
        .find_map(|line| line.strip_prefix("temporary password of ann@bigshoes.example, shown once: "))
        .unwrap()
        .to_owned();
    assert_eq!(password.len(), 29);
    let mut shown = run;
    shown.err = shown.err.replace(&password, "[PASSWORD]");
    assert_snapshot!(shown, @"
    $ partnerctl invite accept -c big-shoes --as ann@bigshoes.example -m called back
    inv_2
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  [from --client]
    ann@bigshoes.example is in big-shoes as manager.
    Mail msg_3 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_3.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    temporary password of ann@bigshoes.example, shown once: [PASSWORD]
    hint: hand the password over by a way that only ann@bigshoes.example can read; it must be replaced at the first sign-in, before 28 Nov 2026 09:00 UTC
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT state, must_change_password FROM login WHERE email_key LIKE 'ann@%'"), ["active|1"]);
    let until = world.now() + Span::days(7);
    assert_eq!(
        world.sql("SELECT origin, expires_at FROM credential ORDER BY login_id DESC LIMIT 1"),
        [format!("temporary|{}", until.ms())]
    );
    assert_eq!(world.sql("SELECT * FROM sign_in"), signed_in, "what staff does is no sign-in");
    let mail = world.mails().pop().unwrap();
    assert!(mail.contains("To: jim@bigshoes.example") && mail.contains("called back"), "{mail}");
    accept_with(&mut world, &code).ok().says("accepted inv_2 before");
    let audit =
        world.sql("SELECT actor, acting_as, reason FROM audit WHERE action = 'invite.accept' AND outcome = 'done' ORDER BY id DESC LIMIT 1");
    assert_eq!(audit, ["jane|ann@bigshoes.example|called back"]);
}

#[test]
fn temporary_password_is_in_its_column_only() {
    let (mut world, _) = invited();
    let run = world.run("invite accept -c big-shoes --as jim@bigshoes.example -m phone --json").ok();
    let password = run.json()["temporary_password"].as_str().unwrap().to_owned();
    assert!(!run.err.contains(&password), "{run}");
    let mail = world.mails().pop().unwrap();
    assert!(mail.contains("To: jim@bigshoes.example"), "the first owner is mailed too: {mail}");
}

/// S1.8
#[test]
fn only_the_persons_invitation_is_answered_for_them() {
    let (mut world, code) = invited();
    accept_with(&mut world, &code).ok();
    world.run("invite send ann@bigshoes.example -c big-shoes -r manager").ok();
    world.run("invite send ann@bigshoes.example -c tea-house -r guest").ok();
    world.run("invite send bob@teahouse.example -c tea-house -r guest").ok();
    let before = holdings(&world);
    let run = |world: &mut World, line: &str| world.run(&format!("invite accept {line} -m phone"));
    run(&mut world, "inv_2 -c big-shoes --as jim@bigshoes.example").fails(5).says("only the person concerned");
    run(&mut world, "inv_3 -c big-shoes --as ann@bigshoes.example")
        .fails(13)
        .says("it belongs to tea-house (C100002-4)");
    let other = run(&mut world, "inv_4 -c tea-house --as jim@bigshoes.example").fails(3);
    let unknown = run(&mut world, "inv_99 -c tea-house --as jim@bigshoes.example").fails(3);
    assert_eq!(other.err.replace("inv_4", "inv_99"), unknown.err);
    run(&mut world, "-c big-shoe --as ann@bigshoes.example").fails(3);
    run(&mut world, "--as ann@bigshoes.example").fails(10);
    run(&mut world, "-c big-shoes --as nobody@bigshoes.example").fails(5);
    world.stdin(&*code).run("invite accept --code-stdin -c big-shoes --as ann@bigshoes.example -m x").fails(2);
    run(&mut world, "-c big-shoes --password-stdin --as ann@bigshoes.example").fails(2);
    assert_eq!(holdings(&world), before);
    run(&mut world, "-c tea-house --as ann@bigshoes.example").ok();
    assert_eq!(world.sql("SELECT state FROM invitation ORDER BY id"), ["accepted", "pending", "accepted", "pending"]);
}

#[test]
fn everything_must_agree_with_the_code() {
    let (mut world, code) = invited();
    let before = holdings(&world);
    assert_snapshot!(world.stdin(&*code).run("invite accept --code-stdin -c tea-house"), @"
    $ partnerctl invite accept --code-stdin -c tea-house
    --- stderr
    error: --client names tea-house (C100002-4), but the code is for inv_1 of big-shoes (C100001-9); nothing was changed
    hint: make sure whose invitation is to be answered, then name that client or none
    --- exit 12
    ");
    world.stdin(&*code).run("invite accept inv_7 --code-stdin").fails(2).says("the code is for inv_1");
    world.var("PARTNERCTL_EXPECT_CLIENT", "tea-house");
    accept_with(&mut world, &code).fails(12).says("PARTNERCTL_EXPECT_CLIENT");
    world.run("invite send jim@bigshoes.example -c big-shoes").fails(12);
    assert_eq!(holdings(&world), before);
    world.var("PARTNERCTL_EXPECT_CLIENT", "tea-house,big-shoes");
    let file = private(&world, "password.txt", PASSWORD);
    world.stdin(&*code).run(&format!("invite accept --code-stdin --password-file {file} -c big-shoes")).ok();
}

#[test]
fn terminal_asks_for_code_and_password_twice() {
    let (mut world, code) = invited();
    world.at_terminal(100).answers(&[&code, PASSWORD, "another lantern gravel mistake", PASSWORD, PASSWORD]);
    let run = world.run("invite accept").ok().says("differ");
    assert!(!run.err.contains("pci_") && !run.err.contains(PASSWORD), "{run}");
}

#[test]
fn secrets_come_from_private_files() {
    let (mut world, code) = invited();
    world.run("invite accept --code-stdin --password-stdin").fails(2).says("cannot be used with");
    let file = world.write("open.txt", &code);
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    world.run(&format!("invite inspect --code-file {}", file.display())).fails(1).says("open to others");
    let file = private(&world, "code.txt", &code);
    world.stdin(PASSWORD).run(&format!("invite accept --code-file {file} --password-stdin")).ok();
    let stored = std::fs::read(world.database()).unwrap();
    for secret in [code.as_bytes(), PASSWORD.as_bytes()] {
        assert!(!stored.windows(secret.len()).any(|bytes| bytes == secret), "a secret is in the file");
    }
}

#[test]
fn declining_keeps_reason_and_preparation() {
    let (mut world, code) = invited();
    assert_snapshot!(world.stdin(&*code).run("invite decline --code-stdin --reason 'not my account'"), @"
    $ partnerctl invite decline --code-stdin --reason not my account
    inv_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    jim@bigshoes.example declined inv_1 to big-shoes.
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT state, reason FROM invitation"), ["declined|not my account"]);
    assert_eq!(world.sql("SELECT state FROM access_grant WHERE client_id = 100001"), ["prepared"]);
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    super::accept(&mut world, "jim@bigshoes.example");
}

#[test]
fn owner_leaves_once_the_new_one_accepts() {
    let (mut world, code) = invited();
    let line = "invite send new@bigshoes.example -c big-shoes -r owner --replaces jim@bigshoes.example";
    world.run(line).fails(4).says("is no active owner");
    accept_with(&mut world, &code).ok();
    world.run(&format!("{line} --until 2027-01-01")).fails(4).says("without a lasting owner");
    world.run("invite send new@bigshoes.example -c big-shoes -r owner --replaces who@bigshoes.example").fails(3);
    world.run("invite send jim@bigshoes.example -c big-shoes -r owner --replaces jim@bigshoes.example").fails(4);
    world.run(line).ok();
    world.run(line).ok().says("already");
    assert_eq!(
        world.sql("SELECT role, state FROM access_grant WHERE client_id = 100001"),
        ["owner|active", "owner|prepared"]
    );
    let code = world.code_for("new@bigshoes.example");
    assert_snapshot!(accept_with(&mut world, &code), @"
    $ partnerctl invite accept --code-stdin --password-file password.txt
    inv_2
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the code]
    new@bigshoes.example is in big-shoes as owner.
    jim@bigshoes.example is out of big-shoes: new@bigshoes.example takes their place.
    Mail msg_3 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_3.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    --- exit 0
    ");
    assert_eq!(
        world.sql("SELECT role, state, ended_by FROM access_grant WHERE client_id = 100001"),
        ["owner|ended|new@bigshoes.example", "owner|active|"]
    );
    world.run("access check jim@bigshoes.example -c big-shoes --permission profile").fails(5);
}
