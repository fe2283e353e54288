//! A login gets another address.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{JIM, SUE, in_logs, with_sue};
use crate::password::secrets::open_session;
use crate::support::World;

const NEW: &str = "sue.poe@ledger.example";

#[test]
fn renamed_login_is_mailed_at_both_addresses() {
    let mut world = with_sue();
    let mails = world.mails().len();
    assert_snapshot!(world.run(&format!("user rename {SUE} {NEW} --expect-clients 2 -m married")), @"
    $ partnerctl user rename sue@ledger.example sue.poe@ledger.example --expect-clients 2 -m married
    usr_3
    --- stderr
    sue@ledger.example (usr_3) reaches 2 clients:
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the reach of sue@ledger.example]
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from the reach of sue@ledger.example]
    Mail msg_5 to sue@ledger.example was written to [DIR]/desk.db.outbox/msg_5.eml (no mail server is configured).
    Mail msg_6 to sue.poe@ledger.example was written to [DIR]/desk.db.outbox/msg_6.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    sue@ledger.example is called sue.poe@ledger.example now.
    --- exit 0
    ");
    assert_eq!(in_logs(&world, "user.rename"), ["big-shoes", "tea-house"]);
    world.run("client log tea-house").ok().prints("renamed the login sue@ledger.example to sue.poe@ledger.example");
    let shown: Vec<String> = world.sql("SELECT recipient FROM mail WHERE kind = 'login_renamed' ORDER BY id");
    assert_eq!(shown, [SUE, NEW]);
    assert_eq!(world.mails().len(), mails + 2);
    world.run(&format!("access check {NEW} -c tea-house --permission profile")).ok();
    world.run(&format!("access check {SUE} -c tea-house --permission profile")).fails(3);
    world.write_private("other", "kestrel orchard 55 velvet\n");
    world.run(&format!("user set-password {NEW} --old-password-file password --password-file other")).ok();
}

/// What lies in the old mailbox opens nothing any more.
#[test]
fn codes_of_the_old_address_are_dead() {
    let mut world = with_sue();
    world.run("client add Third --slug third-one --owner o@third.example").ok();
    world.run(&format!("invite send {SUE} -c third-one -r manager")).ok();
    let invitation = world.code_for(SUE);
    world.run("link request -p jims-web --target big-shoes").ok();
    let request = world.code_for(SUE);
    assert!(request.starts_with("pcl_"), "{request}");
    world.run(&format!("user reset-password {SUE}")).ok();
    let reset = world.code_for(SUE);
    open_session(&world, 3, 100_001);
    let run = world.run(&format!("user rename usr_3 {NEW} --expect-clients 3 --json"));
    assert_eq!(run.json()["uninvited"], serde_json::json!(["third-one"]));
    assert_eq!(run.json()["old_email"], SUE);
    run.ok().says(&format!("partnerctl invite send {NEW} -c third-one"));
    world.stdin(invitation).run("invite accept --code-stdin").fails(4);
    let answer = world.stdin(request).run("link approve --code-stdin");
    assert_ne!(answer.code, 0, "{answer}");
    let set = format!("user set-password {NEW} --code-stdin");
    world.stdin(format!("{reset}\nkestrel orchard 55 velvet\n")).run(&set).fails(6).says("withdrawn");
    assert_eq!(world.sql("SELECT state, closed_because FROM session"), ["closed|the login was renamed"]);
    world.run(&format!("invite send {NEW} -c third-one")).ok();
    let code = world.code_for(NEW);
    // Support's word does not prove the new address, so that the code asks for a new password.
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    world.pass(Span::minutes(1)).run("link resend lnk_1 -c big-shoes").ok();
    let code = world.codes_for(NEW).pop().unwrap();
    world.stdin(code).run("link approve --code-stdin").ok();
}

#[test]
fn taken_address_is_refused() {
    let mut world = with_sue();
    let line = format!("user rename {SUE} {JIM} --expect-clients 2");
    world.run(&line).fails(4).says("the address of another login already").says("usr_1");
    world.run(&format!("user rename {SUE} nonsense")).fails(2);
}

#[test]
fn other_capitals_touch_nothing_else() {
    let mut world = with_sue();
    world.run("client add Third --slug third-one --owner o@third.example").ok();
    world.run(&format!("invite send {SUE} -c third-one -r manager")).ok();
    let code = world.code_for(SUE);
    let mails = world.mails().len();
    world.run(&format!("user rename {SUE} {SUE}")).ok().says("is called so already");
    world.run(&format!("user rename {SUE} Sue@Ledger.example")).ok().says("is called Sue@Ledger.example now");
    assert_eq!(world.mails().len(), mails);
    world.stdin(code).run("invite accept --code-stdin").ok();
}

/// docs/reference.md#never-the-wrong-client: the right person, the wrong client.
#[test]
fn foreign_domain_needs_confirmation() {
    let mut world = with_sue();
    world.run("client add Third --slug third-one --owner o@third.example --domain third.example").ok();
    let line = format!("user rename {SUE} sue@third.example");
    world
        .run(&format!("{line} --expect-clients 2 -n"))
        .ok()
        .says("sue@third.example is an address of third-one (C100003-5)");
    world.answers(&["sue@third.exmaple"]).run(&line).fails(8);
    world.answers(&["sue@third.example", "2"]).run(&line).ok();
    let quiet = world.run(&format!("user rename {JIM} jim.doe@bigshoes.example")).ok();
    assert!(!quiet.err.contains("warning: jim.doe"), "{quiet}");
}

#[test]
fn prepared_person_is_renamed_without_mail() {
    let mut world = World::with_story();
    world.run("user rename jim@bigshoes.example jimmy@bigshoes.example").ok();
    assert_eq!(world.sql("SELECT count(*) FROM mail"), ["0"]);
    world.run("invite send --owners -c big-shoes").ok();
    assert!(world.code_for("jimmy@bigshoes.example").starts_with("pci_"));
}

#[test]
fn only_staff_and_the_person_may() {
    let mut world = with_sue();
    world.run(&format!("user rename {SUE} {NEW} --expect-clients 2 --as {JIM} -m x")).fails(5);
    world.run(&format!("user rename {SUE} {NEW} -n --expect-clients 2 --as {SUE} -m x")).ok();
    assert_eq!(world.sql("SELECT email FROM login WHERE id = 3"), [SUE]);
}
