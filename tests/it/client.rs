//! `client`: accounts, their slugs and their look-alikes.

use std::sync::LazyLock;

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use crate::invite::accept;
use crate::support::{Frozen, World};

/// S2.1
#[test]
fn new_client_is_shown_before_its_owners() {
    let mut world = World::new();
    assert_snapshot!(
        world.run("client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example --domain bigshoes.example"),
        @"
    $ partnerctl client add Big Shoes Inc. --slug big-shoes --owner jim@bigshoes.example --domain bigshoes.example
    C100001-9
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [new]
    hint: invite its owners with `partnerctl invite send --owners -c big-shoes`
    --- exit 0
    "
    );
    assert_eq!(world.sql("SELECT state, role FROM access_grant"), ["prepared|owner"]);
}

fn three_clients() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = World::with_story();
        world.run("client add Müller-Café --owner ute@mueller.example --owner uwe@mueller.example --plan pro --staff me --field region=north --field note='a, b'").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn empty_list_is_empty_in_each_format() {
    let mut world = World::new();
    assert_snapshot!(world.run("client list"), @"
    $ partnerctl client list
    --- stderr
    note: there are no clients yet
    hint: make one with `partnerctl client add`, or many with `partnerctl client import`
    --- exit 0
    ");
    assert_snapshot!(world.run("client list --json"), @"
    $ partnerctl client list --json
    []
    --- stderr
    note: there are no clients yet
    hint: make one with `partnerctl client add`, or many with `partnerctl client import`
    --- exit 0
    ");
    assert_snapshot!(world.run("client list --format ndjson"), @"
    $ partnerctl client list --format ndjson
    --- stderr
    note: there are no clients yet
    hint: make one with `partnerctl client add`, or many with `partnerctl client import`
    --- exit 0
    ");
    assert_snapshot!(world.run("client list --csv"), @"
    $ partnerctl client list --csv
    client_id,client_slug,name,domain,account_number,owners,plan,staff,state,activation,invited_at,last_login_at,partners,created_at,language
    --- stderr
    note: there are no clients yet
    hint: make one with `partnerctl client add`, or many with `partnerctl client import`
    --- exit 0
    ");
}

#[test]
fn one_client_is_listed_in_each_format() {
    let mut world = three_clients();
    assert_snapshot!(world.run("client list --plan pro"), @"
    $ partnerctl client list --plan pro
    client_id  client_slug  name         domain  account_number  owners                                   plan  staff  state  activation   invited_at  last_login_at  partners  created_at             language
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100003-5  muller-cafe  Müller-Café                          ute@mueller.example uwe@mueller.example  pro   jane   draft  not_invited                                       21 Nov 2026 09:00 UTC
    --- exit 0
    ");
    assert_snapshot!(world.run("client list --plan pro --json"), @r#"
    $ partnerctl client list --plan pro --json
    [
    {"client_id":"C100003-5","client_slug":"muller-cafe","name":"Müller-Café","domain":null,"account_number":null,"owners":["ute@mueller.example","uwe@mueller.example"],"plan":"pro","staff":"jane","state":"draft","activation":"not_invited","invited_at":null,"last_login_at":null,"partners":[],"created_at":"2026-11-21T09:00:05.000Z","language":null}
    ]
    --- exit 0
    "#);
    assert_snapshot!(world.run("client list --plan pro --format ndjson"), @r#"
    $ partnerctl client list --plan pro --format ndjson
    {"client_id":"C100003-5","client_slug":"muller-cafe","name":"Müller-Café","domain":null,"account_number":null,"owners":["ute@mueller.example","uwe@mueller.example"],"plan":"pro","staff":"jane","state":"draft","activation":"not_invited","invited_at":null,"last_login_at":null,"partners":[],"created_at":"2026-11-21T09:00:05.000Z","language":null}
    --- exit 0
    "#);
    assert_snapshot!(world.run("client list --plan pro --csv"), @"
    $ partnerctl client list --plan pro --csv
    client_id,client_slug,name,domain,account_number,owners,plan,staff,state,activation,invited_at,last_login_at,partners,created_at,language
    C100003-5,muller-cafe,Müller-Café,,,ute@mueller.example uwe@mueller.example,pro,jane,draft,not_invited,,,,2026-11-21T09:00:05.000Z,
    --- exit 0
    ");
}

/// S2.6
#[test]
fn many_clients_are_listed_in_each_format() {
    let mut world = three_clients();
    assert_snapshot!(world.run("client list"), @"
    $ partnerctl client list
    client_id  client_slug  name            domain            account_number  owners                                   plan  staff  state  activation   invited_at  last_login_at  partners  created_at             language
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100001-9  big-shoes    Big Shoes Inc.  bigshoes.example  4711            jim@bigshoes.example                                  draft  not_invited                                       21 Nov 2026 09:00 UTC
    C100002-4  tea-house    Tea House       teahouse.example                  tia@teahouse.example                                  draft  not_invited                                       21 Nov 2026 09:00 UTC
    C100003-5  muller-cafe  Müller-Café                                       ute@mueller.example uwe@mueller.example  pro   jane   draft  not_invited                                       21 Nov 2026 09:00 UTC
    --- exit 0
    ");
    assert_snapshot!(world.run("client list --json --columns client_id,owners"), @r#"
    $ partnerctl client list --json --columns client_id,owners
    [
    {"client_id":"C100001-9","owners":["jim@bigshoes.example"]},
    {"client_id":"C100002-4","owners":["tia@teahouse.example"]},
    {"client_id":"C100003-5","owners":["ute@mueller.example","uwe@mueller.example"]}
    ]
    --- exit 0
    "#);
    assert_snapshot!(world.run("client list --format ndjson --columns client_slug,field.region,state"), @r#"
    $ partnerctl client list --format ndjson --columns client_slug,field.region,state
    {"client_slug":"big-shoes","field.region":null,"state":"draft"}
    {"client_slug":"tea-house","field.region":null,"state":"draft"}
    {"client_slug":"muller-cafe","field.region":"north","state":"draft"}
    --- exit 0
    "#);
    assert_snapshot!(world.run("client list --csv --columns field.note,client_slug --sort=-client_slug"), @r#"
    $ partnerctl client list --csv --columns field.note,client_slug --sort=-client_slug
    field.note,client_slug
    ,tea-house
    "a, b",muller-cafe
    ,big-shoes
    --- exit 0
    "#);
}

#[test]
fn list_filters_by_state_plan_and_staff() {
    let mut world = three_clients();
    let mut slugs = |line: &str| -> Vec<String> {
        let rows = world.run(&format!("client list --csv --columns client_slug {line}")).ok().csv();
        rows.into_iter().map(|row| row["client_slug"].clone()).collect()
    };
    assert_eq!(slugs("--staff me"), ["muller-cafe"]);
    assert_eq!(slugs("--staff jane --plan starter"), [""; 0]);
    assert_eq!(slugs("--state draft"), ["big-shoes", "tea-house", "muller-cafe"]);
    assert_eq!(slugs("--state closed"), [""; 0]);
    assert_eq!(slugs("--activation not_invited --plan pro"), ["muller-cafe"]);
    assert_eq!(slugs("--activation active"), [""; 0]);
    world.run("client list --activation active").ok().says("note: no client matches");
    world.run("client list --state open").fails(2).says("allowed are: draft, active, closed");
    world.run("client list --activation invite").fails(2).says("did you mean `invited`?");
    world.run("client list --staff nobody").fails(2).says("`partnerctl staff list`");
    world.run("client list -p jims-wed").fails(3).says("there is jims-web");
    world.run("client list --columns client_id,nome").fails(2).says("did you mean `name`?");
}

#[test]
fn facts_of_a_client_change() {
    let mut world = World::with_story();
    assert_snapshot!(world.run("client edit big-shoes --plan pro --staff me --field region=north --field fax=1"), @"
    $ partnerctl client edit big-shoes --plan pro --staff me --field region=north --field fax=1
    C100001-9
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    big-shoes (C100001-9): plan to pro, staff to jane, field.region to north, field.fax to 1.
    --- exit 0
    ");
    assert_snapshot!(world.run("client edit big-shoes --plan pro --field region=north --field none="), @"
    $ partnerctl client edit big-shoes --plan pro --field region=north --field none=
    C100001-9
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    big-shoes (C100001-9): nothing differed.
    --- exit 0
    ");
    assert_snapshot!(world.run("client edit C100001-9 --no-plan --no-domain --field fax= --csv"), @r#"
    $ partnerctl client edit C100001-9 --no-plan --no-domain --field fax= --csv
    client_id,client_slug,name,changed,result
    C100001-9,big-shoes,Big Shoes Inc.,"domain from bigshoes.example to nothing, plan from pro to nothing, field.fax from 1 to nothing",updated
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    big-shoes (C100001-9): domain from bigshoes.example to nothing, plan from pro to nothing, field.fax from 1 to nothing.
    --- exit 0
    "#);
    assert_eq!(world.sql("SELECT field_key, value FROM client_field WHERE value IS NOT NULL"), ["region|north"]);
    assert_eq!(world.sql("SELECT count(*) FROM client_history"), ["2"]);
    assert_snapshot!(world.run("client log big-shoes --limit 3"), @"
    $ partnerctl client log big-shoes --limit 3
    21 Nov 2026 09:00 UTC  jane changed the client: domain from bigshoes.example to nothing; plan from pro to nothing; field.fax from 1 to nothing
    21 Nov 2026 09:00 UTC  jane asked to `client edit` C100001-9, which was so already
    21 Nov 2026 09:00 UTC  jane changed the client: plan to pro; staff to jane; field.region to north; field.fax to 1
    --- stderr
    hint: the list goes on: `partnerctl client log big-shoes --limit 3 --after 5`
    --- exit 0
    ");
    world.run("client edit big-shoes").fails(2).says("nothing to change");
    world.run("client edit big-shoes --field region").fails(2).says("is not KEY=VALUE");
    world.run("client edit big-shoes --plan gold").fails(2).says("allowed are: starter, pro");
    world.run("client edit bigshoes.example --plan pro").fails(2).says("it reads as account number or domain");
}

#[test]
fn former_slug_is_retired() {
    let mut world = World::with_story();
    assert_snapshot!(world.run("client edit big-shoes --slug large-shoes"), @"
    $ partnerctl client edit big-shoes --slug large-shoes
    C100001-9
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from the command]
    big-shoes (C100001-9) is now called large-shoes; its old slug is retired.
    large-shoes (C100001-9): slug from big-shoes to large-shoes.
    --- exit 0
    ");
    assert_snapshot!(world.run("client edit big-shoes --plan pro"), @"
    $ partnerctl client edit big-shoes --plan pro
    --- stderr
    error: big-shoes is a retired slug: the client is now large-shoes (C100001-9)
    hint: make sure that it is the one you mean, then name it large-shoes
    --- exit 14
    ");
    assert_snapshot!(world.run("client edit tea-house --slug big-shoes"), @"
    $ partnerctl client edit tea-house --slug big-shoes
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from the command]
    error: the slug big-shoes once named large-shoes (C100001-9) and is never used again
    hint: choose another with `--slug`
    --- exit 4
    ");
    world.run("client edit large-shoes --slug big-shoes").fails(4).says("once named large-shoes (C100001-9)");
    world.run("client add 'Big Shoes' --slug big-shoes --owner x@y.example").fails(4);
    world.run("client log big-shoes").ok().says("note: big-shoes is a retired slug");
}

#[test]
fn look_alike_is_refused_unless_named() {
    let mut world = World::with_story();
    assert_snapshot!(world.run("client edit tea-house --slug b1g-shoes"), @"
    $ partnerctl client edit tea-house --slug b1g-shoes
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from the command]
    error: it could be taken for big-shoes (C100001-9) Big Shoes Inc., bigshoes.example
    hint: choose a slug or domain that no one can confuse with it
    hint: if the two must look alike, add `--allow-similar C100001-9`
    --- exit 4
    ");
    world.run("client edit tea-house --slug big-shoe").fails(4).says("it could be taken for big-shoes (C100001-9)");
    world.run("client edit tea-house --domain b1gshoes.example").fails(4).says("it could be taken for big-shoes");
    world.run("client edit tea-house --domain bigshoes.example").fails(4);
    world.run("client edit tea-house --account-number 4711").fails(4).says("belongs to big-shoes (C100001-9)");
    let run = world.run("client edit tea-house --slug big-shoe --allow-similar C100001-9").ok();
    run.says("allowed to look like big-shoes (C100001-9)");
    world.run("client edit big-shoe --plan pro").ok().says("≠ big-shoes (C100001-9)");
    world.run("client edit big-shoes --domain shoes.example").ok().says("≠ big-shoe (C100002-4)");
    world.run("client edit big-shoe --domain sh0es.example").ok();
}

#[test]
fn only_full_staff_changes_a_client() {
    let mut world = World::with_story();
    world.run("staff add auditor --name Auditors --read-only").ok();
    world.account("auditor").run("client edit big-shoes --plan pro").fails(5);
    assert_eq!(world.sql("SELECT count(*) FROM client WHERE plan IS NOT NULL"), ["0"]);
}

/// S2.7
#[test]
fn card_of_a_new_client_says_invite_owners() {
    let mut world = three_clients();
    assert_snapshot!(world.run("client show muller-cafe"), @"
    $ partnerctl client show muller-cafe
    ▸ muller-cafe  C100003-5  Müller-Café
    state    draft: no owner has activated yet
    plan     pro
    staff    jane
    created  21 Nov 2026 09:00 UTC
    note     a, b
    region   north

    People
    ute@mueller.example  owner  Not invited  no mail yet
    uwe@mueller.example  owner  Not invited  no mail yet

    Log, the newest first
    21 Nov 2026 09:00 UTC  jane added the client with the owners ute@mueller.example uwe@mueller.example

    Next
    invite the owners: `partnerctl invite send --owners -c muller-cafe`
    --- exit 0
    ");
    assert_snapshot!(world.run("client show muller-cafe --json"), @r#"
    $ partnerctl client show muller-cafe --json
    {
      "client_id": "C100003-5",
      "client_slug": "muller-cafe",
      "name": "Müller-Café",
      "domain": null,
      "account_number": null,
      "owners": ["ute@mueller.example","uwe@mueller.example"],
      "plan": "pro",
      "staff": "jane",
      "state": "draft",
      "activation": "not_invited",
      "invited_at": null,
      "last_login_at": null,
      "partners": [],
      "created_at": "2026-11-21T09:00:05.000Z",
      "language": null,
      "accept_from": null,
      "administered": false,
      "people": 0,
      "open_links": 0,
      "next": "invite the owners: `partnerctl invite send --owners -c muller-cafe`",
      "field.note": "a, b",
      "field.region": "north"
    }
    --- exit 0
    "#);
    assert_snapshot!(world.run("client show muller-cafe --csv"), @r#"
    $ partnerctl client show muller-cafe --csv
    client_id,client_slug,name,domain,account_number,owners,plan,staff,state,activation,invited_at,last_login_at,partners,created_at,language,accept_from,administered,people,open_links,next,field.note,field.region
    C100003-5,muller-cafe,Müller-Café,,,ute@mueller.example uwe@mueller.example,pro,jane,draft,not_invited,,,,2026-11-21T09:00:05.000Z,,,false,0,0,invite the owners: `partnerctl invite send --owners -c muller-cafe`,"a, b",north
    --- exit 0
    "#);
    assert_snapshot!(world.run("client show muller-cafe --columns client_id,field.region,activation"), @"
    $ partnerctl client show muller-cafe --columns client_id,field.region,activation
    client_id     C100003-5
    field.region  north
    activation    not_invited
    --- exit 0
    ");
}

/// S2.8
#[test]
fn card_follows_the_story_of_a_client() {
    let mut world = World::with_story();
    world.run("invite send --owners -c big-shoes").ok();
    world.pass(Span::minutes(5));
    assert_snapshot!(world.run("client show big-shoes"), @"
    $ partnerctl client show big-shoes
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    account  4711
    state    draft: no owner has activated yet
    created  21 Nov 2026 09:00 UTC

    People
    jim@bigshoes.example  owner  Waiting for member to accept invitation (21 Nov 2026), mail only written to a file  mail written (21 Nov 2026)

    Log, the newest first
    21 Nov 2026 09:00 UTC  jane invited jim@bigshoes.example as owner by inv_1
    21 Nov 2026 09:00 UTC  jane added the client with the owners jim@bigshoes.example

    Next
    if the mail did not arrive, send it again: `partnerctl invite resend inv_1 -c big-shoes`
    --- exit 0
    ");
    world.pass(Span::days(31));
    world
        .run("client show big-shoes")
        .ok()
        .prints("Invitation expired (21 Dec 2026)")
        .prints("`partnerctl invite resend inv_1 -c big-shoes`");
    world.run("invite resend inv_1 -c big-shoes").ok();
    accept(&mut world, "jim@bigshoes.example");
    world.run("link request -p jims-web --target big-shoes").ok();
    world.run("invite send gus@bigshoes.example -c big-shoes -r manager").ok();
    world.pass(Span::days(2));
    assert_snapshot!(world.run("client show jim@bigshoes.example"), @r#"
    $ partnerctl client show jim@bigshoes.example
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    account  4711
    state    active since 22 Dec 2026 09:05 UTC
    created  21 Nov 2026 09:00 UTC

    People
    jim@bigshoes.example  owner    Last login 22 Dec 2026 09:05 UTC                                                    mail written (22 Dec 2026)
    gus@bigshoes.example  manager  Waiting for member to accept invitation (22 Dec 2026), mail only written to a file  mail written (22 Dec 2026)

    Links
    lnk_1  jims-web  pending  requested 22 Dec 2026, until 29 Dec 2026

    Log, the newest first
    22 Dec 2026 09:05 UTC  jane invited gus@bigshoes.example as manager by inv_2
    22 Dec 2026 09:05 UTC  jane requested lnk_1 for jims-web
    22 Dec 2026 09:05 UTC  jane accepted inv_1 for jim@bigshoes.example as owner; the login is active now; the client is active now
    22 Dec 2026 09:05 UTC  jane invited jim@bigshoes.example again by inv_1; expires at from 21 Dec 2026 09:00 UTC to 21 Jan 2027 09:05 UTC
    21 Nov 2026 09:00 UTC  jane invited jim@bigshoes.example as owner by inv_1

    Next
    if the owner agrees on the phone: `partnerctl link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m "said so by phone"`
    --- exit 0
    "#);
    let record = world.run("client show 4711 --json").ok().json();
    assert_eq!(record["activation"], "active");
    assert_eq!(record["owners"][0], "jim@bigshoes.example");
}

#[test]
fn former_slug_shows_the_client_with_a_note() {
    let mut world = World::with_story();
    world.run("client edit tea-house --slug coffee-house").ok();
    world.run("client show tea-house").ok().says("note: tea-house is a retired slug").prints("coffee-house  C100002-4");
    world.run("client show coffee-hous").fails(3).says("there is coffee-house (C100002-4)");
    world.run("client show nobody@nowhere.example").fails(3);
    world.run("client show ''").fails(2);
}

/// S3.5
#[test]
fn user_sees_the_card_of_their_role() {
    let mut world = World::with_story();
    for slug in ["big-shoes", "tea-house"] {
        world.run(&format!("invite send --owners -c {slug}")).ok();
    }
    accept(&mut world, "jim@bigshoes.example");
    world.run("client show big-shoes --as jim@bigshoes.example").ok().prints("People").prints("Log");
    world.run("client show tea-house --as jim@bigshoes.example").fails(3);
    world.run("invite send guy@x.example -r guest -c big-shoes").ok();
    accept(&mut world, "guy@x.example");
    let card = world.run("client show big-shoes --as guy@x.example").ok();
    assert!(!card.out.contains("jim@") && !card.out.contains("Log"), "{card}");
}

#[test]
fn similar_name_only_warns() {
    let mut world = World::with_story();
    let run = world.run("client add 'BIG SHOES lnc.' --slug huge-boots --owner bo@boots.example").ok();
    assert!(
        run.err.contains("warning: big-shoes (C100001-9) has the same name or a similar one: Big Shoes Inc."),
        "{run}"
    );
    let run = world.run("client add 'Small Shoes Inc.' --owner sue@small.example").ok();
    assert!(!run.err.contains("warning"), "{run}");
}

#[test]
fn look_alike_is_on_the_banner_at_once() {
    let mut world = World::with_story();
    world
        .run("client add Bigger --slug big-shoe --owner b@bigger.example")
        .fails(4)
        .says("`--allow-similar C100001-9`");
    let line = "client add Bigger --slug big-shoe --owner b@bigger.example --allow-similar C100001-9";
    world.run(line).ok().says("≠ big-shoes (C100001-9)");
    world.run("client show big-shoes").ok().prints("≠ big-shoe (C100003-5)");
}

#[test]
fn partner_sees_only_linked_clients() {
    let mut world = World::with_story();
    world
        .run("partner add-user pat@jims.example -p jims-web --first-name Pat --last-name Poe --generate-password")
        .ok();
    let slugs = |world: &mut World, line: &str| {
        let rows = world.run(&format!("client list --csv --columns client_slug,partners {line}")).ok().csv();
        rows.iter().map(|row| format!("{}:{}", row["client_slug"], row["partners"])).collect::<Vec<_>>()
    };
    assert_eq!(slugs(&mut world, "-p jims-web"), [""; 0]);
    assert_eq!(slugs(&mut world, "--as pat@jims.example"), [""; 0]);
    world.run("link request -p jims-web --target big-shoes --for 90d").ok();
    assert_eq!(slugs(&mut world, "-p jims-web"), [""; 0], "a request opens nothing");
    assert_eq!(slugs(&mut world, "--as pat@jims.example"), ["big-shoes:"], "but the partner deals with the client");
    let code = world.code_for("jim@bigshoes.example");
    world.stdin(code).run("link approve --code-stdin").ok();
    assert_eq!(slugs(&mut world, "-p jims-web"), ["big-shoes:jims-web"]);
    assert_eq!(slugs(&mut world, "--as pat@jims.example -p jims-web"), ["big-shoes:jims-web"]);
    assert_eq!(slugs(&mut world, "-p ptn_1 --state active"), [""; 0]);
    world.pass(Span::days(91));
    assert_eq!(slugs(&mut world, "-p jims-web"), [""; 0], "its term is over");
}

/// A column that no client can fill is a slip, not an empty column.
#[test]
fn an_unknown_field_column_is_refused() {
    let mut world = World::with_story();
    world.run("client edit big-shoes --field crm=17").ok();
    for line in ["client list", "client show big-shoes"] {
        world.run(&format!("{line} --columns client_id,field.crm --csv")).ok().prints("17");
        world.run(&format!("{line} --columns client_id,field.cmr --csv")).fails(2).says("no client has a field");
    }
}

#[test]
fn adding_a_client_again_is_unchanged() {
    let mut world = World::with_story();
    for line in [
        "client add 'Big Shoes Inc.' --slug big-shoes --owner JIM@bigshoes.example --domain bigshoes.example --account-number 4711",
        "client add 'Big Shoes Inc.' --owner jim@bigshoes.example",
        "client add 'Big Shoes Inc.' --owner jim@bigshoes.example --slug big-shoes",
        "client add 'Big Shoes Inc.' --owner jim@bigshoes.example --account-number 4711",
        "client add 'Big Shoes Inc.' --owner jim@bigshoes.example --domain bigshoes.example",
    ] {
        let run = world.run(&format!("{line} --json")).ok();
        assert_eq!(
            (run.json()["result"].as_str(), run.json()["client_id"].as_str()),
            (Some("unchanged"), Some("C100001-9")),
            "{run}"
        );
        assert_eq!(world.run(line).ok().out.trim(), "C100001-9");
    }
    let twice = "client add 'Twice Co' --owner t@twice.example --plan pro --staff me --field region=north";
    let first = world.run(twice).ok().out;
    assert_eq!(world.run(twice).ok().out, first);
    assert_eq!(world.sql("SELECT count(*) FROM client"), ["3"]);
    assert_eq!(world.sql("SELECT outcome FROM audit ORDER BY id DESC LIMIT 1"), ["unchanged"]);
}

#[test]
fn adding_another_client_names_the_difference() {
    let mut world = World::with_story();
    for (line, says) in [
        (
            "client add 'Big Shoes' --slug big-shoes --owner jim@bigshoes.example",
            "the slug belongs to big-shoes (C100001-9), which differs in name (Big Shoes Inc.)",
        ),
        (
            "client add 'Big Shoes Inc.' --slug big-shoes --owner eve@evil.example",
            "which differs in owners (jim@bigshoes.example)",
        ),
        (
            "client add X --owner x@x.example --account-number 4711",
            "the account number belongs to big-shoes (C100001-9), which differs in owners (jim@bigshoes.example), name (Big",
        ),
        (
            "client add X --owner x@x.example --domain teahouse.example",
            "the domain belongs to tea-house (C100002-4), which differs in owners",
        ),
        (
            "client add 'Big Shoes Inc.' --owner jim@bigshoes.example --plan pro",
            "the name belongs to big-shoes (C100001-9), which differs in plan (none)",
        ),
        ("client add 'BIG SHOES, INC' --owner jim@bigshoes.example", "which differs in name (Big Shoes Inc.)"),
        (
            "client add 'Big Shoes Inc.' --owner jim@bigshoes.example --account-number 4711 --domain teahouse.example",
            "the account number belongs to big-shoes (C100001-9), and the domain to tea-house (C100002-4)",
        ),
    ] {
        world.run(line).fails(4).says(says);
    }
    // A second client of the same owner and name is made on purpose: with a slug of its own, or with its look-alike named.
    world.run("client add 'Tea House' --owner tia@teahouse.example --slug tea-north").ok().says("has the same name");
    world.run("client add 'Tea House' --owner tia@teahouse.example --allow-similar C100002-4").ok();
    world.run("client close tea-house --confirm tea-house:1").ok();
    world.run("client add 'Tea House' --owner tia@teahouse.example --slug tea-house").fails(4).says("state (closed)");
    assert_eq!(world.sql("SELECT count(*) FROM client"), ["4"]);
}
