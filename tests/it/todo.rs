//! `todo`: what waits for someone is listed from one instant to another, and goes when it is done.

use insta::assert_snapshot;
use partnerctl::domain::time::{Instant, Span};
use partnerctl::domain::todo::Kind;

use crate::invite::accept;
use crate::mail::bounce::{POSTFIX, notification};
use crate::registry::parse;
use crate::support::{World, words};
use crate::undo::with_people;

const JIM: &str = "jim@bigshoes.example";
const MS: Span = Span::from_ms(1);

/// What is listed, as `kind entity`.
fn listed(world: &mut World, line: &str) -> Vec<String> {
    let rows = world.run(&format!("{line} --json")).ok().json();
    let word = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(|row| format!("{} {}", word(row, "kind"), word(row, "entity_id"))).collect()
}

/// That `what` is listed at exactly these instants of those that are tried.
fn listed_at(world: &mut World, what: &str, instants: &[(Instant, bool)]) {
    for (at, expected) in instants {
        let found = listed(world.next_at(*at), "todo");
        assert_eq!(found.iter().any(|row| row == what), *expected, "{what} at {at}: {found:?}");
    }
}

fn instant(world: &World, query: &str) -> Instant {
    Instant::from_ms(world.sql(query)[0].parse().unwrap())
}

fn requested() -> World {
    let mut world = World::with_story();
    world.run("link request -p jims-web --target big-shoes").ok();
    world
}

fn invited() -> World {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok();
    world
}

#[test]
fn request_waits_two_days_and_lapses() {
    let mut world = requested();
    let sent = instant(&world, "SELECT sent_at FROM link");
    let days = |n| sent + Span::days(n);
    listed_at(
        &mut world,
        "request-unanswered lnk_1",
        &[(days(2) - MS, false), (days(2), true), (days(7) - MS, true), (days(7), false)],
    );
    listed_at(
        &mut world,
        "request-lapsed lnk_1",
        &[(days(7) - MS, false), (days(7), true), (days(14) - MS, true), (days(14), false)],
    );
}

#[test]
fn invitation_lapses_within_a_week() {
    let mut world = invited();
    let sent = instant(&world, "SELECT sent_at FROM invitation");
    let days = |n| sent + Span::days(n);
    listed_at(
        &mut world,
        "invitation-lapses inv_1",
        &[(days(23) - MS, false), (days(23), true), (days(30) - MS, true), (days(30), false)],
    );
    listed_at(
        &mut world,
        "invitation-lapsed inv_1",
        &[(days(30) - MS, false), (days(30), true), (days(60) - MS, true), (days(60), false)],
    );
}

#[test]
fn access_and_links_end_within_a_month() {
    let mut world = with_people();
    world.run("user edit ann@bigshoes.example -c big-shoes -r manager --for 90d").ok();
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    world.run(&format!("link create -p jims-web -c big-shoes --for 90d --as {JIM} -m phone")).ok();
    for (what, query) in [
        ("access-ends usr_3", "SELECT until FROM access_grant WHERE until IS NOT NULL"),
        ("link-ends lnk_2", "SELECT until FROM link WHERE id = 2"),
    ] {
        let end = instant(&world, query);
        let month = end - Span::days(30);
        listed_at(&mut world, what, &[(month - MS, false), (month, true), (end - MS, true), (end, false)]);
    }
}

#[test]
fn refusals_are_listed_for_a_week() {
    let mut world = requested();
    world.run("invite send ann@else.example -c tea-house -r guest").ok();
    world.run(&format!("link deny lnk_1 -c big-shoes --as {} -m phone", JIM)).fails(5);
    let code = world.code_for(JIM);
    world.stdin(code).run("link deny --code-stdin").ok();
    let code = world.code_for("ann@else.example");
    world.stdin(code).run("invite decline --code-stdin").ok();
    for (what, table) in [("link-denied lnk_1", "link"), ("invitation-declined inv_1", "invitation")] {
        let answered = instant(&world, &format!("SELECT answered_at FROM {table}"));
        let week = answered + Span::WEEK;
        listed_at(&mut world, what, &[(answered, true), (week - MS, true), (week, false)]);
    }
}

#[test]
fn approved_link_is_set_up_within_an_hour() {
    let mut world = with_people();
    world.tamper("UPDATE link SET state = 'approved', linked_at = NULL WHERE id = 1");
    let answered = instant(&world, "SELECT answered_at FROM link");
    let hour = answered + Span::HOUR;
    listed_at(&mut world, "link-stuck lnk_1", &[(hour - MS, false), (hour, true)]);
    world.tamper("UPDATE link SET process_error = 'no such account' WHERE id = 1");
    listed_at(&mut world, "link-stuck lnk_1", &[(answered, true)]);
}

