//! `access why`: each rule, what it said, what decided.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{people, two_clients};
use crate::support::World;

/// S4.14: who is restricted never has `settings`, whatever else says yes, and reads so.
#[test]
fn deciding_rule_is_marked() {
    let mut world = people();
    assert_snapshot!(world.run("access why ann@bigshoes.example -c big-shoes"), @"
    $ partnerctl access why ann@bigshoes.example -c big-shoes
    ann@bigshoes.example may enter big-shoes (C100001-9)
    client          big-shoes  C100001-9  Big Shoes Inc.
    as of           21 Nov 2026 09:00 UTC (now)
    role            manager
    permissions     invoices, tickets
    until           19 Feb 2027 09:00 UTC

      yes user_active     the login is active
      yes client_open     the client is open
    ▸ yes own_grant       the person's own grant as manager is active
      yes own_term        the grant lasts until 19 Feb 2027 09:00 UTC
      -   own_link        the grant does not hang on a partner
      no  partner_user    the person is not a partner user
      -   partner_active  does not apply
      -   link            does not apply
      -   scope           does not apply
      -   dedicated_user  does not apply
      -   restricted      the person is not restricted
    --- stderr
    hint: since when, and who let them in: `partnerctl access list -c big-shoes`
    hint: what was done here, and by whom: `partnerctl client log big-shoes`
    --- exit 0
    ");
    assert_snapshot!(world.run("access why mia@jimsweb.example -c big-shoes --permission settings"), @"
    $ partnerctl access why mia@jimsweb.example -c big-shoes --permission settings
    mia@jimsweb.example may not use settings in big-shoes (C100001-9)
    client          big-shoes  C100001-9  Big Shoes Inc.
    as of           21 Nov 2026 09:00 UTC (now)
    permissions     invoices
    until           20 Jan 2027 09:00 UTC

      yes user_active     the login is active
      yes client_open     the client is open
      no  own_grant       the person has no grant of their own here
      -   own_term        does not apply
      -   own_link        does not apply
      yes partner_user    the person is a user of Jim's Web (jims-web, ptn_1)
      yes partner_active  the partner is active
      yes link            lnk_1 is linked, with a term until 20 Jan 2027 09:00 UTC
      yes scope           the person's scope is all clients of the partner
      -   dedicated_user  the partner requested the link: the person's own login enters
    ▸ yes restricted      restricted: as a partner user the person has no `settings`
      no  permission      settings is not among the permissions
    --- stderr
    hint: since when, and who let them in: `partnerctl access list -c big-shoes`
    hint: what was done here, and by whom: `partnerctl client log big-shoes`
    --- exit 0
    ");
    assert_snapshot!(world.run("access why zoe@jimsweb.example -c big-shoes"), @"
    $ partnerctl access why zoe@jimsweb.example -c big-shoes
    zoe@jimsweb.example may not enter big-shoes (C100001-9)
    client          big-shoes  C100001-9  Big Shoes Inc.
    as of           21 Nov 2026 09:00 UTC (now)

      yes user_active     the login is active
      yes client_open     the client is open
      no  own_grant       the person has no grant of their own here
      -   own_term        does not apply
      -   own_link        does not apply
      yes partner_user    the person is a user of Jim's Web (jims-web, ptn_1)
      yes partner_active  the partner is active
      yes link            lnk_1 is linked, with a term until 20 Jan 2027 09:00 UTC
    ▸ no  scope           the person's scope is other clients of the partner
      -   dedicated_user  the partner requested the link: the person's own login enters
      -   restricted      the person is not restricted
    --- stderr
    hint: what was done here, and by whom: `partnerctl client log big-shoes`
    --- exit 0
    ");
    assert_snapshot!(world.run("access why ravi@jimsweb.example -c tea-house"), @"
    $ partnerctl access why ravi@jimsweb.example -c tea-house
    ravi@jimsweb.example may not enter tea-house (C100002-4)
    client          tea-house  C100002-4  Tea House
    as of           21 Nov 2026 09:00 UTC (now)

      yes user_active     the login is active
      yes client_open     the client is open
      no  own_grant       the person has no grant of their own here
      -   own_term        does not apply
      -   own_link        does not apply
      yes partner_user    the person is a user of Jim's Web (jims-web, ptn_1)
      yes partner_active  the partner is active
      yes link            lnk_2 is linked
      yes scope           the person's scope is all clients of the partner
    ▸ no  dedicated_user  the client created the link, and has made no dedicated user yet
      -   restricted      the person is not restricted
    --- stderr
    hint: what was done here, and by whom: `partnerctl client log tea-house`
    --- exit 0
    ");
}

#[test]
fn programs_get_every_rule_with_ids() {
    let mut world = people();
    assert_snapshot!(world.run("access why ravi@jimsweb.example -c big-shoes --json"), @r#"
    $ partnerctl access why ravi@jimsweb.example -c big-shoes --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "email": "ravi@jimsweb.example",
      "allowed": true,
      "decided_by": "link",
      "role": null,
      "permissions": ["invoices","settings"],
      "until": "2027-01-20T09:00:12.000Z",
      "rules": [{"rule":"user_active","outcome":"yes","text":"the login is active"},{"rule":"client_open","outcome":"yes","text":"the client is open"},{"rule":"own_grant","outcome":"no","text":"the person has no grant of their own here"},{"rule":"own_term","outcome":"skipped","text":"does not apply"},{"rule":"own_link","outcome":"skipped","text":"does not apply"},{"rule":"partner_user","outcome":"yes","text":"the person is a user of ptn_1"},{"rule":"partner_active","outcome":"yes","text":"the partner is active"},{"rule":"link","outcome":"yes","text":"lnk_1 is linked, with a term until 2027-01-20T09:00:12.000Z"},{"rule":"scope","outcome":"yes","text":"the person's scope is all clients of the partner"},{"rule":"dedicated_user","outcome":"skipped","text":"the partner requested the link: the person's own login enters"},{"rule":"restricted","outcome":"skipped","text":"the person is not restricted"}]
    }
    --- exit 0
    "#);
    assert_snapshot!(world.run("access why tia@teahouse.example -c big-shoes --csv"), @r#"
    $ partnerctl access why tia@teahouse.example -c big-shoes --csv
    client_id,client_slug,email,allowed,decided_by,role,permissions,until,rules
    C100001-9,big-shoes,tia@teahouse.example,false,own_grant,,,,"[{""rule"":""user_active"",""outcome"":""yes"",""text"":""the login is active""},{""rule"":""client_open"",""outcome"":""yes"",""text"":""the client is open""},{""rule"":""own_grant"",""outcome"":""no"",""text"":""the person has no grant of their own here""},{""rule"":""own_term"",""outcome"":""skipped"",""text"":""does not apply""},{""rule"":""own_link"",""outcome"":""skipped"",""text"":""does not apply""},{""rule"":""partner_user"",""outcome"":""no"",""text"":""the person is not a partner user""},{""rule"":""partner_active"",""outcome"":""skipped"",""text"":""does not apply""},{""rule"":""link"",""outcome"":""skipped"",""text"":""does not apply""},{""rule"":""scope"",""outcome"":""skipped"",""text"":""does not apply""},{""rule"":""dedicated_user"",""outcome"":""skipped"",""text"":""does not apply""},{""rule"":""restricted"",""outcome"":""skipped"",""text"":""the person is not restricted""}]"
    --- exit 0
    "#);
    let whole = world.run("access why mia@jimsweb.example -c big-shoes --permission settings --json").ok().json();
    assert_eq!((&whole["allowed"], &whole["decided_by"]), (&false.into(), &"restricted".into()));
    assert_eq!(whole["rules"].as_array().unwrap().last().unwrap()["outcome"], "no");
    let line = world.run("access why mia@jimsweb.example -c big-shoes --format ndjson").ok();
    assert_eq!(line.out.lines().count(), 1);
}

/// Whatever the answer is, the question was answered.
#[test]
fn a_no_is_an_answer_and_exits_with_0() {
    let mut world = two_clients();
    world.run("access why jim@bigshoes.example -c big-shoes").ok().prints("never activated");
    world.run("access why jim@bigshoes.example -c tea-house").ok().prints("may not enter tea-house");
    world.run("access why nobody@bigshoes.example -c big-shoes").fails(3).says("no one here is known");
    world.run("access why jim@bigshoes.example").fails(10);
    world.run("access why jim@bigshoes.example -c big-shoes --permission invoice").fails(2).says("did you mean");
    world.run("access why jim@bigshoes.example -c big-shoes --as-of 2026-13-01").fails(2).says("--as-of");
}

/// The owner of one client does not learn from a question about a stranger whether others know them.
#[test]
fn stranger_and_unknown_read_the_same() {
    let mut world = people();
    // Known elsewhere: an owner, one who never signed in, and later a user of a partner that big-shoes left.
    world.run("user add new@teahouse.example -c tea-house -r manager").ok();
    let mut shown = |address: &str, as_of: &str| {
        let question = format!("access why {address} -c big-shoes --as jim@bigshoes.example --json {as_of}");
        world.run(&question).ok().out.replace(address, "WHO")
    };
    for as_of in ["", "--as-of 2026-01-01"] {
        for address in ["tia@teahouse.example", "new@teahouse.example"] {
            assert_eq!(shown(address, as_of), shown("nobody@teahouse.example", as_of), "{address} {as_of}");
        }
    }
    // A user of a partner that was never linked here.
    world.run("partner add Others --slug others").ok();
    world
        .run("partner add-user otto@others.example -p others --first-name O --last-name O --password-file password.txt")
        .ok();
    let mut shown = |address: &str| {
        let question = format!("access why {address} -c big-shoes --as jim@bigshoes.example --json");
        world.run(&question).ok().out.replace(address, "WHO")
    };
    assert_eq!(shown("otto@others.example"), shown("nobody@teahouse.example"));
}

/// Whom someone works for next to is nothing that the owner of a client may find out by letting them in.
#[test]
fn uninvolved_partner_stays_hidden() {
    let mut world = people();
    world.run("partner add Others --slug others").ok();
    world
        .run("partner add-user otto@others.example -p others --first-name O --last-name O --password-file password.txt")
        .ok();
    world.run("user add otto@others.example -c big-shoes -r manager --allow-elsewhere").ok();
    let question = "access why otto@others.example -c big-shoes --json";
    world.run(question).ok().prints("the person is a user of ptn_2");
    let shown = world.run(&format!("{question} --as jim@bigshoes.example")).ok().prints("own grant as manager");
    assert!(!shown.out.contains("ptn_2") && shown.out.contains("the person is not a partner user"), "{shown}");
}

#[test]
fn dedicated_user_is_named_with_login() {
    let mut world = people();
    world.run("user add help@teahouse.example -c tea-house -r admin").ok();
    super::let_in(&mut world, "help@teahouse.example", "tea-house", "");
    world.tamper("UPDATE access_grant SET for_partner = 1 WHERE login_id = (SELECT id FROM login WHERE email = 'help@teahouse.example')");
    assert_snapshot!(world.run("access why ravi@jimsweb.example -c tea-house"), @"
    $ partnerctl access why ravi@jimsweb.example -c tea-house
    ravi@jimsweb.example may enter tea-house (C100002-4)
    client          tea-house  C100002-4  Tea House
    as of           21 Nov 2026 09:00 UTC (now)
    role            admin
    enters as       help@teahouse.example (usr_7)
    permissions     profile, contacts, products, products.manage, products.sso, domains, domains.manage, invoices, quotes, tickets, affiliates, emails, orders, settings
    until           no end

      yes user_active     the login is active
      yes client_open     the client is open
      no  own_grant       the person has no grant of their own here
      -   own_term        does not apply
      -   own_link        does not apply
      yes partner_user    the person is a user of Jim's Web (jims-web, ptn_1)
      yes partner_active  the partner is active
      yes link            lnk_2 is linked
      yes scope           the person's scope is all clients of the partner
    ▸ yes dedicated_user  the person enters as the dedicated user help@teahouse.example (usr_7), admin
      -   restricted      the person is not restricted
    --- stderr
    hint: since when, and who let them in: `partnerctl access list -c tea-house`
    hint: what was done here, and by whom: `partnerctl client log tea-house`
    --- exit 0
    ");
}

/// A link that ended is shown with its end, and not before it.
#[test]
fn ended_link_is_shown_with_its_end() {
    let mut world = people();
    world.pass(Span::days(1));
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    let ended = world.now();
    let why = "access why ravi@jimsweb.example -c big-shoes";
    world.run(why).ok().prints("▸ no  link            lnk_1 is unlinked since 22 Nov 2026 09:00 UTC by jane");
    world
        .run(&format!("{why} --as-of {}", ended - Span::from_ms(1)))
        .ok()
        .prints("▸ yes link            lnk_1 is linked");
    world.run(&format!("{why} --as-of {ended}")).ok().prints("lnk_1 is unlinked since");
}

/// The clock is the reader's, a day is one of the unit of work, and programs get UTC.
#[test]
fn people_read_times_in_their_zone() {
    let mut world = people();
    world.zone("Europe/Berlin");
    world.pass(Span::days(2));
    let run = world.run("access why ann@bigshoes.example -c big-shoes --as-of 2026-11-22").ok();
    run.prints("the grant lasts until 19 Feb 2027 10:00 CET")
        .says("as of 22 Nov 2026 01:00 CET (2026-11-22T00:00:00.000Z)");
}

#[test]
fn the_past_is_answered_as_it_was() {
    let mut world = World::with_story();
    let before = world.now();
    world.write_private("password.txt", "correct horse battery staple ox");
    let step = |world: &mut World, line: &str| {
        world.pass(Span::days(1));
        world.run(line).ok();
        world.now()
    };
    super::let_in(&mut world, "jim@bigshoes.example", "big-shoes", "");
    step(&mut world, "invite send ann@bigshoes.example -c big-shoes -r manager");
    let code = world.code_for("ann@bigshoes.example");
    world.pass(Span::days(1));
    world.stdin(code).run("invite accept --code-stdin --password-file password.txt").ok();
    let accepted = world.now();
    let edited = step(&mut world, "user edit ann@bigshoes.example -c big-shoes -r guest");
    let removed = step(&mut world, "user remove ann@bigshoes.example -c big-shoes --confirm big-shoes");
    world.pass(Span::days(1));
    let mut at = |instant: partnerctl::domain::time::Instant| {
        let run = world.run(&format!("access why ann@bigshoes.example -c big-shoes --as-of {instant} --json"));
        let said = run.ok().json();
        format!("{} {} {}", said["allowed"], said["decided_by"].as_str().unwrap(), said["role"])
    };
    let tick = Span::from_ms(1);
    assert_eq!(at(before - Span::days(1)), "false user_active null");
    assert_eq!(at(accepted - tick), "false user_active null");
    assert_eq!(at(accepted), "true own_grant \"manager\"");
    assert_eq!(at(edited - tick), "true own_grant \"manager\"");
    assert_eq!(at(edited), "true own_grant \"guest\"");
    assert_eq!(at(removed - tick), "true own_grant \"guest\"");
    assert_eq!(at(removed), "false own_grant null");
    // What someone had and lost is shown with when and by whom, to the client's owner too.
    let shown = "the person's own grant as guest ended at 25 Nov 2026 09:00 UTC by jane";
    world.run("access why ann@bigshoes.example -c big-shoes").ok().prints(shown);
    world.run("access why ann@bigshoes.example -c big-shoes --as jim@bigshoes.example").ok().prints(shown);
    world.run("access check ann@bigshoes.example -c big-shoes --permission profile").fails(5).prints(shown);
    assert_snapshot!(world.run(&format!("access why ann@bigshoes.example -c big-shoes --as-of {}", before - Span::days(1))), @"
    $ partnerctl access why ann@bigshoes.example -c big-shoes --as-of 2026-11-20T09:00:04.000Z
    ann@bigshoes.example may not enter big-shoes (C100001-9)
    client          big-shoes  C100001-9  Big Shoes Inc.
    as of           20 Nov 2026 09:00 UTC

    ▸ no  user_active     the login did not exist yet
      no  client_open     the client did not exist yet
      no  own_grant       the person has no grant of their own here
      -   own_term        does not apply
      -   own_link        does not apply
      no  partner_user    the person is not a partner user
      -   partner_active  does not apply
      -   link            does not apply
      -   scope           does not apply
      -   dedicated_user  does not apply
      -   restricted      the person is not restricted
    --- stderr
    note: as of 20 Nov 2026 09:00 UTC (2026-11-20T09:00:04.000Z)
    hint: what was done here, and by whom: `partnerctl client log big-shoes`
    --- exit 0
    ");
    assert_snapshot!(world.run(&format!("access why ann@bigshoes.example -c big-shoes --as-of {}", removed - tick)), @"
    $ partnerctl access why ann@bigshoes.example -c big-shoes --as-of 2026-11-25T09:00:09.999Z
    ann@bigshoes.example may enter big-shoes (C100001-9)
    client          big-shoes  C100001-9  Big Shoes Inc.
    as of           25 Nov 2026 09:00 UTC
    role            guest
    permissions     profile
    until           no end

      yes user_active     the login is active
      yes client_open     the client is open
    ▸ yes own_grant       the person's own grant as guest is active
      yes own_term        the grant has no end
      -   own_link        the grant does not hang on a partner
      no  partner_user    the person is not a partner user
      -   partner_active  does not apply
      -   link            does not apply
      -   scope           does not apply
      -   dedicated_user  does not apply
      -   restricted      the person is not restricted
    --- stderr
    note: as of 25 Nov 2026 09:00 UTC (2026-11-25T09:00:09.999Z)
    hint: since when, and who let them in: `partnerctl access list -c big-shoes --as-of 2026-11-25T09:00:09.999Z`
    hint: what was done here, and by whom: `partnerctl client log big-shoes`
    --- exit 0
    ");
}

/// A time to come is answered as if nothing changed: terms run out by themselves.
#[test]
fn future_is_answered_as_if_unchanged() {
    let mut world = people();
    let run = world.run("access why ann@bigshoes.example -c big-shoes --as-of 2027-06-01 --json").ok();
    assert_eq!(run.json()["decided_by"], "own_term");
    run.says("still to come");
}
