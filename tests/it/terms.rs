//! Role, permissions and term, wherever they are given: what cannot be is refused with the reason and what is allowed,
//! and changes nothing.

use std::fmt::Write as _;
use std::sync::LazyLock;

use insta::assert_snapshot;

use crate::invite::{accept, holdings};
use crate::support::{Frozen, World};

/// big-shoes with jim as owner, ann as an admin who may not do everything, and a request of Jim's Web.
fn world() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("invite send --owners -c big-shoes").ok();
        accept(&mut world, "jim@bigshoes.example");
        world.run("invite send ann@bigshoes.example -c big-shoes -r admin --permissions profile,invoices,users").ok();
        accept(&mut world, "ann@bigshoes.example");
        world.run("invite send max@bigshoes.example -c big-shoes -r guest").ok();
        accept(&mut world, "max@bigshoes.example");
        world.run("link request -p jims-web --target big-shoes --permissions invoices,tickets --for 90d").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// Every path by which someone is given something.
const PATHS: [&str; 4] = [
    "user add new@bigshoes.example -c big-shoes -r guest",
    "user edit max@bigshoes.example -c big-shoes",
    "invite send new@bigshoes.example -c big-shoes -r guest",
    "link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m phone",
];

/// What is said of each fault, path by path.
fn shown(flags: &[&str], as_ann: bool) -> String {
    let mut world = world();
    let before = holdings(&world);
    let mut all = String::new();
    for flags in flags {
        let mut last = String::new();
        for path in PATHS {
            let path = if as_ann { path.replace(" --as jim@bigshoes.example -m phone", "") } else { path.to_owned() };
            let whose = if as_ann { " --as ann@bigshoes.example -m phone" } else { "" };
            let run = world.run(&format!("{path} {flags}{whose}"));
            assert!(matches!(run.code, 2 | 5), "{run}");
            let said: String = run
                .err
                .lines()
                .filter(|line| !line.starts_with(['▸', 'n']))
                .map(|line| format!("    {line}\n"))
                .collect();
            let words: Vec<&str> = path.split(' ').take(2).collect();
            if said == last {
                writeln!(all, "{} {flags}: {}, as before", words.join(" "), run.code).unwrap();
            } else {
                write!(all, "{} {flags}: {}\n{said}", words.join(" "), run.code).unwrap();
            }
            last = said;
        }
    }
    assert_eq!(holdings(&world), before);
    all
}