/// A mail that someone waits for is listed as long as they wait, another one for a week.
#[test]
fn failed_mails_are_listed_by_what_waits() {
    let mut world = requested();
    world.run("invite send ann@else.example -c tea-house -r guest").ok();
    let code = world.code_for(JIM);
    world.run("link request -p jims-web --target tea-house").ok();
    world.stdin(code).run("link approve --code-stdin").ok();
    let failed = world.now();
    for mail in 1..=4 {
        let at = failed.ms();
        world.tamper(&format!("UPDATE mail SET state = 'failed', next_attempt_at = {at} WHERE id = {mail}"));
    }
    assert_eq!(
        world.sql("SELECT id, kind FROM mail ORDER BY id"),
        ["1|link_request", "2|invitation", "3|link_request", "4|link_approved"]
    );
    let found = listed(&mut world, "todo");
    assert_eq!(found, ["invitation-failed inv_1", "mail-failed msg_4", "request-failed lnk_2"]);
    let week = failed + Span::WEEK;
    listed_at(&mut world, "mail-failed msg_4", &[(week - MS, true), (week, false)]);
    let lapses = instant(&world, "SELECT expires_at FROM invitation");
    listed_at(&mut world, "invitation-failed inv_1", &[(lapses - MS, true), (lapses, false)]);
    let lapses = instant(&world, "SELECT expires_at FROM link WHERE id = 2");
    listed_at(&mut world, "request-failed lnk_2", &[(lapses - MS, true), (lapses, false)]);
}

#[test]
fn failed_invitation_mail_is_one_row() {
    let mut world = invited();
    world.tamper(&format!("UPDATE mail SET state = 'failed', next_attempt_at = {}", world.now().ms()));
    let lapses = instant(&world, "SELECT expires_at FROM invitation");
    assert_eq!(listed(world.next_at(lapses - Span::DAY), "todo"), ["invitation-failed inv_1"]);
    world.run("invite resend inv_1 -c big-shoes").ok();
    assert_eq!(listed(&mut world, "todo"), [""; 0]);
}

#[test]
fn marked_address_is_listed_until_corrected() {
    let mut world = invited();
    let dsn = notification(&world, POSTFIX, "msg_1");
    world.stdin(dsn).run("mail bounce").ok();
    assert_eq!(listed(&mut world, "todo"), ["invitation-bounced inv_1"]);
    // The address is mailed again, but the invitation has not arrived.
    world.run("mail bounce --lift jim@bigshoes.example -m 'the mailbox is there again'").ok();
    assert_eq!(listed(&mut world, "todo"), ["invitation-failed inv_1"]);
    world.run("invite resend inv_1 -c big-shoes --to jim@shoes.example").ok();
    assert_eq!(listed(&mut world, "todo"), [""; 0]);
    accept(&mut world, "jim@shoes.example");
    let mark =
        "INSERT INTO bounce (email_key, bounced_at, status, words) VALUES ('jim@shoes.example', 1, '5.1.1', 'unknown')";
    world.tamper(mark);
    let found = listed(&mut world, "todo");
    assert!(matches!(&found[..], [one] if one.starts_with("owner-bounced usr_")), "{found:?}");
    world.run("user rename jim@shoes.example jim@boots.example --expect-clients 1").ok();
    assert_eq!(listed(&mut world, "todo"), [""; 0]);
}

/// A partner's people hold no office in a client: the mail that came back is listed by itself.
#[test]
fn bounced_notice_is_listed_for_a_week() {
    let mut world = World::with_story();
    world.write_private("password", "plover sandbar wicket 29 umbra\n");
    world
        .run("partner add-user pat@jimsweb.example -p jims-web --first-name P --last-name W --generate-password --send-email")
        .ok();
    let dsn = notification(&world, POSTFIX, "msg_1");
    world.stdin(dsn).run("mail bounce").ok();
    let week = world.now() + Span::WEEK;
    listed_at(&mut world, "mail-bounced msg_1", &[(week - MS, true), (week, false)]);
}

