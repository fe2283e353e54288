//! `user add`, `list`, `show`, `edit`, `remove`: people in clients.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;
use proptest::prelude::*;

use crate::support::{Frozen, World};

/// The story with jim in: the first owner of big-shoes accepted, so that the client is active.
fn with_jim() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("invite send --owners -c big-shoes").ok();
        let code = world.code_for("jim@bigshoes.example");
        let path = world.write("password", "walrus teapot 94 gravel\n");
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn prepared_person_gets_no_mail() {
    let mut world = World::with_story();
    let line = "user add Ann@BigShoes.example -c big-shoes -r manager --first-name Ann --last-name Lee";
    assert_snapshot!(world.run(line), @"
    $ partnerctl user add Ann@BigShoes.example -c big-shoes -r manager --first-name Ann --last-name Lee
    usr_3
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Ann@BigShoes.example is prepared as manager of big-shoes (C100001-9); nothing was mailed.
    hint: invite them with `partnerctl invite send Ann@BigShoes.example -c big-shoes`
    --- exit 0
    ");
    assert_snapshot!(world.run(&format!("{line} --json")), @r#"
    $ partnerctl user add Ann@BigShoes.example -c big-shoes -r manager --first-name Ann --last-name Lee --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "user_id": "usr_3",
      "email": "Ann@BigShoes.example",
      "role": "manager",
      "permissions": ["profile","contacts","products","domains","invoices","quotes","tickets","emails","orders"],
      "until": null,
      "invitation_id": null,
      "mail": "none",
      "result": "unchanged",
      "withdrawn": []
    }
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Ann@BigShoes.example is manager of big-shoes (C100001-9) already.
    --- exit 0
    "#);
    assert_eq!(world.sql("SELECT count(*) FROM mail"), ["0"]);
    assert_eq!(
        world.sql("SELECT action, outcome, details FROM audit ORDER BY id DESC LIMIT 2"),
        [
            "user.add|unchanged|{}",
            "user.add|done|{\"email\":\"Ann@BigShoes.example\",\"role\":\"manager\",\"permissions\":\"profile contacts products domains invoices quotes tickets emails orders\",\"until\":\"no end\"}"
        ]
    );
}

#[test]
fn other_terms_for_a_person_are_a_conflict() {
    let mut world = World::with_story();
    world.run("user add ann@bigshoes.example -c big-shoes -r manager").ok();
    assert_snapshot!(world.run("user add ann@bigshoes.example -c big-shoes -r admin --until 2027-01-31"), @r#"
    $ partnerctl user add ann@bigshoes.example -c big-shoes -r admin --until 2027-01-31
    --- stderr
    note: the access lasts until the end of 31 Jan 2027 UTC (2027-02-01T00:00:00.000Z)
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: what is prepared for ann@bigshoes.example says otherwise: role is "manager", not "admin"; until is no end, not the end of 31 Jan 2027 UTC
    hint: change it with `partnerctl user edit ann@bigshoes.example -c big-shoes -r admin --until 2027-02-01T00:00:00.000Z`
    --- exit 4
    "#);
    world.run("user add usr_3 -c big-shoes -r manager --first-name Ann --last-name Lee").ok();
    world.run("user add usr_99 -c big-shoes -r manager").fails(3).says("no one here is known as usr_99");
    world.run("user add ann@bigshoes.example -c big-shoes").fails(2).says("is not said");
    world
        .run("user add ann@bigshoes.example -c big-shoes -r guest")
        .fails(4)
        .says("role is \"manager\", not \"guest\"");
}

/// S2.20: a guest is invited by itself.
/// S2.20
#[test]
fn a_guest_is_invited_by_itself() {
    let mut world = World::with_story();
    assert_snapshot!(world.run("user add eve@friends.example -c big-shoes -r guest"), @"
    $ partnerctl user add eve@friends.example -c big-shoes -r guest
    usr_3
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    Mail msg_1 to eve@friends.example was written to [DIR]/desk.db.outbox/msg_1.eml (no mail server is configured).
    warning: this database is live, but its mails are only written as files to [DIR]/desk.db.outbox: no one was sent anything
    eve@friends.example is invited as guest of big-shoes (C100001-9); to be accepted by 21 Dec 2026 09:00 UTC.
    hint: if they do not find the mail, ask them to look in junk or spam
    --- exit 0
    ");
    assert_snapshot!(world.run("user add eve@friends.example -c big-shoes -r guest --json"), @r#"
    $ partnerctl user add eve@friends.example -c big-shoes -r guest --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "user_id": "usr_3",
      "email": "eve@friends.example",
      "role": "guest",
      "permissions": ["profile"],
      "until": null,
      "invitation_id": "inv_1",
      "mail": "none",
      "result": "unchanged",
      "withdrawn": []
    }
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    eve@friends.example was invited as guest of big-shoes (C100001-9) already; the invitation lasts until 21 Dec 2026 09:00 UTC.
    --- exit 0
    "#);
    assert_eq!(world.sql("SELECT state, role FROM invitation"), ["pending|guest"]);
    assert!(world.code_for("eve@friends.example").starts_with("pci_"));
}

/// S1.9
#[test]
fn permissions_and_terms_fit_the_role() {
    let mut world = World::with_story();
    let add = "user add ann@bigshoes.example -c big-shoes";
    world.run(&format!("{add} -r guest --permissions settings")).fails(2).says("the role guest cannot have settings");
    world.run(&format!("{add} -r owner --permissions invoices")).fails(2).says("an owner always has all");
    world.run(&format!("{add} -r manger")).fails(2).says("did you mean `manager`");
    world.run(&format!("{add} -r manager --permissions invoice")).fails(2).says("did you mean `invoices`");
    world.run(&format!("{add} -r manager --until 2020-01-01")).fails(2).says("is over already");
    world.run(&format!("{add} -r manager --for 800d")).fails(2).says("too long");
    world.run(&format!("{add} -r manager --for 90d --until 2027-01-01")).fails(2).says("cannot be used with");
    world.run(&format!("{add} -r manager --permissions invoices,quotes --for 90d")).ok().says("2027-02-19T09:");
    assert_eq!(world.sql("SELECT permissions FROM access_grant WHERE role = 'manager'"), ["invoices quotes"]);
}

/// docs/reference.md#never-the-wrong-client: the address of another client's domain gives pause.
#[test]
fn foreign_address_is_reported_and_asked() {
    let mut world = World::with_story();
    let line = "user add tom@teahouse.example -c big-shoes -r manager";
    world
        .answers(&["tea-house"])
        .run(line)
        .fails(8)
        .says("you typed  tea-house  C100002-4  Tea House  teahouse.example");
    assert_snapshot!(world.run(line), @"
    $ partnerctl user add tom@teahouse.example -c big-shoes -r manager
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]  address of tea-house (C100002-4)
    error: tom@teahouse.example is an address of tea-house (C100002-4), named with big-shoes (C100001-9); nothing was changed
    hint: if big-shoes is the client that you mean, add `--allow-elsewhere`
    --- exit 8
    ");
    assert_snapshot!(world.run(&format!("{line} --allow-elsewhere")), @"
    $ partnerctl user add tom@teahouse.example -c big-shoes -r manager --allow-elsewhere
    usr_3
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]  address of tea-house (C100002-4)
    tom@teahouse.example is prepared as manager of big-shoes (C100001-9); nothing was mailed.
    hint: invite them with `partnerctl invite send tom@teahouse.example -c big-shoes`
    --- exit 0
    ");
    world.answers(&["big-shoes"]).run("user add tia@teahouse.example -c big-shoes -r manager").ok();
    assert_eq!(
        world.sql("SELECT outcome, error_code FROM audit WHERE outcome = 'refused'"),
        ["refused|unconfirmed", "refused|unconfirmed"]
    );
}

#[test]
fn people_are_listed_in_every_format() {
    let mut world = World::new();
    assert_snapshot!(world.run("user list -A"), @"
    $ partnerctl user list -A
    --- stderr
    note: there is no one yet
    --- exit 0
    ");
    assert_snapshot!(world.run("user list -A --json"), @"
    $ partnerctl user list -A --json
    []
    --- stderr
    note: there is no one yet
    --- exit 0
    ");
    let mut world = World::with_story();
    assert_snapshot!(world.run("user list -c big-shoes"), @"
    $ partnerctl user list -c big-shoes
    client_id  client_slug  user_id  email                 name  role   permissions                                                                                                                                    state     invited_at  expires_at  last_login_at  until  for_partner  mailbox  bounced
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100001-9  big-shoes    usr_1    jim@bigshoes.example        owner  profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings  prepared                                                             yes      no
    --- exit 0
    ");
    world
        .run(
            "user add ann@bigshoes.example -c big-shoes -r manager --first-name Ann --last-name Lee --until 2027-01-31",
        )
        .ok();
    world.run("user add eve@friends.example -c big-shoes -r guest").ok();
    assert_snapshot!(world.run("user list -c big-shoes --columns user_id,email,name,role,state,invited_at,expires_at,until"), @"
    $ partnerctl user list -c big-shoes --columns user_id,email,name,role,state,invited_at,expires_at,until
    user_id  email                 name     role     state     invited_at             expires_at             until
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    usr_1    jim@bigshoes.example           owner    prepared
    usr_3    ann@bigshoes.example  Ann Lee  manager  prepared                                                the end of 31 Jan 2027 UTC
    usr_4    eve@friends.example            guest    invited   21 Nov 2026 09:00 UTC  21 Dec 2026 09:00 UTC
    --- exit 0
    ");
    assert_snapshot!(world.run("user list -A --csv"), @r#"
    $ partnerctl user list -A --csv
    client_id,client_slug,user_id,email,name,role,permissions,state,invited_at,expires_at,last_login_at,until,for_partner,mailbox,bounced
    C100001-9,big-shoes,usr_1,jim@bigshoes.example,,owner,profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings,prepared,,,,,,true,false
    C100001-9,big-shoes,usr_3,ann@bigshoes.example,Ann Lee,manager,profile contacts products domains invoices quotes tickets emails orders,prepared,,,,2027-02-01T00:00:00.000Z,,true,false
    C100001-9,big-shoes,usr_4,eve@friends.example,,guest,profile,invited,2026-11-21T09:00:07.000Z,2026-12-21T09:00:07.000Z,,,,true,false
    C100002-4,tea-house,usr_2,tia@teahouse.example,,owner,profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings,prepared,,,,,,true,false
    --- exit 0
    "#);
    assert_snapshot!(world.run("user list -c big-shoes -r guest --json"), @r#"
    $ partnerctl user list -c big-shoes -r guest --json
    [
    {"client_id":"C100001-9","client_slug":"big-shoes","user_id":"usr_4","email":"eve@friends.example","name":null,"role":"guest","permissions":["profile"],"state":"invited","invited_at":"2026-11-21T09:00:07.000Z","expires_at":"2026-12-21T09:00:07.000Z","last_login_at":null,"until":null,"for_partner":null,"mailbox":true,"bounced":false}
    ]
    --- exit 0
    "#);
    assert_snapshot!(world.run("user list -A --state prepared --format ndjson --columns client_slug,email,state"), @r#"
    $ partnerctl user list -A --state prepared --format ndjson --columns client_slug,email,state
    {"client_slug":"big-shoes","email":"jim@bigshoes.example","state":"prepared"}
    {"client_slug":"big-shoes","email":"ann@bigshoes.example","state":"prepared"}
    {"client_slug":"tea-house","email":"tia@teahouse.example","state":"prepared"}
    --- exit 0
    "#);
    world.run("user list").fails(10).says("`-c CLIENT`");
    world.run("user list -c big-shoes -A").fails(2).says("only one");
    world.run("user list -A --state prepard").fails(2).says("did you mean `prepared`");
    world.run("user list -A --state ended").ok().says("no one matches");
}

/// S1.15
#[test]
fn role_permissions_and_term_change_at_once() {
    let mut world = World::with_story();
    world.run("user add ann@bigshoes.example -c big-shoes -r manager").ok();
    let edit = "user edit ann@bigshoes.example -c big-shoes";
    assert_snapshot!(world.run(&format!("{edit} -r supervisor --until 2027-01-31")), @"
    $ partnerctl user edit ann@bigshoes.example -c big-shoes -r supervisor --until 2027-01-31
    usr_3
    --- stderr
    note: the access lasts until the end of 31 Jan 2027 UTC (2027-02-01T00:00:00.000Z)
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    ann@bigshoes.example in big-shoes (C100001-9): role supervisor, was manager; may now: products.manage, products.sso, domains.manage, affiliates; until the end of 31 Jan 2027 UTC, was no end.
    --- exit 0
    ");
    assert_snapshot!(world.run(&format!("{edit} -r supervisor --json")), @r#"
    $ partnerctl user edit ann@bigshoes.example -c big-shoes -r supervisor --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "user_id": "usr_3",
      "email": "ann@bigshoes.example",
      "role": "supervisor",
      "permissions": ["profile","contacts","products","products.manage","products.sso","domains","domains.manage","invoices","quotes","tickets","affiliates","emails","orders"],
      "until": "2027-02-01T00:00:00.000Z",
      "invitation_id": null,
      "mail": "none",
      "result": "unchanged",
      "withdrawn": [],
      "still_enters": []
    }
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    ann@bigshoes.example has just that in big-shoes (C100001-9) already.
    --- exit 0
    "#);
    assert_snapshot!(world.run(&format!("{edit} --permissions invoices --no-until --json")), @r#"
    $ partnerctl user edit ann@bigshoes.example -c big-shoes --permissions invoices --no-until --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "user_id": "usr_3",
      "email": "ann@bigshoes.example",
      "role": "supervisor",
      "permissions": ["invoices"],
      "until": null,
      "invitation_id": null,
      "mail": "none",
      "result": "updated",
      "withdrawn": [],
      "still_enters": []
    }
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    ann@bigshoes.example in big-shoes (C100001-9): may no longer: profile, contacts, products, products.manage, products.sso, domains, domains.manage, quotes, tickets, affiliates, emails, orders; until no end, was the end of 31 Jan 2027 UTC.
    --- exit 0
    "#);
    world.run(edit).fails(2).says("nothing is to be changed");
    world.run(&format!("{edit} --permissions users")).fails(2).says("the role supervisor cannot have users");
    world.run("user edit tia@teahouse.example -c big-shoes -r admin").fails(3).says("is owner in tea-house");
    assert_eq!(world.sql("SELECT count(*) FROM access_grant_history"), ["2"]);
}

/// S1.16
#[test]
fn removal_takes_the_typed_slug() {
    let mut world = World::with_story();
    let run = world.run("user add ann@bigshoes.example -c big-shoes -r guest --csv").ok();
    let id = run.csv()[0]["invitation_id"].clone();
    let remove = "user remove ann@bigshoes.example -c big-shoes";
    assert_snapshot!(world.run(remove), @"
    $ partnerctl user remove ann@bigshoes.example -c big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: this has to be confirmed, and there is no terminal to ask at; nothing was changed
    hint: if you mean it, add `--confirm big-shoes`; `--dry-run` shows what would happen
    --- exit 8
    ");
    assert_snapshot!(world.run(&format!("{remove} --confirm tea-house")), @r#"
    $ partnerctl user remove ann@bigshoes.example -c big-shoes --confirm tea-house
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: --confirm says "tea-house" where "big-shoes" is expected; nothing was changed
    hint: you named  big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    hint: you typed  tea-house  C100002-4  Tea House  teahouse.example
    --- exit 8
    "#);
    assert_snapshot!(world.run(&format!("{remove} --dry-run --json")), @r#"
    $ partnerctl user remove ann@bigshoes.example -c big-shoes --dry-run --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "user_id": "usr_3",
      "email": "ann@bigshoes.example",
      "role": "guest",
      "ended_at": "2026-11-21T09:00:08.000Z",
      "confirm": "big-shoes",
      "result": "would_be_removed",
      "withdrawn": [],
      "still_by": null,
      "still_permissions": [],
      "still_ends_with": null,
      "still_enters": [],
      "dry_run": true
    }
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    hint: to do it, confirm with `--confirm big-shoes`
    ann@bigshoes.example would no longer be guest of big-shoes (C100001-9).
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    "#);
    world.answers(&["yes"]).run(remove).fails(8);
    world.answers(&["tea-house"]).run(remove).fails(8).says("you typed  tea-house  C100002-4");
    assert_snapshot!(world.answers(&["big-shoes"]).run(remove), @"
    $ partnerctl user remove ann@bigshoes.example -c big-shoes
    usr_3
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    ann@bigshoes.example is no longer guest of big-shoes (C100001-9).
    --- exit 0
    ");
    assert_eq!(world.sql(&format!("SELECT state FROM invitation WHERE 'inv_' || id = '{id}'")), ["cancelled"]);
    assert_snapshot!(world.run(&format!("{remove} --confirm big-shoes --json")), @r#"
    $ partnerctl user remove ann@bigshoes.example -c big-shoes --confirm big-shoes --json
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "user_id": "usr_3",
      "email": "ann@bigshoes.example",
      "role": "guest",
      "ended_at": "2026-11-21T09:00:11.000Z",
      "confirm": null,
      "result": "unchanged",
      "withdrawn": [],
      "still_by": null,
      "still_permissions": [],
      "still_ends_with": null,
      "still_enters": []
    }
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    ann@bigshoes.example is out of it already: not guest of big-shoes (C100001-9).
    --- exit 0
    "#);
    world.run("user edit ann@bigshoes.example -c big-shoes -r admin").fails(4).says("was taken out of big-shoes");
    world
        .run("user remove tia@teahouse.example -c big-shoes --confirm big-shoes")
        .fails(3)
        .says("is owner in tea-house");
    world.run("user add ann@bigshoes.example -c big-shoes -r manager").ok();
}

/// The view for readers says the same as the list.
#[test]
fn the_list_is_what_other_programs_read() {
    let mut world = with_jim();
    world.run("user add ann@bigshoes.example -c big-shoes -r manager").ok();
    world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world.run("user add ann@bigshoes.example -c big-shoes -r admin --first-name Ann --last-name Lee").ok();
    world.run("user add bob@bigshoes.example -c big-shoes -r manager").ok();
    world.run("user remove bob@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world.run("user add eve@friends.example -c tea-house -r guest").ok();
    let rows: Vec<String> = world
        .run("user list -A --csv")
        .csv()
        .iter()
        .map(|row| {
            ["client_slug", "email", "name", "role", "state", "invited_at", "expires_at", "last_login_at", "mailbox"]
                .map(|key| row[key].clone())
                .join("|")
        })
        .collect();
    assert_eq!(rows, world.sql("SELECT client_slug, email, name, role, state, invited_at, expires_at, last_login_at, CASE mailbox WHEN 'yes' THEN 'true' ELSE 'false' END FROM user_list ORDER BY client_id, user_id"));
    assert_eq!(rows.len(), 5);
}

/// S2.15–S2.18: what a caller hears.
#[test]
fn card_of_a_person_shows_their_progress() {
    let mut world = with_jim();
    assert_snapshot!(world.run("user show jim@bigshoes.example -c big-shoes"), @"
    $ partnerctl user show jim@bigshoes.example -c big-shoes
    client_id      C100001-9
    client_slug    big-shoes
    user_id        usr_1
    email          jim@bigshoes.example
    name
    role           owner
    permissions    profile contacts products products.manage products.sso domains domains.manage invoices quotes tickets affiliates emails orders users settings
    state          active
    invited_at     21 Nov 2026 09:00 UTC
    expires_at
    last_login_at  21 Nov 2026 09:00 UTC
    until
    for_partner
    mailbox        yes
    bounced        no
    status         Last login 21 Nov 2026 09:00 UTC
    granted_by     jane
    since          21 Nov 2026 09:00 UTC
    ended_at
    ended_by
    language
    --- exit 0
    ");
    let status = |world: &mut World, email: &str| {
        let client = if email.ends_with("teahouse.example") { "tea-house" } else { "big-shoes" };
        let shown = world.run(&format!("user show {email} -c {client} --columns status")).ok().id();
        shown.trim_start_matches("status").trim_start().to_owned()
    };
    assert_eq!(status(&mut world, "tia@teahouse.example"), "Not invited");
    world.run("invite send tia@teahouse.example -c tea-house").ok();
    assert_eq!(
        status(&mut world, "tia@teahouse.example"),
        "Invitation made (21 Nov 2026), mail only written to a file"
    );
    world.pass(Span::MINUTE);
    let waits = "Waiting for member to accept invitation (21 Nov 2026), mail only written to a file";
    assert_eq!(status(&mut world, "tia@teahouse.example"), waits);
    world.pass(Span::days(30));
    assert_eq!(status(&mut world, "tia@teahouse.example"), "Invitation expired (21 Dec 2026)");
    assert_eq!(status(&mut world, "jim@bigshoes.example"), "Last login 21 Nov 2026 09:00 UTC");
    world.run("user show jim@bigshoes.example -c tea-house").fails(3).says("is owner in big-shoes (C100001-9)");
    world.run("user show nobody@bigshoes.example -c big-shoes").fails(3);
}

/// S1.10
#[test]
fn waiting_offer_does_not_change() {
    let mut world = World::with_story();
    world.run("user add ann@bigshoes.example -c big-shoes -r manager").ok();
    let id = world.run("invite send ann@bigshoes.example -c big-shoes").ok().id();
    world
        .run("user edit ann@bigshoes.example -c big-shoes -r admin")
        .fails(4)
        .says(&format!("invite edit {id} -c big-shoes"))
        .says(&format!("invite cancel {id} -c big-shoes"));
    world.run(&format!("invite cancel {id} -c big-shoes")).ok();
    world.run("user edit ann@bigshoes.example -c big-shoes -r admin").ok();
    world.run("invite send ann@bigshoes.example -c big-shoes").ok();
    assert_eq!(world.sql("SELECT role, state FROM invitation"), ["manager|cancelled", "admin|pending"]);
}

/// docs/reference.md#the-last-administrator: on every path here.
#[test]
fn active_client_keeps_an_administrator() {
    let mut world = with_jim();
    let jim = "jim@bigshoes.example -c big-shoes";
    assert_snapshot!(world.run(&format!("user remove {jim} --confirm big-shoes")), @"
    $ partnerctl user remove jim@bigshoes.example -c big-shoes --confirm big-shoes
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    error: jim@bigshoes.example is the last person who can administer big-shoes (C100001-9) without an end: an owner or admin with the permission `users`, without term, on an active login with a password
    hint: let another owner in first: `partnerctl invite send EMAIL -r owner -c big-shoes`
    hint: with `--replaces jim@bigshoes.example` behind it, they are out once the other has accepted
    hint: if it must be, support adds `--override last-owner --reason TEXT`
    --- exit 4
    ");
    for edit in ["-r manager", "--until 2027-01-31", "--for 90d", "-r guest"] {
        world.run(&format!("user edit {jim} {edit}")).fails(4).says("is the last person who can administer big-shoes");
    }
    world.run(&format!("user edit {jim} -r manager --as jim@bigshoes.example -m phone")).fails(4);
    world.run(&format!("user edit {jim} -r admin")).ok();
    world.run(&format!("user edit {jim} -r owner")).ok();
    let overridden = format!("user remove {jim} --confirm big-shoes --override last-owner");
    world.run(&overridden).fails(2).says("needs a reason");
    world.run(&format!("{overridden} --as jim@bigshoes.example -m phone")).fails(5).says("only support may");
    world
        .run(&format!("user remove {jim} --confirm big-shoes --override cooldown -m x"))
        .fails(2)
        .says("means nothing here");
    world.run(&format!("{overridden} -m 'court order 7'")).ok();
    assert_eq!(
        world.sql("SELECT reason, details FROM audit WHERE action = 'user.remove' AND outcome = 'done'"),
        [r#"court order 7|{"email":"jim@bigshoes.example","role":"owner","override":"last-owner"}"#]
    );
    // A draft has no one to lose.
    world.run("user remove tia@teahouse.example -c tea-house --confirm tea-house").ok();
}

/// docs/reference.md#terms: administering users needs owner or admin and `users`; no one touches a role above their own or gives more
/// than they have.
#[test]
fn people_administer_only_below_themselves() {
    let mut world = with_jim();
    let by_jim = "--as jim@bigshoes.example -m phone";
    world.run(&format!("user add ann@bigshoes.example -c big-shoes -r manager {by_jim}")).ok();
    world.run("user list -c big-shoes --as jim@bigshoes.example").ok();
    world.run("user list -c tea-house --as jim@bigshoes.example").fails(3);
    assert_eq!(world.run("user list -A --csv --as jim@bigshoes.example").csv().len(), 2);
    world.run(&format!("user add x@teahouse.example -c tea-house -r manager {by_jim}")).fails(3);
    world.run("user add x@bigshoes.example -c big-shoes -r manager --as tia@teahouse.example -m phone").fails(5);
    // An admin without `users` looks, and administers no one; one with it touches no owner.
    world.run("user edit ann@bigshoes.example -c big-shoes -r admin --permissions invoices").ok();
    world.run("invite send ann@bigshoes.example -c big-shoes").ok();
    let code = world.code_for("ann@bigshoes.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    let by_ann = "--as ann@bigshoes.example -m phone";
    world.run("user list -c big-shoes --as ann@bigshoes.example").ok();
    world.run(&format!("user add x@bigshoes.example -c big-shoes -r manager {by_ann}")).fails(5);
    world.run(&format!("user remove nobody@bigshoes.example -c big-shoes --confirm big-shoes {by_ann}")).fails(5);
    world.run("user edit ann@bigshoes.example -c big-shoes --permissions invoices,users").ok();
    world.run(&format!("user add x@bigshoes.example -c big-shoes -r manager {by_ann}")).fails(5).says("do not have");
    world.run(&format!("user add x@bigshoes.example -c big-shoes -r manager --permissions invoices {by_ann}")).ok();
    world.run(&format!("user edit x@bigshoes.example -c big-shoes --permissions quotes {by_ann}")).fails(5);
    world
        .run(&format!("user edit jim@bigshoes.example -c big-shoes -r manager {by_ann}"))
        .fails(5)
        .says("above their own");
    world.run(&format!("user remove jim@bigshoes.example -c big-shoes --confirm big-shoes {by_ann}")).fails(5);
    world.run(&format!("user edit ann@bigshoes.example -c big-shoes -r owner {by_ann}")).fails(5);
}

/// What someone does to one of the three who can administer big-shoes.
fn weakening() -> impl Strategy<Value = String> {
    let who = prop_oneof![Just("jim"), Just("ann"), Just("bob")];
    let how = prop_oneof![
        Just("user remove {} -c big-shoes --confirm big-shoes"),
        Just("user edit {} -c big-shoes -r manager"),
        Just("user edit {} -c big-shoes -r admin --permissions users"),
        Just("user edit {} -c big-shoes --for 90d"),
        Just("user edit {} -c big-shoes --no-until"),
        Just("user edit {} -c big-shoes -r owner --no-until"),
    ];
    (how, who).prop_map(|(how, who)| how.replace("{}", &format!("{who}@bigshoes.example")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// docs/reference.md#the-last-administrator, whatever the order.
    #[test]
    fn last_one_survives_any_sequence(lines in proptest::collection::vec(weakening(), 12)) {
        let mut world = with_jim();
        for name in ["ann", "bob"] {
            world.run(&format!("invite send {name}@bigshoes.example -c big-shoes -r owner")).ok();
            let code = world.code_for(&format!("{name}@bigshoes.example"));
            world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
        }
        for line in lines {
            let run = world.run(&line);
            prop_assert!(matches!(run.code, 0 | 4), "{run}");
            let lasting = world.sql(
                "SELECT count(*) FROM access_grant WHERE client_id = 100001 AND state = 'active'
                  AND role IN ('owner', 'admin') AND until IS NULL",
            );
            prop_assert_ne!(&lasting[0], "0", "{}", run);
        }
    }
}
