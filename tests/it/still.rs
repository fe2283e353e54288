//! Where one way into a client ends and another is open, the receipt, the dry run, the mail and the log name it.

use std::sync::LazyLock;

use partnerctl::domain::time::Span;

use crate::partner_user::{add, enters, join, linked};
use crate::support::{Frozen, World};

const ANN: &str = "ann@jimsweb.example";

/// Ann is a user of Jim's Web, which is linked with big-shoes, and a manager of big-shoes by a grant of her own.
fn both_ways() -> World {
    static FROZEN: LazyLock<Frozen> = LazyLock::new(|| {
        let mut world = linked();
        join(&mut world, ANN, "big-shoes", "manager");
        world.freeze()
    });
    FROZEN.thaw()
}

#[test]
fn user_remove_names_the_link() {
    let mut world = both_ways();
    let line = format!("user remove {ANN} -c big-shoes --confirm big-shoes --json");
    for line in [format!("{line} -n"), line] {
        let run = world.run(&line).ok();
        assert!(run.err.contains("still enter"), "{run}");
        assert!(run.err.contains("big-shoes by lnk_1 of jims-web, with all but users"), "{run}");
        assert!(run.err.contains("partnerctl link remove lnk_1 -c big-shoes"), "{run}");
        assert_eq!(run.json()["still_by"], "lnk_1", "{run}");
        assert_eq!(run.json()["still_ends_with"], "partnerctl link remove lnk_1 -c big-shoes", "{run}");
    }
    assert!(enters(&mut world, ANN, "big-shoes", "invoices"));
    world.run("client log big-shoes --limit 1").ok().prints("still in: ann@jimsweb.example by lnk_1 of jims-web");
    world.pass(Span::minutes(11)).run("mail deliver").ok();
    let mails = world.mails();
    let mail = mails.iter().rev().find(|mail| mail.contains("own access")).unwrap().replace("=\n", "");
    assert!(mail.contains("You still enter this account by lnk_1 of jims-web"), "{mail}");
    assert!(mail.contains("Subject: Access to Big Shoes Inc. has changed: "), "{mail}");
    world.run("mail list -c big-shoes --columns subject").ok().prints("has changed: ");
}

#[test]
fn user_remove_without_another_way() {
    let mut world = both_ways();
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    let run = world.run(&format!("user remove {ANN} -c big-shoes --confirm big-shoes --json")).ok();
    assert!(!run.err.contains("still enters"), "{run}");
    assert!(run.json()["still_by"].is_null(), "{run}");
}

#[test]
fn link_remove_names_own_grants_of_its_people() {
    let mut world = both_ways();
    let line = "link remove lnk_1 -c big-shoes --confirm big-shoes";
    for line in [&format!("{line} -n"), line] {
        let run = world.run(line).ok();
        assert!(run.err.contains("still enter"), "{run}");
        assert!(run.err.contains("big-shoes by a grant of their own as manager"), "{run}");
        assert!(run.err.contains("partnerctl user remove ann@jimsweb.example -c big-shoes"), "{run}");
    }
    world.run("client log big-shoes --limit 1").ok().prints("still in: ann@jimsweb.example by a grant of their own");
}

#[test]
fn narrowing_a_seat_names_own_grants() {
    let mut world = both_ways();
    let still = "big-shoes by a grant of their own as manager";
    world.run(&format!("partner edit-user {ANN} -p jims-web --no-clients -n")).ok().says(still);
    world.run(&format!("partner edit-user {ANN} -p jims-web --clients big-shoes")).ok();
    let unassign = format!("partner unassign-clients {ANN} -p jims-web --clients big-shoes");
    for line in [format!("{unassign} -n"), unassign] {
        world.run(&line).ok().says(still);
    }
    assert!(enters(&mut world, ANN, "big-shoes", "invoices"));
    // The membership takes nothing in, and she sees so of anyone who has grants elsewhere.
    let log = world.run("client log big-shoes --limit 1").ok();
    assert!(log.out.contains("who still enters this client by a grant of their own"), "{log}");
}

#[test]
fn end_of_a_term_names_the_other_way() {
    let mut world = both_ways();
    world.run(&format!("user edit {ANN} -c big-shoes --for 2d")).ok();
    world.pass(Span::days(3)).run("mail deliver").ok();
    world.run("client log big-shoes --limit 3").ok().prints("still in: ann@jimsweb.example by lnk_1 of jims-web");
}