/// Each way to override the rule: nothing else leaves an active client without one.
#[test]
fn client_without_lasting_owner_is_listed() {
    for (line, kind) in [
        (format!("user remove {JIM} -c big-shoes --confirm big-shoes"), "no-administrator"),
        (format!("user edit {JIM} -c big-shoes --for 300d"), "no-lasting-owner"),
        (format!("user edit {JIM} -c big-shoes -r manager"), "no-administrator"),
        (format!("user deactivate {JIM} --confirm {JIM}"), "no-administrator"),
    ] {
        let expected = format!("{kind} C100001-9");
        let mut world = with_people();
        world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
        assert_eq!(listed(&mut world, "todo"), [""; 0]);
        world.run(&format!("{line} --override last-owner -m 'court order'")).ok();
        let since = world.now();
        assert_eq!(listed(&mut world, "todo"), [expected.as_str()], "{line}");
        let rows = world.run("todo --json").ok().json();
        assert_eq!(rows[0]["since"], since.to_rfc3339());
        assert_eq!(listed(&mut world, "todo -c big-shoes"), [expected.as_str()], "{line}");
        world.run("invite send new@bigshoes.example -c big-shoes -r owner").ok();
        accept(&mut world, "new@bigshoes.example");
        assert_eq!(listed(&mut world, "todo"), [""; 0], "{line}");
    }
}

/// A desk with one thing of several kinds, some in each client.
fn busy() -> World {
    let mut world = with_people();
    world.run("client edit tea-house --staff jane").ok();
    world.run("user edit ann@bigshoes.example -c big-shoes -r manager --for 28d").ok();
    world.run("link request -p jims-web --target tea-house").ok();
    world.run("invite send --owners -c tea-house --expires-in 5d").ok();
    world.run("invite send max@else.example -c big-shoes -r guest --expires-in 6d").ok();
    world.pass(Span::days(3));
    world
}

