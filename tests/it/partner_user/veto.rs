//! A veto and the banner see every client whose people change, also where no one named it (docs/reference.md#never-the-wrong-client, 3.7).

use std::sync::LazyLock;

use super::{add, facts, linked};
use crate::support::{Frozen, World};

const ADD: &str = "partner add-user new@jimsweb.example -p jims-web --first-name N --last-name E --generate-password";

/// Ann reaches all, pete only big-shoes, rita is restricted and has a term. hat-shop was asked and did not answer.
fn people() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = linked();
        add(&mut world, "pete", "--clients big-shoes");
        add(&mut world, "rita", "--restricted --until 2027-01-31");
        world.run("client add 'Hat Shop' --slug hat-shop --owner hattie@hatshop.example").ok();
        world.run("link request -p jims-web --target hat-shop").ok();
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn a_change_of_reach_runs_into_a_veto() {
    let mut world = people();
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes");
    let before = facts(&world);
    for line in [
        ADD,
        "partner edit-user pete@jimsweb.example -p jims-web --scope all",
        "partner edit-user rita@jimsweb.example -p jims-web --no-restricted",
        "partner edit-user rita@jimsweb.example -p jims-web --no-until",
        "partner edit-user ann@jimsweb.example -p jims-web --restricted",
        "partner edit-user ann@jimsweb.example -p jims-web --until 2027-01-31",
        "partner edit-user ann@jimsweb.example -p jims-web --clients big-shoes",
        "partner edit-user ann@jimsweb.example -p jims-web --first-name Anna",
        "partner offboard-user ann@jimsweb.example -p jims-web -m left --confirm ann@jimsweb.example:2",
        "partner close jims-web --confirm jims-web:3",
    ] {
        world.run(line).fails(12).says("tea-house");
        assert_eq!(facts(&world), before, "{line}");
    }
    // A request is a row of its client too.
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes,tea-house");
    world.run("partner close jims-web --confirm jims-web:3").fails(12).says("hat-shop");
    world.run(&format!("{ADD} --dry-run")).ok();
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes");
    world.run("partner edit-user pete@jimsweb.example -p jims-web --restricted").ok();
}

#[test]
fn a_change_of_reach_shows_its_clients() {
    let mut world = people();
    for (line, shown) in [
        (ADD, &["big-shoes", "tea-house"][..]),
        ("partner edit-user pete@jimsweb.example -p jims-web --scope all", &["big-shoes", "tea-house"]),
        ("partner edit-user rita@jimsweb.example -p jims-web --no-restricted", &["big-shoes", "tea-house"]),
        ("partner edit-user ann@jimsweb.example -p jims-web --clients big-shoes", &["big-shoes", "tea-house"]),
        ("partner close jims-web", &["big-shoes", "tea-house", "hat-shop"]),
    ] {
        let run = world.run(&format!("{line} --dry-run")).ok();
        let banners: Vec<&str> = run.err.lines().filter_map(|line| line.strip_prefix("\u{25b8} ")).collect();
        let slugs: Vec<&str> = banners.iter().filter_map(|banner| banner.split("  ").next()).collect();
        assert_eq!(slugs, shown, "{run}");
    }
    world.run("partner close jims-web").fails(8).says("--confirm jims-web:3");
}

#[test]
fn many_clients_are_a_few_and_a_count() {
    let mut world = linked();
    let rows: String = "abcdefghmnpq".chars().map(|c| format!("kiosk-{c}{c}{c},Kiosk {c},o@{c}.example\n")).collect();
    world.write("new.csv", format!("slug,name,owners\n{rows}"));
    world.run("client import new.csv").ok();
    for id in world.sql("SELECT id FROM client WHERE id > 100002 ORDER BY id") {
        world.tamper(&format!(
        "INSERT INTO link (id, client_id, partner_id, origin, state, requested_at, requested_by, sent_at, send_count, expires_at,
            asked_permissions, permissions, term, until, message, answered_at, answered_by, reason, linked_at, process_error,
            ended_at, ended_by, deleted_at, since_audit, version)
         SELECT c.id - 100000 + 100, c.id, l.partner_id, l.origin, l.state, l.requested_at, l.requested_by,
            l.sent_at, l.send_count, l.expires_at, l.asked_permissions, l.permissions, l.term, l.until, l.message,
            l.answered_at, l.answered_by, l.reason, l.linked_at, l.process_error, l.ended_at, l.ended_by, l.deleted_at,
            l.since_audit + 10000, l.version FROM client AS c JOIN link AS l ON l.id = 1 WHERE c.id = {id}"
    ));
    }
    let run = world.run(&format!("{ADD} --dry-run")).ok();
    let linked = world.sql("SELECT count(*) FROM link WHERE state = 'linked'")[0].parse::<usize>().unwrap();
    assert!(linked > 11, "{linked}");
    assert_eq!(run.err.lines().filter(|line| line.contains("[from the partner's links]")).count(), 10, "{run}");
    assert!(run.err.contains(&format!("and {} more clients", linked - 10)), "{run}");
    world.var("PARTNERCTL_EXPECT_CLIENT", "big-shoes");
    world.run(&format!("{ADD} --dry-run")).fails(12);
}

#[test]
fn an_account_number_is_no_other_name() {
    let mut world = World::with_story();
    world.run("client edit big-shoes --account-number tea-house").fails(4).says("also names tea-house");
    world.run("client edit big-shoes --account-number teahouse.example").fails(4).says("also names tea-house");
    world.run("client add New --owner n@new.example --account-number tea-house").fails(4);
    world.run("client edit big-shoes --account-number big-shoes").ok();
    world.run("client edit tea-house --account-number kettle").ok();
    world.run("client edit big-shoes --slug kettle").fails(4).says("is the account number of tea-house");
    world.run("client add Kettle --slug kettle --owner k@kettle.example").fails(4);
    let slug = world.run("client add Kettle --owner k@kettle.example --json").ok().json()["client_slug"].clone();
    assert_ne!(slug, "kettle", "a slug that is made up gets the number of the client");
}
