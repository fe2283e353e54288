//! Access that ends is announced to the other side: after a grace in which `undo` takes it back, or when its term is
//! over.

use insta::assert_snapshot;
use partnerctl::domain::time::{Instant, Span};

use crate::invite::accept;
use crate::support::World;

const TAX: &str = "tax@ledger.example";

/// big-shoes with its owner, and a manager who is in.
fn manned(term: &str) -> World {
    let mut world = World::with_story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    accept(&mut world, "jim@bigshoes.example");
    world.run(&format!("invite send {TAX} -c big-shoes -r manager --permissions invoices,quotes {term}")).ok();
    accept(&mut world, TAX);
    world.run("mail deliver").ok();
    world
}

/// The same, with Jim's Web linked, on the word of its user.
fn linked(term: &str) -> World {
    let mut world = manned("");
    world.run("partner edit jims-web --contact-email office@jimsweb.example").ok();
    world
        .run("partner add-user ann@jimsweb.example -p jims-web --first-name Ann --last-name Lee --generate-password")
        .ok();
    world.run(&format!("link request -p jims-web --target big-shoes {term} --as ann@jimsweb.example -m phone")).ok();
    world.run("link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m phone").ok();
    world
}

fn remove(world: &mut World) {
    world.run(&format!("user remove {TAX} -c big-shoes --confirm big-shoes -m 'caught stealing'")).ok();
}

fn notified(world: &World) -> Vec<String> {
    world.sql("SELECT recipient, state FROM mail WHERE kind = 'access_ended' ORDER BY id")
}

