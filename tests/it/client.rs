//! `client`: accounts, their slugs and their look-alikes.

use insta::assert_snapshot;

use crate::support::World;

#[test]
fn a_client_is_made_with_its_prepared_owners_and_shown_before_anything_else() {
    let mut world = World::new();
    assert_snapshot!(
        world.run("client add 'Big Shoes Inc.' --slug big-shoes --owner jim@bigshoes.example --domain bigshoes.example"),
        @"
    $ partnerctl client add Big Shoes Inc. --slug big-shoes --owner jim@bigshoes.example --domain bigshoes.example
    C100001-9
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from new]
    hint: invite its owners with `partnerctl invite send --owners -c big-shoes`
    --- exit 0
    "
    );
    assert_eq!(world.sql("SELECT state, role FROM access_grant"), ["prepared|owner"]);
}

fn three_clients() -> World {
    let mut world = World::with_story();
    world.run("client add Müller-Café --owner ute@mueller.example --owner uwe@mueller.example --plan pro --staff me --field region=north --field note='a, b'").ok();
    world
}

#[test]
fn an_empty_list_of_clients_is_empty_in_each_format() {
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
    client_id,client_slug,name,domain,account_number,owners,plan,staff,state,activation,invited_at,last_login_at,partners,created_at
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
    client_id  client_slug  name         domain  account_number  owners                                   plan  staff  state  activation   invited_at  last_login_at  partners  created_at
    ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100003-5  muller-cafe  Müller-Café                          ute@mueller.example uwe@mueller.example  pro   jane   draft  not_invited                                       21 Nov 2026 09:00 UTC
    --- exit 0
    ");
    assert_snapshot!(world.run("client list --plan pro --json"), @r#"
    $ partnerctl client list --plan pro --json
    [
    {"client_id":"C100003-5","client_slug":"muller-cafe","name":"Müller-Café","domain":null,"account_number":null,"owners":["ute@mueller.example","uwe@mueller.example"],"plan":"pro","staff":"jane","state":"draft","activation":"not_invited","invited_at":null,"last_login_at":null,"partners":[],"created_at":"2026-11-21T09:00:05.000Z"}
    ]
    --- exit 0
    "#);
    assert_snapshot!(world.run("client list --plan pro --format ndjson"), @r#"
    $ partnerctl client list --plan pro --format ndjson
    {"client_id":"C100003-5","client_slug":"muller-cafe","name":"Müller-Café","domain":null,"account_number":null,"owners":["ute@mueller.example","uwe@mueller.example"],"plan":"pro","staff":"jane","state":"draft","activation":"not_invited","invited_at":null,"last_login_at":null,"partners":[],"created_at":"2026-11-21T09:00:05.000Z"}
    --- exit 0
    "#);
    assert_snapshot!(world.run("client list --plan pro --csv"), @"
    $ partnerctl client list --plan pro --csv
    client_id,client_slug,name,domain,account_number,owners,plan,staff,state,activation,invited_at,last_login_at,partners,created_at
    C100003-5,muller-cafe,Müller-Café,,,ute@mueller.example uwe@mueller.example,pro,jane,draft,not_invited,,,,2026-11-21T09:00:05.000Z
    --- exit 0
    ");
}

#[test]
fn many_clients_are_listed_in_each_format() {
    let mut world = three_clients();
    assert_snapshot!(world.run("client list"), @"
    $ partnerctl client list
    client_id  client_slug  name            domain            account_number  owners                                   plan  staff  state  activation   invited_at  last_login_at  partners  created_at
    ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
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
    assert_snapshot!(world.run("client list --format ndjson --columns client_slug,field.region,field.none,state"), @r#"
    $ partnerctl client list --format ndjson --columns client_slug,field.region,field.none,state
    {"client_slug":"big-shoes","field.region":null,"field.none":null,"state":"draft"}
    {"client_slug":"tea-house","field.region":null,"field.none":null,"state":"draft"}
    {"client_slug":"muller-cafe","field.region":"north","field.none":null,"state":"draft"}
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
fn the_list_is_filtered_by_state_plan_staff_and_activation() {
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
    world.run("client list --activation active").ok().says("note: no client is like that");
    world.run("client list --state open").fails(2).says("allowed are: draft, active, closed");
    world.run("client list --activation invite").fails(2).says("did you mean `invited`?");
    world.run("client list --staff nobody").fails(2).says("`partnerctl staff list`");
    world.run("client list -p jims-wed").fails(3).says("there is jims-web");
    world.run("client list --columns client_id,nome").fails(2).says("did you mean `name`?");
}
