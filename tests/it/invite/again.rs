//! Sending again: the former code is dead, whichever way it was done.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::holdings;
use crate::support::World;

#[test]
fn former_code_is_dead_on_every_path() {
    let send = |world: &mut World, line: &str| {
        world.run(line).ok();
        world.pass(Span::MINUTE);
    };
    let paths: [(&str, &[&str]); 4] = [
        ("jim@bigshoes.example", &["invite resend inv_1 -c big-shoes"]),
        ("jim@bigshoes.example", &["invite send jim@bigshoes.example -c big-shoes --resend"]),
        (
            "jim.shoe@bigshoes.example",
            &["invite resend jim@bigshoes.example -c big-shoes --to jim.shoe@bigshoes.example"],
        ),
        (
            "jim@bigshoes.example",
            &["invite cancel inv_1 -c big-shoes", "invite send jim@bigshoes.example -c big-shoes"],
        ),
    ];
    for (address, lines) in paths {
        let mut world = World::with_story();
        send(&mut world, "invite send jim@bigshoes.example -c big-shoes");
        let old = world.code_for("jim@bigshoes.example");
        lines.iter().for_each(|line| send(&mut world, line));
        let new = world.code_for(address);
        assert_ne!(old, new);
        let before = holdings(&world);
        let code = if lines.len() == 2 { 4 } else { 6 };
        super::accept_with(&mut world, &old).fails(code);
        assert_eq!(holdings(&world), before, "{lines:?}");
        super::accept_with(&mut world, &new).ok();
    }
}

/// S2.16
#[test]
fn expired_invitation_is_replaced_by_a_new_one() {
    for (line, kept) in [
        ("invite send jim@bigshoes.example -c big-shoes", ["inv_1|expired|1", "inv_2|pending|1"].as_slice()),
        ("invite send jim@bigshoes.example -c big-shoes --resend", &["inv_1|pending|2"]),
        ("invite resend inv_1 -c big-shoes", &["inv_1|pending|2"]),
    ] {
        let mut world = World::with_story();
        world.run("invite send jim@bigshoes.example -c big-shoes").ok();
        let old = world.code_for("jim@bigshoes.example");
        world.pass(Span::days(30));
        super::accept_with(&mut world, &old).fails(6).says("inv_1 expired at");
        world.run(line).ok();
        let now = world.sql("SELECT 'inv_' || id, state, send_count FROM invitation ORDER BY id");
        assert_eq!(now, kept, "{line}");
        super::accept_with(&mut world, &old).fails(6);
        let new = world.code_for("jim@bigshoes.example");
        super::accept_with(&mut world, &new).ok();
    }
}

