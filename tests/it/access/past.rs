//! `access list` of another moment and of a stretch of time, and its filters.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::{Edge, Instant, Span, Zone, parse_instant};

use super::{let_in, people, ways};
use crate::support::{Frozen, World};

fn instant(text: &str) -> Instant {
    parse_instant(text, &Zone::utc(), Edge::Start).unwrap()
}

/// The story of a year: who came, was changed and left on which day.
fn a_year() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = people();
        world.next_at(instant("2026-12-01T10:00:00Z"));
        world.run("user edit ann@bigshoes.example -c big-shoes --permissions invoices,tickets,orders").ok();
        world.next_at(instant("2026-12-10T10:00:00Z"));
        world.run("user edit ann@bigshoes.example -c big-shoes --permissions invoices").ok();
        world.next_at(instant("2026-12-20T10:00:00Z"));
        world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
        world.next_at(instant("2027-01-05T10:00:00Z"));
        world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
        world.next_at(instant("2027-03-01T10:00:00Z"));
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn past_day_lists_who_could_enter() {
    let mut world = a_year();
    assert_snapshot!(world.run("access list -c big-shoes --as-of 2026-12-05 --csv"), @"
    $ partnerctl access list -c big-shoes --as-of 2026-12-05 --csv
    client_id,client_slug,user_id,email,source,role,permissions,since,granted_by,until,ended_at,ended_by,last_login_at
    C100001-9,big-shoes,usr_1,jim@bigshoes.example,grant,owner,profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings,2026-11-21T09:00:06.000Z,jane,,,,2026-11-21T09:00:06.000Z
    C100001-9,big-shoes,usr_3,ann@bigshoes.example,grant,manager,invoices tickets orders,2026-11-21T09:00:08.000Z,jane,2027-02-19T09:00:07.000Z,,,2026-11-21T09:00:08.000Z
    C100001-9,big-shoes,usr_4,ravi@jimsweb.example,lnk_1,,invoices settings,2026-11-21T09:00:14.000Z,jane,2027-01-20T09:00:12.000Z,,,
    C100001-9,big-shoes,usr_5,mia@jimsweb.example,lnk_1,,invoices,2026-11-21T09:00:15.000Z,jane,2027-01-20T09:00:12.000Z,,,
    --- stderr
    note: as of 5 Dec 2026 00:00 UTC (2026-12-05T00:00:00.000Z)
    --- exit 0
    ");
    assert_eq!(ways(&mut world, "-c big-shoes"), ["big-shoes jim@bigshoes.example grant"]);
    assert_eq!(
        ways(&mut world, "-c big-shoes --as-of 2026-12-20T10:00:00Z"),
        ["big-shoes jim@bigshoes.example grant", "big-shoes ann@bigshoes.example grant"]
    );
    assert_eq!(
        ways(&mut world, "--user ravi@jimsweb.example --as-of 2026-12-19"),
        ["big-shoes ravi@jimsweb.example lnk_1"]
    );
    assert_eq!(
        ways(&mut world, "-p jims-web --as-of 2026-12-19"),
        ["big-shoes ravi@jimsweb.example lnk_1", "big-shoes mia@jimsweb.example lnk_1"]
    );
    assert_eq!(ways(&mut world, "-A --as-of 2026-12-19").len(), 5);
    assert_snapshot!(world.run("access list -A --as-of 2025-01-01"), @"
    $ partnerctl access list -A --as-of 2025-01-01
    --- stderr
    note: as of 1 Jan 2025 00:00 UTC (2025-01-01T00:00:00.000Z)
    note: no one could enter then
    --- exit 0
    ");
}

/// What was held for a few days within the month shows, with what it gave, from when to when, and who ended it.
#[test]
fn month_lists_all_who_could_enter() {
    let mut world = a_year();
    assert_snapshot!(world.run("access list -c big-shoes --during 2026-12 --csv --columns email,source,permissions,since,until,ended_at,ended_by"), @"
    $ partnerctl access list -c big-shoes --during 2026-12 --csv --columns email,source,permissions,since,until,ended_at,ended_by
    email,source,permissions,since,until,ended_at,ended_by
    jim@bigshoes.example,grant,profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings,2026-11-21T09:00:06.000Z,,,
    ann@bigshoes.example,grant,invoices tickets,2026-11-21T09:00:08.000Z,2027-02-19T09:00:07.000Z,,
    ann@bigshoes.example,grant,invoices tickets orders,2026-12-01T10:00:00.000Z,2027-02-19T09:00:07.000Z,,
    ann@bigshoes.example,grant,invoices,2026-12-10T10:00:00.000Z,2027-02-19T09:00:07.000Z,,
    ravi@jimsweb.example,lnk_1,invoices settings,2026-11-21T09:00:14.000Z,2027-01-20T09:00:12.000Z,2026-12-20T10:00:00.000Z,jane
    mia@jimsweb.example,lnk_1,invoices,2026-11-21T09:00:15.000Z,2027-01-20T09:00:12.000Z,2026-12-20T10:00:00.000Z,jane
    --- stderr
    note: from 1 Dec 2026 00:00 UTC (2026-12-01T00:00:00.000Z), before 1 Jan 2027 00:00 UTC (2027-01-01T00:00:00.000Z)
    --- exit 0
    ");
    // The same question has the same answer whatever happens later.
    let before = world.run("access list -A --during 2026-12 --csv").ok().out;
    world.run("user remove jim@bigshoes.example -c big-shoes --confirm big-shoes --override last-owner -m gone");
    assert_eq!(world.run("access list -A --during 2026-12 --csv").ok().out, before);
    assert_eq!(
        ways(&mut world, "--user ann@bigshoes.example --during 2027-01-05"),
        ["big-shoes ann@bigshoes.example grant"]
    );
    assert!(ways(&mut world, "--user ann@bigshoes.example --during 2027-01-06").is_empty());
    assert_eq!(ways(&mut world, "-p jims-web --during 2026-12-20..2026-12-31").len(), 2);
    assert!(ways(&mut world, "-p jims-web --during 2026-12-21..2026-12-31").is_empty());
}

/// A way that ran out by itself was ended by no one.
#[test]
fn past_term_ended_access_by_itself() {
    let mut world = people();
    world.next_at(instant("2027-03-01T10:00:00Z"));
    assert_snapshot!(world.run("access list -c big-shoes --during 2027-02 --csv --columns email,source,since,until,ended_at,ended_by"), @"
    $ partnerctl access list -c big-shoes --during 2027-02 --csv --columns email,source,since,until,ended_at,ended_by
    email,source,since,until,ended_at,ended_by
    jim@bigshoes.example,grant,2026-11-21T09:00:06.000Z,,,
    ann@bigshoes.example,grant,2026-11-21T09:00:08.000Z,2027-02-19T09:00:07.000Z,2027-02-19T09:00:07.000Z,
    --- stderr
    note: from 1 Feb 2027 00:00 UTC (2027-02-01T00:00:00.000Z), before 1 Mar 2027 00:00 UTC (2027-03-01T00:00:00.000Z)
    --- exit 0
    ");
    // Who comes back has a second row: the stretches differ.
    let_in(&mut world, "ravi@jimsweb.example", "big-shoes", "-r guest --for 10d");
    world.next_at(instant("2027-03-20T10:00:00Z"));
    world.run("user edit ravi@jimsweb.example -c big-shoes --for 5d").ok();
    world.next_at(instant("2027-04-01T10:00:00Z"));
    assert_snapshot!(world.run("access list --user ravi@jimsweb.example --during 2027-03 --csv --columns source,since,until,ended_at,ended_by"), @"
    $ partnerctl access list --user ravi@jimsweb.example --during 2027-03 --csv --columns source,since,until,ended_at,ended_by
    source,since,until,ended_at,ended_by
    grant,2027-03-01T10:00:02.000Z,2027-03-11T10:00:01.000Z,2027-03-11T10:00:01.000Z,
    grant,2027-03-20T10:00:00.000Z,2027-03-25T10:00:00.000Z,2027-03-25T10:00:00.000Z,
    --- stderr
    note: from 1 Mar 2027 00:00 UTC (2027-03-01T00:00:00.000Z), before 1 Apr 2027 00:00 UTC (2027-04-01T00:00:00.000Z)
    --- exit 0
    ");
}

#[test]
fn senseless_time_is_refused() {
    let mut world = people();
    assert_snapshot!(world.run("access list -c big-shoes --during 2027-05"), @"
    $ partnerctl access list -c big-shoes --during 2027-05
    --- stderr
    error: the time asked for begins at 1 May 2027 00:00 UTC, which is still to come
    hint: `--as-of` answers for a time to come, as if nothing changed until then
    --- exit 2
    ");
    world.run("access list -c big-shoes --during 2026-11-21T09:00:00Z").fails(2).says("a range is needed");
    world.run("access list -c big-shoes --during 2026-11 --as-of 2026-11-21").fails(2);
    world.run("access list -c big-shoes --during 2026-11 --expiring 3d").fails(2);
    world.run("access list -c big-shoes --as-of 2026-11").fails(2).says("a month where one day is needed");
    world.run("access list -c big-shoes --expiring 0d").fails(2).says("no time at all");
    // The month that is not over yet is answered up to this instant.
    assert_eq!(ways(&mut world, "-c big-shoes --during 2026-11").len(), 4);
}

#[test]
fn expiring_keeps_ways_that_end_soon() {
    let mut world = people();
    assert!(ways(&mut world, "-A --expiring 30d").is_empty());
    world.pass(Span::days(40));
    assert_eq!(
        ways(&mut world, "-A --expiring 30d"),
        ["big-shoes ravi@jimsweb.example lnk_1", "big-shoes mia@jimsweb.example lnk_1"]
    );
    assert_eq!(ways(&mut world, "-c big-shoes --expiring 60d").len(), 3);
    assert_eq!(ways(&mut world, "--user ann@bigshoes.example --expiring 60d").len(), 1);
    // What ends is seen from the moment that is asked for.
    assert!(ways(&mut world, "-A --expiring 30d --as-of 2026-11-22").is_empty());
    assert_snapshot!(world.run("access list -c tea-house --expiring 30d"), @"
    $ partnerctl access list -c tea-house --expiring 30d
    --- stderr
    note: no access ends within that time
    --- exit 0
    ");
}

/// Who never entered counts from the beginning of their access.
#[test]
fn dormant_keeps_unused_ways() {
    let mut world = people();
    assert!(ways(&mut world, "-A --dormant 30d").is_empty());
    world.pass(Span::days(31));
    assert_eq!(ways(&mut world, "-A --dormant 30d").len(), 5);
    assert!(ways(&mut world, "-A --dormant 32d").is_empty());
    let_in(&mut world, "jim@bigshoes.example", "tea-house", "-r guest");
    assert_eq!(ways(&mut world, "--user jim@bigshoes.example --dormant 30d"), ["big-shoes jim@bigshoes.example grant"]);
}
