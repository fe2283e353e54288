//! Names that could be taken for one another (docs/reference.md#never-the-wrong-client), and words that are no name at all: each is refused with what is
//! wrong with it, and nothing is changed.

use insta::assert_snapshot;

use crate::rights;
use crate::support::World;

/// A slug that is there, and one that looks like it.
const ALIKE: &[(&str, &str)] = &[
    ("big-shoes", "bigshoes"),
    ("big-shoes", "b-i-g-shoes"),
    ("big-shoes", "blg-shoes"),
    ("big-shoes", "b1g-sh0es"),
    ("corner-shop", "comer-shop"),
    ("west-end", "vvest-end"),
    ("modern-art", "modem-art"),
    ("hill-top", "hi11-top"),
    ("oslo-rent", "0slo-rent"),
    // One letter, and both have six or more.
    ("big-shoes", "big-shows"),
    ("big-shoes", "big-shoe"),
    ("big-shoes", "big-shooes"),
    ("big-shoes", "big-sheos"),
];

/// Two that differ.
const APART: &[(&str, &str)] = &[
    ("big-shoes", "big-shirts"),
    // One letter, and one of them has fewer than six.
    ("shoes", "shows"),
    ("shoes", "shoe"),
    ("north-one", "north-two"),
];

#[test]
fn derived_slug_is_unlike_every_other() {
    let mut world = World::new();
    world.run("client add 'Big Shoes Inc.' --owner a@there.example").ok();
    let made = world.run("client add 'Big Shoe Inc.' --owner b@here.example --json").ok().json();
    let slug = made["client_slug"].as_str().unwrap();
    assert!(slug.starts_with("big-shoe-inc-1"), "{slug} could be taken for big-shoes-inc");
}

#[test]
fn similar_slug_must_name_its_twin() {
    for (there, new) in ALIKE.iter().filter(|(_, new)| !new.starts_with('0')) {
        let mut world = World::new();
        world.run(&format!("client add There --slug {there} --owner a@there.example")).ok();
        world.run("client add Another --slug quite-another --owner b@another.example").ok();
        for line in [
            format!("client add New --slug {new} --owner c@new.example"),
            format!("client edit quite-another --slug {new}"),
        ] {
            let refused = world.run(&line).fails(4).says(&format!("it could be taken for {there} (C100001-9)"));
            assert!(refused.err.contains("`--allow-similar C100001-9`"), "{refused}");
            world.run(&format!("{line} --allow-similar C100002-4")).fails(4);
        }
        assert_eq!(world.sql("SELECT count(*) FROM client_slug"), ["2"], "{new}");
        world.run(&format!("client add New --slug {new} --owner c@new.example --allow-similar C100001-9")).ok();
        world.run(&format!("client edit {new} --plan pro")).ok().says(&format!("≠ {there} (C100001-9)"));
        world.run(&format!("user add x@new.example -c {there} -r guest")).ok().says(&format!("≠ {new} (C100003-5)"));
        // Where one of them is renamed, the other's banner has the new name.
        world.run(&format!("client edit {new} --slug quite-apart")).ok();
        world.run(&format!("client edit {there} --plan pro")).ok().says("≠ quite-apart (C100003-5)");
    }
}

#[test]
fn slugs_that_differ_enough_are_free() {
    for (there, new) in APART {
        let mut world = World::new();
        world.run(&format!("client add There --slug {there} --owner a@there.example")).ok();
        let free = world.run(&format!("client add New --slug {new} --owner c@new.example")).ok();
        assert!(!free.err.contains('≠'), "{free}");
    }
}

#[test]
fn retired_and_closed_slugs_count() {
    let mut world = World::with_story();
    world.run("client edit big-shoes --slug large-boots").ok();
    world
        .run("client add New --slug blg-shoes --owner c@new.example")
        .fails(4)
        .says("could be taken for large-boots (C100001-9)");
    world.run("client close tea-house --confirm tea-house:1").ok();
    world
        .run("client add New --slug tea-h0use --owner c@new.example")
        .fails(4)
        .says("could be taken for tea-house (C100002-4)");
}

#[test]
fn domains_resemble_across_scripts() {
    for (new, why) in [
        ("b1gshoes.example", "it could be taken for big-shoes (C100001-9)"),
        ("big-shoes.example", "it could be taken for big-shoes (C100001-9)"),
        ("bigsh\u{43e}es.example", "it could be taken for big-shoes (C100001-9)"),
        ("bigshoes.example", "the domain belongs to big-shoes (C100001-9)"),
        ("BIGSHOES.example", "the domain belongs to big-shoes (C100001-9)"),
    ] {
        let mut world = World::with_story();
        let line = format!("client add New --owner c@new.example --domain {new}");
        world.run(&line).fails(4).says(why);
        world.run(&format!("{line} --allow-similar C100001-9")).ok();
    }
}