#[test]
fn old_expired_is_not_resent_next_to_a_newer() {
    let mut world = World::with_story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    world.pass(Span::days(30)).run("invite send jim@bigshoes.example -c big-shoes").ok();
    let before = holdings(&world);
    assert_snapshot!(world.pass(Span::HOUR).run("invite resend inv_1 -c big-shoes"), @"
    $ partnerctl invite resend inv_1 -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: inv_1 expired, and inv_2 has taken its place
    hint: send that one again with `partnerctl invite resend inv_2 -c C100001-9`
    --- exit 4
    ");
    assert_eq!(holdings(&world), before);
}

#[test]
fn invitation_leaves_at_most_once_a_minute() {
    let mut world = World::with_story();
    world.run("invite send jim@bigshoes.example -c big-shoes").ok();
    let sent = world.now();
    let before = holdings(&world);
    world.next_at(sent + Span::from_ms(59_999));
    assert_snapshot!(world.run("invite resend inv_1 -c big-shoes"), @"
    $ partnerctl invite resend inv_1 -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: the last mail left less than a minute ago, at 21 Nov 2026 09:00 UTC
    hint: send it again in 1 second
    --- exit 4
    ");
    assert_eq!(holdings(&world), before);
    world.next_at(sent + Span::MINUTE);
    assert_snapshot!(world.run("invite resend inv_1 -c big-shoes"), @"
    $ partnerctl invite resend inv_1 -c big-shoes
    inv_1
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Mail msg_2 to jim@bigshoes.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    Invitation made, its mail was only written to a file, for the 2nd time: jim@bigshoes.example may accept inv_1 until 21 Dec 2026 09:01 UTC, with the new code only.
    hint: see how far it has come with `partnerctl invite list -c big-shoes`
    --- exit 0
    ");
}

#[test]
fn corrected_address_takes_the_prepared_along() {
    let mut world = World::with_story();
    world.run("invite send jimm@bigshoes.example -c big-shoes -r admin --until 2027-06-30").ok();
    assert_snapshot!(world.run("invite resend inv_1 -c big-shoes --to Jimm@bigshoes.example"), @"
    $ partnerctl invite resend inv_1 -c big-shoes --to Jimm@bigshoes.example
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: inv_1 was sent to jimm@bigshoes.example already
    hint: send it there again with `partnerctl invite resend inv_1 -c big-shoes`
    --- exit 2
    ");
    world.run("invite resend inv_1 -c big-shoes --to jim@bigshoes.example").fails(4).says("is prepared otherwise");
    assert_snapshot!(world.run("invite resend inv_1 -c big-shoes --to james@bigshoes.example"), @"
    $ partnerctl invite resend inv_1 -c big-shoes --to james@bigshoes.example
    inv_2
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Mail msg_2 to james@bigshoes.example was written to [DIR]/desk.db.outbox/msg_2.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    inv_1 to jimm@bigshoes.example is superseded, and its code is dead; james@bigshoes.example takes its place.
    Invitation made, its mail was only written to a file: james@bigshoes.example may accept inv_2 as admin until 21 Dec 2026 09:00 UTC, for access until the end of 30 Jun 2027 UTC.
    hint: see how far it has come with `partnerctl invite list -c big-shoes`
    --- exit 0
    ");
    assert_eq!(
        world.sql("SELECT l.email, g.state, g.role, g.until FROM access_grant AS g JOIN login AS l ON l.id = g.login_id WHERE g.role = 'admin' ORDER BY g.id"),
        ["jimm@bigshoes.example|ended|admin|1814400000000", "james@bigshoes.example|prepared|admin|1814400000000"]
    );
    world.run("invite resend inv_1 -c big-shoes").fails(4).says("superseded");
    world.run("invite resend inv_1 -c big-shoes --to x@bigshoes.example").fails(4);
    super::accept(&mut world, "james@bigshoes.example");
    world.run("invite resend inv_2 -c big-shoes --to y@bigshoes.example").fails(4).says("accepted");
}

/// A no is an answer: the next sending reports it, and one after two of them has to be confirmed.
#[test]
fn third_invitation_after_declines_needs_again() {
    let mut world = World::with_story();
    let send = "invite send eve@friends.example -c tea-house -r guest";
    let decline = |world: &mut World| {
        let code = world.codes_for("eve@friends.example").pop().unwrap();
        world.stdin(code).run("invite decline --code-stdin --reason 'no time'").ok();
        world.pass(Span::hours(1));
    };
    let first = world.run(send).ok();
    assert!(!first.err.contains("declined"), "{first}");
    decline(&mut world);
    world.run(&format!("{send} -n")).ok().says("declined inv_1").says("no time");
    world.run(send).ok().says("warning: eve@friends.example declined inv_1 at").says("no time");
    decline(&mut world);
    for line in [send, "user add eve@friends.example -c tea-house -r guest"] {
        for dry_run in ["", " -n"] {
            let run = world.run(&format!("{line}{dry_run}")).fails(4);
            run.says("has declined twice within 30 days").says("--again");
        }
    }
    // To another client they have said nothing.
    world.run("invite send eve@friends.example -c big-shoes -r guest -n").ok();
    world.run(&format!("{send} --again")).ok().says("declined inv_2");
    decline(&mut world);
    world.run(send).fails(4).says("3 times");
    world.write("rows.csv", "client_slug,email,role\ntea-house,eve@friends.example,guest\n");
    world.run("invite bulk rows.csv -n").ok().says("1 skipped");
    world.run("invite bulk rows.csv -n --again declined-often").ok().says("1 would be created");
    world.pass(Span::days(31));
    world.run(send).ok().says("declined inv_3");
}

/// A table may ask many people once more: those who have declined twice are counted, and held unless that is confirmed.
#[test]
fn rows_declined_twice_are_held() {
    let mut world = World::with_story();
    world.write(
        "rows.csv",
        "client_slug,email,role\ntea-house,eve@friends.example,guest\ntea-house,bob@friends.example,guest\n",
    );
    let decline = |world: &mut World, address: &str| {
        let code = world.codes_for(address).pop().unwrap();
        world.stdin(code).run("invite decline --code-stdin").ok();
        world.pass(Span::hours(1));
    };
    world.run("invite bulk rows.csv --deliver").ok();
    decline(&mut world, "bob@friends.example");
    decline(&mut world, "eve@friends.example");
    world.run("invite bulk rows.csv -n --again declined").ok().says("2 would be created");
    world.run("invite send eve@friends.example -c tea-house -r guest").ok();
    decline(&mut world, "eve@friends.example");

    let mut said = Vec::new();
    for flags in ["-n", ""] {
        let run = world.run(&format!("invite bulk rows.csv --csv --again declined --errors bad.csv {flags}")).fails(7);
        let rows = run.csv();
        assert_eq!((rows[0]["result"].as_str(), rows[0]["error_code"].as_str()), ("held", "unconfirmed"), "{run}");
        assert_eq!(rows[0]["message"], "eve@friends.example has declined twice within 30 days", "{run}");
        assert_eq!(rows[1]["result"], if flags.is_empty() { "created" } else { "would_be_created" }, "{run}");
        let error = run.error();
        assert_eq!(error["message"], "1 of 2 rows held: people who have declined twice or more", "{run}");
        assert_eq!(error["held"], 1, "{run}");
        said.push(error["notes"][0].clone());
        let held = world.read("bad.csv");
        assert!(held.lines().count() == 2 && held.contains("eve@friends.example"), "{held}");
    }
    let counted = "warning: 1 row about people who have declined twice or more (held): \
                   line 2: eve@friends.example has declined twice within 30 days";
    assert_eq!(said, [counted, counted]);
    // The errors file is held again, until the row or a flag confirms it.
    world.run("invite bulk bad.csv --again declined").fails(7).says("`--again declined-often`");
    let confirmed = "client_slug,email,role,confirm\ntea-house,eve@friends.example,guest,tea-house\n";
    world.write("confirmed.csv", confirmed);
    world.run("invite bulk confirmed.csv -n --again declined").ok().says("1 would be created").says_not("(held)");
    world.run("invite bulk bad.csv --again declined-often").ok().says("1 row about").says("1 created");
}

/// The same for the owners of a client.
#[test]
fn owner_who_declined_twice_is_held() {
    let mut world = World::with_story();
    for _ in 0..2 {
        world.run("invite send --owners -c tea-house").ok();
        let owner = world.sql("SELECT recipient FROM mail ORDER BY id DESC LIMIT 1").remove(0);
        let code = world.codes_for(&owner).pop().unwrap();
        world.stdin(code).run("invite decline --code-stdin").ok();
        world.pass(Span::hours(1));
    }
    world.write("rows.csv", "client_slug\ntea-house\n");
    world.run("invite bulk rows.csv --owners").ok().says("1 skipped").says_not("declined twice or more");
    world.run("invite bulk rows.csv --owners --again declined").fails(7).says("1 row about people").says("1 held");
    world.run("invite bulk rows.csv --owners --again declined-often").ok().says("1 created");
}

/// In tables, and for owners of new clients, too.
#[test]
fn slips_in_tables_are_pointed_out() {
    let mut world = World::with_story();
    world.run("user add bookkeeper@ledger.example -c big-shoes -r manager").ok();
    let like = "one letter away from bookkeeper@ledger.example, which is known";
    let shown = format!("bookeeper@ledger.example is a new address, {like}");
    world.write(
        "rows.csv",
        "client_slug,email,role\nbig-shoes,bookeeper@ledger.example,manager\nbig-shoes,max@else.example,guest\n",
    );
    for flags in ["-n", ""] {
        let run = world.run(&format!("invite bulk rows.csv --csv {flags}")).ok();
        let run = run.says(&format!("1 row with a new address that may be a slip: line 2: {shown}"));
        let rows = run.csv();
        assert_eq!((rows[0]["warning"].as_str(), rows[1]["warning"].as_str()), (like, ""), "{run}");
    }
    // It is known by now.
    world.run("invite bulk rows.csv").ok().says_not("a slip");

    let shown = shown.replace("bookeeper@", "bookkeper@");
    let add = "client add 'Ledger Co' --owner bookkeper@ledger.example";
    world.run(&format!("{add} -n")).ok().says(&shown);
    world.write("new.csv", "name,owners\nLedger Co,bookkeper@ledger.example\nOther Co,max@else.example\n");
    for flags in ["-n", ""] {
        let run = world
            .run(&format!("client import new.csv --csv --allow-elsewhere {flags}"))
            .ok()
            .says(&format!("line 2: {shown}"));
        let rows = run.csv();
        assert_eq!((rows[0]["message"].as_str(), rows[1]["message"].as_str()), (shown.as_str(), ""), "{run}");
    }
    world.run("client add 'Ledger Two' --owner bookkeper@ledger.example").ok().says_not("one letter away");
}

#[test]
fn likely_typo_of_a_known_address_is_shown() {
    let mut world = World::with_story();
    world.run("user add bookkeeper@ledger.example -c big-shoes -r manager").ok();
    world.run("user add ann.smith@gmail.com -c big-shoes -r manager").ok();
    let shown =
        "bookeeper@ledger.example is a new address, one letter away from bookkeeper@ledger.example, which is known";
    for line in [
        "invite send bookeeper@ledger.example -c big-shoes -r guest",
        "invite send bookeeper@ledger.example -c tea-house -r guest",
        "user add bookeeper@ledger.example -c big-shoes -r guest",
        "user add bookeeper@ledger.example -c tea-house -r manager",
    ] {
        world.run(&format!("{line} -n")).ok().says(shown);
    }
    for (line, is_shown) in [
        ("invite send ann.smyth@gmail.com -c big-shoes -r guest", true),
        ("invite send ann.smyth@gmail.com -c tea-house -r guest", false),
        ("invite send bokeeper@ledger.example -c big-shoes -r guest", false),
        ("invite send bookkeeper@ledger.example -c big-shoes", false),
    ] {
        let run = world.run(&format!("{line} -n")).ok();
        assert_eq!(run.err.contains("one letter away"), is_shown, "{run}");
    }
    // Who acts for another learns of the people of that client alone.
    world.run("invite send --owners -c tea-house").ok();
    super::accept(&mut world, "tia@teahouse.example");
    let line = "invite send bookeeper@ledger.example -c tea-house -r guest -n --as tia@teahouse.example -m x";
    assert!(!world.run(line).ok().err.contains("one letter away"));
    world.run("invite send bookeeper@ledger.example -c big-shoes -r guest").ok().says(shown);
    let again = world.run("invite send bookeeper@ledger.example -c big-shoes").ok();
    assert!(!again.err.contains("one letter away"), "{again}");
}
