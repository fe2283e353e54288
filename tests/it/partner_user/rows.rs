//! Rows of S4 from end to end, each by name.

use super::{ANN, BOB, add, enters, join, linked};
use crate::support::World;

/// The client hat-shop, linked on request of Jim's Web.
fn link_hat_shop(world: &mut World) {
    world.run("client add 'Hat Shop' --slug hat-shop --owner hattie@hatshop.example").ok();
    join(world, "hattie@hatshop.example", "hat-shop", "owner");
    let link = world.run("link request -p jims-web --target hat-shop").ok().id();
    world.run(&format!("link approve {link} -c hat-shop --as hattie@hatshop.example -m phone")).ok();
}

/// S4.1: one login, several portals.
#[test]
fn one_login_reaches_several_clients() {
    let mut world = linked();
    for client in ["big-shoes", "tea-house"] {
        assert!(enters(&mut world, "ann@jimsweb.example", client, "invoices"));
    }
    let rows = world.run("access list --user ann@jimsweb.example --csv --columns client_slug").csv();
    assert_eq!(rows.len(), 2);
}

/// S4.2: who needs one portal only is a manager there, and nowhere else.
#[test]
fn one_client_alone_takes_a_manager() {
    let mut world = linked();
    world.run("user add max@bigshoes.example -c big-shoes --role manager").ok();
    join(&mut world, "max@bigshoes.example", "big-shoes", "manager");
    assert!(enters(&mut world, "max@bigshoes.example", "big-shoes", "invoices"));
    assert!(!enters(&mut world, "max@bigshoes.example", "tea-house", "profile"));
}

/// S4.5: all clients by default, those linked later too; S4.6: or only the chosen ones.
#[test]
fn new_user_reaches_later_links_too() {
    let mut world = linked();
    add(&mut world, "pete", "--clients big-shoes");
    link_hat_shop(&mut world);
    assert!(enters(&mut world, "ann@jimsweb.example", "hat-shop", "profile"));
    assert!(!enters(&mut world, "pete@jimsweb.example", "hat-shop", "profile"));
    world.run("partner assign-clients pete@jimsweb.example -p jims-web --clients hat-shop").ok();
    assert!(enters(&mut world, "pete@jimsweb.example", "hat-shop", "profile"));
}

/// S4.7, S4.8: one place adds users and shows those that are there, ready to be changed.
#[test]
fn same_command_adds_and_selects() {
    let mut world = linked();
    add(&mut world, "pete", "");
    let rows = world.run("partner list-users -p jims-web --csv").csv();
    let emails: Vec<&str> = rows.iter().map(|row| row["email"].as_str()).collect();
    assert_eq!(emails, ["ann@jimsweb.example", "pete@jimsweb.example"]);
    let id = &rows[1]["user_id"];
    world.run(&format!("partner edit-user {id} -p jims-web --last-name Webber")).ok();
    world.run("partner list-users -p jims-web").ok().prints("Webber");
}

/// S4.10: the address is the name of the login, however it is written.
#[test]
fn the_address_is_the_username() {
    let mut world = linked();
    world.run("partner edit-user ANN@JimsWeb.example -p jims-web --first-name Anne").ok();
    world.run("partner show jims-web --as Ann@jimsweb.example").ok();
    assert_eq!(world.sql("SELECT count(*) FROM login WHERE email_key = 'ann@jimsweb.example'"), ["1"]);
}

/// S4.14: settings can be neither seen nor changed, whatever the link gives. A grant of a client is its own.
#[test]
fn restricted_closes_settings_of_the_link() {
    let mut world = linked();
    let ann = "ann@jimsweb.example";
    assert!(enters(&mut world, ann, "big-shoes", "settings"));
    world.run("partner edit-user ann@jimsweb.example -p jims-web --restricted").ok();
    assert!(!enters(&mut world, ann, "big-shoes", "settings"));
    assert!(enters(&mut world, ann, "big-shoes", "invoices"));
    join(&mut world, ann, "big-shoes", "manager");
    assert!(!enters(&mut world, ann, "big-shoes", "settings"));
    join(&mut world, ann, "tea-house", "admin");
    assert!(enters(&mut world, ann, "tea-house", "settings"));
    world.run("partner edit-user ann@jimsweb.example -p jims-web --no-restricted").ok();
    assert!(enters(&mut world, ann, "big-shoes", "settings"));
}

/// S4.15: anyone who is not active gets in nowhere.
#[test]
fn an_inactive_user_reaches_nothing() {
    let mut world = linked();
    add(&mut world, "pete", "--inactive");
    assert!(!enters(&mut world, "pete@jimsweb.example", "big-shoes", "profile"));
    world.run("partner list-users -p jims-web --as pete@jimsweb.example").fails(5).says("inactive");
}

/// S4.16, S4.17: the welcome mail is queued when the user is saved: in the same transaction, and not when
/// that fails.
#[test]
fn welcome_mail_is_of_the_same_transaction() {
    let mut world = linked();
    let mails = |world: &World| world.sql("SELECT count(*) FROM mail WHERE kind = 'welcome'");
    world.run(&format!("{BOB} --send-email --clients nowhere-at-all --generate-password")).fails(3);
    world.run(&format!("{BOB} --send-email --generate-password -n")).ok();
    assert_eq!(mails(&world), ["0"]);
    world.run(&format!("{BOB} --send-email --generate-password")).ok();
    assert_eq!(mails(&world), ["1"]);
    let one = "SELECT m.created_at = l.created_at FROM mail AS m JOIN login AS l ON l.id = m.login_id WHERE m.kind = 'welcome'";
    assert_eq!(world.sql(one), ["1"]);
}

/// S4.18: one fixed sender, and advice to look in the folder for junk.
#[test]
fn welcome_mail_comes_from_the_one_sender() {
    let mut world = World::with_story();
    world.run("config set mail.from 'Support <support@desk.example>'").ok();
    world.run(&format!("{ANN} --send-email --generate-password")).ok().says("junk or spam folder");
    world.run(&format!("{BOB} --send-email --generate-password")).ok();
    for mail in world.mails() {
        assert!(mail.contains("From: Support <support@desk.example>"), "{mail}");
    }
}
