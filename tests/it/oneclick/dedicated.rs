//! `user add --for-partner`: the login that a client makes for a partner (S0.1–S0.7).

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{JIM, everything, join, ready_to_begin};
use crate::support::World;

const PEOPLE: &str = "SELECT email, role, state, for_partner, mailbox FROM user_list ORDER BY user_id";

fn make(flags: &str) -> String {
    format!("user add {flags} -c big-shoes --for-partner jims-web {JIM}")
}

/// S0.1, S0.2, S0.6
#[test]
fn client_makes_an_active_one_any_time() {
    let mut world = ready_to_begin();
    let mails = world.mails().len();
    assert_snapshot!(world.run(&make("-r supervisor")), @"
    $ partnerctl user add -r supervisor -c big-shoes --for-partner jims-web --as jim@bigshoes.example -m asked for by phone
    usr_4
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    big-shoes@jims-web.invalid is the dedicated user of big-shoes (C100001-9) for jims-web (ptn_1), as supervisor; it is never mailed.
    hint: not ready yet: the client is not associated with the partner; support does it with `partnerctl client associate big-shoes -p jims-web`
    hint: not ready yet: the client has not linked the partner; the client does it with `partnerctl link create -p jims-web -c big-shoes --as jim@bigshoes.example -m 'asked for by phone'`
    --- exit 0
    ");
    assert_eq!(
        world.sql(PEOPLE),
        [
            "jim@bigshoes.example|owner|active||yes",
            "tia@teahouse.example|owner|prepared||yes",
            "big-shoes@jims-web.invalid|supervisor|active|jims-web|no"
        ]
    );
    assert_eq!(world.mails().len(), mails, "no one is mailed");
    assert_eq!(world.sql("SELECT count(*) FROM credential"), ["2"], "it has no password");
    assert_snapshot!(world.run(&make("-r supervisor")), @"
    $ partnerctl user add -r supervisor -c big-shoes --for-partner jims-web --as jim@bigshoes.example -m asked for by phone
    usr_4
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    big-shoes@jims-web.invalid is the dedicated user of big-shoes (C100001-9) for jims-web (ptn_1) already, as supervisor.
    hint: not ready yet: the client is not associated with the partner; support does it with `partnerctl client associate big-shoes -p jims-web`
    hint: not ready yet: the client has not linked the partner; the client does it with `partnerctl link create -p jims-web -c big-shoes --as jim@bigshoes.example -m 'asked for by phone'`
    --- exit 0
    ");
    assert_snapshot!(world.run(&make("big-shoes@jims-web.invalid -r admin")), @r#"
    $ partnerctl user add big-shoes@jims-web.invalid -r admin -c big-shoes --for-partner jims-web --as jim@bigshoes.example -m asked for by phone
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: the access of big-shoes@jims-web.invalid says otherwise: role is "supervisor", not "admin"
    hint: change it with `partnerctl user edit big-shoes@jims-web.invalid -c big-shoes -r admin`
    --- exit 4
    "#);
    assert_snapshot!(world.run(&make("other@jims-web.invalid -r supervisor")), @"
    $ partnerctl user add other@jims-web.invalid -r supervisor -c big-shoes --for-partner jims-web --as jim@bigshoes.example -m asked for by phone
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: big-shoes (C100001-9) has a dedicated user for jims-web (ptn_1) already, big-shoes@jims-web.invalid; there is one for each partner
    hint: take it out with `partnerctl user remove big-shoes@jims-web.invalid -c big-shoes`, and repeat
    --- exit 4
    ");
    world.run("user add -c tea-house -r admin --for-partner jims-web --json").ok().prints("tea-house@jims-web.invalid");
}

/// S0.3
#[test]
fn it_is_admin_or_supervisor() {
    let mut world = ready_to_begin();
    let before = everything(&world);
    assert_snapshot!(world.run(&make("-r manager")), @"
    $ partnerctl user add -r manager -c big-shoes --for-partner jims-web --as jim@bigshoes.example -m asked for by phone
    --- stderr
    error: a dedicated user of a partner is admin or supervisor, not manager
    hint: allowed are: supervisor, admin
    --- exit 2
    ");
    for role in ["owner", "guest", "manager"] {
        world.run(&make(&format!("-r {role}"))).fails(2).says("allowed are: supervisor, admin");
    }
    world.run(&make("")).fails(2).says("`--role`: supervisor or admin");
    world.run(&make("-r supervisor --permissions users")).fails(2).says("the role supervisor cannot have users");
    world.run(&make("-r supervisor --permissions invoces")).fails(2).says("did you mean `invoices`");
    world.run(&make("-r supervisor --until 2026-01-01")).fails(2);
    world.run(&make("-r supervisor --for 800d")).fails(2).says("two years");
    world.run("user add x@y.example -c big-shoes -r admin --no-mailbox").fails(2);
    world.run("user add -c big-shoes -r admin").fails(2).says("missing: EMAIL");
    world.run("user add -c big-shoes -r admin --for-partner jims-wed").fails(3).says("there is jims-web");
    assert_eq!(everything(&world), before);
    world.run(&make("-r admin --permissions invoices,tickets --for 30d")).ok();
    world.run("user edit big-shoes@jims-web.invalid -c big-shoes -r guest").fails(2).says("allowed are");
    world.run("user edit big-shoes@jims-web.invalid -c big-shoes -r supervisor").ok();
}

/// S0.2: no one grants more than they have.
#[test]
fn maker_administers_users_and_gives_less() {
    let mut world = ready_to_begin();
    join(&mut world, "ada@bigshoes.example", "-r admin --permissions users,invoices");
    join(&mut world, "bob@bigshoes.example", "-r admin --permissions invoices");
    join(&mut world, "sue@bigshoes.example", "-r supervisor");
    let before = everything(&world);
    let by = |who: &str, flags: &str| format!("user add -c big-shoes --for-partner jims-web {flags} --as {who} -m x");
    for (who, flags, code) in [
        ("ada@bigshoes.example", "-r supervisor", 5),
        ("ada@bigshoes.example", "-r admin --permissions invoices,tickets", 5),
        ("bob@bigshoes.example", "-r admin --permissions invoices", 5),
        ("sue@bigshoes.example", "-r supervisor --permissions invoices", 5),
        ("pat@jimsweb.example", "-r supervisor --permissions invoices", 5),
    ] {
        world.run(&by(who, flags)).fails(code);
    }
    world.run("user add -c tea-house --for-partner jims-web -r admin --as jim@bigshoes.example -m x").fails(3);
    world.run("user add -c big-shoes --for-partner jims-web -r admin --as jim@bigshoes.example").fails(2);
    assert_eq!(everything(&world), before);
    world.run(&by("ada@bigshoes.example", "-r supervisor --permissions invoices")).ok();
}

/// S0.4, S0.5
#[test]
fn taken_address_is_refused_with_reason() {
    let mut world = ready_to_begin();
    world.run("user add -c tea-house -r admin --for-partner jims-web").ok();
    world.run("partner add Others --slug others").ok();
    world.run(&format!("user add both@others.example -c big-shoes -r admin --for-partner others {JIM}")).ok();
    world.run("user add ann@else.example -c tea-house -r manager").ok();
    let before = everything(&world);
    assert_snapshot!(world.run("user add tea-house@jims-web.invalid -c big-shoes -r admin --for-partner jims-web"), @"
    $ partnerctl user add tea-house@jims-web.invalid -c big-shoes -r admin --for-partner jims-web
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: tea-house@jims-web.invalid is the dedicated user of tea-house (C100002-4), not of big-shoes; nothing was changed
    hint: a dedicated user has an address of its own, which no one uses; its mailbox need not exist
    hint: leave the address out, and it is big-shoes@jims-web.invalid
    --- exit 13
    ");
    assert_snapshot!(world.run(&make("tea-house@jims-web.invalid -r admin")), @"
    $ partnerctl user add tea-house@jims-web.invalid -r admin -c big-shoes --for-partner jims-web --as jim@bigshoes.example -m asked for by phone
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: tea-house@jims-web.invalid is someone's login already
    hint: a dedicated user has an address of its own, which no one uses; its mailbox need not exist
    hint: leave the address out, and it is big-shoes@jims-web.invalid
    --- exit 4
    ");
    for (address, why) in [
        ("jim@bigshoes.example", "jim@bigshoes.example is owner in big-shoes (C100001-9)"),
        ("JIM@bigshoes.example", "jim@bigshoes.example is owner in big-shoes (C100001-9)"),
        ("both@others.example", "is the dedicated user of big-shoes (C100001-9) for another partner"),
        ("pat@jimsweb.example", "is the login of a partner user, who works as themselves"),
        ("ann@else.example", "ann@else.example is someone's login already"),
    ] {
        world
            .run(&make(&format!("{address} -r admin --allow-elsewhere")))
            .fails(4)
            .says(why)
            .says("it is big-shoes@jims-web.invalid");
    }
    world.run(&make("tea-house@jims-web.invalid -r admin")).fails(4).says("someone's login already");
    world.run(&make("usr_99 -r admin")).fails(3);
    assert_eq!(everything(&world), before);
}

/// S0.6
#[test]
fn dummy_address_is_never_mailed() {
    let mut world = ready_to_begin();
    let dry_run = |world: &mut World, address: &str| world.run(&make(&format!("{address} -r admin -n"))).ok().err;
    assert_snapshot!(dry_run(&mut world, "shoes@webmail.example"), @"
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    shoes@webmail.example would be the dedicated user of big-shoes (C100001-9) for jims-web (ptn_1), as admin.
    warning: webmail.example is not known as a domain of jims-web (ptn_1): the person who reads mail to shoes@webmail.example is not the partner; a dummy address, as `partnerctl user suggest-login` shows it, is not read by anyone
    hint: not ready yet: the client is not associated with the partner; support does it with `partnerctl client associate big-shoes -p jims-web`
    hint: not ready yet: the client has not linked the partner; the client does it with `partnerctl link create -p jims-web -c big-shoes --as jim@bigshoes.example -m 'asked for by phone'`
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    ");
    for own in ["shoes@jimsweb.example", "shoes@jims.invalid"] {
        assert!(!dry_run(&mut world, own).contains("warning"), "{own}");
    }
    world.run("partner edit jims-web --no-contact-email").ok();
    assert!(!dry_run(&mut world, "shoes@jimsweb.example").contains("warning"), "the domain of its users");
    world.run("config set logins.domain webmail.example").ok();
    assert!(!dry_run(&mut world, "shoes@webmail.example").contains("warning"));
    world.run(&make("shoes@jimsweb.example -r admin --no-mailbox")).ok();
    assert_eq!(world.sql("SELECT mailbox FROM user_list WHERE email = 'shoes@jimsweb.example'"), ["no"]);
}

/// docs/reference.md#rules, "Adding access by another way supersedes the pending one".
#[test]
fn an_invitation_that_waits_gives_way() {
    let mut world = ready_to_begin();
    world.run("invite send shoes@jimsweb.example -c big-shoes -r admin").ok();
    let code = world.code_for("shoes@jimsweb.example");
    world.run(&make("shoes@jimsweb.example -r supervisor")).ok();
    assert_eq!(world.sql("SELECT state FROM invite_list WHERE email = 'shoes@jimsweb.example'"), ["superseded"]);
    assert_eq!(
        world.sql("SELECT role, state, for_partner FROM user_list WHERE email = 'shoes@jimsweb.example'"),
        ["supervisor|active|jims-web"]
    );
    let before = world.sql("SELECT count(*) FROM credential");
    world.stdin(code).run("invite accept --code-stdin").fails(6);
    assert_eq!(world.sql("SELECT count(*) FROM credential"), before);
    world.run("invite send old@jimsweb.example -c tea-house -r owner").ok();
    let owner = world.run("user add old@jimsweb.example -c tea-house -r admin --for-partner jims-web");
    owner.fails(4).says("is owner in tea-house");
}

#[test]
fn ended_one_does_not_block_the_next() {
    let mut world = ready_to_begin();
    world.run(&make("-r admin --for 1d")).ok();
    world.pass(Span::DAY);
    world.run(&make("-r admin")).fails(4).says("--no-until");
    world.run(&make("fresh@jims-web.invalid -r admin")).ok();
    world.run("user remove fresh@jims-web.invalid -c big-shoes --confirm big-shoes").ok();
    world.run(&make("-r supervisor")).ok();
    assert_eq!(
        world.sql("SELECT email, state FROM user_list WHERE for_partner = 'jims-web' ORDER BY email"),
        ["big-shoes@jims-web.invalid|active", "fresh@jims-web.invalid|ended"]
    );
    assert_eq!(world.sql("SELECT count(*) FROM login WHERE email LIKE '%.invalid'"), ["2"]);
}

#[test]
fn it_is_no_person_and_takes_no_seat() {
    let mut world = ready_to_begin();
    world.run(&make("-r admin")).ok();
    let names = "--first-name B --last-name S --password-file password";
    let add = format!("partner add-user big-shoes@jims-web.invalid -p jims-web {names}");
    world.run(&add).fails(4).says("is the dedicated user of a client");
}

/// A dedicated admin does not keep a client alive (docs/reference.md#the-last-administrator).
#[test]
fn a_dedicated_admin_is_no_last_owner() {
    let mut world = ready_to_begin();
    world.run(&make("-r admin")).ok();
    world
        .run("user remove jim@bigshoes.example -c big-shoes --confirm big-shoes")
        .fails(4)
        .says("the last person who can");
}

/// Other programs read the views: there too, a row of an older version gives no more than counts.
#[test]
fn views_show_the_ceiling_of_a_partner() {
    let mut world = ready_to_begin();
    world.run(&make("-r admin")).ok();
    world.tamper("UPDATE access_grant SET permissions = 'profile users' WHERE for_partner = 1");
    for view in ["user_list", "access_list"] {
        let permissions = |address| world.sql(&format!("SELECT permissions FROM {view} WHERE email = '{address}'"));
        assert_eq!(permissions("big-shoes@jims-web.invalid"), ["profile"], "{view}");
        assert!(permissions("jim@bigshoes.example")[0].ends_with(" users settings"), "{view}");
    }
    let listed = world.run("user list -c big-shoes --csv --columns email,permissions").ok();
    assert!(listed.out.contains("big-shoes@jims-web.invalid,profile\n"), "{listed}");
}