/// What is read of an access whose term is over, before and after it was noted.
#[test]
fn term_over_names_the_other_way() {
    let mut world = both_ways();
    world.run(&format!("user edit {ANN} -c big-shoes --for 2d")).ok().says("still enters big-shoes by lnk_1");
    world.run("client log big-shoes --limit 1").ok().prints("; also in: ann@jimsweb.example by lnk_1 of jims-web");
    world.pass(Span::hours(36)).run("mail deliver").ok();
    let reminder = last_mail(&world, "soon");
    assert!(reminder.contains("Subject: Access to Big Shoes Inc. changes soon"), "{reminder}");
    assert!(reminder.contains("After that ann@jimsweb.example still enters this account by lnk_1"), "{reminder}");
    world.run("client log big-shoes --limit 1").ok().prints("still in after that: ann@jimsweb.example by lnk_1");
    world.pass(Span::days(1));
    let show = world.run(&format!("user show {ANN} -c big-shoes")).ok();
    assert!(show.err.contains("ann@jimsweb.example also enters big-shoes by lnk_1 of jims-web"), "{show}");
    world.run("mail deliver").ok();
    let end = last_mail(&world, "own access");
    assert!(end.contains("Subject: Access to Big Shoes Inc. has changed"), "{end}");
}

#[test]
fn fewer_permissions_name_the_other_way() {
    let mut world = both_ways();
    let fewer = format!("user edit {ANN} -c big-shoes --permissions profile");
    for line in [format!("{fewer} -n"), fewer] {
        world.run(&line).ok().says("still enter").says("big-shoes by lnk_1 of jims-web, with all but users");
    }
    let more = world.run(&format!("user edit {ANN} -c big-shoes --permissions profile,invoices")).ok();
    assert!(!more.err.contains("still enter"), "{more}");
}

#[test]
fn link_end_mail_names_own_grants() {
    let mut world = both_ways();
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    world.pass(Span::minutes(11)).run("mail deliver").ok();
    let mail = last_mail(&world, "by a grant of their own");
    assert!(mail.contains("has changed: Jim's Web"), "{mail}");
    assert!(mail.contains("ann@jimsweb.example still enters this account"), "{mail}");
}

#[test]
fn restriction_names_a_grant_with_settings() {
    let mut world = both_ways();
    let line = format!("partner edit-user {ANN} -p jims-web --restricted -n");
    world.run(&line).ok().says_not("still enter");
    world.run(&format!("user edit {ANN} -c big-shoes -r admin")).ok();
    world.run(&line).ok().says("would still enter big-shoes by a grant of their own as admin, with all");
}

#[test]
fn partner_close_names_own_grants() {
    let mut world = both_ways();
    for line in ["partner close jims-web -n --json", "partner close jims-web --confirm jims-web:2 --json"] {
        let run = world.run(line).ok().says("still enter").says("big-shoes by a grant of their own as manager");
        let receipt = run.json();
        let grant = receipt.as_array().unwrap().iter().find(|row| row["kind"] == "grant").unwrap();
        assert_eq!((&grant["result"], &grant["client_slug"]), (&"kept".into(), &"big-shoes".into()), "{run}");
    }
    assert!(enters(&mut world, ANN, "big-shoes", "invoices"));
    let log = world.run("client log big-shoes --limit 1").ok();
    assert!(log.out.contains("; still in: ann@jimsweb.example by a grant of their own"), "{log}");
    world.run("client log tea-house --limit 1").ok().says_not("still in");
}

#[test]
fn offboarding_by_colleague_names_own_grants() {
    let mut world = both_ways();
    add(&mut world, "bob", "");
    let line = format!("partner offboard-user {ANN} -p jims-web --as bob@jimsweb.example -m left");
    let run = world.run(&format!("{line} --confirm {ANN}:2")).ok();
    assert!(run.err.contains("still enters big-shoes by a grant of their own as manager"), "{run}");
    let log = world.run("client log big-shoes --limit 1").ok();
    assert!(log.out.contains("who still enters this client by a grant of their own"), "{log}");
}

/// A colleague reads of no client that they do not see.
#[test]
fn colleague_reads_of_no_unseen_client() {
    let mut world = both_ways();
    add(&mut world, "bob", "--clients tea-house");
    add(&mut world, "cat", "--clients tea-house");
    join(&mut world, "cat@jimsweb.example", "big-shoes", "manager");
    let line = "partner edit-user cat@jimsweb.example -p jims-web --no-clients -n";
    world.run(&format!("{line} --as bob@jimsweb.example -m x")).ok().says_not("big-shoes");
}

#[test]
fn undo_names_the_other_way() {
    let mut world = linked();
    world.run("link remove lnk_1 -c big-shoes --confirm big-shoes").ok();
    world.run("user add -c big-shoes -r admin --for-partner jims-web --as jim@bigshoes.example -m x").ok();
    world.run("link create -p jims-web -c big-shoes").fails(5);
    join(&mut world, ANN, "big-shoes", "manager");
    world.run("link create -p jims-web -c big-shoes --as jim@bigshoes.example -m x").ok();
    let undo = "undo -c big-shoes";
    for line in [format!("{undo} -n"), undo.to_owned()] {
        world.run(&line).ok().says("still enter").says("big-shoes by a grant of their own as manager");
    }
    world.run("client log big-shoes --limit 1").ok().prints("; still in: ann@jimsweb.example by a grant of their own");
}

