//! People and clients that a user may not see do not exist for them (`docs/reference.md`).

use crate::support::World;

const SHOP: &str = "shop@shop.example";
const TEA: &str = "tea@tea.example";

/// Two clients with an active owner each, that look alike, and a partner with one user. The partner deals with neither.
fn world() -> World {
    let mut world = World::new();
    world.write_private("password", "plover sandbar wicket 29 umbra\n");
    for line in [
        "partner add Web --slug web",
        "partner add-user pat@web.example -p web --first-name Pat --last-name Web --password-file password",
        "client add Shop --slug corner-shop --owner shop@shop.example --domain shop.example --account-number A-1",
        "client add Tea --slug comer-shop --owner tea@tea.example --domain tea.example --account-number B-2 --allow-similar C100001-9",
    ] {
        world.run(line).ok();
    }
    for (owner, client) in [(SHOP, "corner-shop"), (TEA, "comer-shop")] {
        world.run(&format!("invite send {owner} -c {client}")).ok();
        let code = world.code_for(owner);
        world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    }
    world
}

#[test]
fn banner_hides_unseen_twin() {
    let mut world = world();
    let line = "invite send new@shop.example -c corner-shop -r guest -n";
    world.run(line).ok().says("≠ comer-shop");
    let run = world.run(&format!("{line} --as {SHOP} -m x")).ok();
    assert!(!run.err.contains("comer-shop") && !run.err.contains("C100002"), "{run}");
}

#[test]
fn log_hides_which_client_looks_alike() {
    let mut world = world();
    world.run("client log corner-shop").ok().prints("tea@tea.example");
    for format in ["", " --json"] {
        let run = world.run(&format!("client log corner-shop --as {SHOP}{format}")).ok();
        assert!(!run.out.contains("tea@tea.example") && !run.out.contains("C100002"), "{run}");
    }
    world
        .run(&format!("client log corner-shop --as {SHOP}"))
        .ok()
        .prints("added or renamed a client that looks like this one");
}

#[test]
fn bulk_rows_of_unseen_clients_look_like_unknown_ones() {
    let mut world = world();
    let as_shop = format!("--csv -n --as {SHOP} -m x");
    let answer = |world: &mut World, id: &str, slug: &str| {
        world.stdin(format!("client_id,client_slug,email,role\n{id},{slug},x@x.example,guest\n"));
        let run = world.run(&format!("invite bulk - {as_shop}"));
        let mut text = format!("{}{}", run.out, run.err);
        for (word, shown) in [(id, "ID"), (slug, "SLUG")].into_iter().filter(|(word, _)| !word.is_empty()) {
            text = text.replace(word, shown);
        }
        (run.code, text)
    };
    let unseen = answer(&mut world, "C100002-4", "");
    assert!(!unseen.1.contains("comer-shop"), "{unseen:?}");
    assert_eq!(answer(&mut world, "", "comer-shop"), answer(&mut world, "", "no-such-shop"));
    assert_eq!(answer(&mut world, "C100002-4", "comer-shop").0, answer(&mut world, "C100003-5", "no-such-shop").0);
}

#[test]
fn retired_slug_of_unseen_client_is_unknown() {
    let mut world = world();
    world.run("client edit comer-shop --slug teahouse").ok();
    world.stdin("client_slug,email,role\ncomer-shop,x@x.example,guest\n");
    let run = world.run(&format!("invite bulk - --csv --as {SHOP} -m x")).fails(7);
    assert!(run.out.contains("not_found") && !run.out.contains("teahouse"), "{run}");
}

#[test]
fn veto_hides_unseen_client() {
    let mut world = world();
    world.var("PARTNERCTL_EXPECT_CLIENT", "B-2");
    let run = world.run(&format!("invite send n@shop.example -c corner-shop -r guest --as {SHOP} -m x")).fails(12);
    assert!(!run.err.contains("comer-shop"), "{run}");
    world.run("invite send n@shop.example -c corner-shop -r guest").fails(12).says("comer-shop (C100002-4)");
}

#[test]
fn user_id_of_a_stranger_is_unknown() {
    let mut world = world();
    let tea = world.run("user list -c comer-shop --json").json()[0]["user_id"].as_str().unwrap().to_owned();
    for line in ["user add", "invite send"] {
        for dry_run in ["", " -n"] {
            let ask = |world: &mut World, id: &str| {
                let run = world.run(&format!("{line} {id} -c corner-shop -r manager{dry_run} --as {SHOP} -m x"));
                (run.code, run.err.replace(id, "usr_N"))
            };
            let stranger = ask(&mut world, &tea);
            assert_eq!(stranger.0, 3, "{stranger:?}");
            assert_eq!(stranger, ask(&mut world, "usr_99"));
        }
    }
    // An address that they know already may be invited wherever its login is.
    world.run(&format!("invite send {TEA} -c corner-shop -r guest --as {SHOP} -m x")).ok();
}

#[test]
fn request_shows_only_the_identity_until_linked() {
    let mut world = world();
    let list = "client list --as pat@web.example --json";
    assert_eq!(world.run(list).ok().json().as_array().unwrap().len(), 0);
    let asked = world.run("link request -p web --target A-1 --as pat@web.example -m x").ok();
    assert!(!asked.err.contains("  shop.example"), "{asked}");
    let records = world.run(list).ok().json();
    let record = records[0].as_object().unwrap();
    for (key, value) in record {
        let known = ["client_id", "client_slug", "name"].contains(&key.as_str());
        let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        assert_eq!(is_empty, !known, "{key}: {value}");
    }
    for line in
        ["client list --plan pro", "client list --state active", "client find shop@shop.example", "client find A-1"]
    {
        let run = world.run(&format!("{line} --as pat@web.example --json")).ok();
        assert_eq!(run.json().as_array().unwrap().len(), 0, "{run}");
    }
    world.run("client find corner --as pat@web.example --json").ok().prints("corner-shop");
    world.run("client readiness A-1 -p web --as pat@web.example").fails(3);
    world.run(&format!("link deny lnk_1 -c corner-shop --as {SHOP} -m no")).ok();
    assert_eq!(world.run(list).ok().json()[0]["owners"], serde_json::json!([]));
    world.run(&format!("link create -p web -c corner-shop --as {SHOP} -m yes")).ok();
    assert_eq!(world.run(list).ok().json()[0]["owners"][0], "shop@shop.example");
    world.run("link remove lnk_2 -c corner-shop --confirm corner-shop").ok();
    assert_eq!(
        world.run(list).ok().json()[0]["owners"],
        serde_json::json!([]),
        "after the link only the identity is left"
    );
}
