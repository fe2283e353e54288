//! A live database without `web.base_url`: a code that someone is sent has no page that takes it.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::sendmail;
use crate::support::World;

/// Mails really leave, and no page is set.
fn without_a_page() -> World {
    let mut world = sendmail::story("cat >> all.eml");
    world.run("config unset web.base_url").ok();
    world
}

#[test]
fn code_waits_for_the_setting() {
    let mut world = without_a_page();
    assert_snapshot!(world.run("invite send --owners -c big-shoes"), @"
    $ partnerctl invite send --owners -c big-shoes
    inv_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    warning: mail msg_1 to jim@bigshoes.example stays queued: this database is live, and web.base_url is not set, so the mail has no link to a page; it is tried again from 21 Nov 2026 09:01 UTC
    hint: set it with `partnerctl config set web.base_url URL`; the mail waits for it
    Invitation made, its mail is queued: jim@bigshoes.example may accept inv_1 as owner until 21 Dec 2026 09:00 UTC.
    hint: see how far it has come with `partnerctl invite list -c big-shoes`
    --- exit 0
    ");
    world.run("partner add-user ann@jimsweb.example -p jims-web --first-name Ann --last-name Lee --generate-password --send-email").ok().says("to ann@jimsweb.example was sent");
    world.run("link request -p jims-web --target tea-house").ok().says("web.base_url is not set");
    world.run("user reset-password ann@jimsweb.example").ok().says("web.base_url is not set");
    world.pass(Span::MINUTE);
    assert_snapshot!(world.run("mail deliver"), @"
    $ partnerctl mail deliver
    msg_1
    msg_3
    msg_4
    --- stderr
    warning: mail msg_1 to jim@bigshoes.example stays queued: this database is live, and web.base_url is not set, so the mail has no link to a page; it is tried again from 21 Nov 2026 09:02 UTC
    hint: set it with `partnerctl config set web.base_url URL`; the mail waits for it
    Tried 3 mails: 3 still queued.
    note: 3 mails are tried again, the first at 21 Nov 2026 09:02 UTC
    --- exit 0
    ");
    assert_eq!(
        world.sql("SELECT kind, state, attempts FROM mail ORDER BY id"),
        ["invitation|queued|0", "welcome|sent|1", "link_request|queued|0", "password_reset|queued|0"]
    );
    world.run("mail status").says("mails with a code wait until web.base_url is set");
    world.run("config set web.base_url https://access.example.com").ok();
    world.pass(Span::MINUTE).run("mail deliver").ok();
    assert_eq!(world.sql("SELECT count(*) FROM mail WHERE state = 'sent' AND attempts = 1"), ["4"]);
    assert!(world.read("all.eml").contains("https://access.example.com/"));
}

#[test]
fn demo_desks_and_files_do_not_wait() {
    let mut world = without_a_page();
    world.tamper("UPDATE house SET label = 'training'");
    world.run("invite send --owners -c big-shoes").ok().says("was sent");
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok().says("was written to");
}