/// What ends a way into big-shoes for Ann, and the way that is left. `{confirm}` is what a dry run shows.
const ENDS: &[(&str, &str)] = &[
    ("user remove ann@jimsweb.example -c big-shoes --confirm big-shoes", "lnk_1"),
    ("user leave ann@jimsweb.example -c big-shoes --as ann@jimsweb.example -m left --confirm big-shoes", "lnk_1"),
    ("user edit ann@jimsweb.example -c big-shoes --for 2d", "lnk_1"),
    ("user edit ann@jimsweb.example -c big-shoes --permissions profile", "lnk_1"),
    ("link remove lnk_1 -c big-shoes --confirm big-shoes", "grant"),
    ("partner edit-user ann@jimsweb.example -p jims-web --no-clients", "grant"),
    ("partner edit-user ann@jimsweb.example -p jims-web --for 2d", "grant"),
    ("partner close jims-web --confirm jims-web:2", "grant"),
    (
        "partner offboard-user ann@jimsweb.example -p jims-web --as bob@jimsweb.example -m left \
         --confirm ann@jimsweb.example:2",
        "grant",
    ),
];

#[test]
fn every_end_gives_the_same_facts() {
    let mut world = both_ways();
    add(&mut world, "bob", "");
    let frozen = world.freeze();
    let warned = "still enters big-shoes";
    for (line, by) in ENDS {
        for (flags, verb) in [(" -n", "would still enter big-shoes"), ("", warned)] {
            let run = frozen.thaw().run(&format!("{line}{flags} --json")).ok().says(verb);
            assert_eq!(run.err.contains(warned), flags.is_empty(), "{run}");
            let ways = ways(&run.json());
            let [way] = ways.as_slice() else { panic!("{run}") };
            let shown = |key: &str| way[key].as_str().unwrap_or_default().to_owned();
            assert_eq!(
                (shown("email"), shown("client_slug"), shown("by")),
                (ANN.into(), "big-shoes".into(), (*by).into())
            );
            assert!(way["permissions"].as_array().unwrap().contains(&"invoices".into()), "{run}");
            assert!(shown("ends_with").starts_with("partnerctl "), "{run}");
            assert!(run.err.contains(&shown("ends_with")), "{run}");
        }
    }
}

/// The ways in every record of an output, each once.
fn ways(json: &serde_json::Value) -> Vec<serde_json::Value> {
    let rows = json.as_array().cloned().unwrap_or_else(|| vec![json.clone()]);
    let mut ways: Vec<serde_json::Value> = Vec::new();
    for row in &rows {
        for way in row["still_enters"].as_array().unwrap_or_else(|| panic!("{row}")) {
            if !ways.contains(way) {
                ways.push(way.clone());
            }
        }
    }
    ways
}

#[test]
fn withdrawn_invitation_names_the_link() {
    let mut world = linked();
    world.run(&format!("invite send {ANN} -c big-shoes -r manager")).ok();
    for (flags, verb) in [(" -n", "would still enter"), ("", "still enters")] {
        let run = world.run(&format!("invite cancel {ANN} -c big-shoes --json{flags}")).ok();
        run.says(&format!("{verb} big-shoes by lnk_1 of jims-web"));
    }
    let again = world.run(&format!("invite cancel {ANN} -c big-shoes --json")).ok();
    assert!(!again.err.contains("still enters"), "{again}");
}

#[test]
fn session_end_gives_the_ways_that_stay() {
    let mut world = both_ways();
    world.run("user add -c big-shoes -r admin --for-partner jims-web --as jim@bigshoes.example -m x").ok();
    world.run(&format!("session open -c big-shoes --as {ANN} -m x")).ok();
    let run = world.run(&format!("session close --as {ANN} -m x --json")).ok().says_not("still enters");
    let by: Vec<String> = ways(&run.json()).iter().map(|way| way["by"].as_str().unwrap().to_owned()).collect();
    assert_eq!(by, ["grant", "lnk_1"], "{run}");
}

#[test]
fn end_without_another_way_lists_none() {
    let mut world = linked();
    for line in [
        "link remove lnk_1 -c big-shoes --confirm big-shoes --json",
        "partner edit-user ann@jimsweb.example -p jims-web --no-clients --json",
    ] {
        assert_eq!(ways(&world.run(line).ok().json()), Vec::<serde_json::Value>::new(), "{line}");
    }
}

/// The last mail that has this text, unfolded.
fn last_mail(world: &World, text: &str) -> String {
    let mails: Vec<String> = world.mails().iter().map(|mail| mail.replace("=\n", "")).collect();
    mails.into_iter().rev().find(|mail| mail.contains(text)).unwrap_or_else(|| panic!("no mail says {text:?}"))
}
