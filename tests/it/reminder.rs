//! Reminders: a client's owners are notified 30, 7 and 1 days before an access or a link ends, once each
//! (docs/mail.md).

use insta::assert_snapshot;
use partnerctl::domain::time::{Instant, Span};

use crate::invite::accept;
use crate::support::World;

const TAX: &str = "tax@ledger.example";

/// big-shoes with two owners and an admin; someone else gets a manager's access that ends after `term`.
fn boxed(term: &str) -> World {
    let mut world = World::with_story();
    for (address, role) in
        [("jim@bigshoes.example", "owner"), ("ann@bigshoes.example", "owner"), ("bob@bigshoes.example", "admin")]
    {
        world.run(&format!("invite send {address} -c big-shoes -r {role}")).ok();
        accept(&mut world, address);
    }
    world.run(&format!("invite send {TAX} -c big-shoes -r manager --permissions invoices,quotes {term}")).ok();
    accept(&mut world, TAX);
    world.run("mail deliver").ok();
    world
}

fn end(world: &World) -> Instant {
    let ms = &world.sql("SELECT until FROM access_grant WHERE until IS NOT NULL")[0];
    Instant::from_ms(ms.parse().unwrap())
}

/// Delivers at an instant; to whom a reminder was queued so far.
fn deliver_at(world: &mut World, at: Instant) -> usize {
    world.next_at(at).run("mail deliver").ok();
    world.sql("SELECT id FROM mail WHERE kind = 'access_expiring'").len()
}

#[test]
fn owners_are_reminded_at_30_7_and_1_days() {
    let mut world = boxed("--for 90d");
    let end = end(&world);
    let ms = Span::from_ms(1);
    let mut expected = 0;
    for days in [30, 7, 1] {
        let step = end - Span::days(days);
        assert_eq!(deliver_at(&mut world, step - ms), expected, "before {days} days");
        expected += 2;
        assert_eq!(deliver_at(&mut world, step), expected, "{days} days before");
        assert_eq!(deliver_at(&mut world, step + Span::HOUR), expected, "once");
    }
    assert_eq!(deliver_at(&mut world, end), expected);
    assert_eq!(deliver_at(&mut world, end + Span::DAY), expected);
    assert_eq!(
        world.sql("SELECT DISTINCT recipient, state FROM mail WHERE kind = 'access_expiring' ORDER BY recipient"),
        ["ann@bigshoes.example|written", "jim@bigshoes.example|written"]
    );
    assert_eq!(
        world.sql("SELECT subject = (SELECT 'grt_' || id FROM access_grant WHERE until IS NOT NULL), days FROM reminder ORDER BY days"),
        ["1|0", "1|1", "1|7", "1|30"]
    );
    assert_eq!(
        world.sql(
            "SELECT actor, action, client_id, details FROM audit WHERE action = 'user.remind' ORDER BY id LIMIT 1"
        ),
        [concat!(
            r#"jane|user.remind|100001|{"email":"tax@ledger.example","until":"2027-02-19T09:00:11.000Z","days":"30","#,
            r#""told":"jim@bigshoes.example ann@bigshoes.example"}"#
        )]
    );
    assert_snapshot!(world.run("client log big-shoes").out.lines().find(|line| line.contains("notified")).unwrap(), @"19 Feb 2027 09:00 UTC  jane found that the access of tax@ledger.example ended at 19 Feb 2027 09:00 UTC, and notified tax@ledger.example jim@bigshoes.example ann@bigshoes.example");
    world.run("audit verify").ok();
}

