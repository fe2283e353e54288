//! A link whose end moves by itself: the client says yes once, `mail deliver` moves the end, and either side ends that.

use insta::assert_snapshot;
use partnerctl::domain::time::{Instant, Span};

use super::everything;
use crate::partner_user::linked;
use crate::support::World;

const JIM: &str = "--as jim@bigshoes.example -m phone";
const ANN: &str = "--as ann@jimsweb.example -m phone";

/// The link of big-shoes lasts for 90 days, and goes on by 6 months each time.
fn going_on() -> World {
    let mut world = linked();
    world.run(&format!("link edit lnk_1 -c big-shoes --permissions invoices --for 90d --auto-extend 6mo {JIM}")).ok();
    world.run("mail deliver").ok();
    world
}

fn end(world: &World) -> Instant {
    Instant::from_ms(world.sql("SELECT until FROM link WHERE id = 1")[0].parse().unwrap())
}

fn term(world: &mut World) -> String {
    world.run("link list -c big-shoes --columns link_id,auto_extend --csv").ok().csv()[0]["auto_extend"].clone()
}

fn may(world: &mut World) -> bool {
    world.run("access check ann@jimsweb.example -c big-shoes --permission invoices").code == 0
}

/// The mails about a link that went on: to whom, and in which state.
fn mails(world: &World) -> Vec<String> {
    world.sql(
        "SELECT recipient, state FROM mail WHERE kind = 'notice' AND instr(facts, 'link_extended') > 0 ORDER BY recipient",
    )
}

