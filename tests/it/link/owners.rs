//! Links as the client's own people see and answer them.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{everything, state};
use crate::invite::accept;
use crate::support::{Frozen, World};

/// The story, with jim as active owner of big-shoes.
pub fn active() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("invite send --owners -c big-shoes").ok();
        accept(&mut world, "jim@bigshoes.example");
        world.freeze()
    });
    FROZEN.thaw()
}

/// Brings a person into big-shoes.
pub fn join(world: &mut World, email: &str, terms: &str) {
    world.run(&format!("invite send {email} -c big-shoes {terms}")).ok();
    accept(world, email);
}

/// Whom the request is mailed to.
fn asked(world: &World) -> Vec<String> {
    world.sql("SELECT email FROM link_recipient ORDER BY id")
}

#[test]
fn active_owners_and_admins_are_asked() {
    let mut world = active();
    join(&mut world, "ada@bigshoes.example", "-r admin");
    join(&mut world, "mia@bigshoes.example", "-r manager");
    join(&mut world, "old@bigshoes.example", "-r admin --for 1h");
    world.run("invite send new@bigshoes.example -c big-shoes -r owner").ok();
    world.pass(Span::HOUR);
    world.run("link request -p jims-web --target big-shoes").ok();
    assert_eq!(asked(&world), ["jim@bigshoes.example", "ada@bigshoes.example"]);
}