#[test]
fn term_is_ahead_and_within_two_years() {
    assert_snapshot!(shown(&["--for 733d", "--for 0d", "--for soon"], false), @r#"
    user add --for 733d: 2
        error: a term that ends at 23 Nov 2028 09:00 UTC is too long
        hint: two years are the most, that is 22 Nov 2028 09:00 UTC; it can be prolonged before it ends
    user edit --for 733d: 2, as before
    invite send --for 733d: 2, as before
    link approve --for 733d: 2
        error: 733d is no possible term
        hint: a term is longer than nothing and at most two years
    user add --for 0d: 2
        error: --for: "0d" is no time at all
        hint: write a whole number and a unit: `90d`, `2w`, `12h`, `6mo` (months) or `1y`
    user edit --for 0d: 2, as before
    invite send --for 0d: 2, as before
    link approve --for 0d: 2, as before
    user add --for soon: 2
        error: --for: "soon" is not a term
        hint: write a whole number and a unit: `90d`, `2w`, `12h`, `6mo` (months) or `1y`
    user edit --for soon: 2, as before
    invite send --for soon: 2, as before
    link approve --for soon: 2, as before
    "#);
    let mut world = world();
    let before = holdings(&world);
    let mut all = String::new();
    for flags in [
        "--until 2026-11-20",
        "--until 2028-11-30",
        "--until tomorrow",
        "--until 2027-02-30",
        "--for 3d --until 2027-01-31",
    ] {
        for path in &PATHS[..3] {
            let run = world.run(&format!("{path} {flags}")).fails(2);
            if *path == PATHS[0] {
                write!(all, "{flags}\n{}", run.err.lines().map(|line| format!("    {line}\n")).collect::<String>())
                    .unwrap();
            }
        }
    }
    assert_snapshot!(all, @r#"
    --until 2026-11-20
        error: a term that ends at the end of 20 Nov 2026 UTC is over already
        hint: now is 21 Nov 2026 09:00 UTC
    --until 2028-11-30
        error: a term that ends at the end of 30 Nov 2028 UTC is too long
        hint: two years are the most, that is 22 Nov 2028 09:00 UTC; it can be prolonged before it ends
    --until tomorrow
        error: --until: "tomorrow" is not a time
        hint: write a day such as `2026-11-21`, or a time with its offset such as `2026-11-21T14:05:00Z`
    --until 2027-02-30
        error: --until: "2027-02-30" does not exist in the calendar
    --for 3d --until 2027-01-31
        error: the argument '--for <DURATION>' cannot be used with '--until <TIME>'
        hint: usage: partnerctl user add EMAIL -c CLIENT -r ROLE [options]
        hint: usage: partnerctl user add -c CLIENT -r ROLE --for-partner PARTNER [EMAIL] [options]
    "#);
    assert_eq!(holdings(&world), before);
}

#[test]
fn permission_is_known_and_within_the_role() {
    assert_snapshot!(shown(&["--permissions invoice", "--permissions users"], false), @r#"
    user add --permissions invoice: 2
        error: "invoice" is not a permission
        hint: did you mean `invoices`?
        hint: allowed are: profile, contacts, products, products.manage, products.sso, domains, domains.manage, invoices, quotes, tickets, affiliates, emails, orders, users, settings
    user edit --permissions invoice: 2, as before
    invite send --permissions invoice: 2, as before
    link approve --permissions invoice: 2, as before
    user add --permissions users: 2
        error: the role guest cannot have users
        hint: at most: profile, contacts, products, domains, invoices, quotes, tickets, affiliates, emails, orders
    user edit --permissions users: 2, as before
    invite send --permissions users: 2, as before
    link approve --permissions users: 2
        error: the approval of lnk_1 cannot have users
        hint: at most: invoices, tickets
    "#);
}

#[test]
fn no_one_gives_more_than_they_have() {
    assert_snapshot!(shown(&["--permissions tickets"], true), @"
    user add --permissions tickets: 5
        error: ann@bigshoes.example may not `user add`: they do not have tickets themselves; they can give profile, invoices, users
        hint: support may do it without `--as`
    user edit --permissions tickets: 5
        error: ann@bigshoes.example may not `user edit`: they do not have tickets themselves; they can give profile, invoices, users
        hint: support may do it without `--as`
    invite send --permissions tickets: 5
        error: ann@bigshoes.example may not `invite send`: they do not have tickets themselves; they can give profile, invoices, users
        hint: support may do it without `--as`
    link approve --permissions tickets: 5
        error: ann@bigshoes.example may not `link approve`: they do not have tickets themselves; they can give profile, invoices, users
        hint: approve less with `--permissions`, or for a shorter time with `--for`, or let an owner answer
    ");
}

/// S3: an approver may give less than was asked, in permissions and in time, and never more.
#[test]
fn approver_gives_less_and_never_more() {
    let mut world = world();
    let line = "link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m phone";
    world.run(&format!("{line} --permissions invoices,quotes")).fails(2).says("quotes");
    world.run(&format!("{line} --for 91d")).fails(2).says("longer than the 90d that were asked for");
    world.run(&format!("{line} --permissions invoices --for 30d")).ok();
    assert_eq!(
        world.sql("SELECT asked_permissions, permissions, term / 86400000, (until - answered_at) / 86400000 FROM link"),
        ["invoices tickets|invoices|90|30"]
    );
}

#[test]
fn term_ends_at_its_millisecond() {
    for (flags, end) in [
        ("--until 2026-12-31", "2027-01-01T00:00:00.000Z"),
        ("--until 2026-12-31T12:00:00Z", "2026-12-31T12:00:00.000Z"),
    ] {
        let mut world = world();
        world.run(&format!("user edit max@bigshoes.example -c big-shoes {flags}")).ok().says(end);
        let end = partnerctl::domain::time::Instant::from_ms(
            world.sql("SELECT until FROM access_grant WHERE until IS NOT NULL")[0].parse().unwrap(),
        );
        let check = "access check max@bigshoes.example -c big-shoes --permission profile -q";
        world.next_at(end - partnerctl::domain::time::Span::from_ms(1)).run(check).ok();
        world.next_at(end).run(check).fails(5);
    }
}

/// big-shoes with jim as owner, tim as admin and tom as owner until the end of the year, and an accomplice.
fn with_ends() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = world();
        for (who, role) in [("tim", "admin --until 2026-12-31"), ("tom", "owner --until 2026-12-31")] {
            world.run(&format!("invite send {who}@bigshoes.example -c big-shoes -r {role}")).ok();
            accept(&mut world, &format!("{who}@bigshoes.example"));
        }
        world.run("user add pre@bigshoes.example -c big-shoes -r manager").ok();
        world.run("invite send asked@bigshoes.example -c big-shoes -r manager").ok();
        world.run("client add 'Hat Shop' --slug hat-shop --owner hattie@hatshop.example").ok();
        world.run("partner add Others --slug others").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

/// Every way to give access, by someone whose own ends with the year; `{me}` is who gives.
const GIVES: [&str; 16] = [
    "user edit {me}@bigshoes.example -c big-shoes --no-until",
    "user edit {me}@bigshoes.example -c big-shoes --until 2027-01-01",
    "user edit {me}@bigshoes.example -c big-shoes --for 90d",
    "user edit max@bigshoes.example -c big-shoes -r manager",
    "user edit max@bigshoes.example -c big-shoes --until 2027-01-01",
    "user edit pre@bigshoes.example -c big-shoes -r admin",
    "user add new@bigshoes.example -c big-shoes -r manager",
    "user add new@bigshoes.example -c big-shoes -r guest --until 2027-01-01",
    "user add -c big-shoes -r supervisor --for-partner others",
    "invite send new@bigshoes.example -c big-shoes -r admin",
    "invite send pre@bigshoes.example -c big-shoes",
    "invite resend asked@bigshoes.example -c big-shoes",
    "invite resend asked@bigshoes.example -c big-shoes --to new@bigshoes.example",
    "link create -p others -c big-shoes",
    "link create -p others -c big-shoes --until 2027-01-01",
    "link approve lnk_1 -c big-shoes",
];

#[test]
fn no_one_gives_a_later_end_than_theirs() {
    let mut world = with_ends();
    world.pass(partnerctl::domain::time::Span::hours(1));
    let before = holdings(&world);
    for me in ["tim", "tom"] {
        for line in GIVES {
            let line = line.replace("{me}", me);
            // The admin has all permissions but is no owner; nothing here needs one.
            world
                .run(&format!("{line} --as {me}@bigshoes.example -m more"))
                .fails(5)
                .says("no one gives access that ends later");
        }
        let rows = "client_slug,email,role,until\nbig-shoes,n1@bigshoes.example,guest,\nbig-shoes,n2@bigshoes.example,guest,2027-01-01\n";
        world.stdin(rows);
        let run = world.run(&format!("invite bulk - --csv --as {me}@bigshoes.example -m more")).fails(7);
        assert!(run.csv().iter().all(|row| row["error_code"] == "denied"), "{run}");
    }
    world
        .run("invite send new@bigshoes.example -c big-shoes -r owner --replaces jim@bigshoes.example --as tom@bigshoes.example -m x")
        .fails(5);
    assert_eq!(holdings(&world), before);
}

#[test]
fn an_end_that_is_no_later_is_given() {
    let mut world = with_ends();
    world.pass(partnerctl::domain::time::Span::hours(1));
    for line in [
        "user add new@bigshoes.example -c big-shoes -r manager --until 2026-12-31",
        "invite send two@bigshoes.example -c big-shoes -r admin --until 2026-12-31",
        "user edit pre@bigshoes.example -c big-shoes --until 2026-12-30",
        "user edit max@bigshoes.example -c big-shoes --permissions profile",
        "user remove max@bigshoes.example -c big-shoes --confirm big-shoes",
        "user add -c big-shoes -r supervisor --for-partner others --until 2026-12-31",
        "link create -p others -c big-shoes --until 2026-12-31",
        "link approve lnk_1 -c big-shoes --for 20d",
        "user edit tim@bigshoes.example -c big-shoes --until 2026-12-24",
    ] {
        world.run(&format!("{line} --as tim@bigshoes.example -m x")).ok();
    }
    world.run("user edit tim@bigshoes.example -c big-shoes --no-until --as jim@bigshoes.example -m x").ok();
}

/// The answer by the code of the mail is held against what its recipient has, like one given in their name.
#[test]
fn code_gives_no_later_end_than_theirs() {
    let mut world = with_ends();
    world.run("link request -p others --target big-shoes").ok();
    world.stdin(world.code_for("tim@bigshoes.example"));
    world.run("link approve --code-stdin").fails(5).says("no one gives access that ends later");
    world.stdin(world.code_for("tim@bigshoes.example"));
    world.run("link approve --code-stdin --for 20d").ok();
}