#[test]
fn client_side_allows_it_once() {
    let mut world = linked();
    assert_snapshot!(world.run(&format!("link edit lnk_1 -c big-shoes --for 90d --auto-extend 6mo {JIM}")), @"
    $ partnerctl link edit lnk_1 -c big-shoes --for 90d --auto-extend 6mo --as jim@bigshoes.example -m phone
    lnk_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    lnk_1 in big-shoes (C100001-9): until 19 Feb 2027 09:00 UTC, was no end; extended by 6 months each time.
    --- exit 0
    ");
    assert_eq!(term(&mut world), "6mo");
    assert_snapshot!(world.run("link show lnk_1 -c big-shoes").out, @"
    lnk_1  linked
    client       big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    owners       jim@bigshoes.example
    partner      jims-web  ptn_1  Jim's Web
    requested    21 Nov 2026 09:00 UTC by jane
    issued       once
    asked        jim@bigshoes.example  msg_2 written
    permissions  profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders settings
    approved     21 Nov 2026 09:00 UTC by jim@bigshoes.example
    linked       21 Nov 2026 09:00 UTC
    until        19 Feb 2027 09:00 UTC
                 extended by 6 months each time
    ");
    let why = world.run("access why ann@jimsweb.example -c big-shoes").ok();
    assert!(why.out.contains("that is extended by 6mo each time"), "{why}");
    world.run(&format!("link edit lnk_1 -c big-shoes --auto-extend 6mo {JIM}")).ok().says("has just that");
    assert_snapshot!(world.run("client log big-shoes --limit 1").out, @"
    21 Nov 2026 09:00 UTC  jane for jim@bigshoes.example asked to `link edit` lnk_1, which was so already, saying “phone”
    ");
}

#[test]
fn only_the_client_turns_it_on() {
    let mut world = linked();
    world.run("link edit lnk_1 -c big-shoes --for 90d").ok();
    let before = everything(&world);
    for who in ["", ANN] {
        let refused = world.run(&format!("link edit lnk_1 -c big-shoes --auto-extend 6mo {who}"));
        refused.fails(5).says("gives more, or for longer");
    }
    // An admin with a term gives nothing that goes on after it.
    world.run("invite send nou@bigshoes.example -c big-shoes -r admin --for 300d").ok();
    let code = world.code_for("nou@bigshoes.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    let nou = "--as nou@bigshoes.example -m phone";
    world
        .run(&format!("link edit lnk_1 -c big-shoes --auto-extend 30d {nou}"))
        .fails(5)
        .says("their own access ends at");
    assert_eq!(world.sql("SELECT auto_extend FROM link WHERE id = 1"), [""], "{before:?}");
    for who in ["", ANN, JIM, nou] {
        world.run(&format!("link edit lnk_1 -c big-shoes --auto-extend 1y {JIM}")).ok();
        world.run(&format!("link edit lnk_1 -c big-shoes --no-auto-extend {who}")).ok();
        assert_eq!(term(&mut world), "", "{who}");
    }
    // By another term, or more for the partner, is the client's to give as well.
    world.run(&format!("link edit lnk_1 -c big-shoes --permissions invoices --auto-extend 30d {JIM}")).ok();
    world.run(&format!("link edit lnk_1 -c big-shoes --auto-extend 1y {ANN}")).fails(5);
    world.run(&format!("link edit lnk_1 -c big-shoes --permissions invoices,quotes {nou}")).fails(5);
    world.run(&format!("link edit lnk_1 -c big-shoes --until 2027-02-01 {ANN}")).ok();
    assert_eq!(term(&mut world), "", "what is made to end sooner ends then");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mut world = linked();
    let mut edit = |more: &str| world.run(&format!("link edit lnk_1 -c big-shoes {more} {JIM}"));
    edit("--auto-extend 6mo").fails(2).says("a link without end cannot be extended");
    edit("--auto-extend 29d --for 90d").fails(2).says("from 30 days to one year");
    edit("--auto-extend 2y --for 90d").fails(2).says("--auto-extend");
    edit("--auto-extend 6m --for 90d").fails(2).says("write `6mo` for months");
    edit("--auto-extend 6mo --no-auto-extend").fails(2);
    edit("--auto-extend 6mo --no-until").fails(2);
    edit("--no-auto-extend").ok().says("has just that");
}

/// Seven days before the end it moves, once, and both sides have one mail; no one is reminded of an end that does not come.
/// S5.13
#[test]
fn end_moves_a_week_before() {
    let mut world = going_on();
    let first = end(&world);
    world.next_at(first - Span::days(29)).run("mail deliver").ok();
    world.next_at(first - Span::WEEK - Span::from_ms(1)).run("mail deliver").ok();
    assert_eq!((end(&world), mails(&world)), (first, vec![]));
    assert_snapshot!(world.next_at(first - Span::WEEK).run("mail deliver"), @"
    $ partnerctl mail deliver
    msg_7
    msg_8
    --- stderr
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    Extended 1 link, as their clients agreed to: 1 mail to clients and 1 to partners.
    Tried 2 mails: 2 written to files.
    --- exit 0
    ");
    let second = end(&world);
    assert_eq!(second.to_rfc3339()[..16], *"2027-08-19T09:00");
    world.pass(Span::HOUR).run("mail deliver").ok();
    world.next_at(first + Span::HOUR).run("mail deliver").ok();
    assert_eq!(end(&world), second);
    assert_eq!(mails(&world), ["jim@bigshoes.example|written", "office@jimsweb.example|written"]);
    assert!(world.sql("SELECT id FROM mail WHERE kind IN ('access_expiring', 'access_ended')").is_empty());
    assert!(may(&mut world));
    assert_snapshot!(world.run("client log big-shoes --limit 1").out, @"
    12 Feb 2027 09:00 UTC  jane extended lnk_1 of jims-web by 6mo, as the client lets it go on by itself: until from 19 Feb 2027 09:00 UTC to 19 Aug 2027 09:00 UTC; notified jim@bigshoes.example office@jimsweb.example
    ");
    // And again, and again.
    world.next_at(second - Span::days(3)).run("mail deliver").ok();
    let third = end(&world);
    assert_eq!(third.to_rfc3339()[..16], *"2028-02-19T09:00");
    world.next_at(third - Span::HOUR).run("mail deliver").ok();
    assert!(end(&world) > third);
    world.run("audit verify").ok();
}

#[test]
fn mail_says_how_to_end_it() {
    let mut world = going_on();
    let at = end(&world) - Span::WEEK;
    world.next_at(at).run("mail deliver").ok();
    let mail = |world: &mut World, to: &str| {
        let id = world.sql(&format!("SELECT 'msg_' || max(id) FROM mail WHERE recipient = '{to}'")).remove(0);
        world.run(&format!("mail show {id}")).ok().out
    };
    assert_snapshot!(mail(&mut world, "jim@bigshoes.example").split_once("\n\n").unwrap().1, @"
    Jim's Web goes on working in the client account Big Shoes Inc.
    (C100001-9): the end of the link has moved, as this account agreed to,
    and it moves again before the new end comes.

    - Account: Big Shoes Inc. (big-shoes, C100001-9)
    - Partner: Jim's Web
    - Access until: 19 Aug 2027 09:00 UTC
    - Until before: 19 Feb 2027 09:00 UTC
    - Goes on by: 6 months
    - When: 12 Feb 2027 09:00 UTC

    The people of Jim's Web may:

    - see and pay invoices

    To let it end at the new end, ask partnerctl
    (noreply@partnerctl.invalid), which does so with this command:

    partnerctl link edit lnk_1 -c big-shoes --no-auto-extend --as jim@bigshoes.example -m 'asked for by mail'

    If that is right, you need do nothing. You did not expect this? Write to
    partnerctl (noreply@partnerctl.invalid).
    ");
    assert_snapshot!(mail(&mut world, "office@jimsweb.example").split_once("\n\n").unwrap().1, @"
    Jim's Web goes on working in the client account Big Shoes Inc.
    (C100001-9): the end of the link has moved, as the client agreed to, and
    it moves again before the new end comes.

    - Account: Big Shoes Inc. (big-shoes, C100001-9)
    - Partner: Jim's Web
    - Access until: 19 Aug 2027 09:00 UTC
    - Until before: 19 Feb 2027 09:00 UTC
    - Goes on by: 6 months
    - When: 12 Feb 2027 09:00 UTC

    The people of Jim's Web may:

    - see and pay invoices

    To give that up, ask partnerctl (noreply@partnerctl.invalid), which does
    so with this command:

    partnerctl link edit lnk_1 -c big-shoes --no-auto-extend

    If that is right, you need do nothing. You did not expect this? Write to
    partnerctl (noreply@partnerctl.invalid).
    ");
    // Where there are pages, the owner ends it there.
    let mut world = going_on();
    world.run("config set web.base_url https://portal.example").ok();
    world.next_at(at).run("mail deliver").ok();
    let of_owner = mail(&mut world, "jim@bigshoes.example");
    assert!(of_owner.contains("https://portal.example/accounts/C100001-9"), "{of_owner}");
    assert!(!of_owner.contains("partnerctl link edit"), "{of_owner}");
    let of_partner = mail(&mut world, "office@jimsweb.example");
    assert!(!of_partner.contains("https://") && of_partner.contains("--no-auto-extend"), "{of_partner}");
}

/// The command in the mail ends it: then the new end comes.
#[test]
fn command_of_the_mail_ends_it() {
    let mut world = going_on();
    let at = end(&world) - Span::WEEK;
    world.next_at(at).run("mail deliver").ok();
    let last = end(&world);
    world.run(&format!("link edit lnk_1 -c big-shoes --no-auto-extend {JIM}")).ok().says("not extended by itself");
    assert_eq!(end(&world), last);
    world.next_at(last - Span::days(7)).run("mail deliver").ok();
    world.next_at(last).run("mail deliver").ok();
    assert!(!may(&mut world));
    assert_eq!(world.sql("SELECT count(*) FROM mail WHERE kind = 'access_ended'"), ["2"]);
}

/// Where no one looked in time it has ended, and does not begin again.
#[test]
fn what_ended_is_not_revived() {
    let mut world = going_on();
    let last = end(&world);
    world.next_at(last).run("mail deliver").ok();
    assert_eq!((end(&world), mails(&world), may(&mut world)), (last, vec![], false));
    world.run("link show lnk_1").ok().prints("lapsed");
    world.pass(Span::HOUR).run("mail deliver").ok();
    assert_eq!(end(&world), last);
    world.run(&format!("link edit lnk_1 -c big-shoes --no-auto-extend {JIM}")).fails(4);
}

/// While no one of the client could end it, while the partner or the client is closed, and after the link, it does not move.
#[test]
fn what_no_one_can_end_does_not_go_on() {
    let unowned = "user remove jim@bigshoes.example -c big-shoes --override last-owner -m gone --confirm big-shoes";
    for (what, comes_back) in [
        (unowned, None),
        ("client close big-shoes --confirm big-shoes:1", Some("client reopen big-shoes")),
        ("link remove lnk_1 -c big-shoes --confirm big-shoes", None),
    ] {
        let mut world = going_on();
        let at = end(&world) - Span::days(2);
        world.run(what).ok();
        let last = end(&world);
        world.next_at(at).run("mail deliver").ok();
        assert_eq!(end(&world), last, "{what}");
        assert!(mails(&world).is_empty(), "{what}");
        if let Some(line) = comes_back {
            world.run(line);
            world.run("mail deliver").ok();
        }
    }
    let mut world = going_on();
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    assert_eq!(world.sql("SELECT auto_extend FROM link WHERE id = 1"), [""]);
    world.run("undo -c big-shoes").ok();
    assert_eq!(term(&mut world), "6mo", "what undo brings back goes on as it did");
}

#[test]
fn approval_says_that_it_goes_on() {
    for (with_code, ask) in [(true, "--for 90d"), (false, "--for 90d"), (false, "")] {
        let mut world = linked();
        world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
        world.run(&format!("link request -p jims-web --target big-shoes {ask}")).ok();
        let by = if with_code { "--code-stdin".to_owned() } else { format!("lnk_3 -c big-shoes {JIM}") };
        if with_code {
            let code = world.code_for("jim@bigshoes.example");
            world.stdin(code);
        }
        if ask.is_empty() {
            let refused = world.run(&format!("link approve {by} --auto-extend 1y"));
            refused.fails(2).says("a link without end cannot be extended");
            world.run(&format!("link approve {by} --for 60d --auto-extend 1y")).ok();
        } else {
            world.run(&format!("link approve {by} --auto-extend 1y")).ok().says("extended by 1 year each time");
        }
        assert_eq!(world.sql("SELECT auto_extend FROM link WHERE id = 3"), ["12mo"], "{by} {ask}");
    }
    // What someone with an end approves ends with it.
    let mut world = linked();
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    world.run("invite send nou@bigshoes.example -c big-shoes -r admin --permissions all --for 300d").ok();
    let code = world.code_for("nou@bigshoes.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    world.run("link request -p jims-web --target big-shoes --for 90d --permissions invoices").ok();
    let nou = "--as nou@bigshoes.example -m phone";
    world.run(&format!("link approve lnk_3 -c big-shoes --auto-extend 30d {nou}")).fails(5);
    world.run(&format!("link approve lnk_3 -c big-shoes {nou}")).ok();
}

/// A request for more is answered with it too, and one that the moved end gives waits no more.
#[test]
fn request_for_more_and_the_moved_end() {
    let mut world = linked();
    world.run("link edit lnk_1 -c big-shoes --permissions invoices --for 20d").ok();
    world.run(&format!("link extend lnk_1 -c big-shoes --for 10d {ANN}")).ok();
    world.run(&format!("link approve lnk_1 -c big-shoes --auto-extend 6mo {JIM}")).ok();
    assert_eq!(term(&mut world), "6mo");
    let at = end(&world) - Span::days(3);
    world.next_at(at).run(&format!("link extend lnk_1 -c big-shoes --for 10d {ANN}")).ok();
    let code = world.code_for("jim@bigshoes.example");
    world.run("mail deliver").ok();
    let waiting = world.run("link list -c big-shoes --columns extension --csv").ok();
    assert_eq!(waiting.csv()[0]["extension"], "");
    world.stdin(code).run("link approve --code-stdin").fails(4);
}

/// A link of the client lets its dedicated user in for as long, and only someone without an end gives that.
#[test]
fn link_of_client_extends_its_dedicated_user() {
    let mut world = linked();
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    world.run(&format!("user add -c big-shoes -r admin --for-partner jims-web {JIM}")).ok();
    world.run(&format!("link create -p jims-web -c big-shoes --for 30d {JIM}")).ok();
    world.run("invite send nou@bigshoes.example -c big-shoes -r admin --permissions profile").ok();
    let code = world.code_for("nou@bigshoes.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    let mut edit = |who: &str| world.run(&format!("link edit lnk_3 -c big-shoes --auto-extend 30d {who}"));
    edit("--as nou@bigshoes.example -m x").fails(5).says("which was made for the partner");
    edit(JIM).ok();
    let until = Instant::from_ms(world.sql("SELECT until FROM link WHERE id = 3")[0].parse().unwrap());
    world.next_at(until - Span::DAY).run("mail deliver").ok();
    assert_eq!(
        world.sql("SELECT origin, until FROM link WHERE id = 3"),
        [format!("client|{}", (until + Span::days(30)).ms())]
    );
}

#[test]
fn undo_and_last_know_it() {
    let mut world = going_on();
    world.run("link edit lnk_1 -c big-shoes --no-auto-extend").ok();
    world.run("undo -c big-shoes").ok().says("auto extend");
    assert_eq!(term(&mut world), "6mo");
    let at = end(&world) - Span::DAY;
    world.next_at(at).run("mail deliver").ok();
    let moved = end(&world);
    let refused = world.run("undo -c big-shoes").fails(4);
    refused.says("a person was notified by mail").says("partnerctl link edit lnk_1 -c big-shoes --until");
    assert_eq!(end(&world), moved);
    let as_of = world.run(&format!("access why ann@jimsweb.example -c big-shoes --as-of {}", at.to_rfc3339())).ok();
    assert!(as_of.out.contains("19 Feb 2027"), "{as_of}");
}

#[test]
fn lists_leave_out_what_is_extended() {
    let mut world = going_on();
    let at = end(&world) - Span::days(8);
    let has = |world: &mut World, line: &str| world.run(line).ok().out.contains("lnk_1");
    assert!(!has(world.next_at(at), "link list -A --expiring 30d --csv"));
    assert!(!has(&mut world, "todo --csv"));
    world.run(&format!("link edit lnk_1 -c big-shoes --no-auto-extend {JIM}")).ok();
    assert!(has(&mut world, "link list -A --expiring 30d --csv"));
    assert!(has(&mut world, "todo --csv"));
    // From now on both sides are reminded of its end.
    world.run("mail deliver").ok();
    assert_eq!(world.sql("SELECT count(*) FROM mail WHERE kind = 'access_expiring'"), ["2"]);
}

/// A reminder that waits is not sent of an end that does not come.
#[test]
fn waiting_reminder_is_skipped_once_extended() {
    let mut world = linked();
    world.run("link edit lnk_1 -c big-shoes --for 90d").ok();
    let at = end(&world) - Span::days(20);
    let (outbox, away) = (world.path("desk.db.outbox"), world.path("away"));
    std::fs::rename(&outbox, &away).unwrap();
    std::fs::write(&outbox, "").unwrap();
    world.next_at(at).run("mail deliver");
    std::fs::remove_file(&outbox).unwrap();
    std::fs::rename(&away, &outbox).unwrap();
    world.run(&format!("link edit lnk_1 -c big-shoes --auto-extend 6mo {JIM}")).ok();
    world.pass(Span::HOUR).run("mail deliver").ok();
    let skipped = world.sql("SELECT DISTINCT last_error FROM mail WHERE kind = 'access_expiring'");
    assert_eq!(skipped, ["the link is extended by itself by now"]);
}

#[test]
fn dry_run_moves_nothing() {
    let mut world = going_on();
    let at = end(&world) - Span::DAY;
    let before = end(&world);
    world
        .next_at(at)
        .run("mail deliver -n")
        .ok()
        .says("Would extend 1 link, as their clients agreed to: 1 mail to clients and 1 to partners");
    assert_eq!((end(&world), mails(&world)), (before, vec![]));
}

#[test]
fn clock_set_back_revives_nothing() {
    let mut world = going_on();
    let before = end(&world);
    world.next_at(before + Span::DAY);
    world.run("mail deliver").ok();
    world.next_at(before - Span::DAY);
    world.run("mail deliver").ok().says_not("Extended");
    assert_eq!(end(&world), before);
}

/// Anyone who lists or shows the link sees that it goes on, and how that ends.
#[test]
fn lists_and_cards_show_that_the_link_goes_on() {
    let mut world = going_on();
    for line in ["link list -c big-shoes", "link list -p jims-web"] {
        let list = world.at_terminal(80).run(&format!("{line} --color never")).ok().out;
        assert!(list.contains("19 Feb 2027 +6mo") || list.contains("18 Feb 2027 +6mo"), "{list}");
    }
    let card = world.at_terminal(100).run("client show big-shoes --color never").ok().out;
    let row = card.lines().find(|line| line.starts_with("lnk_1 ")).unwrap();
    assert!(row.contains("; goes on by 6 months"), "{card}");
    let shown = world.streams(Default::default()).run("link show lnk_1 -c big-shoes").ok();
    shown.says("let it end at that time with `partnerctl link edit lnk_1 -c big-shoes --no-auto-extend`");
    world.run("link edit lnk_1 -c big-shoes --no-auto-extend").ok();
    world.run("link show lnk_1 -c big-shoes").ok().says_not("--no-auto-extend");
    let list = world.at_terminal(80).run("link list -c big-shoes --color never").ok().out;
    assert!(!list.contains('+'), "{list}");
}
