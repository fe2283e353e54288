//! People and clients that a user may not see do not exist for them (`docs/reference.md`).

use std::sync::LazyLock;

use crate::support::{Frozen, World};

const SHOP: &str = "shop@shop.example";
const TEA: &str = "tea@tea.example";

/// Two clients with an active owner each, that look alike, and a partner with one user. The partner deals with neither.
fn world() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
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
        world.freeze()
    });
    FROZEN.thaw()
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
fn rows_of_unseen_clients_look_unknown() {
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
fn request_shows_only_the_identity() {
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

const PAT: &str = "pat@web.example";

/// What a partner user reads of corner-shop by every command about links and readiness.
fn read_by_pat(world: &mut World) -> String {
    let mut reported = String::new();
    for line in [
        "link list -p web --csv",
        "link show lnk_1",
        "link show lnk_1 --json",
        "partner dashboard -p web --csv",
        "client readiness corner-shop -p web",
        "client readiness corner-shop -p web --json",
        "session open -c corner-shop -m x",
        "client list --json",
    ] {
        let run = world.run(&format!("{line} --as {PAT}"));
        reported.push_str(&format!("{}{}", run.out, run.err));
    }
    reported
}

fn names_nobody(reported: &str) {
    assert!(reported.contains("corner-shop"), "{reported}");
    for hidden in [SHOP, "late@shop.example", "shop.example", "inv_"] {
        assert!(!reported.contains(hidden), "{hidden}: {reported}");
    }
}

#[test]
fn request_names_no_one_in_any_state() {
    for end in ["", "link cancel lnk_1 -c corner-shop", "link deny lnk_1 -c corner-shop --as shop@shop.example -m no"] {
        let mut world = world();
        let asked = world.run(&format!("link request -p web --target A-1 --as {PAT} -m x")).ok();
        names_nobody(&asked.err);
        assert!(
            asked.err.contains("Mail msg_") && asked.err.contains("to an owner or admin of corner-shop"),
            "{asked}"
        );
        world.run("user add late@shop.example -c corner-shop -r owner").ok();
        if end.is_empty() {
            world.pass(partnerctl::domain::time::Span::days(8));
        } else {
            world.run(end).ok();
        }
        names_nobody(&read_by_pat(&mut world));
        let denials: Vec<String> = world.mails().into_iter().filter(|mail| mail.contains("denied the link")).collect();
        assert_eq!(denials.len(), usize::from(end.contains("deny")));
        assert!(denials.iter().all(|mail| mail.contains("Denied by: An owner or admin of") && !mail.contains(SHOP)));
        let why = format!("access why {PAT} -c corner-shop");
        names_nobody(&world.run(&format!("{why} --as {PAT} -m x --json")).out);
        assert_eq!(world.run(&format!("{why} --json")).out.contains(SHOP), end.contains("deny"));
        let staff = world.run("link list -p web --csv").ok();
        assert!(staff.out.contains(SHOP) && staff.out.contains("late@shop.example"), "{staff}");
    }
}

#[test]
fn mails_of_several_owners_are_one_line() {
    let mut world = world();
    world.run(&format!("invite send two@shop.example -c corner-shop -r owner --as {SHOP} -m x")).ok();
    let code = world.code_for("two@shop.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    let asked = world.run(&format!("link request -p web --target A-1 --as {PAT} -m x")).ok();
    assert_eq!(asked.err.matches("Mail msg_").count(), 1, "{asked}");
    world.run("link cancel lnk_1 -c corner-shop").ok();
    let asked = world.run("link request -p web --target A-1").ok();
    assert_eq!(asked.err.matches("Mail msg_").count(), 2, "{asked}");
}

#[test]
fn association_names_no_one() {
    let mut world = world();
    world.run("client add Draft --slug draft-shop --owner late@shop.example --domain shop2.example").ok();
    world.run("client associate draft-shop -p web").ok();
    for line in
        ["partner dashboard -p web --csv", "client readiness draft-shop -p web", "session open -c draft-shop -m x"]
    {
        let run = world.run(&format!("{line} --as {PAT}"));
        let reported = format!("{}{}", run.out, run.err);
        assert!(
            reported.contains("draft-shop") && !reported.contains("late@") && !reported.contains("shop2.example"),
            "{run}"
        );
    }
    world.run("client readiness draft-shop -p web").ok().prints("invite send late@shop.example -c draft-shop");
}

#[test]
fn link_in_force_shows_the_client() {
    let mut world = world();
    world.run(&format!("link request -p web --target A-1 --as {PAT} -m x")).ok();
    world.run(&format!("link approve lnk_1 -c corner-shop --as {SHOP} -m yes")).ok();
    world.run(&format!("link show lnk_1 --as {PAT}")).ok().prints(SHOP).prints("shop.example");
    world.run(&format!("link list -p web --csv --as {PAT}")).ok().prints(SHOP);
    world.run(&format!("partner dashboard -p web --csv --as {PAT}")).ok().prints("shop.example");
}

/// Whether a guess is right is not said either.
#[test]
fn a_hidden_name_cannot_be_guessed() {
    let mut world = world();
    world.run("user add hid@hid.example -c comer-shop -r manager --first-name Zebulon --last-name Hid").ok();
    world.run(&format!("invite send hid@hid.example -c corner-shop -r manager --as {SHOP} -m x")).ok();
    for first in ["Zebulon", "Zed"] {
        let line = format!("user edit hid@hid.example -c corner-shop --first-name {first} --as {SHOP} -m x");
        world.run(&line).fails(5).says("may not name it");
    }
}

#[test]
fn former_member_reads_no_present_name() {
    let mut world = world();
    world.run(&format!("invite send max@shop.example -c corner-shop -r manager --as {SHOP} -m x")).ok();
    let code = world.code_for("max@shop.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    let id = world.sql("SELECT max(id) FROM invitation").remove(0);
    let show = format!("invite show inv_{id} --as max@shop.example");
    world.run(&show).ok().prints("corner-shop");
    world.run("user remove max@shop.example -c corner-shop --confirm corner-shop").ok();
    world.run("client edit corner-shop --slug new-shop --name New").ok();
    world.run(&show).fails(3).says_not("new-shop");
    let list = "invite list --user max@shop.example";
    assert_eq!(world.run(&format!("{list} --as max@shop.example --csv")).ok().out.lines().count(), 1);
    world.run(&format!("{list} --csv")).ok().prints("new-shop");
    let accept = format!("invite accept inv_{id} -c comer-shop --as max@shop.example -m x");
    world.run(&accept).fails(3).says_not("new-shop");
}

#[test]
fn login_of_a_stranger_has_no_state() {
    let mut world = world();
    world.run("invite send max@max.example -c comer-shop -r manager").ok();
    let code = world.code_for("max@max.example");
    world.stdin(code).run("invite accept --code-stdin --password-file password").ok();
    world.run("user deactivate max@max.example --confirm max@max.example").ok();
    for line in
        ["invite send max@max.example -c corner-shop -r manager", "user add max@max.example -c corner-shop -r manager"]
    {
        world.run(&format!("{line} -n --as {SHOP} -m x")).fails(4).says("cannot be invited").says_not("inactive");
        world.run(&format!("{line} -n")).fails(4).says("is inactive");
    }
}

#[test]
fn scoped_partner_user_counts_their_clients() {
    let mut world = world();
    for (owner, client) in [(SHOP, "corner-shop"), (TEA, "comer-shop")] {
        world.run(&format!("link create -p web -c {client} --as {owner} -m yes")).ok();
    }
    let add = "partner add-user one@web.example -p web --first-name One --last-name Web --password-file password";
    world.run(&format!("{add} --clients corner-shop")).ok();
    let count = |world: &mut World, who: &str| {
        world.run(&format!("partner show web --json{who}")).ok().json()["clients"].clone()
    };
    assert_eq!(count(&mut world, " --as one@web.example"), 1);
    assert_eq!(count(&mut world, &format!(" --as {PAT}")), 2);
    assert_eq!(count(&mut world, ""), 2);
}

#[test]
fn other_partners_are_not_suggested() {
    let mut world = world();
    for line in ["link create -p wep -c corner-shop", "client readiness corner-shop -p wep"] {
        world.run(&format!("{line} --as {SHOP} -m x")).fails(3).says_not("there is web").says_not("partner list");
    }
    world.run("client readiness corner-shop -p wep").fails(3).says("there is web");
}