#[test]
fn resend_asks_present_owners() {
    let mut world = World::with_story();
    world.run("client add 'Two Owners' --slug two-owners --owner ann@two.example --owner ben@two.example").ok();
    world.run("link request -p jims-web --target two-owners").ok();
    let ben = world.code_for("ben@two.example");
    world.run("invite send ann@two.example -c two-owners").ok();
    let code = world.code_for("ann@two.example");
    crate::invite::accept_with(&mut world, &code).ok();
    world.pass(Span::MINUTE);
    world.run("link resend lnk_1 -c two-owners").ok();
    assert_eq!(
        world.sql("SELECT recipient FROM mail WHERE kind = 'link_request' ORDER BY id DESC LIMIT 1"),
        ["ann@two.example"]
    );
    world.stdin(ben);
    assert_snapshot!(world.run("link approve --code-stdin"), @"
    $ partnerctl link approve --code-stdin
    --- stderr
    ▸ two-owners  C100003-5  Two Owners  [from the code]
    error: this code no longer works: a newer mail has replaced it
    hint: use the code from the newest mail, or send another with `partnerctl link resend LNK -c CLIENT`
    --- exit 6
    ");
    world.stdin(world.code_for("ann@two.example"));
    world.run("link approve --code-stdin").ok();
}

#[test]
fn staff_answers_on_behalf_of_an_owner() {
    let mut world = active();
    world.run("link request -p jims-web --target big-shoes").ok();
    let code = world.code_for("jim@bigshoes.example");
    let line = "link approve lnk_1 -c big-shoes --as jim@bigshoes.example";
    world.run(line).fails(2).says("needs a reason");
    assert_snapshot!(world.run(&format!("{line} -m 'said so by phone' --permissions invoices")), @"
    $ partnerctl link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m said so by phone --permissions invoices
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Mail msg_3 to office@jimsweb.example was written to [DIR]/desk.db.outbox/msg_3.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    lnk_1 is approved for big-shoes (C100001-9), without end: invoices
    lnk_1 is linked.
    --- exit 0
    ");
    assert_eq!(
        world.sql("SELECT actor, acting_as, reason FROM audit WHERE action = 'link.approve' AND outcome = 'done'"),
        ["jane|jim@bigshoes.example|said so by phone"]
    );
    assert_eq!(world.sql("SELECT answered_by, permissions FROM link_list"), ["jim@bigshoes.example|invoices"]);
    world.stdin(code);
    world.run("link deny --code-stdin").fails(4).says("lnk_1 is linked since");
}

#[test]
fn audit_reason_is_hidden_from_the_partner() {
    let mut world = active();
    world.run("link request -p jims-web --target big-shoes").ok();
    world.run("link deny lnk_1 -c big-shoes --as jim@bigshoes.example -m 'he was rude about them'").ok();
    let mail = world.mails().pop().unwrap();
    assert!(mail.contains("To: office@jimsweb.example") && !mail.contains("rude"), "{mail}");
}

#[test]
fn no_one_gives_a_partner_more_than_they_have() {
    for by_code in [false, true] {
        let mut world = active();
        join(&mut world, "ada@bigshoes.example", "-r admin --permissions users,invoices,quotes");
        world.run("link request -p jims-web --target big-shoes --permissions invoices,tickets").ok();
        let code = world.code_for("ada@bigshoes.example");
        let mut approve = |flags: &str| {
            if by_code {
                world.stdin(code.clone());
                world.run(&format!("link approve --code-stdin {flags}"))
            } else {
                world.run(&format!("link approve lnk_1 -c big-shoes --as ada@bigshoes.example -m x {flags}"))
            }
        };
        approve("").fails(5).says("tickets");
        approve("--permissions tickets").fails(5);
        approve("--permissions invoices").ok();
    }
}

#[test]
fn former_owners_code_is_refused() {
    let mut world = active();
    join(&mut world, "old@bigshoes.example", "-r admin --for 1h");
    world.run("link request -p jims-web --target big-shoes").ok();
    let code = world.code_for("old@bigshoes.example");
    world.pass(Span::HOUR);
    let before = everything(&world);
    for verb in ["approve", "deny"] {
        world.stdin(code.clone());
        world.run(&format!("link {verb} --code-stdin")).fails(5).says("no longer owns or administers");
    }
    assert_eq!(everything(&world), before);
}

#[test]
fn client_people_see_links_by_role() {
    let mut world = active();
    join(&mut world, "mia@bigshoes.example", "-r manager");
    world.run("link request -p jims-web --target big-shoes --target tea-house").ok();
    let mut code = |who: &str, line: &str| world.run(&format!("link {line} --as {who}@bigshoes.example")).code;
    assert_eq!(code("jim", "list -c big-shoes"), 0);
    assert_eq!(code("jim", "show lnk_1"), 0);
    assert_eq!(code("mia", "list -c big-shoes"), 5);
    assert_eq!(code("mia", "show lnk_1"), 5);
    assert_eq!(code("jim", "list -c tea-house"), 3);
    assert_eq!(code("jim", "show lnk_2"), 3);
    assert_eq!(code("jim", "list -p jims-web"), 3);
    assert_eq!(code("jim", "list -A"), 5);
    assert_eq!(code("jim", "request -p jims-web --target big-shoes -m x"), 5);
    assert_eq!(code("jim", "cancel lnk_1 -c big-shoes -m x"), 5, "that is for the partner");
    assert_eq!(code("jim", "process lnk_1 -c big-shoes -m x"), 5);
}

#[test]
fn foreign_link_is_known_only_to_its_readers() {
    let mut world = active();
    world.run("link request -p jims-web --target tea-house").ok();
    let line = |id: &str| format!("link approve {id} -c big-shoes --as jim@bigshoes.example -m x");
    let hidden = world.run(&line("lnk_1")).fails(3);
    let unknown = world.run(&line("lnk_9")).fails(3);
    assert_eq!(hidden.err.replace("lnk_1", "lnk_9"), unknown.err);
    world.run("invite send jim@bigshoes.example -c tea-house -r admin").ok();
    let code = world.code_for("jim@bigshoes.example");
    crate::invite::accept_with(&mut world, &code).ok();
    world.run(&line("lnk_1")).fails(13).says("lnk_1 is not of big-shoes: it belongs to tea-house");
}

/// S3.1
#[test]
fn either_side_ends_a_link() {
    for side in ["jim@bigshoes.example", "pat@jimsweb.example"] {
        let mut world = active();
        world.stdin("correct horse battery staple\n");
        world
            .run("partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Lee --password-stdin")
            .ok();
        world.run("link request -p jims-web --target big-shoes").ok();
        world.run("link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m x").ok();
        world.run("access check pat@jimsweb.example -c big-shoes --permission invoices").ok();
        world.run(&format!("link remove lnk_1 -c big-shoes --as {side} -m 'no longer' --confirm big-shoes")).ok();
        assert_eq!(world.sql("SELECT ended_by FROM link"), [side]);
        assert_eq!(state(&mut world, "lnk_1"), "unlinked");
        world.run("access check pat@jimsweb.example -c big-shoes --permission invoices").fails(5);
    }
}

/// S3.18, S3.19
#[test]
fn request_answer_and_end_are_in_the_log() {
    let mut world = active();
    world.run("link request -p jims-web --target big-shoes").ok();
    world.run("link deny lnk_1 -c big-shoes --as jim@bigshoes.example -m 'does not know them'").ok();
    world.run("link create -p jims-web -c big-shoes --as jim@bigshoes.example -m 'knows them after all'").ok();
    world.run("link remove lnk_2 -c big-shoes --confirm big-shoes").ok();
    assert_snapshot!(world.run("client log big-shoes"), @"
    $ partnerctl client log big-shoes
    21 Nov 2026 09:00 UTC  jane ended lnk_2 of jims-web
    21 Nov 2026 09:00 UTC  jane for jim@bigshoes.example linked jims-web by lnk_2, saying “knows them after all”; it is linked now
    21 Nov 2026 09:00 UTC  jane for jim@bigshoes.example denied lnk_1 of jims-web, saying “does not know them”
    21 Nov 2026 09:00 UTC  jane requested lnk_1 for jims-web
    21 Nov 2026 09:00 UTC  jane accepted inv_1 for jim@bigshoes.example as owner; the login is active now; the client is active now
    21 Nov 2026 09:00 UTC  jane invited jim@bigshoes.example as owner by inv_1
    21 Nov 2026 09:00 UTC  jane added the client with the owners jim@bigshoes.example
    --- exit 0
    ");
}