#[test]
fn mail_says_what_ends_and_how_to_extend() {
    let mut world = boxed("--for 90d");
    let at = end(&world) - Span::days(30);
    assert_snapshot!(world.next_at(at).run("mail deliver"), @"
    $ partnerctl mail deliver
    msg_5
    msg_6
    --- stderr
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    Queued 1 reminder of access that ends soon: 2 mails to owners.
    Tried 2 mails: 2 written to files.
    --- exit 0
    ");
    assert_snapshot!(world.run("mail list -c big-shoes --user ann@bigshoes.example --columns kind,subject,state").out, @"
    kind             subject                                                 state
    ────────────────────────────────────────────────────────────────────────────────
    invitation       Invitation to Big Shoes Inc. from jane                  written
    access_expiring  Access to Big Shoes Inc. ends soon: tax@ledger.example  written
    ");
    let id = world.sql("SELECT 'msg_' || max(id) FROM mail")[0].clone();
    assert_snapshot!(world.run(&format!("mail show {id}")).out.split_once("\n\n").unwrap().1, @"
    The access of tax@ledger.example to your client account Big Shoes Inc.
    (C100001-9) ends at 19 Feb 2027 09:00 UTC. After that this person does
    not get in any more.

    - Account: Big Shoes Inc. (big-shoes, C100001-9)
    - Who: tax@ledger.example
    - Role: manager
    - Access until: 19 Feb 2027 09:00 UTC
    - Given by: jane

    Until then tax@ledger.example may:

    - see and pay invoices
    - see and accept quotes

    If that is right, you need do nothing: it ends by itself. If the access
    should go on, ask partnerctl (noreply@partnerctl.invalid) before that
    time. Support prolongs it with this command, here by a year:

    partnerctl user edit tax@ledger.example -c big-shoes --until 2028-02-19

    You get this mail because you own or administer that account. If you did
    not expect that such access was given, write to partnerctl
    (noreply@partnerctl.invalid): it can be taken back at any time.
    ");
}

#[test]
fn owners_are_reminded_of_an_ending_link() {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok();
    accept(&mut world, "jim@bigshoes.example");
    world.run("link request -p jims-web --target big-shoes --for 90d").ok();
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("link approve --code-stdin").ok();
    let until = Instant::from_ms(world.sql("SELECT until FROM link")[0].parse().unwrap());
    assert_eq!(deliver_at(&mut world, until - Span::days(31)), 0);
    assert_eq!(deliver_at(&mut world, until - Span::days(30)), 2, "the owner and the partner");
    let mail_to = |world: &World, address: &str| {
        world.sql(&format!("SELECT 'msg_' || max(id) FROM mail WHERE recipient = '{address}'"))[0].clone()
    };
    let id = mail_to(&world, "office@jimsweb.example");
    assert_snapshot!(world.run(&format!("mail show {id}")).out.split_once("If that is right").unwrap().1, @"
    , you need do nothing: it ends by itself. If you should
    go on working there, ask the client for it: partnerctl
    (noreply@partnerctl.invalid) does so for you with this command, here for
    another year, and until the client answers the link stays as it is:

    partnerctl link extend lnk_1 -c big-shoes --for 1y

    You get this mail because Jim's Web asked for that link, or because
    yours is the address for such mails. You did not expect it? Write to
    partnerctl (noreply@partnerctl.invalid).
    ");
    let id = mail_to(&world, "jim@bigshoes.example");
    assert_snapshot!(world.run(&format!("mail show {id}")).out.split_once("\n\n").unwrap().1, @"
    The link with Jim's Web ends at 19 Feb 2027 09:00 UTC. Until then the
    people of Jim's Web may work in your client account Big Shoes Inc.
    (C100001-9); after that no one of them gets in any more.

    - Account: Big Shoes Inc. (big-shoes, C100001-9)
    - Partner: Jim's Web
    - Access until: 19 Feb 2027 09:00 UTC
    - Given by: jim@bigshoes.example

    Until then Jim's Web may:

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
    - see and change the account's settings

    If that is right, you need do nothing: it ends by itself. If Jim's Web
    should go on working there, ask partnerctl (noreply@partnerctl.invalid)
    before that time, or approve their next request. Support extends the
    link with this command, here by a year:

    partnerctl link extend lnk_1 -c big-shoes --for 1y --as jim@bigshoes.example -m 'asked for by mail'

    You get this mail because you own or administer that account. If you did
    not expect that such access was given, write to partnerctl
    (noreply@partnerctl.invalid): it can be taken back at any time.
    ");
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    assert_eq!(deliver_at(&mut world, until - Span::days(7)), 2);
    assert_eq!(world.sql("SELECT entity_id FROM audit WHERE action = 'link.remind'"), ["lnk_1"]);
}

/// The user of the partner who asked reads the command in their own name, and no one reads it who left.
#[test]
fn partner_user_who_asked_is_reminded() {
    for leaves in [false, true] {
        let mut world = crate::partner_user::linked();
        let ann = "--as ann@jimsweb.example -m x";
        world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
        world.run(&format!("link request -p jims-web --target big-shoes --for 90d {ann}")).ok();
        world.run("link approve lnk_3 -c big-shoes --as jim@bigshoes.example -m x").ok();
        let until = Instant::from_ms(world.sql("SELECT until FROM link WHERE id = 3")[0].parse().unwrap());
        if leaves {
            world.run("partner edit jims-web --no-contact-email").ok();
            world.run("user deactivate ann@jimsweb.example --confirm ann@jimsweb.example --expect-clients 2").ok();
        }
        assert_eq!(deliver_at(&mut world, until - Span::days(30)), if leaves { 1 } else { 2 });
        let mut readers = vec!["jim@bigshoes.example"];
        readers.extend((!leaves).then_some("ann@jimsweb.example"));
        for reader in readers {
            let query =
                format!("SELECT 'msg_' || max(id) FROM mail WHERE kind = 'access_expiring' AND recipient = '{reader}'");
            let mail = world.sql(&query).remove(0);
            let command = format!("link extend lnk_3 -c big-shoes --for 1y --as {reader} -m 'asked for by mail'");
            world.run(&format!("mail show {mail}")).ok().prints(&command);
        }
    }
}

/// A term shorter than a step leaves that step out; no one gets a burst.
#[test]
fn steps_before_the_term_are_left_out() {
    let mut world = boxed("--for 20d");
    let end = end(&world);
    assert_eq!(deliver_at(&mut world, end - Span::days(19)), 0);
    assert_eq!(deliver_at(&mut world, end - Span::days(7)), 2);
    // If more than one step passed in silence, the nearest counts.
    let mut world = boxed("--for 90d");
    let end = end_of(&world);
    assert_eq!(deliver_at(&mut world, end - Span::HOUR), 2);
    assert_eq!(world.sql("SELECT days FROM reminder"), ["1"]);
    // A term of exactly a step was given a moment ago: that is no news.
    let mut world = boxed("--for 30d");
    let end = end_of(&world);
    assert_eq!(deliver_at(&mut world, end - Span::days(29)), 0);
}

fn end_of(world: &World) -> Instant {
    end(world)
}

#[test]
fn changed_term_restarts_its_reminders() {
    let mut world = boxed("--for 90d");
    let first = end(&world);
    assert_eq!(deliver_at(&mut world, first - Span::days(7)), 2);
    world.run(&format!("user edit {TAX} -c big-shoes --for 60d")).ok();
    let second = end(&world);
    assert_eq!(deliver_at(&mut world, first), 2);
    assert_eq!(deliver_at(&mut world, second - Span::days(30)), 4);
    world.run(&format!("user edit {TAX} -c big-shoes --for 3d")).ok();
    let third = end(&world);
    assert_eq!(deliver_at(&mut world, third - Span::days(2)), 4);
    assert_eq!(deliver_at(&mut world, third - Span::HOUR), 6);
    // Other changes of the access are no new term.
    let mut world = boxed("--for 90d");
    let end = end(&world);
    world.next_at(end - Span::days(6)).run(&format!("user edit {TAX} -c big-shoes --permissions quotes")).ok();
    assert_eq!(deliver_at(&mut world, end - Span::days(5)), 2);
    world.run(&format!("user edit {TAX} -c big-shoes --no-until")).ok();
    assert_eq!(deliver_at(&mut world, end - Span::HOUR), 2);
}

#[test]
fn removed_or_closed_is_not_reminded_of() {
    for what in [
        format!("user remove {TAX} -c big-shoes --confirm big-shoes"),
        "client close big-shoes --confirm big-shoes:4".to_owned(),
    ] {
        let mut world = boxed("--for 90d");
        let end = end(&world);
        world.run(&what).ok();
        assert_eq!(deliver_at(&mut world, end - Span::days(7)), 0, "{what}");
    }
    // Only prepared: there is nothing yet that ends.
    let mut world = World::with_story();
    world.run(&format!("user add {TAX} -c big-shoes -r manager --for 90d")).ok();
    let until = end(&world);
    assert_eq!(deliver_at(&mut world, until - Span::days(7)), 0);
}

/// The deliverer looks again, as late as can be.
#[test]
fn outdated_reminder_is_skipped() {
    for (what, why) in [
        (format!("user edit {TAX} -c big-shoes --for 60d"), "the access has another end by now"),
        (format!("user remove {TAX} -c big-shoes --confirm big-shoes"), "the access was taken back"),
        (
            "user remove ann@bigshoes.example -c big-shoes --confirm big-shoes".to_owned(),
            "ann@bigshoes.example neither owns nor administers the client any more",
        ),
    ] {
        let mut world = boxed("--for 90d");
        let at = end(&world) - Span::days(7);
        // The disk is full, say: the mails are queued and wait.
        let outbox = world.path("desk.db.outbox");
        let away = world.path("away");
        std::fs::rename(&outbox, &away).unwrap();
        std::fs::write(&outbox, "").unwrap();
        world.next_at(at).run("mail deliver");
        std::fs::remove_file(&outbox).unwrap();
        std::fs::rename(&away, &outbox).unwrap();
        assert_eq!(world.sql("SELECT state FROM mail WHERE kind = 'access_expiring'"), ["queued", "queued"]);
        world.run(&what).ok();
        world.pass(Span::HOUR).run("mail deliver").ok();
        let skipped = world.sql("SELECT last_error FROM mail WHERE kind = 'access_expiring' AND state = 'skipped'");
        assert!(skipped.iter().any(|reason| reason == why), "{what}: {skipped:?}");
    }
}

#[test]
fn admins_are_mailed_without_an_owner() {
    let mut world = boxed("--for 90d");
    let at = end(&world) - Span::days(30);
    for owner in ["jim@bigshoes.example", "ann@bigshoes.example"] {
        world.run(&format!("user remove {owner} -c big-shoes --confirm big-shoes")).ok();
    }
    assert_eq!(deliver_at(&mut world, at), 1);
    assert_eq!(world.sql("SELECT recipient FROM mail WHERE kind = 'access_expiring'"), ["bob@bigshoes.example"]);
    let mut world = boxed("--for 90d");
    world.tamper("UPDATE login SET mailbox = 0 WHERE email_key = 'ann@bigshoes.example'");
    let before = world.mails().len();
    assert_eq!(deliver_at(&mut world, at), 2);
    assert_eq!(world.mails().len(), before + 1);
    assert_eq!(
        world.sql("SELECT recipient, state FROM mail WHERE kind = 'access_expiring' ORDER BY recipient"),
        ["ann@bigshoes.example|skipped", "jim@bigshoes.example|written"]
    );
}

#[test]
fn a_dry_run_mails_and_queues_nothing() {
    let mut world = boxed("--for 90d");
    let at = end(&world) - Span::days(30);
    world
        .next_at(at)
        .run("mail deliver -n")
        .ok()
        .says("Would queue 1 reminder of access that ends soon: 2 mails to owners.");
    assert_eq!(world.sql("SELECT count(*) FROM reminder"), ["0"]);
    assert_eq!(world.sql("SELECT count(*) FROM mail WHERE kind = 'access_expiring'"), ["0"]);
}

/// The cost follows what ends, and each transaction is short: many ends are many transactions.
#[test]
fn many_ends_on_one_day_are_all_mailed() {
    let mut world = boxed("--until 2027-03-31");
    let rows: String = (0..120).map(|n| format!("big-shoes,p{n}@bigshoes.example,manager,2027-03-31\n")).collect();
    world.write("rows.csv", format!("client_slug,email,role,until\n{rows}"));
    world.run("invite bulk rows.csv -q").ok();
    world.run("mail deliver -q").ok();
    for n in 0..120 {
        let code = world.code_for(&format!("p{n}@bigshoes.example"));
        crate::invite::accept_with(&mut world, &code).ok();
    }
    let end = end(&world);
    let run = world.next_at(end - Span::days(3)).run("mail deliver --limit 1");
    run.ok().says("Queued 121 reminders of access that ends soon: 242 mails to owners.");
    assert_eq!(world.sql("SELECT count(*) FROM reminder"), ["121"]);
    assert_eq!(world.run("mail deliver -q --limit 1").ok().err.matches("reminder").count(), 0);
}

/// What cannot be read is reported, and keeps neither the other reminders nor any mail back.
#[test]
fn damaged_person_delays_no_other_reminder() {
    let mut world = boxed("--until 2027-03-31");
    world.run("invite send web@ledger.example -c big-shoes -r manager --until 2027-03-31").ok();
    accept(&mut world, "web@ledger.example");
    world.write("rows.csv", "client_slug,email,role\nbig-shoes,new@bigshoes.example,guest\n");
    let at = end(&world) - Span::days(30);
    world.next_at(at).run("invite bulk rows.csv -q").ok();
    world.tamper(&format!("UPDATE login SET first_name = CAST(x'ff' AS TEXT) WHERE email_key = '{TAX}'"));
    let run = world.next_at(at).run("mail deliver").fails(1);
    assert!(run.err.contains("login.first_name is not UTF-8"), "{run}");
    assert_eq!(world.sql("SELECT count(*) FROM reminder"), ["1"], "{run}");
    assert_eq!(world.sql("SELECT state FROM mail WHERE recipient = 'new@bigshoes.example'"), ["written"], "{run}");
    let run = world.stopped_after(std::time::Duration::from_secs(300)).run("mail deliver --watch").fails(130);
    assert_eq!(run.err.matches("login.first_name is not UTF-8").count(), 1, "{run}");
}

/// Where there are pages, those of the client are led to the one where they give a link another end; everyone else has the
/// command.
#[test]
fn reader_with_a_page_is_led_to_it() {
    let mut world = crate::partner_user::linked();
    world.run("config set web.base_url https://portal.example").ok();
    world.run("link edit lnk_1 -c big-shoes --for 90d").ok();
    world.run("invite send nou@bigshoes.example -c big-shoes -r manager --for 90d").ok();
    let code = world.code_for("nou@bigshoes.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    let until = Instant::from_ms(world.sql("SELECT until FROM link WHERE id = 1")[0].parse().unwrap());
    world.next_at(until - Span::days(29)).run("mail deliver").ok();
    let mails = world.sql(
        "SELECT 'msg_' || id, cause, recipient FROM mail WHERE kind = 'access_expiring' ORDER BY cause, recipient",
    );
    let mut seen = Vec::new();
    for mail in &mails {
        let (id, of) = mail.split_once('|').unwrap();
        let text = world.run(&format!("mail show {id}")).ok().out;
        let has_page = text.contains("https://portal.example/accounts/C100001-9");
        assert!(has_page != text.contains("partnerctl "), "a page or a command: {text}");
        seen.push((of.to_owned(), has_page));
    }
    let expected = [
        ("grt_", "jim@bigshoes.example", false),
        ("lnk_1", "jim@bigshoes.example", true),
        ("lnk_1", "office@jimsweb.example", false),
    ];
    assert_eq!(seen.len(), expected.len(), "{seen:?}");
    for ((seen, has_page), (cause, reader, expects)) in seen.iter().zip(expected) {
        assert!(seen.starts_with(cause) && seen.ends_with(reader) && *has_page == expects, "{seen}");
    }
}

/// The partner learns of the end also where no one is left in the client who could.
#[test]
fn partner_is_reminded_of_a_client_without_owner() {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok();
    accept(&mut world, "jim@bigshoes.example");
    world.run("link request -p jims-web --target big-shoes --for 90d").ok();
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("link approve --code-stdin").ok();
    world.run("invite send max@bigshoes.example -c big-shoes -r manager --for 90d").ok();
    accept(&mut world, "max@bigshoes.example");
    world.run("user remove jim@bigshoes.example -c big-shoes --confirm big-shoes --override last-owner -m died").ok();
    let until = Instant::from_ms(world.sql("SELECT until FROM link")[0].parse().unwrap());
    let run = world.next_at(until - Span::days(7)).run("mail deliver").ok();
    run.says("Queued 1 reminder of access that ends soon: 1 mail to partners.");
    // Of the access of a person no one is left to be reminded, and it stays due.
    assert_eq!(
        world.sql("SELECT DISTINCT recipient FROM mail WHERE kind = 'access_expiring'"),
        ["office@jimsweb.example"]
    );
}