#[test]
fn removed_person_is_mailed_without_the_reason() {
    let mut world = manned("");
    assert_snapshot!(world.run(&format!("user remove {TAX} -c big-shoes --confirm big-shoes -m 'caught stealing'")), @"
    $ partnerctl user remove tax@ledger.example -c big-shoes --confirm big-shoes -m caught stealing
    usr_3
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    tax@ledger.example is no longer manager of big-shoes (C100001-9).
    tax@ledger.example is notified by mail (msg_3) from 21 Nov 2026 09:10 UTC on, when `partnerctl mail deliver` runs; until then `partnerctl undo -c big-shoes --change 9` takes it back, with this mail.
    --- exit 0
    ");
    world.run("mail deliver").ok().says("No mail is due.");
    world.pass(Span::minutes(10));
    world.run("mail deliver").ok();
    assert_eq!(notified(&world), [format!("{TAX}|written")]);
    let shown = world.run("mail list --state written --columns mail_id,kind --csv").out;
    let id = shown.lines().find_map(|line| line.strip_suffix(",access_ended")).unwrap().to_owned();
    let shown = world.run(&format!("mail show {id} --json"));
    assert_snapshot!(shown.json()["body"].as_str().unwrap(), @"
    Your access to the client account Big Shoes Inc. (C100001-9) has ended:
    jane of partnerctl took it back. Your login tax@ledger.example itself
    stays, with all that it reaches otherwise.

    - Account: Big Shoes Inc. (big-shoes, C100001-9)
    - Your login: tax@ledger.example
    - Role: manager
    - Ended: 21 Nov 2026 09:00 UTC
    - Ended by: jane

    Until then you could:

    - see and pay invoices
    - see and accept quotes

    If that is right, you need do nothing. You did not expect this, or need
    the access again? Ask those who own that account to invite you again, or
    write to partnerctl (noreply@partnerctl.invalid).
    ");
    assert!(!world.mails().concat().contains("stealing"));
}

#[test]
fn undo_in_time_takes_the_mail_along() {
    let mut world = manned("");
    remove(&mut world);
    world.pass(Span::minutes(9)).run("mail deliver").ok();
    assert_snapshot!(world.run("undo -c big-shoes"), @"
    $ partnerctl undo -c big-shoes
    usr_3
    msg_3
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Took back `user remove` in big-shoes (C100001-9) (21 Nov 2026 09:00 UTC, audit 9).
    note: access of tax@ledger.example from ended to active
    note: mail of tax@ledger.example from queued to skipped
    hint: to do it again after all: `partnerctl undo -c big-shoes`
    --- exit 0
    ");
    world.pass(Span::HOUR).run("mail deliver").ok();
    assert_eq!(notified(&world), [format!("{TAX}|skipped")]);
    world.run(&format!("access check {TAX} -c big-shoes --permission invoices")).ok();

    // Done again, it is mailed after all.
    world.run("undo -c big-shoes").ok().says("from skipped to queued");
    world.run("mail deliver").ok();
    assert_eq!(notified(&world), [format!("{TAX}|written")]);
    assert_snapshot!(world.run("undo -c big-shoes"), @"
    $ partnerctl undo -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: your change in big-shoes (C100001-9), `undo` C100001-9 (audit 11), cannot be taken back: msg_3 to tax@ledger.example was written to a file already; nothing was changed
    hint: see what happened with `partnerctl client log big-shoes`
    --- exit 4
    ");
}

#[test]
fn returned_person_is_not_mailed() {
    let mut world = manned("");
    remove(&mut world);
    world.run(&format!("invite send {TAX} -c big-shoes -r guest --resend")).ok();
    accept(&mut world, TAX);
    world.pass(Span::HOUR).run("mail deliver").ok();
    assert_eq!(
        world.sql("SELECT state, last_error FROM mail WHERE kind = 'access_ended'"),
        ["skipped|the access was given back"]
    );
}

/// An acceptance is never taken back, so that there is nothing to wait for.
#[test]
fn replaced_owner_is_mailed_at_once() {
    let mut world = manned("");
    world.run("invite send new@bigshoes.example -c big-shoes -r owner --replaces jim@bigshoes.example").ok();
    assert_eq!(notified(&world), Vec::<String>::new());
    accept(&mut world, "new@bigshoes.example");
    assert_eq!(notified(&world), ["jim@bigshoes.example|written"]);
    let id = world.sql("SELECT 'msg_' || id FROM mail WHERE kind = 'access_ended'").remove(0);
    assert_snapshot!(world.run(&format!("mail show {id} --json")).json()["body"].as_str().unwrap(), @"
    Your access to the client account Big Shoes Inc. (C100001-9) has ended:
    new@bigshoes.example took it back. Your login jim@bigshoes.example
    itself stays, with all that it reaches otherwise.

    - Account: Big Shoes Inc. (big-shoes, C100001-9)
    - Your login: jim@bigshoes.example
    - Role: owner
    - Ended: 21 Nov 2026 09:00 UTC
    - Ended by: new@bigshoes.example

    Until then you could:

    - see the account's own data and change them
    - see and change the account's contacts
    - see products and services
    - change, upgrade and reset products and services
    - sign in to a product's own console with one click
    - see domain registrations
    - change domain registrations and their settings
    - see and pay invoices
    - see and accept quotes
    - open, see and answer support tickets
    - see and use the affiliate account
    - see the mails that the account received
    - place new orders, and cancel them
    - administer who may enter the account (role owner or admin needed as
      well)
    - see and change the account's settings

    If that is right, you need do nothing. You did not expect this, or need
    the access again? Ask those who own that account to invite you again, or
    write to partnerctl (noreply@partnerctl.invalid).
    ");
}

#[test]
fn those_acted_for_are_mailed() {
    let mut world = manned("");
    world.run(&format!("user leave {TAX} -c big-shoes --as {TAX} -m phone --confirm big-shoes")).ok();
    world.run("user add eva@bigshoes.example -c big-shoes -r manager").ok();
    world.run("user remove eva@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world.run("invite send kim@bigshoes.example -c big-shoes -r manager").ok();
    world.run("user remove kim@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world.run("invite send own@bigshoes.example -c big-shoes -r admin").ok();
    accept(&mut world, "own@bigshoes.example");
    let own = "own@bigshoes.example";
    world.run(&format!("user remove {own} -c big-shoes --confirm big-shoes --as {own} -m phone")).ok();
    assert_eq!(notified(&world), [format!("{TAX}|queued"), format!("{own}|queued")]);
}

#[test]
fn both_sides_of_an_ended_link_are_mailed() {
    for end in ["--as jim@bigshoes.example -m phone", "", "--as ann@jimsweb.example -m phone"] {
        let mut world = linked("");
        world.run(&format!("link remove lnk_1 -c big-shoes --confirm big-shoes {end}")).ok();
        let sides = ["ann@jimsweb.example|queued", "jim@bigshoes.example|queued"];
        assert_eq!(notified(&world), sides, "{end}");
    }
    let mut world = linked("");
    assert_snapshot!(world.run("link remove lnk_1 -c big-shoes --confirm big-shoes"), @"
    $ partnerctl link remove lnk_1 -c big-shoes --confirm big-shoes
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    lnk_1 has ended; no one enters big-shoes by it any more.
    ann@jimsweb.example is notified by mail (msg_5) from 21 Nov 2026 09:10 UTC on, when `partnerctl mail deliver` runs; until then `partnerctl undo -c big-shoes --change 13` takes it back, with this mail.
    jim@bigshoes.example is notified by mail (msg_6) from 21 Nov 2026 09:10 UTC on, when `partnerctl mail deliver` runs; until then `partnerctl undo -c big-shoes --change 13` takes it back, with this mail.
    --- exit 0
    ");
    world.pass(Span::minutes(10)).run("mail deliver").ok();
    let ids = world.sql("SELECT 'msg_' || id FROM mail WHERE kind = 'access_ended' ORDER BY id");
    for (id, begins) in
        ids.iter().zip(["The link of Jim's Web with the client", "The link of Jim's Web with your client"])
    {
        let shown = world.run(&format!("mail show {id} --json"));
        let body = shown.json()["body"].as_str().unwrap().replace('\n', " ");
        assert!(body.starts_with(begins), "{body}");
    }
}

#[test]
fn restored_link_mails_no_one() {
    let mut world = linked("");
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    world.run("undo -c big-shoes").ok();
    assert_eq!(notified(&world), ["ann@jimsweb.example|skipped", "jim@bigshoes.example|skipped"]);
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes --as jim@bigshoes.example -m phone").ok();
    world.run("link create -p jims-web -c big-shoes --as jim@bigshoes.example -m phone").ok();
    world.pass(Span::HOUR).run("mail deliver").ok();
    assert_eq!(
        world.sql("SELECT last_error FROM mail WHERE kind = 'access_ended' ORDER BY id DESC LIMIT 1"),
        ["the two are linked again"]
    );
}

fn end(world: &World, table: &str) -> Instant {
    let ms = &world.sql(&format!("SELECT until FROM {table} WHERE until IS NOT NULL"))[0];
    Instant::from_ms(ms.parse().unwrap())
}

#[test]
fn ended_term_mails_person_and_owners_once() {
    let mut world = manned("--for 90d");
    let at = end(&world, "access_grant");
    world.next_at(at - Span::from_ms(1)).run("mail deliver").ok();
    assert_eq!(notified(&world), Vec::<String>::new());
    assert_snapshot!(world.next_at(at).run("mail deliver"), @"
    $ partnerctl mail deliver
    msg_4
    msg_5
    --- stderr
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    Queued 1 notice of access whose term is over: 2 mails to owners and to those who had it.
    Tried 2 mails: 2 written to files.
    --- exit 0
    ");
    world.run("mail deliver").ok();
    assert_eq!(notified(&world), [format!("{TAX}|written"), "jim@bigshoes.example|written".to_owned()]);
    let id = world.sql("SELECT 'msg_' || min(id) FROM mail WHERE kind = 'access_ended'").remove(0);
    assert_snapshot!(world.run(&format!("mail show {id} --json")).json()["body"].as_str().unwrap(), @"
    Your access to the client account Big Shoes Inc. (C100001-9) has ended,
    because its term was over. Your login tax@ledger.example itself stays,
    with all that it reaches otherwise.

    - Account: Big Shoes Inc. (big-shoes, C100001-9)
    - Your login: tax@ledger.example
    - Role: manager
    - Ended: 19 Feb 2027 09:00 UTC
    - Ended by: the term that was given

    Until then you could:

    - see and pay invoices
    - see and accept quotes

    If that is right, you need do nothing. You did not expect this, or need
    the access again? Ask those who own that account to invite you again, or
    write to partnerctl (noreply@partnerctl.invalid).
    ");
    assert_snapshot!(world.run("client log big-shoes").out.lines().find(|line| line.contains("ended at")).unwrap(), @"19 Feb 2027 09:00 UTC  jane found that the access of tax@ledger.example ended at 19 Feb 2027 09:00 UTC, and notified tax@ledger.example jim@bigshoes.example");
    world.run("audit verify").ok();
}

#[test]
fn old_or_extended_term_is_not_mailed() {
    let mut world = manned("--for 90d");
    let at = end(&world, "access_grant");
    world.next_at(at + Span::days(3) + Span::MINUTE).run("mail deliver").ok();
    assert_eq!(notified(&world), Vec::<String>::new());
    let mut world = manned("--for 90d");
    world.run(&format!("user edit {TAX} -c big-shoes --no-until")).ok();
    world.next_at(at + Span::HOUR).run("mail deliver").ok();
    assert_eq!(notified(&world), Vec::<String>::new());
}

#[test]
fn end_of_link_mails_both_sides() {
    let mut world = linked("--for 30d");
    let at = end(&world, "link");
    world.next_at(at + Span::HOUR).run("mail deliver").ok();
    assert_eq!(notified(&world), ["ann@jimsweb.example|written", "jim@bigshoes.example|written"]);
    world.run("mail deliver").ok();
    assert_eq!(notified(&world).len(), 2, "once");
}