#[test]
fn most_urgent_comes_first_with_its_command() {
    let mut world = busy();
    world.tamper("UPDATE link SET process_error = 'down', state = 'approved', linked_at = NULL WHERE id = 1");
    assert_snapshot!(world.run("todo --columns kind,client_slug,entity_id,subject,who,command"), @"
    $ partnerctl todo --columns kind,client_slug,entity_id,subject,who,command
    kind                client_slug  entity_id  subject               who      command
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    link-stuck          big-shoes    lnk_1      jims-web              support  partnerctl link process lnk_1 -c big-shoes
    invitation-lapses   tea-house    inv_3      tia@teahouse.example  invitee  partnerctl invite resend inv_3 -c tea-house
    invitation-lapses   big-shoes    inv_4      max@else.example      invitee  partnerctl invite resend inv_4 -c big-shoes
    request-unanswered  tea-house    lnk_2      jims-web              owner    partnerctl link resend lnk_2 -c tea-house
    access-ends         big-shoes    usr_3      ann@bigshoes.example  owner    partnerctl user edit ann@bigshoes.example -c big-shoes --until YYYY-MM-DD
    --- exit 0
    ");
    assert_snapshot!(world.run("todo -c tea-house --csv"), @"
    $ partnerctl todo -c tea-house --csv
    kind,client_id,client_slug,entity_id,subject,since,until,who,command
    invitation-lapses,C100002-4,tea-house,inv_3,tia@teahouse.example,2026-11-21T09:00:13.000Z,2026-11-26T09:00:13.000Z,invitee,partnerctl invite resend inv_3 -c tea-house
    request-unanswered,C100002-4,tea-house,lnk_2,jims-web,2026-11-21T09:00:12.000Z,2026-11-28T09:00:12.000Z,owner,partnerctl link resend lnk_2 -c tea-house
    --- exit 0
    ");
}

#[test]
fn filters_leave_what_both_let_through() {
    let mut world = busy();
    let tea = ["invitation-lapses inv_3", "request-unanswered lnk_2"];
    assert_eq!(listed(&mut world, "todo -c tea-house"), tea);
    assert_eq!(listed(&mut world, "todo --staff me"), tea);
    assert_eq!(listed(&mut world, "todo --staff jane -c tea-house"), tea);
    assert_eq!(listed(&mut world, "todo --staff jane -c big-shoes"), [""; 0]);
    assert_eq!(listed(&mut world, "todo").len(), 4);
    world.run("todo --staff nobody").fails(2).says("is not staff");
    world.run("todo -c nowhere").fails(3);
    world.run("todo -c ''").fails(2);
}

#[test]
fn closed_clients_and_partners_are_left_out() {
    let mut world = busy();
    world.run("partner close jims-web --confirm jims-web:2").ok();
    assert_eq!(listed(&mut world, "todo -c tea-house"), ["invitation-lapses inv_3"]);
    world.run("client close tea-house --confirm tea-house:1").ok();
    assert_eq!(listed(&mut world, "todo -c tea-house"), [""; 0]);
    assert!(listed(&mut world, "todo").iter().all(|row| !row.ends_with("inv_3")));
}

#[test]
fn what_is_done_goes() {
    let mut world = busy();
    let code = world.code_for("max@else.example");
    world.stdin(code).run("invite decline --code-stdin").ok();
    assert!(listed(&mut world, "todo").contains(&"invitation-declined inv_4".to_owned()));
    world.run("user remove max@else.example -c big-shoes --confirm big-shoes").ok();
    let code = world.code_for("tia@teahouse.example");
    world.run("invite resend inv_3 -c tea-house").ok();
    drop(code);
    let code = world.codes_for("tia@teahouse.example").into_iter().find(|code| code.starts_with("pcl_")).unwrap();
    world.stdin(code).run("link deny --code-stdin").ok();
    world.run("user edit ann@bigshoes.example -c big-shoes --no-until").ok();
    assert_eq!(listed(&mut world, "todo"), ["invitation-lapses inv_3", "link-denied lnk_2"]);
    world.run("link delete lnk_2 -c tea-house").ok();
    accept(&mut world, "tia@teahouse.example");
    assert_eq!(listed(&mut world, "todo"), [""; 0]);
}

#[test]
fn nothing_is_a_sentence() {
    let mut world = with_people();
    assert_snapshot!(world.run("todo"), @"
    $ partnerctl todo
    --- stderr
    Nothing waits for anyone: no mail failed, no link is stuck, nothing lapses or ends soon, and no request or invitation is open.
    --- exit 0
    ");
    assert_snapshot!(world.run("todo -c big-shoes --json"), @"
    $ partnerctl todo -c big-shoes --json
    []
    --- stderr
    Nothing waits for anyone in big-shoes: no mail failed, no link is stuck, nothing lapses or ends soon, and no request or invitation is open.
    --- exit 0
    ");
    world.run("todo --staff me").ok().says("Nothing waits for anyone in your clients: ");
    world.run("todo --csv").ok().prints("kind,client_id,client_slug,entity_id,subject,since,until,who,command");
}

#[test]
fn only_support_reads_it() {
    let mut world = busy();
    world.run(&format!("todo --as {JIM}")).fails(5);
    world.run("staff add auditor --name Auditor --read-only").ok();
    world.account("auditor").run("todo").ok();
}

/// Every command that a row can name is one that the parser knows.
#[test]
fn each_kind_names_a_command() {
    use partnerctl::domain::id::ClientId;
    use partnerctl::domain::todo::Item;
    for kind in Kind::ALL {
        let item = Item {
            kind,
            client: Some((ClientId::new(100_001), "big-shoes")),
            number: 7,
            subject: JIM,
            since: Instant::from_ms(0),
            until: None,
        };
        let line = partnerctl::shell::step(&item.step());
        let line =
            line.replace("YYYY-MM-DD", "2027-01-31").replace("NEW", "a@b.example").replace("EMAIL", "a@b.example");
        parse(&words(&line)[1..]).unwrap_or_else(|error| panic!("{kind}: {line}: {error}"));
    }
}

#[test]
fn what_is_open_and_young_is_counted() {
    let mut world = requested();
    world
        .run("todo")
        .ok()
        .says("nothing lapses or ends soon. 1 link request is open; it is listed after 2 days without an answer.");
    world.run("invite send --owners -c big-shoes").ok();
    world.run("user add ann@bigshoes.example -c big-shoes -r manager").ok();
    world.run("invite send ann@bigshoes.example -c big-shoes").ok();
    let open = "1 link request is open; it is listed after 2 days without an answer. 2 invitations are open; they are listed 7 days before they end.";
    world.run("todo").ok().says(open);
    world.run("todo -c big-shoes").ok().says(open);
    world.run("todo -c tea-house").ok().says("no request or invitation is open.");
    world.run("todo --json").ok().says(open);
    for list in ["link list -A --state pending", "invite list -A --state pending"] {
        world.run("todo").says(&format!("`partnerctl {list}`"));
        assert!(!world.run(&format!("{list} --json")).ok().json().as_array().unwrap().is_empty(), "{list}");
    }
    world.run("todo -c big-shoes").ok().says("`partnerctl link list -c big-shoes --state pending`");
    world.run("todo --quiet").ok().says_not("open");
}
