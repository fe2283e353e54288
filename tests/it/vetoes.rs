//! What may only say no: `--expect-db`, `PARTNERCTL_EXPECT_DB`, `PARTNERCTL_EXPECT_CLIENT`; and `whoami`, which shows
//! each of them (docs/reference.md#never-the-wrong-client, 3.3).

use insta::assert_snapshot;

use crate::support::World;

#[test]
fn meant_database_is_named_by_its_label() {
    let mut world = World::with_story();
    world.run("client list --expect-db live").ok();
    assert_snapshot!(world.run("client list --expect-db training"), @r#"
    $ partnerctl client list --expect-db training
    --- stderr
    error: the database [DIR]/desk.db is labelled "live", but --expect-db expects "training"; nothing was done
    hint: name the database that you mean with `--db PATH` or PARTNERCTL_DB; `partnerctl whoami` shows which it is
    --- exit 12
    "#);
    world.run("client add New --owner n@new.example --expect-db training").fails(12);
    assert_eq!(world.sql("SELECT count(*) FROM client"), ["2"]);
    world.run("client add New --owner n@new.example --expect-db live").ok();
}

#[test]
fn vetoes_of_environment_and_option_agree() {
    let mut world = World::with_story();
    world.var("PARTNERCTL_EXPECT_DB", "live");
    world.run("client list").ok();
    assert_snapshot!(world.run("client list --expect-db training"), @r#"
    $ partnerctl client list --expect-db training
    --- stderr
    error: the database [DIR]/desk.db is labelled "live", but --expect-db expects "training"; nothing was done
    hint: name the database that you mean with `--db PATH` or PARTNERCTL_DB; `partnerctl whoami` shows which it is
    --- exit 12
    "#);
    world.var("PARTNERCTL_EXPECT_DB", "training");
    assert_snapshot!(world.run("client edit big-shoes --name X --json"), @r#"
    $ partnerctl client edit big-shoes --name X --json
    --- stderr
    {"error":{"code":"client_mismatch","message":"the database [DIR]/desk.db is labelled \"live\", but PARTNERCTL_EXPECT_DB expects \"training\"; nothing was done","hints":["name the database that you mean with `--db PATH` or PARTNERCTL_DB; `partnerctl whoami` shows which it is"],"database":"[DIR]/desk.db","label":"live"}}
    --- exit 12
    "#);
    world.run("whoami").ok().says("PARTNERCTL_EXPECT_DB expects \"training\"");
    assert_snapshot!(world.run("init"), @r#"
    $ partnerctl init
    --- stderr
    error: the database [DIR]/desk.db is labelled "live", but PARTNERCTL_EXPECT_DB expects "training"; nothing was done
    hint: name the database that you mean with `--db PATH` or PARTNERCTL_DB; `partnerctl whoami` shows which it is
    --- exit 12
    "#);
}

#[test]
fn database_of_another_label_is_not_made() {
    let mut world = World::empty();
    world.run("init --label training --expect-db live").fails(12);
    assert!(!world.database().exists());
    world.run("init --label training --expect-db training").ok();
}

#[test]
fn empty_veto_is_a_mistake() {
    let mut world = World::with_story();
    world.run("client list --expect-db ''").fails(2).says("--expect-db is set but names no label");
    world.var("PARTNERCTL_EXPECT_DB", "");
    world.run("client list").fails(2).says("PARTNERCTL_EXPECT_DB is set but names no label");
    world.no_var("PARTNERCTL_EXPECT_DB").var("PARTNERCTL_EXPECT_CLIENT", " ");
    world.run("client edit big-shoes --name X").fails(2).says("PARTNERCTL_EXPECT_CLIENT is set but names no client");
}

#[test]
fn whoami_shows_each_veto() {
    let mut world = World::with_story();
    assert_snapshot!(world.run("whoami"), @"
    $ partnerctl whoami
    actor          jane
    name           jane
    rights         full
    acting_as
    database       [DIR]/desk.db
    label          live
    expect_db
    expect_client
    --- exit 0
    ");
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes,nobody-here");
    assert_snapshot!(world.run("whoami --expect-db live"), @"
    $ partnerctl whoami --expect-db live
    actor          jane
    name           jane
    rights         full
    acting_as
    database       [DIR]/desk.db
    label          live
    expect_db      live
    expect_client  C100001-9
    --- stderr
    note: PARTNERCTL_EXPECT_CLIENT: big-shoes names big-shoes (C100001-9) Big Shoes Inc.
    note: PARTNERCTL_EXPECT_CLIENT: nobody-here names no client
    --- exit 0
    ");
    assert_snapshot!(world.run("whoami --json"), @r#"
    $ partnerctl whoami --json
    {
      "actor": "jane",
      "name": "jane",
      "rights": "full",
      "acting_as": null,
      "database": "[DIR]/desk.db",
      "label": "live",
      "expect_db": [],
      "expect_client": ["C100001-9"]
    }
    --- stderr
    note: PARTNERCTL_EXPECT_CLIENT: big-shoes names big-shoes (C100001-9) Big Shoes Inc.
    note: PARTNERCTL_EXPECT_CLIENT: nobody-here names no client
    --- exit 0
    "#);
}

#[test]
fn veto_names_a_client_by_any_exact_form() {
    for form in ["big-shoes", "C100001-9", "bigshoes.example", "jim@bigshoes.example"] {
        let mut world = World::with_story();
        world.var("PARTNERCTL_EXPECT_CLIENT", form);
        world.run("client edit big-shoes --name 'Bigger Shoes'").ok();
        world.run("client edit tea-house --name X").fails(12).says(form);
        assert_eq!(world.sql("SELECT name FROM client WHERE slug = 'tea-house' AND name <> 'X'").len(), 1, "{form}");
    }
}

/// The mark of a look-alike is a row of both clients.
#[test]
fn a_veto_covers_a_look_alike() {
    let mut world = World::with_story();
    world.write("twin.csv", "name,owners,slug,allow_similar\nNew,n@new.example,big-shoess,C100001-9\n");
    world.var("PARTNERCTL_EXPECT_CLIENT", "tea-house");
    for line in [
        "client add New --slug big-shoess --owner n@new.example --allow-similar C100001-9",
        "client edit tea-house --slug big-shoess --allow-similar C100001-9",
        "client import twin.csv",
    ] {
        world.run(line).fails(12).says("names big-shoes (C100001-9), but PARTNERCTL_EXPECT_CLIENT names");
    }
    world.var("PARTNERCTL_EXPECT_CLIENT", "tea-house,big-shoes");
    world.run("client edit tea-house --slug big-shoess --allow-similar C100001-9").ok();
}

/// A restore changes rows of every client.
#[test]
fn a_veto_for_a_client_stops_a_restore() {
    let mut world = World::with_story();
    world.run("db backup copy.db").ok();
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes");
    world.run("db restore copy.db --confirm live").fails(12).says("changes all of them");
    world.run("db restore copy.db -n").fails(12);
    world.no_var("PARTNERCTL_EXPECT_CLIENT");
    world.run("db restore copy.db --confirm live").ok();
}

/// A code that is pasted into the wrong place would be stored where others read it.
#[test]
fn a_pasted_code_is_refused_as_text() {
    let mut world = World::with_story();
    let code = "pci_31_ABCDEFGHIJKLMNOPQRSTUVWXYZ234567AB";
    for line in [
        format!("client edit big-shoes --name 'Shoes {code}'"),
        format!("client edit big-shoes --field note={code}"),
        format!("client edit big-shoes --account-number {code}"),
        format!("partner edit jims-web --name {code}"),
        format!("partner add Ochre --slug ochre-web --contact-email {code}@x.example"),
        format!("user add {code}@x.example -c big-shoes -r manager"),
        format!("user add a@x.example -c big-shoes -r manager --first-name A --last-name {code}"),
        format!("client add New --owner a@new.example --owner-name {code}"),
    ] {
        world.run(&line).fails(2).says("shaped like a code").says_not("ABCDEFGH");
    }
}