#[test]
fn foreign_letter_in_a_slug_is_named() {
    let mut world = World::with_story();
    assert_snapshot!(world.run("user add x@bigshoes.example -c big-sh\u{43e}es -r guest"), @r#"
    $ partnerctl user add x@bigshoes.example -c big-shоes -r guest
    --- stderr
    error: "big-shоes" is not a slug: it has 'о' (U+043E, Cyrillic)
    hint: a slug has 3 to 40 lowercase letters a-z, digits and single hyphens, and begins with a letter: `big-shoes`
    hint: a client is named by id, such as `C100001-9`, or by slug
    hint: look the client up with `partnerctl client find big-shоes`
    --- exit 2
    "#);
    assert_snapshot!(world.run("client add New --slug big-sh\u{43e}es --owner c@new.example"), @r#"
    $ partnerctl client add New --slug big-shоes --owner c@new.example
    --- stderr
    error: "big-shоes" is not a slug: it has 'о' (U+043E, Cyrillic)
    hint: a slug has 3 to 40 lowercase letters a-z, digits and single hyphens, and begins with a letter: `big-shoes`
    --- exit 2
    "#);
}

#[test]
fn id_with_a_wrong_digit_names_no_client() {
    let mut world = World::with_story();
    assert_snapshot!(world.run("client edit C100001-8 --plan pro"), @r#"
    $ partnerctl client edit C100001-8 --plan pro
    --- stderr
    error: the check digit of "C100001-8" is wrong: a digit was mistyped or two were swapped
    hint: look the client up with `partnerctl client find WORD`
    --- exit 2
    "#);
    assert_snapshot!(world.run("client edit C100010-9 --plan pro --json"), @r#"
    $ partnerctl client edit C100010-9 --plan pro --json
    --- stderr
    {"error":{"code":"usage","message":"the check digit of \"C100010-9\" is wrong: a digit was mistyped or two were swapped","hints":["look the client up with `partnerctl client find WORD`"]}}
    --- exit 2
    "#);
}

#[test]
fn an_empty_veto_stops_a_change() {
    let mut world = World::with_story();
    world.var("PARTNERCTL_EXPECT_CLIENT", "");
    assert_snapshot!(world.run("client edit big-shoes --plan pro"), @"
    $ partnerctl client edit big-shoes --plan pro
    --- stderr
    error: PARTNERCTL_EXPECT_CLIENT is set but names no client
    hint: unset it, or set it to the id or slug of the client that commands may change
    --- exit 2
    ");
}

#[test]
fn retired_slug_and_closed_client_stop_a_change() {
    let mut world = World::with_story();
    world.run("client edit big-shoes --slug large-boots").ok();
    assert_snapshot!(world.run("user add x@bigshoes.example -c big-shoes -r guest"), @"
    $ partnerctl user add x@bigshoes.example -c big-shoes -r guest
    --- stderr
    error: big-shoes is a retired slug: the client is now large-boots (C100001-9)
    hint: make sure that it is the one you mean, then name it large-boots
    --- exit 14
    ");
    world.run("client close tea-house --confirm tea-house:1").ok();
    assert_snapshot!(world.run("user add x@teahouse.example -c tea-house -r guest"), @"
    $ partnerctl user add x@teahouse.example -c tea-house -r guest
    --- stderr
    error: tea-house (C100002-4) is closed; nothing was changed
    hint: reopen it with `partnerctl client reopen tea-house`
    --- exit 14
    ");
}

#[test]
fn wrong_count_stops_an_end() {
    let mut world = rights::world();
    assert_snapshot!(world.run("client close tea-house --confirm tea-house:9"), @r#"
    $ partnerctl client close tea-house --confirm tea-house:9
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from the command]
    error: --confirm says "tea-house:9" where "tea-house:3" is expected; nothing was changed
    --- exit 8
    "#);
    assert_snapshot!(world.run("client close tea-house --confirm big-shoes:3"), @r#"
    $ partnerctl client close tea-house --confirm big-shoes:3
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from the command]
    error: --confirm says "big-shoes:3" where "tea-house:3" is expected; nothing was changed
    hint: you named  tea-house  C100002-4  Tea House  teahouse.example
    hint: you typed  big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example
    --- exit 8
    "#);
    world.write("rows.csv", "client_slug,email,role\nbig-shoes,ben@bigshoes.example,manager\n");
    assert_snapshot!(world.run("invite bulk rows.csv --expect-clients 2"), @"
    $ partnerctl invite bulk rows.csv --expect-clients 2
    --- stderr
    error: --expect-clients 2 was given, but the table has 1 row, 1 client; nothing was changed
    hint: look again; `--dry-run` shows what would happen
    --- exit 8
    ");
    assert_eq!(world.sql("SELECT count(*) FROM client WHERE state = 'closed'"), ["0"]);
}

/// What is asked at a terminal, and left by Ctrl-C, at the end of input, or while another renames the client, is in
/// `questions.rs`: there it is a real terminal.
#[test]
fn veto_columns_and_flag_are_all_reported() {
    let mut world = World::with_story();
    world.write("rows.csv", "client_id,client_slug,email,role\nC100002-4,big-shoes,ben@bigshoes.example,manager\n");
    assert_snapshot!(world.run("invite bulk rows.csv"), @"
    $ partnerctl invite bulk rows.csv
    --- stderr
    error: rows.csv line 2: client_id names tea-house (C100002-4), but client_slug names big-shoes (C100001-9); nothing was changed
    hint: find out which is meant, and fix the row
    --- exit 12
    ");
    world.var("PARTNERCTL_EXPECT_CLIENT", "tea-house,nobody-here");
    assert_snapshot!(world.run("client edit big-shoes --plan pro"), @"
    $ partnerctl client edit big-shoes --plan pro
    --- stderr
    error: the command names big-shoes (C100001-9), but PARTNERCTL_EXPECT_CLIENT names tea-house = tea-house (C100002-4), nobody-here = no client; nothing was changed
    hint: make them agree, or unset PARTNERCTL_EXPECT_CLIENT
    --- exit 12
    ");
    assert_eq!(world.sql("SELECT count(*) FROM client WHERE plan IS NOT NULL"), ["0"]);
}
